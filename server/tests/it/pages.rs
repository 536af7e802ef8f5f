//! Every page, opened by nobody, by every role and by a rival.

use crate::doors::PEOPLE;
use crate::portal::target;
use crate::world::{RIVAL, World};
use app::api::access::Gate;
use app::pages::pages;
use domain::access::Role;
use std::collections::BTreeSet;

/// What a page is about.
#[derive(Clone, Copy, PartialEq)]
enum Of {
    /// Nobody in particular.
    All,
    /// Nothing at all.
    Nothing,
    /// A record of Northwind: missing for a rival, and for staff that has nothing to do with partners.
    Northwind,
    /// Deals: missing for those who have none.
    Deals,
    /// What people of Northwind learn: missing for a rival only.
    Learners,
    /// A record of Ana, at Northwind: missing for everybody else.
    Ana,
}

/// A page with a real path of it, and what it is about.
const SAMPLES: &[(&str, &str, Of)] = &[
    ("/sign-in", "/sign-in", Of::All),
    ("/sign-in/unknown", "/sign-in/unknown?why=taken", Of::All),
    ("/sign-in/forgotten", "/sign-in/forgotten", Of::All),
    ("/sign-in/new-password/{token}", "/sign-in/new-password/nothing", Of::All),
    ("/join/{token}", "/join/nothing", Of::All),
    ("/s/{token}", "/s/<token>", Of::All),
    ("/act/{token}", "/act/nothing", Of::All),
    ("/verify", "/verify", Of::All),
    ("/verify/{number}", "/verify/nothing", Of::All),
    ("/", "/", Of::All),
    ("/account", "/account", Of::All),
    ("/account/notices", "/account/notices", Of::All),
    ("/announcements", "/announcements", Of::All),
    ("/announcements/manage", "/announcements/manage", Of::All),
    ("/announcements/manage/new", "/announcements/manage/new", Of::All),
    ("/announcements/manage/{id}", "/announcements/manage/<announcement>", Of::All),
    ("/announcements/{id}", "/announcements/<announcement>", Of::All),
    ("/assets", "/assets", Of::All),
    ("/assets/manage", "/assets/manage", Of::All),
    ("/assets/manage/new", "/assets/manage/new", Of::All),
    ("/assets/collections/{id}", "/assets/collections/<collection>", Of::All),
    ("/assets/manage/collections", "/assets/manage/collections", Of::All),
    ("/assets/manage/collections/new", "/assets/manage/collections/new", Of::All),
    ("/assets/manage/collections/{id}", "/assets/manage/collections/<collection>", Of::All),
    ("/assets/manage/{id}", "/assets/manage/<asset>", Of::All),
    ("/assets/manage/{id}/zones", "/assets/manage/<asset>/zones", Of::All),
    ("/assets/{id}", "/assets/<asset>", Of::All),
    ("/deals", "/deals", Of::All),
    ("/views/{list}", "/views/deals?state=won&c=amount", Of::Deals),
    ("/deals/board", "/deals/board", Of::All),
    ("/deals/calendar", "/deals/calendar", Of::All),
    ("/deals/calendar", "/deals/calendar?month=2027-01", Of::All),
    ("/deals/new", "/deals/new", Of::All),
    ("/deals/inbox", "/deals/inbox", Of::All),
    ("/deals/inbox", "/deals/inbox?case=<deal>&of=<deal>", Of::All),
    ("/deals/queue", "/deals/queue", Of::All),
    ("/deals/several", "/deals/several", Of::All),
    ("/deals/joint", "/deals/joint", Of::All),
    ("/deals/pipeline", "/deals/pipeline", Of::All),
    ("/deals/{id}/partners", "/deals/<deal>/partners", Of::All),
    ("/deals/{id}", "/deals/<deal>", Of::Northwind),
    ("/deals/{id}/edit", "/deals/<draft>/edit", Of::Northwind),
    ("/accounts", "/accounts", Of::All),
    ("/accounts/new", "/accounts/new", Of::All),
    ("/accounts/duplicates", "/accounts/duplicates", Of::All),
    ("/accounts/{id}/merge/{other}", "/accounts/<account>/merge/<other-account>", Of::All),
    ("/accounts/families", "/accounts/families", Of::All),
    ("/accounts/import", "/accounts/import", Of::All),
    ("/accounts/import/{id}", "/accounts/import/ai_01aryz6s41tsv4rrffq69g5fav", Of::Nothing),
    ("/history/{sort}/{id}", "/history/deals/<deal>", Of::Northwind),
    ("/history/{sort}/{id}", "/history/accounts/<account>?on=2026-01-01", Of::All),
    ("/programmes", "/programmes", Of::All),
    ("/programmes/new", "/programmes/new", Of::All),
    ("/programmes/{id}", "/programmes/<programme>", Of::All),
    ("/accounts/{id}", "/accounts/<account>", Of::All),
    ("/accounts/{id}/edit", "/accounts/<account>/edit", Of::All),
    ("/accounts/{id}/partners", "/accounts/<account>/partners", Of::All),
    ("/accounts/{id}/installs/new", "/accounts/<account>/installs/new", Of::All),
    ("/accounts/{id}/installs/{install}", "/accounts/<account>/installs/<install>", Of::All),
    ("/renewals", "/renewals?within=90&q=n", Of::All),
    ("/certificates", "/certificates", Of::All),
    ("/certifications", "/certifications", Of::All),
    ("/certifications/manage", "/certifications/manage", Of::All),
    ("/certifications/manage/new", "/certifications/manage/new", Of::All),
    ("/certifications/manage/{id}", "/certifications/manage/<certification>", Of::All),
    ("/certifications/manage/{id}/edit", "/certifications/manage/<certification>/edit", Of::All),
    ("/certifications/{id}", "/certifications/<certification>", Of::All),
    ("/learning", "/learning", Of::All),
    ("/learning/manage", "/learning/manage", Of::All),
    ("/learning/manage/new", "/learning/manage/new", Of::All),
    ("/learning/manage/{course}", "/learning/manage/<course>", Of::All),
    ("/learning/manage/{course}/edit", "/learning/manage/<course>/edit", Of::All),
    ("/learning/manage/{course}/lessons/new", "/learning/manage/<course>/lessons/new", Of::All),
    ("/learning/manage/{course}/lessons/{lesson}", "/learning/manage/<course>/lessons/<lesson>", Of::All),
    ("/learning/manage/{course}/questions/new", "/learning/manage/<course>/questions/new", Of::All),
    (
        "/learning/manage/{course}/questions/{question}",
        "/learning/manage/<course>/questions/<question>",
        Of::All,
    ),
    ("/learning/requirements", "/learning/requirements", Of::All),
    ("/learning/team", "/learning/team", Of::All),
    ("/learning/team/{partner}", "/learning/team/<partner>", Of::Learners),
    ("/learning/{course}", "/learning/<course>", Of::All),
    ("/learning/{course}/lessons/{lesson}", "/learning/<course>/lessons/<lesson>", Of::All),
    ("/learning/{course}/quiz", "/learning/<course>/quiz", Of::All),
    ("/learning/{course}/results/{attempt}", "/learning/<course>/results/<attempt>", Of::Ana),
    ("/look", "/look", Of::All),
    ("/look/words", "/look/words", Of::All),
    ("/notices", "/notices", Of::All),
    ("/operate", "/operate", Of::All),
    ("/shares", "/shares", Of::All),
    ("/people", "/people", Of::All),
    ("/people/invite", "/people/invite", Of::All),
    ("/organisation", "/organisation", Of::All),
    ("/search", "/search?q=n", Of::All),
    ("/search", "/search?q=z&kind=deal", Of::All),
    ("/partners", "/partners", Of::All),
    ("/partners/new", "/partners/new", Of::All),
    ("/partners/import", "/partners/import", Of::All),
    ("/partners/import/{id}", "/partners/import/im_01aryz6s41tsv4rrffq69g5fav", Of::Nothing),
    ("/partners/{id}", "/partners/<partner>", Of::Northwind),
    ("/partners/{id}/edit", "/partners/<partner>/edit", Of::Northwind),
    ("/{*any}", "/no/such/page", Of::Nothing),
    ("/{*any}", "/partners/<partner>/more", Of::Nothing),
];

/// The page's gate, a real path of it, and what it is about.
fn walk() -> impl Iterator<Item = (Gate, &'static str, Of)> {
    let gate_of = |page: &str| pages().find(|(known, _)| *known == page).unwrap().1;
    SAMPLES.iter().map(move |(page, path, of)| (gate_of(page), *path, *of))
}

#[tokio::test]
async fn every_page_has_a_gate_and_is_in_the_walk() {
    let _world = World::start().await;
    let there: BTreeSet<String> = leptos_axum::generate_route_list(app::App)
        .iter()
        .map(|route| route.path().to_owned())
        .filter(|path| !path.starts_with("/api/"))
        .collect();
    let declared: BTreeSet<String> = pages().map(|(page, _)| page.to_owned()).collect();
    let walked: BTreeSet<String> = SAMPLES.iter().map(|(page, ..)| (*page).to_owned()).collect();
    assert_eq!(there, declared);
    assert_eq!(there, walked);
}

#[tokio::test]
async fn a_stranger_is_sent_to_the_sign_in_page_from_every_page() {
    let world = World::start().await;
    let nobody = world.portal.nobody();
    for (gate, path, _) in walk() {
        let answer = nobody.open(&world.filled(path)).await;
        if gate == Gate::Anyone {
            assert!(answer.status() != 303 && answer.status() != 500, "{path}: {}", answer.status());
        } else {
            assert!(target(&answer).starts_with("/sign-in"), "{path}");
        }
        world.assert_no_secret(&world.filled(path), &answer.text().await.unwrap());
    }
}

#[tokio::test]
async fn each_role_opens_its_own_pages_only() {
    let world = World::start().await;
    let mut wrong = Vec::new();
    for (role, email) in PEOPLE {
        let person = world.portal.person(email).await;
        let profile = world.portal.profile(email).await;
        for (gate, path, of) in walk().filter(|(gate, ..)| *gate != Gate::Anyone) {
            let status = person.open(&world.filled(path)).await.status().as_u16();
            let seen = match of {
                Of::All => true,
                Of::Learners => true,
                Of::Nothing => false,
                Of::Northwind | Of::Deals => !matches!(role, Role::Marketing | Role::Education),
                Of::Ana => email.starts_with("ana@"),
            };
            let right = match (gate.opens(Some(&profile)), seen) {
                (false, _) => status == 403,
                (true, true) => status == 200,
                (true, false) => status == 404,
            };
            if !right {
                wrong.push(format!("{role} at {path}: {status}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn a_rival_finds_no_page_of_anothers_record_and_no_word_of_it_anywhere() {
    let world = World::start().await;
    let rival = world.rival().await;
    let profile = world.portal.profile(RIVAL).await;
    for (gate, path, of) in walk() {
        let filled = world.filled(path);
        let answer = rival.open(&filled).await;
        if !matches!(of, Of::All | Of::Deals) {
            let missing = if gate.opens(Some(&profile)) { 404 } else { 403 };
            assert_eq!(answer.status(), missing, "{path}");
        }
        world.assert_no_secret(&filled, &answer.text().await.unwrap());
    }
}
