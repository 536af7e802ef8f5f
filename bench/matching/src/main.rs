//! How good the matching engine is, beside other ways to match.
//!
//! ```sh
//! cargo run --release -p matching-bench -- fit                 # finds the weights on the tuning part
//! cargo run --release -p matching-bench -- tuning              # measures the tuning part, with the errors
//! cargo run --release -p matching-bench -- test                # measures the test part, with counts only
//! cargo run --release -p matching-bench -- test --splink DIR   # the same, with splink in an environment of its own in DIR
//! cargo run --release -p matching-bench -- candidates 100000   # how many candidates a look-up has among so many accounts
//! cargo run --release -p matching-bench -- speed ADDRESS       # how long a verdict takes among 10,000 and 1,000,000 accounts; ADDRESS is
//!                                                              # a folder for SQLite's files, or a server of PostgreSQL's without a database
//! ```

mod candidates;
mod fit;
mod methods;
mod report;
mod scores;
mod speed;
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
        ["speed", address] => speed(address, 1_000_000),
        ["speed", address, accounts] => speed(address, accounts.parse()?),
        _ => bail!("fit | tuning [--splink DIR] | test [--splink DIR] | candidates N | speed ADDRESS [N]"),
    }
}

/// Measures in new databases there: few accounts and many, a fifth as many registrations.
fn speed(address: &str, many: usize) -> Result<()> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let mut places = Vec::new();
        for (name, accounts) in [("few", (many / 100).max(1)), ("many", many)] {
            let url = speed::made(address, name).await?;
            places.push(speed::Place { url, accounts, registrations: accounts / 5 });
        }
        let [few, many] = <[speed::Place; 2]>::try_from(places).map_err(|_| anyhow::anyhow!("two places"))?;
        speed::run(few, many).await
    })
}
