//! A mail server as state: takes what it is given, or does not, as the story says.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use console_core::mail::{MailConfig, SmtpConfig};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// A mail that was taken.
#[derive(Clone, Debug)]
pub struct Mail {
    pub to: String,
    pub from: String,
    pub subject: String,
    pub text: String,
    pub message_id: String,
}

impl Mail {
    /// What stands behind the `#` of the link with this path.
    pub fn secret(&self, path: &str) -> String {
        let (_, behind) = self.text.split_once(&format!("{path}#")).expect("the mail has such a link");
        behind.split_whitespace().next().unwrap_or_default().to_owned()
    }
}

#[derive(Default)]
struct State {
    mails: Vec<Mail>,
    /// So many more are told to come again.
    busy: usize,
    refuses: bool,
}

pub struct Mailbox {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    tried: watch::Receiver<usize>,
    serving: JoinHandle<()>,
}

impl Mailbox {
    pub async fn open() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port for the mail server");
        let address = listener.local_addr().expect("its address");
        let state = Arc::<Mutex<State>>::default();
        let (tell, tried) = watch::channel(0);
        let tell = Arc::new(tell);
        let serving = tokio::spawn({
            let state = Arc::clone(&state);
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    let (state, tell) = (Arc::clone(&state), Arc::clone(&tell));
                    tokio::spawn(async move {
                        // Whoever hangs up early has said enough.
                        let _ = converse(stream, &state, &tell).await;
                    });
                }
            }
        });
        Self { address, state, tried, serving }
    }

    /// How a console is told to send its mails here.
    pub fn config(&self) -> MailConfig {
        let url = format!("smtp://{}", self.address);
        MailConfig::Smtp(
            SmtpConfig::new(&url, None, "Fluo Console <console@example.com>").expect("a configuration"),
        )
    }

    fn held(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells the next so many mails to come again.
    pub fn be_busy(&self, times: usize) {
        self.held().busy = times;
    }

    /// Takes no mail any more, for ever.
    pub fn refuse(&self) {
        self.held().refuses = true;
    }

    pub fn mails(&self) -> Vec<Mail> {
        self.held().mails.clone()
    }

    /// Waits for a mail to that address whose subject holds these words, and takes it out.
    pub async fn take(&self, to: &str, subject: &str) -> Mail {
        let mut tried = self.tried.clone();
        let waiting = async {
            loop {
                {
                    let mut state = self.held();
                    let at =
                        state.mails.iter().position(|mail| mail.to == to && mail.subject.contains(subject));
                    if let Some(at) = at {
                        return state.mails.remove(at);
                    }
                }
                tried.changed().await.expect("the mail server serves");
            }
        };
        let waited = tokio::time::timeout(std::time::Duration::from_secs(20), waiting).await;
        waited.unwrap_or_else(|_| panic!("no mail to {to} about {subject}: {:?}", self.mails()))
    }
}

impl Drop for Mailbox {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn converse(
    stream: TcpStream,
    state: &Mutex<State>,
    tell: &watch::Sender<usize>,
) -> std::io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    writer.write_all(b"220 mailbox\r\n").await?;
    let (mut from, mut to) = (String::new(), String::new());
    while let Some(line) = lines.next_line().await? {
        let word = line.get(..4).unwrap_or_default().to_uppercase();
        let answer = match word.as_str() {
            "EHLO" | "HELO" => "250 mailbox",
            "MAIL" => {
                from = between(&line);
                "250 fine"
            }
            "RCPT" => {
                to = between(&line);
                "250 fine"
            }
            "DATA" => {
                writer.write_all(b"354 go on\r\n").await?;
                let mut content = Vec::new();
                while let Some(line) = lines.next_line().await? {
                    if line == "." {
                        break;
                    }
                    content.push(line.strip_prefix('.').map(str::to_owned).unwrap_or(line));
                }
                let answer = take(state, &from, &to, &content);
                tell.send_modify(|tries| *tries += 1);
                answer
            }
            "QUIT" => {
                writer.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => "250 fine",
        };
        writer.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
    Ok(())
}

fn take(state: &Mutex<State>, from: &str, to: &str, content: &[String]) -> &'static str {
    let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
    if state.refuses {
        return "550 never";
    }
    if state.busy > 0 {
        state.busy -= 1;
        return "451 come again";
    }
    let end = content.iter().position(String::is_empty).unwrap_or(content.len());
    let header = |name: &str| {
        let found = content[..end].iter().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        found.unwrap_or_default().to_owned()
    };
    let text = decoded(&content[end..].join("\n"));
    state.mails.push(Mail {
        to: to.to_owned(),
        from: from.to_owned(),
        subject: header("Subject"),
        message_id: header("Message-ID"),
        text,
    });
    "250 taken"
}

fn between(line: &str) -> String {
    let address = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    address.map(|(address, _)| address.to_owned()).unwrap_or_default()
}

/// RFC 2045, section 6.7: lines that were broken are whole again, and bytes that were written as digits are bytes.
fn decoded(text: &str) -> String {
    let mut parts = text.split('=');
    let mut decoded = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let byte = part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (part.strip_prefix('\n'), byte) {
            (Some(rest), _) => decoded.extend(rest.as_bytes()),
            (None, Some(byte)) => {
                decoded.push(byte);
                decoded.extend(&part.as_bytes()[2..]);
            }
            (None, None) => decoded.extend(format!("={part}").as_bytes()),
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}
