//! Running counts of deals: how many stand where and what they are worth, and what happened in which month, and what
//! was promised and kept on which day ([`super::promises`]). Kept for each partner, each person and everybody together, in the transaction of the change, so that home never counts all deals.
//!
//! A change notes where its deal stood and stands; what that makes of the counts waits in the [`Tx`] and is written last, in
//! one order, so that two transactions never wait for each other.

use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::row::Row;
use crate::sql::Statement;
use crate::value::{Value, word};
use crate::{args, statements};
use domain::access::Scope;
use domain::deals::promises::Course;
use domain::deals::{Happened, Month, State};
use domain::id::{DealId, PartnerId, PersonId};
use domain::money::Money;
use domain::time::Instant;
use std::collections::BTreeMap;

statements! {
    // What was revoked had been approved: its reason is not that of the decision.
    STANDING = "SELECT partner_id, person_id, state, currency, COALESCE(amount, 0) AS minor, submitted_at, decided_at, closed_at,
        COALESCE(in_time, FALSE) AS in_time, reason IS NULL OR state = 'revoked' AS approved FROM deals WHERE id = $1";
    ADD = "INSERT INTO deal_tallies (owner, state, handed_in, currency, deals, minor) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (owner, state, handed_in, currency)
        DO UPDATE SET deals = deal_tallies.deals + excluded.deals, minor = deal_tallies.minor + excluded.minor";
    ADD_MONTH = "INSERT INTO deal_months (owner, month, event, deals) VALUES ($1, $2, $3, $4)
        ON CONFLICT (owner, month, event) DO UPDATE SET deals = deal_months.deals + excluded.deals";
    ADD_DAY = "INSERT INTO deal_days (owner, day, event, hours, deals) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (owner, day, event, hours) DO UPDATE SET deals = deal_days.deals + excluded.deals";
    OF_OWNER = "SELECT state, currency, CAST(SUM(deals) AS BIGINT) AS deals, CAST(SUM(minor) AS BIGINT) AS minor FROM deal_tallies
        WHERE owner = $1 AND (handed_in OR $2) AND deals > 0 GROUP BY state, currency ORDER BY state, currency";
    OF_MANAGER = "SELECT t.state, t.currency, CAST(SUM(t.deals) AS BIGINT) AS deals, CAST(SUM(t.minor) AS BIGINT) AS minor
        FROM partners o JOIN deal_tallies t ON t.owner = o.id
        WHERE o.manager_id = $1 AND (t.handed_in OR $2) AND t.deals > 0 GROUP BY t.state, t.currency ORDER BY t.state, t.currency";
    // The clock's work that nobody has written yet: few, since a minute's round writes it.
    OVERDUE = scoped("SELECT d.currency, COUNT(*) AS deals, CAST(SUM(COALESCE(d.amount, 0)) AS BIGINT) AS minor FROM deals d WHERE",
        "d.partner_id", "AND d.state = 'approved' AND d.protected_until_at <= $2 AND ($3 = '' OR d.person_id = $3) GROUP BY d.currency");
    MONTHS_OF_OWNER = "SELECT month, event, deals FROM deal_months WHERE owner = $1 AND month >= $2 AND deals > 0 ORDER BY month";
    MONTHS_OF_MANAGER = "SELECT t.month, t.event, CAST(SUM(t.deals) AS BIGINT) AS deals FROM partners o JOIN deal_months t ON t.owner = o.id
        WHERE o.manager_id = $1 AND t.month >= $2 AND t.deals > 0 GROUP BY t.month, t.event ORDER BY t.month";
}

/// What waits in a transaction to be added to the counts.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    stands: BTreeMap<(String, &'static str, bool, String), (i64, i64)>,
    happened: BTreeMap<(String, i64, &'static str), i64>,
    kept: BTreeMap<(String, i64, &'static str, i64), i64>,
}

/// Where a deal stands, as the counts see it.
#[derive(Debug)]
pub(super) struct Standing {
    owners: [String; 3],
    state: State,
    worth: Money,
    submitted_at: Option<Instant>,
    decided_at: Option<Instant>,
    closed_at: Option<Instant>,
    in_time: bool,
    approved: bool,
}

/// Where the deal stands now.
pub(super) async fn standing(tx: &mut Tx, id: &DealId) -> Result<Option<Standing>, StoreError> {
    let Some(row) = tx.one(STANDING, args![word(id)]).await? else { return Ok(None) };
    Ok(Some(Standing {
        owners: [row.text("partner_id")?, row.text("person_id")?, String::new()],
        state: row.word("state")?,
        worth: Money { minor: row.int("minor")?, currency: row.text("currency")? },
        submitted_at: row.maybe_at("submitted_at")?,
        decided_at: row.maybe_at("decided_at")?,
        closed_at: row.maybe_at("closed_at")?,
        in_time: row.flag("in_time")?,
        approved: row.flag("approved")?,
    }))
}

/// Takes the deal from where it stood and counts it where it stands now.
pub(super) async fn moved(tx: &mut Tx, before: Option<Standing>, id: &DealId) -> Result<(), StoreError> {
    let after = standing(tx, id).await?;
    if let Some(before) = before {
        tx.tallies.count(&before, -1);
    }
    if let Some(after) = after {
        tx.tallies.count(&after, 1);
    }
    Ok(())
}

impl Pending {
    fn count(&mut self, one: &Standing, by: i64) {
        let handed_in = one.submitted_at.is_some();
        let course = Course {
            state: one.state,
            submitted_at: one.submitted_at,
            decided_at: one.decided_at,
            in_time: one.in_time,
            closed_at: one.closed_at,
        };
        // Promises are made to partners, not to each of their people.
        let [partner, _, everybody] = &one.owners;
        for (event, day, hours) in course.counts() {
            for owner in [partner, everybody] {
                *self.kept.entry((owner.clone(), day, event.as_str(), hours)).or_default() += by;
            }
        }
        for owner in &one.owners {
            let key = (owner.clone(), one.state.as_str(), handed_in, one.worth.currency.clone());
            let (deals, minor) = self.stands.entry(key).or_default();
            *deals += by;
            *minor += by * one.worth.minor;
            let mut at = |event: Happened, when: Instant| {
                let key = (owner.clone(), Month::of(when).number(), event.as_str());
                *self.happened.entry(key).or_default() += by;
            };
            if let Some(when) = one.submitted_at {
                at(Happened::Registered, when);
            }
            if let Some(when) = one.decided_at {
                at(if one.approved { Happened::Approved } else { Happened::Rejected }, when);
                if one.in_time {
                    at(Happened::InTime, when);
                }
            }
        }
    }
}

/// Writes what waits, as the last thing before a transaction ends.
pub(crate) async fn write(tx: &mut Tx) -> Result<(), StoreError> {
    let Pending { stands, happened, kept } = std::mem::take(&mut tx.tallies);
    for ((owner, state, handed_in, currency), (deals, minor)) in stands {
        if deals != 0 || minor != 0 {
            tx.run(ADD, args![owner, state, handed_in, currency, deals, minor]).await?;
        }
    }
    for ((owner, month, event), deals) in happened {
        if deals != 0 {
            tx.run(ADD_MONTH, args![owner, month, event, deals]).await?;
        }
    }
    for ((owner, day, event, hours), deals) in kept {
        if deals != 0 {
            tx.run(ADD_DAY, args![owner, day, event, hours, deals]).await?;
        }
    }
    Ok(())
}

/// How many deals stand in a state, and what those of one currency are worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Where they stand.
    pub state: State,
    /// How many.
    pub deals: i64,
    /// What they are worth together.
    pub worth: Money,
}

fn tally(row: &Row) -> Result<Tally, StoreError> {
    Ok(Tally {
        state: row.word("state")?,
        deals: row.int("deals")?,
        worth: Money { minor: row.int("minor")?, currency: row.text("currency")? },
    })
}

/// The kept counts within the scope as of `now`, of this person alone where one is named: a window that has ended is not
/// protected any more, whether that was written or not.
pub async fn tallies(
    read: &mut Read,
    scope: &Scope,
    person: Option<&PersonId>,
    now: Instant,
) -> Result<Vec<Tally>, StoreError> {
    let drafts = matches!(scope, Scope::Partner(_));
    current(read, kept(scope, person, OF_OWNER, OF_MANAGER), drafts, (scope, person), now).await
}

/// The kept counts of one organisation, as somebody reads them who reads deals within the scope; nothing outside of it.
pub async fn of_partner(
    read: &mut Read,
    scope: &Scope,
    partner: &PartnerId,
    now: Instant,
) -> Result<Vec<Tally>, StoreError> {
    if crate::partners::find(read, scope, partner).await?.is_none() {
        return Ok(Vec::new());
    }
    let own = Scope::Partner(partner.clone());
    let drafts = matches!(scope, Scope::Partner(_));
    current(read, (OF_OWNER, partner.as_str().into()), drafts, (&own, None), now).await
}

async fn current(
    read: &mut Read,
    (statement, owner): (Statement, Value),
    drafts: bool,
    (scope, person): (&Scope, Option<&PersonId>),
    now: Instant,
) -> Result<Vec<Tally>, StoreError> {
    let rows = read.all(statement, vec![owner, drafts.into()]).await?;
    let mut tallies: Vec<Tally> = rows.iter().map(tally).collect::<Result<_, _>>()?;
    let (statement, first) = OVERDUE.within(scope);
    let person = person.map_or("", PersonId::as_str);
    for row in read.all(statement, vec![first, now.into(), person.into()]).await? {
        let (deals, minor, currency) = (row.int("deals")?, row.int("minor")?, row.text("currency")?);
        let mut add = |state: State, sign: i64| {
            let known =
                tallies.iter_mut().find(|known| known.state == state && known.worth.currency == currency);
            match known {
                Some(known) => {
                    known.deals += sign * deals;
                    known.worth.minor += sign * minor;
                }
                None if sign > 0 => {
                    tallies.push(Tally { state, deals, worth: Money { minor, currency: currency.clone() } });
                }
                None => {}
            }
        };
        add(State::Approved, -1);
        add(State::Expired, 1);
    }
    tallies.retain(|one| one.deals > 0);
    Ok(tallies)
}

/// What happened since a month, within the scope; months in which nothing happened are not there.
pub async fn months(
    read: &mut Read,
    scope: &Scope,
    since: Month,
) -> Result<Vec<(Month, Happened, i64)>, StoreError> {
    let (statement, owner) = kept(scope, None, MONTHS_OF_OWNER, MONTHS_OF_MANAGER);
    let rows = read.all(statement, vec![owner, since.number().into()]).await?;
    rows.iter()
        .map(|row| Ok((Month::numbered(row.int("month")?), row.word("event")?, row.int("deals")?)))
        .collect()
}

/// The statement for the owner of this scope, and the owner.
pub(super) fn kept(
    scope: &Scope,
    person: Option<&PersonId>,
    own: Statement,
    assigned: Statement,
) -> (Statement, Value) {
    match (scope, person) {
        (Scope::Partner(_) | Scope::All, Some(person)) => (own, person.as_str().into()),
        (Scope::All, None) => (own, "".into()),
        (Scope::Partner(partner), None) => (own, partner.as_str().into()),
        (Scope::Assigned(manager), _) => (assigned, manager.as_str().into()),
        // No row has this owner.
        (Scope::Nobody, _) => (own, "nobody".into()),
    }
}
