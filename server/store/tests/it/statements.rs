//! Each statement of the store is prepared on both engines.

use crate::on_both_engines;

on_both_engines! {
    async fn every_statement_is_understood(store: Store) {
        let statements = store::every_statement();
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
fn every_module_that_declares_statements_is_in_the_list() {
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    let list = std::fs::read_to_string(format!("{source}/lib.rs")).unwrap();
    for entry in std::fs::read_dir(source).unwrap() {
        let path = entry.unwrap().path();
        let Some(name) = path.file_stem().and_then(|n| n.to_str()) else { continue };
        let declares = path.is_file() && std::fs::read_to_string(&path).unwrap().contains("\nstatements! {");
        if declares {
            assert!(list.contains(&format!("{name}::STATEMENTS")), "{name} is missing in every_statement()");
        }
    }
}
