//! Partners of record: who has an account for a family, and when. Which periods fit is the domain's rule; the schema holds on to it as a
//! chain in which each period begins behind the end of the one before.

use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::row::Row;
use crate::value::word;
use crate::{args, statements};
use domain::access::{ManageAccounts, Permit, Scope};
use domain::accounts::{NewOfRecord, OfRecord, Period, may_end, taking_over};
use domain::form::Fault;
use domain::id::{AccountId, AccountPartnerId, FamilyId, PartnerId};
use domain::time::{Day, Instant};
use serde::Serialize;

/// What stands for "until nobody knows when".
const ENDLESS: &str = "9999-12-31";

statements! {
    OF_ACCOUNT = scoped("SELECT r.id, r.family_id, f.name AS family, r.partner_id, o.name AS partner, r.from_on, r.until_on, r.reason,
        r.person_name FROM account_partners r JOIN families f ON f.id = r.family_id JOIN partners o ON o.id = r.partner_id WHERE",
        "r.partner_id", "AND r.account_id = $2 ORDER BY f.name, r.family_id, r.from_on DESC LIMIT 500");
    OF_PARTNER = scoped("SELECT r.account_id, a.legal_name, f.name AS family, r.from_on, r.until_on FROM account_partners r
        JOIN families f ON f.id = r.family_id JOIN accounts a ON a.id = r.account_id WHERE",
        "r.partner_id", "AND r.partner_id = $2 AND r.until_on >= $3 ORDER BY a.legal_name, r.account_id, f.name, r.from_on LIMIT 200");
    CHAIN = "SELECT id, partner_id, from_on, until_on, reason, person_name, created_at FROM account_partners
        WHERE account_id = $1 AND family_id = $2 ORDER BY from_on";
    FAMILY_OF = "SELECT family_id FROM account_partners WHERE id = $1 AND account_id = $2";
    UNCHAIN = "DELETE FROM account_partners WHERE account_id = $1 AND family_id = $2";
    LINK = "INSERT INTO account_partners (id, account_id, family_id, partner_id, from_on, until_on, after_on, reason, person_name, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
}

/// A partner could not be put on record, or taken off it.
#[derive(Debug, thiserror::Error)]
pub enum NotOnRecord {
    /// This field of the form does not fit to what is there.
    #[error("{0}: {1}")]
    Field(&'static str, Fault),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A link of the chain of one account and family.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Link {
    pub(super) id: AccountPartnerId,
    partner: PartnerId,
    pub(super) period: Period,
    reason: String,
    person: String,
    created_at: Instant,
}

/// What the audit says of a period.
#[derive(Serialize)]
struct Told<'a> {
    family: &'a FamilyId,
    partner: &'a PartnerId,
    from: Day,
    until: Option<Day>,
    reason: &'a str,
}

impl Link {
    fn told<'a>(&'a self, family: &'a FamilyId) -> Told<'a> {
        let Self { partner, period, reason, .. } = self;
        Told { family, partner, from: period.from, until: period.until, reason }
    }
}

fn period(row: &Row) -> Result<Period, StoreError> {
    let until: Day = row.word("until_on")?;
    let until = (row.text("until_on")? != ENDLESS).then_some(until);
    Ok(Period { from: row.word("from_on")?, until })
}

/// Who is, was and will be on record for an account, by family, the latest first: partners within the scope only.
pub async fn of_account(
    read: &mut Read,
    scope: &Scope,
    account: &AccountId,
) -> Result<Vec<OfRecord>, StoreError> {
    let (statement, first) = OF_ACCOUNT.within(scope);
    let rows = read.all(statement, vec![first, word(account)]).await?;
    let line = |row: &Row| {
        Ok(OfRecord {
            id: row.word("id")?,
            family: (row.word("family_id")?, row.text("family")?),
            partner: (row.word("partner_id")?, row.text("partner")?),
            period: period(row)?,
            reason: row.text("reason")?,
            person: row.text("person_name")?,
        })
    };
    rows.iter().map(line).collect()
}

/// A customer that a partner is on record for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    /// Which, and its name.
    pub account: (AccountId, String),
    /// For which family.
    pub family: String,
    /// When.
    pub period: Period,
}

/// The customers that a partner is on record for today or later, within the scope. It says nothing of whoever was or will be there: nor why.
pub async fn of_partner(
    read: &mut Read,
    scope: &Scope,
    partner: &PartnerId,
    today: Day,
) -> Result<Vec<Customer>, StoreError> {
    let (statement, first) = OF_PARTNER.within(scope);
    let rows = read.all(statement, vec![first, word(partner), today.into()]).await?;
    let line = |row: &Row| {
        let account = (row.word("account_id")?, row.text("legal_name")?);
        Ok(Customer { account, family: row.text("family")?, period: period(row)? })
    };
    rows.iter().map(line).collect()
}

/// Who has, had and will have an account for a family, the earliest first.
pub async fn history(
    read: &mut Read,
    _permit: &Permit<ManageAccounts>,
    account: &AccountId,
    family: &FamilyId,
) -> Result<Vec<(PartnerId, Period)>, StoreError> {
    let chain = chain(read, account, family).await?;
    Ok(chain.into_iter().map(|link| (link.partner, link.period)).collect())
}

/// Puts a partner on record; whoever has the account and family at that time hands over the day before. The same form sent twice is one
/// period.
pub async fn assign(
    tx: &mut Tx,
    permit: &Permit<ManageAccounts>,
    account: &AccountId,
    new: &NewOfRecord,
) -> Result<(), NotOnRecord> {
    super::hold(tx).await?;
    if !super::has_family(tx, permit, &new.family).await? {
        return Err(NotOnRecord::Field("family", Fault::Unknown));
    }
    if !super::record::has_partner(tx, permit, &new.partner).await? {
        return Err(NotOnRecord::Field("partner", Fault::Unknown));
    }
    let mut chain = chain(tx, account, &new.family).await?;
    if chain.iter().any(|known| known.partner == new.partner && known.period == new.period) {
        return Ok(());
    }
    let periods: Vec<Period> = chain.iter().map(|known| known.period).collect();
    let over = taking_over(&periods, new.period).map_err(|fault| NotOnRecord::Field("from_on", fault))?;
    let mut before = None;
    if let Some((place, last)) = over
        && let Some(former) = chain.get_mut(place)
    {
        before = Some(former.clone());
        former.period.until = Some(last);
    }
    let (id, now) = (tx.fresh(), tx.now());
    let (partner, reason, person) = (new.partner.clone(), new.reason.clone(), permit.who().name.clone());
    let link = Link { id, partner, period: new.period, reason, person, created_at: now };
    chain.push(link.clone());
    write(tx, account, &new.family, chain).await?;
    let mut change = Change::of("account", account.as_str()).partner(&new.partner);
    if let Some(before) = &before {
        change = change.before(&before.told(&new.family));
    }
    tx.changed(permit, change.after(&link.told(&new.family)).event("account.assigned").about(&link.id))
        .await?;
    Ok(())
}

/// Ends a period of the account.
pub async fn end(
    tx: &mut Tx,
    permit: &Permit<ManageAccounts>,
    account: &AccountId,
    id: &AccountPartnerId,
    (until, reason): (Day, &str),
) -> Result<(), NotOnRecord> {
    super::hold(tx).await?;
    let row = tx.one(FAMILY_OF, args![word(id), word(account)]).await?;
    let family: FamilyId = row.ok_or(StoreError::Stale)?.word("family_id")?;
    let mut chain = chain(tx, account, &family).await?;
    let place = chain.iter().position(|link| link.id == *id).ok_or(StoreError::Stale)?;
    let periods: Vec<Period> = chain.iter().map(|known| known.period).collect();
    may_end(&periods, place, until).map_err(|fault| NotOnRecord::Field("until_on", fault))?;
    let Some(link) = chain.get_mut(place) else { return Err(StoreError::Stale.into()) };
    let before = link.clone();
    link.period.until = Some(until);
    reason.clone_into(&mut link.reason);
    let after = link.clone();
    if before == after {
        return Ok(());
    }
    write(tx, account, &family, chain).await?;
    let change = Change::of("account", account.as_str()).partner(&after.partner);
    let change = change.before(&before.told(&family)).after(&after.told(&family));
    tx.changed(permit, change.event("account.assigned").about(id)).await?;
    Ok(())
}

/// The periods of one account and family, the earliest first.
pub(super) async fn chain(
    read: &mut Read,
    account: &AccountId,
    family: &FamilyId,
) -> Result<Vec<Link>, StoreError> {
    let rows = read.all(CHAIN, args![word(account), word(family)]).await?;
    let link = |row: &Row| {
        Ok(Link {
            id: row.word("id")?,
            partner: row.word("partner_id")?,
            period: period(row)?,
            reason: row.text("reason")?,
            person: row.text("person_name")?,
            created_at: row.at("created_at")?,
        })
    };
    rows.iter().map(link).collect()
}

/// Writes the chain anew: each period names the end of the one before, so it is taken apart and put together.
pub(super) async fn write(
    tx: &mut Tx,
    account: &AccountId,
    family: &FamilyId,
    mut chain: Vec<Link>,
) -> Result<(), StoreError> {
    chain.sort_by_key(|link| link.period.from);
    tx.run(UNCHAIN, args![word(account), word(family)]).await?;
    let mut after: Option<String> = None;
    for link in chain {
        let until = link.period.until.map_or_else(|| ENDLESS.to_owned(), |day| day.to_string());
        let args = args![
            word(&link.id),
            word(account),
            word(family),
            word(&link.partner),
            link.period.from,
            &until,
            after.as_deref(),
            &link.reason,
            &link.person,
            link.created_at
        ];
        tx.run(LINK, args).await?;
        after = Some(until);
    }
    Ok(())
}
