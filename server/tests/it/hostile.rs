//! Hostile files (`end2end/hostile`) through the doors that take files. Each is refused in words or kept safely: nobody is
//! answered that the portal is broken, nothing leaves its folder, nothing is left half done, and no worker takes more than
//! two seconds and 256 MB.
//!
//! Every file goes to collateral and to the doors that its class is about; with `TANDEM_HOSTILE=all` to every other one too.

mod doors;
mod opened;
mod watch;

use crate::place::Place;
use crate::portal::{Engine, Portal};
use crate::program::{data, tandem};
use doors::{DOORS, Door, Doors};
use futures::StreamExt as _;
use hostile::{Case, Class, corpus};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use store::sql::Statement;
use watch::Watch;

/// What no file may have made: the places that some of them want to write to.
const OUTSIDE: [&str; 3] = ["/tmp/outside", "/etc/cron.d/outside", "/tmp/outside.dll"];
/// Files that are sent at the same time.
const LANES: usize = 4;

/// What became of those that were sent.
#[derive(Default)]
struct Count {
    taken: AtomicUsize,
    refused: AtomicUsize,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_hostile_file_runs_leaves_its_folder_or_takes_more_than_it_may() {
    let every_door = std::env::var("TANDEM_HOSTILE").is_ok_and(|told| told == "all");
    let portal = Portal::start().await;
    let doors = Doors::of(&portal).await;
    let cases = corpus();
    let largest = cases.iter().map(|case| case.bytes.len()).max().unwrap();
    let (watch, count) = (Watch::begin(largest), Count::default());
    let sendings: Vec<(&Case, Door)> = cases
        .iter()
        .flat_map(|case| DOORS.map(|door| (case, door)))
        .filter(|(case, door)| door.takes(case, every_door))
        .collect();
    let number = sendings.len();
    let all = futures::stream::iter(sendings);
    all.for_each_concurrent(LANES, |(case, door)| through(&doors, &watch, &count, case, door)).await;
    let (taken, refused) = (count.taken.into_inner(), count.refused.into_inner());
    assert_eq!(taken + refused, number);
    assert!(taken > 100 && refused > 100, "{taken} taken, {refused} refused");
    nothing_is_half_done(&portal).await;
    nothing_is_outside();
}

async fn through(doors: &Doors<'_>, watch: &Watch, count: &Count, case: &Case, door: Door) {
    let what = format!("{} ({}) at {door:?}", case.name, case.class.word());
    let _turn = doors.turn(door).await;
    let answer = doors.send(door, case).await;
    watch.hold(&what);
    assert!(answer.status < 500, "{what}: {} {}", answer.status, answer.text);
    match &answer.made {
        Some(made) => {
            count.taken.fetch_add(1, Ordering::Relaxed);
            doors.open_all(door, case, &what, made).await;
            watch.hold(&what);
        }
        None => {
            count.refused.fetch_add(1, Ordering::Relaxed);
            let is_refused = (400..500).contains(&answer.status) || answer.is_told;
            assert!(is_refused, "{what}: {}", answer.status);
        }
    }
}

/// Every file below this folder.
fn tree(folder: &Path) -> BTreeSet<String> {
    fn walk(root: &Path, at: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            let facts = path.symlink_metadata().unwrap();
            if facts.is_dir() {
                walk(root, &path, found);
            } else {
                assert!(facts.is_file(), "{} is a link or a device", path.display());
                found.insert(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    let mut found = BTreeSet::new();
    walk(folder, folder, &mut found);
    found
}

/// The bytes that lie there are those that rows name: none of what was refused, under no name but the portal's own.
async fn nothing_is_half_done(portal: &Portal) {
    let files = portal.files_folder();
    let mut read = portal.state.portal.store.read().await.unwrap();
    let rows = read.all(Statement::new("SELECT sha256 FROM files"), Vec::new()).await.unwrap();
    let named: BTreeSet<String> = rows.iter().map(|row| row.text("sha256").unwrap()).collect();
    let (made, brought): (Vec<_>, Vec<_>) =
        tree(&files).into_iter().partition(|name| name.starts_with("made/"));
    let brought: BTreeSet<String> = brought.iter().map(|name| name.replacen('/', "", 1)).collect();
    assert_eq!(brought, named);
    for name in made {
        let own = name.rsplit('/').next().unwrap();
        let is_own = own.len() == 64 && own.bytes().all(|byte| byte.is_ascii_hexdigit());
        assert!(is_own && name.split('/').count() == 3, "{name}");
    }
    let mut beside = tree(files.parent().unwrap()).into_iter().filter(|name| !name.starts_with("files/"));
    assert!(beside.all(|name| name.starts_with("tandem.db")));
}

/// The door of those who operate the portal.
#[tokio::test]
async fn an_archive_that_is_no_backup_is_refused_and_writes_nothing() {
    let (place, folder) = (Place::fresh(Engine::Sqlite).await, tempfile::tempdir().unwrap());
    let path = folder.path().join("backup.tar");
    let data = data(place.folder.path());
    let before = tree(&data);
    for case in Class::Archive.cases() {
        std::fs::write(&path, &case.bytes).unwrap();
        let said = tandem(&place.words(&["restore", path.to_str().unwrap()])).await.with(1);
        assert!(said.contains("tandem: "), "{}: {said}", case.name);
        let after = tree(&data);
        let mut new = after.difference(&before);
        assert!(new.all(|name| name.starts_with("tandem.db")), "{} wrote {after:?}", case.name);
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    nothing_is_outside();
}

fn nothing_is_outside() {
    for place in OUTSIDE {
        assert!(!Path::new(place).exists(), "something wrote {place}");
    }
}
