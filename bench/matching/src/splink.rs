//! splink (PyPI), in a Python environment of its own.

use anyhow::{Context, Result, ensure};
use pairs::{Part, lines, part};
use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

const SCRIPT: &str = include_str!("../splink/score.py");
const NEEDS: &str = include_str!("../splink/requirements.txt");

/// How splink is used, with what the script calls it.
pub const WAYS: [(&str, &str); 3] = [
    ("splink", "raw"),
    ("splink, columns prepared", "clean"),
    ("splink, columns prepared, m from the tuning labels", "labels"),
];

/// The match weight of every pair of both parts by its id.
///
/// # Errors
/// When the environment can't be made, or splink fails.
pub fn scores(folder: &Path, how: &str) -> Result<HashMap<String, f64>> {
    std::fs::create_dir_all(folder)?;
    let python = folder.join("bin/python");
    if !python.exists() {
        run(Command::new("python3").args(["-m", "venv"]).arg(folder))?;
    }
    std::fs::write(folder.join("requirements.txt"), NEEDS)?;
    run(Command::new(&python)
        .args(["-m", "pip", "install", "--quiet", "-r"])
        .arg(folder.join("requirements.txt")))?;
    std::fs::write(folder.join("score.py"), SCRIPT)?;
    for (name, which) in [("tuning", Part::Tuning), ("test", Part::Test)] {
        std::fs::write(folder.join(format!("{name}.jsonl")), lines(&part(which)))?;
    }
    run(Command::new(&python).arg(folder.join("score.py")).arg(folder).arg(how))?;
    let text = std::fs::read_to_string(folder.join("scores.tsv"))?;
    text.lines()
        .map(|line| {
            let (id, score) = line.split_once('\t').context("a line of two fields")?;
            Ok((id.to_owned(), score.parse()?))
        })
        .collect()
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.status()?;
    ensure!(status.success(), "{command:?} ended with {status}");
    Ok(())
}
