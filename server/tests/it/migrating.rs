//! `tandem migrate`, and what the other commands do where it was not called.

use crate::place::Place;
use crate::portal::Engine;
use crate::program::{Program, tandem};
use store::sql::Statement;

#[tokio::test]
async fn a_schema_is_checked_made_and_refused_when_it_is_of_a_newer_program() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let place = Place::fresh(engine).await;
        tandem(&place.words(&["migrate", "--check"])).await.with(3);
        let words = [place.database(), vec!["--no-migrate"]].concat();
        let refusal = Program::start(place.folder.path(), &words).refusal().await;
        assert!(refusal.contains("tandem migrate"), "{refusal}");
        let said = tandem(&place.words(&["migrate"])).await.with(0);
        assert!(said.contains("applying 0001_house.sql"), "{said}");
        tandem(&place.words(&["migrate", "--check"])).await.with(0);
        tandem(&place.words(&["migrate"])).await.with(0);
        let mut serving = Program::start(place.folder.path(), &words);
        serving.origin().await;
        serving.terminate().await;
        serving.ended().await;

        let store = place.store().await;
        let later = "INSERT INTO migrations (name, sha256, applied_at) VALUES ('9999_later.sql', 'x', 0)";
        store.read().await.unwrap().all(Statement::new(later), Vec::new()).await.unwrap();
        store.close().await;
        for command in [["migrate"].as_slice(), &["migrate", "--check"], &["seed"], &["admin", "link"]] {
            let said = tandem(&place.words(command)).await.with(1);
            assert!(said.contains("of a newer program") && said.contains("9999_later.sql"), "{said}");
        }
        let refusal = Program::start(place.folder.path(), &place.database()).refusal().await;
        assert!(refusal.contains("of a newer program"), "{refusal}");
    }
}

#[tokio::test]
async fn commands_on_a_portal_make_none_where_there_is_none() {
    let place = Place::fresh(Engine::Sqlite).await;
    for command in [["admin", "link"].as_slice(), &["backup", "x.tar"]] {
        let said = tandem(&place.words(command)).await.with(1);
        assert!(said.contains("no database"), "{said}");
    }
    assert_eq!(std::fs::read_dir(place.folder.path().join("data")).unwrap().count(), 0);
}

#[tokio::test]
async fn words_that_are_not_understood_are_told_from_what_failed() {
    for words in
        [["sreve"].as_slice(), &["backup"], &["backup", "x", "--keep", "0"], &["admin", "close-sessions"]]
    {
        tandem(words).await.with(2);
    }
    let help = tandem(&["--help"]).await.with(0);
    for command in ["serve", "migrate", "seed", "admin", "backup", "restore", "doctor"] {
        assert!(help.contains(&format!("\n  {command} ")), "{help}");
    }
    assert!(!help.contains("document-worker"));
}
