//! What a record was on a day, for those who may see it.

use crate::portal::{Portal, target};

#[tokio::test]
async fn an_account_is_read_as_it_was_on_a_day() {
    let portal = Portal::start().await;
    let petra = portal.person("petra@vendor.example").await;
    let form = [
        ("id", ""),
        ("version", ""),
        ("key", "k"),
        ("legal_name", "Halberd Works"),
        ("country", "DE"),
        ("city", "Jena"),
    ];
    let page = target(&petra.send_from("/accounts/new", "/api/accounts/save", &form).await);
    let id = page.rsplit('/').next().unwrap();
    let form =
        [("id", id), ("version", "1"), ("legal_name", "Halberd Works"), ("country", "DE"), ("city", "Gera")];
    petra.send_from(&format!("{page}/edit"), "/api/accounts/save", &form).await;

    let history = petra.text(&format!("/history/accounts/{id}")).await;
    assert!(history.contains("<del>Jena") && history.contains("<ins>Gera"), "{history}");
    let before = petra.text(&format!("/history/accounts/{id}?on=2020-01-01")).await;
    assert!(before.contains("It was not there yet") && !before.contains("Jena"), "{before}");
    // What is no day is today.
    assert!(petra.text(&format!("/history/accounts/{id}?on=soon")).await.contains("<ins>Gera"));
    for path in ["/history/people/x", "/history/deals/x", "/history/programmes/x"] {
        let status = petra.open(path).await.status().as_u16();
        assert!(status == 404 || status == 403, "{path}: {status}");
    }
}

#[tokio::test]
async fn a_programme_is_read_by_the_lines_of_its_text() {
    let portal = Portal::start().await;
    let carl = portal.person("carl@vendor.example").await;
    let list = carl.text("/programmes").await;
    let id = list.split("/programmes/pg_").nth(1).expect("a programme").split('"').next().unwrap();
    let history = carl.text(&format!("/history/programmes/pg_{id}")).await;
    assert!(history.contains("window_days") && history.contains("programmes.manage"), "{history}");
}
