//! How alike two companies are.
//!
//! What speaks for and against is a list of [`Evidence`]; each piece has a weight ([`WEIGHTS`]), found by logistic regression on the
//! tuning part of `bench/pairs`. Their sum is the logarithm of the odds that both are one company, the score what
//! that is of a hundred.

mod align;
mod evidence;
mod say;
mod weights;

pub use evidence::Evidence;
pub use weights::{THRESHOLDS, Thresholds, WEIGHTS};

use crate::company::Company;
use crate::tree::Node;
use align::{Alignment, align};

/// How alike two companies are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likeness {
    /// From 0 (another company) to 100 (the same).
    pub score: u8,
    /// The logarithm of the odds; the score without its rounding.
    pub odds: f32,
    /// Each piece of evidence, in order of [`Evidence::ALL`].
    pub values: [f32; Evidence::ALL.len()],
}

/// A likeness, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// How alike they are.
    pub likeness: Likeness,
    /// Why, the heaviest reasons first.
    pub reasons: Vec<Node>,
}

impl Likeness {
    /// Whether it is worth a look.
    pub fn possible(&self) -> bool {
        self.odds >= THRESHOLDS.possible
    }

    /// Whether it is sure enough to say so: the odds are high, and not by the names alone.
    pub fn sure(&self) -> bool {
        self.odds >= THRESHOLDS.sure && self.corroborated()
    }

    /// Whether something else than the names says that both are one: domain, number or house. Two companies may bear one name, so the
    /// name alone never makes sure.
    pub fn corroborated(&self) -> bool {
        const OTHERS: &[Evidence] = &[
            Evidence::SameDomain,
            Evidence::SameLabel,
            Evidence::DomainIsName,
            Evidence::SameTax,
            Evidence::SameHouse,
        ];
        OTHERS.iter().any(|piece| self.values[*piece as usize] > 0.0)
    }
}

/// Holds two companies against each other. It is symmetric.
pub fn compare(one: &Company, other: &Company) -> Likeness {
    weigh(one, other, &best(one, other))
}

/// Holds two companies against each other and says why they are so alike. Of many, only those that somebody is shown are worth it.
pub fn explain(one: &Company, other: &Company) -> Explained {
    let alignment = best(one, other);
    let likeness = weigh(one, other, &alignment);
    let reasons = say::reasons(one, other, &alignment, &likeness.values);
    Explained { likeness, reasons }
}

fn weigh(one: &Company, other: &Company, alignment: &Alignment<'_>) -> Likeness {
    let values = evidence::values(one, other, alignment);
    let odds: f32 = values.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
    let score = (100.0 / (1.0 + (-odds).exp())).round().clamp(0.0, 100.0) as u8;
    Likeness { score, odds, values }
}

/// The readings that fit each other best.
fn best<'a>(one: &'a Company, other: &'a Company) -> Alignment<'a> {
    let pairs = one.names.iter().flat_map(|name| other.names.iter().map(move |second| align(name, second)));
    pairs.max_by(|a, b| a.fit().total_cmp(&b.fit())).unwrap_or_default()
}
