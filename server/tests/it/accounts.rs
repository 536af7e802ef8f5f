//! Customer accounts in browsers without scripts: kept, handed over, renewed, merged and parted again, each by whoever may.

use crate::portal::{Person, Portal, target};

/// The page of the account that the list finds by this word.
async fn page_of(keeper: &Person, word: &str) -> String {
    let list = keeper.text(&format!("/accounts?q={word}")).await;
    let id = list.split("/accounts/ac_").nth(1).expect("an account").split('"').next().unwrap();
    format!("/accounts/ac_{id}")
}

fn id_of(page: &str) -> &str {
    page.rsplit('/').next().unwrap()
}

/// What a page's field or choice holds: the value of the option that says this.
fn option(page: &str, words: &str) -> String {
    let before = page.split(words).next().unwrap();
    let value = before.rsplit("value=\"").next().unwrap();
    value.split('"').next().unwrap().to_owned()
}

async fn made(keeper: &Person, name: &str, more: &[(&str, &str)]) -> String {
    let mut form = vec![("id", ""), ("version", ""), ("key", name), ("legal_name", name), ("country", "DE")];
    form.extend(more);
    let page = target(&keeper.send_from("/accounts/new", "/api/accounts/save", &form).await);
    assert!(page.starts_with("/accounts/ac_"), "{name}: {page}");
    page
}

#[tokio::test]
async fn an_account_is_kept_with_all_that_is_known_of_it() {
    let portal = Portal::start().await;
    let petra = portal.person("petra@vendor.example").await;
    let parent = made(&petra, "Halberd Group", &[]).await;
    let page = made(
        &petra,
        "Halberd Works",
        &[
            ("trading_names", "Zirkon Tools"),
            ("more_domains", "zirkon.example"),
            ("parent_account", "Halberd Group"),
            ("segment", "public"),
            ("city", "Jena"),
        ],
    )
    .await;
    let shown = petra.text(&page).await;
    for words in ["Zirkon Tools", "zirkon.example", "Public sector", "Jena", &parent] {
        assert!(shown.contains(words), "{words}");
    }
    assert!(petra.text("/search?q=zirkon").await.contains("Halberd Works"), "found by its other name");
    let edit = format!("{parent}/edit");
    let circle = [
        ("id", id_of(&parent)),
        ("version", "1"),
        ("legal_name", "Halberd Group"),
        ("country", "DE"),
        ("parent_account", "Halberd Works"),
    ];
    assert_eq!(target(&petra.send_from(&edit, "/api/accounts/save", &circle).await), edit);
    let refused = petra.text(&edit).await;
    assert!(refused.contains("belongs to the one you are changing"), "{refused}");
    assert!(refused.contains("value=\"Halberd Works\""), "what was typed is there");
}

#[tokio::test]
async fn an_account_is_handed_over_and_each_partner_sees_its_own() {
    let portal = Portal::start().await;
    let petra = portal.person("petra@vendor.example").await;
    let page = made(&petra, "Halberd Works", &[]).await;
    let partners = format!("{page}/partners");
    let form = petra.text(&partners).await;
    let (family, northwind, fabrikam) =
        (option(&form, "Edge routers"), option(&form, ">Northwind"), option(&form, ">Fabrikam"));
    let today = portal.state.now().day();
    let put = async |partner: &str, from: i64, why: &str| {
        let from = today.plus_days(from).to_string();
        let form = [
            ("id", id_of(&page)),
            ("family", family.as_str()),
            ("partner", partner),
            ("from_on", from.as_str()),
            ("until_on", ""),
            ("reason", why),
        ];
        target(&petra.send_from(&partners, "/api/accounts/assign", &form).await)
    };
    assert_eq!(put(&northwind, -300, "Sold it first").await, partners);
    let line = [
        ("id", id_of(&page)),
        ("install", ""),
        ("key", "one"),
        ("family", family.as_str()),
        ("quantity", "12"),
        ("since_on", "2020-01-01"),
        ("renews_on", &today.plus_days(20).to_string()),
        ("remark", ""),
    ];
    let new = format!("{page}/installs/new");
    assert_eq!(target(&petra.send_from(&new, "/api/accounts/install/save", &line).await), page);
    let (ana, greta) =
        (portal.person("ana@northwind.example").await, portal.person("greta@fabrikam.example").await);
    assert!(ana.text("/renewals?within=30").await.contains("Halberd Works"));
    assert!(ana.text("/organisation").await.contains("Halberd Works"));
    assert!(!greta.text("/renewals").await.contains("Halberd Works"));
    assert_eq!(put(&fabrikam, 0, "They know it better").await, partners);
    assert!(petra.text(&partners).await.contains("They know it better"));
    assert!(!ana.text("/renewals").await.contains("Halberd Works"), "handed over");
    for greeted in ["/renewals", "/organisation"] {
        let seen = greta.text(greeted).await;
        assert!(seen.contains("Halberd Works"), "{greeted}");
        assert!(!seen.contains("They know it better") && !seen.contains("Northwind"), "{greeted}");
    }
    put(&northwind, -10, "Back again").await;
    assert!(petra.text(&partners).await.contains("Somebody is on record at that time already"));
    // The files of a list hold what the list shows.
    assert!(greta.text("/exports/renewals/csv").await.contains("Halberd Works"));
    assert!(!ana.text("/exports/renewals/csv").await.contains("Halberd Works"));
}

#[tokio::test]
async fn a_channel_manager_reads_what_the_own_partners_have_to_do_with() {
    let portal = Portal::start().await;
    let petra = portal.person("petra@vendor.example").await;
    let with = page_of(&petra, "brightwater").await;
    let nothing = made(&petra, "Halberd Works", &[]).await;
    let carl = portal.person("carl@vendor.example").await;
    let shown = carl.text(&with).await;
    assert!(shown.contains("Brightwater Utilities plc") && shown.contains("Northwind"), "{shown}");
    assert!(!shown.contains("/edit\"") && !shown.contains("name=\"body\""), "nothing to write");
    assert_eq!(carl.open(&nothing).await.status(), 404);
    assert_eq!(carl.open(&format!("{with}/edit")).await.status(), 403);
}

#[tokio::test]
async fn two_accounts_of_one_customer_become_one_and_two_again() {
    let portal = Portal::start().await;
    let petra = portal.person("petra@vendor.example").await;
    let one = made(&petra, "Halberd Works GmbH", &[("domain", "halberd.example")]).await;
    let other = made(&petra, "HALBERD WORKS", &[("domain", "halberd.example")]).await;
    server::jobs::round(&portal.state).await.unwrap();
    let pairs = petra.text("/accounts/duplicates").await;
    let way = format!("/accounts/{}/merge/{}", id_of(&one), id_of(&other));
    assert!(pairs.contains(&way), "{pairs}");
    let look = petra.text(&way).await;
    assert!(look.contains("Halberd Works GmbH") && look.contains("HALBERD WORKS"));
    let form = [
        ("one", id_of(&one)),
        ("one_version", "1"),
        ("other", id_of(&other)),
        ("other_version", "1"),
        ("survivor", id_of(&one)),
        ("reason", "The same house"),
    ];
    assert_eq!(target(&petra.send_from(&way, "/api/accounts/merge", &form).await), one);
    assert_eq!(target(&petra.send_from(&way, "/api/accounts/merge", &form).await), way, "once");
    assert!(petra.text(&other).await.contains("has become a part of another one"));
    assert!(!petra.text("/accounts?q=halberd").await.contains(">HALBERD WORKS<"));
    let stays = petra.text(&one).await;
    assert!(stays.contains("The same house"), "{stays}");
    let merge = stays.split("value=\"am_").nth(1).unwrap().split('"').next().unwrap();
    let merge = format!("am_{merge}");
    let undo = [("id", id_of(&one)), ("merge", merge.as_str())];
    assert_eq!(target(&petra.send_from(&one, "/api/accounts/unmerge", &undo).await), other);
    assert!(petra.text("/accounts?q=halberd").await.contains("HALBERD WORKS"));
    server::jobs::round(&portal.state).await.unwrap();
    let apart = [("one", id_of(&one)), ("other", id_of(&other))];
    assert_eq!(
        target(&petra.send_from(&way, "/api/accounts/keep-apart", &apart).await),
        "/accounts/duplicates"
    );
    assert!(!petra.text("/accounts/duplicates").await.contains(&way));
}
