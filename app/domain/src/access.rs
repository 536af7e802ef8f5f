//! Who may do what.
//!
//! A [`Profile`] is plain data: the browser uses it to decide whether to show a button. Only the server can turn it
//! into an [`Actor`], and only an actor makes a [`Permit`] or a [`Scope`]. A write takes a permit, a read takes a
//! scope; there is no other way into the store, so a forgotten check does not compile.
//!
//! `access/matrix.txt` prints every role against every act; a test keeps it, so that a change of policy is seen as a
//! change of text.

use crate::id::{PartnerId, PersonId};
use crate::language::Language;
use crate::partners::{PartnerType, Tier};
use serde::{Deserialize, Serialize};

pub use acts::*;
mod acts;

crate::text_enum! {
    /// What a person is to the portal.
    pub enum Role {
        /// Vendor: sets up the portal, partners and people.
        Administrator = "administrator",
        /// Vendor: looks after assigned partners.
        ChannelManager = "channel_manager",
        /// Vendor: decides deal registrations.
        Approver = "approver",
        /// Vendor: uploads collateral and places zones.
        Marketing = "marketing",
        /// Vendor: writes courses.
        Education = "education",
        /// Partner: looks after the organisation and its people.
        PartnerAdministrator = "partner_administrator",
        /// Partner: learns, downloads, registers deals.
        PartnerUser = "partner_user",
    }
}

impl Role {
    /// Whether the role belongs to a partner organisation.
    pub fn is_partner(self) -> bool {
        matches!(self, Self::PartnerAdministrator | Self::PartnerUser)
    }
}

/// The partner organisation that a profile belongs to, as far as pages and rules need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// The organisation.
    pub id: PartnerId,
    /// Its name.
    pub name: String,
    /// Its tier.
    pub tier: Tier,
    /// Its types.
    pub types: Vec<PartnerType>,
    /// Whether a logo is there to show.
    pub has_logo: bool,
}

/// Who is signed in, as pages may know it. Proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The person.
    pub person: PersonId,
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Role.
    pub role: Role,
    /// The partner organisation, for partner roles.
    pub partner: Option<Membership>,
    /// The language that the person chose; without one their browser's counts.
    pub language: Option<Language>,
}

impl Profile {
    /// Whether the act is allowed: in the browser for showing a button, on the server inside [`Actor::permit`].
    pub fn may<A: Act>(&self, act: &A) -> bool {
        act.allowed(self)
    }

    /// The own partner's id.
    pub fn partner_id(&self) -> Option<&PartnerId> {
        self.partner.as_ref().map(|p| &p.id)
    }

    fn is_own(&self, partner: &PartnerId) -> bool {
        self.role.is_partner() && self.partner_id() == Some(partner)
    }
}

/// The act is not for this role or not on this record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not allowed")]
pub struct Denied;

/// Something that can be done, with what it is done to.
pub trait Act {
    /// The name in the matrix and in the audit.
    const NAME: &'static str;
    /// The rule.
    fn allowed(&self, who: &Profile) -> bool;
}

/// An act on people, with the organisations whose people it reaches.
pub trait OverPeople: Act {
    /// Whether it reaches people of this organisation; `None` for the vendor's.
    fn reaches(&self, partner: Option<&PartnerId>) -> bool;
}

impl OverPeople for ManagePeople {
    fn reaches(&self, _partner: Option<&PartnerId>) -> bool {
        true
    }
}

impl OverPeople for ManagePartnerPeople {
    fn reaches(&self, partner: Option<&PartnerId>) -> bool {
        partner == Some(&self.partner)
    }
}

impl OverPeople for InviteToPartner {
    fn reaches(&self, partner: Option<&PartnerId>) -> bool {
        partner == Some(&self.partner)
    }
}

/// An act by which what waits for an answer gets one: on the whole registration, or at a step of its approval.
pub trait OverReviews: Act {
    /// Whether it is over the whole registration, whoever asks.
    const WHOLE: bool;
}

impl OverReviews for DecideDeal {
    const WHOLE: bool = true;
}

impl OverReviews for DecideStep {
    const WHOLE: bool = false;
}

/// An act that makes and takes back links to collateral, with the partner whose links it reaches.
pub trait OverShares: Act {
    /// Whose copies the links are of; `None` for the vendor's.
    fn partner(&self) -> Option<&PartnerId>;
}

impl OverShares for ManageAssets {
    fn partner(&self) -> Option<&PartnerId> {
        None
    }
}

impl OverShares for ShareAssets {
    fn partner(&self) -> Option<&PartnerId> {
        Some(&self.partner)
    }
}

/// Who did something, for audit lines and events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// The person; `None` for the portal itself.
    pub person: Option<PersonId>,
    /// Name at that time.
    pub name: String,
}

/// A verified signed-in person. Made from the server's own session only; never deserialised.
#[derive(Debug, Clone)]
pub struct Actor(Profile);

impl Actor {
    /// Vouches that the profile was loaded from the store for a valid session. Called where sessions are read, for the one
    /// act of a link that was mailed to the person, where a table is worked on for whoever brought it, by the demo programme
    /// for people whom it has made itself, and nowhere else; a test keeps the list of callers.
    pub fn vouch(profile: Profile) -> Self {
        Self(profile)
    }

    /// The plain data.
    pub fn profile(&self) -> &Profile {
        &self.0
    }

    /// Who this is, for the audit.
    pub fn who(&self) -> Who {
        Who { person: Some(self.0.person.clone()), name: self.0.name.clone() }
    }

    /// The proof that this act is allowed, or a refusal.
    pub fn permit<A: Act>(&self, act: A) -> Result<Permit<A>, Denied> {
        if self.0.may(&act) { Ok(Permit { act, who: self.who() }) } else { Err(Denied) }
    }

    /// Which rows of the subject this person may read.
    pub fn scope(&self, subject: Subject) -> Scope {
        scope(&self.0, subject)
    }
}

/// The proof that somebody may do something. Cannot be made outside this module.
#[derive(Debug, Clone)]
pub struct Permit<A> {
    act: A,
    who: Who,
}

impl<A: Act> Permit<A> {
    /// What is allowed.
    pub fn act(&self) -> &A {
        &self.act
    }

    /// Who may.
    pub fn who(&self) -> &Who {
        &self.who
    }

    /// The portal acting for itself: background work, the first start, the demo programme.
    pub fn of_the_portal(act: A) -> Self {
        Self { act, who: Who { person: None, name: "Tandem".into() } }
    }
}

/// What is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Partner organisations and their people.
    Partners,
    /// Deal registrations.
    Deals,
    /// Enrolments and certificates.
    Learning,
    /// Collateral: marketing reads all of it, partners what is published for them.
    Assets,
    /// Customer accounts, and who has them: partners what is said of their own.
    Accounts,
}

impl Subject {
    /// Every subject, for the matrix.
    pub const ALL: [Self; 5] = [Self::Partners, Self::Deals, Self::Learning, Self::Assets, Self::Accounts];
}

/// The rows that a read may return. Part of the `WHERE` of every read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Every row.
    All,
    /// Rows of partners that are assigned to this channel manager.
    Assigned(PersonId),
    /// Rows of one partner.
    Partner(PartnerId),
    /// No row.
    Nobody,
}

fn scope(who: &Profile, subject: Subject) -> Scope {
    match (who.role, subject) {
        (Role::Administrator, _) => Scope::All,
        (Role::ChannelManager, Subject::Assets) => Scope::Nobody,
        (Role::ChannelManager, _) => Scope::Assigned(who.person.clone()),
        (Role::Approver, Subject::Deals | Subject::Partners | Subject::Accounts) => Scope::All,
        (Role::Education, Subject::Learning) => Scope::All,
        (Role::Marketing, Subject::Assets) => Scope::All,
        (Role::Approver | Role::Marketing | Role::Education, _) => Scope::Nobody,
        (Role::PartnerAdministrator | Role::PartnerUser, _) => match who.partner_id() {
            Some(partner) => Scope::Partner(partner.clone()),
            None => Scope::Nobody,
        },
    }
}

#[cfg(test)]
mod tests;
