//! How the portal looks and speaks as the vendor's own: name, colour, logo, and own words for the programme's terms.

use crate::form::{Fault, Faults};
use crate::id::FileId;
use crate::language::Language;
use crate::text;
use serde::{Deserialize, Serialize};

/// Characters that the vendor's name may have.
pub const NAME_MOST: u32 = 60;
/// Characters that a term may have.
pub const TERM_MOST: u32 = 40;
/// The largest hue in degrees (OKLCH); the same as nought.
pub const HUE_MOST: u16 = 360;

crate::text_enum! {
    /// A word of the programme that a vendor may call otherwise.
    pub enum Term {
        /// Tier: joined.
        Registered = "registered",
        /// Tier: first level.
        Silver = "silver",
        /// Tier: second level.
        Gold = "gold",
        /// Tier: highest level.
        Platinum = "platinum",
        /// Type: sells on.
        Reseller = "reseller",
        /// Type: sells to resellers.
        Distributor = "distributor",
        /// Type: builds solutions.
        Integrator = "integrator",
        /// Type: runs it for customers.
        ServiceProvider = "service_provider",
        /// Type: builds software.
        SoftwareVendor = "software_vendor",
        /// Region: Europe, Middle East and Africa.
        Emea = "emea",
        /// Region: North and South America.
        Americas = "americas",
        /// Region: Asia and the Pacific.
        AsiaPacific = "asia_pacific",
        /// Navigation: deals.
        Deals = "deals",
        /// Navigation: learning.
        Learning = "learning",
        /// Navigation: collateral.
        Collateral = "collateral",
        /// Navigation: partner organisations.
        Partners = "partners",
    }
}

/// What a term is a word for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermKind {
    /// A tier of the programme.
    Tier,
    /// A partner type.
    Type,
    /// A region.
    Region,
    /// A part of the portal.
    Part,
}

impl Term {
    /// What it is a word for.
    pub const fn kind(self) -> TermKind {
        match self {
            Self::Registered | Self::Silver | Self::Gold | Self::Platinum => TermKind::Tier,
            Self::Reseller
            | Self::Distributor
            | Self::Integrator
            | Self::ServiceProvider
            | Self::SoftwareVendor => TermKind::Type,
            Self::Emea | Self::Americas | Self::AsiaPacific => TermKind::Region,
            Self::Deals | Self::Learning | Self::Collateral | Self::Partners => TermKind::Part,
        }
    }
}

/// An own word for a term in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnWord {
    /// What it is for.
    pub term: Term,
    /// In which language.
    pub language: Language,
    /// What it says.
    pub words: String,
}

/// The vendor's look.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// Name.
    pub name: String,
    /// Hue of the accent in degrees (OKLCH), 0 to 360. Lightness and chroma are the style's, so that contrast holds.
    pub hue: u16,
    /// The logo, if there is one.
    pub logo: Option<FileId>,
    /// Own words.
    pub words: Vec<OwnWord>,
    /// Changes with every change; nought while the configuration says the look.
    pub version: i64,
}

impl Look {
    /// The own words of one language.
    pub fn words_in(&self, language: Language) -> Vec<(Term, String)> {
        let own = self.words.iter().filter(|own| own.language == language);
        own.map(|own| (own.term, own.words.clone())).collect()
    }
}

/// A checked change of name and colour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewLook {
    /// Name.
    pub name: String,
    /// Hue in degrees.
    pub hue: u16,
}

/// The form for name and colour.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LookForm {
    /// The version that was seen.
    pub version: String,
    /// Name.
    pub name: String,
    /// Hue.
    pub hue: String,
}

impl LookForm {
    /// Everything that is wrong with it, or the change.
    pub fn check(&self) -> Result<NewLook, Faults> {
        let mut faults = Faults::new();
        let name = faults.keep("name", text::line(&self.name, NAME_MOST));
        let range = Fault::NotANumber { least: 0, most: i64::from(HUE_MOST) };
        let hue = self.hue.trim().parse::<u16>().ok().filter(|hue| *hue <= HUE_MOST);
        let hue = faults.keep("hue", hue.ok_or(range));
        faults.or(name.zip(hue).map(|(name, hue)| NewLook { name, hue }))
    }
}

/// The form for own words in one language: one line a term, in the order of [`Term::ALL`]. What is left empty is called
/// as the portal calls it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WordsForm {
    /// The version that was seen.
    pub version: String,
    /// BCP 47 tag.
    pub language: String,
    /// One a term.
    pub words: Vec<String>,
}

impl WordsForm {
    /// Everything that is wrong with it, or the language with its own words.
    pub fn check(&self) -> Result<(Language, Vec<OwnWord>), Faults> {
        let mut faults = Faults::new();
        let language = self.language.parse::<Language>().map_err(|_| Fault::Unknown);
        let language = faults.keep("language", language);
        if self.words.len() > Term::ALL.len() {
            faults.add("words", Fault::TooMany { most: Term::ALL.len() as u32 });
        }
        let mut own = Vec::new();
        for (n, (term, typed)) in Term::ALL.iter().zip(&self.words).enumerate() {
            let words = faults.take(&format!("words[{n}]"), text::optional_line(typed, TERM_MOST));
            if let Some(language) = language.filter(|_| !words.is_empty()) {
                own.push(OwnWord { term: *term, language, words });
            }
        }
        faults.or(language.map(|language| (language, own)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_needs_a_name_and_a_hue_on_the_circle() {
        let form =
            |name: &str, hue: &str| LookForm { name: name.into(), hue: hue.into(), ..LookForm::default() };
        assert_eq!(form(" Acme ", "360").check().unwrap(), NewLook { name: "Acme".into(), hue: 360 });
        for (name, hue) in [("", "10"), ("Acme", "361"), ("Acme", "-1"), ("Acme", ""), ("Acme", "1e2")] {
            assert!(form(name, hue).check().is_err(), "{name} {hue}");
        }
        assert!(form(&"x".repeat(61), "0").check().is_err());
    }

    #[test]
    fn own_words_are_kept_by_term_and_empty_ones_are_none() {
        let words = ["", "Bronze", "", "  ", "\u{202e}Star"].map(str::to_owned).to_vec();
        let form = WordsForm { language: "de".into(), words, ..WordsForm::default() };
        let (language, own) = form.check().unwrap();
        let said: Vec<(Term, &str)> = own.iter().map(|own| (own.term, own.words.as_str())).collect();
        assert_eq!(
            (language, said),
            (Language::German, vec![(Term::Silver, "Bronze"), (Term::Reseller, "Star")])
        );
        let long = WordsForm { words: vec!["x".repeat(41)], ..form.clone() };
        assert!(long.check().is_err());
        let many = WordsForm { words: vec![String::new(); 99], ..form.clone() };
        assert!(many.check().is_err());
        assert!(WordsForm { language: "xx".into(), ..form }.check().is_err());
    }
}
