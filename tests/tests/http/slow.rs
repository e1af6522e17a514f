//! Clients that take their time.

use std::io;
use std::time::{Duration, Instant};

use console_server::Limits;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::stage::{Setting, Stage};

/// Reads until the server hangs up.
async fn until_closed(stream: &mut TcpStream) -> io::Result<String> {
    let mut text = Vec::new();
    match stream.read_to_end(&mut text).await {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::ConnectionReset => {}
        Err(error) => return Err(error),
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}

async fn impatient() -> Stage {
    let second = Duration::from_secs(1);
    let limits = Limits { head: second, body: second, write: second, ..Limits::default() };
    Stage::set_with(Setting { limits, ..Setting::default() }).await
}

async fn connect(stage: &Stage) -> TcpStream {
    TcpStream::connect(stage.host.address).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_head_that_does_not_end_is_given_up() {
    let stage = impatient().await;
    for sent in ["", "G", "GET / HTTP/1.1\r\nhost: local"] {
        let mut stream = connect(&stage).await;
        let began = Instant::now();
        stream.write_all(sent.as_bytes()).await.unwrap();
        until_closed(&mut stream).await.unwrap();
        assert!(began.elapsed() < Duration::from_secs(5), "{sent:?}: {:?}", began.elapsed());
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_does_not_end_is_refused() {
    let stage = impatient().await;
    let token = std::fs::read_to_string(stage.data().join("run/token")).unwrap();
    let mut stream = connect(&stage).await;
    let head = format!(
        "PUT /api/v1/signals/1/status HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: 100\r\n\r\n{{"
    );
    let began = Instant::now();
    stream.write_all(head.as_bytes()).await.unwrap();
    let answer = until_closed(&mut stream).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("was not complete after 1 s"), "{answer}");
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_that_does_not_read_is_cut() {
    let stage = impatient().await;
    let program = stage.program();
    let mut stream = connect(&stage).await;
    // Far more answers than the sockets between can hold, asked for at once and never read.
    let request = "GET /docs/style.css HTTP/1.1\r\nhost: localhost\r\n\r\n".repeat(200);
    let began = Instant::now();
    let writing = async {
        loop {
            if let Err(error) = stream.write_all(request.as_bytes()).await {
                break error;
            }
        }
    };
    let error = tokio::time::timeout(Duration::from_secs(15), writing).await.unwrap();
    assert!(matches!(error.kind(), io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe), "{error}");
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    assert_eq!(program.get("/api/v1/session/me").await.status, 200);
    stage.end().await;
}

/// Five hundred at once, with the limits as they are shipped.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_hundred_slow_clients_hold_nobody_up() {
    let stage = Stage::set().await;
    let token = std::fs::read_to_string(stage.data().join("run/token")).unwrap();
    let began = Instant::now();
    let mut slow = tokio::task::JoinSet::new();
    for number in 0..500 {
        let mut stream = connect(&stage).await;
        let head = if number % 2 == 0 {
            "GET / HTTP/1.1\r\nhost: localhost\r\n".to_owned()
        } else {
            format!(
                "PUT /api/v1/signals/1/status HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
                 content-type: application/json\r\ncontent-length: 1000\r\n\r\n{{"
            )
        };
        slow.spawn(async move {
            stream.write_all(head.as_bytes()).await.unwrap();
            let (mut reading, mut writing) = stream.into_split();
            let trickle = async {
                let mut ticks = tokio::time::interval(Duration::from_secs(2));
                loop {
                    ticks.tick().await;
                    if writing.write_all(b"x").await.is_err() {
                        std::future::pending::<()>().await;
                    }
                }
            };
            let mut rest = Vec::new();
            tokio::select! {
                _ = reading.read_to_end(&mut rest) => {}
                () = trickle => {}
            }
        });
    }
    let program = stage.program();
    let (mut slowest, mut asked) = (Duration::ZERO, 0);
    while !slow.is_empty() {
        let asking = Instant::now();
        assert_eq!(program.get("/api/v1/session/me").await.status, 200);
        slowest = slowest.max(asking.elapsed());
        asked += 1;
        while slow.try_join_next().is_some() {}
        assert!(began.elapsed() < Duration::from_secs(15), "{} are still connected", slow.len());
        tokio::task::yield_now().await;
    }
    assert!(slowest < Duration::from_secs(1), "the slowest of {asked} requests took {slowest:?}");
    stage.end().await;
}
