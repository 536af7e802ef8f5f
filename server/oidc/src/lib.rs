//! Single sign-on by OpenID Connect Core 1.0: the portal as a relying party of any number of providers.
//!
//! Code flow with PKCE (RFC 7636), state and nonce; discovery and keys are fetched when they are needed and again when a
//! key is unknown. A provider is never believed further than its token reaches: whose addresses it may assert is for the
//! caller to say with [`Asserted::may_be`].

mod asserted;
mod connection;
mod http;
mod pending;
mod refusal;

pub use asserted::{Asserted, email_domain};
pub use connection::{Connection, Settings};
pub use http::Http;
pub use pending::{Callback, PENDING_SECONDS, Pending};
pub use refusal::Refusal;
