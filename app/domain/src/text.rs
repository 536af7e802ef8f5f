//! What people type, made safe to keep: trimmed, bounded, without control or direction-override characters.

use crate::form::Fault;
use crate::time::Day;

/// Characters that change how neighbouring text is read or are not seen at all: kept out of every name.
fn is_deceptive(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// One line of text: trimmed, inner white space folded, invisible characters dropped, 1 to `most` characters.
pub fn line(text: &str, most: u32) -> Result<String, Fault> {
    match optional_line(text, most)? {
        empty if empty.is_empty() => Err(Fault::Missing),
        line => Ok(line),
    }
}

/// As [`line()`], but may be empty.
pub fn optional_line(text: &str, most: u32) -> Result<String, Fault> {
    let seen: String =
        text.chars().filter(|c| !is_deceptive(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let folded = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    bounded(folded, most)
}

/// Several lines: line ends made `\n`, trailing space dropped, control characters dropped, 1 to `most` characters.
pub fn lines(text: &str, most: u32) -> Result<String, Fault> {
    match optional_lines(text, most)? {
        empty if empty.is_empty() => Err(Fault::Missing),
        lines => Ok(lines),
    }
}

/// As [`lines`], but may be empty.
pub fn optional_lines(text: &str, most: u32) -> Result<String, Fault> {
    let clean = text.replace("\r\n", "\n").replace('\r', "\n");
    let clean: String = clean
        .chars()
        .filter(|c| (*c == '\n' || *c == '\t' || !c.is_control()) && !is_deceptive(*c))
        .collect();
    bounded(clean.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned(), most)
}

fn bounded(text: String, most: u32) -> Result<String, Fault> {
    if text.chars().count() > most as usize { Err(Fault::TooLong { most }) } else { Ok(text) }
}

/// An e-mail address in lower case, by the practical subset that mail systems route: `local@domain.tld`. The domain
/// has to be written as [`ascii_domain`] gives it back, so that comparing it tells whose address it is.
pub fn email(text: &str) -> Result<String, Fault> {
    let text = line(text, 254)?.to_lowercase();
    let (local, host) = text.rsplit_once('@').ok_or(Fault::NotAnEmail)?;
    let plain = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    if local.is_empty() || local.len() > 64 || !local.chars().all(plain) {
        return Err(Fault::NotAnEmail);
    }
    match ascii_domain(host) {
        Ok(clean) if clean == host => Ok(text),
        Err(Fault::NotAscii) => Err(Fault::NotAscii),
        _ => Err(Fault::NotAnEmail),
    }
}

/// What follows the `@` of an address that [`email`] has checked.
pub fn host(email: &str) -> &str {
    email.rsplit_once('@').map_or("", |(_, host)| host)
}

/// As [`domain`], in the one form that domains of addresses are compared in. Names in other scripts have an ASCII form
/// (IDNA, RFC 5891) that whoever runs the domain knows; the tables to find it are too heavy for a browser.
pub fn ascii_domain(text: &str) -> Result<String, Fault> {
    let domain = domain(text)?;
    if domain.is_ascii() { Ok(domain) } else { Err(Fault::NotAscii) }
}

/// An internet domain in lower case, taken from a bare domain, a web address or an e-mail address.
pub fn domain(text: &str) -> Result<String, Fault> {
    let text = line(text, 500)?.to_lowercase();
    let text = text.split_once("://").map_or(text.as_str(), |(_, rest)| rest);
    let text = text.split(['/', '?', '#']).next().unwrap_or_default();
    let text = text.rsplit('@').next().unwrap_or_default();
    let text = text.split(':').next().unwrap_or_default();
    let text = text.trim_end_matches('.');
    let text = text.strip_prefix("www.").unwrap_or(text);
    let label = |l: &str| {
        !l.is_empty()
            && l.chars().count() <= 63
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let labels: Vec<&str> = text.split('.').collect();
    let top_is_number = labels.last().is_some_and(|l| l.chars().all(|c| c.is_ascii_digit()));
    if text.len() > 253 || labels.len() < 2 || top_is_number || !labels.iter().all(|l| label(l)) {
        return Err(Fault::NotADomain);
    }
    Ok(text.to_owned())
}

/// A whole number from `least` to `most`.
pub fn number(text: &str, least: i64, most: i64) -> Result<i64, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Fault::Missing);
    }
    match text.parse() {
        Ok(value) if (least..=most).contains(&value) => Ok(value),
        _ => Err(Fault::NotANumber { least, most }),
    }
}

/// A day, `YYYY-MM-DD`.
pub fn day(text: &str) -> Result<Day, Fault> {
    optional_day(text)?.ok_or(Fault::Missing)
}

/// A day that may be left empty.
pub fn optional_day(text: &str) -> Result<Option<Day>, Fault> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| Fault::NotADay),
    }
}

/// A day that is not over.
pub fn coming_day(text: &str, today: Day) -> Result<Day, Fault> {
    let day = day(text)?;
    if day < today { Err(Fault::InThePast) } else { Ok(day) }
}

/// A country by its ISO 3166-1 alpha-2 code, in capitals.
pub fn country(text: &str) -> Result<String, Fault> {
    let code = text.trim().to_ascii_uppercase();
    if code.is_empty() {
        return Err(Fault::Missing);
    }
    crate::countries::COUNTRIES.iter().any(|(known, _)| *known == code).then_some(code).ok_or(Fault::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deceptive_characters_never_reach_a_name() {
        assert_eq!(line("  Delta \u{202e}moc.live\u{200b}\n Air ", 80), Ok("Delta moc.live Air".into()));
        assert_eq!(line("\u{200b}\u{feff} ", 80), Err(Fault::Missing));
        assert_eq!(line(&"x".repeat(81), 80), Err(Fault::TooLong { most: 80 }));
        assert_eq!(lines("a\r\nb\u{0}\u{7}  \r\n\r\nc", 80), Ok("a\nb\n\nc".into()));
    }

    #[test]
    fn addresses_are_told_from_other_text() {
        assert_eq!(email(" Ana@Nordwind.Example "), Ok("ana@nordwind.example".into()));
        for bad in
            ["ana", "@b.example", "a b@c.example", "ana@localhost", "a@b@", "ana@1.2.3.4", "\"x\"@y.example"]
        {
            assert!(email(bad).is_err(), "{bad}");
        }
        // What a domain is cleaned of must not hide in an address: it would be somebody else's to compare.
        for bad in ["ana@www.acme.example", "ana@acme.example:25", "ana@acme.example.", "ana@x/acme.example"]
        {
            assert_eq!(email(bad), Err(Fault::NotAnEmail), "{bad}");
        }
        assert_eq!(email("ana@bücher.example"), Err(Fault::NotAscii));
        assert_eq!(host(&email("Ana@XN--bcher-kva.example").unwrap()), "xn--bcher-kva.example");
    }

    #[test]
    fn a_domain_is_found_in_what_people_paste() {
        for text in
            ["https://www.Acme.example/path?x", "acme.example", "info@acme.example", "acme.example:8443"]
        {
            assert_eq!(domain(text), Ok("acme.example".into()), "{text}");
        }
        for bad in ["", "acme", "-a.example", "1.2.3.4", "a..b", "exa mple.com/"] {
            assert!(domain(bad).is_err(), "{bad}");
        }
    }
}
