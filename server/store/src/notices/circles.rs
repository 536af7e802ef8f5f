//! Who is in a circle around a record: active people only, and only those who may read the record.

use super::tell::News;
use crate::accounts::comments::reads_accounts;
use crate::db::Read;
use crate::error::StoreError;
use crate::value::word;
use crate::{announcements, args, assets, learning, statements};
use domain::id::PersonId;
use domain::notices::Circle;
use domain::time::Day;

/// People of one look.
pub(super) const AT_ONCE: i64 = 500;

/// Whether the person `p` reads the deal `d` today.
macro_rules! reads_deal {
    () => {
        "p.active AND (p.partner_id = d.partner_id OR p.role IN ('administrator', 'approver')
            OR (p.role = 'channel_manager' AND EXISTS (SELECT 1 FROM partners m WHERE m.id = d.partner_id AND m.manager_id = p.id)))"
    };
}
pub(crate) use reads_deal;

/// A step of the deal `$1` that can be decided now: what a rejection or a withdrawal left open cannot.
macro_rules! open_step {
    () => {
        "SELECT 1 FROM deal_steps s JOIN deals d ON d.id = s.deal_id
        WHERE s.deal_id = $1 AND s.state = 'open' AND d.state IN ('submitted', 'in_review', 'action_required')"
    };
}

macro_rules! talkers {
    ($after:expr) => {
        concat!(
            "SELECT DISTINCT p.id FROM deal_entries e JOIN deals d ON d.id = e.deal_id JOIN people p ON p.id = e.person_id
            WHERE e.kind = 'comment' AND d.id = $1 AND ",
            reads_deal!(),
            $after
        )
    };
}

statements! {
    REGISTERED = "SELECT p.id FROM deals d JOIN people p ON p.id = d.person_id
        WHERE d.id = $1 AND p.active AND p.partner_id = d.partner_id";
    HOLDS = "SELECT p.id FROM certificates c JOIN people p ON p.id = c.person_id
        WHERE c.id = $1 AND p.active AND p.partner_id = c.partner_id";
    ASKED = "SELECT p.id FROM assignments a JOIN people p ON p.id = a.person_id
        WHERE a.id = $1 AND p.active AND p.partner_id = a.partner_id";
    ADMINISTRATORS = "SELECT id FROM people WHERE partner_id = $1 AND role = 'partner_administrator' AND active ORDER BY id";
    JOINT = "SELECT DISTINCT p.id FROM deal_parts s JOIN deals d ON d.id = s.deal_id JOIN people p ON p.partner_id = s.partner_id
        WHERE s.deal_id = $1 AND s.partner_id <> d.partner_id AND p.role = 'partner_administrator' AND p.active ORDER BY p.id";
    MANAGER = "SELECT p.id FROM partners o JOIN people p ON p.id = o.manager_id
        WHERE o.id = $1 AND p.active AND p.role = 'channel_manager'";
    DECIDERS = "SELECT id FROM people WHERE role IN ('administrator', 'approver') AND active ORDER BY id";
    // Where an approval takes several steps, only those who can decide what is open are told, and administrators.
    DECIDERS_OF_DEAL = (concat!("SELECT p.id FROM people p WHERE p.active AND (p.role = 'administrator'
            OR (p.role = 'approver' AND NOT EXISTS (", open_step!(), "))
            OR (p.role IN ('approver', 'channel_manager') AND EXISTS (", open_step!(), "
                AND (p.role = 'approver' OR EXISTS (SELECT 1 FROM partners o WHERE o.id = d.partner_id AND o.manager_id = p.id))
                AND ((s.decided_by <> 'named' AND s.decided_by = p.role) OR (s.decided_by = 'named' AND EXISTS (
                    SELECT 1 FROM deal_step_people q WHERE q.deal_id = s.deal_id AND q.position = s.position AND q.person_id = p.id))))))
        AND NOT EXISTS (", open_step!(), " AND NOT s.same_person AND EXISTS (
            SELECT 1 FROM deal_steps a WHERE a.deal_id = s.deal_id AND a.agreed_by = p.id))
        ORDER BY p.id"));
    TALKERS = (talkers!(""));
    STAFF_TALKERS = (talkers!(" AND p.partner_id IS NULL"));
    NAMED_ON_ACCOUNT = (concat!("SELECT p.id FROM account_mentions n JOIN people p ON p.id = n.person_id WHERE n.entry_id = $1 AND ",
        reads_accounts!()));
    NAMED = (concat!("SELECT p.id FROM mentions n JOIN deal_entries e ON e.id = n.entry_id JOIN deals d ON d.id = e.deal_id
        JOIN people p ON p.id = n.person_id WHERE n.entry_id = $1 AND (p.partner_id IS NULL OR NOT e.internal) AND ", reads_deal!()));
}

/// The next people of the circle after this one, by id.
pub(super) async fn page(
    read: &mut Read,
    circle: Circle,
    news: &News,
    today: Day,
    after: &str,
) -> Result<Vec<PersonId>, StoreError> {
    let id = news.record.as_str();
    let partner = news.partner.as_ref().map(ToString::to_string).unwrap_or_default();
    let kind = id.split('_').next().unwrap_or_default();
    if circle == Circle::Audience {
        return match kind {
            "an" => announcements::audience(read, id, today, after, AT_ONCE).await,
            "as" => assets::audience(read, id, today, after, AT_ONCE).await,
            "co" => learning::audience(read, id, after, AT_ONCE).await,
            _ => Ok(Vec::new()),
        };
    }
    if !after.is_empty() {
        return Ok(Vec::new());
    }
    let rows = match (circle, kind) {
        (Circle::Owner, "dl") => read.all(REGISTERED, args![id]).await?,
        (Circle::Owner, "ce") => read.all(HOLDS, args![id]).await?,
        (Circle::Owner, "ag") => read.all(ASKED, args![id]).await?,
        (Circle::PartnerAdministrators, _) => read.all(ADMINISTRATORS, args![partner]).await?,
        (Circle::Joint, "dl") => read.all(JOINT, args![id]).await?,
        (Circle::Manager, _) => read.all(MANAGER, args![partner]).await?,
        (Circle::Deciders, "dl") => read.all(DECIDERS_OF_DEAL, args![id]).await?,
        (Circle::Deciders, _) => read.all(DECIDERS, args![]).await?,
        (Circle::Talkers, "dl") => read.all(TALKERS, args![id]).await?,
        (Circle::StaffTalkers, "dl") => read.all(STAFF_TALKERS, args![id]).await?,
        (Circle::Named, kind) => match &news.entry {
            Some(entry) if kind == "ac" => read.all(NAMED_ON_ACCOUNT, args![word(entry)]).await?,
            Some(entry) => read.all(NAMED, args![word(entry)]).await?,
            None => Vec::new(),
        },
        _ => Vec::new(),
    };
    rows.iter().map(|row| row.word("id")).collect()
}
