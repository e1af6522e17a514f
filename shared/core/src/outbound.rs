//! The one way out: how an address that somebody gave is asked.
//!
//! What the operator configures may be anywhere. What a tenant's people configure is asked where [`Reach`] permits,
//! so that the console cannot be made to look around in the network it stands in: names are resolved here, addresses
//! are checked after that, and what was checked is what is connected to, so that a name which resolves differently
//! the second time gains nothing. Redirects are not followed, no proxy of the environment is used, time and bytes
//! are bounded.

mod reach;

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

pub use ipnet::IpNet;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Client, Method, Request, RequestBuilder, Response, redirect};
use tokio::net::TcpStream;
use url::{Host, Url};

use reach::Reach;

/// Addresses of one name that are tried at most.
const MAX_ADDRESSES: usize = 8;

/// Why an address is not asked. Each reads as one sentence for a person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutboundError {
    #[error("{0} is no address: {1}")]
    Malformed(String, url::ParseError),
    #[error("an address begins with http:// or https://")]
    Scheme,
    #[error("user name and password do not belong in an address")]
    Credentials,
    #[error("{0} is in a network that this installation does not ask on behalf of a tenant")]
    OutOfReach(String),
    #[error("nothing can be asked from here: {0}")]
    NoClient(String),
}

/// Why there was no answer.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    #[error(transparent)]
    Refused(#[from] OutboundError),
    #[error(transparent)]
    Failed(#[from] reqwest::Error),
}

/// How long a request may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    pub connect: Duration,
    pub total: Duration,
}

/// Why an answer's body was not taken.
#[derive(Debug, thiserror::Error)]
pub enum BodyError {
    #[error("more than {0} bytes")]
    TooLarge(usize),
    #[error(transparent)]
    Broken(#[from] reqwest::Error),
}

type Lookup = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Where may be asked, and how names are resolved. Cheap to clone.
#[derive(Clone)]
pub struct Outbound {
    reach: Arc<Reach>,
    look_up: fn(String) -> Lookup,
}

impl Outbound {
    /// For what the operator configured.
    pub fn anywhere() -> Self {
        Self::new(Reach::Anywhere)
    }

    /// For what a tenant's people configured: public addresses, and these networks.
    pub fn public_and(networks: Vec<IpNet>) -> Self {
        Self::new(Reach::PublicAnd(networks))
    }

    fn new(reach: Reach) -> Self {
        Self { reach: Arc::new(reach), look_up: ask_the_system }
    }

    /// Reads an address and says what is wrong with it. A name is only resolved when it is asked.
    pub fn check(&self, text: &str) -> Result<Url, OutboundError> {
        let url = Url::parse(text).map_err(|error| OutboundError::Malformed(text.to_owned(), error))?;
        self.check_url(&url)?;
        Ok(url)
    }

    fn check_url(&self, url: &Url) -> Result<(), OutboundError> {
        if !matches!(url.scheme(), "http" | "https") || url.cannot_be_a_base() {
            return Err(OutboundError::Scheme);
        }
        if self.reach.is_bounded() && (!url.username().is_empty() || url.password().is_some()) {
            return Err(OutboundError::Credentials);
        }
        // `Url` has read every spelling of an address by now: decimal, octal, hexadecimal, mapped, full-width.
        match literal(url) {
            Some(address) if !self.reach.permits(address) => {
                Err(OutboundError::OutOfReach(address.to_string()))
            }
            _ => Ok(()),
        }
    }

    pub fn client(&self, patience: Patience) -> Result<OutboundClient, OutboundError> {
        let http = Client::builder()
            .connect_timeout(patience.connect.min(patience.total))
            .timeout(patience.total)
            .redirect(redirect::Policy::none())
            .no_proxy()
            .dns_resolver(Arc::new(self.clone()))
            .build()
            .map_err(|error| OutboundError::NoClient(error.to_string()))?;
        Ok(OutboundClient { http, outbound: self.clone() })
    }

    /// A connection for what speaks no HTTP once it is open. The caller bounds its time.
    pub async fn connect(&self, url: &Url) -> io::Result<TcpStream> {
        let unusable = |reason: &'static str| io::Error::new(io::ErrorKind::InvalidInput, reason);
        let port = url.port_or_known_default().ok_or_else(|| unusable("the address names no port"))?;
        let addresses = match (literal(url), url.host_str()) {
            (Some(address), _) => self.permitted(&address.to_string(), vec![address])?,
            (None, Some(name)) => self.resolve(name).await?,
            (None, None) => return Err(unusable("the address names no host")),
        };
        let addresses: Vec<_> = addresses.into_iter().map(|address| SocketAddr::new(address, port)).collect();
        let stream = TcpStream::connect(&*addresses).await?;
        stream.set_nodelay(true)?;
        Ok(stream)
    }

    /// The addresses of a name that may be asked.
    async fn resolve(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        self.permitted(name, (self.look_up)(name.to_owned()).await?)
    }

    fn permitted(&self, name: &str, mut addresses: Vec<IpAddr>) -> io::Result<Vec<IpAddr>> {
        if addresses.is_empty() {
            return Err(io::Error::new(io::ErrorKind::NotFound, format!("{name} has no address")));
        }
        addresses.retain(|address| self.reach.permits(*address));
        addresses.truncate(MAX_ADDRESSES);
        if addresses.is_empty() {
            let refused = OutboundError::OutOfReach(name.to_owned());
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, refused));
        }
        Ok(addresses)
    }
}

impl std::fmt::Debug for Outbound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.reach.fmt(f)
    }
}

impl Resolve for Outbound {
    fn resolve(&self, name: Name) -> Resolving {
        let outbound = self.clone();
        Box::pin(async move {
            let addresses = outbound.resolve(name.as_str()).await?;
            // The port is the URL's.
            let addresses = addresses.into_iter().map(|address| SocketAddr::new(address, 0));
            Ok(Box::new(addresses) as Addrs)
        })
    }
}

/// Asks what an [`Outbound`] permits.
#[derive(Clone, Debug)]
pub struct OutboundClient {
    http: Client,
    outbound: Outbound,
}

impl OutboundClient {
    pub fn request(&self, method: Method, url: Url) -> Result<RequestBuilder, OutboundError> {
        self.outbound.check_url(&url)?;
        Ok(self.http.request(method, url))
    }

    /// Sends a request that something else made.
    pub async fn execute(&self, request: Request) -> Result<Response, AskError> {
        self.outbound.check_url(request.url())?;
        Ok(self.http.execute(request).await?)
    }
}

/// The whole body, of so many bytes at most, unpacked ones counted.
pub async fn body(mut response: Response, most: usize) -> Result<Vec<u8>, BodyError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > most {
            return Err(BodyError::TooLarge(most));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// The address that a URL names without a name.
fn literal(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(address) => Some(address.into()),
        Host::Ipv6(address) => Some(address.into()),
        Host::Domain(_) => None,
    }
}

fn ask_the_system(name: String) -> Lookup {
    Box::pin(async move {
        let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
        Ok(found.map(|address| address.ip()).collect())
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    const PATIENCE: Patience = Patience { connect: Duration::from_secs(2), total: Duration::from_secs(2) };

    fn public() -> Outbound {
        Outbound::public_and(Vec::new())
    }

    #[test]
    fn however_a_private_address_is_spelt_it_is_refused() {
        for text in [
            "http://127.0.0.1/",
            "http://127.0.0.1:4318/",
            "http://127.1/",
            "http://127.0.1/",
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0x7f.0.0.1/",
            "http://0177.0.0.1/",
            "http://017700000001/",
            "http://127.0.0.1./",
            "http://127.1./",
            "http://①②⑦.⓪.⓪.①/",
            "http://127。0。0。1/",
            "http://%31%32%37.0.0.1/",
            "http://0/",
            "http://0.0.0.0/",
            "http:127.0.0.1/",
            "http:/\\127.0.0.1/",
            "http://\t127.0.0.1/",
            "HTTP://127.0.0.1/",
            "https://10.0.0.1/",
            "https://172.31.255.255/",
            "https://192.168.0.1/",
            "https://100.64.0.1/",
            "http://169.254.169.254/latest/meta-data/",
            "http://0xa9fea9fe/",
            "http://2852039166/",
            "http://100.100.100.200/",
            "http://168.63.129.16/",
            "http://224.0.0.1/",
            "http://255.255.255.255/",
            "http://192.0.2.1/",
            "http://[::1]/",
            "http://[::]/",
            "http://[0:0:0:0:0:0:0:1]/",
            "http://[::127.0.0.1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:7f00:1]/",
            "http://[0:0:0:0:0:ffff:10.0.0.1]/",
            "http://[64:ff9b::127.0.0.1]/",
            "http://[64:ff9b::a9fe:a9fe]/",
            "http://[64:ff9b:1::1]/",
            "http://[2002:7f00:1::]/",
            "http://[2001:0:7f00:1::]/",
            "http://[fe80::1]/",
            "http://[fc00::1]/",
            "http://[fd00:ec2::254]/",
            "http://[ff02::1]/",
            "http://[2001:db8::1]/",
            "http://[fec0::1]/",
        ] {
            let refused = public().check(text);
            assert!(matches!(refused, Err(OutboundError::OutOfReach(_))), "{text}: {refused:?}");
            assert!(Outbound::anywhere().check(text).is_ok(), "{text}: the operator may");
        }
    }

    #[test]
    fn what_is_no_plain_web_address_is_refused() {
        for text in
            ["file:///etc/passwd", "gopher://a.example/", "ws://a.example", "data:text/plain,x", "mailto:a@b"]
        {
            assert_eq!(public().check(text), Err(OutboundError::Scheme), "{text}");
            assert_eq!(Outbound::anywhere().check(text), Err(OutboundError::Scheme), "{text}");
        }
        for text in ["http://a.example@127.0.0.1/", "http://:x@a.example/", "https://u@a.example/"] {
            assert_eq!(public().check(text), Err(OutboundError::Credentials), "{text}");
        }
        for text in
            ["", "a.example", "//a.example", "http://", "http://[::1", "http://a b/", "http://256.0.0.1/"]
        {
            assert!(matches!(public().check(text), Err(OutboundError::Malformed(..))), "{text}");
        }
    }

    #[test]
    fn public_addresses_and_names_are_taken_and_so_is_what_was_permitted() {
        for text in [
            "https://fluo.example/base",
            "http://fluo.example:8080",
            "https://bücher.example/",
            "https://93.184.215.14/",
            "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/",
            "https://[::ffff:93.184.215.14]/",
            "https://[64:ff9b::5db8:d70e]/",
        ] {
            assert!(public().check(text).is_ok(), "{text}");
        }
        let some = Outbound::public_and(vec!["10.1.0.0/16".parse().unwrap(), "::1/128".parse().unwrap()]);
        for (text, fine) in [
            ("http://10.1.2.3/", true),
            ("http://[::ffff:10.1.2.3]/", true),
            ("http://[::1]/", true),
            ("http://10.2.0.1/", false),
            ("http://127.0.0.1/", false),
        ] {
            assert_eq!(some.check(text).is_ok(), fine, "{text}");
        }
        // The cloud's own credentials and what is no single machine stay out of reach, whatever is permitted.
        let all = Outbound::public_and(vec!["0.0.0.0/0".parse().unwrap(), "::/0".parse().unwrap()]);
        for text in [
            "http://169.254.169.254/",
            "http://[fd00:ec2::254]/",
            "http://224.0.0.1/",
            "http://0.0.0.0/",
            "http://[fe80::1]/",
        ] {
            assert!(all.check(text).is_err(), "{text}");
        }
        assert!(all.check("http://127.0.0.1/").is_ok());
    }

    fn here(_: String) -> Lookup {
        Box::pin(async { Ok(vec![IpAddr::from([127, 0, 0, 1])]) })
    }

    /// Another address with every look.
    fn rebinding(_: String) -> Lookup {
        static LOOKS: AtomicUsize = AtomicUsize::new(0);
        let address = match LOOKS.fetch_add(1, Ordering::SeqCst) % 2 {
            0 => IpAddr::from([127, 0, 0, 2]),
            _ => IpAddr::from([127, 0, 0, 1]),
        };
        Box::pin(async move { Ok(vec![address]) })
    }

    /// Answers each connection with that head and body, and counts them.
    async fn listener(answer: &'static str) -> (u16, Arc<AtomicUsize>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (port, seen) = (listener.local_addr().unwrap().port(), Arc::new(AtomicUsize::new(0)));
        let count = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                let _ = stream.read(&mut [0; 4_096]).await;
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        (port, seen)
    }

    async fn ask(outbound: &Outbound, url: &str) -> Result<Response, reqwest::Error> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = outbound.client(PATIENCE).unwrap();
        client.request(Method::GET, url.parse().unwrap()).unwrap().send().await
    }

    #[tokio::test]
    async fn a_name_is_checked_by_what_it_resolves_to_and_redirects_are_not_followed() {
        let (port, seen) =
            listener("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n")
                .await;
        let url = format!("http://fluo.example:{port}/");
        let refused = ask(&Outbound { look_up: here, ..public() }, &url).await.unwrap_err();
        assert!(format!("{refused:?}").contains("OutOfReach"), "{refused:?}");
        let refused =
            Outbound { look_up: here, ..public() }.connect(&url.parse().unwrap()).await.unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::PermissionDenied);
        assert_eq!(seen.load(Ordering::SeqCst), 0);

        let permitted =
            Outbound { look_up: here, ..Outbound::public_and(vec!["127.0.0.0/8".parse().unwrap()]) };
        assert_eq!(ask(&permitted, &url).await.unwrap().status(), 302);
        permitted.connect(&url.parse().unwrap()).await.unwrap();
    }

    #[tokio::test]
    async fn what_was_checked_is_what_is_connected_to() {
        let (port, seen) = listener("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
        // The first look gives an address that is permitted and where nobody listens; one at the connection would
        // give the other.
        let only = Outbound::public_and(vec!["127.0.0.2/32".parse().unwrap()]);
        let outbound = Outbound { look_up: rebinding, ..only };
        for _ in 0..4 {
            ask(&outbound, &format!("http://rebinding.example:{port}/")).await.unwrap_err();
        }
        assert_eq!(seen.load(Ordering::SeqCst), 0);
    }

    #[tokio::test]
    async fn a_body_is_bounded() {
        let (port, _) = listener("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n0123456789").await;
        let url = format!("http://127.0.0.1:{port}/");
        let anywhere = Outbound::anywhere();
        assert_eq!(body(ask(&anywhere, &url).await.unwrap(), 10).await.unwrap(), b"0123456789");
        let refused = body(ask(&anywhere, &url).await.unwrap(), 9).await.unwrap_err();
        assert!(matches!(refused, BodyError::TooLarge(9)));
    }

    /// Whoever made a client of their own would go around all this.
    #[test]
    fn there_is_one_way_out() {
        fn look(folder: &std::path::Path, makers: &mut Vec<String>) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    look(&path, makers);
                    continue;
                }
                let text = std::fs::read_to_string(&path).unwrap();
                if ["Client::builder(", "Client::new(", "TcpStream::connect(", "connect_async"]
                    .iter()
                    .any(|way| text.contains(way))
                {
                    makers.push(path.file_name().unwrap().to_string_lossy().into_owned());
                }
            }
        }
        let mut makers = Vec::new();
        look(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut makers);
        assert_eq!(makers, ["outbound.rs"]);
    }
}
