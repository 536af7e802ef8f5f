//! Tax and register numbers. One whose check digit is wrong says nothing: it is a slip, not another company.

mod checks;
#[cfg(test)]
mod tests;

/// A number of a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxNumber {
    /// The country of the number; empty when nobody said and the number does not say.
    pub country: String,
    /// The part that is the company's: without country, without the number of a branch.
    pub number: String,
    /// It has a check digit, and that is right.
    pub checked: bool,
}

/// Digits and letters that a number has at least; shorter ones are no numbers of a state.
const SHORTEST: usize = 7;
const LONGEST: usize = 20;

impl TaxNumber {
    /// The number in what is written, of a company of this country (ISO 3166-1 alpha-2, or empty). None when it is no number,
    /// or its check digit is wrong.
    pub fn of(written: &str, country: &str) -> Option<Self> {
        let text: String = written.chars().filter(char::is_ascii_alphanumeric).take(LONGEST * 2).collect();
        let text = text.to_ascii_uppercase();
        if !(SHORTEST..=LONGEST).contains(&text.len()) || text.bytes().filter(u8::is_ascii_digit).count() < 6
        {
            return None;
        }
        let said = prefix(&text);
        let country = said.map_or(country, |(country, _)| country);
        let bare = said.map_or(text.as_str(), |(_, rest)| rest);
        match checks::company(country, bare) {
            checks::Check::Right(number) => Some(Self { country: country.to_owned(), number, checked: true }),
            checks::Check::Wrong => None,
            checks::Check::None => {
                Some(Self { country: country.to_owned(), number: bare.to_owned(), checked: false })
            }
        }
    }

    /// Whether both are one number. Without a country the number alone has to do.
    pub fn same(&self, other: &Self) -> bool {
        self.number == other.number && self.comparable(other)
    }

    /// Whether the two are of kinds that can be held against each other.
    pub fn comparable(&self, other: &Self) -> bool {
        self.country == other.country || self.country.is_empty() || other.country.is_empty()
    }
}

/// The country in front of a number of the European kind, with the rest.
fn prefix(text: &str) -> Option<(&'static str, &str)> {
    const PREFIXES: &[(&str, &str)] = &[
        ("ATU", "AT"),
        ("BE", "BE"),
        ("BG", "BG"),
        ("CHE", "CH"),
        ("CY", "CY"),
        ("CZ", "CZ"),
        ("DE", "DE"),
        ("DK", "DK"),
        ("EE", "EE"),
        ("EL", "GR"),
        ("ES", "ES"),
        ("FI", "FI"),
        ("FR", "FR"),
        ("GB", "GB"),
        ("HR", "HR"),
        ("HU", "HU"),
        ("IE", "IE"),
        ("IT", "IT"),
        ("LT", "LT"),
        ("LU", "LU"),
        ("LV", "LV"),
        ("MT", "MT"),
        ("NL", "NL"),
        ("NO", "NO"),
        ("PL", "PL"),
        ("PT", "PT"),
        ("RO", "RO"),
        ("SE", "SE"),
        ("SI", "SI"),
        ("SK", "SK"),
        ("XI", "GB"),
    ];
    PREFIXES.iter().find_map(|(prefix, country)| {
        let rest = text.strip_prefix(prefix)?;
        rest.bytes()
            .next()
            .filter(u8::is_ascii_digit)
            .or_else(|| matches!(*country, "ES" | "FR").then_some(b'A'))?;
        Some((*country, rest))
    })
}
