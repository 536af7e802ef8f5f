//! The page of administrators: how the portal is, and what was given up.

use crate::portal::{Engine, Portal, target};
use domain::time::Instant;
use http::Method;
use store::outbox::{self, TRIES};

/// Lets an event of the demo programme fail until it is given up; answers its id.
async fn dead_letter(portal: &Portal) -> String {
    let store = &portal.state.portal.store;
    let mut now = portal.state.now();
    let mut first = None;
    for _ in 0..TRIES {
        let event = loop {
            let event = outbox::claim(store, now).await.unwrap().unwrap();
            if first.get_or_insert_with(|| event.id.clone()) == &event.id {
                break event;
            }
            let mut tx = store.begin(now).await.unwrap();
            outbox::done(&mut tx, &event).await.unwrap();
            tx.commit().await.unwrap();
        };
        let mut tx = store.begin(now).await.unwrap();
        outbox::failed(&mut tx, &event, "the far end is away").await.unwrap();
        tx.commit().await.unwrap();
        now = Instant::from_millis(now.millis() + 3_600_000);
    }
    first.unwrap().to_string()
}

#[tokio::test]
async fn administrators_see_how_the_portal_is_and_what_was_given_up_and_try_it_again_or_let_it_go() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let portal = Portal::on(engine).await;
        let id = dead_letter(&portal).await;
        let ada = portal.person("ada@vendor.example").await;
        let page = ada.text("/operate").await;
        for words in ["the far end is away", &id, "Room on the disk", env!("CARGO_PKG_VERSION"), "Let go"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(page.contains("Given up: 1") && page.contains("Look at them on the page /operate"));
        let body = format!("id={id}");
        // Without scripts.
        let again = ada.send_from("/operate", "/api/operate/revive", &[("id", &id)]).await;
        assert_eq!(target(&again), "/operate");
        assert!(!ada.text("/operate").await.contains("the far end is away"));
        assert_eq!(
            ada.call(Method::POST, "/api/operate/let-go", &body).await.status(),
            409,
            "it waits again"
        );

        let store = &portal.state.portal.store;
        let mut now = portal.state.now();
        while let Some(event) = outbox::claim(store, now).await.unwrap() {
            let mut tx = store.begin(now).await.unwrap();
            if event.id.as_str() == id {
                outbox::failed(&mut tx, &event, "still away").await.unwrap();
                now = Instant::from_millis(now.millis() + 3_600_000);
            } else {
                outbox::done(&mut tx, &event).await.unwrap();
            }
            tx.commit().await.unwrap();
        }
        assert!(ada.text("/operate").await.contains("still away"));
        assert_eq!(ada.call(Method::POST, "/api/operate/let-go", &body).await.status(), 200);
        assert!(!ada.text("/operate").await.contains("still away"));
        assert_eq!(
            ada.call(Method::POST, "/api/operate/revive", &body).await.status(),
            409,
            "it is gone for good"
        );

        for who in ["carl@vendor.example", "ana@northwind.example"] {
            let person = portal.person(who).await;
            assert_ne!(person.open("/operate").await.status(), 200, "{who}");
            let asked = person.call(Method::GET, "/api/operate/condition", "").await;
            assert_eq!(asked.status(), 403, "{who}");
        }
    }
}
