//! What is said of a customer account, among those of the vendor's people who keep accounts.

use crate::form::Faults;
use crate::text;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// Characters that one comment may have.
pub const COMMENT_MOST: u32 = 2000;

/// A comment about to be said.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccountCommentForm {
    /// The account.
    pub id: String,
    /// Tells one sending from the next.
    pub key: String,
    /// What is said.
    pub body: String,
}

impl AccountCommentForm {
    /// Checks the comment.
    pub fn check(&self) -> Result<String, Faults> {
        let mut faults = Faults::new();
        let body = faults.keep("body", text::lines(&self.body, COMMENT_MOST));
        faults.or(body)
    }
}

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountComment {
    /// When.
    pub at: Instant,
    /// Who said it.
    pub person: String,
    /// What.
    pub body: String,
}
