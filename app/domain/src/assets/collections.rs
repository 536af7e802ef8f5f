//! Collections: assets that marketing puts together and in an order. Who sees what of one follows from its assets.

use crate::form::{Fault, Faults};
use crate::id::{AssetId, CollectionId};
use crate::text;
use serde::{Deserialize, Serialize};

/// Characters a collection's name may have.
pub const COLLECTION_NAME_MOST: u32 = 80;
/// Characters its description may have.
pub const COLLECTION_TEXT_MOST: u32 = 1000;
/// Assets one collection may have: all of them can be taken at once.
pub const COLLECTION_MOST: u32 = 200;

/// A collection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collection {
    /// Which.
    pub id: CollectionId,
    /// Name.
    pub name: String,
    /// What it is for; may be empty.
    pub description: String,
    /// The asset whose picture stands for it.
    pub cover: Option<AssetId>,
    /// Counts changes.
    pub version: i64,
}

/// The form for what is said of a collection.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CollectionForm {
    /// The collection; empty for a new one.
    pub id: String,
    /// The version the form was made from.
    pub version: String,
    /// What tells a new one from the same form sent again.
    pub key: String,
    /// Name.
    pub name: String,
    /// What it is for.
    pub description: String,
}

/// What is said of a collection, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CollectionDetails {
    /// Name.
    pub name: String,
    /// What it is for.
    pub description: String,
}

impl CollectionForm {
    /// Checks the form.
    pub fn check(&self) -> Result<CollectionDetails, Faults> {
        let mut faults = Faults::new();
        let name = faults.keep("name", text::line(&self.name, COLLECTION_NAME_MOST));
        let description =
            faults.keep("description", text::optional_lines(&self.description, COLLECTION_TEXT_MOST));
        let made = name.zip(description).map(|(name, description)| CollectionDetails { name, description });
        faults.or(made)
    }
}

crate::text_enum! {
    /// What is done with an asset of a collection.
    pub enum CollectionStep {
        /// Put at the end.
        Add = "add",
        /// Taken out.
        Remove = "remove",
        /// One place towards the beginning.
        Up = "up",
        /// One place towards the end.
        Down = "down",
        /// Its picture stands for the collection.
        Cover = "cover",
    }
}

impl CollectionStep {
    /// The order after the step. What is not there cannot be moved, what is there is not added twice.
    pub fn order(self, assets: &[AssetId], asset: &AssetId) -> Result<Vec<AssetId>, Faults> {
        let at = assets.iter().position(|known| known == asset);
        let mut order = assets.to_vec();
        match (self, at) {
            (Self::Add, Some(_)) => return Err(Faults::of("asset", Fault::Taken)),
            (Self::Add, None) if assets.len() >= COLLECTION_MOST as usize => {
                return Err(Faults::of("asset", Fault::TooMany { most: COLLECTION_MOST }));
            }
            (Self::Add, None) => order.push(asset.clone()),
            (_, None) => return Err(Faults::of("asset", Fault::Unknown)),
            (Self::Remove, Some(at)) => drop(order.remove(at)),
            (Self::Up, Some(at)) => order.swap(at, at.saturating_sub(1)),
            (Self::Down, Some(at)) => order.swap(at, (at + 1).min(assets.len() - 1)),
            (Self::Cover, Some(_)) => {}
        }
        Ok(order)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Instant;

    fn id(n: u8) -> AssetId {
        AssetId::new(Instant::from_millis(1), [n; 10])
    }

    #[test]
    fn what_is_moved_over_an_end_stays_there() {
        let assets = [id(1), id(2), id(3)];
        let after = |step: CollectionStep, n: u8| step.order(&assets, &id(n)).unwrap();
        assert_eq!(after(CollectionStep::Up, 1), assets);
        assert_eq!(after(CollectionStep::Down, 3), assets);
        assert_eq!(after(CollectionStep::Up, 3), [id(1), id(3), id(2)]);
        assert_eq!(after(CollectionStep::Down, 1), [id(2), id(1), id(3)]);
        assert_eq!(after(CollectionStep::Remove, 2), [id(1), id(3)]);
        assert_eq!(after(CollectionStep::Add, 4).len(), 4);
    }

    #[test]
    fn nothing_is_there_twice_and_nothing_strange_is_moved() {
        let assets = [id(1)];
        assert!(CollectionStep::Add.order(&assets, &id(1)).is_err());
        for step in [CollectionStep::Up, CollectionStep::Down, CollectionStep::Remove, CollectionStep::Cover]
        {
            assert_eq!(step.order(&assets, &id(9)).unwrap_err().on("asset"), Some(&Fault::Unknown), "{step}");
        }
        let full: Vec<AssetId> = (0..COLLECTION_MOST as u8).map(id).collect();
        assert!(CollectionStep::Add.order(&full, &id(255)).is_err());
    }

    #[test]
    fn a_collection_needs_a_name() {
        let form = CollectionForm { name: " \u{202e} ".into(), ..CollectionForm::default() };
        assert!(form.check().unwrap_err().on("name").is_some());
    }
}
