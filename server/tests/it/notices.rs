//! Notices over HTTP: the number beside the bell, the list, and the stream that tells an open page what is new.

use crate::portal::{Person, Portal, target};
use crate::rivals::{family, register};
use reqwest::{Method, Response};
use server::{jobs, notices};

async fn work_off(portal: &Portal) {
    while jobs::next(&portal.state).await.unwrap() {}
}

/// A page's line to the stream.
struct Line(Response);

impl Line {
    async fn of(person: &Person) -> Self {
        let answer = person.call(Method::GET, "/notices/stream", "").await;
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        assert_eq!(answer.headers()["x-accel-buffering"], "no");
        Self(answer)
    }

    /// The next thing that is told; `None` when the line has ended.
    async fn next(&mut self) -> Option<serde_json::Value> {
        loop {
            let chunk = String::from_utf8(self.0.chunk().await.unwrap()?.to_vec()).unwrap();
            let data = chunk.lines().find_map(|line| line.strip_prefix("data: "));
            if let Some(data) = data {
                return Some(serde_json::from_str(data).unwrap());
            }
        }
    }
}

async fn comment(by: &Person, path: &str, body: &str) {
    let id = path.trim_start_matches("/deals/");
    let form = [("id", id), ("key", body), ("body", body), ("internal", "")];
    assert_eq!(target(&by.send_from(path, "/api/deals/comment", &form).await), path);
}

#[tokio::test]
async fn an_open_page_is_told_what_is_new_and_a_rivals_page_is_not() {
    let portal = Portal::start().await;
    work_off(&portal).await;
    let ana = portal.person("ana@northwind.example").await;
    let petra = portal.person("petra@vendor.example").await;
    let rival = portal.person("greta@fabrikam.example").await;
    let path = register(&ana, "Zanzibar Secret Labs", &family(&portal).await).await;
    work_off(&portal).await;
    let (mut anas, mut rivals) = (Line::of(&ana).await, Line::of(&rival).await);
    let before = anas.next().await.unwrap();
    let rivals_before = rivals.next().await.unwrap();
    comment(&petra, &path, "Who is the buyer?").await;
    work_off(&portal).await;
    notices::look(&portal.state).await.unwrap();
    let told = anas.next().await.unwrap();
    assert_eq!(told["line"], "Petra Novak commented: Zanzibar Secret Labs");
    assert_eq!(told["path"], path);
    let number = |told: &serde_json::Value| told["unread"].as_str().unwrap().parse::<u32>().unwrap();
    assert_eq!(number(&told), number(&before) + 1);
    // What the rival's page is told next is of the rival's own doing.
    let newest = rivals_before["id"].as_str().unwrap();
    rival.call(Method::POST, "/api/notices/read-all", &format!("newest={newest}")).await;
    notices::look(&portal.state).await.unwrap();
    let read = rivals.next().await.unwrap();
    assert_eq!((read["unread"].as_str(), read["id"].as_str()), (Some("0"), Some(newest)));
}

#[tokio::test]
async fn a_notice_is_opened_without_scripts_and_the_number_goes_down() {
    let portal = Portal::start().await;
    let ana = portal.person("ana@northwind.example").await;
    let petra = portal.person("petra@vendor.example").await;
    let path = register(&ana, "Zanzibar Secret Labs", &family(&portal).await).await;
    comment(&petra, &path, "Who is the <b>buyer</b>?").await;
    work_off(&portal).await;
    let page = ana.text("/notices").await;
    assert!(page.contains("Petra Novak commented: Zanzibar Secret Labs"), "{page}");
    assert!(page.contains("Who is the &lt;b&gt;buyer&lt;/b&gt;?"));
    let notice = page.split("name=\"id\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let answer = ana.send_from("/notices", "/api/notices/open", &[("id", &notice)]).await;
    assert_eq!(target(&answer), path);
    let stranger = portal.person("greta@fabrikam.example").await;
    let answer = stranger.call(Method::POST, "/api/notices/open", &format!("id={notice}")).await;
    assert_eq!(answer.status(), 404);
    let newest = format!("newest={notice}");
    assert_eq!(ana.call(Method::POST, "/api/notices/read-all", &newest).await.status(), 200);
    let page = ana.text("/").await;
    assert!(page.contains("<span data-unread=\"\" hidden class=\"destination-count\">0<"), "nothing waits");
}

#[tokio::test]
async fn the_line_ends_with_its_session() {
    let portal = Portal::start().await;
    let (ana, ben) =
        (portal.person("ana@northwind.example").await, portal.person("ben@northwind.example").await);
    let mut there = Line::of(&ana).await;
    there.next().await.unwrap();
    let mut bens = Line::of(&ben).await;
    bens.next().await.unwrap();
    let elsewhere = portal.person("ana@northwind.example").await;
    elsewhere.send("/auth/sign-out-everywhere", &[]).await;
    notices::end_with_sessions(&portal.state).await.unwrap();
    assert_eq!(there.next().await, None);
    assert_eq!(ana.call(Method::GET, "/notices/stream", "").await.status(), 401);

    // Somebody else's line goes on until that account is closed.
    let owner = portal.person("ana@northwind.example").await;
    assert_eq!(portal.state.live.lines(), 1);
    let id = portal.profile("ben@northwind.example").await.person;
    let closed =
        owner.call(Method::POST, "/api/people/active", &format!("person={id}&version=1&active=false")).await;
    assert_eq!(closed.status(), 200);
    notices::end_with_sessions(&portal.state).await.unwrap();
    assert_eq!(bens.next().await, None);
}

#[tokio::test]
async fn listening_does_not_keep_a_session_alive() {
    let portal = Portal::start().await;
    let ana = portal.person("ana@northwind.example").await;
    for _ in 0..3 {
        portal.pass(5 * 60);
        let answer = ana.call(Method::GET, "/notices/stream", "").await;
        portal.kept_alive().await;
        let open = portal.state.live.lines();
        assert!(answer.status() == 200 && open > 0 || answer.status() == 401);
    }
    assert_eq!(ana.call(Method::GET, "/notices/stream", "").await.status(), 401, "fifteen hours unused");
}

#[tokio::test]
async fn nobody_holds_more_than_some_lines_and_a_portal_that_stops_holds_none() {
    let portal = Portal::start().await;
    let ana = portal.person("ana@northwind.example").await;
    let mut first = Line::of(&ana).await;
    first.next().await.unwrap();
    let mut others = Vec::new();
    for _ in 0..6 {
        others.push(Line::of(&ana).await);
    }
    assert_eq!(first.next().await, None, "the oldest makes room");
    assert_eq!(portal.state.live.lines(), 6);
    portal.state.live.close();
    let mut last = others.pop().unwrap();
    last.next().await;
    assert_eq!(last.next().await, None);
    assert_eq!(ana.call(Method::GET, "/notices/stream", "").await.status(), 503);
}

#[tokio::test]
async fn the_watcher_tells_what_another_server_wrote() {
    let portal = Portal::start().await;
    work_off(&portal).await;
    let (going_on, stop) = tokio::sync::watch::channel(false);
    let watcher = tokio::spawn(notices::watch(portal.state.clone(), stop));
    let ana = portal.person("ana@northwind.example").await;
    let mut line = Line::of(&ana).await;
    let before = line.next().await.unwrap();
    // The other server: the same database by a way of its own.
    let mut other = portal.state.clone();
    other.portal.store = portal.other_way_in().await;
    let petra = portal.person("petra@vendor.example").await;
    let path = register(&ana, "Zanzibar Secret Labs", &family(&portal).await).await;
    comment(&petra, &path, "Who is the buyer?").await;
    while jobs::next(&other).await.unwrap() {}
    let told = line.next().await.unwrap();
    assert_ne!(told["id"], before["id"]);
    going_on.send(true).unwrap();
    assert_eq!(line.next().await, None, "and ends when the server stops");
    watcher.await.unwrap();
}

#[tokio::test]
async fn what_somebody_chose_is_shown_and_what_cannot_be_chosen_is_refused() {
    let portal = Portal::start().await;
    let ana = portal.person("ana@northwind.example").await;
    let form = [("choices[asset_published]", "off"), ("choices[deal_approved]", "daily")];
    let answer = ana.send_from("/account/notices", "/api/notices/prefer", &form).await;
    assert_eq!(target(&answer), "/account/notices?saved=1");
    let page = ana.text("/account/notices?saved=1").await;
    assert!(page.contains("Saved") && page.contains("value=\"off\" selected"), "{page}");
    assert!(!page.contains("internal note"), "what never reaches a partner is not offered");
    for refused in ["choices[deal_approved]=off", "choices[deal_noted]=daily", "choices[x]=daily"] {
        assert_eq!(ana.call(Method::POST, "/api/notices/prefer", refused).await.status(), 422, "{refused}");
    }
}
