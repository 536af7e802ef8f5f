//! How good the matching engine is, beside other ways to match.
//!
//! ```sh
//! cargo run --release -p matching-bench -- fit                 # finds the weights on the tuning part
//! cargo run --release -p matching-bench -- tuning              # measures the tuning part, with the errors
//! cargo run --release -p matching-bench -- test                # measures the test part, with counts only
//! cargo run --release -p matching-bench -- test --splink DIR   # the same, with splink in an environment of its own in DIR
//! cargo run --release -p matching-bench -- candidates 100000   # how many candidates a look-up has among so many accounts
//! ```

mod candidates;
mod fit;
mod methods;
mod report;
mod scores;
mod splink;

use anyhow::{Result, bail};
use pairs::Part;
use std::path::Path;

fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["fit"] => fit::run(),
        ["tuning"] => report::tuning(),
        ["test"] => report::measured(Part::Test, None),
        ["test", "--splink", folder] => report::measured(Part::Test, Some(Path::new(folder))),
        ["tuning", "--splink", folder] => report::measured(Part::Tuning, Some(Path::new(folder))),
        ["candidates", accounts] => candidates::run(accounts.parse()?),
        _ => bail!("fit | tuning [--splink DIR] | test [--splink DIR] | candidates N"),
    }
}
