//! Connections of callers, on which large files of this machine go out without passing through the portal's memory: the
//! system sends them itself (`sendfile`), as it does for a web server.
//!
//! The library that speaks HTTP writes from memory alone. So an answer says beside its body where the bytes lie
//! ([`Stretch`]), and [`from_disk`], the outermost layer, exchanges the body for one of the same length whose memory nobody
//! reads, the hole. The connection knows the hole by its address, and sends what was said to lie there. Whatever looks into
//! bodies is further in and sees the true one; without such a connection the true one is sent.

mod connection;
mod hole;

pub use connection::{Connection, Listening};
pub use hole::from_disk;

use crate::files::Stretch;
use axum::extract::connect_info::Connected;
use axum::serve::IncomingStream;
use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// Who is at the other end of a connection, and what is to be sent to them from the disk.
#[derive(Debug, Clone)]
pub struct Peer {
    /// Where they are.
    pub addr: SocketAddr,
    owed: Owed,
}

impl Connected<IncomingStream<'_, Listening>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Listening>) -> Self {
        stream.remote_addr().clone()
    }
}

/// The stretches that a connection owes for the pieces of the hole that it was given, in their order.
#[derive(Debug, Clone, Default)]
struct Owed(Arc<Mutex<VecDeque<Stretch>>>);

/// More pieces than the library holds at a time: it has read the hole instead of handing it on.
const MOST_OWED: usize = 32;

impl Owed {
    fn owe(&self, stretch: Stretch) -> io::Result<()> {
        let mut owed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if owed.len() >= MOST_OWED {
            return Err(io::Error::other("what is to be sent from the disk is not sent"));
        }
        owed.push_back(stretch);
        Ok(())
    }

    /// Sends of the first stretch by this; how much of it was sent.
    fn pay(&self, send: impl FnOnce(&Stretch) -> io::Result<usize>) -> io::Result<usize> {
        let mut owed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let first = owed.front_mut().ok_or_else(|| io::Error::other("nothing is owed for the hole"))?;
        let sent = send(first)?;
        if sent == 0 {
            // The file is shorter than it was.
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        first.range.start += sent as u64;
        if first.range.is_empty() {
            owed.pop_front();
        }
        Ok(sent)
    }
}

#[cfg(test)]
mod tests;
