//! Customer accounts and product families: what a deal registration is about.

use crate::form::Faults;
use crate::id::{AccountId, FamilyId};
use crate::text;
use serde::{Deserialize, Serialize};

mod comments;

pub use comments::{AccountComment, AccountCommentForm, COMMENT_MOST};

/// Characters a legal name may have.
pub const NAME_MOST: u32 = 200;

/// A customer account as staff sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Which.
    pub id: AccountId,
    /// Name as registered by law.
    pub legal_name: String,
    /// Internet domain, lower case; may be empty.
    pub domain: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Counts changes.
    pub version: i64,
}

/// A product family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Family {
    /// Which.
    pub id: FamilyId,
    /// Name.
    pub name: String,
    /// Whether new deals may name it.
    pub active: bool,
    /// Counts changes.
    pub version: i64,
}

/// Characters the name of a family may have.
pub const FAMILY_MOST: u32 = 80;

/// The form for a customer account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccountForm {
    /// The account; empty for a new one.
    pub id: String,
    /// The version the form was made from.
    pub version: String,
    /// Tells one sending from the next.
    pub key: String,
    /// Name as registered by law.
    pub legal_name: String,
    /// Domain, web address or e-mail address; may be empty.
    pub domain: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

/// A checked customer account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewAccount {
    /// Name as registered by law.
    pub legal_name: String,
    /// Internet domain, lower case; may be empty.
    pub domain: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

impl AccountForm {
    /// Checks the form.
    pub fn check(&self) -> Result<NewAccount, Faults> {
        let mut faults = Faults::new();
        let legal_name = faults.take("legal_name", text::line(&self.legal_name, NAME_MOST));
        let domain = faults.take("domain", optional_domain(&self.domain));
        let country = faults.take("country", text::country(&self.country));
        faults.or(Some(NewAccount { legal_name, domain, country }))
    }
}

/// A domain as people write it, or none.
pub fn optional_domain(text: &str) -> Result<String, crate::form::Fault> {
    if text.trim().is_empty() { Ok(String::new()) } else { text::domain(text) }
}

/// The form for a product family.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FamilyForm {
    /// The family; empty for a new one.
    pub id: String,
    /// The version the form was made from.
    pub version: String,
    /// Name.
    pub name: String,
    /// `true` while new deals may name it.
    pub active: String,
}

impl FamilyForm {
    /// Checks the form: name, and whether it is active.
    pub fn check(&self) -> Result<(String, bool), Faults> {
        let mut faults = Faults::new();
        let name = faults.take("name", text::line(&self.name, FAMILY_MOST));
        faults.or(Some((name, self.active == "true" || self.id.is_empty())))
    }
}
