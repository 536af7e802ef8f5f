//! Customer accounts and product families: what deals are about. Accounts are for staff; partners write a customer in
//! their own words.

pub mod comments;

use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::orders::Ordered;
use crate::row::Row;
use crate::value::word;
use crate::{args, orders, statements};
use domain::access::{Actor, DecideDeal, ManageAccounts, Permit, Scope};
use domain::accounts::{Account, Company, Family, NewAccount};
use domain::id::{AccountId, FamilyId};
use domain::lists::View;
use domain::time::Instant;
use serde::Serialize;

statements! {
    INSERT = "INSERT INTO accounts (id, legal_name, domain, match_name, match_domain, country, search, idempotency_key, version, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9)";
    UPDATE = "UPDATE accounts SET legal_name = $3, domain = $4, match_name = $5, match_domain = $6, country = $7, search = $8,
        version = version + 1 WHERE id = $1 AND version = $2";
    BY_KEY = "SELECT id, legal_name, domain, country, version FROM accounts WHERE idempotency_key = $1";
    HOLD = "UPDATE counters SET value = value + 1 WHERE name = 'account'";
    FIND = "SELECT id, legal_name, domain, country, version FROM accounts WHERE id = $1";
    LIKE_THIS = "SELECT id, legal_name, domain, country, version FROM accounts
        WHERE (match_name = $1 AND $1 <> '') OR (match_domain = $2 AND $2 <> '') ORDER BY legal_name, id LIMIT 20";
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
    let company = Company::of(&new.legal_name, &new.domain);
    if like_this(tx, permit, &company).await?.iter().any(|known| !seen.contains(&known.id)) {
        return Ok(None);
    }
    let id = insert(tx, new, None).await?;
    tx.changed(permit, Change::of("account", id.as_str()).after(new).event("account.made")).await?;
    Ok(Some(id))
}

/// What lists are searched by.
fn search(new: &NewAccount) -> String {
    format!("{} {}", new.legal_name, new.domain).to_lowercase()
}

async fn insert(tx: &mut Tx, new: &NewAccount, key: Option<&str>) -> Result<AccountId, StoreError> {
    let id: AccountId = tx.fresh();
    let now = tx.now();
    let company = Company::of(&new.legal_name, &new.domain);
    let args = args![
        word(&id),
        &new.legal_name,
        &new.domain,
        company.name,
        company.domain,
        &new.country,
        search(new),
        key,
        now
    ];
    tx.run(INSERT, args).await?;
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
    let company = Company::of(&new.legal_name, &new.domain);
    let id = word(&before.id);
    let args = args![
        id,
        version,
        &new.legal_name,
        &new.domain,
        company.name,
        company.domain,
        &new.country,
        search(new)
    ];
    tx.run_one(UPDATE, args).await?;
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

/// Accounts that may be this company, for the approver.
pub async fn like_this(
    read: &mut Read,
    _permit: &Permit<DecideDeal>,
    company: &Company,
) -> Result<Vec<Account>, StoreError> {
    read.all(LIKE_THIS, args![&company.name, &company.domain]).await?.iter().map(account).collect()
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
