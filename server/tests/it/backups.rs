//! Backups by the program itself: made while it serves, restored into either engine, refused when they are not whole.

use crate::bucket::{Mood, Service};
use crate::place::Place;
use crate::portal::Engine;
use crate::program::{Program, tandem, tandem_with};
use server::hashing::Hashing;
use std::io::{Read as _, Write as _};
use std::path::Path;

const BOTH: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];

#[tokio::test]
async fn a_backup_made_while_serving_restores_row_by_row_and_file_by_file_into_either_engine() {
    for engine in BOTH {
        let origin = Place::fresh(engine).await;
        let words = [["--demo"].as_slice(), &origin.database()].concat();
        let program = Program::start(origin.folder.path(), &words);
        program.origin().await;
        origin.at_rest().await;
        let shelf = tempfile::tempdir().unwrap();
        let to = shelf.path().display().to_string();
        let said = tandem(&origin.words(&["backup", &to, "--keep", "1"])).await.with(0);
        tandem(&origin.words(&["backup", &to, "--keep", "1"])).await.with(0);
        let kept: Vec<_> = std::fs::read_dir(shelf.path()).unwrap().map(|e| e.unwrap().path()).collect();
        assert_eq!(kept.len(), 1, "the older one is gone, and nothing half is there: {kept:?}");
        let backup = kept[0].display().to_string();
        assert!(!said.contains(&backup), "the second one was kept");
        let (rows, files) = (origin.rows().await, origin.files().await);
        assert!(rows.len() > 300 && files.len() > 3, "{} {}", rows.len(), files.len());
        for other in BOTH {
            let place = Place::fresh(other).await;
            tandem(&place.words(&["restore", "--check", &backup])).await.with(0);
            tandem(&place.words(&["restore", &backup])).await.with(0);
            assert_eq!(place.rows().await, rows, "{engine:?} into {other:?}");
            assert_eq!(place.files().await, files);
            for sha256 in &files {
                let (one, two) = (std::fs::read(origin.file(sha256)), std::fs::read(place.file(sha256)));
                assert!(one.unwrap() == two.unwrap(), "{sha256}");
            }
            let again = tandem(&place.words(&["restore", &backup])).await.with(1);
            assert!(again.contains("is not empty"), "{again}");
            let words = place.database();
            let mut restored = Program::start(place.folder.path(), &words);
            restored.origin().await;
            restored.terminate().await;
            assert_eq!(restored.ended().await.code(), Some(0), "{}", restored.said());
        }
    }
}

#[tokio::test]
async fn files_of_a_bucket_are_backed_up_too_and_restored_into_a_folder_or_a_bucket() {
    let (one, other) = (Service::start().await, Service::start().await);
    let origin = Place::fresh(Engine::Sqlite).await.in_bucket(&one);
    tandem(&origin.words(&["seed"])).await.with(0);
    let (rows, files) = (origin.rows().await, origin.files().await);
    let lies = |service: &Service, sha256: &String| {
        service.objects().contains(&format!("portal/{}/{}", &sha256[..2], &sha256[2..]))
    };
    assert!(files.len() > 3 && files.iter().all(|sha256| lies(&one, sha256)));
    let path = origin.folder.path().join("whole.tar").display().to_string();
    tandem(&origin.words(&["backup", &path])).await.with(0);
    let home = Place::fresh(Engine::Sqlite).await;
    tandem(&home.words(&["restore", &path])).await.with(0);
    let away = Place::fresh(Engine::Postgres).await.in_bucket(&other);
    tandem(&away.words(&["restore", &path])).await.with(0);
    assert!(files.iter().all(|sha256| lies(&other, sha256)));
    for place in [&home, &away] {
        assert_eq!(place.rows().await, rows);
        let said = tandem(&place.words(&["doctor", "--all"])).await.text;
        let good = format!("{} files are there, {0} of them were read", files.len());
        assert!(said.contains(&good), "{said}");
    }
    one.is(Mood::Ill);
    let next = origin.folder.path().join("next.tar");
    let said = tandem(&origin.words(&["backup", next.to_str().unwrap()])).await.with(1);
    assert!(
        said.contains("bucket is away") && !next.exists(),
        "a bucket that is away has lost nothing: {said}"
    );
}

#[tokio::test]
async fn a_backup_that_was_ended_half_way_leaves_no_file_that_looks_like_one() {
    let origin = seeded().await;
    let shelf = tempfile::tempdir().unwrap();
    let words = origin.words(&["backup", shelf.path().to_str().unwrap()]);
    let said = tandem_with(&[("TANDEM_FAULT", "backing_up")], &words).await;
    assert!(said.code.is_none() && said.text.contains("ended at backing_up"), "{}", said.text);
    let left: Vec<_> = std::fs::read_dir(shelf.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| name.to_str().unwrap().starts_with('.')), "{left:?}");
    tandem(&words).await.with(0);
}

#[tokio::test]
async fn what_was_restored_is_found_before_any_server_has_started() {
    for engine in BOTH {
        let origin = seeded().await;
        let path = origin.folder.path().join("whole.tar").display().to_string();
        tandem(&origin.words(&["backup", &path])).await.with(0);
        let place = Place::fresh(engine).await;
        tandem(&place.words(&["restore", &path])).await.with(0);
        let store = place.store().await;
        let mut tx = store.begin(domain::time::Instant::from_millis(0)).await.unwrap();
        assert_eq!(store::search::fill(&mut tx, 1).await.unwrap(), 0, "nothing is missing in the index");
    }
}

async fn seeded() -> Place {
    let place = Place::fresh(Engine::Sqlite).await;
    tandem(&place.words(&["seed"])).await.with(0);
    place
}

async fn backed_up(place: &Place) -> Vec<u8> {
    let path = place.folder.path().join("whole.tar");
    tandem(&place.words(&["backup", path.to_str().unwrap()])).await.with(0);
    let there = tandem(&place.words(&["backup", path.to_str().unwrap()])).await.with(1);
    assert!(there.contains("is there already"), "{there}");
    std::fs::read(path).unwrap()
}

/// The archive once more, with every member as this makes it; `None` leaves it out.
fn changed(archive: &[u8], change: impl Fn(&str, Vec<u8>) -> Option<Vec<u8>>) -> Vec<u8> {
    let mut out = tar::Builder::new(Vec::new());
    for member in tar::Archive::new(archive).entries().unwrap() {
        let mut member = member.unwrap();
        let name = member.path().unwrap().display().to_string();
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).unwrap();
        let Some(bytes) = change(&name, bytes) else { continue };
        put(&mut out, &name, &bytes);
    }
    out.into_inner().unwrap()
}

fn put(out: &mut tar::Builder<Vec<u8>>, name: &str, bytes: &[u8]) {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes.len() as u64);
    out.append_data(&mut header, name, bytes).unwrap();
}

/// The archive with another manifest, sealed as if it were meant.
fn sealed(archive: &[u8], change: impl Fn(String) -> String) -> Vec<u8> {
    let seal = std::cell::RefCell::new(String::new());
    changed(archive, |name, bytes| match name {
        "manifest.json" => {
            let text = change(String::from_utf8(bytes).unwrap()).into_bytes();
            let mut hashing = Hashing::new(std::io::sink());
            hashing.write_all(&text).unwrap();
            *seal.borrow_mut() = hashing.end().1;
            Some(text)
        }
        "manifest.sha256" => Some(seal.borrow().clone().into_bytes()),
        _ => Some(bytes),
    })
}

#[tokio::test]
async fn what_is_not_a_whole_backup_is_refused_and_leaves_the_place_empty() {
    let origin = seeded().await;
    let whole = backed_up(&origin).await;
    let replaced = |from: &str, to: &str| sealed(&whole, |text| text.replacen(from, to, 1));
    let unsealed = changed(&whole, |name, bytes| {
        let manifest = name == "manifest.json";
        Some(if manifest {
            String::from_utf8(bytes).unwrap().replacen("sqlite", "postgres", 1).into_bytes()
        } else {
            bytes
        })
    });
    let bits = changed(&whole, |name, mut bytes| {
        if name.starts_with("rows/people.") {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
        }
        Some(bytes)
    });
    let without = |gone: &str| changed(&whole, |name, bytes| (!name.starts_with(gone)).then_some(bytes));
    let place = Place::fresh(Engine::Sqlite).await;
    for (broken, word) in [
        (whole[..whole.len() / 2].to_vec(), ""),
        (whole[..1024].to_vec(), ""),
        (Vec::new(), "manifest"),
        (b"no archive at all".repeat(100), ""),
        (bits, "was changed"),
        (without("manifest.json"), "cut off"),
        (without("manifest.sha256"), "cut off"),
        (unsealed, "manifest was changed"),
        (without("files/"), "is missing"),
        (without("rows/people"), "is missing"),
        (replaced("\"format\": 1", "\"format\": 2"), "form 2"),
        (replaced("0001_house.sql", "9999_later.sql"), "newer program"),
    ] {
        let path = place.folder.path().join("broken.tar");
        std::fs::write(&path, &broken).unwrap();
        let said = tandem(&place.words(&["restore", path.to_str().unwrap()])).await.with(1);
        assert!(said.contains(word), "{word}: {said}");
        let data = place.folder.path().join("data");
        assert_eq!(std::fs::read_dir(data).unwrap().count(), 0, "{word}: nothing was made");
    }
    // What only shows when rows are put in leaves the database empty.
    let path = place.folder.path().join("fewer.tar");
    std::fs::write(&path, replaced("\"rows\": ", "\"rows\": 1")).unwrap();
    let said = tandem(&place.words(&["restore", path.to_str().unwrap()])).await.with(1);
    assert!(said.contains("rows instead of"), "{said}");
    assert_eq!(place.rows().await, Vec::<String>::new());
    restores(&place, &whole).await;
    assert_eq!(place.rows().await, origin.rows().await, "and the place still takes the whole one");
}

async fn restores(place: &Place, backup: &[u8]) {
    let path = place.folder.path().join("good.tar");
    std::fs::write(&path, backup).unwrap();
    tandem(&place.words(&["restore", path.to_str().unwrap()])).await.with(0);
}

#[tokio::test]
async fn a_member_with_a_path_out_of_the_place_is_refused() {
    let origin = seeded().await;
    let whole = backed_up(&origin).await;
    let mut bad = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    // What the library refuses to write is written by hand.
    let name = b"files/../../../outside";
    header.as_mut_bytes()[..name.len()].copy_from_slice(name);
    header.set_size(1);
    header.set_cksum();
    bad.append(&header, b"x".as_slice()).unwrap();
    let mut bad = bad.into_inner().unwrap();
    bad.truncate(1024);
    bad.extend(&whole);
    let place = Place::fresh(Engine::Sqlite).await;
    let path = place.folder.path().join("bad.tar");
    std::fs::File::create(&path).unwrap().write_all(&bad).unwrap();
    let said = tandem(&place.words(&["restore", path.to_str().unwrap()])).await.with(1);
    assert!(said.contains("does not belong"), "{said}");
    assert!(!place.folder.path().join("outside").exists() && !Path::new("/outside").exists());
}

#[tokio::test]
async fn a_file_that_is_lost_is_told_and_does_not_keep_the_rest_from_being_backed_up() {
    let origin = seeded().await;
    let files = origin.files().await;
    std::fs::remove_file(origin.file(&files[0])).unwrap();
    std::fs::write(
        origin.file(&files[1]),
        vec![0; std::fs::metadata(origin.file(&files[1])).unwrap().len() as usize],
    )
    .unwrap();
    let path = origin.folder.path().join("lost.tar");
    let said = tandem(&origin.words(&["backup", path.to_str().unwrap()])).await.with(3);
    assert!(said.contains(&files[0]) && said.contains(&files[1]) && !said.contains(&files[2]), "{said}");
    let place = Place::fresh(Engine::Sqlite).await;
    let said = tandem(&place.words(&["restore", path.to_str().unwrap()])).await.with(0);
    assert!(said.contains(&files[1]), "{said}");
    assert_eq!(place.rows().await, origin.rows().await);
    assert!(place.file(&files[2]).exists() && !place.file(&files[1]).exists());
}
