//! Keys under which companies are found that may be the same (`matching`), and the finding.
//!
//! The keys of an account and of a submitted registration are written in the transaction that writes the record. A look-up asks the
//! B-tree for each of its keys; of a key that very many have only some are taken, and of all records found those that share most keys.

use crate::accounts::companies::{self, read_by_matching};
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::row::Row;
use crate::sql::Statement;
use crate::value::{Value, word};
use crate::{args, statements};
use domain::deals::Customer;
use domain::id::{AccountId, DealId};
use matching::{Company, Key, RULES};

/// Keys that one look-up asks for; those of names are fewer but for the longest.
const ASKED: usize = 32;
/// Keys that one statement writes.
const WRITTEN: usize = 8;

/// The records under one key: at most 40 of them, for a word that very many have tells nothing.
macro_rules! arm {
    ($kind:literal, $n:literal) => {
        concat!(
            "SELECT id FROM (SELECT ",
            $kind,
            "_id AS id FROM search_",
            $kind,
            "_keys WHERE key = $",
            $n,
            " LIMIT 40) AS k",
            $n
        )
    };
}

macro_rules! arms {
    ($kind:literal, $first:literal $(, $n:literal)*) => {
        concat!(arm!($kind, $first) $(, " UNION ALL ", arm!($kind, $n))*)
    };
}

/// The records that share most of the keys `$1` to `$32`, with how many they share.
macro_rules! sharing {
    ($kind:literal, $most:literal) => {
        concat!(
            "SELECT id, COUNT(*) AS keys FROM (",
            arms!(
                $kind, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
                25, 26, 27, 28, 29, 30, 31, 32
            ),
            ") AS found GROUP BY id ORDER BY keys DESC, id LIMIT ",
            $most
        )
    };
}
pub(crate) use {arm, arms, sharing};

statements! {
    ADD_ACCOUNT = "INSERT INTO search_account_keys (account_id, key)
        VALUES ($1, $2), ($1, $3), ($1, $4), ($1, $5), ($1, $6), ($1, $7), ($1, $8), ($1, $9) ON CONFLICT DO NOTHING";
    DROP_ACCOUNT = "DELETE FROM search_account_keys WHERE account_id = $1 AND key IN ($2, $3, $4, $5, $6, $7, $8, $9)";
    ADD_DEAL = "INSERT INTO search_deal_keys (deal_id, key)
        VALUES ($1, $2), ($1, $3), ($1, $4), ($1, $5), ($1, $6), ($1, $7), ($1, $8), ($1, $9) ON CONFLICT DO NOTHING";
    DROP_DEAL = "DELETE FROM search_deal_keys WHERE deal_id = $1 AND key IN ($2, $3, $4, $5, $6, $7, $8, $9)";
    KEYED = "INSERT INTO search_keyed (record_id, rules) VALUES ($1, $2) ON CONFLICT (record_id) DO UPDATE SET rules = excluded.rules";
    BARE_ACCOUNTS = (concat!("SELECT a.id, ", read_by_matching!(), " FROM accounts a
        WHERE NOT EXISTS (SELECT 1 FROM search_keyed k WHERE k.record_id = a.id AND k.rules = $1) ORDER BY a.id LIMIT $2"));
    BARE_DEALS = "SELECT d.id, d.customer_name AS name, d.customer_domain AS domain, d.customer_country AS country FROM deals d
        WHERE d.state <> 'draft' AND NOT EXISTS (SELECT 1 FROM search_keyed k WHERE k.record_id = d.id AND k.rules = $1)
        ORDER BY d.id LIMIT $2";
}

/// Keeps the keys of a new account, or of one that was known otherwise before: each of these companies is the account.
pub(crate) async fn keep_account(
    tx: &mut Tx,
    id: &AccountId,
    before: &[Company],
    companies: &[Company],
) -> Result<(), StoreError> {
    write(tx, DROP_ACCOUNT, word(id), before).await?;
    write(tx, ADD_ACCOUNT, word(id), companies).await?;
    tx.run(KEYED, args![word(id), RULES]).await.map(drop)
}

/// Keeps the keys of a registration that is handed in, or whose customer is written otherwise than `before`.
pub(crate) async fn keep_deal(
    tx: &mut Tx,
    id: &DealId,
    before: Option<&Company>,
    company: &Company,
) -> Result<(), StoreError> {
    if let Some(before) = before {
        write(tx, DROP_DEAL, word(id), std::slice::from_ref(before)).await?;
    }
    write(tx, ADD_DEAL, word(id), std::slice::from_ref(company)).await?;
    tx.run(KEYED, args![word(id), RULES]).await.map(drop)
}

async fn write(
    tx: &mut Tx,
    statement: Statement,
    id: Value,
    companies: &[Company],
) -> Result<(), StoreError> {
    let mut keys: Vec<i64> = companies.iter().flat_map(|one| one.keys()).map(|key| key.number()).collect();
    keys.sort_unstable();
    keys.dedup();
    for some in keys.chunks(WRITTEN) {
        let mut args = vec![id.clone()];
        args.extend(padded(some, WRITTEN));
        tx.run(statement, args).await?;
    }
    Ok(())
}

/// So many values, the last one again and again where there are fewer.
fn padded(keys: &[i64], most: usize) -> impl Iterator<Item = Value> {
    let last = keys.last().copied().unwrap_or_default();
    keys.iter().copied().chain(std::iter::repeat(last)).take(most).map(Value::from)
}

/// Asks a statement with [`sharing`] for those that may be the company; the statement's own values come behind the keys.
pub(crate) async fn find(
    read: &mut Read,
    statement: Statement,
    company: &Company,
    own: Vec<Value>,
) -> Result<Vec<Row>, StoreError> {
    let keys: Vec<i64> = company.lookups().iter().map(Key::number).take(ASKED).collect();
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    // A key that is asked for twice counts twice, so what is left over asks for nothing: no key has this number but by chance.
    let rest = std::iter::repeat_n(Value::from(0), ASKED - keys.len());
    let args = keys.iter().copied().map(Value::from).chain(rest).chain(own).collect();
    read.all(statement, args).await
}

/// Makes the keys of what has none, or by older rules, `most` of each kind at most; answers how many. Keys of older rules stay beside the
/// new ones: they find nothing that is not looked at anyway.
pub async fn fill(tx: &mut Tx, most: i64) -> Result<usize, StoreError> {
    let accounts = tx.all(BARE_ACCOUNTS, args![RULES, most]).await?;
    for row in &accounts {
        keep_account(tx, &row.word("id")?, &[], &companies::of(&companies::written(row)?)).await?;
    }
    let deals = tx.all(BARE_DEALS, args![RULES, most]).await?;
    for row in &deals {
        keep_deal(tx, &row.word("id")?, None, &customer(row)?.company()).await?;
    }
    Ok(accounts.len() + deals.len())
}

fn customer(row: &Row) -> Result<Customer, StoreError> {
    Ok(Customer { name: row.text("name")?, domain: row.text("domain")?, country: row.text("country")? })
}
