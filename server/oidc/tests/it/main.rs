//! Sign-ins against a real provider over HTTP: the good path, and each way in which a provider or somebody in between can
//! go wrong.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod walk;

use oidc::{Callback, Refusal};
use provider::Fault;
use walk::{NOW_SKEW, Setting, now};

#[tokio::test]
async fn a_person_comes_back_with_a_verified_address() {
    let setting = Setting::new().await;
    let asserted = setting.sign_in("ana").await.unwrap();
    assert_eq!(asserted.issuer, setting.provider.issuer);
    assert_eq!((asserted.subject.as_str(), asserted.email.as_str()), ("ana", "ana@northwind.example"));
    assert!(asserted.email_verified);
    assert_eq!(asserted.name.as_deref(), Some("Ana Sousa"));
    let url =
        setting.connection.sign_out_url(&asserted.id_token, "http://portal.example/sign-in").await.unwrap();
    assert!(url.as_str().starts_with(&format!("{}/end?", setting.provider.issuer)), "{url}");
    assert!(url.query_pairs().any(|(name, value)| name == "id_token_hint" && value == asserted.id_token));
}

#[tokio::test]
async fn each_fault_of_a_provider_is_refused_for_what_it_is() {
    let setting = Setting::new().await;
    for (fault, code) in [
        (Fault::WrongNonce, "wrong_nonce"),
        (Fault::Expired, "expired"),
        (Fault::ForeignIssuer, "wrong_issuer"),
        (Fault::ForeignAudience, "wrong_audience"),
        (Fault::UnknownKey, "wrong_signature"),
        (Fault::Unsigned, "wrong_signature"),
        (Fault::Hangs, "silent"),
    ] {
        setting.provider.do_wrong(Some(fault));
        let refusal = setting.sign_in("ana").await.unwrap_err();
        assert_eq!(refusal.code(), code, "{fault:?}: {refusal}");
    }
    setting.provider.do_wrong(Some(Fault::Breaks));
    assert!(setting.sign_in("ana").await.is_err());
    setting.provider.do_wrong(None);
    assert!(setting.sign_in("ana").await.is_ok(), "and then it is well again");
}

#[tokio::test]
async fn what_a_provider_may_not_assert_is_told_from_what_it_may() {
    let setting = Setting::new().await;
    let own = ["northwind.example".to_owned()];
    assert_eq!(setting.sign_in("ana").await.unwrap().may_be(&own), Ok(()));
    setting.provider.do_wrong(Some(Fault::Unverified));
    assert_eq!(setting.sign_in("ana").await.unwrap().may_be(&own), Err(Refusal::Unverified));
    setting.provider.do_wrong(Some(Fault::ForeignAddress));
    assert_eq!(setting.sign_in("ana").await.unwrap().may_be(&own), Err(Refusal::ForeignDomain));
}

#[tokio::test]
async fn an_address_that_the_token_lacks_is_asked_for_and_has_to_be_of_the_same_person() {
    let setting = Setting::new().await;
    setting.provider.do_wrong(Some(Fault::AddressApart));
    let asserted = setting.sign_in("ana").await.unwrap();
    assert_eq!((asserted.email.as_str(), asserted.email_verified), ("ana@northwind.example", true));
    assert_eq!(asserted.name.as_deref(), Some("Ana Sousa"));
    setting.provider.do_wrong(Some(Fault::AnothersInfo));
    assert_eq!(setting.sign_in("ana").await.unwrap_err().code(), "unusable");
    setting.provider.do_wrong(Some(Fault::VerifiedInWords));
    assert!(setting.sign_in("ana").await.unwrap().email_verified);
}

#[tokio::test]
async fn two_providers_cannot_assert_each_others_people() {
    let (one, other) = (Setting::new().await, Setting::new().await);
    let (_, pending) = one.connection.begin("", now()).await.unwrap();
    let (url, elsewhere) = other.connection.begin("", now()).await.unwrap();
    let stolen = other.press(&url, "ana").await;
    // A code of the other provider, brought back under this one's sign-in.
    let refusal = one.connection.finish(pending.clone(), stolen.clone(), now()).await.unwrap_err();
    assert_eq!(refusal, Refusal::WrongState);
    // A sign-in that was begun at the other one.
    let refusal = one.connection.finish(elsewhere, stolen, now()).await.unwrap_err();
    assert_eq!(refusal, Refusal::WrongIssuer);
}

#[tokio::test]
async fn an_answer_from_another_issuer_is_not_even_asked_about() {
    let setting = Setting::new().await;
    let (url, pending) = setting.connection.begin("", now()).await.unwrap();
    let callback =
        Callback { iss: Some("https://elsewhere.example".into()), ..setting.press(&url, "ana").await };
    assert_eq!(setting.connection.finish(pending, callback, now()).await, Err(Refusal::WrongIssuer));
}

#[tokio::test]
async fn a_code_works_once() {
    let setting = Setting::new().await;
    let (url, pending) = setting.connection.begin("", now()).await.unwrap();
    let callback = setting.press(&url, "ana").await;
    assert!(setting.connection.finish(pending.clone(), callback.clone(), now()).await.is_ok());
    let again = setting.connection.finish(pending, callback, now()).await.unwrap_err();
    assert_eq!(again.code(), "wrong_code");
}

#[tokio::test]
async fn a_sign_in_ends_when_it_takes_too_long_or_is_denied() {
    let setting = Setting::new().await;
    let (url, pending) = setting.connection.begin("", now()).await.unwrap();
    let callback = setting.press(&url, "ana").await;
    let late = now() + oidc::PENDING_SECONDS + 1;
    assert_eq!(setting.connection.finish(pending, callback, late).await, Err(Refusal::WrongState));
    let (_, pending) = setting.connection.begin("", now()).await.unwrap();
    let state = setting.state_of(&pending);
    let denied = Callback { error: Some("access_denied".into()), state: Some(state), ..Callback::default() };
    assert_eq!(
        setting.connection.finish(pending, denied, now()).await,
        Err(Refusal::Denied("access_denied".into()))
    );
}

#[tokio::test]
async fn a_rotated_key_is_fetched_and_clocks_may_differ_a_little() {
    let setting = Setting::new().await;
    setting.sign_in("ana").await.unwrap();
    setting.provider.rotate_keys();
    // Asked again too soon, the keys of before are believed; a moment later the new ones are there.
    tokio::time::sleep(std::time::Duration::from_millis(5200)).await;
    setting.sign_in("ana").await.unwrap();
    for (skew, well) in [(-50, true), (NOW_SKEW, true), (-120, false), (700, false)] {
        assert_eq!(setting.sign_in_at("ana", now() + skew).await.is_ok(), well, "{skew}");
    }
}

#[tokio::test]
async fn a_provider_that_is_not_there_is_silent() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let issuer = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let refusal = walk::connection(&issuer).begin("", now()).await.unwrap_err();
    assert_eq!(refusal.code(), "silent");
}
