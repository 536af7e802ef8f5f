//! Finds the weights: logistic regression on the tuning part, by gradient descent with momentum.

use crate::methods::engine;
use crate::scores::{Scores, best_threshold};
use anyhow::Result;
use matching::Evidence;
use pairs::{Pair, Part, Source};

const PIECES: usize = Evidence::ALL.len();
const ROUNDS: usize = 12_000;
const RATE: f64 = 0.5;
/// Ridge: keeps the weight of what is seldom seen small.
const RIDGE: f64 = 2e-4;
/// What a pair written by hand counts, against one that was made: there are fewer of them, and they are real.
const WRITTEN: f64 = 3.0;
/// Folds, split by company as the parts are.
const FOLDS: u64 = 5;

struct Row {
    values: [f64; PIECES],
    same: bool,
    corroborated: bool,
    weight: f64,
    fold: u64,
}

/// Prints the weights and the thresholds.
pub fn run() -> Result<()> {
    let tuning = pairs::part(Part::Tuning);
    let rows: Vec<Row> = tuning.iter().map(row).collect();
    // What the threshold is set by was not fitted to what it is set on.
    let mut held: Vec<(f64, bool)> = Vec::new();
    let mut corroborated = held.clone();
    for fold in 0..FOLDS {
        let weights = descend(rows.iter().filter(|row| row.fold != fold));
        for row in rows.iter().filter(|row| row.fold == fold) {
            let value = (odds(&weights, &row.values), row.same);
            held.push(value);
            if row.corroborated {
                corroborated.push(value);
            }
        }
    }
    let weights = descend(rows.iter());
    let possible = best_threshold(&held);
    let sure = sure(&corroborated);
    println!("pub const WEIGHTS: [f32; Evidence::ALL.len()] = [");
    for (weight, piece) in weights.iter().zip(Evidence::ALL) {
        println!("    {weight:.3}, // {piece:?}");
    }
    println!(
        "];\npub const THRESHOLDS: Thresholds = Thresholds {{ possible: {possible:.2}, sure: {sure:.2} }};"
    );
    let scores = Scores::at(&held, possible);
    println!(
        "// held out: precision {:.4}, recall {:.4}, F1 {:.4}",
        scores.precision(),
        scores.recall(),
        scores.f1()
    );
    let scores = Scores::at(&corroborated, sure);
    println!(
        "// held out, sure: precision {:.4} of {}",
        scores.precision(),
        scores.hits + scores.false_alarms
    );
    Ok(())
}

fn row(pair: &Pair) -> Row {
    let likeness = engine(pair);
    let values = likeness.values.map(f64::from);
    let weight = if pair.source == Source::Written { WRITTEN } else { 1.0 };
    // A family of the generator goes into one fold; pairs by hand have few companies in common.
    let family = pair.id.split('-').next().unwrap_or_default();
    let fold =
        family.bytes().fold(7_u64, |hash, byte| hash.wrapping_mul(31).wrapping_add(u64::from(byte))) % FOLDS;
    Row { values, same: pair.same, corroborated: likeness.corroborated(), weight, fold }
}

fn odds(weights: &[f64; PIECES], values: &[f64; PIECES]) -> f64 {
    weights.iter().zip(values).map(|(weight, value)| weight * value).sum()
}

fn descend<'a>(rows: impl Iterator<Item = &'a Row>) -> [f64; PIECES] {
    let rows: Vec<&Row> = rows.collect();
    let all: f64 = rows.iter().map(|row| row.weight).sum();
    let (mut weights, mut speed) = ([0.0; PIECES], [0.0; PIECES]);
    for _ in 0..ROUNDS {
        let mut slope = weights.map(|weight| weight * RIDGE);
        for row in &rows {
            let said = 1.0 / (1.0 + (-odds(&weights, &row.values)).exp());
            let off = (said - f64::from(u8::from(row.same))) * row.weight / all;
            for (slope, value) in slope.iter_mut().zip(&row.values) {
                *slope += off * value;
            }
        }
        for (at, piece) in Evidence::ALL.iter().enumerate() {
            speed[at] = 0.9 * speed[at] - RATE * slope[at];
            let (least, most) = bounds(*piece);
            weights[at] = (weights[at] + speed[at]).clamp(least, most);
        }
    }
    weights
}

/// What a weight may be. What speaks against two being one company never comes out as speaking for it, whatever the pairs say by
/// chance; and a number of a state decides more than it could show on pairs where everything else says the same.
fn bounds(piece: Evidence) -> (f64, f64) {
    use Evidence as E;
    match piece {
        E::SameTax => (5.0, 9.0),
        // The pairs have no companies that have the same first letters or the domain of another by chance; the world has many. Alone, each
        // is worth a look and no more.
        E::Initials => (0.0, 3.5),
        E::SameDomainOtherName => (0.0, 2.8),
        E::OtherTax => (-9.0, -2.0),
        E::Slips
        | E::ShortSlip
        | E::Replaced
        | E::Clash
        | E::OnlyOneCore
        | E::OnlyOneTrade
        | E::OnlyOnePlace
        | E::OtherNumbers
        | E::OnlyOneNumber => (-9.0, 0.0),
        E::OtherPersons | E::OtherTrades | E::OtherPlaces | E::CommonOnly | E::NoCore | E::OtherForm => {
            (-9.0, 0.0)
        }
        E::OtherDomain
        | E::OtherDomainSameName
        | E::OtherHouse
        | E::OtherCity
        | E::OtherCountry
        | E::OtherCountryWeakName => (-9.0, 0.0),
        E::SameDomainClash | E::SameHouseClash | E::NameAlone => (-9.0, 0.0),
        E::Start => (-9.0, 9.0),
        _ => (0.0, 9.0),
    }
}

/// The least threshold from which on at most two in a thousand are wrong; five may be.
fn sure(held: &[(f64, bool)]) -> f64 {
    let mut sorted = held.to_vec();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut hits, mut wrong, mut least) = (0_usize, 0_usize, f64::INFINITY);
    for (value, same) in sorted {
        if same {
            hits += 1
        } else {
            wrong += 1
        }
        if wrong * 500 <= hits {
            least = value;
        }
    }
    least
}
