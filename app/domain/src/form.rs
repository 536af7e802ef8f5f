//! What is wrong with a form, as data: the words are in the catalogue, once.
//!
//! A form is a struct of `String`s and lists of `String`s with `#[serde(default)]`, so that whatever a browser sends
//! can be read; its `check()` gathers every fault instead of stopping at the first.

use serde::{Deserialize, Serialize};

/// One thing that is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{self:?}")]
pub enum Fault {
    /// Nothing was given where something is needed.
    Missing,
    /// More characters than fit.
    TooLong {
        /// How many fit.
        most: u32,
    },
    /// Fewer characters than needed.
    TooShort {
        /// How many are needed.
        least: u32,
    },
    /// Not an e-mail address.
    NotAnEmail,
    /// Not an internet domain.
    NotADomain,
    /// An internet domain that is not written in ASCII, as mail and sign-in compare it.
    NotAscii,
    /// Not an amount of money.
    NotAnAmount,
    /// Not a whole number from `least` to `most`.
    NotANumber {
        /// Smallest that is taken.
        least: i64,
        /// Largest that is taken.
        most: i64,
    },
    /// Not a length on a page in points.
    NotALength,
    /// Shorter than can be used, in points.
    TooSmall {
        /// The shortest that can.
        least: String,
    },
    /// Reaches over the edge of the page.
    OutsidePage {
        /// Where the page ends, in points.
        most: String,
    },
    /// Not a day.
    NotADay,
    /// A day that is over.
    InThePast,
    /// A day before the one it has to follow.
    TooEarly,
    /// More than is taken.
    TooLarge,
    /// A choice that does not exist, or not any more.
    Unknown,
    /// Somebody or something has it already.
    Taken,
    /// More than the list may have.
    TooMany {
        /// How many it may have.
        most: u32,
    },
    /// A text in which nothing was recognised.
    NothingRead,
    /// A family of another programme.
    OtherProgramme,
    /// Worth less than the programme takes.
    BelowMinimum {
        /// The least it takes, with its currency.
        least: String,
    },
    /// A day that is nearer than the programme asks for.
    TooSoon {
        /// How many days away it has to be.
        days: i64,
    },
    /// Fewer files lie beside it than the programme asks for.
    TooFewFiles {
        /// How many it asks for.
        least: u32,
    },
    /// As many registrations are open under the programme as there may be.
    CapReached {
        /// How many there may be.
        most: u32,
    },
    /// Shares that do not make a hundred percent together.
    NotAWhole {
        /// What they make.
        together: i64,
    },
    /// The partner that registered the deal is not among those who share it.
    WithoutOwner,
    /// As many files are there as there may be.
    TooManyFiles {
        /// How many there may be.
        most: u32,
    },
    /// The address and the password do not fit together.
    WrongCredentials,
    /// The password is not that of the account or the link.
    WrongPassword,
    /// The two passwords differ.
    NotTheSame,
    /// The file is not of a kind that is taken here, or broken; the reason in words for people.
    BadFile {
        /// Why.
        reason: String,
    },
    /// Something that may be the same was made meanwhile.
    LikeThis,
    /// Another partner's live approval has the account and one of the families.
    Protected,
    /// A video of which not enough was played.
    NotWatched {
        /// How much has to be, in percent.
        percent: i64,
    },
    /// A question without a right choice, or single choice with several.
    NoRightChoice,
    /// An address outside the own organisation's e-mail domains.
    NotOwnDomain,
    /// A domain that belongs to another organisation.
    OthersDomain,
    /// The last active administrator has to stay one.
    LastAdministrator,
    /// The link was used, has run out, or never was one.
    LinkOver,
    /// Not a time zone by its name in the IANA database.
    NotATimeZone,
    /// The last way into the account has to stay.
    LastWayIn,
    /// The sign-in is too long ago for this.
    SignInAgain {
        /// How many minutes it may be ago.
        minutes: u32,
    },
    /// Not a distributor.
    NotADistributor,
    /// Others buy from this organisation: it stays a distributor.
    HasBuyers,
    /// An organisation that buys, over however many others, from this very one.
    Circle,
    /// Live approvals protect both accounts for these families.
    BothProtected {
        /// Which, as they are listed.
        families: String,
    },
    /// Partners are on record for both accounts at the same time for these families.
    BothOnRecord {
        /// Which, as they are listed.
        families: String,
    },
    /// One of two accounts belongs to the other.
    Related,
    /// Somebody else is on record at that time.
    PeriodTaken,
    /// An account that belongs, over however many others, to this very one.
    AccountCircle,
    /// Not an active channel manager.
    NotAChannelManager,
    /// It was changed after this was looked at.
    Meanwhile,
}

/// Everything that is wrong with a form, by field, in the order of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Faults {
    all: Vec<(String, Fault)>,
    /// What the fields are called, for whoever is told of them without seeing the form.
    labels: Vec<(String, String)>,
}

impl Faults {
    /// No fault yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// One fault of one field.
    pub fn of(field: impl Into<String>, fault: Fault) -> Self {
        Self { all: vec![(field.into(), fault)], labels: Vec::new() }
    }

    /// Adds a fault.
    pub fn add(&mut self, field: impl Into<String>, fault: Fault) {
        self.all.push((field.into(), fault));
    }

    /// Keeps the value, or the fault and a stand-in.
    pub fn take<T: Default>(&mut self, field: &str, result: Result<T, Fault>) -> T {
        self.keep(field, result).unwrap_or_default()
    }

    /// Keeps the value, or the fault.
    pub fn keep<T>(&mut self, field: &str, result: Result<T, Fault>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(fault) => {
                self.add(field, fault);
                None
            }
        }
    }

    /// The first fault of a field.
    pub fn on(&self, field: &str) -> Option<&Fault> {
        self.all.iter().find(|(name, _)| name == field).map(|(_, fault)| fault)
    }

    /// All faults, field by field.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Fault)> {
        self.all.iter().map(|(name, fault)| (name.as_str(), fault))
    }

    /// Says what the fields are called that something is wrong with, as far as that is not known.
    pub fn label(&mut self, called: impl Fn(&str) -> Option<String>) {
        let unknown = self.all.iter().filter(|(field, _)| self.label_of(field).is_none());
        let labels: Vec<_> = unknown.filter_map(|(field, _)| Some((field.clone(), called(field)?))).collect();
        self.labels.extend(labels);
    }

    /// Adds a fault of a field that is called by no catalogue.
    pub fn add_called(&mut self, field: impl Into<String>, fault: Fault, label: impl Into<String>) {
        let field = field.into();
        self.labels.push((field.clone(), label.into()));
        self.add(field, fault);
    }

    /// What the field is called, if that was said.
    pub fn label_of(&self, field: &str) -> Option<&str> {
        self.labels.iter().find(|(known, _)| known == field).map(|(_, label)| label.as_str())
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The value when nothing is wrong.
    pub fn or<T>(self, value: Option<T>) -> Result<T, Self> {
        match value {
            Some(value) if self.is_empty() => Ok(value),
            _ => Err(self),
        }
    }
}
