//! Addresses: street, house, postcode and city without the ways to write them.

use crate::name::{Class, fold, tokens};
use std::collections::HashSet;
use std::sync::LazyLock;

/// Words of streets with the ways to write them short, in the languages of `data/countries`.
const WAYS: &[(&str, &[&str])] = &[
    (
        "street",
        &[
            "street", "st", "str", "strasse", "straat", "ulitsa", "ul", "ulica", "utca", "u", "via", "v",
            "rue", "calle", "c", "rua", "r", "strada", "vul", "vulitsia", "odos", "sokak", "sok",
        ],
    ),
    (
        "avenue",
        &[
            "avenue", "ave", "av", "avenida", "avda", "viale", "vle", "al", "aleje", "aleja", "leof",
            "leoforos", "prospekt", "pr", "prosp", "caddesi", "cad", "allee",
        ],
    ),
    ("road", &["road", "rd", "chaussee", "ch", "steenweg", "stwg", "dadao"]),
    (
        "square",
        &[
            "square", "sq", "place", "pl", "platz", "plaza", "pza", "piazza", "pza", "plein", "namesti",
            "nam", "ter", "trg",
        ],
    ),
    ("boulevard", &["boulevard", "blvd", "bd", "bul", "bulevardul", "bulvar"]),
    ("lane", &["lane", "ln", "gasse", "g", "weg"]),
    ("drive", &["drive", "dr"]),
    ("corso", &["corso", "cso"]),
    ("parade", &["parade", "pde"]),
];
/// All of [`WAYS`].
static STREETS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| WAYS.iter().flat_map(|(_, ways)| ways.iter().copied()).collect());
/// Words at the end of German and Dutch streets that are written short there: "Hauptstr.".
const ENDS: &[(&str, &str)] =
    &[("strasse", "str"), ("straat", "str"), ("platz", "pl"), ("gatan", "g"), ("gasse", "g")];

/// Where a company is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    /// Words of the street, in order of letters, without the word for street; empty when nobody said.
    pub street: Vec<String>,
    /// The number of the house, with what belongs to it.
    pub house: String,
    /// The postcode without spaces.
    pub postcode: String,
    /// The city by the name that stands for all its names.
    pub city: String,
}

impl Address {
    /// An address as somebody has written it.
    pub fn of(street: &str, postcode: &str, city: &str) -> Self {
        let mut words = Vec::new();
        let mut house = String::new();
        for token in tokens(street) {
            if token.class == Class::Number || token.text.starts_with(|c: char| c.is_ascii_digit()) {
                house.push_str(&token.text);
            } else if let Some(word) = street_word(&token.text) {
                words.push(word);
            }
        }
        words.sort();
        let city: Vec<String> =
            tokens(city).into_iter().filter(|token| !token.aside).map(|token| token.meaning).collect();
        Self {
            street: words,
            house,
            postcode: postcode
                .chars()
                .filter(|c| c.is_alphanumeric())
                .flat_map(char::to_uppercase)
                .take(12)
                .collect(),
            city: city.join(" "),
        }
    }

    /// Whether both say the same house in the same street, and nothing of the place speaks against it.
    pub fn same_house(&self, other: &Self) -> bool {
        let place = !self.differs(&self.postcode, &other.postcode)
            && (self.postcode == other.postcode && !self.postcode.is_empty()
                || !self.differs(&self.city, &other.city));
        !self.street.is_empty()
            && !self.house.is_empty()
            && self.street == other.street
            && self.house == other.house
            && place
    }

    /// Whether both say a house, and it is not the same one.
    pub fn other_house(&self, other: &Self) -> bool {
        !self.house.is_empty() && !other.house.is_empty() && !self.same_house(other)
    }

    /// Whether both say a city, and it is the same one.
    pub fn same_city(&self, other: &Self) -> bool {
        !self.city.is_empty() && self.city == other.city
    }

    /// Whether both say a city, and it is not the same one.
    pub fn other_city(&self, other: &Self) -> bool {
        self.differs(&self.city, &other.city)
    }

    fn differs(&self, one: &str, other: &str) -> bool {
        !one.is_empty() && !other.is_empty() && one != other
    }
}

/// A word of a street; none for the word that only says that it is one.
fn street_word(text: &str) -> Option<String> {
    let text = fold(text);
    if STREETS.contains(text.as_str()) {
        return None;
    }
    let end = ENDS.iter().find_map(|(long, short)| {
        text.strip_suffix(long).filter(|rest| rest.len() > 2).map(|rest| format!("{rest}{short}"))
    });
    Some(end.unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: (&str, &str, &str), other: (&str, &str, &str)) -> bool {
        Address::of(one.0, one.1, one.2).same_house(&Address::of(other.0, other.1, other.2))
    }

    #[test]
    fn one_house_is_written_in_many_ways() {
        assert!(same(("Hauptstraße 5", "80331", "München"), ("Hauptstr. 5", "80331", "Munich")));
        assert!(same(("100 Main Street", "02139", ""), ("100 Main St", "02139", "Cambridge")));
        assert!(same(("ул. Ленина 7", "", "Москва"), ("ulitsa Lenina 7", "", "Moscow")));
        assert!(same(("Via Roma 12", "50123", "Firenze"), ("v. Roma 12", "50123", "Florence")));
    }

    #[test]
    fn another_house_or_town_is_another_address() {
        assert!(!same(("Hauptstraße 5", "80331", "München"), ("Hauptstraße 7", "80331", "München")));
        assert!(!same(("Hauptstraße 5", "80331", "München"), ("Hauptstraße 5", "50667", "Köln")));
        assert!(!same(("", "80331", "München"), ("", "80331", "München")));
    }
}
