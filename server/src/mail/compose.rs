//! Makes the letter of a mail that is about to be sent, from how things are now.

use super::Mailer;
use super::letter::{Item, Letter, Link};
use super::unsubscribe::{self, What};
use crate::state::State;
use app::texts::{speaking, text};
use app::words;
use domain::access::{Profile, Scope};
use domain::deals::{MAIL_ACT_DAYS, MailAct, State as DealState};
use domain::id::DealId;
use domain::language::Language;
use domain::looks::Look;
use domain::mail::{MailKind, PASSWORD_LINK_MINUTES};
use domain::notices::{Delivery, Notice};
use lettre::Message;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use store::StoreError;
use store::mail::{Claimed, acts as mail_acts, content, passwords};
use store::notices::preferences;
use store::people::invitations;

/// Characters of a subject.
const SUBJECT_MOST: usize = 150;

/// Why there is no letter.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoLetter {
    /// Nothing is to be told any more, or nobody is there to be told.
    #[error("{0}")]
    Over(&'static str),
    /// It cannot be made.
    #[error("{0}")]
    Impossible(String),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The whole mail as it goes to the server.
pub(super) async fn message(state: &State, mailer: &Mailer, mail: &Claimed) -> Result<Message, NoLetter> {
    match mail.kind {
        MailKind::Invitation => invitation(state, mailer, mail).await,
        MailKind::Notice | MailKind::Digest | MailKind::Password => {
            let person = mail.person.as_ref().ok_or(NoLetter::Over("to nobody"))?;
            let mut read = state.portal.store.read().await?;
            let who = store::people::profile(&mut read, person).await?;
            let who = who.ok_or(NoLetter::Over("the account is closed"))?;
            drop(read);
            match mail.kind {
                MailKind::Notice => one_notice(state, mailer, mail, &who).await,
                MailKind::Digest => digest(state, mailer, mail, &who).await,
                _ => password(state, mailer, mail, &who).await,
            }
        }
    }
}

fn language_of(state: &State, who: &Profile) -> Language {
    who.language.unwrap_or(state.portal.vendor.language)
}

fn item(state: &State, notice: &Notice) -> Item {
    let address = format!("{}{}", state.portal.origin, notice.path());
    let link = Link { words: words::notice(notice), address };
    Item { link, below: words::notice_below(notice), when: words::at(notice.at) }
}

fn blank(look: &Look, language: Language, title: String) -> Letter {
    Letter {
        language,
        vendor: look.name.clone(),
        hue: look.hue,
        title,
        lines: Vec::new(),
        items: Vec::new(),
        button: None,
        acts: Vec::new(),
        about_acts: None,
        why: String::new(),
        change: None,
    }
}

fn preferences_link(state: &State) -> Link {
    Link {
        words: text::mail::change().to_owned(),
        address: format!("{}/account/notices", state.portal.origin),
    }
}

async fn one_notice(
    state: &State,
    mailer: &Mailer,
    mail: &Claimed,
    who: &Profile,
) -> Result<Message, NoLetter> {
    let mut read = state.portal.store.read().await?;
    let notice = content::of_notice(&mut read, &who.person, &mail.record).await?;
    let notice = notice.ok_or(NoLetter::Over("read already, or out of reach"))?;
    let delivery = preferences::of(&mut read, &who.person, notice.kind).await?;
    if matches!(delivery, Delivery::InApp | Delivery::Off) {
        return Err(NoLetter::Over("not wanted any more"));
    }
    drop(read);
    let acts = acts(state, who, &notice).await?;
    let (language, look) = (language_of(state, who), state.portal.look().await);
    let letter = speaking(language, || {
        let Item { link, below, when } = item(state, &notice);
        Letter {
            lines: below.into_iter().chain([when]).collect(),
            button: Some(Link { words: text::mail::open().to_owned(), ..link.clone() }),
            about_acts: (!acts.is_empty()).then(|| text::mail_acts::about(MAIL_ACT_DAYS)),
            acts: acts
                .iter()
                .map(|(act, standing, secret)| act_link(state, *act, *standing, secret))
                .collect(),
            why: text::mail::why_notice(&look.name),
            change: Some(preferences_link(state)),
            ..blank(&look, language, link.words)
        }
    });
    let leave = unsubscribe::address(state, mailer, &who.person, What::Kind(notice.kind)).await?;
    envelope(state, mailer, mail, (&who.name, &who.email), &letter, Some(leave))
}

/// What this notice's mail lets its reader do at once, each with the secret of its link.
async fn acts(
    state: &State,
    who: &Profile,
    notice: &Notice,
) -> Result<Vec<(MailAct, DealState, String)>, NoLetter> {
    let Ok(id) = notice.record.parse::<DealId>() else { return Ok(Vec::new()) };
    if !state.portal.mail_acts {
        return Ok(Vec::new());
    }
    let mut tx = state.portal.store.begin(state.now()).await?;
    // The reader was found to be somebody who may read it; what may be done is asked of the person and the deal.
    let Some(deal) = store::deals::find(&mut tx, &Scope::All, &id, state.now()).await? else {
        return Ok(Vec::new());
    };
    let mut armed = Vec::new();
    for act in MailAct::offered(notice.kind, who, &deal) {
        let secret = app::api::secret();
        mail_acts::arm(&mut tx, (&notice.id, act), &who.person, &id, &secret).await?;
        armed.push((act, deal.state, secret));
    }
    tx.commit().await?;
    Ok(armed)
}

fn act_link(state: &State, act: MailAct, standing: DealState, secret: &str) -> Link {
    Link {
        words: words::mail_act(act, standing).to_owned(),
        address: format!("{}/act/{secret}", state.portal.origin),
    }
}

async fn digest(state: &State, mailer: &Mailer, mail: &Claimed, who: &Profile) -> Result<Message, NoLetter> {
    let mut read = state.portal.store.read().await?;
    let (notices, more) = content::of_digest(&mut read, &who.person, &mail.id).await?;
    drop(read);
    if notices.is_empty() {
        return Err(NoLetter::Over("all of it was read already"));
    }
    let (language, look) = (language_of(state, who), state.portal.look().await);
    let letter = speaking(language, || Letter {
        lines: more.then(|| text::mail::digest_more().to_owned()).into_iter().collect(),
        items: notices.iter().map(|notice| item(state, notice)).collect(),
        button: Some(Link {
            words: text::mail::all().to_owned(),
            address: format!("{}/notices", state.portal.origin),
        }),
        why: text::mail::why_digest(&look.name),
        change: Some(preferences_link(state)),
        ..blank(&look, language, text::mail::digest(notices.len() as i64))
    });
    let leave = unsubscribe::address(state, mailer, &who.person, What::Digest).await?;
    envelope(state, mailer, mail, (&who.name, &who.email), &letter, Some(leave))
}

async fn password(
    state: &State,
    mailer: &Mailer,
    mail: &Claimed,
    who: &Profile,
) -> Result<Message, NoLetter> {
    let secret = app::api::secret();
    let mut tx = state.portal.store.begin(state.now()).await?;
    if !passwords::arm(&mut tx, &mail.record, &secret).await? {
        return Err(NoLetter::Over("the link has run out"));
    }
    tx.commit().await?;
    let (language, look) = (language_of(state, who), state.portal.look().await);
    let letter = speaking(language, || Letter {
        lines: vec![
            text::mail::password_lead(&who.email, PASSWORD_LINK_MINUTES),
            text::mail::password_not_you().to_owned(),
        ],
        button: Some(Link {
            words: text::mail::password_button().to_owned(),
            address: format!("{}/sign-in/new-password/{secret}", state.portal.origin),
        }),
        why: text::mail::why_password(&look.name),
        ..blank(&look, language, text::mail::password_title().to_owned())
    });
    envelope(state, mailer, mail, (&who.name, &who.email), &letter, None)
}

async fn invitation(state: &State, mailer: &Mailer, mail: &Claimed) -> Result<Message, NoLetter> {
    let id = mail.record.parse().map_err(|_| NoLetter::Over("no invitation"))?;
    let secret = app::api::secret();
    let mut tx = state.portal.store.begin(state.now()).await?;
    let open = content::of_invitation(&mut tx, &id, state.now()).await?;
    let open = open.ok_or(NoLetter::Over("taken or withdrawn"))?;
    if !invitations::arm_mail(&mut tx, &id, &secret).await? {
        return Err(NoLetter::Over("taken or withdrawn"));
    }
    tx.commit().await?;
    let language = open.language.unwrap_or(state.portal.vendor.language);
    let look = state.portal.look().await;
    let vendor = &look.name;
    let letter = speaking(language, || Letter {
        lines: vec![
            text::mail::invitation_lead(
                &open.inviter,
                open.partner.as_deref().unwrap_or(vendor),
                words::role(open.role),
            ),
            text::mail::invitation_until(words::day(open.expires_at.day())),
        ],
        button: Some(Link {
            words: text::mail::invitation_button().to_owned(),
            address: format!("{}/join/{secret}", state.portal.origin),
        }),
        why: text::mail::why_invitation(vendor),
        ..blank(&look, language, text::mail::invitation_title(vendor))
    });
    envelope(state, mailer, mail, ("", &open.email), &letter, None)
}

/// What a header takes of words: one line, not too long.
fn one_line(words: &str) -> String {
    let line: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SUBJECT_MOST) {
        None => line,
        Some((end, _)) => format!("{}…", &line[..end]),
    }
}

fn envelope(
    state: &State,
    mailer: &Mailer,
    mail: &Claimed,
    (name, email): (&str, &str),
    letter: &Letter,
    leave: Option<String>,
) -> Result<Message, NoLetter> {
    let impossible = |cause: String| NoLetter::Impossible(cause);
    let address = email.parse().map_err(|error| impossible(format!("{email}: {error}")))?;
    let name = one_line(name);
    let to = Mailbox::new((!name.is_empty()).then_some(name), address);
    let origin = state.portal.origin.parse::<http::Uri>().ok();
    let host = origin.and_then(|uri| uri.host().map(|host| host.trim_matches(['[', ']']).to_owned()));
    // The same for every try: whoever gets it twice can tell (RFC 5322, 3.6.4).
    let id = format!("<{}@{}>", mail.id, host.unwrap_or_else(|| "localhost".to_owned()));
    let seconds = u64::try_from(state.now().millis() / 1000).unwrap_or_default();
    let raw =
        |name: &'static str, value: String| HeaderValue::new(HeaderName::new_from_ascii_str(name), value);
    let mut message = Message::builder()
        .from(mailer.from.clone())
        .to(to)
        .subject(one_line(&letter.title))
        .message_id(Some(id))
        .date(std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds))
        // No machine answers it (RFC 3834).
        .raw_header(raw("Auto-Submitted", "auto-generated".to_owned()));
    if let Some(reply_to) = &mailer.reply_to {
        message = message.reply_to(reply_to.clone());
    }
    if let Some(address) = leave {
        // One press in the mail program is enough (RFC 8058).
        message = message
            .raw_header(raw("List-Unsubscribe", format!("<{address}>")))
            .raw_header(raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
    }
    message
        .multipart(MultiPart::alternative_plain_html(letter.text(), letter.html()))
        .map_err(|error| impossible(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn nothing_that_people_typed_begins_a_header_of_its_own() {
        assert_eq!(one_line("Acme\r\nBcc: all@rival.example"), "Acme Bcc: all@rival.example");
        assert_eq!(one_line(&"ü".repeat(400)).chars().count(), super::SUBJECT_MOST + 1);
    }
}
