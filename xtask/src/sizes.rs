//! What goes over the wire: the compressed twins of a release, and the table of their sizes against the budget.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{processes, site};

/// The first page: script, module, style sheet and fonts, compressed.
const FIRST_DOWNLOAD: u64 = 220 * 1000;
/// What a lazy route adds when it is opened for the first time.
const LAZY_PART: u64 = 60 * 1000;
/// What the matching engine adds, with the words and forms of names that it knows: fetched once somebody types a customer.
const MATCHING_PART: (&str, u64) = ("weigh", 120 * 1000);
/// Images and fonts are compressed already.
const COMPRESSED: [&str; 7] = ["js", "wasm", "css", "svg", "json", "txt", "webmanifest"];

/// Writes `.br` and `.gz` beside each file of this build where they are smaller. Clients of former builds stay as they are:
/// one that was made while developing would take minutes.
pub fn compress(site: &Path) -> Result<()> {
    let mut files = site::files_below(site)?;
    let made = folders(site, &manifest(site)?);
    let clients = site.join("pkg");
    let of_a_client =
        |file: &Path| file.parent().is_some_and(|dir| dir != clients && dir.starts_with(&clients));
    files.retain(|file| !of_a_client(file) || made.iter().any(|folder| file.starts_with(folder)));
    files.retain(|file| {
        file.extension().is_some_and(|found| COMPRESSED.iter().any(|extension| found == *extension))
            && file.file_name().is_some_and(|name| name != "manifest.json")
            // Files of a former build have theirs.
            && !beside(file, "br").exists()
    });
    // The module takes most of the time: it goes first.
    files.sort_by_key(|file| std::cmp::Reverse(length(file)));
    processes::at_once(&files, |file| compress_file(file))
}

fn manifest(site: &Path) -> Result<Value> {
    let text = fs::read_to_string(site.join("manifest.json")).context("the site has no manifest")?;
    Ok(serde_json::from_str(&text)?)
}

/// This build's clients: the first one, and those of other languages by their tags.
fn clients(manifest: &Value) -> Vec<(&str, &Value)> {
    let mut clients = vec![("", &manifest["client"])];
    let translated = manifest["translated"].as_object();
    clients.extend(translated.into_iter().flatten().map(|(language, client)| (language.as_str(), client)));
    clients
}

/// The folders of this build's clients.
fn folders(site: &Path, manifest: &Value) -> Vec<PathBuf> {
    let script = |(_, client): (&str, &Value)| Some(site.join(client["js"].as_str()?).parent()?.to_owned());
    clients(manifest).into_iter().filter_map(script).collect()
}

fn compress_file(file: &Path) -> Result<()> {
    let content = fs::read(file)?;
    let mut brotli = Vec::new();
    {
        let mut writer = brotli::CompressorWriter::new(&mut brotli, 1 << 16, 11, 22);
        writer.write_all(&content)?;
    }
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(&content)?;
    for (extension, packed) in [("br", brotli), ("gz", gzip.finish()?)] {
        if packed.len() < content.len() {
            fs::write(beside(file, extension), packed)?;
        }
    }
    Ok(())
}

/// Prints the sizes of a compressed site and what they come to against the budget: every file of the first client, of those
/// in other languages what they come to.
///
/// # Errors
///
/// When something is over its budget.
pub fn print(site: &Path) -> Result<()> {
    let manifest = manifest(site)?;
    println!("\n{:>10} {:>10} {:>10}", "raw", "gzip", "brotli");
    let mut over = Vec::new();
    for (language, client) in clients(&manifest) {
        let measure = if language.is_empty() { print_file } else { size_of_file };
        if !language.is_empty() {
            println!("\n{language}");
        }
        let first = first_files(&manifest, client).iter().map(|file| measure(site, file)).sum();
        over.extend(verdict(&format!("first download {language}"), first, FIRST_DOWNLOAD));
        for (route, files) in lazy_files(client) {
            let part = files.iter().map(|file| measure(site, file)).sum();
            let name = readable(&route);
            let (matching, its) = MATCHING_PART;
            let most = if name == matching { its } else { LAZY_PART };
            over.extend(verdict(&format!("lazy part {name} {language}"), part, most));
        }
    }
    if over.is_empty() { Ok(()) } else { bail!("over the budget: {}", over.join(", ")) }
}

fn first_files(manifest: &Value, client: &Value) -> Vec<String> {
    let files = [&client["js"], &client["wasm"], &manifest["css"]];
    let mut files: Vec<_> = files.iter().filter_map(|file| file.as_str()).map(str::to_owned).collect();
    if let Some(split) = client["split"].as_object() {
        files.push(format!("{}/{}", text(&split["root"]), text(&split["js"])));
    }
    if let Some(fonts) = manifest["fonts"].as_object() {
        // By `unicode-range` the extended letters and rare signs are only fetched by a page that has some.
        let read =
            |name: &str| name.ends_with(".woff2") && !name.contains("-ext") && !name.contains("-signs");
        files.extend(fonts.iter().filter(|(name, _)| read(name)).map(|(_, path)| text(path).to_owned()));
    }
    files
}

fn lazy_files(client: &Value) -> Vec<(String, Vec<String>)> {
    let split = &client["split"];
    let Some(parts) = split["parts"].as_object() else { return Vec::new() };
    parts
        .iter()
        .map(|(route, files)| {
            let files = files.as_array().map(Vec::as_slice).unwrap_or_default();
            let paths = files.iter().map(|file| format!("{}/{}.wasm", text(&split["root"]), text(file)));
            (route.clone(), paths.collect())
        })
        .collect()
}

/// The size that a browser of today downloads.
fn size_of_file(site: &Path, name: &str) -> u64 {
    let file = site.join(name);
    packed(&file, "br", length(&file))
}

/// Prints one line; hands back the size that a browser of today downloads.
fn print_file(site: &Path, name: &str) -> u64 {
    let file = site.join(name);
    let raw = length(&file);
    let (gzip, brotli) = (packed(&file, "gz", raw), packed(&file, "br", raw));
    println!("{:>10} {:>10} {:>10}  {name}", kilobytes(raw), kilobytes(gzip), kilobytes(brotli));
    brotli
}

/// Prints the sum; hands it back in words when it is too much.
fn verdict(what: &str, size: u64, budget: u64) -> Option<String> {
    let within = size <= budget;
    let word = if within { "within" } else { "OVER" };
    println!("{:>32}  {}: {word} {}", kilobytes(size), what.trim_end(), kilobytes(budget));
    (!within).then(|| what.to_owned())
}

/// `editor_view` of `__editor_view_5239660918463749816`, as the macro for lazy routes names its parts.
fn readable(route: &str) -> &str {
    let route = route.trim_start_matches('_');
    match route.rsplit_once('_') {
        Some((name, digits)) if digits.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => route,
    }
}

fn packed(file: &Path, extension: &str, raw: u64) -> u64 {
    match length(&beside(file, extension)) {
        0 => raw,
        length => length,
    }
}

fn length(file: &Path) -> u64 {
    file.metadata().map_or(0, |found| found.len())
}

fn beside(file: &Path, extension: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    name.into()
}

fn kilobytes(bytes: u64) -> String {
    format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_loader_of_lazy_parts_and_the_fonts_count_into_the_first_download() {
        let manifest = json!({
            "css": "pkg/tandem.2.css",
            "fonts": {
                "text.woff2": "pkg/text.3.woff2",
                "text-ext.woff2": "pkg/text-ext.4.woff2",
                "text.LICENSE": "pkg/text.5.LICENSE",
            },
        });
        let client = json!({
            "js": "pkg/1/tandem.js", "wasm": "pkg/1/tandem.wasm",
            "split": { "root": "pkg/1", "js": "split.js", "parts": { "editor": ["chunk_0", "editor"] } },
        });
        assert_eq!(
            first_files(&manifest, &client),
            [
                "pkg/1/tandem.js",
                "pkg/1/tandem.wasm",
                "pkg/tandem.2.css",
                "pkg/1/split.js",
                "pkg/text.3.woff2"
            ]
        );
        let lazy = lazy_files(&client);
        assert_eq!(lazy[0].1, ["pkg/1/chunk_0.wasm", "pkg/1/editor.wasm"]);
    }

    #[test]
    fn a_lazy_part_is_called_by_the_name_of_its_route() {
        assert_eq!(readable("__editor_view_5239660918463749816"), "editor_view");
        assert_eq!(readable("editor_view"), "editor_view");
    }

    #[test]
    fn a_file_that_does_not_shrink_gets_no_twin() {
        let dir = std::env::temp_dir().join(format!("tandem-sizes-{}", std::process::id()));
        fs::create_dir_all(&dir).expect("a folder");
        fs::write(dir.join("long.js"), "let a = 1;\n".repeat(200)).expect("a file");
        fs::write(dir.join("short.js"), "1").expect("a file");
        for build in ["pkg/now", "pkg/former"] {
            fs::create_dir_all(dir.join(build)).expect("a folder");
            fs::write(dir.join(build).join("tandem.js"), "let a = 1;\n".repeat(200)).expect("a file");
        }
        fs::write(dir.join("manifest.json"), json!({ "client": { "js": "pkg/now/tandem.js" } }).to_string())
            .expect("a manifest");
        compress(&dir).expect("it compresses");
        assert!(dir.join("long.js.br").exists() && dir.join("long.js.gz").exists());
        assert!(dir.join("pkg/now/tandem.js.br").exists() && !dir.join("pkg/former/tandem.js.br").exists());
        assert!(!dir.join("short.js.br").exists() && !dir.join("short.js.gz").exists());
        fs::remove_dir_all(dir).expect("the folder goes");
    }
}
