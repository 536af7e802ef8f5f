//! A company as matching sees it.

use crate::address::Address;
use crate::domain::Domain;
use crate::name::{Name, Oddity};
use crate::tax::TaxNumber;

/// What somebody has written down of a company. What nobody has written is empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written<'a> {
    /// The name.
    pub name: &'a str,
    /// A domain, an address of the web or of mail.
    pub domain: &'a str,
    /// A tax or register number.
    pub tax: &'a str,
    /// The country, ISO 3166-1 alpha-2.
    pub country: &'a str,
    /// Street and house.
    pub street: &'a str,
    /// Postcode.
    pub postcode: &'a str,
    /// City.
    pub city: &'a str,
}

/// A company with everything normalised.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Company {
    /// Ways to read the name: as it is written, and each of two names that stand in one field.
    pub names: Vec<Name>,
    /// What is odd about the name.
    pub oddities: Vec<Oddity>,
    /// The registrable domain, unless it is everybody's.
    pub domain: Option<Domain>,
    /// The tax number, if its check digit is right.
    pub tax: Option<TaxNumber>,
    /// Where it is.
    pub address: Address,
    /// The country, in capitals; empty when nobody said.
    pub country: String,
}

impl Company {
    /// Normalises what is written. Anything can be written: there is no error, what makes no sense is left out.
    pub fn of(written: &Written<'_>) -> Self {
        let country = country(written.country);
        let (names, oddities) = Name::readings(written.name);
        Self {
            names,
            oddities,
            domain: Domain::of(written.domain),
            tax: TaxNumber::of(written.tax, &country),
            address: Address::of(written.street, written.postcode, written.city),
            country,
        }
    }

    /// The same company with another name that people use for it. What is odd about that one is not told of.
    #[must_use]
    pub fn also_called(mut self, name: &str) -> Self {
        self.names.extend(Name::readings(name).0);
        self
    }
}

fn country(text: &str) -> String {
    let code = text.trim().to_ascii_uppercase();
    if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()) { code } else { String::new() }
}
