//! What marketing says of all files that it brings at once, before each has its own words.

use super::details::{language, words};
use super::{AssetDetails, AssetKind};
use crate::form::{Fault, Faults};
use crate::partners::{PartnerType, Tier};
use serde::{Deserialize, Serialize};

/// The form; what is left open is made of the file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DefaultsForm {
    /// What they are for; empty for what each file looks like.
    pub kind: String,
    /// BCP 47 tag; empty for English.
    pub language: String,
    /// Tiers that may see them; none means all.
    pub tiers: Vec<String>,
    /// Types that may see them; none means all.
    pub types: Vec<String>,
}

/// What is said of all of them, checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AssetDefaults {
    kind: Option<AssetKind>,
    language: Option<String>,
    tiers: Vec<Tier>,
    types: Vec<PartnerType>,
}

impl DefaultsForm {
    /// Checks the form.
    pub fn check(&self) -> Result<AssetDefaults, Faults> {
        let mut faults = Faults::new();
        let kind = match self.kind.as_str() {
            "" => Some(None),
            kind => faults.keep("kind", kind.parse().map(Some).map_err(|_| Fault::Unknown)),
        };
        let tag = match self.language.as_str() {
            "" => Some(None),
            tag => faults.keep("language", language(tag).map(Some)),
        };
        let tiers = faults.keep("tiers", words(&self.tiers));
        let types = faults.keep("types", words(&self.types));
        let made = match (kind, tag, tiers, types) {
            (Some(kind), Some(language), Some(tiers), Some(types)) => {
                Some(AssetDefaults { kind, language, tiers, types })
            }
            _ => None,
        };
        faults.or(made)
    }
}

impl AssetDefaults {
    /// What is said of one of them: this, and for the rest what its file tells.
    pub fn over(self, of_file: AssetDetails) -> AssetDetails {
        AssetDetails {
            kind: self.kind.unwrap_or(of_file.kind),
            language: self.language.unwrap_or(of_file.language),
            tiers: self.tiers,
            types: self.types,
            ..of_file
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_file() -> AssetDetails {
        AssetDetails {
            title: "Film".into(),
            description: String::new(),
            kind: AssetKind::Video,
            language: "en".into(),
            tags: vec![],
            tiers: vec![],
            types: vec![],
            publish_on: None,
            expire_on: None,
        }
    }

    #[test]
    fn what_is_left_open_is_what_the_file_tells() {
        assert_eq!(DefaultsForm::default().check().unwrap().over(of_file()), of_file());
        let form = DefaultsForm {
            kind: "case_study".into(),
            language: "de".into(),
            tiers: vec!["gold".into()],
            types: vec![],
        };
        let said = form.check().unwrap().over(of_file());
        assert_eq!((said.kind, said.language.as_str()), (AssetKind::CaseStudy, "de"));
        assert_eq!((said.tiers, said.title.as_str()), (vec![Tier::Gold], "Film"));
    }

    #[test]
    fn what_nobody_knows_is_told_by_its_field() {
        let form = DefaultsForm {
            kind: "poem".into(),
            language: "tlh".into(),
            tiers: vec!["lead".into()],
            types: vec!["".into()],
        };
        let faults = form.check().unwrap_err();
        for field in ["kind", "language", "tiers", "types"] {
            assert_eq!(faults.on(field), Some(&Fault::Unknown), "{field}");
        }
    }
}
