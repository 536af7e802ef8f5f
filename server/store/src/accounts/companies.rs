//! A customer account as the matching engine reads it: one company for each of its domains, each under all of its names.

use crate::error::StoreError;
use crate::row::Row;
use domain::accounts::{Details, NewAccount};
use matching::{Company, Likeness, Written, compare};

/// What the engine reads of an account `a`.
macro_rules! read_by_matching {
    () => {
        "a.legal_name, a.domain, a.country, a.trading_names, a.more_domains, a.tax_number, a.street, a.postcode, a.city, a.segment,
        a.parent_id, a.named_for_id"
    };
}
pub(crate) use read_by_matching;

/// The account `s` that an account `a` became a part of. Most became part of none: those are not looked up a second time.
macro_rules! or_merged {
    () => {
        "LEFT JOIN accounts s ON s.id = a.merged_into_id"
    };
}
/// A column of the account that `a` stands for: its own, or that of `s` ([`or_merged`]).
macro_rules! standing {
    ($column:literal) => {
        concat!("CASE WHEN a.merged_into_id IS NULL THEN a.", $column, " ELSE s.", $column, " END")
    };
}
pub(crate) use {or_merged, standing};

/// An account as it was written down, of a row with what `read_by_matching!` says.
pub(crate) fn written(row: &Row) -> Result<NewAccount, StoreError> {
    let lines = |column: &str| row.text(column).map(|text| text.lines().map(str::to_owned).collect());
    Ok(NewAccount {
        legal_name: row.text("legal_name")?,
        domain: row.text("domain")?,
        country: row.text("country")?,
        details: Details {
            trading_names: lines("trading_names")?,
            more_domains: lines("more_domains")?,
            tax_number: row.text("tax_number")?,
            street: row.text("street")?,
            postcode: row.text("postcode")?,
            city: row.text("city")?,
            segment: row.maybe_word("segment")?,
            parent: row.maybe_word("parent_id")?,
            named_for: row.maybe_word("named_for_id")?,
        },
    })
}

/// The account as the engine reads it.
pub(crate) fn of(account: &NewAccount) -> Vec<Company> {
    let NewAccount { legal_name, country, details, .. } = account;
    let with = |domain: &str| {
        let Details { tax_number, street, postcode, city, .. } = details;
        let written = Written { name: legal_name, domain, tax: tax_number, country, street, postcode, city };
        let named = |company: Company, name: &String| company.also_called(name);
        details.trading_names.iter().fold(Company::of(&written), named)
    };
    let others = details.more_domains.iter().map(|domain| with(domain));
    std::iter::once(with(&account.domain)).chain(others).collect()
}

/// How alike a company is to an account, by that domain of the account that says most.
pub(crate) fn likeness(company: &Company, account: &[Company]) -> Likeness {
    likest(company, account).map_or_else(|| compare(company, &Company::default()), |(likeness, _)| likeness)
}

/// What of an account is likest to a company.
pub(crate) fn likest<'a>(company: &Company, account: &'a [Company]) -> Option<(Likeness, &'a Company)> {
    let alike = account.iter().map(|one| (compare(company, one), one));
    alike.max_by(|(one, _), (other, _)| one.odds.total_cmp(&other.odds))
}
