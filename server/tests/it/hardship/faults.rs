//! What a server needs goes away and comes back: the database, room on the disk, a disk that takes what is written. People
//! are told so in words, nothing of what was acknowledged is lost, and it heals without a restart.

mod elsewhere;
mod way;

use super::{Rows, brings, comments, enters, family, registers, until, video};
use crate::portal::{Engine, Person, target};
use crate::program::{Program, data};
use reqwest::{Method, Response};
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use store::Store;
use way::Way;

const BUSY: &str = "The portal is busy right now";
const FULL: &str = "There is no room left on the server";

async fn is_ready(origin: &str) -> bool {
    Person::at(origin).open("/readyz").await.status() == 200
}

async fn words(answer: Response, status: u16) -> String {
    let (told, text) = (answer.status().as_u16(), answer.text().await.unwrap());
    assert_eq!(told, status, "{text}");
    text
}

#[tokio::test]
async fn a_database_that_goes_away_is_told_in_words_and_the_portal_heals_when_it_is_back() {
    let folder = tempfile::tempdir().unwrap();
    let database = Engine::Postgres.fresh(folder.path()).await;
    let way = Way::to(&database).await;
    let server = Program::start(folder.path(), &["--demo", "--database", &way.url]);
    let origin = server.origin().await;
    let ana = enters(&origin, "ana@northwind.example").await;
    let petra = enters(&origin, "petra@vendor.example").await;
    let family = family(&ana).await;
    let before = registers(&ana, "Before the break", &family).await.unwrap();
    for time in 0..2 {
        // In the midst of somebody's work.
        let mut acknowledged = Vec::new();
        let working = async {
            for number in 0.. {
                let name = format!("Break {time} {number}");
                let Some(path) = registers(&ana, &name, &family).await else { break };
                acknowledged.push((path, name));
                if number == 3 {
                    way.cut();
                }
            }
        };
        working.await;
        until("it says that it is not ready", async || !is_ready(&origin).await).await;
        assert_eq!(Person::at(&origin).open("/healthz").await.status(), 200, "it lives");
        assert!(words(ana.open("/deals").await, 503).await.contains(BUSY));
        let as_script = ana.call(Method::GET, "/api/deals/list", "search=&state=&after=").await;
        assert!(crate::portal::told(as_script).await.contains("Busy"));
        // A form that is sent meanwhile stays with the browser.
        let word = format!("Typed meanwhile {time}");
        let id = before.trim_start_matches("/deals/");
        let form = [("id", id), ("key", &word), ("body", &word), ("internal", "")];
        let page = words(ana.send_from(&before, "/api/deals/comment", &form).await, 503).await;
        assert!(
            page.contains(BUSY) && page.contains("What you typed is not lost: load this page again"),
            "{page}"
        );

        way.mend();
        until("it is ready again", async || is_ready(&origin).await).await;
        for (path, name) in &acknowledged {
            assert!(ana.text(path).await.contains(name.as_str()), "{name} was lost");
        }
        // The browser loads the answer again, which sends the form again.
        assert_eq!(target(&ana.send_from(&before, "/api/deals/comment", &form).await), before);
        assert!(ana.text(&before).await.contains(&word));
        let word = format!("Healed {time}");
        assert!(comments(&petra, &before, &word).await);
        until("work in the background goes on", async || ana.text("/notices").await.contains(&word)).await;
    }
}

/// A folder with so much room, or nothing where this user or this container may not mount.
struct Small(PathBuf);

impl Small {
    fn mounted(at: &Path) -> Option<Self> {
        std::fs::create_dir_all(at).unwrap();
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=64m", "tmpfs"]).arg(at).output();
        mount.is_ok_and(|done| done.status.success()).then(|| Self(at.to_owned()))
    }

    /// Takes all the room there is.
    fn fill(&self) {
        let mut file = std::fs::File::create(self.0.join("filler")).unwrap();
        for length in [1 << 16, 1 << 10, 1] {
            while file.write_all(&vec![1; length]).is_ok() {}
        }
    }

    fn empty(&self) {
        std::fs::remove_file(self.0.join("filler")).unwrap();
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        // Lazily: the server that is being ended may still hold it.
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).output();
    }
}

async fn is_sound(folder: &Path) {
    let rows = Rows(Store::connect(&Store::sqlite_url(&data(folder).join("tandem.db"))).await.unwrap());
    assert_eq!(rows.list("SELECT integrity_check AS it FROM pragma_integrity_check").await, ["ok"]);
}

/// The page that refuses an upload, as its sender sees it in the end.
async fn refused(by: &Person, key: &str, bytes: &[u8]) -> String {
    let answer = by.upload("/assets/manage/new", "/uploads/asset", &[("key", key)], ("a.mp4", bytes)).await;
    match answer.status().as_u16() {
        303 => {
            assert_eq!(target(&answer), "/assets/manage/new");
            by.text("/assets/manage/new").await
        }
        _ => answer.text().await.unwrap(),
    }
}

#[tokio::test]
async fn a_full_disk_is_told_in_words_and_leaves_nothing_half() {
    let folder = tempfile::tempdir().unwrap();
    let Some(small) = Small::mounted(&data(folder.path())) else {
        println!(
            "not shown: nothing can be mounted here; a disk that takes nothing more is shown by the next test"
        );
        return;
    };
    let server = Program::start(folder.path(), &["--demo"]);
    let origin = server.origin().await;
    let ana = enters(&origin, "ana@northwind.example").await;
    let mia = enters(&origin, "mia@vendor.example").await;
    let petra = enters(&origin, "petra@vendor.example").await;
    let family = family(&ana).await;
    let before = registers(&ana, "Before it was full", &family).await.unwrap();
    let kept = brings(&mia, "before", &video(1, 100_000)).await.unwrap();
    small.fill();
    // Room that is there already may take a little more: sooner or later there is none.
    let mut acknowledged = vec![(before, "Before it was full".to_owned())];
    for number in 0.. {
        let name = format!("Full {number}");
        let Some(path) = registers(&ana, &name, &family).await else { break };
        acknowledged.push((path, name));
        assert!(number < 10_000, "it never fills up");
    }
    let last = format!("Full {}", acknowledged.len() - 1);
    // What little room there is left may take the reason, and not the next page: then that is all that is said.
    let (before, mut tries) = (acknowledged[0].0.clone(), 0);
    let id = before.trim_start_matches("/deals/").to_owned();
    until("the reason is told to who comments", async || {
        tries += 1;
        let word = format!("try {tries}");
        let form = [("id", id.as_str()), ("key", &word), ("body", &word), ("internal", "")];
        ana.send_from(&before, "/api/deals/comment", &form).await.text().await.unwrap().contains(FULL)
    })
    .await;
    until("the reason is told to who brings a file", async || {
        refused(&mia, "full", &video(2, 1 << 20)).await.contains(FULL)
    })
    .await;
    assert!(is_ready(&origin).await, "what is there can be read");
    for (path, name) in &acknowledged {
        assert!(petra.text(path).await.contains(name.as_str()), "{name} was lost");
    }
    assert_eq!(std::fs::read_dir(data(folder.path()).join("files/incoming")).unwrap().count(), 0);

    small.empty();
    assert!(registers(&ana, &last, &family).await.is_some(), "it heals by itself");
    // A connection on which a file was refused half way is closed: the first try may find that out.
    until("files too", async || brings(&mia, "full", &video(2, 1 << 20)).await.is_some()).await;
    let file = format!("{}/download", kept.replace("/manage", ""));
    let answer = mia.open(&file).await;
    let status = answer.status();
    let bytes = answer.bytes().await.unwrap();
    assert!(
        bytes == video(1, 100_000),
        "{status} {}",
        String::from_utf8_lossy(&bytes[..bytes.len().min(2000)])
    );
    is_sound(folder.path()).await;
    drop(server);
}

/// A disk that takes nothing more of a file: as `RLIMIT_FSIZE` has it, which SQLite reports as an error of the disk (`EFBIG`,
/// an I/O error), and which needs no right to mount.
#[tokio::test]
async fn a_disk_that_fails_under_the_database_corrupts_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let starter = folder.path().join("starter");
    let text = format!("#!/bin/sh\ntrap '' XFSZ\nexec {} \"$@\"\n", env!("CARGO_BIN_EXE_tandem"));
    std::fs::write(&starter, text).unwrap();
    std::fs::set_permissions(&starter, std::fs::Permissions::from_mode(0o755)).unwrap();
    let server = Program::start_by(&starter, &[], folder.path(), &["--demo"]);
    let origin = server.origin().await;
    let ana = enters(&origin, "ana@northwind.example").await;
    let mia = enters(&origin, "mia@vendor.example").await;
    let family = family(&ana).await;
    let limit = |bytes: &str| {
        let pid = server.id().to_string();
        let soft = format!("--fsize={bytes}:unlimited");
        assert!(Command::new("prlimit").args(["--pid", &pid, &soft]).status().unwrap().success());
    };
    // Whoever is owed an answer to a form gets it with the page that can be read, though nothing can be written.
    ana.send_from("/account", "/auth/password", &[("password", "short")]).await;
    limit("0");
    let page = ana.text("/account").await;
    assert!(page.contains("Use at least 12 characters"), "what is there can be read: {page}");
    limit("unlimited");
    let mut acknowledged = Vec::new();
    for time in 0..3 {
        limit("65536");
        let name = format!("Failing {time}");
        let page = ana.text("/deals").await;
        assert!(page.contains("/deals/dl_"), "what is there can be read: {page}");
        for number in 0..20 {
            let name = format!("{name} {number}");
            match registers(&ana, &name, &family).await {
                Some(path) => acknowledged.push((path, name)),
                None => break,
            }
        }
        assert!(brings(&mia, &name, &video(time, 200_000)).await.is_none());
        limit("unlimited");
        // Sent again, as their senders do who were refused.
        until("it heals by itself", async || {
            let Some(path) = registers(&ana, &name, &family).await else { return false };
            acknowledged.push((path, name.clone()));
            true
        })
        .await;
        until("files too", async || brings(&mia, &name, &video(time, 200_000)).await.is_some()).await;
        is_sound(folder.path()).await;
    }
    for (path, name) in &acknowledged {
        let page = ana.text(path).await;
        assert!(page.contains(name.as_str()), "{name} was lost: {page}");
    }
}
