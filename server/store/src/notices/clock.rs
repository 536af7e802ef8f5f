//! What comes about by the clock and nobody does: each becomes an event once, whichever server looks first.

use crate::db::Tx;
use crate::deals::waiting;
use crate::error::StoreError;
use crate::learning::certificates::newest;
use crate::outbox::{self, Payload};
use crate::{args, statements};
use domain::notices::{CERTIFICATE_EXPIRING_DAYS, DEAL_EXPIRING_DAYS};

/// Days for which collateral and announcements count as new once they are there; what was published before that is not
/// told any more.
const APPEARED_DAYS: i64 = 3;
/// Days for which it is known what was told: longer than anything is looked for.
const MARKED_DAYS: i64 = 400;

statements! {
    // $4 tells the reminders of one window apart.
    DEALS_EXPIRING = "SELECT d.id, d.partner_id, 'deal.expiring ' || d.id || ' ' || d.protected_until_at || $4 AS mark FROM deals d
        WHERE d.state = 'approved' AND d.protected_until_at > $1 AND d.protected_until_at <= $2 AND NOT EXISTS (
            SELECT 1 FROM clock_marks m WHERE m.mark = 'deal.expiring ' || d.id || ' ' || d.protected_until_at || $4)
        ORDER BY d.protected_until_at, d.id LIMIT $3";
    DEALS_OVERDUE = (concat!("SELECT d.id, d.partner_id, 'deal.overdue ' || d.id || ' ' || d.decide_by_at AS mark FROM deals d
        WHERE ", waiting!(), " AND d.decide_by_at < $1 AND NOT EXISTS (
            SELECT 1 FROM clock_marks m WHERE m.mark = 'deal.overdue ' || d.id || ' ' || d.decide_by_at)
        ORDER BY d.decide_by_at, d.id LIMIT $2"));
    // Of several for the same course or certification the newest is the one that counts.
    CERTIFICATES_EXPIRING = (concat!("SELECT c.id, c.partner_id, 'certificate.expiring ' || c.id AS mark FROM certificates c
        WHERE c.expires_on >= $1 AND c.expires_on <= $2 AND c.revoked_at IS NULL AND ", newest!(), "
        AND NOT EXISTS (SELECT 1 FROM clock_marks m WHERE m.mark = 'certificate.expiring ' || c.id)
        ORDER BY c.expires_on, c.id LIMIT $3"));
    ASSETS_APPEARED = "SELECT a.id, NULL AS partner_id, 'asset.appeared ' || a.id || ' ' || a.publish_on AS mark FROM assets a
        WHERE a.state = 'published' AND a.publish_on > $1 AND a.publish_on <= $2 AND NOT EXISTS (
            SELECT 1 FROM clock_marks m WHERE m.mark = 'asset.appeared ' || a.id || ' ' || a.publish_on)
        ORDER BY a.publish_on, a.id LIMIT $3";
    ANNOUNCEMENTS_APPEARED = "SELECT a.id, NULL AS partner_id, 'announcement.appeared ' || a.id || ' ' || a.publish_on AS mark FROM announcements a
        WHERE a.state = 'published' AND a.publish_on > $1 AND a.publish_on <= $2 AND NOT EXISTS (
            SELECT 1 FROM clock_marks m WHERE m.mark = 'announcement.appeared ' || a.id || ' ' || a.publish_on)
        ORDER BY a.publish_on, a.id LIMIT $3";
    MARK = "INSERT INTO clock_marks (mark, at) VALUES ($1, $2) ON CONFLICT (mark) DO NOTHING";
    PURGE = "DELETE FROM clock_marks WHERE at < $1";
}

/// Makes events of what is due now, at most `most` of each; answers how many there were.
pub async fn strike(tx: &mut Tx, most: i64) -> Result<usize, StoreError> {
    let now = tx.now();
    let today = now.day();
    let certificates = args![today, today.plus_days(CERTIFICATE_EXPIRING_DAYS), most];
    let appeared = args![today.plus_days(-APPEARED_DAYS), today, most];
    let mut due = vec![
        ("deal.overdue", DEALS_OVERDUE, args![now, most]),
        ("certificate.expiring", CERTIFICATES_EXPIRING, certificates),
        ("asset.appeared", ASSETS_APPEARED, appeared.clone()),
        ("announcement.appeared", ANNOUNCEMENTS_APPEARED, appeared),
    ];
    // Each reminder belongs to the days until the next one: a window that is short from the start, or a portal that stood
    // still, brings the one of now and not all of them at once.
    let sooner = DEAL_EXPIRING_DAYS.iter().skip(1).chain(&[0]);
    for (days, sooner) in DEAL_EXPIRING_DAYS.iter().zip(sooner) {
        let (from, until) = (now.plus_days(*sooner), now.plus_days(*days));
        due.push(("deal.expiring", DEALS_EXPIRING, args![from, until, most, format!(" {days}")]));
    }
    let mut struck = 0;
    for (event, statement, args) in due {
        for row in tx.all(statement, args).await? {
            if mark(tx, &row.text("mark")?).await? {
                let partner = row.maybe_word("partner_id")?;
                let payload = Payload { record: row.text("id")?, partner, by: None, about: None };
                outbox::emit(tx, event, &payload).await?;
                struck += 1;
            }
        }
    }
    Ok(struck)
}

/// Marks what the clock has brought about; false when that was done already, by whichever server.
pub(crate) async fn mark(tx: &mut Tx, mark: &str) -> Result<bool, StoreError> {
    let now = tx.now();
    Ok(tx.run(MARK, args![mark, now]).await? == 1)
}

/// Forgets what was told long ago.
pub async fn purge(tx: &mut Tx) -> Result<u64, StoreError> {
    let before = tx.now().plus_days(-MARKED_DAYS);
    tx.run(PURGE, args![before]).await
}
