//! Announcements: what the vendor tells its partners, as Markdown, for an audience by tier, type, region and language, from
//! one day until another. Some have to be acknowledged.

use crate::assets::words;
use crate::form::{Fault, Faults};
use crate::id::{AnnouncementId, PersonId};
use crate::language::Language;
use crate::partners::{PartnerType, Region, Tier};
use crate::text;
use crate::time::{Day, Instant};
use serde::{Deserialize, Serialize};

/// Characters a title may have.
pub const TITLE_MOST: u32 = 120;
/// Characters the text may have.
pub const BODY_MOST: u32 = 20_000;

crate::text_enum! {
    /// Where an announcement stands.
    pub enum AnnouncementState {
        /// Being written.
        Draft = "draft",
        /// Partners see it within its days.
        Published = "published",
        /// Taken back.
        Withdrawn = "withdrawn",
    }
}

/// For whom; an empty list means everybody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audience {
    /// Tiers.
    pub tiers: Vec<Tier>,
    /// Types; one of a partner's own is enough.
    pub types: Vec<PartnerType>,
    /// Regions.
    pub regions: Vec<Region>,
    /// Languages; who has chosen none is in each.
    pub languages: Vec<Language>,
}

/// What is said, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewAnnouncement {
    /// Title.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// For whom.
    pub audience: Audience,
    /// First day for partners.
    pub publish_on: Option<Day>,
    /// First day on which it is gone.
    pub expire_on: Option<Day>,
    /// Whether readers have to acknowledge it.
    pub acknowledge: bool,
}

/// An announcement as its writers have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// Which.
    pub id: AnnouncementId,
    /// What is said.
    pub said: NewAnnouncement,
    /// Where it stands.
    pub state: AnnouncementState,
    /// Counts changes.
    pub version: i64,
}

/// How far an announcement has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reach {
    /// Organisations that it is for.
    pub partners: i64,
    /// People of theirs.
    pub people: i64,
    /// Of these, who has read it.
    pub read: i64,
    /// And who has acknowledged it.
    pub acknowledged: i64,
}

/// Somebody who has read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reader {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Organisation.
    pub partner: String,
    /// When.
    pub read_at: Instant,
    /// When it was acknowledged.
    pub acknowledged_at: Option<Instant>,
}

/// The form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AnnouncementForm {
    /// The announcement; empty for a new one.
    pub id: String,
    /// The version that the form was made from.
    pub version: String,
    /// Tells one sending from the next.
    pub key: String,
    /// Title.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// Tiers.
    pub tiers: Vec<String>,
    /// Types.
    pub types: Vec<String>,
    /// Regions.
    pub regions: Vec<String>,
    /// Languages.
    pub languages: Vec<String>,
    /// First day for partners.
    pub publish_on: String,
    /// First day on which it is gone.
    pub expire_on: String,
    /// `true` when readers have to acknowledge it.
    pub acknowledge: String,
}

impl AnnouncementForm {
    /// Checks the form.
    pub fn check(&self) -> Result<NewAnnouncement, Faults> {
        let mut faults = Faults::new();
        let title = faults.take("title", text::line(&self.title, TITLE_MOST));
        let body = faults.take("body", text::lines(&self.body, BODY_MOST));
        let audience = Audience {
            tiers: faults.take("tiers", words(&self.tiers)),
            types: faults.take("types", words(&self.types)),
            regions: faults.take("regions", words(&self.regions)),
            languages: faults.take("languages", words(&self.languages)),
        };
        let publish_on = faults.take("publish_on", text::optional_day(&self.publish_on));
        let expire_on = faults.take("expire_on", text::optional_day(&self.expire_on));
        if let (Some(start), Some(end)) = (publish_on, expire_on)
            && end <= start
        {
            faults.add("expire_on", Fault::TooEarly);
        }
        let acknowledge = self.acknowledge == "true";
        faults.or(Some(NewAnnouncement { title, body, audience, publish_on, expire_on, acknowledge }))
    }
}

impl Announcement {
    /// Whether what is said anew leaves it a day at least: what is published keeps its first day when none is given.
    pub fn takes(&self, new: &NewAnnouncement) -> Result<(), Faults> {
        let kept = self.said.publish_on.filter(|_| self.state == AnnouncementState::Published);
        match (new.publish_on.or(kept), new.expire_on) {
            (Some(start), Some(end)) if end <= start => Err(Faults::of("expire_on", Fault::TooEarly)),
            _ => Ok(()),
        }
    }

    /// Its first day when it is published on `today`.
    pub fn first_day(&self, today: Day) -> Day {
        self.said.publish_on.map_or(today, |day| day.max(today))
    }

    /// Whether publishing it on `today` lets anybody see it.
    pub fn may_publish(&self, today: Day) -> bool {
        self.state != AnnouncementState::Published
            && self.said.expire_on.is_none_or(|end| end > self.first_day(today))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> AnnouncementForm {
        AnnouncementForm {
            title: " Spring  launch ".into(),
            body: "# Hello\r\n".into(),
            ..AnnouncementForm::default()
        }
    }

    #[test]
    fn an_announcement_has_a_title_a_text_and_days_in_order() {
        let said = form().check().unwrap();
        assert_eq!((said.title.as_str(), said.body.as_str()), ("Spring launch", "# Hello"));
        let faults = AnnouncementForm::default().check().unwrap_err();
        assert_eq!((faults.on("title"), faults.on("body")), (Some(&Fault::Missing), Some(&Fault::Missing)));
        let days =
            AnnouncementForm { publish_on: "2026-12-01".into(), expire_on: "2026-12-01".into(), ..form() };
        assert_eq!(days.check().unwrap_err().on("expire_on"), Some(&Fault::TooEarly));
        let unknown = AnnouncementForm { regions: vec!["moon".into()], ..form() };
        assert_eq!(unknown.check().unwrap_err().on("regions"), Some(&Fault::Unknown));
    }

    #[test]
    fn what_is_over_is_not_published() {
        let today: Day = "2026-11-25".parse().unwrap();
        let with_end = |end: &str| {
            let said = AnnouncementForm { expire_on: end.into(), ..form() }.check().unwrap();
            let id = AnnouncementId::new(Instant::from_millis(1), [1; 10]);
            Announcement { id, said, state: AnnouncementState::Draft, version: 1 }
        };
        assert!(with_end("").may_publish(today) && with_end("2026-11-26").may_publish(today));
        assert!(!with_end("2026-11-25").may_publish(today));
        assert_eq!(with_end("").first_day(today), today);
    }
}
