//! In which language pages come: chosen by the person, on the device, or by the browser.

use crate::portal::{Portal, target};

const CHOOSE: &str = "/auth/language";

#[tokio::test]
async fn a_stranger_gets_what_the_browser_wants_until_another_language_is_chosen() {
    let portal = Portal::start().await;
    let nobody = portal.nobody();
    let opened = |languages: &'static str| {
        let nobody = nobody.clone();
        async move { nobody.text_for(languages, "/sign-in").await }
    };
    assert!(opened("fr").await.contains(r#"<html lang="en" dir="ltr""#));
    assert!(opened("fr, de-CH;q=0.8").await.contains(r#"<html lang="de" dir="ltr""#));
    let led = nobody.send_from("/sign-in?next=%2Fdeals", CHOOSE, &[("language", "ar")]).await;
    assert_eq!(target(&led), "/sign-in?next=%2Fdeals");
    assert!(opened("de").await.contains(r#"<html lang="ar" dir="rtl""#));
}

#[tokio::test]
async fn a_person_keeps_the_language_on_another_device() {
    let portal = Portal::start().await;
    let carl = portal.person("carl@vendor.example").await;
    assert_eq!(target(&carl.send_from("/account", CHOOSE, &[("language", "de")]).await), "/account");
    let elsewhere = portal.person("carl@vendor.example").await;
    assert!(elsewhere.text_for("ar", "/").await.contains(r#"<html lang="de""#));
}

#[tokio::test]
async fn a_page_names_the_program_with_its_words() {
    let portal = Portal::start().await;
    let page = |languages: &'static str| {
        let nobody = portal.nobody();
        async move { nobody.text_for(languages, "/sign-in").await }
    };
    // Of the programs in the fixture one is German; who reads what has none of its own takes the first.
    for (languages, script) in [("de", "/pkg/y.js"), ("en", "/pkg/x.js"), ("ar", "/pkg/x.js")] {
        assert!(page(languages).await.contains(&format!("import('{script}')")), "{languages}");
    }
}

#[tokio::test]
async fn a_language_that_there_is_not_is_refused_and_leads_nowhere_else() {
    let portal = Portal::start().await;
    let carl = portal.person("carl@vendor.example").await;
    for bad in ["", "xx", "en\r\nset-cookie: a=b", "../de"] {
        let answer = carl.send_from("/account", CHOOSE, &[("language", bad)]).await;
        assert_eq!(target(&answer), "/account", "{bad:?}");
        assert!(
            answer.headers().get("set-cookie").is_none_or(|set| !set.to_str().unwrap().contains("language="))
        );
    }
    assert_eq!(portal.profile("carl@vendor.example").await.language, None);
    let led = carl.send_from("//evil.example/x", CHOOSE, &[("language", "de")]).await;
    assert!(target(&led).starts_with('/') && !target(&led).starts_with("//"), "{}", target(&led));
}

#[tokio::test]
async fn own_words_and_the_look_are_shown_to_everybody_and_changed_by_administrators_only() {
    let portal = Portal::start().await;
    let petra = portal.person("petra@vendor.example").await;
    let form = [("version", "0"), ("name", "Acme & Partners"), ("hue", "20")];
    target(&petra.send_from("/look", "/api/looks/change", &form).await);
    assert!(!portal.nobody().text("/sign-in").await.contains("Acme &amp; Partners"));

    let ada = portal.person("ada@vendor.example").await;
    assert_eq!(target(&ada.send_from("/look", "/api/looks/change", &form).await), "/look");
    let words = [("version", "1"), ("language", "en"), ("words[0]", ""), ("words[1]", "Bronze <b>")];
    assert_eq!(target(&ada.send_from("/look/words", "/api/looks/words", &words).await), "/look/words");
    // The version that was seen is not the one there is.
    target(&ada.send_from("/look", "/api/looks/change", &form).await);

    let page = portal.nobody().text("/sign-in").await;
    assert!(page.contains("Acme &amp; Partners") && page.contains("--brand-hue: 20;"), "{page}");
    let partners = ada.text("/partners").await;
    assert!(partners.contains("Bronze &lt;b"), "{partners}");
    let german = ada.text("/look/words?language=de").await;
    assert!(!german.contains("value=\"Bronze"), "{german}");
}
