//! The pairs written by hand, from `data/hard_negatives.txt` and `data/same.txt`.

use crate::record::{Pair, Part, Record, Source};
use crate::sha256;
use std::collections::BTreeMap;

const NEGATIVES: &str = include_str!("../data/hard_negatives.txt");
const SAME: &str = include_str!("../data/same.txt");

struct Line {
    class: String,
    same: bool,
    one: Record,
    other: Record,
}

/// All of them. A company is in one part with all of its pairs: names that share a pair go together.
pub fn pairs() -> Vec<Pair> {
    let lines: Vec<Line> = read(NEGATIVES, false).chain(read(SAME, true)).collect();
    let mut groups = Groups::default();
    for line in &lines {
        groups.join(&key(&line.one), &key(&line.other));
    }
    lines
        .into_iter()
        .enumerate()
        .map(|(at, line)| Pair {
            id: format!("w{at}"),
            part: part(&groups.head(&key(&line.one))),
            source: Source::Written,
            class: line.class,
            same: line.same,
            one: line.one,
            other: line.other,
        })
        .collect()
}

/// A company of the lists is known by its name.
fn key(record: &Record) -> String {
    record.name.to_lowercase()
}

fn part(group: &str) -> Part {
    if sha256(group).as_bytes()[0].is_ascii_digit() && sha256(group).as_bytes()[0] < b'8' {
        Part::Tuning
    } else {
        Part::Test
    }
}

fn read(text: &'static str, same: bool) -> impl Iterator<Item = Line> {
    text.lines().filter(|line| !line.starts_with('#')).filter_map(move |line| {
        let mut fields = line.split(" | ");
        let (class, one, other) = (fields.next()?, fields.next()?, fields.next()?);
        Some(Line { class: class.to_owned(), same, one: record(one), other: record(other) })
    })
}

fn record(text: &str) -> Record {
    let mut record = Record::default();
    let mut name = Vec::new();
    for word in text.split(' ') {
        if let Some(domain) = word.strip_prefix('@') {
            domain.clone_into(&mut record.domain);
        } else if let Some(country) = word.strip_prefix('#').filter(|code| code.len() == 2) {
            country.clone_into(&mut record.country);
        } else {
            name.push(word);
        }
    }
    record.name = name.join(" ");
    record
}

/// Which names go together.
#[derive(Default)]
struct Groups(BTreeMap<String, String>);

impl Groups {
    fn head(&self, name: &str) -> String {
        let mut name = name;
        while let Some(up) = self.0.get(name) {
            name = up;
        }
        name.to_owned()
    }

    fn join(&mut self, one: &str, other: &str) {
        let (one, other) = (self.head(one), self.head(other));
        if one != other {
            self.0.insert(one, other);
        }
    }
}
