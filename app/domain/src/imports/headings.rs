//! What people write over columns.

use super::Sort;

const ORGANISATIONS: &[(&str, &[&str])] = &[
    (
        "name",
        &[
            "name",
            "organisation",
            "organization",
            "organisationname",
            "partner",
            "company",
            "companyname",
            "firma",
            "firmenname",
            "unternehmen",
        ],
    ),
    (
        "domains",
        &[
            "domains",
            "domain",
            "emaildomains",
            "emaildomain",
            "maildomains",
            "domänen",
            "domäne",
            "emaildomänen",
            "emaildomäne",
        ],
    ),
    (
        "types",
        &[
            "types",
            "type",
            "partnertype",
            "partnertypes",
            "typ",
            "typen",
            "partnertyp",
            "partnertypen",
            "art",
        ],
    ),
    ("tier", &["tier", "level", "stufe", "partnerstufe", "status"]),
    ("region", &["region", "gebiet"]),
    (
        "parent",
        &[
            "parent",
            "distributor",
            "buysfrom",
            "übergeordnet",
            "übergeordneteorganisation",
            "kauftbei",
            "distributeur",
        ],
    ),
    (
        "manager",
        &[
            "manager",
            "channelmanager",
            "manageremail",
            "partnermanager",
            "betreuer",
            "betreuung",
            "partnerbetreuer",
            "emaildesbetreuers",
        ],
    ),
];

const PEOPLE: &[(&str, &[&str])] = &[
    ("name", &["name", "fullname", "person", "vollername", "vollständigername", "ansprechpartner"]),
    ("email", &["email", "emailaddress", "mail", "mailaddress", "emailadresse", "mailadresse"]),
    ("role", &["role", "rolle", "funktion"]),
    (
        "partner",
        &[
            "organisation",
            "organization",
            "partner",
            "company",
            "firma",
            "unternehmen",
            "partnerorganisation",
        ],
    ),
];

/// The field of a heading: letters count, nothing else.
pub(super) fn field(sort: Sort, heading: &str) -> Option<&'static str> {
    let letters: String =
        heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let known = match sort {
        Sort::Organisations => ORGANISATIONS,
        Sort::People => PEOPLE,
    };
    known.iter().find(|(_, words)| words.contains(&letters.as_str())).map(|(field, _)| *field)
}
