//! A sign-in between leaving for the provider and coming back; kept in the browser's session, used once.

use serde::{Deserialize, Serialize};

/// How long a person may take at the provider.
pub const PENDING_SECONDS: i64 = 600;

/// A sign-in that was begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// Which connection.
    pub connection: String,
    pub(crate) state: String,
    pub(crate) nonce: String,
    pub(crate) verifier: String,
    /// Seconds since 1970 at which it was begun.
    pub(crate) begun_at: i64,
}

impl Pending {
    /// Whether an answer with this state belongs to it.
    pub fn is_of(&self, state: &str) -> bool {
        let (one, other) = (state.as_bytes(), self.state.as_bytes());
        // Compared without telling by the time where they differ.
        one.len() == other.len() && one.iter().zip(other).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
    }
}

/// What the provider sends back in the address (RFC 6749, 4.1.2).
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Callback {
    /// The code, when the provider agreed.
    pub code: Option<String>,
    /// What it was given.
    pub state: Option<String>,
    /// Why it did not agree.
    pub error: Option<String>,
    /// Who answers (RFC 9207), where the provider says so.
    pub iss: Option<String>,
}
