//! How people write a company down.

use crate::company::{Company, Role};
use crate::letters::{plain, slip};
use crate::record::Record;
use crate::rng::Rng;

/// What happened to a name when it was written down for a second time.
pub const KINDS: &[&str] = &[
    "clean", "form", "letters", "typing", "words", "order", "joined", "script", "branch", "renamed", "mixed",
    "mixed",
];

const FREE: &[&str] = &["gmail.com", "web.de", "yahoo.com", "outlook.com", "mail.ru", "qq.com"];

/// The name as it stands in the register.
pub fn usual(company: &Company) -> String {
    let words: Vec<&str> = company.words.iter().map(|word| word.ways[0].as_str()).collect();
    assemble(company, &words, &company.form[0], false)
}

fn assemble(company: &Company, words: &[&str], form: &str, latin: bool) -> String {
    let joined = company.country.joined && !latin;
    let name = words.join(if joined { "" } else { " " });
    match company.country.code.as_str() {
        _ if form.is_empty() => name,
        // In Japan and Korea the form stands before the name as often as behind it, in Russia before it.
        "JP" | "KR" if joined && company.house.is_multiple_of(2) => {
            format!("{form}{}{name}", if company.country.code == "KR" { " " } else { "" })
        }
        "RU" | "UA" if !latin => format!("{form} «{name}»"),
        _ if joined => format!("{name}{form}"),
        _ => format!("{name} {form}"),
    }
}

/// The name as somebody writes it in the way that the kind says.
pub fn name(company: &Company, kind: &str, rng: &mut Rng) -> String {
    let latin = kind == "script" && company.country.other_script();
    let way = |ways: &[String], rng: &mut Rng| {
        ways[if ways.len() > 1 { 1 + rng.below(ways.len() - 1) } else { 0 }].clone()
    };
    let mut words: Vec<String> = company
        .words
        .iter()
        .map(|word| {
            if latin || (kind == "words" && !company.country.other_script()) {
                way(&word.ways, rng)
            } else {
                word.ways[0].clone()
            }
        })
        .collect();
    let mut form = if latin { way(&company.form, rng) } else { company.form[0].clone() };
    match kind {
        "form" => form = if rng.percent(60) { String::new() } else { way(&company.form, rng) },
        "typing" => {
            let at = if rng.percent(70) { company.brand() } else { rng.below(words.len()) };
            words[at] = slip(&words[at], rng);
        }
        "words" => {
            if let Some(at) = company.trade().filter(|_| rng.percent(35)) {
                words.remove(at);
                form = String::new();
            }
        }
        "order" => {
            if let Some(at) = company.trade() {
                let trade = words.remove(at);
                words.insert(0, trade);
            } else if words.len() > 1 && company.words[0].role == Role::First {
                let first = words.remove(0);
                let last = words.len();
                words[last - 1].push(',');
                words.push(first);
            }
        }
        "joined" if words.len() > 1 => {
            let join = if rng.percent(50) { "-" } else { "" };
            words = vec![words.join(join)];
        }
        "branch" => {
            let city = &company.city[0];
            let mark = match company.country.code.as_str() {
                "DE" | "AT" => format!("Niederlassung {city}"),
                "FR" => format!("Agence de {city}"),
                "GB" | "US" | "IE" | "AU" => format!("{city} Branch"),
                "ES" | "MX" => format!("Sucursal {city}"),
                "IT" => format!("Filiale di {city}"),
                _ => format!("({city})"),
            };
            form = format!("{form} {mark}");
        }
        _ => {}
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut name = assemble(company, &words, &form, latin);
    if kind == "letters" {
        name = match rng.below(4) {
            0 => plain(&name, true),
            1 => plain(&name, false).to_uppercase(),
            2 => name.to_lowercase().replace(['.', ','], ""),
            _ => format!("{} ", plain(&name, true).replace(' ', "  ").to_uppercase()),
        };
    }
    name
}

/// Writes the company down, in the way that the kind says.
///
/// `sure` says that domain and number are there: otherwise nobody could tell who is meant by another name.
pub fn write(company: &Company, kind: &str, sure: bool, rng: &mut Rng) -> Record {
    let text = match kind {
        "mixed" => {
            let kinds = ["form", "letters", "typing", "words"];
            let one = name(company, rng.text(&kinds), rng);
            if rng.percent(50) { plain(&one, true) } else { one.to_uppercase() }
        }
        "renamed" => {
            let mut stranger = Company::new(rng);
            stranger.form.clone_from(&company.form);
            usual(&stranger)
        }
        _ => name(company, kind, rng),
    };
    let mut record = Record { name: text, ..Record::default() };
    if rng.percent(90) {
        record.country.clone_from(&company.country.code);
    }
    if sure || rng.percent(65) {
        record.domain = domain(company, sure, rng);
    }
    if rng.percent(if sure { 70 } else { 35 }) {
        record.tax = typed(&company.tax, rng);
    }
    if rng.percent(55) {
        let way = |ways: &[String], rng: &mut Rng| ways[rng.below(ways.len())].clone();
        let street = way(&company.street, rng);
        record.street = match company.country.code.as_str() {
            "US" | "GB" | "FR" | "CA" | "AU" | "IE" | "IN" => format!("{} {street}", company.house),
            _ => format!("{street} {}", company.house),
        };
        record.postcode.clone_from(&company.postcode);
        record.city = way(&company.city, rng);
    } else if rng.percent(30) {
        record.city.clone_from(&company.city[0]);
    }
    record
}

fn domain(company: &Company, sure: bool, rng: &mut Rng) -> String {
    let domain = &company.domain;
    match rng.below(20) {
        0..=9 => domain.clone(),
        10..=12 => format!("www.{domain}"),
        13 => format!("{}.{domain}", rng.text(&["mail", "shop", "de", "portal"])),
        14 => format!("https://www.{domain}/contact?from=web"),
        15 => domain.to_uppercase(),
        16 => format!("info@{domain}"),
        _ if sure => domain.clone(),
        17 => (rng.text(FREE)).to_owned(),
        _ => {
            let label = domain.split('.').next().unwrap_or(domain);
            format!("{label}.{}", rng.text(&["com", "net", "eu", "io", "org"]))
        }
    }
}

/// A number as it is typed: with or without the marks between, seldom with a slip.
fn typed(number: &str, rng: &mut Rng) -> String {
    match rng.below(20) {
        0..=9 => number.to_owned(),
        10..=13 => number.chars().filter(char::is_ascii_alphanumeric).collect(),
        14..=17 => {
            let digits = number.chars().filter(char::is_ascii_alphanumeric).enumerate();
            digits.fold(
                String::new(),
                |text, (at, c)| if at % 3 == 2 { format!("{text} {c}") } else { format!("{text}{c}") },
            )
        }
        18 => number.to_lowercase(),
        _ => slip(number, rng),
    }
}
