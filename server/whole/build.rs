//! Puts the list of the built pages, styles and scripts where the program includes it. `cargo xtask release` says in
//! `TANDEM_SITE_FILES` where it wrote it; whoever builds without it gets a program that has none within.

use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-env-changed=TANDEM_SITE_FILES");
    println!("cargo::rerun-if-changed=build.rs");
    let list = match env::var_os("TANDEM_SITE_FILES") {
        Some(list) => {
            println!("cargo::rerun-if-changed={}", PathBuf::from(&list).display());
            fs::read_to_string(list)?
        }
        None => "&[]".to_owned(),
    };
    let out = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    fs::write(PathBuf::from(out).join("files.rs"), list)
}
