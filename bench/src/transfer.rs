//! Large files over plain sockets, so that whoever asks costs as little as can be.

use anyhow::{Context, Result, ensure};
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// What is read and written at once.
const BLOCK: usize = 256 * 1024;
/// How a film begins that browsers can show (ISO 14496-12).
const FILM: &[u8; 12] = b"\0\0\0\x18ftypisom";
const BOUNDARY: &str = "bench-boundary-of-a-form";

/// Bytes that look like a film and are none: another one each time.
fn block() -> Vec<u8> {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    let mut seed = COUNT.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut bytes = Vec::with_capacity(BLOCK);
    while bytes.len() < BLOCK {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        bytes.extend_from_slice(&seed.to_le_bytes());
    }
    bytes[..FILM.len()].copy_from_slice(FILM);
    bytes
}

fn pour(into: &mut impl Write, bytes: u64) -> Result<()> {
    let block = block();
    let mut left = bytes;
    while left > 0 {
        let part = left.min(BLOCK as u64) as usize;
        into.write_all(&block[..part])?;
        left -= part as u64;
    }
    Ok(())
}

/// Makes such a file.
pub fn make(file: &Path, bytes: u64) -> Result<()> {
    pour(&mut File::create(file)?, bytes)
}

fn connect(origin: &str) -> Result<TcpStream> {
    let address = origin.strip_prefix("http://").context("no address of a plain server")?;
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(300)))?;
    Ok(stream)
}

/// The head of an answer, and what was read behind it.
fn head(stream: &mut TcpStream) -> Result<(String, Vec<u8>)> {
    let mut read = Vec::new();
    let mut part = [0; 4096];
    loop {
        if let Some(at) = read.windows(4).position(|four| four == b"\r\n\r\n") {
            let rest = read.split_off(at + 4);
            return Ok((String::from_utf8_lossy(&read).into_owned(), rest));
        }
        let n = stream.read(&mut part)?;
        ensure!(n > 0, "the answer ended in its head");
        read.extend_from_slice(&part[..n]);
    }
}

/// Downloads, and throws away what comes; answers how much and in which time.
pub fn download(origin: &str, path: &str, cookie: &str) -> Result<(u64, Duration)> {
    let began = Instant::now();
    let mut stream = connect(origin)?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: bench\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n")?;
    let (head, rest) = head(&mut stream)?;
    ensure!(head.starts_with("HTTP/1.1 200"), "{path} answered {}", head.lines().next().unwrap_or_default());
    let mut bytes = rest.len() as u64;
    let mut part = vec![0; BLOCK];
    loop {
        match stream.read(&mut part)? {
            0 => return Ok((bytes, began.elapsed())),
            n => bytes += n as u64,
        }
    }
}

/// Sends a form with a file; answers the time until it was taken, and what the portal said.
pub fn upload(origin: &str, cookie: &str, key: &str, bytes: u64) -> Result<(Duration, String)> {
    let began = Instant::now();
    let before = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n{key}\r\n--{BOUNDARY}\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"{key}.mp4\"\r\nContent-Type: video/mp4\r\n\r\n"
    );
    let after = format!("\r\n--{BOUNDARY}--\r\n");
    let length = (before.len() + after.len()) as u64 + bytes;
    let mut stream = connect(origin)?;
    write!(
        stream,
        "POST /uploads/asset HTTP/1.1\r\nHost: bench\r\nCookie: {cookie}\r\nConnection: close\r\nContent-Length: {length}\r\n\
         Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n{before}"
    )?;
    pour(&mut stream, bytes)?;
    stream.write_all(after.as_bytes())?;
    let (head, mut said) = head(&mut stream)?;
    stream.read_to_end(&mut said)?;
    let said = String::from_utf8_lossy(&said).into_owned();
    ensure!(head.starts_with("HTTP/1.1 200"), "the upload was refused: {head}{said}");
    Ok((began.elapsed(), said))
}

/// Sends as many bytes to the [`sink`]; answers the time until they were safe.
pub fn sink_into(origin: &str, bytes: u64) -> Result<Duration> {
    let began = Instant::now();
    let mut stream = connect(origin)?;
    stream.write_all(&bytes.to_le_bytes())?;
    pour(&mut stream, bytes)?;
    let mut done = [0];
    stream.read_exact(&mut done)?;
    Ok(began.elapsed())
}

/// The floor of uploads: from the socket to a file with SHA-256 and fsync, and nothing else. Serves until it is killed.
pub fn sink(folder: &Path) -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("http://{}", listener.local_addr()?);
    for (n, stream) in listener.incoming().enumerate() {
        let (stream, file) = (stream?, folder.join(format!("sunk-{n}")));
        std::thread::spawn(move || {
            if let Err(error) = take(stream, &file) {
                eprintln!("the raw loop: {error:#}");
            }
        });
    }
    Ok(())
}

fn take(mut stream: TcpStream, path: &Path) -> Result<()> {
    let mut length = [0; 8];
    stream.read_exact(&mut length)?;
    let mut left = u64::from_le_bytes(length);
    let (mut file, mut hash, mut part) = (File::create(path)?, Sha256::new(), vec![0; BLOCK]);
    while left > 0 {
        let n = stream.read(&mut part)?;
        ensure!(n > 0, "cut");
        hash.update(&part[..n]);
        file.write_all(&part[..n])?;
        left -= n as u64;
    }
    file.sync_all()?;
    stream.write_all(&hash.finalize()[..1])?;
    std::fs::remove_file(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_file_is_as_long_as_asked_and_never_the_same_twice() {
        let (mut one, mut other) = (Vec::new(), Vec::new());
        pour(&mut one, 700_001).unwrap();
        pour(&mut other, 700_001).unwrap();
        assert_eq!(one.len(), 700_001);
        assert_eq!(one[..12], *FILM);
        assert_ne!(one, other);
    }
}
