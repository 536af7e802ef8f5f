//! Pairs of accounts that may be one customer: found by their keys, each account held against those that share most of them. The worker does
//! it after the change of an account, so that nobody who saves one waits for it.

use super::companies::{self, read_by_matching};
use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::keys::{self, arm, arms, sharing};
use crate::row::Row;
use crate::value::word;
use crate::{args, statements};
use domain::access::{ManageAccounts, Permit};
use domain::accounts::Pair;
use domain::id::AccountId;
use matching::{Company, Explained, explain};
use std::collections::BTreeMap;

/// Rows of one page.
const PAGE: i64 = 50;

statements! {
    UNPAIRED = (concat!("SELECT a.id, a.version, ", read_by_matching!(), " FROM accounts a WHERE NOT a.paired AND a.merged_into_id IS NULL ORDER BY a.id LIMIT $1"));
    // One that changed meanwhile is held against the others again.
    PAIRED = "UPDATE accounts SET paired = TRUE WHERE id = $1 AND version = $2";
    NEAR = (concat!("SELECT a.id, ", read_by_matching!(), " FROM (", sharing!("account", "60"),
        ") AS near JOIN accounts a ON a.id = near.id WHERE a.id <> $33 AND a.merged_into_id IS NULL ORDER BY a.id"));
    PUT = "INSERT INTO account_pairs (one_id, other_id, score) VALUES ($1, $2, $3)
        ON CONFLICT (one_id, other_id) DO UPDATE SET score = excluded.score";
    // What somebody has said of a pair stays said.
    FORGET = "DELETE FROM account_pairs WHERE (one_id = $1 OR other_id = $1) AND distinct_at IS NULL";
    LIST = "SELECT p.one_id, a.legal_name AS one_name, a.country AS one_country, p.other_id, b.legal_name AS other_name,
        b.country AS other_country, p.score FROM account_pairs p JOIN accounts a ON a.id = p.one_id JOIN accounts b ON b.id = p.other_id
        WHERE p.distinct_at IS NULL AND (p.score, p.one_id, p.other_id) < ($1, $2, $3)
        ORDER BY p.score DESC, p.one_id DESC, p.other_id DESC LIMIT $4";
    DISTINCT = "UPDATE account_pairs SET distinct_at = $3 WHERE one_id = $1 AND other_id = $2 AND distinct_at IS NULL";
}

/// Holds accounts against others that were not since they changed, `most` of them at most; answers how many.
pub async fn find_some(tx: &mut Tx, most: i64) -> Result<usize, StoreError> {
    let unpaired = tx.all(UNPAIRED, args![most]).await?;
    for row in &unpaired {
        let id: AccountId = row.word("id")?;
        let written = companies::written(row)?;
        tx.run(FORGET, args![word(&id)]).await?;
        for (other, score) in like(tx, &id, written.details.parent.as_ref(), &companies::of(&written)).await?
        {
            let (one, other) = in_order(&id, &other);
            tx.run(PUT, args![word(one), word(other), score]).await?;
        }
        tx.run(PAIRED, args![word(&id), row.int("version")?]).await?;
    }
    Ok(unpaired.len())
}

/// Accounts that may be this one, with the score. Parent and subsidiary are two.
async fn like(
    read: &mut Read,
    id: &AccountId,
    parent: Option<&AccountId>,
    account: &[Company],
) -> Result<BTreeMap<AccountId, i64>, StoreError> {
    let mut found = BTreeMap::new();
    for company in account {
        for row in keys::find(read, NEAR, company, args![word(id)]).await? {
            let (other, written): (AccountId, _) = (row.word("id")?, companies::written(&row)?);
            let related = parent == Some(&other) || written.details.parent.as_ref() == Some(id);
            let likeness = companies::likeness(company, &companies::of(&written));
            if !related && likeness.possible() {
                let score = found.entry(other).or_insert(0);
                *score = i64::from(likeness.score).max(*score);
            }
        }
    }
    Ok(found)
}

fn in_order<'a>(one: &'a AccountId, other: &'a AccountId) -> (&'a AccountId, &'a AccountId) {
    if one < other { (one, other) } else { (other, one) }
}

/// Takes the pairs of an account away that nobody has said anything of.
pub(super) async fn forget(tx: &mut Tx, id: &AccountId) -> Result<(), StoreError> {
    tx.run(FORGET, args![word(id)]).await.map(drop)
}

/// How alike two accounts are, and why.
pub async fn likeness(
    read: &mut Read,
    _permit: &Permit<ManageAccounts>,
    one: &AccountId,
    other: &AccountId,
) -> Result<Explained, StoreError> {
    let mut both = Vec::new();
    for id in [one, other] {
        let written = super::written(read, id).await?.ok_or(StoreError::Stale)?;
        both.push(companies::of(&written));
    }
    let [one, other] = both.as_slice() else { return Err(StoreError::Stale) };
    let alike =
        one.iter().filter_map(|company| companies::likest(company, other).map(|found| (company, found)));
    let best = alike.max_by(|(_, (one, _)), (_, (other, _))| one.odds.total_cmp(&other.odds));
    best.map(|(company, (_, other))| explain(company, other)).ok_or(StoreError::Stale)
}

/// Where a page of pairs begins: behind this score and these ids.
pub type Behind = (i64, String, String);

/// Pairs that nobody has decided, the surest first, behind a place; and where the next ones are.
pub async fn list(
    read: &mut Read,
    _permit: &Permit<ManageAccounts>,
    behind: Option<&Behind>,
) -> Result<(Vec<Pair>, Option<Behind>), StoreError> {
    let place = behind.map(|(score, one, other)| (*score, one.as_str(), other.as_str()));
    let (score, one, other) = place.unwrap_or((i64::MAX, "", ""));
    let rows = read.all(LIST, args![score, one, other, PAGE + 1]).await?;
    let named = |row: &Row, which: &str| -> Result<(AccountId, String, String), StoreError> {
        let column = |what: &str| format!("{which}_{what}");
        Ok((row.word(&column("id"))?, row.text(&column("name"))?, row.text(&column("country"))?))
    };
    let pair = |row: &Row| {
        Ok::<_, StoreError>(Pair {
            one: named(row, "one")?,
            other: named(row, "other")?,
            score: row.int("score")?,
        })
    };
    let more = rows.len() as i64 > PAGE;
    let pairs: Vec<Pair> = rows.iter().take(PAGE as usize).map(pair).collect::<Result<_, _>>()?;
    let last = pairs.last().filter(|_| more);
    let next = last.map(|pair| (pair.score, pair.one.0.to_string(), pair.other.0.to_string()));
    Ok((pairs, next))
}

/// Says that two accounts are two customers: they are not offered again.
pub async fn keep_apart(
    tx: &mut Tx,
    permit: &Permit<ManageAccounts>,
    one: &AccountId,
    other: &AccountId,
) -> Result<(), StoreError> {
    let (one, other) = in_order(one, other);
    let now = tx.now();
    if tx.run(DISTINCT, args![word(one), word(other), now]).await? == 0 {
        return Ok(());
    }
    let change = Change::of("account", one.as_str()).after(&other);
    tx.changed(permit, change.event("account.kept_apart")).await
}
