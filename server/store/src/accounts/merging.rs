//! Two accounts that are one customer become one, and two again. What belongs to an account goes over to the one that stays and is written
//! down, so that it can go back. The account that was merged stays as it was written, so that it is found under its own names.

use super::{hold, of_record, pairs, record};
use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::deals::life;
use crate::error::StoreError;
use crate::row::Row;
use crate::value::word;
use crate::{args, statements};
use domain::access::{ManageAccounts, Permit};
use domain::accounts::{Merge, NewMerge, Seen};
use domain::id::{AccountId, AccountMergeId, AccountPartnerId, FamilyId};
use serde::{Deserialize, Serialize};

statements! {
    MERGE = "UPDATE accounts SET merged_into_id = $3, version = version + 1 WHERE id = $1 AND version = $2 AND merged_into_id IS NULL";
    STAY = "UPDATE accounts SET version = version + 1, paired = FALSE WHERE id = $1 AND version = $2 AND merged_into_id IS NULL";
    // Families that are protected on both.
    BOTH_LIVE = "SELECT f.name FROM deal_families one JOIN deal_families other ON other.family_id = one.family_id AND other.account_id = $2
        AND other.live JOIN families f ON f.id = one.family_id WHERE one.account_id = $1 AND one.live ORDER BY f.name";
    FAMILIES = "SELECT DISTINCT r.family_id, f.name FROM account_partners r JOIN families f ON f.id = r.family_id
        WHERE r.account_id = $1 ORDER BY f.name";
    DEALS = "UPDATE deals SET account_id = $2 WHERE account_id = $1 RETURNING id";
    CLAIMS = "UPDATE deal_families SET account_id = $2 WHERE account_id = $1 RETURNING deal_id AS id";
    INSTALLS = "UPDATE account_installs SET account_id = $2 WHERE account_id = $1 RETURNING id";
    ENTRIES = "UPDATE account_entries SET account_id = $2 WHERE account_id = $1 RETURNING id";
    BELOW = "UPDATE accounts SET parent_id = $2 WHERE parent_id = $1 RETURNING id";
    PARTS = "UPDATE accounts SET merged_into_id = $2 WHERE merged_into_id = $1 AND id <> $2 RETURNING id";
    KEEP = "INSERT INTO account_merges (id, survivor_id, merged_id, at, person_name, reason, moved) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    OF_ACCOUNT = "SELECT m.id, m.merged_id, a.legal_name, m.at, m.person_name, m.reason, m.undone_at, m.undone_by FROM account_merges m
        JOIN accounts a ON a.id = m.merged_id WHERE m.survivor_id = $1 ORDER BY m.id DESC LIMIT 100";
    FIND = "SELECT survivor_id, merged_id, moved FROM account_merges WHERE id = $1 AND survivor_id = $2 AND undone_at IS NULL";
    UNDO = "UPDATE account_merges SET undone_at = $2, undone_by = $3 WHERE id = $1 AND undone_at IS NULL";
    PART = "UPDATE accounts SET merged_into_id = NULL, paired = FALSE, version = version + 1 WHERE id = $1 AND merged_into_id = $2";
    LEAVE = "UPDATE accounts SET version = version + 1, paired = FALSE WHERE id = $1 AND merged_into_id IS NULL";
    // Each goes back only from where it was brought.
    DEAL_BACK = "UPDATE deals SET account_id = $3 WHERE id = $1 AND account_id = $2";
    CLAIM_BACK = "UPDATE deal_families SET account_id = $3 WHERE deal_id = $1 AND account_id = $2";
    INSTALL_BACK = "UPDATE account_installs SET account_id = $3 WHERE id = $1 AND account_id = $2";
    ENTRY_BACK = "UPDATE account_entries SET account_id = $3 WHERE id = $1 AND account_id = $2";
    BELOW_BACK = "UPDATE accounts SET parent_id = $3 WHERE id = $1 AND parent_id = $2";
    PART_BACK = "UPDATE accounts SET merged_into_id = $3 WHERE id = $1 AND merged_into_id = $2";
}

/// Two accounts could not be merged, or a merge not be undone.
#[derive(Debug, thiserror::Error)]
pub enum NotMerged {
    /// Live approvals protect both for these families.
    #[error("live approvals protect both for {0:?}")]
    Protected(Vec<String>),
    /// Partners are on record for both at the same time for these families.
    #[error("partners are on record for both for {0:?}")]
    OnRecord(Vec<String>),
    /// One belongs to the other, over however many others.
    #[error("one belongs to the other")]
    Related,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What went from one account to the other, by ids.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Moved {
    deals: Vec<String>,
    claims: Vec<String>,
    installs: Vec<String>,
    entries: Vec<String>,
    below: Vec<String>,
    parts: Vec<String>,
    /// Periods on record, with their family.
    periods: Vec<(FamilyId, AccountPartnerId)>,
}

/// What the audit says.
#[derive(Serialize)]
struct Told<'a> {
    merged: &'a AccountId,
    reason: &'a str,
    moved: &'a Moved,
}

/// Merges two accounts. It is refused when one belongs to the other, and when both are protected for a family, or on record for it at
/// the same time: whoever merges decides that first.
pub async fn merge(
    tx: &mut Tx,
    permit: &Permit<ManageAccounts>,
    new: &NewMerge,
) -> Result<AccountMergeId, NotMerged> {
    let (NewMerge { survivor: (survivor, _), merged: (merged, _), .. }, now) = (new, tx.now());
    hold(tx).await?;
    if record::chain(tx, permit, survivor).await?.contains(merged)
        || record::chain(tx, permit, merged).await?.contains(survivor)
    {
        return Err(NotMerged::Related);
    }
    // Both rows are taken before anything is looked at: approvals on either of them wait, or have been written.
    take(tx, &new.survivor, &new.merged).await?;
    life::expire_overdue_on(tx, survivor).await?;
    life::expire_overdue_on(tx, merged).await?;
    let both = tx.all(BOTH_LIVE, args![word(merged), word(survivor)]).await?;
    if !both.is_empty() {
        return Err(NotMerged::Protected(names(&both)?));
    }
    let mut moved = Moved { periods: periods(tx, merged, survivor).await?, ..Moved::default() };
    for (statement, ids) in [
        (DEALS, &mut moved.deals),
        (CLAIMS, &mut moved.claims),
        (INSTALLS, &mut moved.installs),
        (ENTRIES, &mut moved.entries),
        (BELOW, &mut moved.below),
        (PARTS, &mut moved.parts),
    ] {
        let rows = tx.all(statement, args![word(merged), word(survivor)]).await?;
        *ids = rows.iter().map(|row| row.text("id")).collect::<Result<_, _>>()?;
        ids.sort();
        ids.dedup();
    }
    let id: AccountMergeId = tx.fresh();
    let json = serde_json::to_string(&moved)
        .map_err(|e| StoreError::Corrupt { column: "moved".into(), cause: e.to_string() })?;
    let args = args![word(&id), word(survivor), word(merged), now, &permit.who().name, &new.reason, json];
    tx.run(KEEP, args).await?;
    pairs::forget(tx, merged).await?;
    let told = Told { merged, reason: &new.reason, moved: &moved };
    let change = Change::of("account", survivor.as_str()).after(&told);
    tx.changed(permit, change.event("account.merged").about(&id)).await?;
    // It leaves the search; whoever looks for it by its names still finds where it went.
    crate::search::follow(tx, "account", merged.as_str()).await?;
    Ok(id)
}

/// Takes both rows, in the order of their ids, so that two merges of the same accounts never wait for each other.
async fn take(tx: &mut Tx, survivor: &Seen, merged: &Seen) -> Result<(), StoreError> {
    let stay = (STAY, args![word(&survivor.0), survivor.1]);
    let go = (MERGE, args![word(&merged.0), merged.1, word(&survivor.0)]);
    let both = if survivor.0 < merged.0 { [stay, go] } else { [go, stay] };
    for (statement, args) in both {
        tx.run_one(statement, args).await?;
    }
    Ok(())
}

fn names(rows: &[Row]) -> Result<Vec<String>, StoreError> {
    rows.iter().map(|row| row.text("name")).collect()
}

/// Brings the periods on record of one account to the other, family by family, if no two of them meet.
async fn periods(
    tx: &mut Tx,
    from: &AccountId,
    to: &AccountId,
) -> Result<Vec<(FamilyId, AccountPartnerId)>, NotMerged> {
    let (mut moved, mut meeting) = (Vec::new(), Vec::new());
    for row in tx.all(FAMILIES, args![word(from)]).await? {
        let family: FamilyId = row.word("family_id")?;
        let own = of_record::chain(tx, from, &family).await?;
        let mut whole = of_record::chain(tx, to, &family).await?;
        if own.iter().any(|link| whole.iter().any(|other| link.period.meets(other.period))) {
            meeting.push(row.text("name")?);
            continue;
        }
        moved.extend(own.iter().map(|link| (family.clone(), link.id.clone())));
        whole.extend(own);
        of_record::write(tx, from, &family, Vec::new()).await?;
        of_record::write(tx, to, &family, whole).await?;
    }
    if meeting.is_empty() { Ok(moved) } else { Err(NotMerged::OnRecord(meeting)) }
}

/// The merges into an account, the latest first.
pub async fn of_account(
    read: &mut Read,
    _permit: &Permit<ManageAccounts>,
    account: &AccountId,
) -> Result<Vec<Merge>, StoreError> {
    let rows = read.all(OF_ACCOUNT, args![word(account)]).await?;
    let merge = |row: &Row| {
        Ok(Merge {
            id: row.word("id")?,
            merged: (row.word("merged_id")?, row.text("legal_name")?),
            at: row.at("at")?,
            person: row.text("person_name")?,
            reason: row.text("reason")?,
            undone: row.maybe_at("undone_at")?.zip(row.maybe_text("undone_by")?),
        })
    };
    rows.iter().map(merge).collect()
}

/// Undoes a merge into this account: what had come over goes back, as far as it is still there. Stale when it was undone already, or when
/// the account has become a part of another one since, which has to be undone first.
pub async fn unmerge(
    tx: &mut Tx,
    permit: &Permit<ManageAccounts>,
    survivor: &AccountId,
    id: &AccountMergeId,
) -> Result<AccountId, StoreError> {
    hold(tx).await?;
    let row = tx.one(FIND, args![word(id), word(survivor)]).await?.ok_or(StoreError::Stale)?;
    let (merged, moved): (AccountId, Moved) = (row.word("merged_id")?, row.json("moved")?);
    tx.run_one(LEAVE, args![word(survivor)]).await?;
    tx.run_one(PART, args![word(&merged), word(survivor)]).await?;
    for (statement, ids) in [
        (DEAL_BACK, &moved.deals),
        (CLAIM_BACK, &moved.claims),
        (INSTALL_BACK, &moved.installs),
        (ENTRY_BACK, &moved.entries),
        (BELOW_BACK, &moved.below),
        (PART_BACK, &moved.parts),
    ] {
        for id in ids {
            tx.run(statement, args![id, word(survivor), word(&merged)]).await?;
        }
    }
    let mut families: Vec<&FamilyId> = moved.periods.iter().map(|(family, _)| family).collect();
    families.dedup();
    for family in families {
        let is_own = |id: &AccountPartnerId| moved.periods.iter().any(|(_, own)| own == id);
        let whole = of_record::chain(tx, survivor, family).await?;
        let (own, rest): (Vec<_>, Vec<_>) = whole.into_iter().partition(|link| is_own(&link.id));
        of_record::write(tx, survivor, family, rest).await?;
        of_record::write(tx, &merged, family, own).await?;
    }
    let (now, who) = (tx.now(), permit.who().name.clone());
    tx.run_one(UNDO, args![word(id), now, who]).await?;
    pairs::forget(tx, survivor).await?;
    let told = Told { merged: &merged, reason: "", moved: &moved };
    let change = Change::of("account", survivor.as_str()).before(&told);
    tx.changed(permit, change.event("account.unmerged").about(id)).await?;
    crate::search::follow(tx, "account", merged.as_str()).await?;
    Ok(merged)
}
