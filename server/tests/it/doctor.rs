//! `tandem doctor`: says what is wrong, and nothing when nothing is.

use crate::place::Place;
use crate::portal::Engine;
use crate::program::{site, tandem};
use domain::operate::{Check, Finding, Verdict};
use store::sql::Statement;

async fn seeded(engine: Engine) -> Place {
    let place = Place::fresh(engine).await;
    tandem(&place.words(&["seed"])).await.with(0);
    // The demo programme tells of deals of last year; nobody has worked its events off.
    sql(&place, "UPDATE outbox SET state = 'done'").await;
    configure(&place, "");
    place
}

/// Writes the configuration: where an empty site is, and this.
fn configure(place: &Place, more: &str) {
    let site = site(place.folder.path());
    std::fs::write(config(place), format!("site = {:?}\n{more}", site.display().to_string())).unwrap();
}

fn config(place: &Place) -> String {
    place.folder.path().join("tandem.toml").display().to_string()
}

/// What it finds that is not good.
async fn complaints(place: &Place) -> Vec<(Check, Verdict, String)> {
    let config = config(place);
    let said = tandem(&place.words(&["doctor", "--all", "--json", "--config", &config])).await;
    let findings: Vec<Finding> =
        serde_json::from_str(&said.text).unwrap_or_else(|e| panic!("{e}: {}", said.text));
    let complaints: Vec<_> =
        findings.into_iter().filter(|finding| finding.verdict != Verdict::Good).collect();
    assert_eq!(said.code, Some(if complaints.is_empty() { 0 } else { 3 }));
    complaints.into_iter().map(|Finding { check, verdict, words }| (check, verdict, words)).collect()
}

async fn only(place: &Place, check: Check, verdict: Verdict, word: &str) {
    let found = complaints(place).await;
    assert!(
        matches!(found.as_slice(), [(c, v, words)] if (*c, *v) == (check, verdict) && words.contains(word)),
        "{check} {word}: {found:?}"
    );
}

async fn sql(place: &Place, text: &'static str) {
    let store = place.store().await;
    store.read().await.unwrap().all(Statement::new(text), Vec::new()).await.unwrap();
    store.close().await;
}

#[tokio::test]
async fn every_disease_is_told_on_both_engines_and_health_too() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let place = seeded(engine).await;
        assert_eq!(complaints(&place).await, [], "{engine:?}");
        let text = tandem(&place.words(&["doctor", "--config", &config(&place)])).await.with(0);
        assert!(text.contains("good     schema"), "{text}");

        let files = place.files().await;
        let file = place.file(&files[0]);
        let bytes = std::fs::read(&file).unwrap();
        std::fs::write(&file, vec![0; bytes.len()]).unwrap();
        only(&place, Check::Files, Verdict::Bad, &files[0]).await;
        std::fs::write(&file, b"short").unwrap();
        only(&place, Check::Files, Verdict::Bad, "was changed").await;
        std::fs::remove_file(&file).unwrap();
        only(&place, Check::Files, Verdict::Bad, &files[0]).await;
        std::fs::write(&file, bytes).unwrap();

        let orphan = place.file(&"0".repeat(64));
        std::fs::create_dir_all(orphan.parent().unwrap()).unwrap();
        std::fs::write(&orphan, "x").unwrap();
        assert_eq!(complaints(&place).await, [], "it may be on its way");
        let old = std::time::SystemTime::now() - std::time::Duration::from_secs(7200);
        std::fs::File::options().write(true).open(&orphan).unwrap().set_modified(old).unwrap();
        only(&place, Check::Orphans, Verdict::Warning, "1 files of 1 B").await;
        std::fs::remove_file(&orphan).unwrap();

        sql(&place, "UPDATE outbox SET state = 'dead' WHERE id = (SELECT MIN(id) FROM outbox)").await;
        only(&place, Check::DeadLetters, Verdict::Warning, "Given up: 1").await;
        sql(&place, "UPDATE outbox SET state = 'ready', due_at = 1000 WHERE state = 'dead'").await;
        only(&place, Check::Outbox, Verdict::Bad, "the oldest").await;
        sql(&place, "UPDATE outbox SET state = 'done'").await;

        let late = "INSERT INTO audit (id, at, person_name, act, record_kind, record_id)
            VALUES ('zz', 9999999999999, 'x', 'x', 'x', 'x')";
        sql(&place, late).await;
        only(&place, Check::Clock, Verdict::Bad, "ahead").await;
        sql(&place, "DELETE FROM audit WHERE id = 'zz'").await;

        configure(&place, "[vendor]\nhue = 400\n");
        only(&place, Check::Configuration, Verdict::Bad, "400").await;
        configure(
            &place,
            "[[connection]]\nkey = \"a\"\nname = \"A\"\nissuer = \"http://127.0.0.1:9\"\nclient_id = \"x\"\n\
             domains = [\"a.example\"]\norganisation = \"vendor\"\nrole = \"approver\"\n",
        );
        only(&place, Check::Providers, Verdict::Bad, "a: the provider does not answer").await;
        configure(&place, "");

        sql(&place, "DELETE FROM migrations WHERE name = '0008_deals.sql'").await;
        only(&place, Check::Schema, Verdict::Bad, "0008_deals.sql").await;
    }
}

#[tokio::test]
async fn a_row_that_names_nothing_is_told_on_both_engines() {
    for (engine, unwatched) in [
        (Engine::Sqlite, "PRAGMA foreign_keys = OFF"),
        (Engine::Postgres, "SET session_replication_role = replica"),
    ] {
        let place = seeded(engine).await;
        let store = place.store().await;
        let mut read = store.read().await.unwrap();
        for text in [unwatched, "INSERT INTO partner_types (partner_id, type) VALUES ('pa_x', 'reseller')"] {
            read.all(Statement::new(text), Vec::new()).await.unwrap();
        }
        drop(read);
        store.close().await;
        only(&place, Check::Rows, Verdict::Bad, "partner_types names a row of partners").await;
        let said = tandem(&place.words(&["doctor", "--config", &config(&place)])).await.with(3);
        assert!(said.contains(Check::Rows.remedy()), "{said}");
    }
}

#[tokio::test]
async fn a_database_that_is_not_there_or_does_not_answer_is_told() {
    let place = Place::fresh(Engine::Sqlite).await;
    configure(&place, "");
    only(&place, Check::Database, Verdict::Bad, "there is none").await;
    configure(&place, "database = \"postgres://nobody@127.0.0.1:9/x\"\n");
    only(&place, Check::Database, Verdict::Bad, "").await;
}
