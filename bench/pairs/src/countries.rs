//! What companies of a country are made of, from `data/countries.txt`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Ways to write one word; the first is the usual one.
pub type Ways = Vec<String>;

#[derive(Debug, Default)]
pub struct Country {
    pub code: String,
    pub tld: String,
    /// Brand and trade are written without a space between.
    pub joined: bool,
    lists: BTreeMap<String, Vec<Ways>>,
}

impl Country {
    /// A list by its name; empty when the country has none.
    pub fn list(&self, name: &str) -> &[Ways] {
        self.lists.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether its words are written in another script than Latin.
    pub fn other_script(&self) -> bool {
        !self.list("words").is_empty()
    }
}

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| read(include_str!("../data/countries.txt")));

pub fn all() -> &'static [Country] {
    &COUNTRIES
}

fn read(text: &str) -> Vec<Country> {
    let mut countries: Vec<Country> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(head) = line.strip_prefix('[') {
            let (code, rest) = head.split_once(']').unwrap_or((head, ""));
            let said =
                |key: &str| rest.split(' ').find_map(|word| word.strip_prefix(key)).unwrap_or_default();
            countries.push(Country {
                code: code.to_owned(),
                tld: said("tld=").to_owned(),
                joined: said("joins=") == "x",
                lists: BTreeMap::new(),
            });
        } else if let (Some(country), Some((name, list))) = (countries.last_mut(), line.split_once(": ")) {
            let list = list.split(';').map(|ways| ways.trim().split('=').map(str::to_owned).collect());
            country.lists.insert(name.to_owned(), list.collect());
        }
    }
    countries
}
