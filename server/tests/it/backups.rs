//! Backups by the program itself: made while it serves, restored into either engine, refused when they are not whole.

use crate::place::Place;
use crate::portal::Engine;
use crate::program::{Program, tandem};
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
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        out.append_data(&mut header, name, bytes.as_slice()).unwrap();
    }
    out.into_inner().unwrap()
}

#[tokio::test]
async fn what_is_not_a_whole_backup_is_refused_and_leaves_the_place_empty() {
    let origin = seeded().await;
    let whole = backed_up(&origin).await;
    let replaced = |from: &str, to: &str| {
        changed(&whole, |name, bytes| match name {
            "manifest.json" => Some(String::from_utf8(bytes).unwrap().replacen(from, to, 1).into_bytes()),
            _ => Some(bytes),
        })
    };
    let mut bits = whole.clone();
    // Within the first member, behind its header.
    bits[700] ^= 1;
    let without = |gone: &str| changed(&whole, |name, bytes| (!name.starts_with(gone)).then_some(bytes));
    let place = Place::fresh(Engine::Sqlite).await;
    for (broken, word) in [
        (whole[..whole.len() / 2].to_vec(), ""),
        (whole[..1024].to_vec(), ""),
        (Vec::new(), "manifest"),
        (b"no archive at all".repeat(100), ""),
        (bits, "was changed"),
        (without("manifest.json"), "cut off"),
        (without("files/"), "is missing"),
        (without("rows/people"), "is missing"),
        (replaced("\"format\": 1", "\"format\": 2"), "form 2"),
        (replaced("0001_house.sql", "9999_later.sql"), "newer program"),
    ] {
        let path = place.folder.path().join("broken.tar");
        std::fs::write(&path, &broken).unwrap();
        let said = tandem(&place.words(&["restore", path.to_str().unwrap()])).await.with(1);
        assert!(said.contains(word), "{word}: {said}");
        assert!(!place.rows().await.iter().any(|row| row.starts_with("people ")));
    }
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
