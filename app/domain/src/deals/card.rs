//! A business card or mail signature as text, read into the fields of a registration: what is not recognised is left to be typed.

use super::DealForm;
use crate::accounts;
use crate::text;
use matching::{Domain, Name};

mod calling;

/// Characters of a pasted text that are looked at.
const LOOKED_AT: usize = 2_000;

/// What a card says of a person and a company; empty where nothing was recognised.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Card {
    /// The person.
    pub name: String,
    /// What the person does there.
    pub role: String,
    /// E-mail address.
    pub email: String,
    /// The company.
    pub company: String,
    /// Its domain.
    pub domain: String,
    /// Its country by the telephone number or the domain, ISO 3166-1 alpha-2.
    pub country: String,
}

/// Words of what people do, in the languages of most cards.
const ROLES: &[&str] = &[
    "manager",
    "director",
    "head",
    "chief",
    "officer",
    "engineer",
    "lead",
    "president",
    "consultant",
    "architect",
    "administrator",
    "buyer",
    "procurement",
    "purchasing",
    "sales",
    "ceo",
    "cto",
    "cio",
    "cfo",
    "coo",
    "vp",
    "founder",
    "owner",
    "partner",
    "analyst",
    "specialist",
    "leiter",
    "leiterin",
    "geschäftsführer",
    "geschäftsführerin",
    "geschäftsleitung",
    "einkauf",
    "einkäufer",
    "einkäuferin",
    "vertrieb",
    "referent",
    "referentin",
    "vorstand",
    "ingenieur",
    "berater",
    "directeur",
    "directrice",
    "responsable",
    "acheteur",
    "ingénieur",
    "gérant",
    "jefe",
    "jefa",
    "gerente",
    "responsabile",
    "direttore",
    "inkoop",
    "inkoper",
    "ostopäällikkö",
    "chef",
    "kierownik",
    "dyrektor",
    "مدير",
    "مهندس",
    "部長",
    "課長",
    "代表取締役",
    "经理",
    "总监",
];
/// Domains of countries that companies anywhere use for what they read as.
const SOLD_TO_EVERYBODY: &[&str] = &[
    "ac", "ag", "ai", "cc", "co", "fm", "gg", "io", "la", "ly", "me", "pw", "sc", "sh", "so", "tk", "to",
    "tv", "vc", "ws",
];

/// Reads a card.
pub fn read(card: &str) -> Card {
    let looked_at: String = card.chars().take(LOOKED_AT).collect();
    let pieces: Vec<String> = looked_at
        .lines()
        .flat_map(|line| line.split(['|', '·', '•', '\t']))
        .map(|piece| text::optional_line(piece, 200).unwrap_or_default())
        .filter(|piece| !piece.is_empty())
        .collect();
    let email = pieces
        .iter()
        .flat_map(|piece| words(piece))
        .find_map(|word| text::email(&word).ok())
        .unwrap_or_default();
    let domain = pieces
        .iter()
        .flat_map(|piece| words(piece))
        .find_map(|word| site(&word))
        .unwrap_or_else(|| of_mail(&email));
    let rest: Vec<&String> = pieces.iter().filter(|piece| is_told(piece)).collect();
    let company = rest
        .iter()
        .find(|piece| is_company(piece, &domain))
        .map(|piece| (*piece).clone())
        .unwrap_or_default();
    let rest: Vec<&String> = rest.into_iter().filter(|piece| **piece != company).collect();
    let person = rest
        .iter()
        .find(|piece| is_of_mail(piece, &email))
        .or_else(|| rest.iter().find(|piece| is_person(piece)));
    let (name, beside) = person.map(|piece| parted(piece)).unwrap_or_default();
    let role = rest.iter().filter(|piece| Some(**piece) != person.copied()).find(|piece| is_role(piece));
    let role = role.map(|piece| (*piece).clone()).or(beside).unwrap_or_default();
    let country = calling::country(&looked_at).or_else(|| of_domain(&domain)).unwrap_or_default();
    Card { name, role, email, company, domain, country }
}

impl DealForm {
    /// The form with what the card says where nothing was typed yet; the person of a card replaces who was typed.
    #[must_use]
    pub fn with_card(mut self, card: &Card) -> Self {
        let fill = |field: &mut String, said: &str, always: bool| {
            if !said.is_empty() && (always || field.trim().is_empty()) {
                said.clone_into(field);
            }
        };
        fill(&mut self.customer_name, &card.company, false);
        fill(&mut self.customer_domain, &card.domain, false);
        fill(&mut self.customer_country, &card.country, false);
        fill(&mut self.contact_name, &card.name, true);
        fill(&mut self.contact_role, &card.role, true);
        fill(&mut self.contact_email, &card.email, true);
        self
    }
}

/// The words of a piece without what stands around them.
fn words(piece: &str) -> Vec<String> {
    let around = |c: char| matches!(c, '<' | '>' | '(' | ')' | ',' | ';' | '"' | '[' | ']');
    piece
        .split_whitespace()
        .map(|word| word.trim_matches(around).trim_start_matches("mailto:").to_owned())
        .collect()
}

/// The domain of a web address.
fn site(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    let is_site = lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("www.");
    accounts::optional_domain(&lower).ok().filter(|domain| is_site && !domain.is_empty())
}

/// The domain of a mail address, unless everybody can have one there.
fn of_mail(email: &str) -> String {
    let domain = email.rsplit_once('@').map(|(_, domain)| domain.to_lowercase()).unwrap_or_default();
    if Domain::of(&domain).is_some() { domain } else { String::new() }
}

/// The country whose domain it is.
fn of_domain(domain: &str) -> Option<String> {
    let end = domain.rsplit('.').next().filter(|end| end.len() == 2 && !SOLD_TO_EVERYBODY.contains(end))?;
    text::country(if end == "uk" { "GB" } else { end }).ok()
}

/// Whether a piece may be a name, a role or a company: no number, no address, no greeting.
fn is_told(piece: &str) -> bool {
    let digits = piece.chars().filter(char::is_ascii_digit).count();
    let ends_a_letter = piece.ends_with(',') || piece.chars().all(|c| !c.is_alphabetic());
    digits < 4
        && !piece.contains('@')
        && !ends_a_letter
        && words(piece).iter().all(|word| site(word).is_none())
}

fn bare(word: &str) -> String {
    word.to_lowercase().replace(['.', ','], "")
}

/// Whether a piece has a legal form, or is what the domain says.
fn is_company(piece: &str, domain: &str) -> bool {
    let has_form = Name::readings(piece).0.iter().any(|name| !name.forms.is_empty());
    let letters: String = piece.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    let label: String =
        domain.split('.').next().unwrap_or_default().chars().filter(|c| c.is_alphanumeric()).collect();
    has_form || (label.len() > 2 && letters == label)
}

fn is_role(piece: &str) -> bool {
    let lower = piece.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    words.clone().any(|word| ROLES.contains(&word))
        || ROLES.iter().any(|role| !role.is_ascii() && lower.contains(role))
}

/// Whether the address is made of words of this piece: `jo.tamm@` of "Jo Tamm".
fn is_of_mail(piece: &str, email: &str) -> bool {
    let local = email.split('@').next().unwrap_or_default();
    let parts: Vec<&str> = local.split(['.', '_', '-']).filter(|part| part.len() > 2).collect();
    let (name, _) = parted(piece);
    let words: Vec<String> = name.split_whitespace().map(bare).collect();
    !parts.is_empty() && words.len() > 1 && parts.iter().any(|part| words.iter().any(|word| word == part))
}

fn is_person(piece: &str) -> bool {
    let (name, _) = parted(piece);
    let words: Vec<&str> = name.split_whitespace().collect();
    let capital = |word: &&str| word.chars().next().is_some_and(|c| !c.is_lowercase());
    (2..=4).contains(&words.len())
        && words.iter().all(capital)
        && !is_role(&name)
        && !name.chars().any(|c| c.is_ascii_digit())
}

/// A name, and the role that stands behind it on the same line.
fn parted(piece: &str) -> (String, Option<String>) {
    let at = piece.split_once(", ").or_else(|| piece.split_once(" – ")).or_else(|| piece.split_once(" - "));
    match at {
        Some((name, role)) if is_role(role) => (name.trim().to_owned(), Some(role.trim().to_owned())),
        _ => (piece.to_owned(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_read() {
        let card = read(
            "Best regards,\n\nKadri Tamm\nHead of Infrastructure\n\nTallinn City Hospital Ltd\nRavi 18, 10138 Tallinn\n\
             T +372 620 7000 | kadri.tamm@hospital.ee | www.hospital.ee",
        );
        assert_eq!(
            card,
            Card {
                name: "Kadri Tamm".into(),
                role: "Head of Infrastructure".into(),
                email: "kadri.tamm@hospital.ee".into(),
                company: "Tallinn City Hospital Ltd".into(),
                domain: "hospital.ee".into(),
                country: "EE".into(),
            }
        );
    }

    #[test]
    fn cards_of_other_languages_and_shapes_are_read() {
        let card = read(
            "Mit freundlichen Grüßen\nDr. Jürgen Groß, Leiter Einkauf\nQuarzwerk GmbH & Co. KG\nj.gross@quarzwerk.de",
        );
        assert_eq!((card.name.as_str(), card.role.as_str()), ("Dr. Jürgen Groß", "Leiter Einkauf"));
        assert_eq!((card.company.as_str(), card.country.as_str()), ("Quarzwerk GmbH & Co. KG", "DE"));
        let card = read("Amélie Durand · Directrice des achats · Lumière SAS · <amelie@gmail.com>");
        assert_eq!((card.name.as_str(), card.role.as_str()), ("Amélie Durand", "Directrice des achats"));
        assert_eq!(
            (card.email.as_str(), card.domain.as_str()),
            ("amelie@gmail.com", ""),
            "free mail is nobody's domain"
        );
        let card = read("Sam Lee\nAcme\nCTO\nsam@acme.co.uk");
        assert_eq!((card.company.as_str(), card.role.as_str(), card.country.as_str()), ("Acme", "CTO", "GB"));
    }

    #[test]
    fn the_country_is_that_of_the_telephone_and_not_of_a_domain_that_anybody_buys() {
        let country = |card: &str| read(card).country;
        assert_eq!(country("Kestrel Aerospace GmbH\nTel. +49 (0)40 123456\nwww.kestrel.com"), "DE");
        assert_eq!(country("Kadri Tamm, +372 620 7000, kadri@rack.io"), "EE");
        assert_eq!(country("Sam Lee, sam@rack.io"), "");
        assert_eq!(country("Sam Lee, sam@rack.com.br"), "BR");
        // Which of the countries that share a code it is, the domain says.
        assert_eq!(country("Sam Lee\n+1 416 555 0100\nsam@rack.ca"), "CA");
        assert_eq!(country("Sam Lee\n+1 416 555 0100\nsam@rack.com"), "");
        assert_eq!(country("C++ and 1+33 make 34"), "");
    }

    #[test]
    fn nothing_of_what_is_no_card_is_made_up() {
        for text in ["", "   \n\n", "12345", "@@@", "\u{202e}evil"] {
            let card = read(text);
            assert_eq!(
                (card.email, card.domain, card.company),
                (String::new(), String::new(), String::new()),
                "{text:?}"
            );
        }
        let long = "x".repeat(1_000_000);
        assert_eq!(read(&long).email, "");
    }

    #[test]
    fn what_was_typed_of_the_customer_stays() {
        let card = read("Kadri Tamm\nkadri.tamm@hospital.ee");
        let form = DealForm {
            customer_name: "Hospital".into(),
            contact_name: "Somebody".into(),
            ..DealForm::default()
        };
        let form = form.with_card(&card);
        assert_eq!((form.customer_name.as_str(), form.contact_name.as_str()), ("Hospital", "Kadri Tamm"));
        assert_eq!(
            (form.customer_domain.as_str(), form.contact_email.as_str()),
            ("hospital.ee", "kadri.tamm@hospital.ee")
        );
    }
}
