//! Approvals in several steps over HTTP, without scripts: three people agree, everybody else does not, and the partner reads how
//! far it is. Evidence by kind, and answers that are held against the rules.

use crate::portal::{Person, Portal, target};
use crate::rivals::family;
use reqwest::Method;

const CHAIN: &str = r#"
name = "Chain"
types = ["reseller"]
least = { amount = "5,000", currency = "EUR" }

[[steps]]
name = "Hidden fit"
public_name = "Fit"
meaning = "business"

[[steps]]
name = "Hidden territory"
meaning = "business"
turn = 2
decided_by = "channel_manager"

[[steps]]
name = "Hidden price"
public_name = "Commercial check"
meaning = "commercial"
turn = 3
decided_by = "administrator"
"#;

/// Brings a programme as text; answers with its id.
async fn bring(portal: &Portal, text: &str) -> String {
    let carl = portal.person("carl@vendor.example").await;
    let answer = carl.send_from("/programmes", "/api/programmes/import", &[("text", text)]).await;
    let page = target(&answer);
    page.trim_start_matches("/programmes/").split('?').next().unwrap().to_owned()
}

/// Registers under a programme; answers where that leads.
async fn register(
    person: &Person,
    programme: &str,
    family: &str,
    amount: &str,
    id: &str,
    version: &str,
) -> String {
    let form = [
        ("id", id),
        ("version", version),
        ("key", "chain"),
        ("programme", programme),
        ("customer_name", "Quokka Surveys"),
        ("customer_domain", "quokka.example"),
        ("customer_country", "DE"),
        ("families[]", family),
        ("amount", amount),
        ("currency", "EUR"),
        ("close_on", "2099-01-01"),
        ("contact_name", "Xaver Quokka"),
        ("contact_email", "x@quokka.example"),
        ("need", "Surveys"),
        ("send", "submit"),
    ];
    target(&person.send_from("/deals/new", "/api/deals/send", &form).await)
}

/// The value of a hidden field on a page.
fn hidden(page: &str, name: &str) -> String {
    let value =
        page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("no {name}"));
    value.split('"').next().unwrap().to_owned()
}

/// Agrees, as far as this person may: the answer's status.
async fn agree(person: &Person, id: &str, version: &str) -> u16 {
    let body = format!("id={id}&version={version}&account=&note=Whispered+inside");
    person.call(Method::POST, "/api/deals/approve", &body).await.status().as_u16()
}

#[tokio::test]
async fn three_people_agree_and_the_partner_reads_how_far_it_is_and_no_more() {
    let portal = Portal::start().await;
    let (programme, family) = (bring(&portal, CHAIN).await, family(&portal).await);
    let ana = portal.person("ana@northwind.example").await;
    let page = register(&ana, &programme, &family, "7,777", "", "").await;
    let id = page.trim_start_matches("/deals/").to_owned();
    assert!(ana.text(&page).await.contains("Step 1 of 3: Fit"));
    let [petra, carl, ada, mia, greta] = futures::future::join_all(
        [
            "petra@vendor.example",
            "carl@vendor.example",
            "ada@vendor.example",
            "mia@vendor.example",
            "greta@fabrikam.example",
        ]
        .map(|email| portal.person(email)),
    )
    .await
    .try_into()
    .unwrap_or_else(|_| panic!());
    let version = hidden(&petra.text(&page).await, "version");
    // A step of somebody else does not exist, and some have none ever.
    assert_eq!(agree(&carl, &id, &version).await, 404);
    assert_eq!(agree(&mia, &id, &version).await, 403);
    assert_eq!(agree(&greta, &id, &version).await, 403);
    assert!(!carl.text("/deals/inbox").await.contains("Quokka Surveys"));
    let refuse = format!("id={id}&version={version}&reason=not_qualified&note=");
    assert_eq!(carl.call(Method::POST, "/api/deals/reject", &refuse).await.status(), 404);

    let inbox = petra.text(&format!("/deals/inbox?case={id}")).await;
    assert!(inbox.contains("Approve step: Hidden fit") && inbox.contains("#field-approve-note"), "{inbox}");
    let form = [
        ("id", &*id),
        ("version", &*version),
        ("account", ""),
        ("note", "Whispered inside"),
        ("inbox", "on"),
    ];
    let next = target(&petra.send_from("/deals/inbox", "/api/deals/approve", &form).await);
    assert!(next.starts_with("/deals/inbox?") && next.ends_with(&format!("of={id}")), "{next}");
    let shown = petra.text(&next).await;
    assert!(shown.contains("Quokka Surveys: In review."), "what became of it is said");
    let listed = format!("href=\"/deals/inbox?case={id}\"");
    assert!(!shown.contains(&listed), "it is somebody else's now");
    assert_eq!(agree(&petra, &id, &version).await, 409, "whoever read an older state is told so");
    let version = hidden(&carl.text(&page).await, "version");
    assert_eq!(agree(&petra, &id, &version).await, 404);
    assert!(ana.text(&page).await.contains("Step 2 of 3"));

    assert!(carl.text("/deals/inbox").await.contains(&listed));
    let shown = carl.text(&page).await;
    assert!(shown.contains("Approve step: Hidden territory") && shown.contains("Whispered inside"));
    assert_eq!(agree(&carl, &id, &version).await, 200);
    let shown = ada.text(&page).await;
    assert!(shown.contains("Approve step: Hidden price") && shown.contains("New account: Quokka Surveys"));
    assert!(shown.contains("approved by Petra Novak"), "who, and when");
    assert!(ana.text(&page).await.contains("Step 3 of 3: Commercial check"));
    let version = hidden(&shown, "version");
    assert_eq!(agree(&ada, &id, &version).await, 200);
    let told = ana.text(&page).await;
    assert!(told.contains("Approved") && told.contains("Protected until"));
    let record = ana.call(Method::GET, "/api/deals/record", &format!("id={id}")).await.text().await.unwrap();
    for text in [told, record] {
        assert!(text.contains("Quokka Surveys"));
        for inside in ["Hidden", "Whispered", "Petra Novak"] {
            assert!(!text.contains(inside), "{inside} in {text}");
        }
    }
}

#[tokio::test]
async fn files_are_asked_for_by_kind_and_said_to_be_of_one() {
    let portal = Portal::start().await;
    let text = "name = \"Proof\"\ntypes = [\"reseller\"]\n[evidence_kinds]\ncustomer_mail = 1\n";
    let (programme, family) = (bring(&portal, text).await, family(&portal).await);
    let ana = portal.person("ana@northwind.example").await;
    assert_eq!(register(&ana, &programme, &family, "7,777", "", "").await, "/deals/new");
    assert!(
        ana.text("/deals/new").await.contains("Mail of the customer"),
        "what is missing is said by its kind"
    );
    let draft = format!("id=&version=&key=chain&programme={programme}&customer_name=Quokka");
    let kept = ana.call(Method::POST, "/api/deals/keep", &draft).await.text().await.unwrap();
    let (id, ..): (String, String, String) = app::api::rows::read(&kept).unwrap();
    let (edit, upload) = (format!("/deals/{id}/edit"), format!("/uploads/evidence/{id}"));
    let version = async || hidden(&ana.text(&edit).await, "version");
    let send = async |shows: &[(&str, &str)], name: &str| {
        target(&ana.upload(&edit, &upload, shows, (name, b"%PDF-1.7 mail")).await)
    };
    // One that says nothing is of another kind; what nobody knows is not taken.
    assert_eq!(send(&[], "one.pdf").await, edit);
    assert_eq!(send(&[("shows", "nonsense")], "two.pdf").await, edit);
    let shown = ana.text(&edit).await;
    assert!(shown.contains("one.pdf") && !shown.contains("two.pdf"));
    assert_eq!(register(&ana, &programme, &family, "7,777", &id, &version().await).await, "/deals/new");
    assert_eq!(send(&[("shows", "customer_mail")], "mail.pdf").await, edit);
    assert!(ana.text(&edit).await.contains("Mail of the customer"));
    let done = register(&ana, &programme, &family, "7,777", &id, &version().await).await;
    assert_eq!(done, format!("/deals/{id}"));
}

#[tokio::test]
async fn an_answer_is_held_against_the_rules_of_its_submission() {
    let portal = Portal::start().await;
    let (programme, family) = (bring(&portal, CHAIN).await, family(&portal).await);
    let ana = portal.person("ana@northwind.example").await;
    let page = register(&ana, &programme, &family, "7,777", "", "").await;
    let id = page.trim_start_matches("/deals/").to_owned();
    let petra = portal.person("petra@vendor.example").await;
    let version = hidden(&petra.text(&page).await, "version");
    let ask = format!("id={id}&version={version}&fields[]=amount&note=Really%3F");
    assert_eq!(petra.call(Method::POST, "/api/deals/ask", &ask).await.status(), 200);
    let version = hidden(&ana.text(&page).await, "version");
    let answer = |amount: &str| format!("id={id}&version={version}&amount={amount}&currency=EUR&said=");
    let refused = ana.call(Method::POST, "/api/deals/answer", &answer("4999")).await;
    assert_eq!(refused.status(), 422);
    assert!(refused.text().await.unwrap().contains("5,000.00"));
    assert_eq!(ana.call(Method::POST, "/api/deals/answer", &answer("6000")).await.status(), 200);
}

#[tokio::test]
async fn the_form_of_a_programme_takes_steps_and_names_what_is_wrong_with_them() {
    let portal = Portal::start().await;
    let carl = portal.person("carl@vendor.example").await;
    let programme = bring(&portal, CHAIN).await;
    let page = format!("/programmes/{programme}");
    let shown = carl.text(&page).await;
    assert!(shown.contains("value=\"Hidden territory\"") && shown.contains("Step 6"), "and places for more");
    let mut form = vec![
        ("id", programme.clone()),
        ("version", hidden(&shown, "version")),
        ("name", "Chain".into()),
        ("active", "true".into()),
        ("effective_on", portal.state.now().day().to_string()),
        ("domain", "optional".into()),
        ("role", "optional".into()),
        ("need", "required".into()),
        ("currency", "EUR".into()),
        ("protection_days", "90".into()),
        ("silence", "escalate".into()),
        ("region_zones[0]", "Nowhere/Land".into()),
        ("steps[0][name]", "Named".into()),
        ("steps[0][meaning]", "legal".into()),
        ("steps[0][turn]", "1".into()),
        ("steps[0][decided_by]", "named".into()),
        ("steps[0][currency]", "EUR".into()),
    ];
    let send = async |form: &[(&str, String)]| {
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        target(&carl.send_from(&page, "/api/programmes/save", &form).await)
    };
    assert_eq!(send(&form).await, page);
    let told = carl.text(&page).await;
    assert!(told.contains("Step 1, People"), "{told}");
    // A rival's user is nobody who can decide.
    let greta = portal.profile("greta@fabrikam.example").await.person.to_string();
    form.push(("steps[0][people][]", greta));
    form[11].1 = "America/New_York".into();
    assert_eq!(send(&form).await, page);
    let petra = portal.profile("petra@vendor.example").await.person.to_string();
    form.last_mut().unwrap().1 = petra;
    assert!(send(&form).await.ends_with("saved=1"));
    let text = carl.text(&format!("{page}/text")).await;
    assert!(text.contains("petra@vendor.example") && text.contains("America/New_York"), "{text}");
}
