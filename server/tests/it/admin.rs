//! `tandem admin`: the way in when nobody can get in.

use crate::place::Place;
use crate::portal::{Engine, Person, target};
use crate::program::{Program, tandem};
use server::seed;

#[tokio::test]
async fn whoever_runs_the_machine_lets_people_in_and_out_while_it_serves() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let place = Place::fresh(engine).await;
        tandem(&place.words(&["seed"])).await.with(0);
        let program = Program::start(place.folder.path(), &place.database());
        let origin = program.origin().await;
        let form = |password: &'static str| [("email", "ada@vendor.example"), ("password", password)];
        let ada = Person::at(&origin);
        assert_eq!(target(&ada.send("/auth/sign-in", &form(seed::PASSWORD)).await), "/");

        let said = tandem(&place.words(&["admin", "close-sessions", "ada@vendor.example"])).await.with(0);
        assert!(said.contains("Sessions ended: 1"), "{said}");
        assert!(target(&ada.open("/people").await).starts_with("/sign-in"));
        assert_eq!(target(&ada.send("/auth/sign-in", &form(seed::PASSWORD)).await), "/");
        tandem(&place.words(&["admin", "close-sessions", "--all"])).await.with(0);
        assert!(target(&ada.open("/people").await).starts_with("/sign-in"));

        let said = tandem(&place.words(&["admin", "password", "Ada@vendor.example"])).await.with(0);
        let new = said.lines().last().unwrap().trim().to_owned().leak();
        ada.send("/auth/sign-in", &form(seed::PASSWORD)).await;
        assert!(target(&ada.open("/people").await).starts_with("/sign-in"), "the old one is none any more");
        assert_eq!(target(&ada.send("/auth/sign-in", &form(new)).await), "/");

        let said = tandem(&place.words(&["admin", "link"])).await.with(1);
        assert!(said.contains("has an administrator"), "{said}");
        let said = tandem(&place.words(&["admin", "password", "nobody@vendor.example"])).await.with(1);
        assert!(said.contains("nobody who may come in"), "{said}");
        let said = tandem(&place.words(&["admin", "connections"])).await.with(0);
        assert!(said.contains("No provider"), "{said}");
    }
}

#[tokio::test]
async fn the_first_administrator_comes_by_a_link_of_the_command() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let place = Place::fresh(engine).await;
        let program = Program::start(place.folder.path(), &place.database());
        let origin = program.origin().await;
        let said = tandem(&place.words(&["admin", "link", "--origin", &origin])).await.with(0);
        let link = said.lines().last().unwrap().trim();
        let token = link.rsplit('/').next().unwrap();
        let eve = Person::at(&origin);
        let join = [
            ("token", token),
            ("name", "Eve Admin"),
            ("email", "eve@vendor.example"),
            ("password", "a few words nobody guesses"),
            ("again", "a few words nobody guesses"),
        ];
        assert_eq!(target(&eve.send_from(link, "/auth/join", &join).await), "/");
        assert_eq!(eve.open("/people").await.status(), 200, "she is an administrator");
    }
}
