//! How many candidates a look-up has, in a table of keys in memory.

use crate::methods::company;
use anyhow::Result;
use matching::Kind;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Companies that are looked for.
const LOOKED_FOR: usize = 1000;

/// Makes so many accounts, and looks some others up among them.
pub fn run(accounts: usize) -> Result<()> {
    let mut table: HashMap<i64, u32> = HashMap::new();
    let mut rows = 0_usize;
    for record in pairs::companies(1).take(accounts) {
        let keys = company(&record).keys();
        rows += keys.len();
        for key in keys {
            *table.entry(key.number()).or_default() += 1;
        }
    }
    println!("{accounts} accounts, {:.1} keys each", rows as f64 / accounts as f64);
    let mut of: BTreeMap<Kind, Vec<u32>> = BTreeMap::new();
    for record in pairs::companies(2).take(LOOKED_FOR) {
        let mut seen = HashSet::new();
        for key in company(&record).lookups().into_iter().filter(|key| seen.insert(key.number())) {
            of.entry(key.kind).or_default().push(table.get(&key.number()).copied().unwrap_or(0));
        }
    }
    println!("\n| key | look-ups | median | of 100 the 95th | most |\n| --- | ---: | ---: | ---: | ---: |");
    for (kind, mut counts) in of {
        counts.sort_unstable();
        let at = |share: usize| counts[(counts.len() - 1) * share / 100];
        println!("| {kind:?} | {} | {} | {} | {} |", counts.len(), at(50), at(95), at(100));
    }
    Ok(())
}
