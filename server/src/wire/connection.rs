//! A connection that sends files in the place of the hole.

use super::hole::is_hole;
use super::{Owed, Peer, Stretch};
use axum::serve::Listener;
use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, Interest, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// As much is read at once. The library that speaks HTTP doubles its buffers, up to 400 KiB, for as long as what comes fills
/// them, and whoever uploads has several of them at a time.
const READ_BYTES: usize = 64 * 1024;

/// Where callers come in.
#[derive(Debug)]
pub struct Listening(pub TcpListener);

impl Listener for Listening {
    type Io = Connection;
    type Addr = Peer;

    async fn accept(&mut self) -> (Connection, Peer) {
        let (stream, addr) = Listener::accept(&mut self.0).await;
        // Without TCP_NODELAY small answers wait for acknowledgements.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY");
        }
        let owed = Owed::default();
        (Connection { stream, owed: owed.clone() }, Peer { addr, owed })
    }

    fn local_addr(&self) -> io::Result<Peer> {
        let addr: SocketAddr = self.0.local_addr()?;
        Ok(Peer { addr, owed: Owed::default() })
    }
}

/// A caller's connection.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    owed: Owed,
}

impl Connection {
    fn stream(self: Pin<&mut Self>) -> Pin<&mut TcpStream> {
        Pin::new(&mut self.get_mut().stream)
    }

    /// Sends at most so many bytes of the stretch that is owed first.
    fn poll_send(&self, cx: &mut Context<'_>, most: usize) -> Poll<io::Result<usize>> {
        let send = |stretch: &Stretch| send(&self.stream, stretch, most);
        loop {
            ready!(self.stream.poll_write_ready(cx))?;
            match self.stream.try_io(Interest::WRITABLE, || self.owed.pay(send)) {
                // It was not writable after all: asked again, the stream wakes us when it is.
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                sent => return Poll::Ready(sent),
            }
        }
    }
}

#[cfg(target_os = "linux")]
fn send(stream: &TcpStream, Stretch { file, range }: &Stretch, most: usize) -> io::Result<usize> {
    let (mut start, left) = (range.start, usize::try_from(range.end - range.start).unwrap_or(usize::MAX));
    Ok(rustix::fs::sendfile(stream, file.as_ref(), Some(&mut start), most.min(left))?)
}

/// Elsewhere the hole is made for nobody ([`crate::files::OnDisk`] is told by no answer).
#[cfg(not(target_os = "linux"))]
fn send(_: &TcpStream, _: &Stretch, _: usize) -> io::Result<usize> {
    Err(io::ErrorKind::Unsupported.into())
}

impl AsyncRead for Connection {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let most = into.remaining().min(READ_BYTES);
        let mut some = ReadBuf::new(into.initialize_unfilled_to(most));
        ready!(self.stream().poll_read(cx, &mut some))?;
        let read = some.filled().len();
        into.advance(read);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Connection {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if is_hole(bytes) {
            return self.poll_send(cx, bytes.len());
        }
        self.stream().poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        all: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let before = all.iter().take_while(|bytes| !is_hole(bytes)).count();
        match all.first() {
            Some(hole) if before == 0 => self.poll_send(cx, hole.len()),
            _ => self.stream().poll_write_vectored(cx, &all[..before]),
        }
    }

    fn is_write_vectored(&self) -> bool {
        // Bytes that are not written from where they lie are copied, and a copy of the hole is zeros.
        true
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream().poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream().poll_shutdown(cx)
    }
}
