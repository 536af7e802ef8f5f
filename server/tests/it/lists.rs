//! Lists over HTTP, as a browser without scripts has them: heads that sort, kept views, and what strangers make of it.

use crate::portal::{Portal, target};
use crate::world::World;

async fn keep(person: &crate::portal::Person, form: &[(&str, &str)]) -> String {
    target(&person.send_from("/views/deals?state=won", "/api/views/keep", form).await)
}

#[tokio::test]
async fn a_head_leads_to_the_list_sorted_by_it_and_says_so() {
    let portal = Portal::start().await;
    let petra = portal.person("petra@vendor.example").await;
    let page = petra.text("/deals?state=won&sort=-amount").await;
    assert!(page.contains("aria-sort=\"descending\""), "{page}");
    assert!(page.contains("/deals?state=won&amp;sort=amount"), "{page}");
    assert!(page.contains("/deals?state=won&amp;sort=customer"));
    assert!(page.contains("/exports/deals/xlsx?state=won&amp;sort=-amount"));
    let few = petra.text("/deals?c=customer&c=person").await;
    assert!(few.contains("data-label=\"Registered by\"") && !few.contains("data-label=\"Clock\""));
    for strange in ["/deals?sort=password_hash", "/deals?c=%00&c=../../etc", "/deals?view=all"] {
        let page = petra.text(strange).await;
        assert!(page.contains("data-label=\"Clock\"") && !page.contains("password_hash"), "{strange}");
    }
    let long = format!("/deals?q={}", "x".repeat(3_000));
    assert_eq!(petra.open(&long).await.status(), 200);
}

#[tokio::test]
async fn a_kept_view_opens_by_its_name_and_a_default_without_being_asked() {
    let portal = Portal::start().await;
    let ana = portal.person("ana@northwind.example").await;
    let form =
        [("list", "deals"), ("query", "state=won&sort=evil"), ("name", "Won <b>"), ("default", "true")];
    let led = keep(&ana, &form).await;
    assert!(led.starts_with("/deals?view=vi_"), "{led}");
    let page = ana.text(&led).await;
    assert!(
        page.contains("Won &lt;b&gt;")
            && page.contains("Fjord Rail") == ana.text("/deals?state=won").await.contains("Fjord Rail")
    );
    assert!(ana.text("/deals").await.contains("value=\"won\" selected"));
    assert!(!ana.text("/deals?view=all").await.contains("value=\"won\" selected"));
    // The same name again is refused beside the form, and what was typed is still there.
    assert!(keep(&ana, &form).await.starts_with("/views/deals"));
    let ben = portal.person("ben@northwind.example").await;
    assert_eq!(ben.open(&led).await.status(), 404, "not shared");
}

#[tokio::test]
async fn nobody_opens_a_rivals_view_and_only_some_share() {
    let world = World::start().await;
    let path = world.filled("/deals?view=<view>");
    let ben = world.portal.person("ben@northwind.example").await;
    assert_eq!(ben.open(&path).await.status(), 200, "shared with colleagues");
    let rival = world.rival().await;
    for path in [path.as_str(), "/deals?view=vi_01aryz6s41tsv4rrffq69g5fav", "/deals?view=%27--"] {
        let answer = rival.open(path).await;
        assert_eq!(answer.status(), 404, "{path}");
        assert!(!answer.text().await.unwrap().contains("Secretly won"));
    }
    let form = "list=deals&query=&name=Mine&shared=true&default=";
    assert_eq!(ben.call(reqwest::Method::POST, "/api/views/keep", form).await.status(), 403);
    let long = format!("list=deals&query=&name={}&shared=&default=", "x".repeat(61));
    assert_eq!(ben.call(reqwest::Method::POST, "/api/views/keep", &long).await.status(), 422);
    let foreign = "list=accounts&query=&name=Mine&shared=&default=";
    assert_eq!(ben.call(reqwest::Method::POST, "/api/views/keep", foreign).await.status(), 403);
}

#[tokio::test]
async fn marketings_list_has_its_filters_beside_it_and_each_can_be_taken_away_whatever_is_left() {
    let portal = Portal::start().await;
    let mia = portal.person("mia@vendor.example").await;
    let page = mia.text("/assets/manage?kind=data_sheet&sort=-taken&c=taken").await;
    assert!(page.contains("aria-sort=\"descending\""), "{page}");
    assert!(page.contains("\"/assets/manage?sort=-taken&amp;c=title&amp;c=taken\""), "without the kind");
    assert!(page.contains("/assets/manage?kind=data_sheet&amp;tag=edge&amp;sort=-taken"), "with a tag");
    assert!(page.contains("/exports/assets/xlsx?kind=data_sheet&amp;sort=-taken"));
    let nothing = mia.text("/assets/manage?kind=data_sheet&tag=r%26d&q=nothing+like+it").await;
    assert!(nothing.contains("No matches"), "{nothing}");
    for way in ["tag=r%26d", "kind=data_sheet"] {
        assert!(
            nothing.contains(&format!("\"/assets/manage?q=nothing+like+it&amp;{way}\"")),
            "{way}: {nothing}"
        );
    }
    assert!(!nothing.contains("<select name=\"kind\""), "not in the form as well");
    let file = mia.text("/exports/assets/csv?kind=data_sheet&sort=title&c=bytes").await;
    let lines: Vec<&str> = file.trim_end().split("\r\n").collect();
    assert_eq!((lines[0], lines.len()), ("Title,Size", 4), "{file}");
}
