//! When two names or domains are the same company: one rule, for the partner's browser and for the server.

use serde::{Deserialize, Serialize};

/// Words at a name's end that say what the company is by law, not who it is.
const LEGAL_FORMS: &[&str] = &[
    "ab",
    "ag",
    "aps",
    "as",
    "asa",
    "bv",
    "bvba",
    "co",
    "company",
    "corp",
    "corporation",
    "doo",
    "eood",
    "fze",
    "gmbh",
    "group",
    "holding",
    "inc",
    "incorporated",
    "kft",
    "kg",
    "kk",
    "limited",
    "llc",
    "llp",
    "lp",
    "ltd",
    "ltda",
    "mbh",
    "nv",
    "og",
    "oy",
    "oyj",
    "plc",
    "pte",
    "pty",
    "pvt",
    "sa",
    "sarl",
    "sas",
    "se",
    "sl",
    "spa",
    "srl",
    "sro",
    "ug",
    "zoo",
];
/// Forms whose parts stand alone once dots and spaces are gone, as in `S.p.A.` or `Sp. z o.o.`.
const SPELT_FORMS: &[&str] =
    &["s p a", "s a", "s r l", "s r o", "sp z o o", "a s", "b v", "n v", "l l c", "d o o", "k k"];

/// Providers of mail for everybody: an address there says nothing of the company.
const FREE_MAIL: &[&str] = &[
    "aol.com",
    "gmail.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hotmail.com",
    "icloud.com",
    "live.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "outlook.com",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "web.de",
    "yahoo.com",
    "yandex.ru",
    "163.com",
];
/// Second labels under country domains that are registered under, as in `acme.co.uk`.
const SECOND_LABELS: &[&str] = &["ac", "co", "com", "edu", "gov", "ne", "net", "or", "org"];

/// A company as matching sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Company {
    /// The name without case, accents, punctuation and legal form; empty when nothing is left.
    pub name: String,
    /// The registrable domain; empty when there is none, or one of a mail provider.
    pub domain: String,
}

/// Why two companies are taken for the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Likeness {
    /// They have the same domain.
    Domain,
    /// Their names are the same but for form.
    Name,
}

impl Company {
    /// A company by its name and a domain as [`crate::text::domain`] cleans it; both may be empty.
    pub fn of(name: &str, domain: &str) -> Self {
        Self { name: plain_name(name), domain: registrable(domain) }
    }

    /// Why the two are taken for the same company, if they are.
    pub fn likeness(&self, other: &Self) -> Option<Likeness> {
        if !self.domain.is_empty() && self.domain == other.domain {
            Some(Likeness::Domain)
        } else if !self.name.is_empty() && self.name == other.name {
            Some(Likeness::Name)
        } else {
            None
        }
    }
}

fn plain_name(name: &str) -> String {
    let folded: String = name.chars().flat_map(char::to_lowercase).flat_map(fold).collect();
    let mut words: Vec<&str> = folded.split_whitespace().collect();
    while let Some(shorter) = without_form(&words) {
        words.truncate(shorter);
    }
    words.join(" ")
}

/// How many words are left without a legal form at the end; a name that is nothing else keeps its last word.
fn without_form(words: &[&str]) -> Option<usize> {
    let last = words.last().filter(|_| words.len() > 1)?;
    if LEGAL_FORMS.contains(last) {
        return Some(words.len() - 1);
    }
    SPELT_FORMS.iter().map(|form| form.split(' ').collect::<Vec<_>>()).find_map(|form| {
        (words.len() > form.len() && words.ends_with(&form)).then(|| words.len() - form.len())
    })
}

/// A lower-case character without its accent; punctuation becomes a space, an apostrophe nothing.
fn fold(c: char) -> impl Iterator<Item = char> {
    let folded: &str = match c {
        'á' | 'à' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ä' | 'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ğ' | 'ģ' => "g",
        'í' | 'ì' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => "i",
        'ķ' => "k",
        'ľ' | 'ļ' | 'ł' => "l",
        'ñ' | 'ń' | 'ň' | 'ņ' => "n",
        'ó' | 'ò' | 'ô' | 'õ' | 'ő' | 'ō' => "o",
        'ö' | 'ø' | 'œ' => "oe",
        'ŕ' | 'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ß' => "ss",
        'ť' | 'ţ' | 'ț' => "t",
        'ú' | 'ù' | 'û' | 'ů' | 'ű' | 'ū' | 'ų' => "u",
        'ü' => "ue",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        // The second half of a letter that was typed as two: the dot of a Turkish capital İ, other combining accents.
        '\u{300}'..='\u{36f}' | '\'' | '’' => "",
        '&' => " and ",
        _ => return Folded::One(Some(if c.is_alphanumeric() { c } else { ' ' })),
    };
    Folded::Some(folded.chars())
}

/// What a character folds to.
enum Folded {
    One(Option<char>),
    Some(std::str::Chars<'static>),
}

impl Iterator for Folded {
    type Item = char;
    fn next(&mut self) -> Option<char> {
        match self {
            Self::One(c) => c.take(),
            Self::Some(chars) => chars.next(),
        }
    }
}

fn registrable(domain: &str) -> String {
    let domain = domain.trim().trim_end_matches('.').to_lowercase();
    let labels: Vec<&str> = domain.split('.').filter(|label| !label.is_empty()).collect();
    let country = labels.last().is_some_and(|top| top.chars().count() == 2);
    let second = labels.len() > 2 && country && SECOND_LABELS.contains(&labels[labels.len() - 2]);
    let kept = labels.len().saturating_sub(if second { 3 } else { 2 });
    let short = labels[kept..].join(".");
    if FREE_MAIL.contains(&short.as_str()) { String::new() } else { short }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> String {
        plain_name(text)
    }

    #[test]
    fn a_name_is_the_same_whatever_its_form_and_spelling() {
        for written in
            ["Müller Maschinenbau GmbH & Co. KG", "MUELLER MASCHINENBAU", "Müller-Maschinenbau, GmbH"]
        {
            assert!(name(written).starts_with("mueller maschinenbau"), "{written}: {}", name(written));
        }
        assert_eq!(name("Pražská energetika, a.s."), name("PRAZSKA ENERGETIKA AS"));
        assert_eq!(name("Orlen Sp. z o.o."), "orlen");
        assert_eq!(name("L'Océan S.A."), "locean");
    }

    #[test]
    fn a_name_that_is_only_a_form_keeps_something() {
        assert_eq!(name("SAS"), "sas");
        assert_eq!(name("AG Group"), "ag");
        assert_eq!(name("  ...  "), "");
    }

    #[test]
    fn companies_that_share_a_word_are_not_the_same() {
        let likeness = |a: &str, b: &str| Company::of(a, "").likeness(&Company::of(b, ""));
        assert_eq!(likeness("Delta Air Lines", "Delta Faucet"), None);
        assert_eq!(likeness("Delta Faucet Company", "delta faucet"), Some(Likeness::Name));
        assert_eq!(likeness("!!!", "???"), None);
    }

    #[test]
    fn a_domain_counts_unless_everybody_has_it() {
        let of = |domain: &str| Company::of("x", domain).domain;
        assert_eq!(of("mail.acme.example"), "acme.example");
        assert_eq!(of("shop.acme.co.uk"), "acme.co.uk");
        assert_eq!(of("acme.io"), "acme.io");
        assert_eq!(of("gmail.com"), "");
        let (one, two) = (Company::of("Acme", "acme.example"), Company::of("Other", "www.acme.example"));
        assert_eq!(one.likeness(&two), Some(Likeness::Domain));
    }
}
