//! Stills of films: what a program of the machine may do, whatever the film makes of it. The programs of most tests stand in
//! for ffmpeg; where the machine has the real one, it is tried as well.

use crate::samples;
use crate::workshop::workshop;
use documents::{MediaKind, Refusal, film_program, sniff};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A folder with a program of these lines and with a film.
struct Scene {
    folder: TempDir,
}

impl Scene {
    fn of(lines: &str) -> Self {
        let scene = Self { folder: tempfile::tempdir().unwrap() };
        fs::write(scene.at("program"), format!("#!/bin/sh\n{lines}\n")).unwrap();
        fs::set_permissions(scene.at("program"), fs::Permissions::from_mode(0o755)).unwrap();
        fs::write(scene.at("picture.png"), samples::png(900, 600, samples::RED)).unwrap();
        fs::write(scene.at("film.mp4"), b"\0\0\0\x18ftypisom\0\0\0\0isommp42").unwrap();
        scene
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    async fn still(&self) -> Result<Vec<u8>, Refusal> {
        workshop().with_films_by(Some(self.at("program"))).still(&self.at("film.mp4"), 300).await
    }
}

#[tokio::test]
async fn the_program_is_told_of_the_film_and_what_it_draws_is_made_small() {
    let scene = Scene::of(
        r#"case "$*" in *"-protocol_whitelist file -f mov"*"file:${0%program}film.mp4"*) ;; *) exit 1;; esac
        cat "${0%program}picture.png""#,
    );
    let still = scene.still().await.unwrap();
    assert_eq!(
        still,
        documents::thumbnail(fs::read(scene.at("picture.png")).unwrap(), MediaKind::Png, 300).unwrap()
    );
}

#[tokio::test]
async fn a_program_that_draws_nothing_or_no_picture_or_fails_is_the_films_fault() {
    for lines in
        ["exit 0", "exit 1", "echo '<html>'", "kill -11 $$", "printf '\\211PNG\\r\\n\\032\\n and so on'"]
    {
        let refusal = Scene::of(lines).still().await.unwrap_err();
        assert!(!refusal.is_ours(), "{lines}: {refusal:?}");
    }
}

#[tokio::test]
async fn a_missing_program_is_the_portals_fault() {
    let scene = Scene::of("exit 0");
    let film = scene.at("film.mp4");
    for program in [None, Some(scene.at("nothing")), Some(scene.at("film.mp4"))] {
        assert_eq!(workshop().with_films_by(program).still(&film, 300).await, Err(Refusal::Unavailable));
    }
}

#[tokio::test]
async fn a_program_that_never_ends_writes_files_or_takes_all_memory_is_ended() {
    let scene = Scene::of("while :; do :; done");
    assert_eq!(scene.still().await, Err(Refusal::TooSlow), "two seconds of processor time");
    let scene = Scene::of(r#"echo something > "${0%program}written"; cat "${0%program}picture.png""#);
    // The shell may go on after it could not write; what it could not do counts.
    let _ = scene.still().await;
    assert_eq!(fs::read(scene.at("written")).unwrap_or_default(), b"");
    let scene = Scene::of("a=aaaaaaaaaaaaaaaa; while :; do a=$a$a; done");
    assert!(scene.still().await.is_err());
}

/// A film of six seconds that the real program makes, if the machine has it.
fn film(ffmpeg: &Path, folder: &Path) -> PathBuf {
    let film = folder.join("film.mp4");
    let made = Command::new(ffmpeg)
        .args([
            "-nostdin",
            "-loglevel",
            "error",
            "-f",
            "lavfi",
            "-i",
            "color=red:size=1920x1080:rate=10:duration=6",
        ])
        .args(["-c:v", "mpeg4", "-an"])
        .arg(&film)
        .status();
    assert!(made.unwrap().success());
    film
}

#[tokio::test]
async fn ffmpeg_draws_a_film_and_refuses_what_only_looks_like_one() {
    let Some(ffmpeg) = film_program() else { return };
    let folder = tempfile::tempdir().unwrap();
    let film = film(&ffmpeg, folder.path());
    let workshop = workshop().with_films_by(Some(ffmpeg));
    let still = workshop.still(&film, 480).await.unwrap();
    assert_eq!(sniff(&still), MediaKind::Png);
    let looked = documents::look(still, MediaKind::Png, 480).unwrap();
    assert_eq!(looked.pages, [documents::PageSize { width: 480.0, height: 270.0 }]);
    let whole = fs::read(&film).unwrap();
    let head = whole[..32].to_vec();
    let playlist = b"\n#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n".to_vec();
    let cut = whole[..whole.len() / 2].to_vec();
    let noise: Vec<u8> = (0..200_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    for (name, bytes) in [
        ("playlist", playlist.clone()),
        ("playlist behind a head", [head.clone(), playlist].concat()),
        ("noise behind a head", [head, noise].concat()),
        ("half a film", cut),
        ("nothing", Vec::new()),
    ] {
        let hostile = folder.path().join("hostile.mp4");
        fs::write(&hostile, bytes).unwrap();
        let refusal = workshop.still(&hostile, 480).await.unwrap_err();
        assert!(!refusal.is_ours(), "{name}: {refusal:?}");
    }
    // Whatever is wrong in the middle, it ends.
    for place in (0..whole.len()).step_by(whole.len() / 12) {
        let mut broken = whole.clone();
        for byte in broken.iter_mut().skip(place).take(400) {
            *byte ^= 0x5a;
        }
        let hostile = folder.path().join("broken.mp4");
        fs::write(&hostile, broken).unwrap();
        let ended = workshop.still(&hostile, 480).await;
        assert!(!matches!(ended, Err(ref refusal) if refusal.is_ours()), "{place}: {ended:?}");
    }
}
