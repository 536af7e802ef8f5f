//! People and partners over HTTP: who sees and changes whom, invitations, and the last administrator.

use crate::portal::{Person, Portal, target, told};
use domain::access::Scope;
use domain::people::PersonLine;
use reqwest::Method;
use server::seed;

const POST: Method = Method::POST;

async fn line(portal: &Portal, email: &str) -> PersonLine {
    let mut read = portal.state.portal.store.read().await.unwrap();
    let all = store::people::list(&mut read, &Scope::All, None).await.unwrap();
    all.into_iter().find(|person| person.email == email).unwrap()
}

async fn partner(portal: &Portal, domain: &str) -> String {
    let mut read = portal.state.portal.store.read().await.unwrap();
    store::partners::by_domain(&mut read, domain).await.unwrap().unwrap().to_string()
}

async fn role(by: &Person, whom: &PersonLine, role: &str) -> u16 {
    let body = format!("person={}&version={}&role={role}", whom.id, whom.version);
    by.call(POST, "/api/people/role", &body).await.status().as_u16()
}

async fn active(by: &Person, whom: &PersonLine, active: bool) -> u16 {
    let body = format!("person={}&version={}&active={active}", whom.id, whom.version);
    by.call(POST, "/api/people/active", &body).await.status().as_u16()
}

/// Invites somebody into the organisation of this domain; answers the path of the link.
async fn invite(portal: &Portal, by: &Person, domain: &str, email: &str) -> String {
    let body = format!("partner={}&email={email}&role=partner_user", partner(portal, domain).await);
    let answer = by.call(POST, "/api/people/invite", &body).await;
    assert_eq!(answer.status(), 200);
    let link: String = app::api::rows::read(&answer.text().await.unwrap()).unwrap();
    link.trim_start_matches(&portal.origin).to_owned()
}

async fn join(portal: &Portal, path: &str) -> (Person, u16) {
    let person = portal.nobody();
    let token = path.trim_start_matches("/join/");
    let form = [
        ("token", token),
        ("name", "New One"),
        ("password", "a long new password"),
        ("again", "a long new password"),
    ];
    let led = target(&person.send_from(path, "/auth/join", &form).await);
    assert_eq!(led == "/", person.open("/deals").await.status() == 200, "{led}");
    let status = person.open(path).await.status().as_u16();
    (person, status)
}

#[tokio::test]
async fn each_role_sees_the_people_it_manages_and_no_others() {
    let portal = Portal::start().await;
    for email in ["carl", "petra", "mia", "elif"].map(|name| format!("{name}@vendor.example")) {
        let page = portal.person(&email).await.open("/people").await;
        assert_eq!(page.status(), 403, "{email}");
        assert!(!page.text().await.unwrap().contains("@northwind.example"), "{email}");
    }
    let user = portal.person("ben@northwind.example").await;
    assert_eq!(user.open("/people").await.status(), 403);
    let own = portal.person("ana@northwind.example").await.text("/people").await;
    assert!(own.contains("ben@northwind.example"));
    assert!(!own.contains("@fabrikam.example") && !own.contains("@vendor.example"));
    let all = portal.person("ada@vendor.example").await.text("/people").await;
    assert!(all.contains("ben@northwind.example") && all.contains("greta@fabrikam.example"));
}

#[tokio::test]
async fn a_rival_finds_nothing_of_another_partner() {
    let portal = Portal::start().await;
    let rival = portal.person("greta@fabrikam.example").await;
    let id = partner(&portal, "northwind.example").await;
    let list = rival.call(Method::GET, "/api/lists/show?list=partners&query=", "").await;
    assert_eq!(list.status(), 403);
    assert!(!list.text().await.unwrap().contains("Northwind"));
    for path in [format!("/partners/{id}"), format!("/api/partners/find?id={id}")] {
        assert_eq!(rival.open(&path).await.status(), 404, "{path}");
    }
    let contact = format!("partner={id}&version=1&name=Mine");
    assert_eq!(rival.call(POST, "/api/partners/contact", &contact).await.status(), 404);
    let ben = line(&portal, "ben@northwind.example").await;
    assert_eq!(active(&rival, &ben, false).await, 404);
    assert_eq!(role(&rival, &ben, "partner_administrator").await, 404);
    for (body, status) in [
        (format!("partner={id}&email=spy@fabrikam.example&role=partner_user"), 404),
        ("partner=&email=spy@fabrikam.example&role=administrator".to_owned(), 403),
    ] {
        assert_eq!(rival.call(POST, "/api/people/invite", &body).await.status(), status, "{body}");
    }
    let both = format!("partner={id}&email=spy@fabrikam.example&role=administrator");
    assert_eq!(rival.call(POST, "/api/people/invite", &both).await.status(), 422);
}

#[tokio::test]
async fn a_partner_invites_own_addresses_only_and_finds_out_nothing_about_others() {
    let portal = Portal::start().await;
    let (ana, ada) =
        (portal.person("ana@northwind.example").await, portal.person("ada@vendor.example").await);
    let id = partner(&portal, "northwind.example").await;
    let ask = async |by: &Person, email: &str| {
        let body = format!("partner={id}&email={email}&role=partner_user");
        told(by.call(POST, "/api/people/invite", &body).await).await
    };
    let (known, unknown) =
        (ask(&ana, "greta@fabrikam.example").await, ask(&ana, "nobody@fabrikam.example").await);
    assert_eq!(known, unknown);
    assert!(known.contains("NotOwnDomain"), "{known}");
    for squatted in ["ceo@vendor.example", "somebody@free.example"] {
        assert!(ask(&ana, squatted).await.contains("NotOwnDomain"), "{squatted}");
    }
    for foreign in ["new@fabrikam.example", "new@vendor.example"] {
        assert!(ask(&ada, foreign).await.contains("OthersDomain"), "{foreign}");
    }
    assert!(ask(&ada, "consultant@free.example").await.contains("/join/"));
    assert!(ask(&ana, "new@northwind.example").await.contains("/join/"));
    let staff = "partner=&email=new@northwind.example&role=approver";
    let refused = told(ada.call(POST, "/api/people/invite", staff).await).await;
    assert!(refused.contains("OthersDomain"), "{refused}");
}

#[tokio::test]
async fn a_link_works_once_in_time_and_while_its_inviter_is_there() {
    let portal = Portal::start().await;
    let ada = portal.person("ada@vendor.example").await;
    let used = invite(&portal, &ada, "northwind.example", "one@northwind.example").await;
    assert!(portal.nobody().text(&used).await.contains("one@northwind.example"));
    assert_eq!(join(&portal, &used).await.1, 404, "used up");
    let (again, _) = join(&portal, &used).await;
    assert_eq!(target(&again.open("/deals").await), "/sign-in?next=/deals");

    let ana = portal.person("ana@northwind.example").await;
    let orphan = invite(&portal, &ana, "northwind.example", "two@northwind.example").await;
    assert_eq!(active(&ada, &line(&portal, "ana@northwind.example").await, false).await, 200);
    assert_eq!(target(&ana.open("/deals").await), "/sign-in?next=/deals", "a closed account is out at once");
    assert_eq!(portal.nobody().open(&orphan).await.status(), 404);
    let (orphaned, _) = join(&portal, &orphan).await;
    assert_eq!(target(&orphaned.open("/deals").await), "/sign-in?next=/deals");

    let late = invite(&portal, &ada, "northwind.example", "three@northwind.example").await;
    portal.pass(15 * 24 * 60);
    assert_eq!(portal.nobody().open(&late).await.status(), 404);
}

#[tokio::test]
async fn an_open_invitation_is_listed_and_withdrawn_without_scripts() {
    let portal = Portal::start().await;
    let ana = portal.person("ana@northwind.example").await;
    let rival = portal.person("greta@fabrikam.example").await;
    let form = [
        ("partner", partner(&portal, "northwind.example").await),
        ("email", "new@northwind.example".to_owned()),
        ("role", "partner_user".to_owned()),
    ];
    let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
    let led = target(&ana.send_from("/people/invite", "/api/people/invite", &form).await);
    assert_eq!(led, "/people/invite", "no secret in the address");
    let page = ana.text(&led).await;
    let link = page.split("/join/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(!ana.text(&led).await.contains(&link), "shown once");
    let path = format!("/join/{link}");
    assert_eq!(portal.nobody().open(&path).await.status(), 200);
    assert!(!rival.text("/people").await.contains("new@northwind.example"));
    let people = ana.text("/people").await;
    let id = people.split("value=\"in_").nth(1).unwrap().split('"').next().unwrap();
    let id = format!("in_{id}");
    assert_eq!(rival.call(POST, "/api/people/withdraw", &format!("invitation={id}")).await.status(), 404);
    let led = target(&ana.send_from("/people", "/api/people/withdraw", &[("invitation", &id)]).await);
    assert!(!ana.text(&led).await.contains("new@northwind.example"));
    assert_eq!(portal.nobody().open(&path).await.status(), 404);
    assert_eq!(join(&portal, &path).await.1, 404);
}

#[tokio::test]
async fn the_last_administrator_stays_and_a_stale_change_is_a_conflict() {
    let portal = Portal::start().await;
    let ada = portal.person("ada@vendor.example").await;
    let own = line(&portal, "ada@vendor.example").await;
    let version = own.version.to_string();
    let id = own.id.to_string();
    let form = [("person", id.as_str()), ("version", &version), ("role", "marketing")];
    let led = target(&ada.send_from("/people", "/api/people/role", &form).await);
    assert!(ada.text(&led).await.contains("The portal needs an active administrator"));
    assert_eq!(active(&ada, &own, false).await, 403);
    let mia = line(&portal, "mia@vendor.example").await;
    assert_eq!(role(&ada, &mia, "administrator").await, 200);
    assert_eq!(role(&ada, &mia, "education").await, 409, "as it was before");
    assert_eq!(role(&ada, &mia, "partner_user").await, 422);
    assert_eq!(role(&ada, &own, "marketing").await, 200, "now there is another one");
}

#[tokio::test]
async fn a_partner_administrator_looks_after_the_own_people_but_not_the_own_account() {
    let portal = Portal::start().await;
    let (ana, ben) =
        (portal.person("ana@northwind.example").await, portal.person("ben@northwind.example").await);
    assert_eq!(active(&ana, &line(&portal, "ben@northwind.example").await, false).await, 200);
    assert_eq!(target(&ben.open("/deals").await), "/sign-in?next=/deals");
    assert_eq!(active(&ana, &line(&portal, "ben@northwind.example").await, true).await, 200);
    assert_eq!(role(&ana, &line(&portal, "ben@northwind.example").await, "partner_administrator").await, 200);
    assert_eq!(role(&ana, &line(&portal, "ben@northwind.example").await, "administrator").await, 422);
    let own = line(&portal, "ana@northwind.example").await;
    assert_eq!(active(&ana, &own, false).await, 403);
    assert_eq!(role(&ana, &own, "partner_user").await, 403);
    assert_eq!(active(&ana, &line(&portal, "ada@vendor.example").await, false).await, 404);
}

#[tokio::test]
async fn a_partner_gets_no_parent_manager_or_domain_that_cannot_be() {
    let portal = Portal::start().await;
    let ada = portal.person("ada@vendor.example").await;
    let fabrikam = partner(&portal, "fabrikam.example").await;
    let northwind = partner(&portal, "northwind.example").await;
    let petra = line(&portal, "petra@vendor.example").await.id;
    let save = async |id: &str, version: &str, rest: String| {
        let body =
            format!("id={id}&version={version}&name=N&types[0]=distributor&tier=gold&region=emea&{rest}");
        told(ada.call(POST, "/api/partners/save", &body).await).await
    };
    for (id, version, rest, fault) in [
        ("", "", format!("domains=n.example&parent={northwind}"), "NotADistributor"),
        (&fabrikam, "1", format!("domains=fabrikam.example&parent={fabrikam}"), "Circle"),
        ("", "", "domains=n.example&parent=pa_01ARZ3NDEKTSV4RRFFQ69G5FAV".to_owned(), "Unknown"),
        ("", "", format!("domains=n.example&manager={petra}"), "NotAChannelManager"),
        ("", "", "domains=vendor.example".to_owned(), "OthersDomain"),
        ("", "", "domains=northwind.example".to_owned(), "Taken"),
    ] {
        let told = save(id, version, rest.clone()).await;
        assert!(told.contains(fault), "{rest}: {told}");
    }
    let reseller = format!(
        "id={fabrikam}&version=1&name=F&domains=fabrikam.example&types[0]=reseller&tier=gold&region=emea"
    );
    let refused = told(ada.call(POST, "/api/partners/save", &reseller).await).await;
    assert!(refused.contains("HasBuyers"), "{refused}");
    let form = async |id: &str| ada.text(&format!("/partners/{id}/edit")).await;
    let offered = format!("<option value=\"{fabrikam}\"");
    assert!(form(&northwind).await.contains(&offered), "a distributor is offered to others");
    assert!(!form(&fabrikam).await.contains(&offered), "and not to itself");
}

#[tokio::test]
async fn spraying_one_password_over_many_accounts_is_slowed_by_the_peer() {
    let portal = Portal::told(None, vec!["127.0.0.1".parse().unwrap()], |_| Vec::new()).await;
    let nobody = portal.nobody();
    let spray = async |from: String, n: usize| {
        let email = format!("guess{n}@nobody.example");
        let form = [("email", email.as_str()), ("password", "hunter2hunter2")];
        nobody.send_for(&from, "/auth/sign-in", &form).await;
        nobody.text("/sign-in?password=1").await.contains("That was too often")
    };
    // What the client writes before the proxy's own entry changes nothing.
    // A slow machine is given a further try every three seconds.
    let mut refused_at = None;
    for n in 0..90 {
        if spray(format!("192.0.2.{n}, 198.51.100.7"), n).await {
            refused_at = Some(n);
            break;
        }
    }
    assert!(refused_at.is_some_and(|n| n >= 30), "{refused_at:?}");
    assert!(!spray("198.51.100.8".into(), 99).await, "somebody else may");

    let portal = Portal::start().await;
    let nobody = portal.nobody();
    let form = [("email", "x@nobody.example")];
    let mut refused_at = None;
    for n in 0..90 {
        let answer = nobody.send_for(&format!("192.0.2.{n}"), "/auth/find", &form).await;
        if target(&answer) == "/sign-in" {
            refused_at = Some(n);
            break;
        }
    }
    assert!(
        refused_at.is_some_and(|n| n >= 30),
        "a header of nobody in particular is not believed: {refused_at:?}"
    );
}

#[tokio::test]
async fn who_is_guessed_at_can_still_change_the_own_password() {
    let portal = Portal::start().await;
    let ben = portal.person("ben@northwind.example").await;
    let stranger = portal.nobody();
    for _ in 0..12 {
        let guess = [("email", "ben@northwind.example"), ("password", "hunter2hunter2")];
        stranger.send_from("/sign-in?password=1", "/auth/sign-in", &guess).await;
    }
    assert!(stranger.text("/sign-in?password=1").await.contains("That was too often"));
    let form =
        [("current", seed::PASSWORD), ("password", "a long new password"), ("again", "a long new password")];
    target(&ben.send_from("/account", "/auth/password", &form).await);
    assert!(!ben.text("/account").await.contains("That was too often"));
    let new = [("email", "ben@northwind.example"), ("password", "a long new password")];
    let answer = portal.nobody().send_from("/sign-in", "/auth/sign-in", &new).await;
    assert_eq!(target(&answer), "/sign-in", "signing in as Ben is what has to wait");
}

#[tokio::test]
async fn a_long_form_of_a_stranger_is_not_kept() {
    let portal = Portal::start().await;
    let nobody = portal.nobody();
    let long = format!("{}@nowhere", "x".repeat(5000));
    nobody.send_from("/sign-in", "/auth/find", &[("email", &long)]).await;
    let page = nobody.text("/sign-in").await;
    assert!(page.contains("Enter an e-mail") || page.contains("Use at most"));
    assert!(!page.contains("xxxxx"));
}
