//! The body that stands for a file.

use super::{Owed, Peer, Stretch};
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Request};
use axum::middleware::Next;
use axum::response::Response;
use futures::{StreamExt as _, stream};
use std::io;
use std::sync::LazyLock;

/// As much of a file as is brought into the system's memory before it is sent.
const PIECE_BYTES: usize = 1 << 20;

/// Nobody reads it: the system gives it no memory. Made when it is first asked for, since the program's file would have to hold it
/// otherwise.
static HOLE: LazyLock<Vec<u8>> = LazyLock::new(|| vec![0; PIECE_BYTES]);

/// Whether these bytes lie in the hole.
pub(super) fn is_hole(bytes: &[u8]) -> bool {
    !bytes.is_empty() && HOLE.as_ptr_range().contains(&bytes.as_ptr())
}

/// Lets the connection send what an answer says to lie on the disk. The outermost layer: what is further out sees zeros.
pub async fn from_disk(request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<Peer>>().map(|ConnectInfo(peer)| peer.owed.clone());
    let mut response = next.run(request).await;
    if let Some((stretch, owed)) = response.extensions_mut().remove::<Stretch>().zip(peer) {
        *response.body_mut() = pieces(stretch, owed);
    }
    response
}

fn pieces(Stretch { file, range }: Stretch, owed: Owed) -> Body {
    let starts = stream::iter(range.clone().step_by(PIECE_BYTES));
    Body::from_stream(starts.then(move |start| {
        let (file, owed) = (file.clone(), owed.clone());
        let end = range.end.min(start + PIECE_BYTES as u64);
        async move {
            file.at_hand(start..end).await?;
            owed.owe(Stretch { file, range: start..end })?;
            io::Result::Ok(Bytes::from_static(&HOLE[..(end - start) as usize]))
        }
    }))
}
