//! Explanations: trees of reasons. A reason is data; the portal's texts say it in the reader's language.

use crate::name::Oddity;
use serde::{Deserialize, Serialize};

/// A reason with those under it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// The reason.
    pub saying: Saying,
    /// What it adds to the logarithm of the odds, in tenths: positive speaks for the same company. 0 where it adds nothing by itself.
    pub points: i16,
    /// What it is made of, the heaviest first.
    pub under: Vec<Self>,
}

impl Node {
    /// A reason without others under it.
    pub fn leaf(saying: Saying, points: i16) -> Self {
        Self { saying, points, under: Vec::new() }
    }

    /// All sayings of the tree, from above.
    pub fn sayings(&self) -> Vec<&Saying> {
        let mut sayings = vec![&self.saying];
        sayings.extend(self.under.iter().flat_map(Self::sayings));
        sayings
    }
}

/// What a reason says. Each is a sentence with places for what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Saying {
    /// The verdict is Blocked.
    Blocked,
    /// The verdict is Possible.
    Possible,
    /// The verdict is Clear.
    Clear,
    /// Both are the same company, as sure as a score out of a hundred says.
    SameCompany(u8),
    /// Both may be the same company.
    MaybeSameCompany(u8),
    /// They are two companies.
    OtherCompany(u8),
    /// What the names say, together.
    Names,
    /// The names are the same but for form and spelling.
    SameName(String),
    /// The name is the same, but it is one that many have.
    CommonName(String),
    /// So many of a hundred parts of the names are the same.
    AlikeNames(u8),
    /// A word of one is written otherwise in the other.
    Spelling(String, String),
    /// A word of one is the other's in another script.
    Script(String, String),
    /// One is made of the first letters of the other.
    Initials,
    /// Each has words that the other has not.
    Clash(String, String),
    /// Only one has these words.
    OnlyOne(String),
    /// They have other numbers in their names.
    OtherNumbers(String, String),
    /// They are named after other persons.
    OtherPersons(String, String),
    /// They share no name, only what they do or where they are.
    NoName,
    /// The same legal form.
    SameForm(String),
    /// Other legal forms.
    OtherForm(String, String),
    /// The same domain.
    SameDomain(String),
    /// The same domain, but names that tell two companies of a group.
    GroupDomain(String),
    /// The same domain name under two suffixes.
    SameLabel(String, String),
    /// Other domains.
    OtherDomain(String, String),
    /// The domain of one is the other's name.
    DomainIsName(String),
    /// The same tax number.
    SameTax(String),
    /// Other tax numbers.
    OtherTax,
    /// The same house.
    SameHouse,
    /// The same house, but names that tell neighbours.
    Neighbours,
    /// Other houses.
    OtherHouse,
    /// The same city.
    SameCity,
    /// Other cities.
    OtherCity,
    /// The same country.
    SameCountry(String),
    /// Other countries.
    OtherCountry(String, String),
    /// There is nothing but the name to judge by.
    NameAlone,
    /// Something is odd about a name.
    Odd(Oddity),
    /// How it stands with the registration.
    Situation,
    /// So many product families in common.
    SharedFamilies(u16),
    /// No product family in common.
    NoSharedFamily,
    /// The other one is approved and its window is open.
    WindowOpen,
    /// The other one waits for a decision.
    WindowWaiting,
    /// The other one is over.
    WindowOver,
    /// It is only an account: nobody has registered it.
    NoRegistration,
    /// The account is named for somebody else.
    NamedForAnother,
    /// The account is named for who asks.
    NamedForCaller,
    /// One is the parent of the other.
    ParentAndSubsidiary,
    /// Both have one parent.
    SameParent,
    /// It is the caller's own.
    Own,
}
