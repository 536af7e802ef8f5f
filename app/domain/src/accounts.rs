//! Customer accounts and product families: what a deal registration is about.

use crate::form::Faults;
use crate::id::{AccountId, FamilyId};
use crate::text;
use serde::{Deserialize, Serialize};

mod comments;
mod details;
mod installs;
mod merging;
mod of_record;

pub use comments::{AccountComment, AccountCommentForm, COMMENT_MOST};
pub use details::{
    ABOVE_MOST, ALSO_MOST, Details, PLACE_MOST, POSTCODE_MOST, Segment, TAX_MOST, account_parent_fits,
};
pub use installs::{
    INSTALL_NOTE_MOST, Install, InstallForm, NewInstall, QUANTITY_MOST, RENEWAL_DAYS, Renewal,
    renewals_between,
};
pub use merging::{Merge, MergeForm, NewMerge, Pair, Seen};
pub use of_record::{
    EndForm, NewOfRecord, OfRecord, OfRecordForm, Period, REASON_MOST, may_end, taking_over, with_one_more,
};

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
    /// The partner that it is named for.
    pub named_for: Option<String>,
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
    /// Other names, one on a line.
    pub trading_names: String,
    /// Further domains, one on a line.
    pub more_domains: String,
    /// Tax or register number.
    pub tax_number: String,
    /// Street and house.
    pub street: String,
    /// Postcode.
    pub postcode: String,
    /// City.
    pub city: String,
    /// A [`Segment`], or nothing.
    pub segment: String,
    /// The parent by its legal name, domain or id: which account that is only the portal can say.
    pub parent_account: String,
    /// The partner that it is named for, or nothing.
    pub named_for: String,
}

/// A checked customer account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewAccount {
    /// Name as registered by law.
    pub legal_name: String,
    /// Internet domain, lower case; may be empty.
    pub domain: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// What more is known.
    #[serde(default)]
    pub details: Details,
}

impl AccountForm {
    /// Checks the form, but for its parent: which account that is, the portal has to say.
    pub fn check(&self) -> Result<NewAccount, Faults> {
        let mut faults = Faults::new();
        let legal_name = faults.take("legal_name", text::line(&self.legal_name, NAME_MOST));
        let domain = faults.take("domain", optional_domain(&self.domain));
        let country = faults.take("country", text::country(&self.country));
        let mut details = self.details(&mut faults);
        details.more_domains.retain(|other| *other != domain);
        faults.or(Some(NewAccount { legal_name, domain, country, details }))
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
