//! The install base of accounts, and the renewals that come of it.

use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::orders::Ordered;
use crate::row::Row;
use crate::value::word;
use crate::{args, orders, statements};
use domain::access::{ManageAccounts, Permit, Scope};
use domain::accounts::{Install, NewInstall, Renewal, renewals_between};
use domain::id::{AccountId, InstallId};
use domain::lists::View;
use domain::time::Day;

/// The partner of record for the family of a line `i`, as of the day `$2`.
macro_rules! with_partner {
    () => {
        "FROM account_installs i JOIN accounts a ON a.id = i.account_id JOIN families f ON f.id = i.family_id
        LEFT JOIN account_partners r ON r.account_id = i.account_id AND r.family_id = i.family_id AND r.from_on <= $2 AND r.until_on >= $2
        LEFT JOIN partners o ON o.id = r.partner_id"
    };
}

statements! {
    // Of the families that somebody within the scope is on record for today.
    OF_ACCOUNT = scoped(concat!("SELECT i.id, i.family_id, f.name AS family, i.quantity, i.since_on, i.renews_on, i.note, i.version ",
        with_partner!(), " WHERE"), "r.partner_id", "AND i.account_id = $3 ORDER BY f.name, i.since_on, i.id LIMIT 500");
    FIND = "SELECT i.id, i.family_id, f.name AS family, i.quantity, i.since_on, i.renews_on, i.note, i.version FROM account_installs i
        JOIN families f ON f.id = i.family_id WHERE i.id = $1 AND i.account_id = $2";
    BY_KEY = "SELECT account_id FROM account_installs WHERE idempotency_key = $1";
    INSERT = "INSERT INTO account_installs (id, account_id, family_id, quantity, since_on, renews_on, note, idempotency_key, version, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9)";
    UPDATE = "UPDATE account_installs SET family_id = $3, quantity = $4, since_on = $5, renews_on = $6, note = $7, version = version + 1
        WHERE id = $1 AND version = $2";
    REMOVE = "DELETE FROM account_installs WHERE id = $1 AND version = $2";
}

orders! {
    ORDERS = ("i.id, i.account_id, a.legal_name, f.name AS family, i.quantity, i.renews_on, r.partner_id, o.name AS partner",
        with_partner!(), "r.partner_id",
        "AND i.renews_on >= $3 AND i.renews_on <= $4 AND ($5 = '' OR a.search LIKE ($5 || '') ESCAPE '\\')", "i.id", "$6", "$7", "$8"):
    "customer" text "a.legal_name";
    "family" text "f.name";
    "quantity" number "i.quantity";
    "renews" text "i.renews_on";
    "partner" text "COALESCE(o.name, '')";
}

fn install(row: &Row) -> Result<Install, StoreError> {
    Ok(Install {
        id: row.word("id")?,
        family: (row.word("family_id")?, row.text("family")?),
        quantity: row.int("quantity")?,
        since: row.word("since_on")?,
        renews: row.maybe_on("renews_on")?,
        note: row.text("note")?,
        version: row.int("version")?,
    })
}

/// The install base of an account: all of it, or of those families that somebody within the scope is on record for today.
pub async fn of_account(
    read: &mut Read,
    scope: &Scope,
    account: &AccountId,
    today: Day,
) -> Result<Vec<Install>, StoreError> {
    let (statement, first) = OF_ACCOUNT.within(scope);
    read.all(statement, vec![first, today.into(), word(account)]).await?.iter().map(install).collect()
}

/// One line of an account.
pub async fn find(
    read: &mut Read,
    _permit: &Permit<ManageAccounts>,
    account: &AccountId,
    id: &InstallId,
) -> Result<Option<Install>, StoreError> {
    read.one(FIND, args![word(id), word(account)]).await?.as_ref().map(install).transpose()
}

/// Adds a line; the same form sent twice is one.
pub async fn add(
    tx: &mut Tx,
    permit: &Permit<ManageAccounts>,
    account: &AccountId,
    new: &NewInstall,
    key: &str,
) -> Result<(), StoreError> {
    if let Some(row) = tx.one(BY_KEY, args![key]).await? {
        let same = row.text("account_id")? == account.as_str();
        return if same { Ok(()) } else { Err(StoreError::Stale) };
    }
    let (id, now) = (tx.fresh::<InstallId>(), tx.now());
    let NewInstall { family, quantity, since, renews, note } = new;
    let args = args![word(&id), word(account), word(family), *quantity, *since, *renews, note, key, now];
    tx.run(INSERT, args).await?;
    let change = Change::of("account", account.as_str()).after(new);
    tx.changed(permit, change.event("account.installed").about(&id)).await
}

/// Changes a line that was read at `version`.
pub async fn change(
    tx: &mut Tx,
    permit: &Permit<ManageAccounts>,
    account: &AccountId,
    before: &Install,
    version: i64,
    new: &NewInstall,
) -> Result<(), StoreError> {
    let NewInstall { family, quantity, since, renews, note } = new;
    let args = args![word(&before.id), version, word(family), *quantity, *since, *renews, note];
    tx.run_one(UPDATE, args).await?;
    let change = Change::of("account", account.as_str()).before(before).after(new);
    tx.changed(permit, change.event("account.installed").about(&before.id)).await
}

/// Takes a line away that was read at `version`.
pub async fn remove(
    tx: &mut Tx,
    permit: &Permit<ManageAccounts>,
    account: &AccountId,
    before: &Install,
    version: i64,
) -> Result<(), StoreError> {
    tx.run_one(REMOVE, args![word(&before.id), version]).await?;
    let change = Change::of("account", account.as_str()).before(before);
    tx.changed(permit, change.event("account.installed").about(&before.id)).await
}

/// One page of renewals as a view of them shows it: the vendor's people see all of their scope, a partner those of families that it is on
/// record for today.
pub async fn renewals(
    read: &mut Read,
    scope: &Scope,
    view: &View,
    today: Day,
) -> Result<Ordered<Renewal>, StoreError> {
    let (from, until) = renewals_between(view.filter("within"), today);
    let from = from.map_or_else(String::new, |day| day.to_string());
    let until = until.map_or_else(|| "9999-12-31".to_owned(), |day| day.to_string());
    let line = |row: &Row| {
        let partner = row.maybe_word("partner_id")?.zip(row.maybe_text("partner")?);
        Ok(Renewal {
            id: row.word("id")?,
            account: (row.word("account_id")?, row.text("legal_name")?),
            family: row.text("family")?,
            quantity: row.int("quantity")?,
            renews: row.word("renews_on")?,
            partner,
        })
    };
    let narrow = args![today, from, until, crate::sql::like(&view.search)];
    orders::page(read, ORDERS, scope, view, narrow, line).await
}
