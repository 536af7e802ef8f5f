//! Amounts of money in integer minor units.

use crate::form::Fault;
use iso_currency::Currency;
use serde::{Deserialize, Serialize};

/// An amount in the minor unit of its currency (cents for EUR, yen for JPY; ISO 4217).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// Whole minor units.
    pub minor: i64,
    /// ISO 4217 code in capitals.
    pub currency: String,
}

/// The largest amount a form takes, in major units: a hundred thousand million.
pub const LARGEST_MAJOR: i64 = 100_000_000_000;

/// How many decimal places the currency has (ISO 4217), or `None` for an unknown code.
pub fn decimals(currency: &str) -> Option<u32> {
    Currency::from_code(currency).map(|c| u32::from(c.exponent().unwrap_or(0)))
}

/// How many decimal places amounts of this currency are shown with; two for those that are nobody's. Short, for every
/// list of amounts in a browser needs it; a test holds it against ISO 4217.
fn places(currency: &str) -> u32 {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "UYI"
        | "VND" | "VUV" | "XAF" | "XAG" | "XAU" | "XBA" | "XBB" | "XBC" | "XBD" | "XDR" | "XOF" | "XPD"
        | "XPF" | "XPT" | "XSU" | "XTS" | "XUA" | "XXX" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        "CLF" | "UYW" => 4,
        _ => 2,
    }
}

impl Money {
    /// Reads an amount as people of any locale type it: `12,500.00`, `12.500,00`, `12 500`, `12'500`.
    ///
    /// The last dot or comma counts as the decimal mark when fewer digits than three follow it, or when the other mark
    /// stands before it; otherwise it groups thousands.
    pub fn read(amount: &str, currency: &str) -> Result<Self, Fault> {
        let places = decimals(currency).ok_or(Fault::Unknown)?;
        let text: String = amount
            .trim()
            .chars()
            .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’'))
            .collect();
        if text.is_empty() {
            return Err(Fault::Missing);
        }
        let mark = decimal_mark(&text);
        let (whole, fraction) = match mark {
            Some(at) => (&text[..at], &text[at + 1..]),
            None => (text.as_str(), ""),
        };
        let whole = ungrouped(whole).ok_or(Fault::NotAnAmount)?;
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !digits(&whole) || !digits(fraction) || fraction.len() > places as usize {
            return Err(Fault::NotAnAmount);
        }
        let major: i64 = whole.parse().map_err(|_| Fault::TooLarge)?;
        if major > LARGEST_MAJOR {
            return Err(Fault::TooLarge);
        }
        let padded = format!("{fraction:0<width$}", width = places as usize);
        let cents: i64 =
            if padded.is_empty() { 0 } else { padded.parse().map_err(|_| Fault::NotAnAmount)? };
        Ok(Self { minor: major * 10_i64.pow(places) + cents, currency: currency.to_owned() })
    }

    /// The whole units, without what is smaller.
    pub fn major(&self) -> i64 {
        self.minor / 10_i64.pow(decimals(&self.currency).unwrap_or(2))
    }

    /// The number with grouping, without the currency: `12,500.00`.
    pub fn number(&self) -> String {
        let places = places(&self.currency);
        let unit = 10_u64.pow(places);
        let size = self.minor.unsigned_abs();
        let mut out = in_groups(self.minor < 0, size / unit);
        if places > 0 {
            out.push_str(&format!(".{:0width$}", size % unit, width = places as usize));
        }
        out
    }

    /// The amount as a form shows it again: no grouping.
    pub fn plain(&self) -> String {
        self.number().replace(',', "")
    }
}

/// A whole number with grouping: `1,250,000`.
pub fn grouped(number: i64) -> String {
    in_groups(number < 0, number.unsigned_abs())
}

fn in_groups(negative: bool, size: u64) -> String {
    let digits = size.to_string();
    let mut out = String::new();
    if negative {
        out.push('-');
    }
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// Takes the thousands marks out: one kind of mark only, groups of two (India) or three digits after the first.
fn ungrouped(whole: &str) -> Option<String> {
    let groups: Vec<&str> = whole.split(['.', ',']).collect();
    let one_mark = !(whole.contains('.') && whole.contains(','));
    let sized = groups.iter().skip(1).all(|g| matches!(g.len(), 2 | 3)) && groups.len() < 9;
    let last = groups.len() == 1 || groups.last().is_some_and(|g| g.len() == 3);
    (one_mark && sized && last).then(|| groups.concat())
}

fn decimal_mark(text: &str) -> Option<usize> {
    let at = text.rfind(['.', ','])?;
    let mark = text.as_bytes()[at];
    let other = if mark == b'.' { ',' } else { '.' };
    let once = text.bytes().filter(|b| *b == mark).count() == 1;
    let after = text.len() - at - 1;
    (once && (after != 3 || text[..at].contains(other))).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_locale_is_read() {
        for text in ["12,500.50", "12.500,50", "12 500,50", "12'500.50", "12500.5", "12\u{202f}500,50"] {
            assert_eq!(Money::read(text, "EUR").unwrap().minor, 1_250_050, "{text}");
        }
        assert_eq!(Money::read("12.500", "EUR").unwrap().minor, 1_250_000);
        assert_eq!(Money::read("1.250.000", "JPY").unwrap().minor, 1_250_000);
    }

    #[test]
    fn amounts_are_shown_with_the_places_of_iso_4217() {
        for number in 0..1000 {
            if let Some(currency) = Currency::from_numeric(number) {
                let code = currency.code();
                assert_eq!(Some(places(code)), decimals(code), "{code}");
            }
        }
        assert_eq!(places("???"), 2);
    }

    #[test]
    fn what_is_not_an_amount_is_refused() {
        assert_eq!(Money::read("", "EUR"), Err(Fault::Missing));
        assert_eq!(Money::read("12", "XYZ"), Err(Fault::Unknown));
        for bad in ["abc", "-5", "1.2.3,4,5", "1e9", "٣", ".", "0x10"] {
            assert_eq!(Money::read(bad, "EUR"), Err(Fault::NotAnAmount), "{bad}");
        }
        assert_eq!(Money::read("99999999999999999999", "EUR"), Err(Fault::TooLarge));
        assert_eq!(Money::read("12.5", "JPY"), Err(Fault::NotAnAmount));
    }

    #[test]
    fn numbers_are_grouped() {
        let money = |minor, currency: &str| Money { minor, currency: currency.into() };
        assert_eq!(money(123_456_789, "EUR").number(), "1,234,567.89");
        assert_eq!(money(-5, "EUR").number(), "-0.05");
        assert_eq!(money(1_250_000, "JPY").number(), "1,250,000");
        assert_eq!(money(123_456_789, "EUR").plain(), "1234567.89");
    }
}
