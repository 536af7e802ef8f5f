//! Names of many countries, and what should be left of them.

use super::*;

fn read(written: &str) -> String {
    let (names, _) = Name::readings(written);
    names[0].tokens.iter().map(|token| token.text.as_str()).collect::<Vec<_>>().join(" ")
}

fn meaning(written: &str) -> String {
    let (names, _) = Name::readings(written);
    names[0].tokens.iter().map(|token| token.meaning.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn case_accents_and_punctuation_are_away() {
    for written in [
        "Müller Maschinenbau GmbH & Co. KG",
        "MUELLER MASCHINENBAU",
        "Müller-Maschinenbau, GmbH",
        "ｍüller  maschinenbau",
    ] {
        assert_eq!(read(written), "muller maschinenbau", "{written}");
    }
    assert_eq!(read("L'Océan S.A."), "locean");
    assert_eq!(read("Łódzka Spółdzielnia"), "lodzka spoldzielnia");
    assert_eq!(read("İstanbul"), read("ISTANBUL"));
    assert_eq!(read("Großhandel Weiß"), read("GROSSHANDEL WEISS"));
}

#[test]
fn a_form_goes_however_it_is_written() {
    for written in [
        "Orlen Sp. z o.o.",
        "Orlen Spółka z ograniczoną odpowiedzialnością",
        "Orlen S.A.",
        "Orlen, a. s.",
        "Orlen s.r.o.",
        "Orlen Kft.",
        "Orlen (Pty) Ltd",
        "Orlen Pvt. Ltd.",
        "Orlen S.A. de C.V.",
        "ООО Orlen",
        "Orlen Aktiengesellschaft",
        "PT Orlen Tbk",
        "Orlen Oyj",
        "Orlen A/S",
        "Orlen UG (haftungsbeschränkt)",
        "Orlen Sdn Bhd",
        "AB Orlen (publ)",
        "Orlen K.K.",
        "Orlen L.L.C.",
        "Orlen Ltd. Şti.",
        "Orlen S.p.A.",
    ] {
        if cfg!(feature = "full") {
            assert_eq!(read(written), "orlen", "{written}");
        }
    }
}

#[test]
fn a_name_that_looks_like_a_form_stays() {
    assert_eq!(read("SAS Institute"), "sas institute");
    assert_eq!(read("SAS"), "sas");
    assert_eq!(read("AG Insurance"), "ag insurance");
    assert_eq!(read("GmbH"), "gmbh");
}

#[cfg(feature = "full")]
#[test]
fn forms_of_at_least_forty_countries_are_known() {
    let text =
        concat!(include_str!("../../data/forms_common.txt"), "\n", include_str!("../../data/forms_all.txt"));
    let countries: std::collections::BTreeSet<&str> = text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(": "))
        .map(|(code, _)| code)
        .collect();
    assert!(countries.len() >= 40, "{}", countries.len());
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let Some((country, list)) = line.split_once(": ") else { continue };
        for form in list
            .split([';'])
            .flat_map(|entry| entry.split(" = "))
            .map(str::trim)
            .filter(|form| !form.is_empty())
        {
            assert_eq!(read(&format!("Quidditch {form}")), "quidditch", "{country} {form}");
        }
    }
}

#[test]
fn a_branch_is_its_company() {
    assert_eq!(read("Voith AS (Heidenheim)"), "voith heidenheim");
    assert_eq!(read("HSBC Bank plc, Paris Branch"), read("HSBC Bank plc"));
    assert_eq!(read("Zurich Insurance plc Niederlassung für Deutschland"), read("Zurich Insurance plc"));
}

#[test]
fn letters_that_stand_alone_go_together() {
    assert_eq!(read("J. P. Morgan"), "jp morgan");
    assert_eq!(read("AT & T"), "at and t");
    assert_eq!(read("H & M"), "hm");
    assert_eq!(read("C&A"), "ca");
}

#[test]
fn numbers_are_numbers_in_figures_and_capitals() {
    assert_eq!(read("Fund VIII"), "fund 8");
    assert_eq!(read("Schule 007"), "schule 7");
    assert_eq!(read("Vivo"), "vivo");
}

#[test]
fn cyrillic_and_greek_come_out_latin() {
    assert_eq!(read("Газпром"), "gazprom");
    if cfg!(feature = "full") {
        assert_eq!(read("ПАО Газпром"), "gazprom");
    }
    assert_eq!(read("Северсталь"), "severstal");
    assert_eq!(read("Εθνική Τράπεζα"), "ethniki trapeza");
    assert_eq!(meaning("Εθνική Τράπεζα"), "national bank");
    let sound = |written: &str| Name::readings(written).0[0].tokens[0].sound.clone();
    assert_eq!(sound("Щербаков"), sound("Shcherbakov"));
    assert_eq!(sound("Щербаков"), sound("Scherbakov"));
    assert_eq!(sound("Χατζής"), sound("Hatzis"));
}

#[cfg(feature = "full")]
#[test]
fn chinese_japanese_and_korean_words_have_meanings() {
    assert_eq!(meaning("华为技术有限公司"), "huawei technology");
    assert_eq!(meaning("三菱電機株式会社"), "mitsubishi electric");
    assert_eq!(meaning("삼성전자 주식회사"), "samsung electronics");
    assert_eq!(meaning("LG전자"), "lg electronics");
    assert_eq!(meaning("中国银行"), "china bank");
    assert_eq!(meaning("トヨタ自動車株式会社"), "toyota automotive");
    assert_eq!(meaning("㈱日立製作所"), "hitachi works");
}

#[test]
fn what_hides_in_a_name_is_seen() {
    let (turned, oddities) = Name::readings("\u{202e}elgooG");
    assert_eq!((turned[0].compact(), oddities.as_slice()), ("google", [Oddity::Turned].as_slice()));
    let (mixed, oddities) = Name::readings("Miсrоsоft");
    assert_eq!((mixed[0].compact(), oddities.as_slice()), ("microsoft", [Oddity::Mixed].as_slice()));
    let (hidden, oddities) = Name::readings("Sie\u{200b}mens\u{ad}");
    assert_eq!((hidden[0].compact(), oddities.as_slice()), ("siemens", [Oddity::Hidden].as_slice()));
}

#[test]
fn a_name_without_end_is_read_as_far_as_a_name_goes() {
    for long in [
        "x".repeat(500),
        "Acme ".repeat(100),
        "é".repeat(500),
        "ﷺ".repeat(500),
        "a\u{301}".repeat(500),
        "株".repeat(500),
        "\u{202e}".repeat(500),
        "(".repeat(500),
    ] {
        let (names, _) = Name::readings(&long);
        assert!(!names.is_empty());
        assert!(names[0].tokens.len() <= 24, "{}", names[0].tokens.len());
    }
    assert!(Name::readings(&"x".repeat(500)).1.contains(&Oddity::Long));
}

#[test]
fn nothing_is_a_name_too() {
    for written in ["", " ", "...", "&&&", "\u{202e}", "’", "()"] {
        assert_eq!(Name::readings(written).0.len(), 1, "{written:?}");
    }
}

#[test]
fn two_names_in_one_field_are_both_read() {
    let (names, _) = Name::readings("Acme Ltd trading as Bolt");
    assert!(names.iter().any(|name| name.compact() == "acme"));
    assert!(names.iter().any(|name| name.compact() == "bolt"));
}
