//! Home: drawn for its reader alone, and the same with and without scripts.

use crate::portal::Portal;
use crate::rivals::{family, register};

#[tokio::test]
async fn a_seller_sees_own_deals_and_the_administrator_those_of_all() {
    let portal = Portal::start().await;
    let family = family(&portal).await;
    let ben = portal.person("ben@northwind.example").await;
    let ana = portal.person("ana@northwind.example").await;
    let greta = portal.person("greta@fabrikam.example").await;
    let figure = |page: &str| {
        let from =
            page.find(">Waiting for an answer<").map(|at| &page[at..]).expect("the figure of what waits");
        let value = from.split("figure-value").nth(1).unwrap();
        value.trim_start_matches("\">").split('<').next().unwrap().parse::<i64>().unwrap()
    };
    let all = figure(&ana.text("/").await);
    register(&ben, "Quokka Surveys", &family).await;
    assert_eq!(
        figure(&ana.text("/").await),
        all + 1,
        "the organisation's, with what somebody just registered"
    );
    let own = figure(&ben.text("/").await);
    assert!(own >= 1 && own < all + 1, "{own} of {all} are the seller's own");
    let rivals = greta.text("/api/home").await + &greta.text("/").await;
    assert!(!rivals.contains("Quokka"));
}

#[tokio::test]
async fn a_chart_has_its_table_and_needs_no_script() {
    let portal = Portal::start().await;
    let carl = portal.person("carl@vendor.example").await;
    let page = carl.text("/").await;
    for words in ["Deals per month", "role=\"img\"", "Figures as a table", "<caption", "Answered in time"] {
        assert!(page.contains(words), "{words}");
    }
    assert_eq!(carl.open("/api/home").await.status(), 200);
    let mia = portal.person("mia@vendor.example").await.text("/").await;
    assert!(!mia.contains("Answered in time") && !mia.contains("Deals per month"));
}
