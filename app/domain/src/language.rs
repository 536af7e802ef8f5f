//! The languages of the portal: which way they run, their plural forms, and how they write days, times and amounts.
//!
//! Forms and formats are those of the Unicode CLDR (cardinal plurals; dates `yMMMd`; numbers with Latin digits), kept
//! here in short, since the library with all of them is several times the size of the whole portal in a browser.

use crate::money::Money;
use crate::time::{Day, Instant};

crate::text_enum! {
    /// A language of the portal, by its BCP 47 tag.
    pub enum Language {
        /// English.
        English = "en",
        /// German.
        German = "de",
        /// Arabic.
        Arabic = "ar",
    }
}

impl Default for Language {
    fn default() -> Self {
        Self::FIRST
    }
}

/// Which words go with a count (CLDR, cardinal).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plural {
    /// Nought, where a language has words of its own for it.
    Zero,
    /// One.
    One,
    /// Two, where a language has words of its own for it.
    Two,
    /// A few.
    Few,
    /// Many.
    Many,
    /// All others.
    Other,
}

impl Language {
    /// The one that is used where no other was chosen.
    pub const FIRST: Self = Self::English;

    /// The language's own name, for choosing it.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::Arabic => "العربية",
        }
    }

    /// `ltr` or `rtl`, as HTML's `dir` says it.
    pub const fn direction(self) -> &'static str {
        match self {
            Self::English | Self::German => "ltr",
            Self::Arabic => "rtl",
        }
    }

    /// Which words go with this count.
    pub const fn plural(self, n: i64) -> Plural {
        match (self, n) {
            (Self::English | Self::German, 1) => Plural::One,
            (Self::English | Self::German, _) => Plural::Other,
            (Self::Arabic, 0) => Plural::Zero,
            (Self::Arabic, 1) => Plural::One,
            (Self::Arabic, 2) => Plural::Two,
            (Self::Arabic, n) => match n.unsigned_abs() % 100 {
                3..=10 => Plural::Few,
                11..=99 => Plural::Many,
                _ => Plural::Other,
            },
        }
    }

    /// The language that somebody wants most of those there are, by the `Accept-Language` of a browser (RFC 9110,
    /// 12.5.4); `None` when none of them is wanted.
    pub fn wanted(accept: &str) -> Option<Self> {
        let mut best: Option<(u32, Self)> = None;
        for range in accept.split(',').take(32) {
            let (tag, weight) = range.split_once(';').unwrap_or((range, ""));
            let weight = thousandths(weight.trim());
            let primary = tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
            let Ok(language) = primary.parse::<Self>() else { continue };
            if weight > 0 && best.is_none_or(|(heaviest, _)| weight > heaviest) {
                best = Some((weight, language));
            }
        }
        best.map(|(_, language)| language)
    }

    const fn months(self) -> [&'static str; 12] {
        match self {
            Self::English => {
                ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
            }
            Self::German => [
                "Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.",
                "Dez.",
            ],
            Self::Arabic => [
                "يناير",
                "فبراير",
                "مارس",
                "أبريل",
                "مايو",
                "يونيو",
                "يوليو",
                "أغسطس",
                "سبتمبر",
                "أكتوبر",
                "نوفمبر",
                "ديسمبر",
            ],
        }
    }

    /// The days of the week from Monday on (ISO 8601), in short.
    pub const fn weekdays(self) -> [&'static str; 7] {
        match self {
            Self::English => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
            Self::German => ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"],
            Self::Arabic => ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
        }
    }

    /// A day in words: `24 Nov 2026`, `24. Nov. 2026`, `24 نوفمبر 2026`.
    pub fn day(self, day: Day) -> String {
        let (year, month, number) = day.parts();
        let dot = if self == Self::German { "." } else { "" };
        format!("{number}{dot} {} {year:04}", self.months()[usize::from(month) - 1])
    }

    /// The name of a day's month in short, and with its year: `Nov`, `Nov 2026`.
    pub fn month(self, day: Day) -> (&'static str, String) {
        let (year, month, _) = day.parts();
        let name = self.months()[usize::from(month) - 1];
        (name, format!("{name} {year:04}"))
    }

    /// A point in time in words, in UTC: `24 Nov 2026, 09:30 UTC`.
    pub fn instant(self, at: Instant) -> String {
        let comma = if self == Self::Arabic { "،" } else { "," };
        let (hour, minute) = at.clock();
        format!("{}{comma} {hour:02}:{minute:02} UTC", self.day(at.day()))
    }

    /// The number of an amount with its groups, without the currency: `12,500.00`, `12.500,00`.
    pub fn amount(self, money: &Money) -> String {
        self.punctuated(money.number())
    }

    /// A whole number with its groups: `1,250,000`, `1.250.000`.
    pub fn number(self, number: i64) -> String {
        self.punctuated(crate::money::grouped(number))
    }

    /// English punctuation made this language's.
    fn punctuated(self, number: String) -> String {
        match self {
            Self::English => number,
            Self::German => number
                .chars()
                .map(|c| match c {
                    ',' => '.',
                    '.' => ',',
                    other => other,
                })
                .collect(),
            // The sign is kept with the number whatever stands around it.
            Self::Arabic => number.replace('-', "\u{200e}-"),
        }
    }
}

/// A weight as `q=0.8`, in thousandths; without one it is the full weight, nonsense weighs nothing.
fn thousandths(weight: &str) -> u32 {
    let Some(number) = weight.strip_prefix("q=").or_else(|| weight.strip_prefix("Q=")) else {
        return if weight.is_empty() { 1000 } else { 0 };
    };
    let (whole, fraction) = number.trim().split_once('.').unwrap_or((number.trim(), ""));
    let padded = format!("{fraction:0<3}");
    match (whole, padded.parse::<u32>()) {
        ("1", Ok(0)) => 1000,
        ("0", Ok(fraction)) if padded.len() == 3 => fraction,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{Arabic, English, German};

    #[test]
    fn counts_take_the_words_of_their_form() {
        assert_eq!([0, 1, 2].map(|n| English.plural(n)), [Plural::Other, Plural::One, Plural::Other]);
        assert_eq!(
            [0, 1, 2, 3, 10, 11, 99, 100, 102, 103, 111].map(|n| Arabic.plural(n)),
            [
                Plural::Zero,
                Plural::One,
                Plural::Two,
                Plural::Few,
                Plural::Few,
                Plural::Many,
                Plural::Many,
                Plural::Other,
                Plural::Other,
                Plural::Few,
                Plural::Many
            ]
        );
    }

    #[test]
    fn days_and_times_are_written_as_the_language_does() {
        let at = Instant::from_millis(1_795_512_600_000);
        assert_eq!(English.instant(at), "24 Nov 2026, 09:30 UTC");
        assert_eq!(German.instant(at), "24. Nov. 2026, 09:30 UTC");
        assert_eq!(Arabic.instant(at), "24 نوفمبر 2026، 09:30 UTC");
        assert_eq!(German.day("2026-03-01".parse().unwrap()), "1. März 2026");
    }

    #[test]
    fn amounts_are_punctuated_as_the_language_does() {
        let money = Money { minor: -123_456_789, currency: "EUR".into() };
        assert_eq!(English.amount(&money), "-1,234,567.89");
        assert_eq!(German.amount(&money), "-1.234.567,89");
        assert_eq!(Arabic.amount(&money), "\u{200e}-1,234,567.89");
        assert_eq!(German.number(1_250_000), "1.250.000");
        assert_eq!(English.number(-999), "-999");
    }

    #[test]
    fn the_heaviest_language_that_there_is_wins() {
        assert_eq!(Language::wanted("de-AT,de;q=0.9,en;q=0.8"), Some(German));
        assert_eq!(Language::wanted("fr, ar;q=0.5, en;q=0.7"), Some(English));
        assert_eq!(Language::wanted("EN-gb"), Some(English));
        assert_eq!(Language::wanted("de;q=0, en;q=0.001"), Some(English));
        for none in ["", "fr", "*", "de;q=0", "de;q=2", "de;q=0.1234", "de;x", ",,,;;"] {
            assert_eq!(Language::wanted(none), None, "{none}");
        }
    }
}
