//! Which addresses may be asked on whose behalf.
//!
//! What is special is from IANA's registries (RFC 6890 and what updates it), and what is asked for credentials in
//! clouds from their manuals.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

#[derive(Debug)]
pub(super) enum Reach {
    Anywhere,
    /// The public internet, and these networks.
    PublicAnd(Vec<IpNet>),
}

impl Reach {
    pub(super) fn is_bounded(&self) -> bool {
        match self {
            Self::Anywhere => false,
            Self::PublicAnd(_) => true,
        }
    }

    pub(super) fn permits(&self, address: IpAddr) -> bool {
        let networks = match self {
            Self::Anywhere => return true,
            Self::PublicAnd(networks) => networks,
        };
        let address = meant(address);
        if is_never(address) {
            return false;
        }
        let public = match address {
            IpAddr::V4(address) => is_public_v4(address),
            IpAddr::V6(address) => is_public_v6(address),
        };
        public || networks.iter().any(|network| network.contains(&address))
    }
}

/// The IPv4 address that an IPv6 one stands for, where a host or a gateway takes it for that: mapped addresses, and
/// those of NAT64 (RFC 6052).
fn meant(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else { return address };
    match v6.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
            Ipv4Addr::new(a, b, c, d).into()
        }
        _ => address,
    }
}

/// What stays out of reach whatever was permitted: what is no single machine, and where clouds hand out credentials.
fn is_never(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let metadata =
                matches!(address.octets(), [168, 63, 129, 16] | [100, 100, 100, 200] | [192, 0, 0, 192]);
            let [first, ..] = address.octets();
            metadata
                || first == 0
                || address.is_link_local()
                || address.is_multicast()
                || address.is_broadcast()
        }
        IpAddr::V6(address) => {
            let metadata = matches!(
                address.segments(),
                [0xfd00, 0x0ec2, 0, 0, 0, 0, 0, 0x0254] | [0xfd20, 0x00ce, 0, 0, 0, 0, 0, 0x0254]
            );
            metadata || address.is_unspecified() || address.is_unicast_link_local() || address.is_multicast()
        }
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let special = match address.octets() {
        // This network, private, shared by a carrier, this machine, link-local.
        [0 | 10 | 127, ..] | [100, 64..=127, ..] | [169, 254, ..] | [172, 16..=31, ..] | [192, 168, ..] => {
            true
        }
        // Protocol assignments, the old 6to4 relays, benchmarks.
        [192, 0, 0, _] | [192, 88, 99, _] | [198, 18..=19, ..] => true,
        // Documentation.
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => true,
        // Multicast, reserved, broadcast.
        [224..=255, ..] => true,
        _ => false,
    };
    !special
}

/// Global unicast (2000::/3) without the protocols' own, Teredo, ORCHID, documentation and 6to4.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let special = match address.segments() {
        [0x2001, 0..=0x01ff, ..] | [0x2001, 0x0db8, ..] | [0x2002, ..] | [0x3fff, 0..=0x0fff, ..] => true,
        [first, ..] => first >> 13 != 0b001,
    };
    !special
}
