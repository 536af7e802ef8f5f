//! One customer account with what belongs to it: for whoever may read it, and what its form asks.

use super::companies::{self, read_by_matching};
use super::{account, columns, hold};
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::value::word;
use crate::{args, statements};
use domain::access::{ManageAccounts, Permit, Scope};
use domain::accounts::{ABOVE_MOST, Account, Details};
use domain::id::{AccountId, PartnerId};

/// Whether an account `a` is with a partner of the channel manager `$1`: it is named for that partner, the partner is or was on record
/// for it, or a deal of theirs is with it.
macro_rules! with_assigned {
    () => {
        "(a.named_for_id IN (SELECT id FROM partners WHERE manager_id = $1)
        OR EXISTS (SELECT 1 FROM account_partners r JOIN partners o ON o.id = r.partner_id WHERE r.account_id = a.id AND o.manager_id = $1)
        OR EXISTS (SELECT 1 FROM deals d JOIN partners o ON o.id = d.partner_id
            WHERE d.account_id = a.id AND d.submitted_at IS NOT NULL AND o.manager_id = $1))"
    };
}

statements! {
    FIND = (concat!("SELECT ", columns!(), ", ", read_by_matching!(), ", up.legal_name AS parent_name,
        a.merged_into_id, s.legal_name AS survivor FROM accounts a LEFT JOIN accounts up ON up.id = a.parent_id
        LEFT JOIN accounts s ON s.id = a.merged_into_id WHERE CAST($1 AS TEXT) IS NOT NULL AND a.id = $2"));
    FIND_ASSIGNED = (concat!("SELECT ", columns!(), ", ", read_by_matching!(), ", up.legal_name AS parent_name,
        a.merged_into_id, s.legal_name AS survivor FROM accounts a LEFT JOIN accounts up ON up.id = a.parent_id
        LEFT JOIN accounts s ON s.id = a.merged_into_id WHERE ", with_assigned!(), " AND a.id = $2"));
    BELOW = "SELECT id, legal_name FROM accounts WHERE parent_id = $1 AND merged_into_id IS NULL ORDER BY legal_name, id LIMIT 50";
    CALLED = "SELECT id FROM accounts WHERE merged_into_id IS NULL AND (legal_name = $1 OR domain = $1) ORDER BY id LIMIT 2";
    STANDS = "SELECT id FROM accounts WHERE id = $1 AND merged_into_id IS NULL";
    PARENT = "SELECT parent_id FROM accounts WHERE id = $1";
    PARTNER = "SELECT id, name FROM partners WHERE id = $1";
}

/// An account with its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Who it is.
    pub account: Account,
    /// What more is known.
    pub details: Details,
    /// What its parent is called.
    pub parent: Option<String>,
    /// Accounts that belong to it.
    pub below: Vec<(AccountId, String)>,
    /// The account that it has become a part of.
    pub merged_into: Option<(AccountId, String)>,
}

/// One account, as far as the scope reaches: all of them, or those that a channel manager's partners have to do with.
pub async fn find(read: &mut Read, scope: &Scope, id: &AccountId) -> Result<Option<Record>, StoreError> {
    let found = match scope {
        Scope::All => read.one(FIND, args!["", word(id)]).await?,
        Scope::Assigned(manager) => read.one(FIND_ASSIGNED, args![word(manager), word(id)]).await?,
        // Accounts are no partner's.
        Scope::Partner(_) | Scope::Nobody => None,
    };
    let Some(row) = found else { return Ok(None) };
    let below = read.all(BELOW, args![word(id)]).await?;
    let below = below.iter().map(|row| Ok((row.word("id")?, row.text("legal_name")?)));
    Ok(Some(Record {
        account: account(&row)?,
        details: companies::written(&row)?.details,
        parent: row.maybe_text("parent_name")?,
        below: below.collect::<Result<_, StoreError>>()?,
        merged_into: row.maybe_word("merged_into_id")?.zip(row.maybe_text("survivor")?),
    }))
}

/// The only account of this id, legal name or domain.
pub async fn called(
    read: &mut Read,
    _permit: &Permit<ManageAccounts>,
    words: &str,
) -> Result<Option<AccountId>, StoreError> {
    if let Ok(id) = words.parse::<AccountId>() {
        return Ok(read.one(STANDS, args![word(&id)]).await?.is_some().then_some(id));
    }
    Ok(match read.all(CALLED, args![words]).await?.as_slice() {
        [only] => Some(only.word("id")?),
        _ => None,
    })
}

/// The account and those above it, nearest first; nothing when it is not there. Whoever asks holds on to how accounts belong together
/// until the transaction ends, so that two of them don't become each other's parent at once.
pub async fn chain(
    tx: &mut Tx,
    _permit: &Permit<ManageAccounts>,
    from: &AccountId,
) -> Result<Vec<AccountId>, StoreError> {
    hold(tx).await?;
    let (mut chain, mut next) = (Vec::new(), Some(from.clone()));
    while let Some(id) = next
        && chain.len() <= ABOVE_MOST
    {
        let Some(row) = tx.one(PARENT, args![word(&id)]).await? else { break };
        next = row.maybe_word("parent_id")?;
        chain.push(id);
    }
    Ok(chain)
}

/// Organisations that an account can be given to, for a choice in a form.
pub async fn partners(
    read: &mut Read,
    _permit: &Permit<ManageAccounts>,
) -> Result<Vec<(PartnerId, String)>, StoreError> {
    crate::partners::all_named(read).await
}

/// The only organisation of this name.
pub async fn partner_named(
    read: &mut Read,
    _permit: &Permit<ManageAccounts>,
    name: &str,
) -> Result<Option<PartnerId>, StoreError> {
    crate::partners::by_name(read, name).await
}

/// What an organisation is called.
pub async fn partner_name(
    read: &mut Read,
    _permit: &Permit<ManageAccounts>,
    id: &PartnerId,
) -> Result<Option<String>, StoreError> {
    read.one(PARTNER, args![word(id)]).await?.map(|row| row.text("name")).transpose()
}

/// Whether such an organisation is there.
pub async fn has_partner(
    read: &mut Read,
    _permit: &Permit<ManageAccounts>,
    id: &PartnerId,
) -> Result<bool, StoreError> {
    Ok(read.one(PARTNER, args![word(id)]).await?.is_some())
}
