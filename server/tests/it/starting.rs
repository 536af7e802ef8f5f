//! Starting: what the console says, and what is refused.

use crate::program::{Program, data};
use domain::access::{Operate, Permit};
use store::Store;

#[tokio::test]
async fn the_demo_programme_is_told_at_every_start_and_never_shown_in_public() {
    let folder = tempfile::tempdir().unwrap();
    for words in [["--demo"].as_slice(), &["--demo"], &[]] {
        let mut program = Program::start(folder.path(), words);
        program.origin().await;
        let said = program.said();
        assert!(said.contains("password tandem-demo-2026"), "{said}");
        assert!(said.contains("    ada@vendor.example  (administrator)"), "{said}");
        assert!(said.contains("    ben@northwind.example  (partner_user)"), "{said}");
        program.terminate().await;
        assert_eq!(program.ended().await.code(), Some(0));
    }
    for words in [
        ["--addr", "0.0.0.0:0"].as_slice(),
        &["--origin", "https://portal.example"],
        &["--origin", "https://portal.example", "--demo"],
    ] {
        let refusal = Program::start(folder.path(), words).refusal().await;
        assert!(refusal.contains("known passwords"), "{words:?}: {refusal}");
    }
    let refusal = Program::start(folder.path(), &["--empty"]).refusal().await;
    assert!(
        refusal.contains("--empty") && refusal.contains(data(folder.path()).to_str().unwrap()),
        "{refusal}"
    );
}

#[tokio::test]
async fn a_demo_that_was_interrupted_is_refused_with_the_folder_to_delete() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(data(folder.path())).unwrap();
    let store = Store::open(&Store::sqlite_url(&data(folder.path()).join("tandem.db"))).await.unwrap();
    let mut tx = store.begin(domain::time::Instant::from_millis(0)).await.unwrap();
    store::settings::demo_begun(&mut tx, &Permit::of_the_portal(Operate)).await.unwrap();
    tx.commit().await.unwrap();
    store.close().await;
    for words in [["--demo"].as_slice(), &["--empty"], &[]] {
        let refusal = Program::start(folder.path(), words).refusal().await;
        let delete = format!("delete the folder {}", data(folder.path()).display());
        assert!(refusal.contains(&delete), "{refusal}");
    }
}

#[tokio::test]
async fn a_first_start_can_be_stopped_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &["--demo"]);
    program.line("Making the demo programme").await;
    program.terminate().await;
    assert_eq!(program.ended().await.code(), Some(0), "{}", program.said());
    // Only on a machine that stands still for seconds is the programme whole before the signal comes.
    if program.said().contains("Stopped before the demo programme was whole") {
        let refusal = Program::start(folder.path(), &["--demo"]).refusal().await;
        assert!(refusal.contains("interrupted"), "{refusal}");
    }
}
