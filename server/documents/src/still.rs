//! Stills of films. The portal reads no film itself: where the machine has `ffmpeg`, a child limits itself like every other
//! worker and goes on as that program, which may read this one file as this one kind of container and write one picture to
//! its standard output.

use crate::limits;
use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};
use std::env;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// The most pixels of a side of what the program draws; the portal makes it smaller.
const MAX_SIDE: u32 = 1280;
/// The most pixels of a picture of a film that is read at all: 8K.
const MAX_PIXELS: u32 = 8192 * 4320;
/// A beginning is often black: the still is of this part of the film, and of its first minute.
const PART: u32 = 10;
const LATEST: Duration = Duration::from_secs(60);

/// What a still is made of.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Film {
    pub(crate) program: PathBuf,
    pub(crate) file: PathBuf,
    /// Milliseconds from the beginning.
    pub(crate) at: u64,
}

/// The program of this machine that draws stills, if there is one on the path.
pub fn film_program() -> Option<PathBuf> {
    let is_program = |path: &PathBuf| {
        path.metadata().is_ok_and(|known| known.is_file() && known.permissions().mode() & 0o111 != 0)
    };
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders).map(|folder| folder.join("ffmpeg")).find(is_program)
}

/// Milliseconds from the beginning of the picture that stands for a film.
pub(crate) fn place_in(file: &Path) -> u64 {
    let length = std::fs::File::open(file).and_then(crate::video_length).ok().flatten();
    let length = Duration::from_millis(length.and_then(|length| length.try_into().ok()).unwrap_or(0));
    (length / PART).min(LATEST).as_millis() as u64
}

/// Becomes the program, within limits; comes back only when that can't be.
pub(crate) fn go_on_as(film: &Film) -> Refusal {
    if let Err(error) = limits::confine_program() {
        eprintln!("the document worker can't limit itself: {error}");
        return Refusal::Unavailable;
    }
    let error = Command::new(&film.program)
        .args(["-nostdin", "-hide_banner", "-loglevel", "error", "-max_alloc", "134217728"])
        // What it reads is this file and nothing that the file names, and it is what its first bytes said.
        .args(["-protocol_whitelist", "file", "-f", "mov", "-enable_drefs", "0"])
        .args(["-threads", "1", "-skip_frame", "nokey", "-max_pixels", &MAX_PIXELS.to_string()])
        .args(["-noaccurate_seek", "-copyts", "-ss", &format!("{}.{:03}", film.at / 1000, film.at % 1000)])
        .arg("-i")
        .arg(format!("file:{}", film.file.display()))
        .args(["-map", "0:v:0", "-frames:v", "1", "-threads", "1", "-c:v", "png", "-vf"])
        .arg(format!("scale=w={MAX_SIDE}:h={MAX_SIDE}:force_original_aspect_ratio=decrease"))
        .args(["-f", "image2pipe", "pipe:1"])
        .env_clear()
        .stdin(Stdio::null())
        .exec();
    eprintln!("the program for films can't be started: {error}");
    Refusal::Unavailable
}
