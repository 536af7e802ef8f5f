//! Rows of customer accounts and of named accounts: the forms that they fill.

use super::sheet::{Columns, Record};
use super::{list, names, plain};
use crate::accounts::{AccountForm, OfRecordForm};
use crate::text;
use crate::time::Day;

/// The form of an account as it is, or an empty one, with what the row says written over it. An empty cell says nothing where something
/// is needed, and takes away what may be missing; a column that is not there says nothing. `word` makes of a field's cell what the form
/// has in it: the code of a country, the id of an organisation.
pub fn account_form(
    columns: &Columns,
    row: &Record,
    before: AccountForm,
    word: impl Fn(&'static str, &str) -> String,
) -> AccountForm {
    let said = |field: &'static str, known: String| {
        columns
            .cell(row, field)
            .map_or(known, |cell| if cell.is_empty() { String::new() } else { word(field, cell) })
    };
    let needed = |field: &'static str, known: String| match columns.cell(row, field) {
        None | Some("") => known,
        Some(cell) => word(field, cell),
    };
    AccountForm {
        legal_name: needed("legal_name", before.legal_name),
        country: needed("country", before.country),
        domain: said("domain", before.domain),
        trading_names: lines(columns.cell(row, "trading_names"), names, before.trading_names),
        more_domains: lines(columns.cell(row, "more_domains"), list, before.more_domains),
        tax_number: said("tax_number", before.tax_number),
        street: said("street", before.street),
        postcode: said("postcode", before.postcode),
        city: said("city", before.city),
        segment: said("segment", before.segment),
        parent_account: said("parent_account", before.parent_account),
        named_for: said("named_for", before.named_for),
        ..before
    }
}

fn lines(cell: Option<&str>, parts: fn(&str) -> Vec<&str>, known: String) -> String {
    cell.map_or(known, |cell| parts(cell).into_iter().map(plain).collect::<Vec<_>>().join("\n"))
}

/// What a row of named accounts says: by what the account is known, who has it, for which families, and when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// The account's id or one of its names; may be empty.
    pub account: String,
    /// Its country, however it is said; may be empty.
    pub country: String,
    /// One of its domains, or nothing.
    pub domain: String,
    /// Its tax or register number, or nothing.
    pub tax_number: String,
    /// The organisation's name.
    pub partner: String,
    /// Names of families.
    pub families: Vec<String>,
    /// The form but for the records that it names.
    pub form: OfRecordForm,
}

impl Named {
    /// Of a row. Where it gives no reason, this one counts.
    pub fn of(columns: &Columns, row: &Record, reason: &str) -> Self {
        let cell = |field: &str| columns.cell(row, field).unwrap_or_default().to_owned();
        let families = columns.cell(row, "families").unwrap_or_default();
        Self {
            account: cell("account"),
            country: cell("country"),
            domain: text::domain(&cell("domain")).unwrap_or_else(|_| cell("domain")),
            tax_number: cell("tax_number"),
            partner: cell("partner"),
            families: names(families).into_iter().map(|name| plain(name).to_owned()).collect(),
            form: OfRecordForm {
                from_on: written_day(&cell("from_on")),
                until_on: written_day(&cell("until_on")),
                reason: Some(cell("reason"))
                    .filter(|said| !said.is_empty())
                    .unwrap_or_else(|| reason.to_owned()),
                ..OfRecordForm::default()
            },
        }
    }
}

/// A day as forms take it, of one as table programs write it: with the year first, or with points between as in German. Which of two
/// numbers between slashes is the month nobody can tell, so that stays as it is and is refused.
pub fn written_day(cell: &str) -> String {
    let day = cell.split(['T', ' ']).next().unwrap_or_default();
    let parts: Vec<&str> = day.split('.').collect();
    match parts.as_slice() {
        [day, month, year] if year.len() == 4 => {
            let iso = format!("{year}-{month:0>2}-{day:0>2}");
            if iso.parse::<Day>().is_ok() { iso } else { cell.to_owned() }
        }
        _ if day.parse::<Day>().is_ok() => day.to_owned(),
        _ => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{NoSheet, Sort};
    use super::*;

    fn columns(sort: Sort, headings: &[&str]) -> Columns {
        Columns::of(sort, headings.iter().map(|&heading| heading.to_owned()).collect()).unwrap()
    }

    fn row(cells: &[&str]) -> Record {
        (2, cells.iter().map(|&cell| cell.to_owned()).collect())
    }

    fn same(_: &'static str, cell: &str) -> String {
        cell.to_owned()
    }

    #[test]
    fn a_row_is_written_over_what_is_there() {
        let columns = columns(Sort::Accounts, &["Firma", "Land", "PLZ", "Auch bekannt als", "Ort"]);
        let before = AccountForm {
            id: "kept".into(),
            city: "Kiel".into(),
            street: "Kai 1".into(),
            postcode: "24103".into(),
            ..AccountForm::default()
        };
        let row = row(&["Müller, Söhne & Co", "DE", "", "Müller; M/S | '=Sum", "Bonn"]);
        let form = account_form(&columns, &row, before, same);
        assert_eq!(form.legal_name, "Müller, Söhne & Co");
        assert_eq!(form.trading_names, "Müller\nM/S\n=Sum", "names have commas and slashes in them");
        assert_eq!((form.city.as_str(), form.postcode.as_str()), ("Bonn", ""), "an empty cell takes away");
        assert_eq!((form.street.as_str(), form.id.as_str()), ("Kai 1", "kept"), "no column says nothing");
    }

    #[test]
    fn words_of_choices_are_asked_for_and_empty_ones_are_not() {
        let columns = columns(Sort::Accounts, &["Name", "Country", "Named for"]);
        let upper = |field: &'static str, cell: &str| format!("{field}:{cell}");
        let form = account_form(&columns, &row(&["A", "Germany", ""]), AccountForm::default(), upper);
        assert_eq!((form.country.as_str(), form.named_for.as_str()), ("country:Germany", ""));
    }

    #[test]
    fn an_account_is_named_by_one_thing_at_least() {
        let headings =
            |all: &[&str]| Columns::of(Sort::NamedAccounts, all.iter().map(|&one| one.to_owned()).collect());
        assert_eq!(headings(&["Partner", "Familie", "Ab"]).unwrap_err(), NoSheet::NoColumn("account"));
        assert!(headings(&["Partner", "Familie", "Ab", "Domäne"]).is_ok());
        assert_eq!(headings(&["Kunde", "Familie", "Ab"]).unwrap_err(), NoSheet::NoColumn("partner"));
    }

    #[test]
    fn a_named_row_fills_its_form() {
        let columns = columns(Sort::NamedAccounts, &["Website", "Partner", "Families", "Ab", "Bis", "Grund"]);
        let named = Named::of(
            &columns,
            &row(&["https://www.acme.example/x", "Nord", "One; Two", "1.2.2027", "", ""]),
            "List",
        );
        assert_eq!(named.domain, "acme.example");
        assert_eq!(named.families, ["One", "Two"]);
        assert_eq!((named.form.from_on.as_str(), named.form.reason.as_str()), ("2027-02-01", "List"));
    }

    #[test]
    fn days_are_read_as_table_programs_write_them() {
        for (written, day) in [
            ("2027-02-01", "2027-02-01"),
            ("2027-02-01T00:00:00", "2027-02-01"),
            ("2027-02-01 00:00:00", "2027-02-01"),
            ("01.02.2027", "2027-02-01"),
            ("31.02.2027", "31.02.2027"),
            ("02/01/2027", "02/01/2027"),
            ("", ""),
        ] {
            assert_eq!(written_day(written), day);
        }
    }
}
