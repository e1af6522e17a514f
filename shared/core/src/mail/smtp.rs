//! Handing messages to a mail server (SMTP submission, RFC 6409).

use std::net::IpAddr;
use std::time::Duration;

use lettre::address::AddressError;
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use secrecy::{ExposeSecret as _, SecretString};
use url::{Host, Url};

use super::Message;

/// How long one conversation with the mail server may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A mail server that takes messages.
#[derive(Clone, Debug)]
pub struct SmtpConfig {
    host: String,
    port: u16,
    transport: Transport,
    user: Option<String>,
    password: Option<SecretString>,
    from: Mailbox,
}

/// How a mail server is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Transport {
    /// TLS from the first byte (RFC 8314).
    Tls,
    /// STARTTLS, and nothing without it.
    StartTls,
    /// In the clear, for a server on this machine or where the installation says so.
    Plain,
}

/// What is wrong with the configuration of mail. One line for a person.
#[derive(Debug, thiserror::Error)]
pub enum SmtpConfigError {
    #[error("the address of the mail server is smtps://…, smtp://… or smtp+plain://…: {0}")]
    Address(String),
    #[error("the sender's address is none: {0}")]
    Sender(#[from] AddressError),
    #[error("a password does not go to a mail server in the clear; use smtps:// or smtp://")]
    PasswordInTheClear,
    #[error("a mail server that takes a password takes a name, too: smtps://name@host")]
    NoName,
    #[error("TLS cannot be used: {0}")]
    Tls(String),
}

/// Why a message was not taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum SendError {
    /// Another time it may be.
    #[error("{0}")]
    NotNow(String),
    /// It never will be.
    #[error("{0}")]
    Never(String),
}

impl SmtpConfig {
    /// `address` is `smtps://name@host:465`, `smtp://name@host:587` (STARTTLS) or `smtp+plain://host:25`; `from` is
    /// `Name <address>` or an address.
    pub fn new(address: &str, password: Option<SecretString>, from: &str) -> Result<Self, SmtpConfigError> {
        let wrong = |reason: &str| SmtpConfigError::Address(reason.to_owned());
        let url = Url::parse(address).map_err(|error| wrong(&error.to_string()))?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or_else(|| wrong("it names no host"))?;
        let (transport, usual) = match url.scheme() {
            "smtps" => (Transport::Tls, 465),
            "smtp" if is_this_machine(&url) => (Transport::Plain, 25),
            "smtp" => (Transport::StartTls, 587),
            "smtp+plain" => (Transport::Plain, 25),
            _ => return Err(wrong("it begins otherwise")),
        };
        if url.password().is_some() {
            return Err(wrong("the password belongs in a file of its own"));
        }
        if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
            return Err(wrong("only name, host and port belong there"));
        }
        let user = url.username();
        let user = if user.is_empty() { None } else { Some(decoded(user)) };
        match (&password, &user) {
            (Some(_), None) => return Err(SmtpConfigError::NoName),
            (Some(_), Some(_)) if transport == Transport::Plain && !is_this_machine(&url) => {
                return Err(SmtpConfigError::PasswordInTheClear);
            }
            _ => {}
        }
        Ok(Self {
            host: host.trim_start_matches('[').trim_end_matches(']').to_owned(),
            port: url.port().unwrap_or(usual),
            transport,
            user,
            password,
            from: from.parse()?,
        })
    }

    pub(super) fn connect(&self) -> Result<Smtp, SmtpConfigError> {
        let parameters =
            || TlsParameters::new(self.host.clone()).map_err(|error| SmtpConfigError::Tls(error.to_string()));
        let tls = match self.transport {
            Transport::Tls => Tls::Wrapper(parameters()?),
            Transport::StartTls => Tls::Required(parameters()?),
            Transport::Plain => Tls::None,
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&self.host)
            .port(self.port)
            .tls(tls)
            .timeout(Some(PATIENCE))
            .hello_name(ClientId::Domain(self.from.email.domain().to_owned()));
        if let (Some(user), Some(password)) = (&self.user, &self.password) {
            builder =
                builder.credentials(Credentials::new(user.clone(), password.expose_secret().to_owned()));
        }
        Ok(Smtp { transport: builder.build(), from: self.from.clone() })
    }
}

/// A mail server that is spoken to, one connection for each message.
pub(super) struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Smtp {
    pub(super) async fn send(&self, id: &str, message: &Message) -> Result<(), SendError> {
        let never = |error: &dyn std::error::Error| SendError::Never(error.to_string());
        let to = message.to.parse().map_err(|error: AddressError| never(&error))?;
        let mail = lettre::Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(message.subject.clone())
            // The same for each try, so that a message that was taken and not acknowledged is recognised.
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            .header(ContentType::TEXT_PLAIN)
            .body(message.text.expose_secret().to_owned())
            .map_err(|error| never(&error))?;
        match self.transport.send(mail).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => Err(SendError::Never(causes(&error))),
            Err(error) => Err(SendError::NotNow(causes(&error))),
        }
    }
}

fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

fn decoded(text: &str) -> String {
    let pairs = format!("x={}", text.replace('+', "%2B"));
    url::form_urlencoded::parse(pairs.as_bytes())
        .next()
        .map(|(_, text)| text.into_owned())
        .unwrap_or_default()
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => IpAddr::from(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::from(address).is_loopback(),
        // The scheme is not one of the web's, so that the parser leaves addresses as they are written.
        Some(Host::Domain(name)) => {
            name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(address: &str, password: bool) -> Result<SmtpConfig, String> {
        let password = password.then(|| SecretString::from("p"));
        SmtpConfig::new(address, password, "Console <console@example.com>").map_err(|error| error.to_string())
    }

    #[test]
    fn an_address_says_how_the_server_is_spoken_to() {
        for (address, password, transport, port) in [
            ("smtps://ada%40example.com@mail.example.com", true, Transport::Tls, 465),
            ("smtp://ada@mail.example.com", true, Transport::StartTls, 587),
            ("smtp://mail.example.com:2525", false, Transport::StartTls, 2_525),
            ("smtp+plain://relay.example.com", false, Transport::Plain, 25),
            ("smtp://127.0.0.1:2525", false, Transport::Plain, 2_525),
            ("smtp://ada@localhost", true, Transport::Plain, 25),
        ] {
            let config = config(address, password).unwrap();
            assert_eq!((config.transport, config.port), (transport, port), "{address}");
        }
        let user = config("smtps://ada%40example.com@mail.example.com", true).unwrap().user;
        assert_eq!(user.as_deref(), Some("ada@example.com"));
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (address, password, said) in [
            ("mail.example.com", false, "relative URL"),
            ("https://mail.example.com", false, "begins otherwise"),
            ("smtps://ada:secret@mail.example.com", true, "file of its own"),
            ("smtps://mail.example.com", true, "takes a name"),
            ("smtp+plain://ada@relay.example.com", true, "in the clear"),
            ("smtps://mail.example.com/x", false, "only name, host and port"),
        ] {
            let error = config(address, password).unwrap_err();
            assert!(error.contains(said), "{address}: {error}");
        }
        assert!(SmtpConfig::new("smtps://mail.example.com", None, "nobody").is_err());
    }
}
