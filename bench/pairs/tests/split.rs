//! What the pairs promise: how many there are, that no company is in both parts, that the test part is the frozen one.

use pairs::{Pair, Part, Source};
use std::collections::BTreeMap;

const FROZEN: &str = include_str!("../frozen.txt");

#[test]
fn the_test_part_is_the_frozen_one() {
    let hash = pairs::sha256(&pairs::lines(&pairs::part(Part::Test)));
    assert_eq!(FROZEN.split_whitespace().next(), Some(hash.as_str()));
}

#[test]
fn at_least_five_hundred_hard_negatives_are_written_by_hand() {
    let negatives = |part: Part| {
        pairs::part(part).iter().filter(|pair| pair.source == Source::Written && !pair.same).count()
    };
    assert!(negatives(Part::Tuning) + negatives(Part::Test) >= 500);
    assert!(negatives(Part::Test) >= 250, "{}", negatives(Part::Test));
}

#[test]
fn no_company_of_the_lists_is_in_both_parts() {
    let mut parts: BTreeMap<String, Part> = BTreeMap::new();
    for pair in pairs::pairs().iter().filter(|pair| pair.source == Source::Written) {
        for record in [&pair.one, &pair.other] {
            let name = record.name.to_lowercase();
            let part = *parts.entry(name).or_insert(pair.part);
            assert_eq!(part, pair.part, "{}", record.name);
        }
    }
}

#[test]
fn no_pair_is_written_twice_and_none_is_both() {
    let mut seen: BTreeMap<(String, String), String> = BTreeMap::new();
    for Pair { id, source, one, other, .. } in pairs::pairs() {
        if source == Source::Written {
            let mut names = [one.name, other.name];
            names.sort();
            let [one, other] = names;
            let before = seen.insert((one, other), id.clone());
            assert_eq!(before, None, "{id}");
        }
    }
}

#[test]
fn a_family_is_in_one_part() {
    let mut parts: BTreeMap<String, Part> = BTreeMap::new();
    for pair in pairs::pairs().iter().filter(|pair| pair.source == Source::Made) {
        let family = pair.id.split('-').next().unwrap().to_owned();
        assert_eq!(*parts.entry(family).or_insert(pair.part), pair.part);
    }
    assert_eq!(parts.len() as u64, pairs::FAMILIES);
}
