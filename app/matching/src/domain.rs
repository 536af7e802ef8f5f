//! Domains: the part that somebody registers.

mod ascii;
mod suffix;

use crate::name::fold;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The longest name of the domain name system, RFC 1035 section 2.3.4.
const LONGEST: usize = 253;

static FREE: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("../data/free_mail.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});

/// A registrable domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Domain {
    /// The suffix of a registry and the label before it, in ASCII: `acme.co.uk`, `xn--mller-kva.de`.
    pub registrable: String,
    /// The label before the suffix, as people read it.
    pub label: String,
    /// What of the label is a name: folded, without hyphens, figures at its end and words that many put behind their names.
    pub stem: String,
}

impl Domain {
    /// The registrable domain of a domain, an address of the web or of mail. None for what is no domain, what is only
    /// a suffix, and providers of mail for everybody.
    pub fn of(written: &str) -> Option<Self> {
        let host = host(written)?;
        let ascii = ascii::ascii(host)?;
        if ascii.is_empty() || ascii.len() > LONGEST || ascii.parse::<std::net::IpAddr>().is_ok() {
            return None;
        }
        let registrable = suffix::registrable(&ascii)?;
        if FREE.contains(registrable.as_str()) {
            return None;
        }
        let unicode = ascii::unicode(&registrable);
        let label = unicode.split('.').next().unwrap_or_default().to_owned();
        let stem = stem(&label);
        Some(Self { registrable, label, stem })
    }
}

/// Words that are put behind a name when its domain is taken.
const BEHIND: &[&str] = &[
    "group",
    "gruppe",
    "groupe",
    "grupo",
    "gruppo",
    "online",
    "web",
    "team",
    "global",
    "international",
    "holding",
    "corp",
    "inc",
    "gmbh",
];

fn stem(label: &str) -> String {
    let folded = fold(label).replace('-', "");
    let name = folded.trim_end_matches(|c: char| c.is_ascii_digit());
    let short = BEHIND.iter().find_map(|word| name.strip_suffix(word)).filter(|short| short.len() >= 3);
    let name = short.unwrap_or(name);
    if name.is_empty() { folded } else { name.to_owned() }
}

/// The host in what is written.
fn host(written: &str) -> Option<&str> {
    let text = written.trim();
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    let text = text.split(['/', '?', '#', ' ']).next().unwrap_or_default();
    let text = text.rsplit_once('@').map_or(text, |(_, host)| host);
    let text = text.split_once(':').map_or(text, |(host, _)| host).trim_matches('.');
    (text.contains('.') && text.len() <= LONGEST * 4).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(written: &str) -> Option<String> {
        Domain::of(written).map(|domain| domain.registrable)
    }

    #[test]
    fn what_somebody_registers_is_left_of_whatever_was_typed() {
        for written in [
            "acme.co.uk",
            "www.acme.co.uk",
            "https://shop.ACME.co.uk:8443/x?y",
            "info@mail.acme.co.uk",
            " acme.co.uk. ",
        ] {
            assert_eq!(of(written).as_deref(), Some("acme.co.uk"), "{written}");
        }
    }

    #[test]
    fn mail_for_everybody_says_nothing() {
        assert_eq!(of("somebody@gmail.com"), None);
        assert_eq!(of("web.de"), None);
        assert_eq!(of("yahoo.co.jp"), None);
    }

    #[test]
    fn punycode_and_letters_are_the_same_domain() {
        assert_eq!(of("müller.de"), of("XN--MLLER-KVA.de"));
        assert_eq!(Domain::of("xn--mller-kva.de").map(|domain| domain.label), Some("müller".to_owned()));
    }

    #[test]
    fn what_is_no_domain_is_none() {
        for written in [
            "",
            ".",
            "...",
            "localhost",
            "192.168.0.1",
            "co.uk",
            "xn--a.de",
            "a b",
            "\u{202e}.com",
            "-",
            "@",
            "://",
        ] {
            assert_eq!(of(written), None, "{written:?}");
        }
        assert_eq!(of(&"a.".repeat(4000)), None);
    }
}
