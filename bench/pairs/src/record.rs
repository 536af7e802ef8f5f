//! What a pair is.

use serde::{Deserialize, Serialize};

/// A company as somebody has written it down; what nobody has written is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The name.
    pub name: String,
    /// The domain, or what was typed for one.
    pub domain: String,
    /// A tax number, as it was typed.
    pub tax: String,
    /// The country, ISO 3166-1 alpha-2.
    pub country: String,
    /// Street and house.
    pub street: String,
    /// Postcode.
    pub postcode: String,
    /// City.
    pub city: String,
}

/// What a pair is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// Weights and thresholds are found with it.
    Tuning,
    /// What is found is measured with it, once.
    Test,
}

/// Where a pair is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// Written by hand.
    Written,
    /// Made by the generator.
    Made,
}

/// Two records and whether they are of one company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// Unique.
    pub id: String,
    /// The part that its companies are in.
    pub part: Part,
    /// Where it is from.
    pub source: Source,
    /// What makes it hard.
    pub class: String,
    /// Whether both are the same company.
    pub same: bool,
    /// One of them.
    pub one: Record,
    /// The other one.
    pub other: Record,
}
