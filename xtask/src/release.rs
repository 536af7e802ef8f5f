//! One file to install: the program with everything that it serves inside.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    io::{BufRead, BufReader, Read, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::{build, house::House, packages, site, sizes, steps::Steps};

/// What the file may have at most.
const MOST_BYTES: u64 = 47 * 1000 * 1000;

/// Makes the file and tries it.
pub fn release(house: &House, steps: &mut Steps) -> Result<()> {
    packages::bring(&[&packages::MAKE])?;
    let whole = house.target().join("whole");
    fs::create_dir_all(&whole)?;
    let folder = whole.join("site");
    build::site_apart(house, &folder, steps)?;
    // What is over its budget is told at the end: there is a program all the same.
    let sizes = sizes::print(&folder);
    let built = build::whole(house, &list(house, &folder)?, steps)?;
    let program = whole.join("tandem");
    fs::copy(&built, &program).with_context(|| format!("copying {}", built.display()))?;
    steps.step("try it", || try_it(&program))?;
    let bytes = program.metadata()?.len();
    println!("\n{} ({}.{} MB)", program.display(), bytes / 1_000_000, bytes / 100_000 % 10);
    if bytes > MOST_BYTES {
        bail!("it has more than {} MB", MOST_BYTES / 1_000_000);
    }
    sizes
}

/// Writes the list of the files of a site for `server/whole`; hands back where it is.
pub fn list(house: &House, site: &Path) -> Result<PathBuf> {
    let list = house.target().join("site-files.rs");
    let text = listed(site)?;
    // Written anew, it would be compiled anew.
    if fs::read_to_string(&list).ok().as_ref() != Some(&text) {
        fs::write(&list, text)?;
    }
    Ok(list)
}

/// The files of the site as an expression in Rust, sorted by their paths: what `server/whole` includes. Of a file that was
/// packed there is the smallest packing alone, which the program unpacks for whoever does not read it.
fn listed(site: &Path) -> Result<String> {
    let mut files = BTreeMap::new();
    for file in site::files_below(site)? {
        let path = file.strip_prefix(site)?.to_str().context("a name that is no text")?.to_owned();
        files.insert(path, file);
    }
    let mut text = String::from("&[\n");
    for (path, file) in &files {
        if path.ends_with(".gz") || files.contains_key(&format!("{path}.br")) {
            continue;
        }
        writeln!(text, "    ({path:?}, include_bytes!({:?})),", file.display().to_string())?;
    }
    text.push_str("]\n");
    Ok(text)
}

/// Starts the program where nothing of the sources is, and asks for a page and everything that the page names.
pub fn try_it(program: &Path) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("tandem-release-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let alone = folder.join("tandem");
    fs::copy(program, &alone)?;
    let mut serving = Command::new(&alone);
    serving.current_dir(&folder).args(["serve", "--empty", "--addr", "127.0.0.1:0", "--data", "data"]);
    let mut child = serving.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
    let tried = look_at(&mut child);
    // Both only clean up: what counts was seen.
    let _ = child.kill();
    let _ = child.wait();
    fs::remove_dir_all(&folder)?;
    tried
}

fn look_at(child: &mut Child) -> Result<()> {
    let said = BufReader::new(child.stdout.take().context("no output")?);
    let origin = said
        .lines()
        .map_while(Result::ok)
        .find_map(|line| line.strip_prefix("Tandem serves at http://").map(str::to_owned));
    let origin = origin.context("it does not serve")?;
    let page = ask(&origin, "/sign-in")?;
    let mut named: Vec<&str> = page.split(['"', '\'']).filter(|text| text.starts_with("/pkg/")).collect();
    named.sort_unstable();
    named.dedup();
    if named.len() < 3 {
        bail!("the page names {} files only", named.len());
    }
    for path in
        named.iter().chain(&["/favicon.svg", "/icons.svg", "/sw.js", "/offline.html", "/icon-192.png"])
    {
        ask(&origin, path)?;
    }
    println!("a page and {} files of it are there", named.len() + 5);
    Ok(())
}

/// The answer to one request, which has to be 200.
fn ask(host: &str, path: &str) -> Result<String> {
    let mut stream = TcpStream::connect(host)?;
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    if !answer.starts_with("HTTP/1.1 200 ") {
        bail!("{path}: {}", answer.lines().next().unwrap_or("no answer"));
    }
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_has_every_file_once_and_is_sorted_as_the_program_looks_it_up() {
        let site = std::env::temp_dir().join(format!("tandem-listed-{}", std::process::id()));
        for path in ["pkg/b.js", "pkg/b.js.br", "pkg/b.js.gz", "pkg-x/a.js", "manifest.json"] {
            let file = site.join(path);
            fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            fs::write(file, "x").expect("a file");
        }
        let text = listed(&site).expect("it is listed");
        let paths: Vec<&str> =
            text.lines().filter_map(|line| line.trim().strip_prefix("(\"")?.split('"').next()).collect();
        assert_eq!(paths, ["manifest.json", "pkg-x/a.js", "pkg/b.js.br"]);
        assert!(
            text.contains(&format!("include_bytes!({:?})", site.join("pkg/b.js.br").display().to_string()))
        );
        fs::remove_dir_all(site).expect("the folder goes");
    }
}
