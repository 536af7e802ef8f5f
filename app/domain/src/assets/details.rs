//! What marketing says of an asset: the form, and what it makes.

use super::{Asset, AssetKind};
use crate::form::{Fault, Faults};
use crate::partners::{PartnerType, Tier};
use crate::text;
use crate::time::Day;
use serde::{Deserialize, Serialize};

/// Characters a title may have.
pub const TITLE_MOST: u32 = 120;
/// Characters a description may have.
pub const DESCRIPTION_MOST: u32 = 1000;
/// Tags one asset may have.
pub const TAGS_MOST: u32 = 12;
/// Characters a tag may have.
const TAG_MOST: u32 = 30;

/// The languages that collateral is offered in: BCP 47 tag and the language's own name.
pub const LANGUAGES: &[(&str, &str)] = &[
    ("ar", "العربية"),
    ("cs", "Čeština"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("en", "English"),
    ("es", "Español"),
    ("fi", "Suomi"),
    ("fr", "Français"),
    ("he", "עברית"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("nl", "Nederlands"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("pt-BR", "Português (Brasil)"),
    ("sv", "Svenska"),
    ("th", "ไทย"),
    ("tr", "Türkçe"),
    ("zh-Hans", "简体中文"),
    ("zh-Hant", "繁體中文"),
];

/// The form for what is said of an asset.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AssetForm {
    /// The asset.
    pub id: String,
    /// The version the form was made from.
    pub version: String,
    /// Title.
    pub title: String,
    /// A few lines about it.
    pub description: String,
    /// What it is for.
    pub kind: String,
    /// BCP 47 tag.
    pub language: String,
    /// Tags, separated by commas.
    pub tags: String,
    /// Tiers that may see it; none means all.
    pub tiers: Vec<String>,
    /// Types that may see it; none means all.
    pub types: Vec<String>,
    /// First day for partners.
    pub publish_on: String,
    /// First day on which it is gone.
    pub expire_on: String,
}

/// What is said of an asset, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AssetDetails {
    /// Title.
    pub title: String,
    /// A few lines about it; may be empty.
    pub description: String,
    /// What it is for.
    pub kind: AssetKind,
    /// BCP 47 tag.
    pub language: String,
    /// Tags, sorted.
    pub tags: Vec<String>,
    /// Tiers that may see it; none means all.
    pub tiers: Vec<Tier>,
    /// Types that may see it; none means all.
    pub types: Vec<PartnerType>,
    /// First day for partners.
    pub publish_on: Option<Day>,
    /// First day on which it is gone.
    pub expire_on: Option<Day>,
}

impl AssetDetails {
    /// What search looks through: title, tags and description in lower case.
    pub fn search_text(&self) -> String {
        std::iter::once(&self.title)
            .chain(&self.tags)
            .chain(Some(&self.description).filter(|text| !text.is_empty()))
            .map(|part| part.to_lowercase())
            .collect::<Vec<_>>()
            .join("\n")
    }
}

impl AssetForm {
    /// What is said of this asset now.
    pub fn of(asset: &Asset) -> Self {
        let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        Self {
            id: asset.id.to_string(),
            version: asset.version.to_string(),
            title: asset.title.clone(),
            description: asset.description.clone(),
            kind: asset.kind.to_string(),
            language: asset.language.clone(),
            tags: asset.tags.join(", "),
            tiers: asset.tiers.iter().map(ToString::to_string).collect(),
            types: asset.types.iter().map(ToString::to_string).collect(),
            publish_on: day(asset.publish_on),
            expire_on: day(asset.expire_on),
        }
    }

    /// Checks the form.
    pub fn check(&self) -> Result<AssetDetails, Faults> {
        let mut faults = Faults::new();
        let title = faults.keep("title", text::line(&self.title, TITLE_MOST));
        let description =
            faults.keep("description", text::optional_lines(&self.description, DESCRIPTION_MOST));
        let kind = faults.keep("kind", self.kind.parse::<AssetKind>().map_err(|_| Fault::Unknown));
        let language = faults.keep("language", language(&self.language));
        let tags = faults.keep("tags", tags(&self.tags));
        let tiers = faults.keep("tiers", words(&self.tiers));
        let types = faults.keep("types", words(&self.types));
        let publish_on = faults.keep("publish_on", text::optional_day(&self.publish_on));
        let expire_on = faults.keep("expire_on", text::optional_day(&self.expire_on));
        if let (Some(Some(start)), Some(Some(end))) = (publish_on, expire_on)
            && end <= start
        {
            faults.add("expire_on", Fault::TooEarly);
        }
        let made = match (title, description, kind, language, tags, tiers, types, publish_on, expire_on) {
            (
                Some(title),
                Some(description),
                Some(kind),
                Some(language),
                Some(tags),
                Some(tiers),
                Some(types),
                Some(publish_on),
                Some(expire_on),
            ) => Some(AssetDetails {
                title,
                description,
                kind,
                language,
                tags,
                tiers,
                types,
                publish_on,
                expire_on,
            }),
            _ => None,
        };
        faults.or(made)
    }
}

pub(super) fn language(tag: &str) -> Result<String, Fault> {
    let tag = tag.trim();
    let known = LANGUAGES.iter().find(|(known, _)| known.eq_ignore_ascii_case(tag));
    known.map(|(known, _)| (*known).to_owned()).ok_or(Fault::Unknown)
}

fn tags(text: &str) -> Result<Vec<String>, Fault> {
    let mut tags = Vec::new();
    for part in text.split([',', ';', '\n']) {
        let tag = text::optional_line(part, TAG_MOST)?.to_lowercase();
        if !tag.is_empty() {
            tags.push(tag);
        }
    }
    tags.sort();
    tags.dedup();
    if tags.len() > TAGS_MOST as usize { Err(Fault::TooMany { most: TAGS_MOST }) } else { Ok(tags) }
}

/// Words of an enum as a form sends them, sorted and once each.
pub(crate) fn words<T: std::str::FromStr + Ord>(list: &[String]) -> Result<Vec<T>, Fault> {
    let mut words: Vec<T> =
        list.iter().map(|word| word.parse()).collect::<Result<_, _>>().map_err(|_| Fault::Unknown)?;
    words.sort();
    words.dedup();
    Ok(words)
}
