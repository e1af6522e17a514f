//! Lists of networks, as settings write them.

use std::net::IpAddr;
use std::str::FromStr;

use console_core::outbound::IpNet;

/// RFC 1918, what carriers share (RFC 6598), and unique local addresses (RFC 4193).
const PRIVATE: [&str; 5] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"];

/// Networks with commas between them; a single address is a network of one, and `private` all that are nobody's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Networks(pub(crate) Vec<IpNet>);

impl FromStr for Networks {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
        let words = words.flat_map(|word| if word == "private" { PRIVATE.to_vec() } else { vec![word] });
        words.map(network).collect::<Result<_, _>>().map(Self)
    }
}

fn network(word: &str) -> Result<IpNet, String> {
    let single = || word.parse::<IpAddr>().map(IpNet::from);
    let network = word.parse::<IpNet>().or_else(|_| single());
    network.map(|network| network.trunc()).map_err(|_| format!("`{word}` is no network such as 10.0.0.0/8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_single_addresses_and_the_word_are_read() {
        let read = |text: &str| text.parse::<Networks>().map(|networks| networks.0);
        assert_eq!(read(""), Ok(Vec::new()));
        assert_eq!(
            read("10.1.2.3/8, ::1"),
            Ok(vec!["10.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()])
        );
        assert_eq!(read("private,127.0.0.1").unwrap().len(), 6);
        assert!(read("10.0.0.0/33").unwrap_err().contains("10.0.0.0/33"));
        assert!(read("localhost").is_err());
    }
}
