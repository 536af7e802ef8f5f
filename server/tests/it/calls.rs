//! Server functions, called by a rival with real records of the other partner.

use crate::world::World;
use leptos::server_fn::axum::server_fn_paths;
use reqwest::Method;
use std::collections::BTreeSet;

/// Functions that take a record of a partner, each with one of Northwind.
const ON_RECORDS: &[(&str, &str)] = &[
    ("/api/deals/record", "id=<deal>"),
    ("/api/history", "sort=deals&id=<deal>&on="),
    ("/api/deals/progress", "id=<deal>&version=2&stage=proposal&next_step=Mine&next_on="),
    ("/api/deals/parts", "id=<deal>"),
    (
        "/api/deals/split",
        "id=<deal>&version=2&parts[0][partner]=Rival&parts[0][role]=resell&parts[0][share]=100&why=",
    ),
    ("/api/deals/answer_several", "cases[0]=<deal>:2&what=review"),
    ("/api/deals/inbox", "case=<deal>&of=<deal>"),
    ("/api/deals/editor", "id=<draft>"),
    ("/api/deals/keep", "id=<draft>&version=2&key=rival&customer_name=Mine"),
    ("/api/deals/card", "id=<draft>&version=2&key=rival&programme=&card=Eve+Spy+eve%40rival.example"),
    (
        "/api/deals/send",
        "id=<draft>&version=2&key=rival&customer_name=Mine&customer_domain=&customer_country=DE\
         &families[0]=<family>&amount=5&currency=EUR&close_on=2099-01-01&contact_name=Me&contact_role=\
         &contact_email=me@mine.example&need=Mine&send=submit",
    ),
    ("/api/deals/step", "id=<deal>&version=2&step=withdraw"),
    ("/api/deals/lose", "id=<deal>&version=2&step=lost&reason=price&why="),
    ("/api/deals/plead", "id=<deal>&version=2&step=extension&why=Mine"),
    ("/api/deals/comment", "id=<deal>&key=rival&body=Mine&internal="),
    ("/api/deals/review", "id=<deal>&version=2"),
    ("/api/deals/ask", "id=<deal>&version=2&fields[0]=need&note=Mine"),
    ("/api/deals/answer", "id=<deal>&version=2&said=Mine"),
    ("/api/deals/hand_over", "id=<deal>&version=2&person=<person>"),
    ("/api/deals/hand_over_all", "person=<person>&to=<person>"),
    ("/api/deals/approve", "id=<deal>&version=2&account=<account>&reason=&note="),
    ("/api/deals/reject", "id=<deal>&version=2&account=&reason=not_qualified&note="),
    ("/api/deals/extend", "id=<deal>&version=2&answer=extend&note="),
    ("/api/deals/revoke", "id=<deal>&version=2&reason=not_qualified&note="),
    ("/api/deals/reopen", "id=<deal>&version=2&note="),
    ("/api/notices/open", "id=<notice>"),
    ("/api/notices/read", "id=<notice>"),
    ("/api/partners/find", "id=<partner>"),
    ("/api/partners/about", "id=<partner>"),
    ("/api/partners/choices", "id=<partner>"),
    (
        "/api/partners/save",
        "id=<partner>&version=1&name=Mine&domains=mine.example&types[0]=reseller&tier=gold&region=emea&parent=&manager=",
    ),
    ("/api/partners/contact", "partner=<partner>&version=1&name=Mine&email=&phone=&website=&address="),
    ("/api/people/invite", "partner=<partner>&email=spy@northwind.example&role=partner_user"),
    ("/api/people/role", "person=<person>&version=1&role=partner_administrator"),
    ("/api/views/open", "view=<view>&opens=true"),
    ("/api/views/forget", "view=<view>"),
    ("/api/people/active", "person=<person>&version=1&active=false"),
    ("/api/shares/revoke", "share=<share>"),
    ("/api/learning/result", "course_id=<course>&attempt=<attempt>"),
    ("/api/learning/certificates/partner", "partner=<partner>"),
    ("/api/learning/team", "partner=<partner>"),
    ("/api/learning/team/assign", "partner=<partner>&assigned=<course>&everybody=true&due_on="),
    ("/api/learning/team/remind", "partner=<partner>&assignment=<assignment>"),
    ("/api/learning/team/withdraw", "partner=<partner>&assignment=<assignment>"),
    (
        "/api/certifications/manage/revoke",
        "certification=<certification>&certificate=<certificate>&reason=Mine",
    ),
];

/// Functions that take no record of a partner.
const ON_NONE: &[&str] = &[
    "/api/lists/show",
    "/api/views/keep",
    "/api/views/list",
    "/api/accounts/editing",
    "/api/accounts/comment",
    "/api/accounts/talk",
    "/api/imports/apply",
    "/api/imports/show",
    "/api/accounts/imports",
    "/api/accounts/imports/apply",
    "/api/accounts/imports/show",
    "/api/accounts/families",
    "/api/accounts/family",
    "/api/accounts/assign",
    "/api/accounts/duplicates",
    "/api/accounts/keep-apart",
    "/api/accounts/merge",
    "/api/accounts/pair",
    "/api/accounts/unmerge",
    "/api/accounts/unassign",
    "/api/accounts/partners",
    "/api/accounts/install",
    "/api/accounts/install/remove",
    "/api/accounts/install/save",
    "/api/accounts/save",
    "/api/accounts/show",
    "/api/certifications/claim",
    "/api/certifications/list",
    "/api/certifications/manage/details",
    "/api/certifications/manage/list",
    "/api/certifications/manage/plan",
    "/api/certifications/manage/publish",
    "/api/certifications/manage/retire",
    "/api/certifications/manage/save",
    "/api/certifications/manage/step",
    "/api/certifications/path",
    "/api/assets/collection",
    "/api/announcements/acknowledge",
    "/api/announcements/find",
    "/api/announcements/list",
    "/api/announcements/manage/editing",
    "/api/announcements/manage/list",
    "/api/announcements/manage/publish",
    "/api/announcements/manage/save",
    "/api/announcements/manage/withdraw",
    "/api/assets/editing",
    "/api/assets/find",
    "/api/assets/findings",
    "/api/assets/library",
    "/api/assets/name",
    "/api/assets/uploading",
    "/api/assets/placing",
    "/api/assets/publish",
    "/api/assets/restore",
    "/api/assets/save",
    "/api/assets/withdraw",
    "/api/assets/zones",
    "/api/collections/editing",
    "/api/collections/list",
    "/api/collections/make",
    "/api/collections/remove",
    "/api/collections/save",
    "/api/collections/step",
    "/api/home",
    "/api/deals/board",
    "/api/deals/mail_act",
    "/api/deals/several",
    "/api/deals/joint",
    "/api/deals/pipeline",
    "/api/deals/take_mail_act",
    "/api/deals/calendar",
    "/api/deals/verdict",
    "/api/forms/key",
    "/api/programmes/import",
    "/api/programmes/list",
    "/api/programmes/record",
    "/api/programmes/save",
    "/api/learning/catalogue",
    "/api/learning/certificates",
    "/api/learning/requirements",
    "/api/learning/requirements/save",
    "/api/learning/team/organisations",
    "/api/learning/begin",
    "/api/learning/course",
    "/api/learning/enrol",
    "/api/learning/lesson",
    "/api/learning/manage/course",
    "/api/learning/manage/details",
    "/api/learning/manage/lesson",
    "/api/learning/manage/lesson/captions/remove",
    "/api/learning/manage/lesson/medium/remove",
    "/api/learning/manage/lesson/move",
    "/api/learning/manage/lesson/remove",
    "/api/learning/manage/lesson/save",
    "/api/learning/manage/preview",
    "/api/learning/manage/publish",
    "/api/learning/manage/question",
    "/api/learning/manage/question/remove",
    "/api/learning/manage/question/save",
    "/api/learning/manage/retire",
    "/api/learning/manage/save",
    "/api/learning/quiz",
    "/api/learning/read",
    "/api/learning/take",
    "/api/learning/verify",
    "/api/learning/watched",
    "/api/looks/change",
    "/api/looks/now",
    "/api/looks/remove-logo",
    "/api/looks/words",
    "/api/operate/condition",
    "/api/operate/dead-letters",
    "/api/operate/let-go",
    "/api/operate/mail/dead",
    "/api/operate/mail/let-go",
    "/api/operate/mail/revive",
    "/api/operate/revive",
    "/api/shares/list",
    "/api/shares/make",
    "/api/shares/open",
    "/api/search/find",
];

/// What a reading function may be asked with; those that it does not know do not disturb it.
const ANYTHING: &str = "id=<partner>&partner=<partner>&person=<person>&course_id=<course>&course=<course>\
                        &lesson=<lesson>&attempt=<attempt>&question=<question>&number=&search=&state=&kind=&topic=\
                        &language=&q=n";

fn method_of(path: &str) -> Method {
    let found = server_fn_paths().find(|(known, _)| *known == path);
    found.unwrap_or_else(|| panic!("{path} is no server function")).1.as_str().parse().unwrap()
}

#[tokio::test]
async fn every_server_function_is_in_the_walk_of_the_rival() {
    let _world = World::start().await;
    let there: BTreeSet<&str> = server_fn_paths().map(|(path, _)| path).collect();
    let own = [
        "/api/notices/list",
        "/api/notices/prefer",
        "/api/notices/preferences",
        "/api/notices/read-all",
        "/api/people/account",
        "/api/people/list",
        "/api/people/unlink",
        // The demo programme has no open invitation; `people` tries it with one.
        "/api/people/withdraw",
        "/api/sign-in/invitation",
    ];
    let walked = ON_RECORDS.iter().map(|(path, _)| *path).chain(ON_NONE.iter().copied()).chain(own).collect();
    assert_eq!(there, walked);
}

#[tokio::test]
async fn a_rival_gets_at_no_record_by_its_id_and_changes_nothing() {
    let world = World::start().await;
    let rival = world.rival().await;
    let before = world.changes().await;
    for &(path, body) in ON_RECORDS {
        let filled = world.filled(body);
        let answer = rival.call(method_of(path), path, &filled).await;
        let status = answer.status();
        assert!(status == 404 || status == 403, "{path}: {status}");
        world.assert_no_secret(&filled, &answer.text().await.unwrap());
    }
    assert_eq!(world.changes().await, before, "and nothing has changed");
}

#[tokio::test]
async fn nothing_that_can_be_read_tells_a_rival_of_another() {
    let world = World::start().await;
    let rival = world.rival().await;
    let mut read = 0;
    for (path, method) in server_fn_paths().filter(|(_, method)| method.as_str() == "GET") {
        for ids in [
            ANYTHING,
            &ANYTHING.replace("id=<partner>", "id=<deal>"),
            &ANYTHING.replace("id=<partner>", "id=<certification>"),
            "search=&state=&kind=&topic=&language=&q=a",
        ] {
            let filled = world.filled(ids);
            let answer = rival.call(method.as_str().parse().unwrap(), path, &filled).await;
            read += usize::from(answer.status() == 200);
            world.assert_no_secret(&filled, &answer.text().await.unwrap());
        }
    }
    assert!(read > 10, "{read} answers had anything in them");
}

#[tokio::test]
async fn a_page_of_another_build_is_told_to_come_again_before_anything_runs() {
    let world = World::start().await;
    let ana = world.portal.person("ana@northwind.example").await;
    let page = ana.text("/").await;
    assert!(page.contains("data-build=\"pkg/x.js\""), "{page}");
    assert_eq!(ana.ask_of_build("/api/home", "pkg/x.js").await.status(), 200);
    let answer = ana.ask_of_build("/api/home", "pkg/former.js").await;
    assert_eq!(answer.status(), 412);
    assert!(!answer.text().await.unwrap().contains("Zanzibar"));
}
