//! Notices as they come: the stream that tells an open page what is new.

mod stream;
mod switchboard;

pub use stream::stream;
pub use switchboard::{Switchboard, end_with_sessions, look, watch};
