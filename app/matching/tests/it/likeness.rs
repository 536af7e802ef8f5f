//! Who is the same.

use matching::{Company, Likeness, Written, compare, explain};

fn company(name: &str, domain: &str) -> Company {
    Company::of(&Written { name, domain, ..Written::default() })
}

fn names(one: &str, other: &str) -> Likeness {
    compare(&company(one, ""), &company(other, ""))
}

#[test]
fn a_name_is_the_same_in_another_form_and_script() {
    for (one, other) in [
        ("Müller Maschinenbau GmbH & Co. KG", "MUELLER MASCHINENBAU"),
        ("Orlen Sp. z o.o.", "orlen"),
        ("Северсталь", "Severstal"),
        ("Coca-Cola", "CocaCola"),
    ] {
        assert!(names(one, other).possible(), "{one} / {other}");
    }
}

#[test]
fn companies_that_share_a_word_are_not_the_same() {
    for (one, other) in [
        ("Delta Air Lines", "Delta Faucet"),
        ("Stadtwerke Kiel AG", "Stadtwerke Köln GmbH"),
        ("Studio 54 GmbH", "Studio 45 GmbH"),
        ("Hans Weber Maschinenfabrik", "Karl Weber Maschinenfabrik"),
        ("!!!", "???"),
        ("", ""),
    ] {
        assert!(!names(one, other).possible(), "{one} / {other}: {}", names(one, other).score);
    }
}

#[test]
fn a_tax_number_decides_and_a_domain_nearly() {
    let with = |name, tax| Company::of(&Written { name, tax, country: "DE", ..Written::default() });
    assert!(compare(&with("Siemens AG", "DE129273398"), &with("Siemens", "129 273 398")).sure());
    assert!(compare(&company("Alphabet Inc", "google.com"), &company("Google", "www.google.com")).possible());
    assert!(!compare(&company("Meier", "gmail.com"), &company("Schulz", "gmail.com")).possible());
}

#[test]
fn it_is_the_same_from_both_sides() {
    let all = [
        "Delta Air Lines",
        "Delta",
        "Air Delta 2",
        "ООО Дельта",
        "delta air",
        "Lines of Delta Air",
        "三菱電機",
        "",
        "Acme t/a Delta",
    ];
    for one in all {
        for other in all {
            assert_eq!(names(one, other).score, names(other, one).score, "{one} / {other}");
        }
    }
}

#[test]
fn bad_input_is_held_against_anything_without_harm() {
    let bad = [
        "\u{202e}elgooG".to_owned(),
        "x".repeat(500),
        "Acme ".repeat(100),
        "ﷺ".repeat(500),
        "\u{200b}".repeat(500),
        "((((((((".to_owned(),
        "a\u{301}\u{301}\u{301}\u{301}".repeat(100),
        "\0\0\0".to_owned(),
        "𝕲𝖔𝖔𝖌𝖑𝖊".to_owned(),
        "🦀🦀🦀".to_owned(),
    ];
    for one in &bad {
        for other in &bad {
            let (one, other) = (company(one, one), company(other, "xn--mller-kva.de"));
            assert!(compare(&one, &other).score <= 100);
            assert!(one.keys().len() <= 40, "{}", one.keys().len());
        }
    }
}

#[test]
fn a_look_alike_is_taken_for_what_it_looks_like_and_said_to_be_odd() {
    let explained = explain(&company("Miсrоsоft", ""), &company("Microsoft", ""));
    assert!(explained.likeness.possible());
    let odd = |node: &matching::Node| matches!(node.saying, matching::Saying::Odd(matching::Oddity::Mixed));
    assert!(explained.reasons.iter().any(odd));
}

#[test]
fn who_may_be_the_same_shares_a_key() {
    let shares = |one: &Company, other: &Company| one.lookups().iter().any(|key| other.keys().contains(key));
    for (one, other) in [
        ("Siemens AG", "Simens"),
        ("Bayerische Motoren Werke", "BMW"),
        ("Coca-Cola", "CocaCola Company"),
        ("Щербаков", "Scherbakov"),
        ("Huber Bäckerei", "Bäckerei Huber"),
        ("Nordvik Logistik GmbH", "Nordvik"),
    ] {
        assert!(shares(&company(one, ""), &company(other, "")), "{one} / {other}");
        assert!(shares(&company(other, ""), &company(one, "")), "{other} / {one}");
    }
    assert!(shares(&company("Alphabet", "google.com"), &company("X", "mail.google.com")));
    assert!(shares(&company("Acme", "acme.de"), &company("Y", "acme.com")));
}

#[test]
fn the_number_of_a_key_stays_what_it_is() {
    // What is stored is found by it: another number needs a migration that writes all keys anew.
    let keys = company("Acme", "").keys();
    let name = keys.iter().find(|key| key.kind == matching::Kind::Name);
    assert_eq!(name.map(matching::Key::number), Some(NAME_OF_ACME));
}

const NAME_OF_ACME: i64 = -8_199_382_445_359_136_209;
