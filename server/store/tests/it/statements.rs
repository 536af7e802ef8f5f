//! Each statement of the store is prepared on both engines.

use crate::on_both_engines;
use std::path::{Path, PathBuf};

on_both_engines! {
    async fn every_statement_is_understood(store: Store) {
        let mut statements = store::every_statement();
        statements.extend(store::statements_of(store.engine()));
        assert!(statements.len() > 50, "only {} statements: is a module missing from the list?", statements.len());
        let mut refused = Vec::new();
        for statement in statements {
            match store.prepare(statement).await {
                // sqlx on SQLite takes a missing parameter for NULL without a word, so they are counted here.
                Ok(count) if count == parameters(statement.text()) => {}
                Ok(count) => refused.push(format!("{count} parameters: {}", statement.text())),
                Err(error) => refused.push(format!("{error}: {}", statement.text())),
            }
        }
        assert!(refused.is_empty(), "{}", refused.join("\n\n"));
    }
}

/// The highest `$n`.
fn parameters(text: &str) -> usize {
    text.split('$')
        .skip(1)
        .filter_map(|rest| rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok())
        .max()
        .unwrap_or(0)
}

#[test]
fn no_statement_is_planned_anew_for_each_pattern() {
    for statement in store::every_statement().into_iter().chain(store::orders::every()) {
        assert!(!statement.text().contains("LIKE $"), "LIKE ($1 || ''): {}", statement.text());
    }
}

#[test]
fn every_module_that_declares_statements_is_in_the_list() {
    let source = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"));
    let list = std::fs::read_to_string(source.join("lib.rs")).unwrap();
    let mut declaring = 0;
    for file in files_below(source) {
        if !std::fs::read_to_string(&file).unwrap().contains("\nstatements! {") {
            continue;
        }
        declaring += 1;
        let module = file.strip_prefix(source).unwrap().with_extension("");
        let module = module.to_str().unwrap().replace('/', "::");
        let entry = format!("        {module}::STATEMENTS,\n");
        assert!(list.contains(&entry), "{module} is missing in every_statement()");
    }
    assert_eq!(declaring, list.matches("::STATEMENTS,").count());
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}
