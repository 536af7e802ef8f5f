//! Importing tables: what is shown is what is done, once, by those who may, and nothing when the data has moved.

use crate::portal::{Person, Portal, target};

async fn bring(person: &Person, sort: &str, table: &[u8]) -> reqwest::Response {
    let before = [("sort", sort), ("text", "")];
    person.upload("/partners/import", "/imports", &before, ("table.csv", table)).await
}

fn seal(page: &str) -> String {
    let from = page.split("name=\"seal\"").nth(1).expect("a form that applies");
    from.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

async fn apply(person: &Person, page: &str, seal: &str) -> String {
    let id = page.rsplit('/').next().unwrap();
    target(&person.send_from(page, "/api/imports/apply", &[("id", id), ("seal", seal)]).await)
}

const TABLE: &str = "Firma;Domänen;Typ;Stufe;Region;Bemerkung\n\
    Quokka GmbH;quokka.example;Reseller;gold;EMEA;neu\n\
    =cmd|'/c calc'!A1;calc.example;reseller;silver;EMEA;text stays text\n\
    Northwind;northwind.example;reseller;platinum;EMEA;\n\
    Nobody;northwind.example;reseller;silver;EMEA;the domain of another\n\
    Nowhere;;reseller;silver;Atlantis;\n";

#[tokio::test]
async fn a_table_is_looked_at_and_then_does_exactly_that() {
    let portal = Portal::start().await;
    let ada = portal.person("ada@vendor.example").await;
    let page = target(&bring(&ada, "organisations", TABLE.as_bytes()).await);
    assert!(page.starts_with("/partners/import/im_"), "{page}");
    let shown = ada.text(&page).await;
    for words in [
        "Quokka GmbH",
        "=cmd|",
        "Apply: 2 new",
        "Columns that nothing is made of: Bemerkung",
        "is not known here",
    ] {
        assert!(shown.contains(words), "{words} in {shown}");
    }
    assert!(!ada.text("/partners?q=quokka").await.contains("Quokka GmbH"), "looking does nothing");
    assert_eq!(apply(&ada, &page, &seal(&shown)).await, page);
    assert!(ada.text("/partners?q=quokka").await.contains("Quokka GmbH"));
    assert!(ada.text("/partners?q=calc").await.contains("=cmd|"), "kept as it was written");
    assert!(ada.text(&page).await.contains("Applied"));
    // The same word again does nothing more, and the same table has nothing left to do but what is refused.
    assert_eq!(apply(&ada, &page, &seal(&shown)).await, page);
    let again = target(&bring(&ada, "organisations", TABLE.as_bytes()).await);
    let shown = ada.text(&again).await;
    assert!(shown.contains("There is nothing to do") && !shown.contains("name=\"seal\""), "{shown}");
}

#[tokio::test]
async fn what_moved_since_the_look_is_not_gone_over() {
    let portal = Portal::start().await;
    let ada = portal.person("ada@vendor.example").await;
    let people = "E-mail,Organisation,Name,Role\nnew@northwind.example,Northwind,Nina New,Partner user\n\
        ben@northwind.example,Northwind,Benjamin,\nada@vendor.example,Northwind,Ada,\n";
    let page = target(&bring(&ada, "people", people.as_bytes()).await);
    let shown = ada.text(&page).await;
    assert!(shown.contains("Apply: 1 new, 1 changed"), "{shown}");
    let (first, second) = (seal(&shown), target(&bring(&ada, "people", people.as_bytes()).await));
    assert_eq!(ada.open(&page).await.status(), 404, "the next table takes the place of the one before");
    assert_ne!(apply(&ada, &second, "another seal").await, "", "refused and sent back");
    let refused = ada.text(&second).await;
    assert!(refused.contains("name=\"seal\""), "nothing was applied");
    assert_eq!(apply(&ada, &second, &first).await, second, "the same data has the same seal");
    assert!(ada.text("/people?q=nina").await.contains("Nina New"));
    assert!(ada.text("/people?q=benjamin").await.contains("Benjamin"));
}

#[tokio::test]
async fn only_administrators_bring_tables_and_only_text() {
    let portal = Portal::start().await;
    let ana = portal.person("ana@northwind.example").await;
    assert_ne!(bring(&ana, "organisations", TABLE.as_bytes()).await.status(), 200);
    let ada = portal.person("ada@vendor.example").await;
    let page = target(&bring(&ada, "organisations", TABLE.as_bytes()).await);
    for other in ["carl@vendor.example", "ana@northwind.example"] {
        assert_ne!(portal.person(other).await.open(&page).await.status(), 200, "{other}");
    }
    for (table, words) in [
        (&b"PK\x03\x04\x14\x00\x06\x00\x08"[..], "not a table of text"),
        (b"Tier;Region\ngold;EMEA", "A column for this is missing"),
        (b"Name;Tier", "no row under the headings"),
    ] {
        assert_eq!(target(&bring(&ada, "organisations", table).await), "/partners/import");
        assert!(ada.text("/partners/import").await.contains(words), "{words}");
    }
}
