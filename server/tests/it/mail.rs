//! Mail through a real server: what is sent to whom, when it is tried again, and what links in it can do.

use crate::portal::{FORM, Person, Portal, target, told};
use crate::post::{Post, Received};
use crate::rivals::{family, register};
use domain::access::Operate;
use reqwest::Method;
use server::mail::digest;
use server::mail::post::{Worked, next};
use server::{jobs, seed};

const NEW_PASSWORD: &str = "another few words nobody guesses";

/// Works all events off, then sends what is due.
async fn work_off(portal: &Portal) {
    while jobs::next(&portal.state).await.unwrap() {}
    send(portal).await;
}

async fn send(portal: &Portal) -> Worked {
    loop {
        match next(&portal.state, portal.state.mail.as_ref().unwrap()).await.unwrap() {
            Worked::One => {}
            other => return other,
        }
    }
}

/// A portal that sends by this server, with all that the demo programme had to tell told.
async fn portal(post: &Post) -> Portal {
    let portal = Portal::mailing(&post.smtp()).await;
    while jobs::next(&portal.state).await.unwrap() {}
    let store = &portal.state.portal.store;
    let mut tx = store.begin(portal.state.now()).await.unwrap();
    let old = "UPDATE mails SET state = 'dropped'";
    tx.run(store::sql::Statement::new(old), Vec::new()).await.unwrap();
    let old = "UPDATE notices SET waits = FALSE";
    tx.run(store::sql::Statement::new(old), Vec::new()).await.unwrap();
    tx.commit().await.unwrap();
    portal
}

async fn comment(by: &Person, path: &str, body: &str, internal: &str) {
    let id = path.trim_start_matches("/deals/");
    let form = [("id", id), ("key", body), ("body", body), ("internal", internal)];
    assert_eq!(target(&by.send_from(path, "/api/deals/comment", &form).await), path);
}

fn link(mail: &Received, part: &str) -> String {
    let found = mail.text.split_whitespace().find(|word| word.contains(part));
    found.unwrap_or_else(|| panic!("no {part} in {}", mail.text)).to_owned()
}

#[tokio::test]
async fn what_concerns_somebody_comes_by_mail_and_a_rival_gets_none() {
    let post = Post::start();
    let portal = portal(&post).await;
    let ana = portal.person("ana@northwind.example").await;
    let petra = portal.person("petra@vendor.example").await;
    let path = register(&ana, "Zanzibar Secret Labs", &family(&portal).await).await;
    comment(&petra, &path, "Who is the <b>buyer</b>?", "").await;
    comment(&petra, &path, "They never pay in time", "true").await;
    work_off(&portal).await;
    let anas = post.received_by("ana@northwind.example");
    assert_eq!(anas.len(), 1, "{anas:?}");
    let mail = &anas[0];
    assert_eq!(mail.header("to"), "Ana Sousa <ana@northwind.example>");
    assert_eq!(mail.header("from"), "Acme partners <partners@vendor.example>");
    assert_eq!(mail.header("reply-to"), "channel@vendor.example");
    assert_eq!(mail.header("subject"), "Petra Novak commented: Zanzibar Secret Labs");
    assert_eq!(mail.header("auto-submitted"), "auto-generated");
    assert!(
        mail.header("message-id").starts_with("<ma_") && mail.header("message-id").ends_with("@127.0.0.1>")
    );
    let deal = format!("{}{path}", portal.origin);
    assert!(mail.text.contains(&deal) && mail.html.contains(&format!("href=\"{deal}\"")));
    assert!(mail.text.contains("<b>buyer</b>") && mail.html.contains("&lt;b&gt;buyer&lt;/b&gt;"));
    assert!(!mail.html.contains("<script") && !mail.html.contains("<table"));
    for mail in post.received() {
        assert!(!mail.recipients[0].contains("fabrikam"), "{mail:?}");
        let partner = !mail.recipients[0].ends_with("@vendor.example");
        assert!(!(partner && mail.text.contains("never pay")), "an internal note went to a partner");
    }
    // Nothing of it is sent a second time.
    let before = post.received().len();
    portal.pass(24 * 60);
    work_off(&portal).await;
    assert_eq!(post.received().len(), before);
}

#[tokio::test]
async fn a_server_that_is_away_gets_every_mail_once_when_it_is_back() {
    let mut post = Post::start();
    let portal = portal(&post).await;
    let ana = portal.person("ana@northwind.example").await;
    let petra = portal.person("petra@vendor.example").await;
    let path = register(&ana, "Zanzibar Secret Labs", &family(&portal).await).await;
    comment(&petra, &path, "Are you there?", "").await;
    post.stop();
    while jobs::next(&portal.state).await.unwrap() {}
    assert_eq!(send(&portal).await, Worked::Away);
    assert_eq!(post.received().len(), 0);
    post.begin();
    // Not before it is due again.
    let before = post.received_by("ana@northwind.example").len();
    for _ in 0..6 {
        portal.pass(10);
        while send(&portal).await == Worked::Away {}
    }
    let anas = post.received_by("ana@northwind.example");
    assert_eq!((before, anas.len()), (0, 1));
}

#[tokio::test]
async fn a_recipient_who_is_refused_is_put_aside_and_one_who_is_busy_is_tried_again() {
    let post = Post::start();
    let portal = portal(&post).await;
    let ana = portal.person("ana@northwind.example").await;
    let petra = portal.person("petra@vendor.example").await;
    let path = register(&ana, "Zanzibar Secret Labs", &family(&portal).await).await;
    post.refuse(&[("550 5.1.1", "ana@northwind.example"), ("451 4.3.0", "petra@vendor.example")]);
    comment(&petra, &path, "Are you there?", "").await;
    comment(&ana, &path, "Yes", "").await;
    work_off(&portal).await;
    let store = &portal.state.portal.store;
    let admin = domain::access::Permit::of_the_portal(Operate);
    let dead = store::mail::dead(&mut store.read().await.unwrap(), &admin).await.unwrap();
    assert_eq!(dead.len(), 1, "{dead:?}");
    assert_eq!((dead[0].email.as_str(), dead[0].attempts), ("ana@northwind.example", 1));
    assert!(dead[0].error.contains("550"), "{}", dead[0].error);
    assert_eq!(post.received_by("petra@vendor.example").len(), 0);
    post.refuse(&[]);
    portal.pass(2);
    send(&portal).await;
    let petras = post.received_by("petra@vendor.example");
    assert!(
        petras.iter().any(|mail| mail.header("subject").starts_with("Ana Sousa commented")),
        "{petras:?}"
    );
    // An administrator tries the other again.
    let ada = portal.person("ada@vendor.example").await;
    assert!(ada.text("/operate").await.contains("ana@northwind.example"));
    let again = format!("id={}", dead[0].id);
    assert_eq!(ada.call(Method::POST, "/api/operate/mail/revive", &again).await.status(), 200);
    send(&portal).await;
    assert_eq!(post.received_by("ana@northwind.example").len(), 1);
}

#[tokio::test]
async fn a_mail_whose_server_died_goes_again_under_the_same_name() {
    let post = Post::start();
    let portal = portal(&post).await;
    let ana = portal.person("ana@northwind.example").await;
    let petra = portal.person("petra@vendor.example").await;
    let path = register(&ana, "Zanzibar Secret Labs", &family(&portal).await).await;
    comment(&petra, &path, "Are you there?", "").await;
    while jobs::next(&portal.state).await.unwrap() {}
    let store = &portal.state.portal.store;
    let mut claimed = Vec::new();
    while let Some(mail) = store::mail::claim(store, portal.state.now()).await.unwrap() {
        claimed.push(mail.id.to_string());
    }
    send(&portal).await;
    assert_eq!(post.received().len(), 0, "another has them in hand");
    portal.pass(11);
    jobs::take_over(&portal.state).await.unwrap();
    send(&portal).await;
    // A morning's digest may be among them.
    let name = |mail: &Received| mail.header("message-id").to_owned();
    let notices = post.received().into_iter().filter(|mail| !mail.header("subject").contains("new notice"));
    let mut names: Vec<String> = notices.map(|mail| name(&mail)).collect();
    let mut expected: Vec<String> = claimed.iter().map(|id| format!("<{id}@127.0.0.1>")).collect();
    names.sort();
    expected.sort();
    assert_eq!(names, expected);
}

#[tokio::test]
async fn what_was_read_meanwhile_or_is_closed_is_not_mailed() {
    let post = Post::start();
    let portal = portal(&post).await;
    let ana = portal.person("ana@northwind.example").await;
    let petra = portal.person("petra@vendor.example").await;
    let path = register(&ana, "Zanzibar Secret Labs", &family(&portal).await).await;
    comment(&petra, &path, "Are you there?", "").await;
    while jobs::next(&portal.state).await.unwrap() {}
    let page = ana.text("/notices").await;
    let newest = page.split("name=\"newest\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    ana.call(Method::POST, "/api/notices/read-all", &format!("newest={newest}")).await;
    let ada = portal.person("ada@vendor.example").await;
    let id = portal.profile("petra@vendor.example").await.person;
    ada.call(Method::POST, "/api/people/active", &format!("person={id}&version=1&active=false")).await;
    send(&portal).await;
    assert_eq!(post.received_by("ana@northwind.example").len(), 0);
    assert_eq!(post.received_by("petra@vendor.example").len(), 0);
}

#[tokio::test]
async fn a_days_notices_come_in_one_mail_in_the_morning_of_their_reader() {
    let post = Post::start();
    let portal = portal(&post).await;
    let ben = portal.person("ben@northwind.example").await;
    let chosen = "choices[deal_commented]=daily&choices[deal_approved]=daily&time_zone=Asia%2FTokyo";
    assert_eq!(ben.call(Method::POST, "/api/notices/prefer", chosen).await.status(), 200);
    let wrong = ben.call(Method::POST, "/api/notices/prefer", "time_zone=Mars%2FOlympus").await;
    assert!(told(wrong).await.contains("NotATimeZone"));
    let petra = portal.person("petra@vendor.example").await;
    let path = register(&ben, "Zanzibar Secret Labs", &family(&portal).await).await;
    for body in ["The first word", "The second word"] {
        comment(&petra, &path, body, "").await;
    }
    work_off(&portal).await;
    assert_eq!(post.received_by("ben@northwind.example").len(), 0, "not at once");
    let mailer = portal.state.mail.clone().unwrap();
    // Hour by hour through two days.
    for _ in 0..48 {
        portal.pass(60);
        digest::round(&portal.state, &mailer).await.unwrap();
        digest::round(&portal.state, &mailer).await.unwrap();
        send(&portal).await;
    }
    let mails = post.received_by("ben@northwind.example");
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert_eq!(mails[0].header("subject"), "2 new notices today");
    for word in ["The first word", "The second word", &path] {
        assert!(mails[0].text.contains(word) && mails[0].html.contains(word), "{word}");
    }
    let sent = mails[0].header("date").to_owned();
    // Seven in Tokyo is ten in the evening before, in UTC.
    let hour: u32 = sent.split(' ').nth(4).unwrap()[..2].parse().unwrap();
    assert!(hour == 22 || hour == 23 || hour < 22, "{sent}");
}

#[tokio::test]
async fn one_press_in_the_mail_program_ends_a_kind_and_nothing_else() {
    let post = Post::start();
    let portal = portal(&post).await;
    let ana = portal.person("ana@northwind.example").await;
    let petra = portal.person("petra@vendor.example").await;
    let path = register(&ana, "Zanzibar Secret Labs", &family(&portal).await).await;
    comment(&petra, &path, "Are you there?", "").await;
    work_off(&portal).await;
    let mail = &post.received_by("ana@northwind.example")[0];
    assert_eq!(mail.header("list-unsubscribe-post"), "List-Unsubscribe=One-Click");
    let address = mail.header("list-unsubscribe").trim_matches(['<', '>']).to_owned();
    let program = |address: String| async move {
        let http = reqwest::Client::new().post(address).header("content-type", FORM);
        http.body("List-Unsubscribe=One-Click").send().await.unwrap().status()
    };
    let looked = portal.nobody().open(&address).await;
    assert_eq!(target(&looked), "/account/notices", "looking ends nothing");
    let bens = portal.profile("ben@northwind.example").await.person.to_string();
    let anas = portal.profile("ana@northwind.example").await.person.to_string();
    for forged in [
        address.replace(&anas, &bens),
        address.replace("deal_commented", "deal_approved"),
        address[..address.len() - 2].to_owned(),
        format!("{}/é", address.rsplit_once('/').unwrap().0),
    ] {
        assert_eq!(program(forged).await, 404);
    }
    assert_eq!(program(address).await, 200);
    comment(&petra, &path, "Still there?", "").await;
    work_off(&portal).await;
    assert_eq!(post.received_by("ana@northwind.example").len(), 1);
    assert!(ana.text("/notices").await.contains("Still there?"), "among the notices it stays");
}

#[tokio::test]
async fn an_invitation_comes_by_mail_and_either_link_works_once() {
    let post = Post::start();
    let portal = portal(&post).await;
    let ana = portal.person("ana@northwind.example").await;
    let own = portal.profile("ana@northwind.example").await.partner.unwrap().id;
    let form = format!("partner={own}&email=cleo@northwind.example&role=partner_user");
    let answer = ana.call(Method::POST, "/api/people/invite", &form).await;
    assert_eq!(answer.status(), 200);
    let shown = answer.text().await.unwrap();
    send(&portal).await;
    let mails = post.received_by("cleo@northwind.example");
    assert_eq!(mails.len(), 1);
    assert!(
        mails[0].text.contains("Ana Sousa invites you to Northwind as Partner user"),
        "{}",
        mails[0].text
    );
    let mailed = link(&mails[0], "/join/");
    assert!(!shown.contains(mailed.rsplit('/').next().unwrap()), "the mail has a link of its own");
    let cleo = portal.nobody();
    let token = mailed.rsplit('/').next().unwrap();
    let form = [("token", token), ("name", "Cleo"), ("password", NEW_PASSWORD), ("again", NEW_PASSWORD)];
    assert_eq!(target(&cleo.send_from(&mailed, "/auth/join", &form).await), "/");
    let shown = shown.trim_matches('"').rsplit('/').next().unwrap().to_owned();
    assert_eq!(portal.nobody().open(&format!("/join/{shown}")).await.status(), 404, "used up with it");
}

async fn ask_for_link(portal: &Portal, email: &str) -> String {
    let answer =
        portal.nobody().send_from("/sign-in/forgotten", "/auth/forgotten", &[("email", email)]).await;
    // What is written beside the answer is there when the next transaction is.
    portal.kept_alive().await;
    target(&answer)
}

#[tokio::test]
async fn a_forgotten_password_is_set_anew_once_and_nobody_learns_who_is_there() {
    let post = Post::start();
    let portal = portal(&post).await;
    let signed_in = portal.person("ana@northwind.example").await;
    let there = ask_for_link(&portal, "ana@northwind.example").await;
    let nowhere = ask_for_link(&portal, "nobody@northwind.example").await;
    assert_eq!((there.as_str(), &nowhere), ("/sign-in/forgotten?sent=1", &there));
    ask_for_link(&portal, "ana@northwind.example").await;
    send(&portal).await;
    assert_eq!(post.received_by("nobody@northwind.example").len(), 0);
    let mails = post.received_by("ana@northwind.example");
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[0].header("list-unsubscribe"), "", "nobody ends such mails");
    let [first, second] = [0, 1].map(|n| link(&mails[n], "/sign-in/new-password/"));
    let set = |link: String, password: &'static str| {
        let portal = &portal;
        async move {
            let token = link.rsplit('/').next().unwrap().to_owned();
            let form = [("token", token.as_str()), ("password", password), ("again", password)];
            let person = portal.nobody();
            let answer = person.send_from(&link, "/auth/new-password", &form).await;
            (target(&answer), person)
        }
    };
    let (back, _) = set(first.clone(), "short").await;
    assert!(back.contains("/sign-in/new-password/"), "too short, and the link is still good");
    let (home, ana) = set(first.clone(), NEW_PASSWORD).await;
    assert_eq!(home, "/");
    assert!(ana.text("/").await.contains("Hello, Ana Sousa"));
    assert_eq!(target(&signed_in.open("/").await), "/sign-in", "other sessions have ended");
    for used in [first, second] {
        let (back, person) = set(used, NEW_PASSWORD).await;
        assert!(back.contains("/sign-in/new-password/"));
        assert!(person.text(&back).await.contains("work any more"));
    }
    let old = [("email", "ana@northwind.example"), ("password", seed::PASSWORD)];
    assert_eq!(target(&portal.nobody().send_from("/sign-in", "/auth/sign-in", &old).await), "/sign-in");
}

#[tokio::test]
async fn a_link_to_a_new_password_runs_out_and_is_not_written_without_end() {
    let post = Post::start();
    let portal = portal(&post).await;
    for _ in 0..6 {
        ask_for_link(&portal, "ana@northwind.example").await;
    }
    send(&portal).await;
    let mails = post.received_by("ana@northwind.example");
    assert_eq!(mails.len(), 3);
    portal.pass(31);
    let last = link(&mails[2], "/sign-in/new-password/");
    let form =
        [("token", last.rsplit('/').next().unwrap()), ("password", NEW_PASSWORD), ("again", NEW_PASSWORD)];
    let answer = portal.nobody().send_from(&last, "/auth/new-password", &form).await;
    assert!(target(&answer).contains("/sign-in/new-password/"));
    // What lay in the outbox for too long is not sent at all.
    ask_for_link(&portal, "ben@northwind.example").await;
    portal.pass(31);
    send(&portal).await;
    assert_eq!(post.received_by("ben@northwind.example").len(), 0);
}

#[tokio::test]
async fn a_portal_without_mail_offers_none() {
    let portal = Portal::start().await;
    assert!(portal.state.mail.is_none());
    assert!(!portal.nobody().text("/sign-in?password=1").await.contains("Forgot your password?"));
    let answer = portal
        .nobody()
        .send_from("/sign-in/forgotten", "/auth/forgotten", &[("email", "ana@northwind.example")])
        .await;
    assert_eq!(target(&answer), "/sign-in/forgotten");
    while jobs::next(&portal.state).await.unwrap() {}
    let mut read = portal.state.portal.store.read().await.unwrap();
    assert_eq!(store::mail::counts(&mut read).await.unwrap(), [], "nothing piles up");
}
