//! Stopping: what is in hand ends, what is idle does not hold it up, and nothing is lost.

use crate::portal::{Person, target};
use crate::program::Program;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const PASSWORD: &str = "a few words nobody guesses";

async fn connected(origin: &str) -> TcpStream {
    TcpStream::connect(origin.strip_prefix("http://").unwrap()).await.unwrap()
}

/// Reads until this has come.
async fn read_until(stream: &mut TcpStream, wanted: &str) {
    let mut text = String::new();
    while !text.contains(wanted) {
        let mut bytes = [0; 1024];
        let count = stream.read(&mut bytes).await.unwrap();
        assert!(count > 0, "closed before {wanted:?}: {text}");
        text.push_str(&String::from_utf8_lossy(&bytes[..count]));
    }
}

#[tokio::test]
async fn a_request_in_hand_ends_and_is_kept_when_the_portal_stops() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &["--empty"]);
    let origin = program.origin().await;
    let link = program.line("    ").await;
    let token = link.rsplit('/').next().unwrap();
    let ada = Person::at(&origin);
    let form = [
        ("token", token),
        ("name", "Ada Admin"),
        ("email", "ada@vendor.example"),
        ("password", PASSWORD),
        ("again", PASSWORD),
    ];
    assert_eq!(target(&ada.send_from(&link, "/auth/join", &form).await), "/");

    let mut silent = connected(&origin).await;
    let mut idle = connected(&origin).await;
    idle.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    read_until(&mut idle, "\r\n\r\nok").await;

    let body = "id=&name=Kept+to+the+end&active=true";
    let (first, second) = body.split_at(12);
    let head = format!(
        "POST /api/accounts/family HTTP/1.1\r\nHost: x\r\nCookie: {}\r\nAccept: application/json\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        ada.cookie().unwrap(),
        body.len()
    );
    let mut slow = connected(&origin).await;
    slow.write_all(head.as_bytes()).await.unwrap();
    // Said when the handler begins to read: from here on the request is in hand.
    read_until(&mut slow, "100 Continue").await;
    slow.write_all(first.as_bytes()).await.unwrap();

    program.terminate().await;
    let mut rest = Vec::new();
    assert_eq!(idle.read_to_end(&mut rest).await.unwrap_or_default(), 0, "idle connections are closed");
    assert_eq!(silent.read_to_end(&mut rest).await.unwrap_or_default(), 0, "and those that never asked");
    let host = origin.strip_prefix("http://").unwrap();
    while TcpStream::connect(host).await.is_ok() {
        tokio::task::yield_now().await;
    }
    assert!(program.runs(), "it waits for the request in hand");
    slow.write_all(second.as_bytes()).await.unwrap();
    read_until(&mut slow, "HTTP/1.1 200 OK").await;
    assert_eq!(program.ended().await.code(), Some(0), "{}", program.said());

    let again = Program::start(folder.path(), &[]);
    let ada = Person::at(&again.origin().await);
    let form = [("email", "ada@vendor.example"), ("password", PASSWORD)];
    assert_eq!(target(&ada.send("/auth/sign-in", &form).await), "/");
    assert!(ada.text("/accounts/families").await.contains("Kept to the end"));
}
