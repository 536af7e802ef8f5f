//! Links in mails that do one thing to one deal: looking does nothing, a press does it once, and a link is worth what the
//! person it was mailed to may do at that moment.

use crate::portal::{Person, Portal, target};
use crate::post::{Post, Received};
use crate::rivals::{family, register};
use domain::access::Scope;
use domain::deals::{Deal, MAIL_ACT_DAYS, State};
use domain::id::DealId;
use reqwest::Method;
use server::jobs;
use server::mail::post::{Worked, next};

const TAKE: &str = "/api/deals/take_mail_act";
const PETRA: &str = "petra@vendor.example";
const ANA: &str = "ana@northwind.example";

async fn work_off(portal: &Portal) {
    while jobs::next(&portal.state).await.unwrap() {}
    while next(&portal.state, portal.state.mail.as_ref().unwrap()).await.unwrap() == Worked::One {}
}

/// The newest mail for this address about this customer.
fn newest(post: &Post, address: &str, customer: &str) -> Received {
    let mut about = post.received_by(address);
    about.retain(|mail| mail.header("subject").contains(customer));
    about.pop().unwrap_or_else(|| panic!("nothing about {customer} for {address}"))
}

/// The path of the link with these words above it.
fn link(mail: &Received, words: &str) -> String {
    let mut lines = mail.text.lines();
    assert!(lines.any(|line| line.strip_suffix(':') == Some(words)), "no {words} in {}", mail.text);
    format!("/act/{}", lines.next().unwrap().trim().rsplit('/').next().unwrap())
}

fn links(mail: &Received) -> usize {
    mail.text.matches("/act/").count()
}

async fn deal(portal: &Portal, path: &str) -> Deal {
    let id: DealId = path.trim_start_matches("/deals/").parse().unwrap();
    let mut read = portal.state.portal.store.read().await.unwrap();
    store::deals::find(&mut read, &Scope::All, &id, portal.state.now()).await.unwrap().unwrap()
}

/// Presses the button of the page behind a link; answers where that leads.
async fn press(by: &Person, portal: &Portal, path: &str, at: &str, more: &[(&str, &str)]) -> String {
    let version = deal(portal, at).await.version.to_string();
    let token = path.trim_start_matches("/act/");
    let form = [&[("token", token), ("version", &version)], more].concat();
    target(&by.send_from(path, TAKE, &form).await)
}

/// A portal with a deal of Ana's that waits, and its mails sent.
async fn waiting(post: &Post) -> (Portal, String) {
    let portal = Portal::mailing(&post.smtp()).await;
    work_off(&portal).await;
    let ana = portal.person(ANA).await;
    let path = register(&ana, "Zanzibar Secret Labs", &family(&portal).await).await;
    work_off(&portal).await;
    (portal, path)
}

#[tokio::test]
async fn looking_at_a_link_does_nothing_and_one_press_does_it_once() {
    let post = Post::start();
    let (portal, path) = waiting(&post).await;
    let mail = newest(&post, PETRA, "Zanzibar");
    let (approve, ask) = (link(&mail, "Approve"), link(&mail, "Ask for more"));
    assert!(mail.html.contains(&approve) && mail.html.contains(&ask));
    let nobody = portal.nobody();
    for _ in 0..3 {
        let shown = nobody.open(&approve).await;
        assert_eq!(shown.headers()["x-robots-tag"], "noindex, nofollow, noarchive");
        assert_eq!(shown.headers()["referrer-policy"], "same-origin");
        let shown = shown.text().await.unwrap();
        assert!(shown.contains("Zanzibar Secret Labs") && shown.contains("Petra Novak"), "{shown}");
        assert_eq!(nobody.call(Method::HEAD, &approve, "").await.status(), 200);
        assert!(nobody.call(Method::GET, TAKE, "").await.status().is_client_error());
    }
    assert_eq!(deal(&portal, &path).await.state, State::Submitted);
    // From elsewhere nobody presses it.
    let forged = reqwest::Client::new().post(format!("{}{TAKE}", portal.origin));
    let forged = forged.header("origin", "https://evil.example").header("sec-fetch-site", "cross-site");
    let token = approve.trim_start_matches("/act/");
    let forged = forged.form(&[("token", token), ("version", "2"), ("account", "")]).send().await.unwrap();
    assert_eq!(forged.status(), 403);
    assert_eq!(press(&nobody, &portal, &approve, &path, &[("account", "")]).await, approve);
    let decided = deal(&portal, &path).await;
    assert_eq!(decided.state, State::Approved);
    assert!(nobody.text(&approve).await.contains("The deal is approved"));
    // Neither again, nor by another link of the same mail.
    for (link, more) in [(&approve, ("account", "")), (&ask, ("note", "Who?"))] {
        let back = press(&nobody, &portal, link, &path, &[more, ("fields[]", "need")]).await;
        assert_eq!(&back, link);
        assert!(nobody.text(link).await.contains("The deal is approved"));
    }
    let after = deal(&portal, &path).await;
    assert_eq!((after.version, after.state), (decided.version, State::Approved));
    // It was Petra's doing, by a link.
    let mut read = portal.state.portal.store.read().await.unwrap();
    let reading = domain::access::Permit::of_the_portal(domain::access::ReadHistory);
    let lines = store::audit::of_record(&mut read, &reading, "deal", decided.id.as_str()).await.unwrap();
    let told: Vec<_> = lines.iter().map(|line| (line.person.as_str(), line.act.as_str())).collect();
    assert_eq!(told[told.len() - 2..], [("Petra Novak", "deals.decide"), ("Petra Novak", "mail_act_used")]);
    assert!(portal.nobody().open("/deals").await.status().is_redirection(), "nobody is signed in by it");
}

#[tokio::test]
async fn two_presses_in_the_same_moment_are_one() {
    let post = Post::start();
    let (portal, path) = waiting(&post).await;
    let mail = newest(&post, PETRA, "Zanzibar");
    let ask = link(&mail, "Ask for more");
    let (one, two) = (portal.nobody(), portal.nobody());
    let more = [("fields[]", "need"), ("note", "Who decides there?")];
    tokio::join!(press(&one, &portal, &ask, &path, &more), press(&two, &portal, &ask, &path, &more));
    let asked = deal(&portal, &path).await;
    assert_eq!((asked.state, asked.version), (State::ActionRequired, 3));
}

#[tokio::test]
async fn what_a_form_lacks_is_told_and_the_link_stays_good() {
    let post = Post::start();
    let (portal, path) = waiting(&post).await;
    let ask = link(&newest(&post, PETRA, "Zanzibar"), "Ask for more");
    let nobody = portal.nobody();
    assert_eq!(press(&nobody, &portal, &ask, &path, &[("note", "Whose budget is it?")]).await, ask);
    let shown = nobody.text(&ask).await;
    assert!(shown.contains("Fill this in") && shown.contains("Whose budget is it?"), "{shown}");
    let more = [("fields[]", "amount"), ("note", "Whose budget is it?")];
    press(&nobody, &portal, &ask, &path, &more).await;
    let asked = deal(&portal, &path).await;
    assert_eq!(asked.question.unwrap().note, "Whose budget is it?");
}

#[tokio::test]
async fn a_link_is_worth_what_its_person_is_today() {
    let post = Post::start();
    let (portal, path) = waiting(&post).await;
    let approve = link(&newest(&post, PETRA, "Zanzibar"), "Approve");
    let nobody = portal.nobody();
    for wrong in
        ["/act/0000".to_owned(), format!("{approve}0"), approve.to_uppercase().replace("/ACT", "/act")]
    {
        assert_eq!(nobody.open(&wrong).await.status(), 404, "{wrong}");
    }
    // No approver any more.
    let ada = portal.person("ada@vendor.example").await;
    let petra = portal.profile(PETRA).await.person;
    let role = format!("person={petra}&version=1&role=marketing");
    assert_eq!(ada.call(Method::POST, "/api/people/role", &role).await.status(), 200);
    assert_eq!(nobody.open(&approve).await.status(), 410);
    press(&nobody, &portal, &approve, &path, &[("account", "")]).await;
    assert_eq!(deal(&portal, &path).await.state, State::Submitted);
    let role = format!("person={petra}&version=2&role=approver");
    assert_eq!(ada.call(Method::POST, "/api/people/role", &role).await.status(), 200);
    assert_eq!(nobody.open(&approve).await.status(), 200);
    // Too late.
    portal.pass(MAIL_ACT_DAYS * 24 * 60);
    assert_eq!(nobody.open(&approve).await.status(), 410);
    press(&nobody, &portal, &approve, &path, &[("account", "")]).await;
    assert_eq!(deal(&portal, &path).await.state, State::Submitted);
}

#[tokio::test]
async fn a_partner_releases_by_a_link_and_reads_nothing_of_the_vendors() {
    let post = Post::start();
    let (portal, path) = waiting(&post).await;
    let approve = link(&newest(&post, PETRA, "Zanzibar"), "Approve");
    press(&portal.nobody(), &portal, &approve, &path, &[("account", "")]).await;
    work_off(&portal).await;
    assert_eq!(links(&newest(&post, ANA, "Zanzibar")), 0, "an approval asks for nothing");
    portal.pass(61 * 24 * 60);
    jobs::round(&portal.state).await.unwrap();
    work_off(&portal).await;
    let mail = newest(&post, ANA, "Zanzibar");
    let (more_time, release) = (link(&mail, "Ask for more time"), link(&mail, "Release protection"));
    for other in post.received() {
        let wrong =
            other.recipients[0].contains("fabrikam") && links(&other) > 0 && other.text.contains("Zanzibar");
        assert!(!wrong, "{other:?}");
    }
    let nobody = portal.nobody();
    let shown = nobody.text(&release).await;
    assert!(shown.contains("Zanzibar Secret Labs") && !shown.contains("Customer account"), "{shown}");
    press(&nobody, &portal, &more_time, &path, &[("why", " ")]).await;
    assert_eq!(deal(&portal, &path).await.state, State::Approved, "why is needed");
    press(&nobody, &portal, &release, &path, &[]).await;
    assert_eq!(deal(&portal, &path).await.state, State::Withdrawn);
    assert!(nobody.text(&more_time).await.contains("The deal is withdrawn"));
}

#[tokio::test]
async fn where_it_is_switched_off_mails_have_no_such_links() {
    let post = Post::start();
    let portal = Portal::mailing(&post.smtp()).await;
    work_off(&portal).await;
    let mut off = portal.state.clone();
    off.portal.mail_acts = false;
    let ana = portal.person(ANA).await;
    register(&ana, "Zanzibar Secret Labs", &family(&portal).await).await;
    while jobs::next(&off).await.unwrap() {}
    while next(&off, off.mail.as_ref().unwrap()).await.unwrap() == Worked::One {}
    assert_eq!(links(&newest(&post, PETRA, "Zanzibar")), 0);
}
