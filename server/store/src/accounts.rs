//! Customer accounts and product families: what deals are about. Accounts are for staff; partners write a customer in
//! their own words.

pub mod comments;

use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::keys::{self, arm, arms, sharing};
use crate::orders::Ordered;
use crate::row::Row;
use crate::value::word;
use crate::{args, orders, statements};
use domain::access::{Actor, DecideDeal, ManageAccounts, Permit, Scope};
use domain::accounts::{Account, Family, NewAccount};
use domain::id::{AccountId, FamilyId};
use domain::lists::View;
use domain::time::Instant;
use matching::{Company, Written, compare};
use serde::Serialize;

statements! {
    INSERT = "INSERT INTO accounts (id, legal_name, domain, country, search, idempotency_key, version, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, 1, $7)";
    UPDATE = "UPDATE accounts SET legal_name = $3, domain = $4, country = $5, search = $6,
        version = version + 1 WHERE id = $1 AND version = $2";
    BY_KEY = "SELECT id, legal_name, domain, country, version FROM accounts WHERE idempotency_key = $1";
    HOLD = "UPDATE counters SET value = value + 1 WHERE name = 'account'";
    FIND = "SELECT id, legal_name, domain, country, version FROM accounts WHERE id = $1";
    LIKE_THIS = (concat!("SELECT a.id, a.legal_name, a.domain, a.country, a.version FROM (", sharing!("account", "60"),
        ") AS near JOIN accounts a ON a.id = near.id ORDER BY a.legal_name, a.id"));
    NAMED = "SELECT id, legal_name, domain, country, version FROM accounts WHERE search LIKE ($1 || '') ESCAPE '\\' ORDER BY legal_name, id LIMIT 20";
    FAMILIES = "SELECT id, name, active, version FROM families ORDER BY name";
    ACTIVE_FAMILIES = "SELECT id, name, active, version FROM families WHERE active ORDER BY name";
    INSERT_FAMILY = "INSERT INTO families (id, name, active, created_at) VALUES ($1, $2, TRUE, $3)";
    UPDATE_FAMILY = "UPDATE families SET name = $3, active = $4, version = version + 1 WHERE id = $1 AND version = $2";
}

orders! {
    ORDERS = ("a.id, a.legal_name, a.domain, a.country, a.version, a.created_at", "FROM accounts a",
        // Accounts are no partner's.
        "NULL", "AND ($2 = '' OR a.search LIKE ($2 || '') ESCAPE '\\')", "a.id", "$3", "$4", "$5"):
    "legal_name" text "a.legal_name";
    "domain" text "a.domain";
    "country" text "a.country";
    "made" number "a.created_at";
}

fn account(row: &Row) -> Result<Account, StoreError> {
    Ok(Account {
        id: row.word("id")?,
        legal_name: row.text("legal_name")?,
        domain: row.text("domain")?,
        country: row.text("country")?,
        version: row.int("version")?,
    })
}

fn family(row: &Row) -> Result<Family, StoreError> {
    Ok(Family {
        id: row.word("id")?,
        name: row.text("name")?,
        active: row.flag("active")?,
        version: row.int("version")?,
    })
}

/// Makes a customer account. The same form sent twice is one account: a second one with its key is stale unless it says
/// the same.
pub async fn make(
    tx: &mut Tx,
    permit: &Permit<ManageAccounts>,
    new: &NewAccount,
    key: &str,
) -> Result<AccountId, StoreError> {
    if let Some(row) = tx.one(BY_KEY, args![key]).await? {
        let known = account(&row)?;
        let same = known.legal_name == new.legal_name && known.domain == new.domain;
        return if same { Ok(known.id) } else { Err(StoreError::Stale) };
    }
    let id = insert(tx, new, Some(key)).await?;
    tx.changed(permit, Change::of("account", id.as_str()).after(new).event("account.made")).await?;
    Ok(id)
}

/// Makes the account of a deal's customer while the deal is approved; `None` when an account that may be the same company
/// is there which the approver has not seen. Approvals wait for each other here, so that the second one sees the account
/// of the first.
pub(crate) async fn make_for_deal(
    tx: &mut Tx,
    permit: &Permit<DecideDeal>,
    new: &NewAccount,
    seen: &[AccountId],
) -> Result<Option<AccountId>, StoreError> {
    tx.run_one(HOLD, args![]).await?;
    if like_this(tx, permit, &company(new)).await?.iter().any(|known| !seen.contains(&known.id)) {
        return Ok(None);
    }
    let id = insert(tx, new, None).await?;
    tx.changed(permit, Change::of("account", id.as_str()).after(new).event("account.made")).await?;
    Ok(Some(id))
}

/// The company as the engine reads it.
fn company(new: &NewAccount) -> Company {
    let NewAccount { legal_name, domain, country } = new;
    Company::of(&Written { name: legal_name, domain, country, ..Written::default() })
}

fn company_of(account: &Account) -> Company {
    let Account { legal_name, domain, country, .. } = account;
    Company::of(&Written { name: legal_name, domain, country, ..Written::default() })
}

/// How many accounts an approver is offered.
const ALIKE: usize = 20;

/// What lists are searched by.
fn search(new: &NewAccount) -> String {
    format!("{} {}", new.legal_name, new.domain).to_lowercase()
}

async fn insert(tx: &mut Tx, new: &NewAccount, key: Option<&str>) -> Result<AccountId, StoreError> {
    let id: AccountId = tx.fresh();
    let now = tx.now();
    let args = args![word(&id), &new.legal_name, &new.domain, &new.country, search(new), key, now];
    tx.run(INSERT, args).await?;
    keys::keep_account(tx, &id, None, &company(new)).await?;
    Ok(id)
}

/// Changes an account that was read at `version`.
pub async fn change(
    tx: &mut Tx,
    permit: &Permit<ManageAccounts>,
    before: &Account,
    version: i64,
    new: &NewAccount,
) -> Result<(), StoreError> {
    let id = word(&before.id);
    let args = args![id, version, &new.legal_name, &new.domain, &new.country, search(new)];
    tx.run_one(UPDATE, args).await?;
    keys::keep_account(tx, &before.id, Some(&company_of(before)), &company(new)).await?;
    let change = Change::of("account", before.id.as_str()).before(before).after(new);
    tx.changed(permit, change.event("account.changed")).await
}

/// One account, for those who keep accounts.
pub async fn find(
    read: &mut Read,
    _permit: &Permit<ManageAccounts>,
    id: &AccountId,
) -> Result<Option<Account>, StoreError> {
    read.one(FIND, args![word(id)]).await?.as_ref().map(account).transpose()
}

/// Whether the account that an approver links is there.
pub(crate) async fn exists(read: &mut Read, id: &AccountId) -> Result<bool, StoreError> {
    Ok(read.one(FIND, args![word(id)]).await?.is_some())
}

/// One page of accounts as a view of them shows it, with the time that each was made.
pub async fn list(
    read: &mut Read,
    _permit: &Permit<ManageAccounts>,
    view: &View,
) -> Result<Ordered<(Account, Instant)>, StoreError> {
    let line = |row: &Row| Ok((account(row)?, row.at("created_at")?));
    orders::page(read, ORDERS, &Scope::All, view, args![crate::sql::like(&view.search)], line).await
}

/// Accounts that may be this company, for the approver: the likest first.
pub async fn like_this(
    read: &mut Read,
    _permit: &Permit<DecideDeal>,
    company: &Company,
) -> Result<Vec<Account>, StoreError> {
    let mut found: Vec<(f32, Account)> = Vec::new();
    for row in keys::find(read, LIKE_THIS, company, args![]).await? {
        let account = account(&row)?;
        let likeness = compare(company, &company_of(&account));
        if likeness.possible() {
            found.push((likeness.odds, account));
        }
    }
    found.sort_by(|one, other| other.0.total_cmp(&one.0));
    found.truncate(ALIKE);
    Ok(found.into_iter().map(|(_, account)| account).collect())
}

/// Accounts whose name or domain holds these words, for the approver who looks for one.
pub async fn named(
    read: &mut Read,
    _permit: &Permit<DecideDeal>,
    words: &str,
) -> Result<Vec<Account>, StoreError> {
    read.all(NAMED, args![crate::sql::like(words)]).await?.iter().map(account).collect()
}

/// Every family, for those who keep them.
pub async fn families(read: &mut Read, _permit: &Permit<ManageAccounts>) -> Result<Vec<Family>, StoreError> {
    read.all(FAMILIES, args![]).await?.iter().map(family).collect()
}

/// The families that a new deal may name: no secret to anybody who is signed in.
pub async fn active_families(read: &mut Read, _actor: &Actor) -> Result<Vec<Family>, StoreError> {
    read.all(ACTIVE_FAMILIES, args![]).await?.iter().map(family).collect()
}

#[derive(Serialize)]
struct FamilyRow<'a> {
    name: &'a str,
    active: bool,
}

/// Makes a family; names are taken once.
pub async fn make_family(
    tx: &mut Tx,
    permit: &Permit<ManageAccounts>,
    name: &str,
) -> Result<FamilyId, StoreError> {
    let id: FamilyId = tx.fresh();
    let now = tx.now();
    tx.run(INSERT_FAMILY, args![word(&id), name, now]).await?;
    let after = FamilyRow { name, active: true };
    tx.changed(permit, Change::of("family", id.as_str()).after(&after).event("family.made")).await?;
    Ok(id)
}

/// Renames a family that was read at `version`, takes it out of new deals or back in.
pub async fn change_family(
    tx: &mut Tx,
    permit: &Permit<ManageAccounts>,
    before: &Family,
    version: i64,
    name: &str,
    active: bool,
) -> Result<(), StoreError> {
    tx.run_one(UPDATE_FAMILY, args![word(&before.id), version, name, active]).await?;
    let change = Change::of("family", before.id.as_str()).before(before).after(&FamilyRow { name, active });
    tx.changed(permit, change.event("family.changed")).await
}
