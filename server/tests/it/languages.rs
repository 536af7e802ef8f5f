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
