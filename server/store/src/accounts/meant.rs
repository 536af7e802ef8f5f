//! Which account somebody means who writes of it in a table: the very same one, one that it may be, or the one that has this name, domain
//! or number.

use super::companies::{self, or_merged, read_by_matching, standing};
use crate::db::Read;
use crate::error::StoreError;
use crate::keys::{self, arm, arms, sharing};
use crate::value::word;
use crate::{args, statements};
use domain::access::{ManageAccounts, Permit};
use domain::accounts::NewAccount;
use domain::id::AccountId;
use matching::{Company, Kind, Written};

/// How many accounts are told of that a row may be.
const TOLD: usize = 3;

statements! {
    SAME = "SELECT id FROM accounts WHERE legal_name = $1 AND country = $2 AND merged_into_id IS NULL ORDER BY id LIMIT 2";
    STANDS = "SELECT COALESCE(merged_into_id, id) AS id FROM accounts WHERE id = $1";
    // What was merged is found under its own names, and is the account that it became a part of.
    NEAR = (concat!("SELECT ", standing!("id"), " AS id, ", standing!("legal_name"), " AS called, ", read_by_matching!(), "
        FROM (", sharing!("account", "60"), ") AS near JOIN accounts a ON a.id = near.id ", or_merged!(), " ORDER BY a.id"));
}

/// The accounts that are called exactly so in this country: two at most.
pub async fn same(
    read: &mut Read,
    _permit: &Permit<ManageAccounts>,
    name: &str,
    country: &str,
) -> Result<Vec<AccountId>, StoreError> {
    read.all(SAME, args![name, country]).await?.iter().map(|row| row.word("id")).collect()
}

/// An account about to be made, as others are held against it: taken apart once, however many there are.
#[derive(Debug)]
pub struct Sought<'a> {
    new: &'a NewAccount,
    companies: Vec<Company>,
}

impl<'a> Sought<'a> {
    /// What an account comes to.
    pub fn of(new: &'a NewAccount) -> Self {
        Self { new, companies: companies::of(new) }
    }

    /// Accounts that may be this one, the surest first, with their names. Its parent is another one.
    pub async fn may_be(
        &self,
        read: &mut Read,
        _permit: &Permit<ManageAccounts>,
    ) -> Result<Vec<(AccountId, String)>, StoreError> {
        let mut found: Vec<(f32, AccountId, String)> = Vec::new();
        for company in &self.companies {
            for row in keys::find(read, NEAR, company, args![]).await? {
                let id: AccountId = row.word("id")?;
                let likeness = companies::likeness(company, &companies::of(&companies::written(&row)?));
                let known = found.iter().any(|(_, known, _)| *known == id);
                if likeness.possible() && !known && self.new.details.parent.as_ref() != Some(&id) {
                    found.push((likeness.odds, id, row.text("called")?));
                }
            }
        }
        found.sort_by(|one, other| other.0.total_cmp(&one.0));
        found.truncate(TOLD);
        Ok(found.into_iter().map(|(_, id, name)| (id, name)).collect())
    }

    /// Whether another account that is about to be made may be the same.
    pub fn may_be_one(&self, other: &NewAccount) -> bool {
        let other = companies::of(other);
        self.companies.iter().any(|company| companies::likeness(company, &other).possible())
    }

    /// Marks under which it is met by others that may be the same: its keys that say most.
    pub fn marks(&self) -> Vec<String> {
        let keys = self.companies.iter().flat_map(Company::keys);
        let mut marks: Vec<String> =
            keys.filter(|key| key.kind <= Kind::Core).map(|key| format!("k {}", key.number())).collect();
        marks.sort();
        marks.dedup();
        marks
    }
}

/// By what an account is meant; what is empty says nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Meant<'a> {
    /// Its id, its legal name, or another of its names.
    pub name: &'a str,
    /// Its country, ISO 3166-1 alpha-2.
    pub country: &'a str,
    /// One of its domains.
    pub domain: &'a str,
    /// Its tax or register number.
    pub number: &'a str,
}

/// The accounts that all of this is true of, two at most.
pub async fn meant(
    read: &mut Read,
    permit: &Permit<ManageAccounts>,
    by: Meant<'_>,
) -> Result<Vec<AccountId>, StoreError> {
    if let Ok(id) = by.name.parse::<AccountId>() {
        return read.all(STANDS, args![word(&id)]).await?.iter().map(|row| row.word("id")).collect();
    }
    if by.domain.is_empty() && by.number.is_empty() && !by.country.is_empty() {
        let same = same(read, permit, by.name, by.country).await?;
        if !same.is_empty() {
            return Ok(same);
        }
    }
    let written = Written {
        name: by.name,
        domain: by.domain,
        tax: by.number,
        country: by.country,
        ..Written::default()
    };
    let mut found = Vec::new();
    for row in keys::find(read, NEAR, &Company::of(&written), args![]).await? {
        let id = row.word("id")?;
        if is_true_of(by, &companies::written(&row)?) && !found.contains(&id) {
            found.push(id);
        }
    }
    found.truncate(2);
    Ok(found)
}

fn is_true_of(by: Meant<'_>, account: &NewAccount) -> bool {
    let lower = |text: &str| text.to_lowercase();
    let details = &account.details;
    let called = |name: &String| lower(name) == lower(by.name);
    let domain = |known: &String| known == by.domain;
    (by.name.is_empty() || called(&account.legal_name) || details.trading_names.iter().any(called))
        && (by.country.is_empty() || by.country == account.country)
        && (by.domain.is_empty() || domain(&account.domain) || details.more_domains.iter().any(domain))
        && (by.number.is_empty() || bare(by.number) == bare(&details.tax_number))
}

/// A number without what people put between its parts.
fn bare(number: &str) -> String {
    number.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}
