//! The tables.

use crate::methods::{company, engine, engine_names, jaro_winkler, token_set};
use crate::scores::{Scores, best_threshold};
use crate::splink;
use anyhow::Result;
use matching::THRESHOLDS;
use pairs::{Pair, Part, Source};
use std::collections::{BTreeMap, HashSet};
use std::path::Path;

/// Says how alike two records are: more is liker.
type Method = fn(&Pair) -> f64;

/// Measures a part: thresholds of the others are set on the tuning part, by their best F1.
pub fn measured(part: Part, environment: Option<&Path>) -> Result<()> {
    let tuning = pairs::part(Part::Tuning);
    let pairs = pairs::part(part);
    println!("{} pairs, {} the same\n", pairs.len(), pairs.iter().filter(|pair| pair.same).count());
    println!("|  | precision | recall | F1 | F1, by hand | F1, made |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    let odds = |pair: &Pair| f64::from(engine(pair).odds);
    let values: Vec<(f64, bool)> = pairs.iter().map(|pair| (odds(pair), pair.same)).collect();
    line("the engine", &pairs, &values, f64::from(THRESHOLDS.possible));
    let methods: [(&str, Method); 3] = [
        ("the engine, names alone", engine_names),
        ("Jaro-Winkler alone", jaro_winkler),
        ("token-set ratio alone", token_set),
    ];
    for (name, method) in methods {
        let of = |pairs: &[Pair]| -> Vec<(f64, bool)> {
            pairs.iter().map(|pair| (method(pair), pair.same)).collect()
        };
        line(name, &pairs, &of(&pairs), best_threshold(&of(&tuning)));
    }
    if let Some(folder) = environment {
        for (name, how) in splink::WAYS {
            let scores = splink::scores(folder, how)?;
            let of = |pairs: &[Pair]| -> Vec<(f64, bool)> {
                pairs.iter().map(|pair| (scores.get(&pair.id).copied().unwrap_or(-1e9), pair.same)).collect()
            };
            line(name, &pairs, &of(&pairs), best_threshold(&of(&tuning)));
        }
    }
    sure(&pairs);
    recall(&pairs);
    classes(&pairs);
    Ok(())
}

fn line(name: &str, pairs: &[Pair], values: &[(f64, bool)], threshold: f64) {
    let of = |source: Source| {
        let some: Vec<(f64, bool)> = pairs
            .iter()
            .zip(values)
            .filter(|(pair, _)| pair.source == source)
            .map(|(_, value)| *value)
            .collect();
        Scores::at(&some, threshold).f1()
    };
    let scores = Scores::at(values, threshold);
    println!(
        "| {name} | {:.4} | {:.4} | {:.4} | {:.4} | {:.4} |",
        scores.precision(),
        scores.recall(),
        scores.f1(),
        of(Source::Written),
        of(Source::Made)
    );
}

fn sure(pairs: &[Pair]) {
    let blocked: Vec<&Pair> = pairs.iter().filter(|pair| engine(pair).sure()).collect();
    let right = blocked.iter().filter(|pair| pair.same).count();
    let share = 100.0 * right as f64 / blocked.len().max(1) as f64;
    println!("\nBlocked is right in {right} of {} ({share:.2} of 100)", blocked.len());
}

/// Whether the records of one company find each other.
fn recall(pairs: &[Pair]) {
    let same: Vec<&Pair> = pairs.iter().filter(|pair| pair.same).collect();
    let hits = same.iter().filter(|pair| finds(pair)).count();
    println!("Candidate recall: {hits} of {} ({:.4})", same.len(), hits as f64 / same.len().max(1) as f64);
}

/// Whether each of the two finds the other one by the keys under which it is kept.
fn finds(pair: &Pair) -> bool {
    let (one, other) = (company(&pair.one), company(&pair.other));
    let finds = |kept: &matching::Company, looked: &matching::Company| {
        let keys: HashSet<i64> = kept.keys().iter().map(matching::Key::number).collect();
        looked.lookups().iter().any(|key| keys.contains(&key.number()))
    };
    finds(&one, &other) && finds(&other, &one)
}

fn classes(pairs: &[Pair]) {
    let mut classes: BTreeMap<(bool, &str, &str), (usize, usize)> = BTreeMap::new();
    for pair in pairs {
        let source = if pair.source == Source::Written { "by hand" } else { "made" };
        let class = classes.entry((pair.same, source, &pair.class)).or_default();
        class.0 += 1;
        class.1 += usize::from(engine(pair).possible() == pair.same);
    }
    println!("\n| the same | from | class | pairs | right |\n| --- | --- | --- | ---: | ---: |");
    for ((same, source, class), (all, right)) in classes {
        println!("| {} | {source} | {class} | {all} | {right} |", if same { "yes" } else { "no" });
    }
}

/// Measures the tuning part and lists what went wrong there. The test part has no such list: nobody is to tune by it.
pub fn tuning() -> Result<()> {
    measured(Part::Tuning, None)?;
    let tuning = pairs::part(Part::Tuning);
    let mut wrong: Vec<(f32, &Pair)> = tuning
        .iter()
        .map(|pair| (engine(pair), pair))
        .filter(|(likeness, pair)| likeness.possible() != pair.same)
        .map(|(likeness, pair)| (likeness.odds, pair))
        .collect();
    wrong.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    println!();
    for (odds, pair) in wrong {
        let [one, other] = [&pair.one, &pair.other].map(|record| {
            [&record.name, &record.domain, &record.tax, &record.country, &record.street, &record.city]
                .map(String::as_str)
                .join(" / ")
        });
        println!("{odds:6.2} {:5} {:9} {one}  <>  {other}", pair.same, pair.class);
    }
    println!();
    for pair in tuning.iter().filter(|pair| pair.same) {
        if !finds(pair) {
            println!("no key: {} <> {}", pair.one.name, pair.other.name);
        }
    }
    Ok(())
}
