//! Customer accounts and product families: what deals are about. Accounts are for staff; partners write a customer in
//! their own words.

pub mod comments;
pub(crate) mod companies;
pub mod imports;
pub mod installs;
pub mod meant;
pub mod merging;
pub mod of_record;
pub mod pairs;
pub mod record;

use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::keys::{self, arm, arms, sharing};
use crate::orders::Ordered;
use crate::row::Row;
use crate::value::{Value, maybe, word};
use crate::{args, orders, statements};
use companies::{or_merged, read_by_matching, standing};
use domain::access::{Actor, DecideDeal, ManageAccounts, Permit, Scope};
use domain::accounts::{Account, Details, Family, NewAccount};
use domain::id::{AccountId, FamilyId};
use domain::lists::View;
use domain::time::Instant;
use matching::{Company, Likeness, Written};
use serde::Serialize;

/// What lists and forms know of an account `a`.
macro_rules! columns {
    () => {
        "a.id, a.legal_name, a.domain, a.country, a.version, (SELECT n.name FROM partners n WHERE n.id = a.named_for_id) AS named_for"
    };
}
pub(crate) use columns;

statements! {
    INSERT = "INSERT INTO accounts (id, legal_name, domain, country, search, idempotency_key, version, created_at, trading_names,
        more_domains, tax_number, street, postcode, city, segment, parent_id, named_for_id)
        VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    UPDATE = "UPDATE accounts SET legal_name = $3, domain = $4, country = $5, search = $6, trading_names = $7, more_domains = $8,
        tax_number = $9, street = $10, postcode = $11, city = $12, segment = $13, parent_id = $14, named_for_id = $15,
        paired = FALSE, version = version + 1 WHERE id = $1 AND version = $2 AND merged_into_id IS NULL";
    BY_KEY = (concat!("SELECT ", columns!(), " FROM accounts a WHERE a.idempotency_key = $1"));
    HOLD = "UPDATE counters SET value = value + 1 WHERE name = 'account'";
    FIND = (concat!("SELECT ", columns!(), " FROM accounts a WHERE a.id = $1 AND a.merged_into_id IS NULL"));
    // Changes nothing, but takes the row: whoever merges the account waits for whoever gives it a deal, and the other way round.
    TAKE = "UPDATE accounts SET version = version WHERE id = $1 AND merged_into_id IS NULL";
    WRITTEN = (concat!("SELECT ", read_by_matching!(), " FROM accounts a WHERE a.id = $1"));
    // What was merged is found under its own names, and is the account that it became a part of.
    LIKE_THIS = (concat!("SELECT ", standing!("id"), " AS id, ", standing!("legal_name"), " AS called, ",
        standing!("domain"), " AS stays_at, ", standing!("country"), " AS stays_in, ", standing!("version"), " AS version,
        (SELECT n.name FROM partners n WHERE n.id = ", standing!("named_for_id"), ") AS named_for, ", read_by_matching!(), "
        FROM (", sharing!("account", "60"), ") AS near JOIN accounts a ON a.id = near.id ", or_merged!(), " ORDER BY called, id"));
    NAMED = (concat!("SELECT ", columns!(), " FROM accounts a WHERE a.merged_into_id IS NULL AND a.search LIKE ($1 || '') ESCAPE '\\' ORDER BY a.legal_name, a.id LIMIT 20"));
    FAMILY = "SELECT id FROM families WHERE id = $1";
    FAMILIES = "SELECT id, name, active, version FROM families ORDER BY name";
    ACTIVE_FAMILIES = "SELECT id, name, active, version FROM families WHERE active ORDER BY name";
    INSERT_FAMILY = "INSERT INTO families (id, name, active, created_at) VALUES ($1, $2, TRUE, $3)";
    UPDATE_FAMILY = "UPDATE families SET name = $3, active = $4, version = version + 1 WHERE id = $1 AND version = $2";
}

orders! {
    ORDERS = (concat!(columns!(), ", a.created_at"), "FROM accounts a",
        // Accounts are no partner's.
        "NULL", "AND a.merged_into_id IS NULL AND ($2 = '' OR a.search LIKE ($2 || '') ESCAPE '\\')", "a.id", "$3", "$4", "$5"):
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
        named_for: row.maybe_text("named_for")?,
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
    hold(tx).await?;
    let customer =
        Written { name: &new.legal_name, domain: &new.domain, country: &new.country, ..Written::default() };
    if like_this(tx, permit, &Company::of(&customer)).await?.iter().any(|known| !seen.contains(&known.id)) {
        return Ok(None);
    }
    let id = insert(tx, new, None).await?;
    tx.changed(permit, Change::of("account", id.as_str()).after(new).event("account.made")).await?;
    Ok(Some(id))
}

/// How many accounts an approver is offered.
const ALIKE: usize = 20;

/// What lists are searched by.
fn search(new: &NewAccount) -> String {
    let Details { trading_names, more_domains, tax_number, .. } = &new.details;
    let words = [&new.legal_name, &new.domain].into_iter().chain(trading_names).chain(more_domains);
    let words: Vec<&str> =
        words.chain([tax_number]).map(String::as_str).filter(|word| !word.is_empty()).collect();
    words.join(" ").to_lowercase()
}

/// The values of what more is known, in the order of the columns.
fn details(new: &NewAccount) -> [Value; 9] {
    let Details {
        trading_names,
        more_domains,
        tax_number,
        street,
        postcode,
        city,
        segment,
        parent,
        named_for,
    } = &new.details;
    [
        trading_names.join("\n").into(),
        more_domains.join("\n").into(),
        tax_number.into(),
        street.into(),
        postcode.into(),
        city.into(),
        maybe(segment.as_ref()),
        maybe(parent.as_ref()),
        maybe(named_for.as_ref()),
    ]
}

async fn insert(tx: &mut Tx, new: &NewAccount, key: Option<&str>) -> Result<AccountId, StoreError> {
    let id: AccountId = tx.fresh();
    let now = tx.now();
    let mut args = args![word(&id), &new.legal_name, &new.domain, &new.country, search(new), key, now];
    args.extend(details(new));
    tx.run(INSERT, args).await?;
    keys::keep_account(tx, &id, &[], &companies::of(new)).await?;
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
    let was = written(tx, &before.id).await?.ok_or(StoreError::Stale)?;
    let mut args = args![word(&before.id), version, &new.legal_name, &new.domain, &new.country, search(new)];
    args.extend(details(new));
    tx.run_one(UPDATE, args).await?;
    keys::keep_account(tx, &before.id, &companies::of(&was), &companies::of(new)).await?;
    let change = Change::of("account", before.id.as_str()).before(&was).after(new);
    tx.changed(permit, change.event("account.changed")).await
}

/// Everything that is written down of an account.
async fn written(read: &mut Read, id: &AccountId) -> Result<Option<NewAccount>, StoreError> {
    read.one(WRITTEN, args![word(id)]).await?.as_ref().map(companies::written).transpose()
}

/// Takes the row that accounts which name each other wait for, until the transaction ends.
pub(crate) async fn hold(tx: &mut Tx) -> Result<(), StoreError> {
    tx.run_one(HOLD, args![]).await
}

/// One account, for those who keep accounts.
pub async fn find(
    read: &mut Read,
    _permit: &Permit<ManageAccounts>,
    id: &AccountId,
) -> Result<Option<Account>, StoreError> {
    read.one(FIND, args![word(id)]).await?.as_ref().map(account).transpose()
}

/// Takes the account that an approver links, until the transaction ends; false when it is not there, or a part of another one.
pub(crate) async fn taken(tx: &mut Tx, id: &AccountId) -> Result<bool, StoreError> {
    Ok(tx.run(TAKE, args![word(id)]).await? == 1)
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
    permit: &Permit<DecideDeal>,
    company: &Company,
) -> Result<Vec<Account>, StoreError> {
    Ok(alike(read, permit, company).await?.into_iter().map(|(_, account)| account).collect())
}

/// The account that surely is this company, if there is one.
pub(crate) async fn surely_this(
    read: &mut Read,
    permit: &Permit<DecideDeal>,
    company: &Company,
) -> Result<Option<AccountId>, StoreError> {
    let likest = alike(read, permit, company).await?.into_iter().next();
    Ok(likest.filter(|(likeness, _)| likeness.sure()).map(|(_, account)| account.id))
}

async fn alike(
    read: &mut Read,
    _permit: &Permit<DecideDeal>,
    company: &Company,
) -> Result<Vec<(Likeness, Account)>, StoreError> {
    let mut found: Vec<(Likeness, Account)> = Vec::new();
    for row in keys::find(read, LIKE_THIS, company, args![]).await? {
        let likeness = companies::likeness(company, &companies::of(&companies::written(&row)?));
        if !likeness.possible() {
            continue;
        }
        let account = Account {
            id: row.word("id")?,
            legal_name: row.text("called")?,
            domain: row.text("stays_at")?,
            country: row.text("stays_in")?,
            named_for: row.maybe_text("named_for")?,
            version: row.int("version")?,
        };
        match found.iter_mut().find(|(_, known)| known.id == account.id) {
            Some(known) if known.0.odds < likeness.odds => known.0 = likeness,
            Some(_) => {}
            None => found.push((likeness, account)),
        }
    }
    found.sort_by(|one, other| other.0.odds.total_cmp(&one.0.odds));
    found.truncate(ALIKE);
    Ok(found)
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

/// Whether there is such a family.
pub async fn has_family(
    read: &mut Read,
    _permit: &Permit<ManageAccounts>,
    id: &FamilyId,
) -> Result<bool, StoreError> {
    Ok(read.one(FAMILY, args![word(id)]).await?.is_some())
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
