//! The edge between pages and the store: what an answer can be, and the desk at which every call begins.

use domain::form::Faults;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

pub mod access;
mod ask;
#[cfg(feature = "ssr")]
mod desk;
#[cfg(feature = "ssr")]
mod kept_look;
pub mod rows;

pub use ask::*;
#[cfg(feature = "ssr")]
pub use desk::{
    AskLimit, Clock, Desk, Glance, HashPassword, Judge, Portal, TryZones, Vendor, secret, ticket,
};
#[cfg(feature = "ssr")]
pub use kept_look::KeptLook;

/// Why a call was not answered as asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApiError {
    /// Nobody is signed in.
    SignIn,
    /// The person may not do this.
    Denied,
    /// There is no such thing, or it is not for this person: both look the same.
    Missing,
    /// The form has faults.
    Invalid(Faults),
    /// Somebody else changed the record meanwhile, or it is not in a state for this any more.
    Conflict,
    /// Asked too often; try again in a while.
    TooOften,
    /// The portal is busy or its database away; nothing was changed.
    Busy,
    /// There is no room left on the server; nothing was kept.
    Full,
    /// Something is broken on our side; the ticket finds it in the log.
    Broken {
        /// What to tell whoever runs the portal.
        ticket: String,
    },
    /// The answer did not reach the browser.
    Unreachable,
}

impl ApiError {
    /// The status that goes with it over HTTP.
    pub fn status(&self) -> u16 {
        match self {
            Self::SignIn => 401,
            Self::Denied => 403,
            Self::Missing => 404,
            Self::Invalid(_) => 422,
            Self::Conflict => 409,
            Self::TooOften => 429,
            Self::Busy | Self::Unreachable => 503,
            Self::Broken { .. } => 500,
            Self::Full => 507,
        }
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for ApiError {}

impl From<Faults> for ApiError {
    fn from(faults: Faults) -> Self {
        Self::Invalid(faults)
    }
}

impl From<domain::access::Denied> for ApiError {
    fn from(_: domain::access::Denied) -> Self {
        Self::Denied
    }
}

/// An id that is not one of ours names nothing.
impl From<domain::id::BadId> for ApiError {
    fn from(_: domain::id::BadId) -> Self {
        Self::Missing
    }
}

#[cfg(feature = "ssr")]
impl From<store::StoreError> for ApiError {
    fn from(error: store::StoreError) -> Self {
        use store::StoreError::{Duplicate, Full, Stale, Unavailable};
        match error {
            Stale => Self::Conflict,
            Duplicate { constraint } => {
                tracing::info!(constraint, "refused by the schema");
                Self::Conflict
            }
            Full(cause) => {
                tracing::error!(%cause, "no room for the database");
                Self::Full
            }
            Unavailable(cause) => {
                tracing::warn!(%cause, "database unavailable");
                Self::Busy
            }
            other => Self::Broken { ticket: ticket(&other) },
        }
    }
}

/// An answer that can't be written.
#[cfg(feature = "ssr")]
impl From<rows::Unreadable> for ApiError {
    fn from(error: rows::Unreadable) -> Self {
        Self::Broken { ticket: ticket(&error) }
    }
}

impl FromServerFnError for ApiError {
    type Encoder = rows::RowsEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => Self::Invalid(Faults::new()),
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => Self::Unreachable,
            #[cfg(feature = "ssr")]
            other => Self::Broken { ticket: ticket(&other) },
            // There is no log in a browser, and nothing came from the one that has it.
            #[cfg(not(feature = "ssr"))]
            _ => Self::Unreachable,
        }
    }
}
