//! `tandem migrate`, and what the other commands do where it was not called.

use crate::place::Place;
use crate::portal::Engine;
use crate::program::{Program, tandem};
use clap::Parser as _;
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

/// Units, the container file and the guide.
const OPERATE: [&str; 4] = [
    include_str!("../../../docs/operate/tandem.service"),
    include_str!("../../../docs/operate/tandem-backup.service"),
    include_str!("../../../docs/operate/Containerfile"),
    include_str!("../../../docs/operate/guide.md"),
];

#[test]
fn what_the_documents_for_operators_call_is_understood() {
    let mut understood = 0;
    for line in OPERATE.iter().flat_map(|text| text.lines()) {
        let words: Vec<String> = if let Some(list) = line.strip_prefix("CMD ") {
            serde_json::from_str(list).unwrap()
        } else if let Some(rest) = line.strip_prefix("ExecStart=/usr/local/bin/tandem ") {
            rest.split_whitespace().map(str::to_owned).collect()
        } else if let Some(rest) = line.strip_prefix("tandem ") {
            rest.split(" #").next().unwrap().split_whitespace().map(str::to_owned).collect()
        } else {
            continue;
        };
        let program = std::iter::once("tandem".to_owned()).chain(words.iter().cloned());
        assert!(server::command::Program::try_parse_from(program).is_ok(), "{words:?}");
        understood += 1;
    }
    assert!(understood >= 5, "{understood}");
}
