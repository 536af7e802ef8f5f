//! What a caller gets on a real connection.

use super::*;
use crate::deliver::{Delivery, Use, deliver};
use crate::files::Files;
use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, Method};
use axum::middleware::from_fn;
use axum::routing::get;
use std::sync::Mutex;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const MANY: usize = 3 * (1 << 20) + 5;

/// Files of which no byte is zero, so that the hole is nobody's.
fn bytes(seed: usize, many: usize) -> Vec<u8> {
    (0..many).map(|n| ((n * 31 + n / 251 + seed) % 251 + 1) as u8).collect()
}

struct Portal {
    addr: SocketAddr,
    files: Vec<Vec<u8>>,
    folder: tempfile::TempDir,
    /// The stretches that answers spoke of, by what their connection was told of them.
    spoken: Arc<Mutex<usize>>,
}

async fn portal() -> Portal {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::open(folder.path()).unwrap();
    let all = vec![bytes(1, MANY), bytes(2, 2 * MANY), bytes(3, 100)];
    let mut kept = Vec::new();
    for one in &all {
        kept.push(files.kept(&files.keep(one.clone()).await.unwrap()));
    }
    let kept = Arc::new(kept);
    let answer = move |Path(n): Path<usize>, method: Method, headers: HeaderMap| async move {
        let file = Delivery { file: &kept[n], media_type: "video/mp4", as_: Use::Save, name: "a" };
        deliver(&files, &method, &headers, file).await
    };
    let spoken = Arc::new(Mutex::new(0));
    let speaks = spoken.clone();
    let heard = move |response: axum::response::Response| {
        *speaks.lock().unwrap() += usize::from(response.extensions().get::<Stretch>().is_some());
        async { response }
    };
    let app = Router::new()
        .route("/{n}", get(answer))
        .layer(axum::middleware::map_response(heard))
        .layer(from_fn(from_disk))
        .into_make_service_with_connect_info::<Peer>();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(Listening(listener), app).await });
    Portal { addr, files: all, folder, spoken }
}

/// Asks on this connection; the status line and the body.
async fn ask(stream: &mut TcpStream, head: &str) -> (String, Vec<u8>) {
    stream.write_all(format!("{head}\r\nhost: a\r\n\r\n").as_bytes()).await.unwrap();
    answer(stream, !head.starts_with("HEAD")).await
}

/// The next answer on this connection.
async fn answer(stream: &mut TcpStream, has_body: bool) -> (String, Vec<u8>) {
    let mut said = Vec::new();
    while !said.ends_with(b"\r\n\r\n") {
        said.push(stream.read_u8().await.unwrap());
    }
    let said = String::from_utf8(said).unwrap();
    let length = said.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    let mut body = vec![0; if has_body { length.parse().unwrap() } else { 0 }];
    stream.read_exact(&mut body).await.unwrap();
    (said.lines().next().unwrap().to_owned(), body)
}

#[tokio::test]
async fn files_large_and_small_whole_and_in_part_come_one_after_the_other_on_one_connection() {
    let portal = portal().await;
    let mut stream = TcpStream::connect(portal.addr).await.unwrap();
    for (head, n, range) in [
        ("GET /0 HTTP/1.1", 0, 0..MANY),
        ("GET /2 HTTP/1.1", 2, 0..100),
        ("HEAD /1 HTTP/1.1", 1, 0..0),
        ("GET /1 HTTP/1.1", 1, 0..2 * MANY),
        ("GET /0 HTTP/1.1\r\nrange: bytes=7-1500006", 0, 7..1_500_007),
        ("GET /0 HTTP/1.1\r\nrange: bytes=9-10", 0, 9..11),
        ("GET /0 HTTP/1.1\r\nrange: bytes=1048576-", 0, 1 << 20..MANY),
    ] {
        let (status, body) = ask(&mut stream, head).await;
        let wanted = if head.contains("range") { "HTTP/1.1 206 Partial Content" } else { "HTTP/1.1 200 OK" };
        assert_eq!(status, wanted, "{head}");
        assert!(body == portal.files[n][range], "{head}");
    }
    // Small files and heads went the usual way.
    assert_eq!(*portal.spoken.lock().unwrap(), if cfg!(target_os = "linux") { 4 } else { 0 });
}

#[tokio::test]
async fn requests_that_do_not_wait_for_their_answers_get_them_in_order() {
    let portal = portal().await;
    let mut stream = TcpStream::connect(portal.addr).await.unwrap();
    let asked = [1, 2, 0].map(|n| format!("GET /{n} HTTP/1.1\r\nhost: a\r\n\r\n")).concat();
    stream.write_all(asked.as_bytes()).await.unwrap();
    for n in [1, 2, 0] {
        let (status, body) = answer(&mut stream, true).await;
        assert!(status == "HTTP/1.1 200 OK" && body == portal.files[n], "{n}");
    }
}

#[tokio::test]
async fn many_at_once_get_their_own_file_also_who_reads_slowly() {
    let portal = portal().await;
    let one = |n: usize, slowly: bool| {
        let (addr, file) = (portal.addr, portal.files[n].clone());
        tokio::spawn(async move {
            let mut stream = TcpStream::connect(addr).await.unwrap();
            let asked = format!("GET /{n} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
            stream.write_all(asked.as_bytes()).await.unwrap();
            if slowly {
                tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            }
            let mut all = Vec::new();
            stream.read_to_end(&mut all).await.unwrap();
            assert!(all.ends_with(&file), "{n}");
        })
    };
    let all: Vec<_> = (0..12).map(|n| one(n % 3, n % 4 == 0)).collect();
    for one in all {
        one.await.unwrap();
    }
}

#[tokio::test]
async fn who_goes_away_in_the_middle_disturbs_nobody() {
    let portal = portal().await;
    for _ in 0..3 {
        let mut stream = TcpStream::connect(portal.addr).await.unwrap();
        stream.write_all(b"GET /1 HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
        stream.read_u8().await.unwrap();
    }
    let mut stream = TcpStream::connect(portal.addr).await.unwrap();
    assert!(ask(&mut stream, "GET /0 HTTP/1.1").await.1 == portal.files[0]);
}

#[tokio::test]
async fn a_file_that_was_cut_off_on_the_disk_cuts_the_answer_off_and_nothing_stands_in_for_the_rest() {
    let portal = portal().await;
    let mut stream = TcpStream::connect(portal.addr).await.unwrap();
    stream.write_all(b"GET /1 HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    stream.read_u8().await.unwrap();
    let mut cut = 0;
    let mut folders = vec![portal.folder.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else if entry.metadata().unwrap().len() == 2 * MANY as u64 {
                let file = std::fs::File::options().write(true).open(entry.path());
                let file = file.or_else(|_| {
                    let mut allowed = entry.metadata()?.permissions();
                    #[expect(clippy::permissions_set_readonly_false, reason = "a file of this test alone")]
                    allowed.set_readonly(false);
                    std::fs::set_permissions(entry.path(), allowed)?;
                    std::fs::File::options().write(true).open(entry.path())
                });
                file.unwrap().set_len(MANY as u64 + 3).unwrap();
                cut += 1;
            }
        }
    }
    assert_eq!(cut, 1);
    let mut all = Vec::new();
    // It ends before its length: by an end or by a reset.
    let _ = stream.read_to_end(&mut all).await;
    let body = all.windows(4).position(|end| end == b"\r\n\r\n").unwrap() + 4;
    let got = &all[body..];
    // The system empties what is behind the cut in the page that it goes through, also on its way.
    let page = MANY / 4096 * 4096;
    assert!(got.len() < 2 * MANY && got[..page] == portal.files[1][..page], "{}", got.len());
}
