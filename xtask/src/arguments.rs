//! What may be said to `cargo xtask`, and how it is read.

use std::{net::SocketAddr, path::PathBuf};

/// Shown on `help` and under a refusal.
pub const HELP: &str = "\
cargo xtask run [--with-sso] [--empty] [--addr ADDR] [--data DIR] [--release]
    sets up what is missing, builds, and serves (127.0.0.1:3000, data in ./data)
    --with-sso  also starts the demonstration OpenID provider and prints its people
    --empty     seeds nothing: a one-time link on the console makes the first administrator
    --release   the optimised build; needs wasm-opt
cargo xtask build [--release]
    only builds; with --release prints the sizes over the wire
cargo xtask release
    makes one file, target/whole/tandem, with pages, styles, scripts and migrations inside, and tries it
cargo xtask test [--only rust|e2e] [--package NAME] [-- ARGUMENTS OF THE TEST RUNNER]
    passes all tests, starting and stopping what they need
    --package   builds and tests this package only (with --only rust; may be said again)
cargo xtask bench [--scale 100|10k|100k] [--engine sqlite|postgres] [--size MIB] [--rounds N] [--seconds S] [--write]
                  [--without-import]
    measures the portal against a bare floor and what each target names, in optimised builds
    --scale     how many deals (10k)
    --size      MiB of the files that go up and down (1024)
    --write     also writes the tables into docs/performance.md
    --without-import   leaves out the tables of accounts, half of the time
cargo xtask check
    formatting, clippy (native and wasm), licences and sources of the dependencies";

/// One command with its options.
#[derive(Debug, PartialEq)]
pub enum Command {
    Help,
    Run(RunOptions),
    Build { release: bool },
    Release,
    Test(TestOptions),
    Bench(BenchOptions),
    Check,
}

/// How the portal is to be served.
#[derive(Debug, PartialEq)]
pub struct RunOptions {
    pub with_sso: bool,
    pub empty: bool,
    pub release: bool,
    pub addr: SocketAddr,
    pub data: PathBuf,
}

/// Which tests are to be passed.
#[derive(Debug, PartialEq, Default)]
pub struct TestOptions {
    pub only: Option<Only>,
    /// These packages instead of all; of the tests in Rust only.
    pub packages: Vec<String>,
    /// Handed on to the runner of the chosen tests.
    pub rest: Vec<String>,
}

/// What is to be measured.
#[derive(Debug, PartialEq)]
pub struct BenchOptions {
    pub scale: String,
    pub postgres: bool,
    pub size: u32,
    /// Handed on to the bench.
    pub rest: Vec<String>,
    pub write: bool,
}

/// One of the two kinds of test.
#[derive(Debug, PartialEq, Clone, Copy)]
pub enum Only {
    Rust,
    Browser,
}

/// Reads the words after `cargo xtask`; a refusal says which word was not understood.
pub fn parse(words: impl IntoIterator<Item = String>) -> Result<Command, String> {
    let mut words = words.into_iter();
    let Some(name) = words.next() else { return Ok(Command::Help) };
    match name.as_str() {
        "help" | "--help" | "-h" => Ok(Command::Help),
        "run" => parse_run(words).map(Command::Run),
        "build" => {
            let mut release = false;
            for word in words {
                match word.as_str() {
                    "--release" => release = true,
                    other => return Err(unknown("build", other)),
                }
            }
            Ok(Command::Build { release })
        }
        "release" => match words.next() {
            None => Ok(Command::Release),
            Some(other) => Err(unknown("release", &other)),
        },
        "test" => parse_test(words).map(Command::Test),
        "bench" => parse_bench(words).map(Command::Bench),
        "check" => match words.next() {
            None => Ok(Command::Check),
            Some(other) => Err(unknown("check", &other)),
        },
        other => Err(format!("there is no command `{other}`")),
    }
}

fn parse_run(mut words: impl Iterator<Item = String>) -> Result<RunOptions, String> {
    let mut options = RunOptions {
        with_sso: false,
        empty: false,
        release: false,
        addr: SocketAddr::from(([127, 0, 0, 1], 3000)),
        data: PathBuf::from("data"),
    };
    while let Some(word) = words.next() {
        match word.as_str() {
            "--with-sso" => options.with_sso = true,
            "--empty" => options.empty = true,
            "--release" => options.release = true,
            "--addr" => {
                let text = value(&mut words, "--addr")?;
                options.addr =
                    text.parse().map_err(|_| format!("`{text}` is no address such as 127.0.0.1:3000"))?;
            }
            "--data" => options.data = PathBuf::from(value(&mut words, "--data")?),
            other => return Err(unknown("run", other)),
        }
    }
    Ok(options)
}

fn parse_test(mut words: impl Iterator<Item = String>) -> Result<TestOptions, String> {
    let mut options = TestOptions::default();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--only" => {
                options.only = Some(match value(&mut words, "--only")?.as_str() {
                    "rust" => Only::Rust,
                    "e2e" => Only::Browser,
                    other => return Err(format!("--only takes rust or e2e, not `{other}`")),
                });
            }
            "--package" | "-p" => options.packages.push(value(&mut words, "--package")?),
            "--" => options.rest = words.by_ref().collect(),
            other => return Err(unknown("test", other)),
        }
    }
    if !options.rest.is_empty() && options.only.is_none() {
        return Err("say with --only whose arguments those after -- are".to_owned());
    }
    if !options.packages.is_empty() && options.only != Some(Only::Rust) {
        return Err("--package goes with --only rust".to_owned());
    }
    Ok(options)
}

fn parse_bench(mut words: impl Iterator<Item = String>) -> Result<BenchOptions, String> {
    let mut options =
        BenchOptions { scale: "10k".to_owned(), postgres: false, size: 1024, rest: Vec::new(), write: false };
    while let Some(word) = words.next() {
        match word.as_str() {
            "--scale" => {
                let scale = value(&mut words, "--scale")?;
                if !["100", "10k", "100k"].contains(&scale.as_str()) {
                    return Err(format!("--scale takes 100, 10k or 100k, not `{scale}`"));
                }
                options.scale = scale;
            }
            "--engine" => {
                options.postgres = match value(&mut words, "--engine")?.as_str() {
                    "sqlite" => false,
                    "postgres" => true,
                    other => return Err(format!("--engine takes sqlite or postgres, not `{other}`")),
                }
            }
            "--size" => {
                let size = value(&mut words, "--size")?;
                options.size = size
                    .parse()
                    .ok()
                    .filter(|size| (1..=1024).contains(size))
                    .ok_or_else(|| format!("--size takes MiB from 1 to 1024, not `{size}`"))?;
            }
            "--rounds" | "--seconds" => {
                let said = value(&mut words, &word)?;
                if !said.parse::<f64>().is_ok_and(|number| number > 0.0) {
                    return Err(format!("{word} takes a number, not `{said}`"));
                }
                options.rest.extend([word, said]);
            }
            "--without-import" => options.rest.push(word),
            "--write" => options.write = true,
            other => return Err(unknown("bench", other)),
        }
    }
    Ok(options)
}

fn value(words: &mut impl Iterator<Item = String>, of: &str) -> Result<String, String> {
    words.next().ok_or_else(|| format!("{of} needs a value"))
}

fn unknown(command: &str, word: &str) -> String {
    format!("`{command}` does not know `{word}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn run_alone_serves_on_loopback_with_data_beside_the_sources() {
        let Ok(Command::Run(options)) = read("run") else { panic!("run is understood") };
        assert_eq!(options.addr.to_string(), "127.0.0.1:3000");
        assert_eq!(options.data, PathBuf::from("data"));
        assert!(!options.with_sso && !options.empty && !options.release);
    }

    #[test]
    fn every_option_of_run_is_understood() {
        let Ok(Command::Run(options)) =
            read("run --empty --addr [::1]:80 --data /tmp/d --release --with-sso")
        else {
            panic!("all options are understood")
        };
        assert_eq!(options.addr.to_string(), "[::1]:80");
        assert_eq!(options.data, PathBuf::from("/tmp/d"));
        assert!(options.with_sso && options.empty && options.release);
    }

    #[test]
    fn a_misspelt_option_is_refused_and_named() {
        assert_eq!(read("run --emtpy"), Err("`run` does not know `--emtpy`".to_owned()));
        assert!(read("build --relase").is_err());
        assert!(read("check it").is_err());
        assert!(read("deploy").is_err());
    }

    #[test]
    fn an_option_without_its_value_is_refused() {
        assert!(read("run --addr").is_err());
        assert!(read("run --addr localhost").is_err());
        assert!(read("test --only").is_err());
        assert!(read("test --only java").is_err());
    }

    #[test]
    fn arguments_for_a_runner_need_the_runner_named() {
        assert!(read("test -- --grep walk").is_err());
        let Ok(Command::Test(options)) = read("test --only e2e -- --grep walk") else {
            panic!("arguments are handed on")
        };
        assert_eq!(options.only, Some(Only::Browser));
        assert_eq!(options.rest, ["--grep", "walk"]);
    }

    #[test]
    fn the_bench_measures_ten_thousand_deals_on_sqlite_unless_told_otherwise() {
        let Ok(Command::Bench(options)) = read("bench") else { panic!("bench is understood") };
        assert_eq!((options.scale.as_str(), options.postgres, options.size), ("10k", false, 1024));
        let Ok(Command::Bench(options)) =
            read("bench --scale 100 --engine postgres --size 64 --rounds 3 --write")
        else {
            panic!("all options are understood")
        };
        assert!(options.postgres && options.write);
        assert_eq!(options.rest, ["--rounds", "3"]);
        for wrong in ["--scale 5", "--engine mysql", "--size 2048", "--size x", "--rounds many", "--fast"] {
            assert!(read(&format!("bench {wrong}")).is_err(), "{wrong}");
        }
    }

    #[test]
    fn packages_are_chosen_for_tests_in_rust_only() {
        let Ok(Command::Test(options)) = read("test --only rust --package store -p domain -- sqlite") else {
            panic!("packages are understood")
        };
        assert_eq!(options.packages, ["store", "domain"]);
        assert_eq!(options.rest, ["sqlite"]);
        assert!(read("test --package store").is_err());
        assert!(read("test --only e2e --package store").is_err());
    }
}
