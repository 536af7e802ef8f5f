//! Lists as files: whose rows are in them, and that no cell does anything.

use crate::rivals::register;
use crate::world::World;
use reqwest::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

#[tokio::test]
async fn a_file_has_what_its_reader_sees_and_nothing_of_a_rival() {
    let world = World::start().await;
    let ana = world.portal.person("ana@northwind.example").await;
    let own = ana.text("/exports/deals/csv").await;
    let lines: Vec<&str> = own.split("\r\n").collect();
    assert!(lines[0].starts_with("Customer,State,Number,Clock,Amount,Currency"), "{}", lines[0]);
    for known in ["Kestrel Aerospace GmbH", "Fjord Rail", "Zanzibar Secret Labs", "310000.00,NOK"] {
        assert!(own.contains(known), "{known}: {own}");
    }
    let approver = world.portal.person("petra@vendor.example").await;
    let all = approver.text("/exports/deals/csv").await;
    assert!(all.contains("Fjord Rail") && all.contains("Harvest Bank"));
    assert!(!all.contains("Zanzibar Secret Labs"), "a draft is its partner's own");
    let narrowed = approver.text("/exports/deals/csv?q=fjord&state=lost").await;
    assert_eq!(narrowed.trim_end().split("\r\n").count(), 2, "{narrowed}");
    let rival = world.rival().await;
    for list in ["deals", "people"] {
        for format in ["csv", "excel-csv"] {
            let path = format!("/exports/{list}/{format}");
            let file = rival.text(&path).await;
            assert!(file.lines().count() > 2, "{path}: {file}");
            world.assert_no_secret(&path, &file);
        }
    }
    assert_eq!(rival.open("/exports/partners/csv").await.status(), 403);
    assert_eq!(rival.open("/exports/deals/exe").await.status(), 404);
    let marked = rival.open("/exports/people/excel-csv").await.bytes().await.unwrap();
    assert!(marked.starts_with(b"\xef\xbb\xbf"));
}

#[tokio::test]
async fn what_somebody_typed_is_never_a_formula_and_every_file_is_in_the_audit() {
    let world = World::start().await;
    let ana = world.portal.person("ana@northwind.example").await;
    register(&ana, "=HYPERLINK(\"http://evil.example\",\"x\")", &world.filled("<family>")).await;
    let before = world.changes().await;
    let answer = ana.open("/exports/deals/csv").await;
    assert_eq!(answer.headers()[CONTENT_TYPE], "text/csv; charset=utf-8");
    let file = answer.text().await.unwrap();
    assert!(file.contains("\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"x\"\")\""), "{file}");
    assert_eq!(world.changes().await, before + 1);
    let answer = ana.open("/exports/deals/xlsx").await;
    let name = answer.headers()[CONTENT_DISPOSITION].to_str().unwrap().to_owned();
    assert!(name.starts_with("attachment; filename=\"deals-") && name.contains(".xlsx"), "{name}");
    let book = answer.bytes().await.unwrap();
    assert!(book.starts_with(b"PK\x03\x04") && book.len() > 4_000, "{}", book.len());
    assert_eq!(world.changes().await, before + 2);
}

#[tokio::test]
async fn a_file_has_exactly_the_columns_the_order_and_the_filters_of_the_view() {
    let world = World::start().await;
    let petra = world.portal.person("petra@vendor.example").await;
    let file =
        petra.text("/exports/deals/csv?sort=-amount&c=customer&c=amount&state=won&c=password_hash").await;
    let mut lines = file.trim_end().split("\r\n");
    assert_eq!(lines.next(), Some("Customer,Amount,Currency"));
    let amounts: Vec<f64> = lines.map(|line| line.rsplit(',').nth(1).unwrap().parse().unwrap()).collect();
    assert!(!amounts.is_empty() && amounts.is_sorted_by(|one, next| one >= next), "{amounts:?}");
    for (list, person) in
        [("queue", "petra"), ("accounts", "petra"), ("courses", "ada"), ("people", "ada"), ("assets", "mia")]
    {
        let person = world.portal.person(&format!("{person}@vendor.example")).await;
        let path = format!("/exports/{list}/csv");
        assert!(person.text(&path).await.lines().count() > 1, "{path}");
        assert_eq!(world.rival().await.open(&path).await.status(), if list == "people" { 200 } else { 403 });
    }
}
