//! Two servers on one PostgreSQL and one bucket: what one knows the other knows, nothing is done twice, and either goes on
//! when the other is gone.

use super::{PATIENCE, Shared, brings, comments, enters, family, registers, rejects, until, video};
use crate::portal::{Person, target};
use crate::program::Program;
use reqwest::{Method, Response};
use std::collections::{BTreeMap, HashSet};

/// The next thing that a stream of notices tells.
async fn told(stream: &mut Response) -> serde_json::Value {
    let next = async {
        loop {
            let chunk = stream.chunk().await.unwrap().expect("the stream has ended");
            let chunk = String::from_utf8(chunk.to_vec()).unwrap();
            if let Some(data) = chunk.lines().find_map(|line| line.strip_prefix("data: ")) {
                return serde_json::from_str(data).unwrap();
            }
        }
    };
    tokio::time::timeout(PATIENCE, next).await.expect("nothing is told")
}

/// How often each server has dealt with an event.
async fn events_done(origin: &str) -> u64 {
    let figures = Person::at(origin).text("/metrics").await;
    let done =
        figures.lines().filter(|line| line.starts_with("tandem_events_total") && line.contains("done"));
    done.map(|line| line.rsplit(' ').next().unwrap().parse::<u64>().unwrap()).sum()
}

#[tokio::test]
async fn both_may_start_at_the_same_moment_on_an_empty_database() {
    let shared = Shared::new().await;
    let mut servers = ["one", "two"].map(|name| shared.start(name, false, &[], &["--empty"]));
    let origins = [servers[0].origin().await, servers[1].origin().await];
    // The later link took the place of the earlier one: the log of either server may have it.
    let mut entered = 0;
    for server in &servers {
        let link = server.line("    ").await;
        let token = link.rsplit('/').next().unwrap();
        let ada = Person::at(&origins[0]);
        let password = "a few words nobody guesses";
        let form = [
            ("token", token),
            ("name", "Ada Admin"),
            ("email", "ada@vendor.example"),
            ("password", password),
            ("again", password),
        ];
        if target(&ada.send_from(&link, "/auth/join", &form).await) == "/" {
            entered += 1;
            assert_eq!(ada.moved_to(&origins[1]).open("/people").await.status(), 200, "known to the other");
        }
    }
    assert_eq!(entered, 1, "one link, which works once");
    let rows = shared.rows().await;
    let (all, names) =
        ("SELECT COUNT(*) AS it FROM migrations", "SELECT COUNT(DISTINCT name) AS it FROM migrations");
    assert_eq!(rows.count(all).await, rows.count(names).await);
    assert!(servers.iter_mut().all(Program::runs));
}

#[tokio::test]
async fn who_signed_in_on_one_acts_on_the_other_is_told_there_and_nothing_happens_twice() {
    let shared = Shared::new().await;
    let one = shared.start("one", true, &[], &["--demo"]);
    let (here, two) = (one.origin().await, shared.start("two", true, &[], &[]));
    let there = two.origin().await;
    let ana = enters(&here, "ana@northwind.example").await;
    let petra = enters(&there, "petra@vendor.example").await;
    let family = family(&ana).await;
    let path =
        registers(&ana.moved_to(&there), "Zanzibar Labs", &family).await.expect("her session is good there");
    assert!(petra.moved_to(&here).text(&path).await.contains("Zanzibar Labs"));
    let rows = shared.rows().await;
    rows.worked_off().await;
    let newest = rows.list("SELECT MAX(id) AS it FROM outbox").await.remove(0);
    let before = events_done(&here).await + events_done(&there).await;

    let mut anas = ana.moved_to(&there).call(Method::GET, "/notices/stream", "").await;
    told(&mut anas).await;
    assert!(comments(&petra.moved_to(&here), &path, "Who is the buyer?").await);
    let news = told(&mut anas).await;
    assert_eq!(
        (news["line"].as_str().unwrap(), news["path"].as_str().unwrap()),
        ("Petra Novak commented: Zanzibar Labs", path.as_str())
    );

    // Both have a part of the work in hand at the same time.
    for number in 0..20 {
        let (by, at) = if number % 2 == 0 { (&ana, &here) } else { (&petra, &there) };
        assert!(comments(&by.moved_to(at), &path, &format!("Word {number}")).await);
    }
    rows.worked_off().await;
    let since =
        rows.list("SELECT id AS it FROM outbox").await.into_iter().filter(|id| *id > newest).count() as u64;
    assert!(since > 20, "{since}");
    until("each event is counted by one of them", async || {
        let done = events_done(&here).await + events_done(&there).await - before;
        assert!(done <= since, "{since} events were worked on {done} times");
        done == since
    })
    .await;
    assert_eq!(rows.count("SELECT COUNT(*) AS it FROM outbox WHERE attempts > 1").await, 0);
    let again = "SELECT COUNT(*) AS it FROM mails WHERE attempts > 1";
    assert_eq!(rows.count(again).await, 0);
    let sent = rows.count("SELECT COUNT(*) AS it FROM mails WHERE state = 'sent'").await;
    let mut names = BTreeMap::<String, usize>::new();
    for mail in shared.post.received() {
        *names.entry(mail.header("message-id").to_owned()).or_default() += 1;
    }
    assert!(sent > 20 && names.values().all(|times| *times == 1), "{sent} {names:?}");
    assert_eq!(names.len() as i64, sent);

    // A look that was set on one is seen on the other, as soon as what it has kept for two seconds is over.
    let ada = enters(&here, "ada@vendor.example").await;
    let page = ada.text("/look").await;
    let version = page.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let form = [("version", version), ("name", "Zephyr Works"), ("hue", "120")];
    target(&ada.send_from("/look", "/api/looks/change", &form).await);
    let stranger = Person::at(&there);
    until("the other shows the new name", async || stranger.text("/sign-in").await.contains("Zephyr Works"))
        .await;

    // Who signs out on one is out on the other.
    target(&ana.send("/auth/sign-out", &[]).await);
    assert_eq!(target(&ana.moved_to(&there).open("/deals").await).split('?').next(), Some("/sign-in"));
}

#[tokio::test]
async fn one_that_is_killed_while_uploading_and_deciding_loses_nothing_and_the_other_goes_on() {
    let shared = Shared::new().await;
    let mut one = shared.start("one", false, &[], &["--demo"]);
    let (here, two) = (one.origin().await, shared.start("two", false, &[], &[]));
    let there = two.origin().await;
    let ana = enters(&here, "ana@northwind.example").await;
    let petra = enters(&here, "petra@vendor.example").await;
    let mia = enters(&here, "mia@vendor.example").await;
    let family = family(&ana).await;

    let deciding = async {
        let (mut registered, mut decided) = (Vec::new(), Vec::new());
        for number in 0.. {
            let Some(path) = registers(&ana, &format!("Killed {number}"), &family).await else { break };
            registered.push(path.clone());
            if !rejects(&petra, &path).await {
                break;
            }
            decided.push(path);
        }
        (registered, decided)
    };
    let uploading = async {
        let mut brought = Vec::new();
        for number in 0.. {
            let bytes = video(number, 1 << 20);
            let Some(path) = brings(&mia, &format!("killed {number}"), &bytes).await else { break };
            brought.push((path, bytes));
        }
        brought
    };
    // The other one is worked with all the while.
    let staying = async {
        let elsewhere = ana.moved_to(&there);
        let killing = async {
            until("there is something to lose", async || {
                let page = elsewhere.text("/deals?q=killed").await;
                let ids: HashSet<&str> =
                    page.split("/deals/dl_").skip(1).filter_map(|rest| rest.get(..26)).collect();
                ids.len() >= 3
            })
            .await;
            one.kill().await;
        };
        let ((), goes_on) = tokio::join!(killing, async {
            for number in 0..5 {
                let name = format!("Staying {number}");
                assert!(registers(&elsewhere, &name, &family).await.is_some(), "the other goes on");
            }
        });
        goes_on
    };
    let ((registered, decided), brought, ()) = tokio::join!(deciding, uploading, staying);
    assert!(registered.len() >= 3 && !decided.is_empty(), "{registered:?} {decided:?}");

    let (ana, petra, mia) = (ana.moved_to(&there), petra.moved_to(&there), mia.moved_to(&there));
    for path in &registered {
        assert_eq!(ana.open(path).await.status(), 200, "{path}");
    }
    for path in &decided {
        assert!(!rejects(&petra, path).await, "{path} was decided on, and can be again");
    }
    for (path, bytes) in &brought {
        let file = format!("{}/download", path.replace("/manage", ""));
        assert!(mia.open(&file).await.bytes().await.unwrap() == *bytes, "{path}");
    }
    // What was brought again after the kill is there once.
    let bytes = video(brought.len() as u64, 1 << 20);
    let again = brings(&mia, &format!("killed {}", brought.len()), &bytes).await.unwrap();
    assert_eq!(brings(&mia, &format!("killed {}", brought.len()), &bytes).await.unwrap(), again);
    shared.rows().await.worked_off().await;
}

/// A server dies with this in its hands, `point` being where; another one takes it over.
async fn dies_at(point: &str) -> (Shared, Vec<String>) {
    let shared = Shared::new().await;
    let mut quiet = shared.start("one", false, &[], &["--demo"]);
    let here = quiet.origin().await;
    let ana = enters(&here, "ana@northwind.example").await;
    let petra = enters(&here, "petra@vendor.example").await;
    let path = registers(&ana, "Zanzibar Labs", &family(&ana).await).await.unwrap();
    shared.rows().await.worked_off().await;
    quiet.kill().await;
    let mut dying = shared.start("two", true, &[("TANDEM_FAULT", point)], &[]);
    let petra = petra.moved_to(&dying.origin().await);
    comments(&petra, &path, "Who is the buyer?").await;
    dying.ended().await;
    assert!(dying.said().contains(&format!("ended at {point}")), "{}", dying.said());
    let other = shared.start("three", true, &[], &[]);
    other.origin().await;
    shared.rows().await.worked_off().await;
    let mails = shared.post.received().iter().map(|mail| mail.header("message-id").to_owned()).collect();
    let rows = shared.rows().await;
    let told = rows.count("SELECT COUNT(*) AS it FROM notices WHERE kind = 'deal_commented'").await;
    let people =
        "SELECT COUNT(DISTINCT person_id || event_id) AS it FROM notices WHERE kind = 'deal_commented'";
    assert!(told > 0 && told == rows.count(people).await, "everybody is told once");
    (shared, mails)
}

#[tokio::test]
async fn an_event_that_a_killed_server_had_in_hand_is_taken_over_and_told_once() {
    let (_shared, mails) = dies_at("handled").await;
    let mut once = mails.clone();
    once.sort();
    once.dedup();
    assert!(!mails.is_empty() && once.len() == mails.len(), "{mails:?}");
}

#[tokio::test]
async fn a_mail_that_a_killed_server_was_about_to_send_goes_once() {
    let (_shared, mails) = dies_at("mailing").await;
    let mut once = mails.clone();
    once.sort();
    once.dedup();
    assert!(!mails.is_empty() && once.len() == mails.len(), "{mails:?}");
}

/// The one window there is: taken by the mail server, not yet written down by ours. SMTP has no way to ask.
#[tokio::test]
async fn a_mail_that_a_killed_server_had_just_sent_goes_again_under_the_same_name() {
    let (_shared, mails) = dies_at("mailed").await;
    let first = &mails[0];
    assert_eq!(mails.iter().filter(|name| *name == first).count(), 2, "{mails:?}");
    let mut once = mails.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), mails.len() - 1, "no other mail went twice: {mails:?}");
}
