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

const ACCOUNTS: &[(&str, &[&str])] = &[
    (
        "legal_name",
        &[
            "legalname",
            "name",
            "account",
            "accountname",
            "company",
            "companyname",
            "customer",
            "firma",
            "firmenname",
            "firmierung",
            "kunde",
            "kundenname",
            "unternehmen",
        ],
    ),
    ("country", COUNTRY),
    ("domain", DOMAIN),
    (
        "trading_names",
        &[
            "alsoknownas",
            "othernames",
            "tradingname",
            "tradingnames",
            "aliases",
            "auchbekanntals",
            "weiterenamen",
            "handelsname",
            "handelsnamen",
        ],
    ),
    ("more_domains", &["furtherdomains", "moredomains", "otherdomains", "weiteredomänen", "weiteredomains"]),
    ("tax_number", NUMBER),
    (
        "street",
        &["streetandhouse", "street", "address", "straßeundhausnummer", "straße", "strasse", "adresse"],
    ),
    ("postcode", &["postcode", "postalcode", "zip", "zipcode", "postleitzahl", "plz"]),
    ("city", &["city", "town", "stadt", "ort"]),
    ("segment", &["segment", "kundensegment"]),
    (
        "parent_account",
        &["belongsto", "parent", "parentaccount", "gehörtzu", "muttergesellschaft", "mutter", "konzern"],
    ),
    ("named_for", &["namedfor", "reservedfor", "benanntfür", "vorgemerktfür", "reserviertfür"]),
];

const NAMED_ACCOUNTS: &[(&str, &[&str])] = &[
    (
        "account",
        &[
            "customeraccount",
            "account",
            "accountname",
            "name",
            "legalname",
            "customer",
            "company",
            "kundenkonto",
            "kunde",
            "kundenname",
            "firma",
            "unternehmen",
        ],
    ),
    ("country", COUNTRY),
    ("domain", DOMAIN),
    ("tax_number", NUMBER),
    ("partner", &["organisation", "organization", "partner", "partnerofrecord", "partnerorganisation"]),
    (
        "families",
        &[
            "productfamilies",
            "productfamily",
            "families",
            "family",
            "produktfamilien",
            "produktfamilie",
            "familien",
            "familie",
        ],
    ),
    ("from_on", &["from", "firstday", "begin", "start", "ab", "von", "beginn", "erstertag"]),
    ("until_on", &["until", "to", "lastday", "end", "bis", "ende", "letztertag"]),
    ("reason", &["reason", "why", "grund", "begründung"]),
];

const COUNTRY: &[&str] = &["country", "countrycode", "land", "länderkürzel"];
const DOMAIN: &[&str] = &[
    "websiteordomain",
    "domain",
    "website",
    "web",
    "url",
    "homepage",
    "websiteoderdomäne",
    "websiteoderdomain",
    "domäne",
    "webseite",
];
const NUMBER: &[&str] = &[
    "taxorregisternumber",
    "taxnumber",
    "vat",
    "vatid",
    "vatnumber",
    "registrationnumber",
    "registernumber",
    "taxid",
    "steueroderregisternummer",
    "steuernummer",
    "umsatzsteuerid",
    "ustid",
    "ustidnr",
    "registernummer",
    "handelsregisternummer",
];

/// The field of a heading: letters count, nothing else.
pub(super) fn field(sort: Sort, heading: &str) -> Option<&'static str> {
    let letters: String =
        heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let known = match sort {
        Sort::Organisations => ORGANISATIONS,
        Sort::People => PEOPLE,
        Sort::Accounts => ACCOUNTS,
        Sort::NamedAccounts => NAMED_ACCOUNTS,
    };
    known.iter().find(|(_, words)| words.contains(&letters.as_str())).map(|(field, _)| *field)
}
