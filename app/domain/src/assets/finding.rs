//! What somebody looks for in collateral, as it stands in the address of a page.

use super::{AssetKind, AssetState};
use crate::id::CollectionId;
use crate::lists::View;
use crate::text;
use serde::{Deserialize, Serialize};

/// Days after its first day on which an asset is called new.
pub const NEW_DAYS: i64 = 30;
/// Words of a search that count one by one; what is typed after them counts as one more.
pub const WORDS_MOST: usize = 4;
/// Characters of a search.
const SEARCH_MOST: u32 = 100;

crate::text_enum! {
    /// How old or how near its end an asset is.
    pub enum Age {
        /// Given to partners lately.
        New = "new",
        /// Gone soon.
        Expiring = "expiring",
    }
}

crate::text_enum! {
    /// What comes first.
    pub enum AssetSort {
        /// The newest.
        Newest = "newest",
        /// By title.
        Title = "title",
        /// What was taken most often.
        Taken = "taken",
    }
}

/// What is looked for, as a page's address and a form have it. Whatever nobody knows is nothing that was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AssetQuery {
    /// Words.
    pub q: String,
    /// A kind.
    pub kind: String,
    /// BCP 47 tag.
    pub language: String,
    /// A tag.
    pub tag: String,
    /// A collection.
    pub collection: String,
    /// `yes` for what takes a partner's brand.
    pub brand: String,
    /// New, or gone soon.
    pub age: String,
    /// A state; for marketing.
    pub state: String,
    /// What comes first.
    pub sort: String,
    /// Where the page begins.
    pub after: String,
}

/// What is looked for, understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AssetFilter {
    /// Words, each of which has to be somewhere in what is known of an asset.
    pub words: Vec<String>,
    /// Kind.
    pub kind: Option<AssetKind>,
    /// BCP 47 tag; empty for any.
    pub language: String,
    /// Tag; empty for any.
    pub tag: String,
    /// Collection.
    pub collection: Option<CollectionId>,
    /// Only what takes a partner's brand.
    pub branded: bool,
    /// New, or gone soon.
    pub age: Option<Age>,
    /// State; for marketing.
    pub state: Option<AssetState>,
}

impl AssetFilter {
    /// Words alone.
    pub fn of_words(search: &str) -> Self {
        Self { words: words(search), ..Self::default() }
    }
}

impl From<&View> for AssetQuery {
    /// What a view of marketing's list looks for.
    fn from(view: &View) -> Self {
        let set = |name: &str| view.filter(name).to_owned();
        Self {
            q: view.search.clone(),
            kind: set("kind"),
            language: set("language"),
            tag: set("tag"),
            collection: set("collection"),
            brand: set("brand"),
            age: set("age"),
            state: set("state"),
            ..Self::default()
        }
    }
}

impl AssetQuery {
    /// Understands it.
    pub fn filter(&self) -> AssetFilter {
        AssetFilter {
            words: words(&self.q),
            kind: self.kind.parse().ok(),
            language: text::optional_line(&self.language, 20).unwrap_or_default(),
            tag: text::optional_line(&self.tag, 60).unwrap_or_default().to_lowercase(),
            collection: self.collection.parse().ok(),
            branded: self.brand == "yes",
            age: self.age.parse().ok(),
            state: self.state.parse().ok(),
        }
    }

    /// What comes first.
    pub fn sort(&self) -> AssetSort {
        self.sort.parse().unwrap_or(AssetSort::Newest)
    }

    /// Where the page begins, if it is not the first one.
    pub fn after(&self) -> Option<&str> {
        Some(self.after.as_str()).filter(|after| !after.is_empty())
    }

    /// Whether anything narrows the list.
    pub fn is_narrowed(&self) -> bool {
        let all = [
            &self.q,
            &self.kind,
            &self.language,
            &self.tag,
            &self.collection,
            &self.brand,
            &self.age,
            &self.state,
        ];
        all.iter().any(|text| !text.is_empty())
    }
}

fn words(search: &str) -> Vec<String> {
    let search = text::optional_line(search, SEARCH_MOST).unwrap_or_default().to_lowercase();
    let mut rest = search.as_str();
    let mut words = Vec::new();
    while !rest.is_empty() && words.len() + 1 < WORDS_MOST {
        let (word, after) = rest.split_once(' ').unwrap_or((rest, ""));
        words.push(word.to_owned());
        rest = after;
    }
    if !rest.is_empty() {
        words.push(rest.to_owned());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_knows_is_not_asked_for() {
        let odd = AssetQuery {
            kind: "virus".into(),
            collection: "../..".into(),
            age: "ancient".into(),
            sort: "price".into(),
            q: "x".repeat(200),
            ..AssetQuery::default()
        };
        assert_eq!(odd.filter(), AssetFilter::default());
        assert_eq!((odd.sort(), odd.after()), (AssetSort::Newest, None));
        assert!(odd.is_narrowed(), "but the address says that it was");
    }

    #[test]
    fn each_word_counts_and_the_rest_is_one_more() {
        assert_eq!(words("  Data   SHEET "), ["data", "sheet"]);
        assert_eq!(words("one two three four five"), ["one", "two", "three", "four five"]);
        assert!(words("").is_empty());
    }
}
