//! Other companies that look like a given one.

use crate::company::{Company, Role, Word, word};
use crate::countries::all;
use crate::letters::near;
use crate::rng::Rng;

/// What makes the other look like the first.
pub const KINDS: &[&str] = &["trade", "place", "near", "group", "number", "namesake", "neighbour", "person"];

/// A company of its own that looks like the first in the way that the kind says, with the first as it then has to be
/// called for that.
pub fn of(first: &Company, kind: &str, rng: &mut Rng) -> (Company, Company) {
    let (mut first, mut other) = (first.clone(), first.clone());
    match kind {
        "trade" | "group" => {
            let trade = new_trade(&first, rng);
            match other.trade() {
                Some(at) => other.words[at] = trade,
                None => other.words.push(trade),
            }
        }
        "place" => {
            let cities = first.country.list("cities");
            let at = rng.below(cities.len());
            let city = |at: usize| Word { role: Role::City, ways: cities[at % cities.len()].clone() };
            first.words.push(city(at));
            other.words.push(city(at + 1 + rng.below(cities.len() - 1)));
        }
        "near" => {
            let at = first.brand();
            other.words[at].ways = first.words[at].ways.iter().map(|way| near(way, rng)).collect();
            if first.country.other_script() {
                // A letter of another script makes a word of no script: another word it is.
                let words = first.country.list("words");
                while other.words[at].ways[0] == first.words[at].ways[0]
                    || other.words[at].ways[0].is_ascii()
                    || !words.contains(&other.words[at].ways)
                {
                    other.words[at].ways = rng.of(words).clone();
                }
            }
        }
        "number" => {
            let number = 1 + rng.below(98);
            first.words.push(word(Role::Number, &number.to_string()));
            other.words.push(word(Role::Number, &(number + 1).to_string()));
        }
        "namesake" => {
            other.country = rng.of(all());
            while other.country.other_script() || other.country.code == first.country.code {
                other.country = rng.of(all());
            }
            let brand = first.brand();
            let latin = first.words[brand].ways.get(1).unwrap_or(&first.words[brand].ways[0]).clone();
            other.words = vec![word(Role::Brand, &latin)];
            other.words.push(Word { role: Role::Trade, ways: rng.of(other.country.list("trades")).clone() });
            other.form = rng.of(other.country.list("forms")).clone();
        }
        "person" if !first.country.other_script() => {
            let (one, two) = *rng.of(&[
                ("Anna", "Hanno"),
                ("Karl", "Klaus"),
                ("Maria", "Martin"),
                ("Peter", "Petra"),
                ("Tom", "Tim"),
            ]);
            let surname = first.country.list("people");
            let surname = rng.of(surname)[0].clone();
            let trade = first.trade().map(|at| first.words[at].clone());
            let called = |name: &str| {
                let mut words = vec![word(Role::First, name), word(Role::Brand, &surname)];
                words.extend(trade.clone());
                words
            };
            first.words = called(one);
            other.words = called(two);
        }
        _ => {
            // A neighbour: another brand under the same roof, in the same trade.
            let mut stranger = Company::new(rng);
            while stranger.country.code != first.country.code {
                stranger = Company::new(rng);
            }
            let at = stranger.trade();
            match (at, first.trade()) {
                (Some(at), Some(mine)) => stranger.words[at] = first.words[mine].clone(),
                (None, Some(mine)) => stranger.words.push(first.words[mine].clone()),
                _ => {}
            }
            other.words = stranger.words;
        }
    }
    first.domain = first.new_domain(rng);
    other.settle(rng);
    if kind == "group" && rng.percent(50) {
        other.domain.clone_from(&first.domain);
    }
    if (kind == "neighbour" && rng.percent(60)) || (kind == "group" && rng.percent(30)) {
        other.street.clone_from(&first.street);
        other.house = first.house;
        other.postcode.clone_from(&first.postcode);
        other.city.clone_from(&first.city);
    }
    while other.domain == first.domain && kind != "group" {
        other.domain = other.new_domain(rng);
    }
    (first, other)
}

fn new_trade(first: &Company, rng: &mut Rng) -> Word {
    let trades = first.country.list("trades");
    let mine = first.trade().map(|at| first.words[at].ways[0].clone());
    loop {
        let ways = rng.of(trades);
        if Some(&ways[0]) != mine.as_ref() {
            return Word { role: Role::Trade, ways: ways.clone() };
        }
    }
}
