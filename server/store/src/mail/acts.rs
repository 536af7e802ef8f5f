//! Links in mails that do one thing to one deal: given their secret when the mail is made, found by it, and used up in the
//! very transaction of what they do.

use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::people::secret_hash;
use crate::value::word;
use crate::{args, statements};
use domain::access::Who;
use domain::deals::{MAIL_ACT_DAYS, MailAct};
use domain::id::{DealId, NoticeId, PersonId};
use domain::time::Instant;

/// Days after its end for which a link is still told from one that never was.
const REMEMBERED_DAYS: i64 = 90;

statements! {
    // A mail that is sent a second time has other secrets; one by which something was done already gets none.
    ARM = "INSERT INTO mail_acts (notice_id, act, person_id, deal_id, token_hash, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (notice_id, act) DO UPDATE SET token_hash = excluded.token_hash, expires_at = excluded.expires_at
        WHERE mail_acts.used_at IS NULL";
    // With the use of any link of the same mail: one of them is enough.
    BY_SECRET = "SELECT a.notice_id, a.act, a.person_id, a.deal_id, a.expires_at, u.act AS used_act, u.used_at FROM mail_acts a
        LEFT JOIN mail_acts u ON u.notice_id = a.notice_id AND u.used_at IS NOT NULL WHERE a.token_hash = $1";
    USE_UP = "UPDATE mail_acts SET used_at = $3 WHERE notice_id = $1 AND act = $2 AND used_at IS NULL AND expires_at > $3";
    PURGE = "DELETE FROM mail_acts WHERE expires_at < $1";
}

/// A link as it was found by its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The notice that the mail told.
    pub notice: NoticeId,
    /// What it does.
    pub act: MailAct,
    /// Who does it.
    pub person: PersonId,
    /// To which deal.
    pub deal: DealId,
    /// Until when.
    pub expires_at: Instant,
    /// What was done by a link of the same mail, and when.
    pub used: Option<(MailAct, Instant)>,
}

/// Gives a link its secret, just before it is mailed.
pub async fn arm(
    tx: &mut Tx,
    (notice, act): (&NoticeId, MailAct),
    person: &PersonId,
    deal: &DealId,
    secret: &str,
) -> Result<(), StoreError> {
    let expires_at = tx.now().plus_days(MAIL_ACT_DAYS);
    let args = args![word(notice), act.as_str(), word(person), word(deal), secret_hash(secret), expires_at];
    tx.run(ARM, args).await.map(drop)
}

/// The link of this secret, used or not.
pub async fn by_secret(read: &mut Read, secret: &str) -> Result<Option<Found>, StoreError> {
    let Some(row) = read.one(BY_SECRET, args![secret_hash(secret)]).await? else { return Ok(None) };
    let used = match row.maybe_at("used_at")? {
        Some(at) => Some((row.word("used_act")?, at)),
        None => None,
    };
    Ok(Some(Found {
        notice: row.word("notice_id")?,
        act: row.word("act")?,
        person: row.word("person_id")?,
        deal: row.word("deal_id")?,
        expires_at: row.at("expires_at")?,
        used,
    }))
}

/// Uses a link up, and notes that it was by it. Of two who do so in the same moment, by this link or another of the same
/// mail, one is told that it is stale.
pub async fn use_up(tx: &mut Tx, found: &Found, who: &Who) -> Result<(), StoreError> {
    let now = tx.now();
    match tx.run_one(USE_UP, args![word(&found.notice), found.act.as_str(), now]).await {
        Err(StoreError::Duplicate { .. }) => return Err(StoreError::Stale),
        other => other?,
    }
    let change = Change::of("deal", found.deal.as_str()).after(&found.act);
    tx.noted(who, "mail_act_used", change).await
}

/// Forgets links that ended long ago.
pub async fn purge(tx: &mut Tx) -> Result<u64, StoreError> {
    let before = tx.now().plus_days(-REMEMBERED_DAYS);
    tx.run(PURGE, args![before]).await
}
