//! Writes the files into a folder, with a list of them, for who is no program in Rust.

use hostile::corpus;
use serde_json::{Value, json};
use std::io::{Error, Result};
use std::path::Path;

fn main() -> Result<()> {
    let folder = std::env::args_os().nth(1).ok_or_else(|| Error::other("tell a folder"))?;
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let mut list: Vec<Value> = Vec::new();
    // A name that is no text, and a form that is none, are for who writes the request itself.
    for (number, case) in corpus().into_iter().filter(|case| case.form.is_none()).enumerate() {
        let file = format!("{number:03}.bin");
        std::fs::write(folder.join(&file), &case.bytes)?;
        list.push(json!({
            "class": case.class.word(),
            "name": case.name,
            "called": String::from_utf8_lossy(&case.called),
            "declared": case.declared,
            "file": file,
        }));
    }
    std::fs::write(folder.join("list.json"), Value::from(list).to_string())
}
