//! The inbox of approvers over HTTP, without scripts: the next case follows, and what is refused is still there.

use crate::portal::{Person, Portal, target};
use crate::rivals::{family, register};

const INBOX: &str = "/deals/inbox";

/// The value of a hidden field of the form that is sent there.
fn field(page: &str, action: &str, name: &str) -> String {
    let form = page.split(&format!("action=\"{action}\"")).nth(1).unwrap_or_else(|| panic!("no {action}"));
    let form = form.split("</form>").next().unwrap();
    let value = form.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
    value.split('"').next().unwrap().to_owned()
}

/// The ids of what waits, in the order of the list.
fn waiting(page: &str) -> Vec<String> {
    let link = format!("href=\"{INBOX}?case=");
    let ids = page.split(&link).skip(1);
    ids.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

async fn reject(petra: &Person, page: &str, reason: &str, note: &str) -> String {
    let shown = petra.text(page).await;
    let value = |name| field(&shown, "/api/deals/reject", name);
    let (id, version, inbox) = (value("id"), value("version"), value("inbox"));
    let form = [("id", &*id), ("version", &*version), ("inbox", &*inbox), ("reason", reason), ("note", note)];
    target(&petra.send_from(page, "/api/deals/reject", &form).await)
}

#[tokio::test]
async fn an_approver_goes_from_case_to_case_until_nothing_waits() {
    let portal = Portal::start().await;
    let family = family(&portal).await;
    let ana = portal.person("ana@northwind.example").await;
    register(&ana, "Quokka Surveys", &family).await;
    let petra = portal.person("petra@vendor.example").await;
    let first = petra.text(INBOX).await;
    let waits = waiting(&first);
    assert!(waits.len() > 2, "{waits:?}");
    assert_eq!(field(&first, "/api/deals/comment", "id"), waits[0], "the first one by its clock is shown");
    // The last one is answered first: behind it comes the first.
    let last = format!("{INBOX}?case={}", waits[waits.len() - 1]);
    assert!(petra.text(&last).await.contains("Quokka Surveys"), "what came last waits at the end");
    let mut page = reject(&petra, &last, "not_qualified", "").await;
    for next in &waits[..waits.len() - 1] {
        assert!(page.starts_with(&format!("{INBOX}?case={next}&of=")), "{page}");
        let shown = petra.text(&page).await;
        let told = shown.split("class=\"inbox-said\"").nth(1).unwrap().split("</p>").next().unwrap();
        assert!(told.contains(": Rejected."), "{told}");
        page = reject(&petra, &page, "not_qualified", "").await;
    }
    assert!(page.starts_with(&format!("{INBOX}?of=")), "{page}");
    let shown = petra.text(&page).await;
    assert!(shown.contains("Nothing waits for a decision") && shown.contains(": Rejected."), "{shown}");
}

#[tokio::test]
async fn a_refused_answer_stays_with_its_case() {
    let portal = Portal::start().await;
    let petra = portal.person("petra@vendor.example").await;
    let waits = waiting(&petra.text(INBOX).await);
    let (page, other) = (format!("{INBOX}?case={}", waits[0]), format!("{INBOX}?case={}", waits[1]));
    assert_eq!(reject(&petra, &page, "", "Too vague to judge").await, page);
    assert!(petra.text(&page).await.contains("Too vague to judge"));
    assert_eq!(reject(&petra, &page, "", "Too vague to judge").await, page);
    // Another case is opened instead: nothing of that stands in its forms.
    let shown = petra.text(&other).await;
    assert!(!shown.contains("Too vague to judge"));
    assert_eq!(field(&shown, "/api/deals/reject", "id"), waits[1]);
}

#[tokio::test]
async fn what_somebody_else_has_decided_is_shown_as_it_stands_and_leads_on() {
    let portal = Portal::start().await;
    let (petra, ada) =
        (portal.person("petra@vendor.example").await, portal.person("ada@vendor.example").await);
    let waits = waiting(&petra.text(INBOX).await);
    let page = format!("{INBOX}?case={}", waits[0]);
    let shown = petra.text(&page).await;
    reject(&ada, &page, "not_qualified", "").await;
    let (id, version) = (&*waits[0], field(&shown, "/api/deals/reject", "version"));
    let form =
        [("id", id), ("version", &*version), ("inbox", "on"), ("reason", "no_own_work"), ("note", "Mine")];
    assert_eq!(target(&petra.send_from(&page, "/api/deals/reject", &form).await), page);
    let shown = petra.text(&page).await;
    assert!(shown.contains("Not qualified yet"), "whose decision stands");
    assert!(!shown.contains("action=\"/api/deals/reject\""), "and nothing can be decided any more");
    assert_eq!(waiting(&shown).first(), Some(&waits[1]), "the list goes on");
    // What a wrong address says is believed of nothing.
    let wrong = petra.text(&format!("{INBOX}?case={}&of={}", waits[1], waits[2])).await;
    assert!(!wrong.contains("class=\"inbox-said\""), "it still waits");
    assert_eq!(petra.open(&format!("{INBOX}?case=dl_01aryz6s41tsv4rrffq69g5fav")).await.status(), 404);
}
