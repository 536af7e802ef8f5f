//! What is said of a customer account, and who is named in it: people who may see accounts, and nobody else.

use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::value::{maybe, word};
use crate::{args, statements};
use domain::access::{CommentOnAccount, Permit};
use domain::accounts::{Account, AccountComment};
use domain::id::{AccountEntryId, PersonId};
use domain::notices::mentioned;

/// Who may see accounts.
macro_rules! reads_accounts {
    () => {
        "p.active AND p.role IN ('administrator', 'approver')"
    };
}
pub(crate) use reads_accounts;

statements! {
    INSERT = "INSERT INTO account_entries (id, account_id, at, person_id, person_name, body, idempotency_key)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    BY_KEY = "SELECT account_id, body FROM account_entries WHERE idempotency_key = $1";
    LATEST = "SELECT at, person_name, body FROM account_entries WHERE account_id = $1 ORDER BY id DESC LIMIT 200";
    READERS = (concat!("SELECT p.id, p.name FROM people p WHERE ", reads_accounts!(), " ORDER BY p.name, p.id LIMIT 500"));
    MENTION = "INSERT INTO account_mentions (entry_id, person_id) VALUES ($1, $2) ON CONFLICT (entry_id, person_id) DO NOTHING";
}

/// Says something of an account; the same form sent twice says it once.
pub async fn say(
    tx: &mut Tx,
    permit: &Permit<CommentOnAccount>,
    account: &Account,
    body: &str,
    key: &str,
) -> Result<(), StoreError> {
    if let Some(row) = tx.one(BY_KEY, args![key]).await? {
        let same = row.text("account_id")? == account.id.as_str() && row.text("body")? == body;
        return if same { Ok(()) } else { Err(StoreError::Stale) };
    }
    let (id, now, who) = (tx.fresh::<AccountEntryId>(), tx.now(), permit.who());
    let args = args![word(&id), word(&account.id), now, maybe(who.person.as_ref()), &who.name, body, key];
    tx.run(INSERT, args).await?;
    if body.contains('@') {
        let people = readers(tx, permit).await?;
        let names: Vec<&str> = people.iter().map(|(_, name)| name.as_str()).collect();
        for (person, _) in mentioned(body, &names).into_iter().filter_map(|index| people.get(index)) {
            tx.run(MENTION, args![word(&id), word(person)]).await?;
        }
    }
    let change = Change::of("account", account.id.as_str()).after(&body);
    tx.changed(permit, change.event("account.commented").about(&id)).await
}

/// The newest of what was said of an account, oldest first.
pub async fn latest(
    read: &mut Read,
    _permit: &Permit<CommentOnAccount>,
    account: &Account,
) -> Result<Vec<AccountComment>, StoreError> {
    let rows = read.all(LATEST, args![word(&account.id)]).await?;
    rows.iter()
        .rev()
        .map(|row| {
            Ok(AccountComment {
                at: row.at("at")?,
                person: row.text("person_name")?,
                body: row.text("body")?,
            })
        })
        .collect()
}

/// Who can be named.
pub async fn readers(
    read: &mut Read,
    _permit: &Permit<CommentOnAccount>,
) -> Result<Vec<(PersonId, String)>, StoreError> {
    read.all(READERS, args![]).await?.iter().map(|row| Ok((row.word("id")?, row.text("name")?))).collect()
}
