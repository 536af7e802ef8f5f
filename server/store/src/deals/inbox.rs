//! What waits for an approver, one after another in the order of the decision clock: where an approval takes several steps, the
//! cases whose open step is theirs.

use crate::db::Read;
use crate::deals::board::{self, CardRow};
use crate::deals::{self, DealRow, columns, from, state_now, waiting};
use crate::error::StoreError;
use crate::value::{Value, word};
use crate::{args, statements};
use domain::access::{Profile, Scope};
use domain::deals::Deal;
use domain::id::DealId;
use domain::time::Instant;

/// Whether the person of this role has something to decide of the deal, as `Chain::turn` has it: channel managers only read what
/// is of their own partners.
macro_rules! theirs {
    ($role:literal, $person:literal) => {
        concat!(
            "((", $role, " IN ('administrator', 'approver') AND NOT EXISTS (SELECT 1 FROM deal_steps s WHERE s.deal_id = d.id AND s.state = 'open'))
            OR EXISTS (SELECT 1 FROM deal_steps s WHERE s.deal_id = d.id AND s.state = 'open' AND (", $role, " = 'administrator'
                OR (s.decided_by IN ('approver', 'channel_manager') AND s.decided_by = ", $role, ")
                OR (s.decided_by = 'named' AND EXISTS (SELECT 1 FROM deal_step_people q
                    WHERE q.deal_id = s.deal_id AND q.position = s.position AND q.person_id = ", $person, ")))
                AND (s.same_person OR NOT EXISTS (SELECT 1 FROM deal_steps a WHERE a.deal_id = d.id AND a.agreed_by = ", $person, "))))"
        )
    };
}

statements! {
    // What several people have to agree to is decided one by one.
    SEVERAL = scoped(concat!("SELECT ", columns!(), ", d.version ", from!(), " WHERE"), "d.partner_id",
        concat!("AND CAST($2 AS BIGINT) IS NOT NULL AND ", waiting!(), " AND d.state <> 'extension_pending'
        AND NOT EXISTS (SELECT 1 FROM deal_steps s WHERE s.deal_id = d.id) ORDER BY d.decide_by_at, d.id LIMIT $3"));
    WAITING = scoped(concat!("SELECT ", columns!(), " ", from!(), " WHERE"), "d.partner_id", concat!("AND CAST($2 AS BIGINT) IS NOT NULL AND ", waiting!(), " AND ", theirs!("$3", "$4"),
        " ORDER BY d.decide_by_at, d.id LIMIT $5"));
    AFTER = scoped("SELECT d.id FROM deals d WHERE", "d.partner_id", concat!("AND ", waiting!(), " AND d.id <> $3
        AND (d.decide_by_at, d.id) > ($2, $3) AND ", theirs!("$4", "$5"), " ORDER BY d.decide_by_at, d.id LIMIT 1"));
    // What is at a step: few of all that waits.
    AT_STEPS = scoped(concat!("SELECT COUNT(*) AS steps, CAST(COALESCE(SUM(w.theirs), 0) AS BIGINT) AS theirs
        FROM (SELECT CASE WHEN ", theirs!("$2", "$3"), " THEN 1 ELSE 0 END AS theirs FROM deals d WHERE"), "d.partner_id",
        concat!("AND ", waiting!(), " AND d.id IN (SELECT deal_id FROM deal_steps WHERE state = 'open')) w"));
}

/// The first of what somebody has to decide, by its clock.
pub async fn waiting(
    read: &mut Read,
    scope: &Scope,
    who: &Profile,
    now: Instant,
    most: i64,
) -> Result<Vec<DealRow>, StoreError> {
    let rest = args![now, who.role.as_str(), word(&who.person), most];
    deals::lines(read, WAITING.within(scope), rest).await
}

/// How much somebody has to decide, and how much besides is at a step that is not theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtSteps {
    /// At a step of theirs.
    pub theirs: i64,
    /// At a step of somebody else.
    pub others: i64,
}

/// What waits at a step within the scope.
pub async fn at_steps(read: &mut Read, scope: &Scope, who: &Profile) -> Result<AtSteps, StoreError> {
    let (statement, first) = AT_STEPS.within(scope);
    let args = vec![first, who.role.as_str().into(), word(&who.person)];
    let row = read.one(statement, args).await?;
    row.map_or(Ok(AtSteps { theirs: 0, others: 0 }), |row| {
        let theirs = row.int("theirs")?;
        Ok(AtSteps { theirs, others: row.int("steps")? - theirs })
    })
}

/// What waits for one decision, the most urgent first, each with the version that was read.
pub async fn several(
    read: &mut Read,
    scope: &Scope,
    now: Instant,
    most: i64,
) -> Result<Vec<CardRow>, StoreError> {
    board::cards(read, SEVERAL, scope, args![now, most]).await
}

/// The case behind this one that somebody has to decide, whether or not this one still waits; behind the last one the first.
pub async fn next(
    read: &mut Read,
    scope: &Scope,
    who: &Profile,
    deal: &Deal,
) -> Result<Option<DealId>, StoreError> {
    let (statement, first) = AFTER.within(scope);
    let clock = deal.decide_by_at.map_or(0, |at| at.millis());
    for from in [clock, 0] {
        let rest: [Value; 4] = [from.into(), word(&deal.id), who.role.as_str().into(), word(&who.person)];
        let args = std::iter::once(first.clone()).chain(rest).collect();
        if let Some(row) = read.one(statement, args).await? {
            return row.word("id").map(Some);
        }
    }
    Ok(None)
}
