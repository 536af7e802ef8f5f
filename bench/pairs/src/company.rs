//! Companies as they are, before anybody writes them down.

use crate::countries::{Country, Ways, all};
use crate::letters::plain;
use crate::rng::Rng;
use crate::tax;

/// What a word of a name is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    First,
    Brand,
    Trade,
    City,
    Number,
}

#[derive(Debug, Clone)]
pub struct Word {
    pub role: Role,
    pub ways: Ways,
}

#[derive(Debug, Clone)]
pub struct Company {
    pub country: &'static Country,
    pub words: Vec<Word>,
    pub form: Ways,
    pub domain: String,
    pub tax: String,
    pub street: Ways,
    pub house: usize,
    pub postcode: String,
    pub city: Ways,
}

const ONSETS: &[&str] = &[
    "b", "br", "d", "dr", "f", "fl", "g", "gr", "k", "kl", "l", "m", "n", "p", "pr", "qu", "r", "s", "st",
    "t", "tr", "v", "w", "z",
];
const VOWELS: &[&str] = &["a", "e", "i", "o", "u", "ea", "io", "au"];
const CODAS: &[&str] =
    &["", "n", "r", "l", "x", "s", "nt", "rd", "lk", "m", "tis", "vik", "dor", "nex", "ron", "lia"];
const COMMON: &[&str] = &[
    "Atlas", "Delta", "Nova", "Apex", "Phoenix", "Orion", "Alpha", "Omega", "Titan", "Vega", "Sigma",
    "Polar", "Horizon", "Summit", "Pioneer", "Global", "Euro", "Inter", "Prime", "Crown",
];
const FIRST: &[&str] =
    &["Anna", "Karl", "Peter", "Maria", "Johann", "Elena", "Thomas", "Laura", "Martin", "Eva"];

pub fn word(role: Role, way: &str) -> Word {
    Word { role, ways: vec![way.to_owned()] }
}

fn invented(rng: &mut Rng) -> String {
    let mut name = String::new();
    for _ in 0..2 {
        name.push_str(rng.text(ONSETS));
        name.push_str(rng.text(VOWELS));
    }
    name.push_str(rng.text(CODAS));
    name[..1].to_uppercase() + &name[1..]
}

/// A brand as it may be in the country.
fn brand(country: &'static Country, rng: &mut Rng) -> Vec<Word> {
    if country.other_script() {
        let list = if rng.percent(50) { "words" } else { "people" };
        let mut words = vec![Word { role: Role::Brand, ways: rng.of(country.list(list)).clone() }];
        // Two words as one brand: otherwise half of a country would be called the same.
        if rng.percent(50) {
            words.push(Word { role: Role::Brand, ways: rng.of(country.list("words")).clone() });
        }
        return words;
    }
    match rng.below(20) {
        0..=9 => vec![word(Role::Brand, &invented(rng))],
        10..=11 => {
            let name = rng.of(country.list("people"))[0].clone();
            vec![word(Role::First, rng.text(FIRST)), word(Role::Brand, &name)]
        }
        12..=14 => vec![word(Role::Brand, &rng.of(country.list("people"))[0].clone())],
        15..=17 => vec![word(Role::Brand, rng.text(COMMON)), word(Role::Brand, &invented(rng))],
        _ => {
            let letters: String = (0..3).map(|_| char::from(b'A' + rng.below(26) as u8)).collect();
            vec![word(Role::Brand, &letters)]
        }
    }
}

impl Company {
    /// A new company of some country.
    pub fn new(rng: &mut Rng) -> Self {
        let country = rng.of(all());
        let mut words = brand(country, rng);
        if rng.percent(85) {
            words.push(Word { role: Role::Trade, ways: rng.of(country.list("trades")).clone() });
        }
        let mut company = Self {
            country,
            words,
            form: rng.of(country.list("forms")).clone(),
            domain: String::new(),
            tax: String::new(),
            street: Vec::new(),
            house: 0,
            postcode: String::new(),
            city: Vec::new(),
        };
        company.settle(rng);
        company
    }

    /// Gets a domain, a number and an address of its own.
    pub fn settle(&mut self, rng: &mut Rng) {
        self.tax = tax::number(&self.country.code, rng);
        self.street = rng.of(self.country.list("streets")).clone();
        self.house = 1 + rng.below(140);
        self.postcode = rng.digits(5);
        self.city = rng.of(self.country.list("cities")).clone();
        self.domain = self.new_domain(rng);
    }

    /// A domain that its name suggests.
    pub fn new_domain(&self, rng: &mut Rng) -> String {
        let latin = |word: &Word| {
            let way = if self.country.other_script() {
                word.ways.get(1).unwrap_or(&word.ways[0])
            } else {
                &word.ways[0]
            };
            plain(way, true).to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect::<String>()
        };
        let of =
            |role: Role| self.words.iter().filter(|word| word.role == role).map(latin).collect::<String>();
        let (brand, trade) = (of(Role::Brand), of(Role::Trade) + &of(Role::City) + &of(Role::Number));
        let name = match rng.below(4) {
            0 if !trade.is_empty() => format!("{brand}-{trade}"),
            1 if !trade.is_empty() => format!("{brand}{trade}"),
            2 => format!("{brand}-{}", rng.text(&["online", "group", "web", "gruppe", "team"])),
            _ => brand,
        };
        let tld = if rng.percent(25) { "com" } else { &self.country.tld };
        // Two companies of one brand can't have one domain by chance: a figure keeps the made ones apart.
        format!(
            "{name}{}.{tld}",
            if rng.percent(50) { (2 + rng.below(997)).to_string() } else { String::new() }
        )
    }

    pub fn trade(&self) -> Option<usize> {
        self.words.iter().position(|word| word.role == Role::Trade)
    }

    pub fn brand(&self) -> usize {
        self.words.iter().position(|word| word.role == Role::Brand).unwrap_or(0)
    }
}
