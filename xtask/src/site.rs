//! The folder that the server hands out, and its `manifest.json`, which the server reads at its start.
//!
//! ```text
//! pkg/HASH/tandem.js, tandem.wasm     a client; beside it the loader and files of its lazy parts
//! pkg/tandem.HASH.css, NAME.HASH.woff2
//! icons and so on                     public/, under the names that it has there
//! ```
//!
//! Everything under `pkg` may be kept by browsers for good: the hash is over the content. The client's files name each
//! other and only work with those of the same build, so they share one hash, and one folder. Those of former builds stay
//! for a day: a portal that was started before the build, and a page that somebody has open, still ask for them.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::bindings;

/// How long files of a former build stay.
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

/// What the site is made of.
pub struct Sources<'a> {
    /// The folder that [`bindings::make`] wrote: of the client with all languages, or with the first one.
    pub client: &'a Path,
    /// Those of the other languages that have a client of their own, by tag.
    pub translated: &'a [(&'a str, PathBuf)],
    pub css: String,
    pub public: &'a Path,
}

/// Writes the site anew; the former one is there until the new one is whole.
pub fn assemble(site: &Path, sources: Sources<'_>) -> Result<()> {
    let fresh = site.with_extension("new");
    if fresh.exists() {
        fs::remove_dir_all(&fresh)?;
    }
    fs::create_dir_all(fresh.join("pkg"))?;

    let client = copy_client(sources.client, &fresh)?;
    let translated: BTreeMap<&str, Value> = sources
        .translated
        .iter()
        .map(|(language, folder)| Ok((*language, copy_client(folder, &fresh)?)))
        .collect::<Result<_>>()?;
    let (fonts, css) = copy_public(sources.public, &fresh, sources.css)?;
    let css_name = hashed_name("tandem.css", css.as_bytes());
    fs::write(fresh.join("pkg").join(&css_name), css)?;

    let manifest = json!({
        "css": format!("pkg/{css_name}"),
        "fonts": fonts,
        "client": client,
        "translated": translated,
    });
    fs::write(fresh.join("manifest.json"), format!("{manifest:#}\n"))?;

    if site.exists() {
        keep_former(&site.join("pkg"), &fresh.join("pkg"))?;
        fs::remove_dir_all(site)?;
    }
    fs::rename(&fresh, site).with_context(|| format!("putting {} in place", site.display()))
}

/// Copies what a browser needs of a client; hands back what the manifest says of it.
fn copy_client(folder: &Path, site: &Path) -> Result<Value> {
    let place = format!("pkg/{}", hash_of_folder(folder)?);
    for file in bindings::files(folder)? {
        copy(&file, &site.join(&place).join(file.strip_prefix(folder)?))?;
    }
    let parts = bindings::parts(folder)?;
    Ok(json!({
        "js": format!("{place}/{}.js", bindings::NAME),
        "wasm": format!("{place}/{}.wasm", bindings::NAME),
        "split": (!parts.is_empty()).then(|| json!({
            "root": place,
            "js": bindings::SPLIT,
            "parts": parts,
        })),
    }))
}

/// Moves what the former build made, and this one did not, over to it, unless it is older than [`KEPT`].
fn keep_former(former: &Path, fresh: &Path) -> Result<()> {
    if !former.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(former)? {
        let entry = entry?;
        let age = SystemTime::now().duration_since(entry.metadata()?.modified()?).unwrap_or_default();
        let place = fresh.join(entry.file_name());
        if age < KEPT && !place.exists() {
            fs::rename(entry.path(), place)?;
        }
    }
    Ok(())
}

/// Copies `public/`. Fonts get hashed names, which the sheet then says instead of `/fonts/NAME`.
fn copy_public(public: &Path, site: &Path, mut css: String) -> Result<(BTreeMap<String, String>, String)> {
    let mut fonts = BTreeMap::new();
    if !public.exists() {
        return Ok((fonts, css));
    }
    for file in files_below(public)? {
        let name = file.strip_prefix(public)?;
        let Ok(font) = name.strip_prefix("fonts") else {
            copy(&file, &site.join(name))?;
            continue;
        };
        let font = font.to_string_lossy().into_owned();
        let hashed = format!("pkg/{}", hashed_name(&font.replace('/', "-"), &fs::read(&file)?));
        copy(&file, &site.join(&hashed))?;
        css = css.replace(&format!("/fonts/{font}"), &format!("/{hashed}"));
        fonts.insert(font, hashed);
    }
    Ok((fonts, css))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from, to).with_context(|| format!("copying {}", from.display()))?;
    Ok(())
}

/// All files in the folder and those below it, in an order that is the same everywhere.
pub fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).with_context(|| format!("reading {}", next.display()))? {
            let entry = entry?;
            match entry.file_type()?.is_dir() {
                true => folders.push(entry.path()),
                false => files.push(entry.path()),
            }
        }
    }
    files.sort();
    Ok(files)
}

fn hash_of_folder(folder: &Path) -> Result<String> {
    let mut hash = Sha256::new();
    for file in bindings::files(folder)? {
        let content = fs::read(&file)?;
        hash.update(file.strip_prefix(folder)?.to_string_lossy().as_bytes());
        hash.update([0]);
        hash.update(content.len().to_le_bytes());
        hash.update(content);
    }
    Ok(short(&hash.finalize()))
}

/// `name.css` with the hash of the content before its extension.
fn hashed_name(name: &str, content: &[u8]) -> String {
    let hash = short(&Sha256::digest(content));
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{hash}.{extension}"),
        None => format!("{name}.{hash}"),
    }
}

fn short(digest: &[u8]) -> String {
    hex(&digest[..8])
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let dir = std::env::temp_dir().join(format!("tandem-site-{name}-{}", std::process::id()));
        fs::create_dir_all(&dir).expect("a folder");
        dir
    }

    fn client(at: &Path, js: &str) {
        fs::create_dir_all(at).expect("a folder");
        fs::write(at.join("tandem.js"), js).expect("the script");
        fs::write(at.join("tandem.wasm"), "wasm").expect("the module");
        fs::write(at.join("made-from"), "anything").expect("the note");
        fs::write(at.join(bindings::PARTS), "{\"editor\":[\"chunk_0\"]}").expect("the parts");
    }

    fn manifest_of(dir: &Path) -> serde_json::Value {
        let site = dir.join("site");
        let css = "@font-face{src:url(/fonts/text.woff2)}".to_owned();
        let sources =
            Sources { client: &dir.join("client"), translated: &[], css, public: &dir.join("public") };
        assemble(&site, sources).expect("it is assembled");
        serde_json::from_str(&fs::read_to_string(site.join("manifest.json")).expect("a manifest"))
            .expect("JSON")
    }

    #[test]
    fn a_name_changes_with_the_content_and_keeps_its_extension() {
        let (one, other) = (hashed_name("tandem.css", b"a"), hashed_name("tandem.css", b"b"));
        assert_ne!(one, other);
        assert_eq!(one, "tandem.ca978112ca1bbdca.css");
        assert_eq!(hashed_name("text", b"a"), "text.ca978112ca1bbdca");
    }

    #[test]
    fn every_file_in_the_manifest_is_in_the_site() {
        let dir = folder("whole");
        client(&dir.join("client"), "one");
        fs::create_dir_all(dir.join("public/fonts")).expect("a folder");
        fs::write(dir.join("public/fonts/text.woff2"), "font").expect("a font");
        fs::write(dir.join("public/icon.svg"), "icon").expect("an icon");
        let manifest = manifest_of(&dir);
        let site = dir.join("site");
        for path in [&manifest["client"]["js"], &manifest["client"]["wasm"], &manifest["css"]] {
            assert!(site.join(path.as_str().expect("a path")).is_file(), "{path}");
        }
        let font = manifest["fonts"]["text.woff2"].as_str().expect("a path");
        assert!(site.join(font).is_file() && site.join("icon.svg").is_file());
        let css =
            fs::read_to_string(site.join(manifest["css"].as_str().expect("a path"))).expect("the sheet");
        assert!(css.contains(&format!("url(/{font})")), "{css}");
        assert_eq!(manifest["client"]["split"]["parts"]["editor"][0], "chunk_0");
        fs::remove_dir_all(dir).expect("the folder goes");
    }

    #[test]
    fn a_changed_client_gets_a_new_folder_and_the_former_one_stays_for_a_day() {
        let dir = folder("changed");
        client(&dir.join("client"), "one");
        let first = manifest_of(&dir);
        fs::write(dir.join("client/made-from"), "something else").expect("the note");
        assert_eq!(
            manifest_of(&dir)["client"]["js"],
            first["client"]["js"],
            "a note is not part of the client"
        );
        client(&dir.join("client"), "two");
        let second = manifest_of(&dir);
        assert_ne!(second["client"]["js"], first["client"]["js"]);
        let script = |manifest: &serde_json::Value| {
            dir.join("site").join(manifest["client"]["js"].as_str().expect("a path"))
        };
        assert_eq!(fs::read_to_string(script(&first)).expect("the former script"), "one");
        assert_eq!(fs::read_to_string(script(&second)).expect("the script"), "two");

        let (old, recent) = (script(&first), script(&second));
        let former = fs::File::open(old.parent().expect("a folder")).expect("it is there");
        former.set_modified(SystemTime::now() - KEPT).expect("it is a day older now");
        client(&dir.join("client"), "three");
        manifest_of(&dir);
        assert!(!old.exists() && recent.exists());
        fs::remove_dir_all(dir).expect("the folder goes");
    }
}
