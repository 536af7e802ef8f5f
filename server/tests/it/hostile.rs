//! Hostile files (`end2end/hostile`) through every door that takes files. Each is refused in words or kept safely: nobody is
//! answered that the portal is broken, nothing leaves its folder, nothing is left half done, and no worker takes more than
//! two seconds and 256 MB.

mod doors;
mod watch;

use crate::place::Place;
use crate::portal::{Engine, Portal};
use crate::program::{data, tandem};
use doors::{DOORS, Doors};
use hostile::Class;
use std::collections::BTreeMap;
use std::path::Path;
use watch::Watch;

/// What no file may have made: the places that some of them want to write to.
const OUTSIDE: [&str; 3] = ["/tmp/outside", "/etc/cron.d/outside", "/tmp/outside.dll"];

/// Every file below this folder, with its length.
fn tree(folder: &Path) -> BTreeMap<String, u64> {
    fn walk(root: &Path, at: &Path, found: &mut BTreeMap<String, u64>) {
        for entry in std::fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            let facts = path.symlink_metadata().unwrap();
            if facts.is_dir() {
                walk(root, &path, found);
            } else {
                assert!(facts.is_file(), "{} is a link or a device", path.display());
                found.insert(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned(), facts.len());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(folder, folder, &mut found);
    found
}

/// Whether the portal itself gives files such names; nothing is half there.
fn is_own_name(name: &str) -> bool {
    let hex = |text: &str, length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    match name.split('/').collect::<Vec<_>>()[..] {
        [shelf, rest] => hex(shelf, 2) && hex(rest, 62),
        ["made", _, made] => hex(made, 64),
        _ => false,
    }
}

async fn through_every_door(class: Class) {
    let portal = Portal::start().await;
    let mut doors = Doors::of(&portal).await;
    let mut watch = Watch::begin();
    let files = portal.files_folder();
    let data = files.parent().unwrap().to_owned();
    let (mut taken, mut refused) = (0, 0);
    for case in class.cases() {
        for door in DOORS.into_iter().filter(|door| door.takes(&case)) {
            let begun = std::time::Instant::now();
            let what = format!("{} ({}) at {door:?}", case.name, class.word());
            let before = tree(&files);
            watch.next();
            let answer = doors.send(door, &case).await;
            let spent = watch.spent();
            assert!(answer.status < 500, "{what}: {} {}", answer.status, answer.text);
            let after = tree(&files);
            match &answer.made {
                Some(made) => {
                    taken += 1;
                    doors.open_all(door, &what, made).await;
                    watch.spent().hold(&what, case.bytes.len());
                }
                None => {
                    refused += 1;
                    assert!(
                        (400..500).contains(&answer.status) || answer.is_told,
                        "{what}: {}",
                        answer.status
                    );
                    assert_eq!(after, before, "{what} left something behind");
                }
            }
            spent.hold(&what, case.bytes.len());
            if begun.elapsed().as_millis() > 1500 {
                println!("SLOW {what}: {:?} {} {}", begun.elapsed(), answer.status, answer.text);
            }
            for name in tree(&files).keys() {
                assert!(is_own_name(name), "{what} is kept as {name}");
            }
            let beside: Vec<_> = tree(&data).into_keys().filter(|name| !name.starts_with("files/")).collect();
            assert!(beside.iter().all(|name| name.starts_with("tandem.db")), "{what} wrote {beside:?}");
        }
    }
    nothing_is_outside();
    println!("{}: {taken} taken, {refused} refused, {}", class.word(), watch.most());
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
        let new: Vec<_> = after.keys().filter(|name| !before.contains_key(*name)).collect();
        assert!(new.iter().all(|name| name.starts_with("tandem.db")), "{} wrote {new:?}", case.name);
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    nothing_is_outside();
}

fn nothing_is_outside() {
    for place in OUTSIDE {
        assert!(!Path::new(place).exists(), "something wrote {place}");
    }
}

macro_rules! each_class {
    ($($name:ident: $class:ident,)*) => {
        $(#[tokio::test]
        async fn $name() {
            through_every_door(Class::$class).await;
        })*

        #[test]
        fn every_class_goes_through_the_doors() {
            assert_eq!([$(Class::$class),*], Class::ALL);
        }
    };
}

each_class! {
    drawings_that_run_or_never_end_do_no_harm: Svg,
    pages_under_other_names_do_no_harm: Markup,
    files_that_are_two_things_do_no_harm: Polyglot,
    archives_that_unfold_or_lead_outside_do_no_harm: Archive,
    giants_of_pixels_do_no_harm: Pixels,
    files_that_say_they_are_something_else_do_no_harm: Type,
    names_that_lead_elsewhere_do_no_harm: Name,
    documents_with_scripts_circles_and_bombs_do_no_harm: Pdf,
    forms_that_are_none_do_no_harm: Form,
    files_that_are_cut_off_do_no_harm: Cut,
}
