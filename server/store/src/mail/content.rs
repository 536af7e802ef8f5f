//! What a mail tells, as it is when it is sent. The portal reads it for itself, to hand it to the very person.

use crate::db::Read;
use crate::error::StoreError;
use crate::notices::circles::reads_deal;
use crate::notices::{notice, notice_columns};
use crate::value::word;
use crate::{args, statements};
use domain::access::Role;
use domain::id::{InvitationId, MailId, PersonId};
use domain::mail::DIGEST_MOST;
use domain::notices::{Kind, Notice};
use domain::time::Instant;

statements! {
    NOTICE = (notice_columns!("n.id = $1 AND n.person_id = $2"));
    // The newest first, and one more than is told.
    DIGEST = (notice_columns!("n.digest_id = $1 AND n.person_id = $2 AND n.read_at IS NULL ORDER BY n.id DESC LIMIT $3"));
    READS_DEAL = (concat!("SELECT p.id FROM deals d JOIN people p ON p.id = $2 WHERE d.id = $1 AND d.submitted_at IS NOT NULL AND ", reads_deal!()));
    TAKES_PART = "SELECT p.id FROM deal_parts s JOIN people p ON p.partner_id = s.partner_id WHERE s.deal_id = $1 AND p.id = $2 AND p.active";
    OF_PARTNER = "SELECT c.id FROM certificates c JOIN people p ON p.id = $2 WHERE c.id = $1 AND p.active AND (p.partner_id = c.partner_id
        OR EXISTS (SELECT 1 FROM partners m WHERE m.id = c.partner_id AND m.manager_id = p.id))";
    ASKED = "SELECT a.id FROM assignments a JOIN people p ON p.id = a.person_id WHERE a.id = $1 AND p.id = $2 AND p.active
        AND p.partner_id = a.partner_id AND a.withdrawn_at IS NULL AND a.done_at IS NULL";
    INVITATION = "SELECT i.email, i.role, i.expires_at, o.name AS partner_name, b.name AS inviter, b.language FROM invitations i
        JOIN people b ON b.id = i.invited_by LEFT JOIN partners o ON o.id = i.partner_id
        WHERE i.id = $1 AND i.email IS NOT NULL AND i.used_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at > $2 AND b.active";
}

/// A notice of this person that is still to be told: unread, and about what the person may still read.
pub async fn of_notice(read: &mut Read, person: &PersonId, id: &str) -> Result<Option<Notice>, StoreError> {
    let Some(row) = read.one(NOTICE, args![id, word(person)]).await? else { return Ok(None) };
    match notice(&row)? {
        Some(told) if !told.read && may_still_read(read, person, &told).await? => Ok(Some(told)),
        _ => Ok(None),
    }
}

/// What a digest tells, newest first: at most [`DIGEST_MOST`], and whether there is more.
pub async fn of_digest(
    read: &mut Read,
    person: &PersonId,
    id: &MailId,
) -> Result<(Vec<Notice>, bool), StoreError> {
    let rows = read.all(DIGEST, args![word(id), word(person), DIGEST_MOST as i64 + 1]).await?;
    let more = rows.len() > DIGEST_MOST;
    let mut told = Vec::new();
    for row in rows.iter().take(DIGEST_MOST) {
        if let Some(one) = notice(row)?
            && may_still_read(read, person, &one).await?
        {
            told.push(one);
        }
    }
    Ok((told, more))
}

/// What is published was told while it was for them, and is not asked for again.
async fn may_still_read(read: &mut Read, person: &PersonId, notice: &Notice) -> Result<bool, StoreError> {
    let statement = match notice.record.split('_').next() {
        Some("dl") if notice.kind == Kind::DealJoint => TAKES_PART,
        Some("dl") => READS_DEAL,
        Some("ce") => OF_PARTNER,
        Some("ag") => ASKED,
        _ => return Ok(true),
    };
    Ok(read.one(statement, args![&notice.record, word(person)]).await?.is_some())
}

/// An invitation as its mail says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationMail {
    /// To whom.
    pub email: String,
    /// The role it gives.
    pub role: Role,
    /// The organisation it leads into; none for the vendor's staff.
    pub partner: Option<String>,
    /// Who invites.
    pub inviter: String,
    /// When it stops working.
    pub expires_at: Instant,
    /// The inviter's language, which is the best guess at that of the invited.
    pub language: Option<domain::language::Language>,
}

/// The open invitation with this id.
pub async fn of_invitation(
    read: &mut Read,
    id: &InvitationId,
    now: Instant,
) -> Result<Option<InvitationMail>, StoreError> {
    let Some(row) = read.one(INVITATION, args![word(id), now]).await? else { return Ok(None) };
    Ok(Some(InvitationMail {
        email: row.text("email")?,
        role: row.word("role")?,
        partner: row.maybe_text("partner_name")?,
        inviter: row.text("inviter")?,
        expires_at: row.at("expires_at")?,
        language: row.maybe_word("language")?,
    }))
}
