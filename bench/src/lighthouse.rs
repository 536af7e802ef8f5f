//! Lighthouse's own judgement of pages on its slow phone, five times; the worst counts.

use crate::report::{Section, number};
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use std::path::Path;
use tokio::process::Command;

/// Times that each page is judged.
const TIMES: usize = 5;

/// The pages: what anybody sees first, and what a partner does.
const PAGES: [&str; 4] = ["/sign-in", "/", "/assets", "/deals"];

/// What is said of a page once.
#[derive(Debug, Deserialize)]
struct Judgement {
    path: String,
    performance: f64,
    accessibility: f64,
    best_practices: f64,
    largest_paint_ms: f64,
    blocked_ms: f64,
    missed: String,
}

/// Judges the pages of whoever has this cookie.
pub async fn measure(portal: &str, cookie: &str, chromium: &Path, script: &Path) -> Result<Section> {
    let mut section = Section::new(
        "Lighthouse, mobile",
        "Its own phone (simulated 1.6 Mbit/s, 150 ms, a quarter of the processor), five times in turns; of the points the worst, of \
         the times the middle.",
        &["", "performance", "accessibility", "best practices", "largest paint s", "blocked ms"],
    );
    let mut command = Command::new("node");
    command.arg(script).arg(portal).arg(cookie).arg(TIMES.to_string()).args(PAGES);
    let said =
        command.env("CHROMIUM", chromium).kill_on_drop(true).output().await.context("starting node")?;
    ensure!(said.status.success(), "Lighthouse failed: {}", String::from_utf8_lossy(&said.stderr));
    let lines = String::from_utf8(said.stdout)?;
    let all = lines
        .lines()
        .map(|line| serde_json::from_str::<Judgement>(line).with_context(|| format!("reading {line}")))
        .collect::<Result<Vec<_>>>()?;
    let mut worst = (100.0, String::new());
    for path in PAGES {
        let of: Vec<&Judgement> = all.iter().filter(|one| one.path == path).collect();
        ensure!(of.len() == TIMES, "Lighthouse judged {path} {} times", of.len());
        let least = |what: fn(&Judgement) -> f64| of.iter().map(|one| what(one)).fold(100.0, f64::min);
        let middle = |what: fn(&Judgement) -> f64| {
            crate::load::spread(&of.iter().map(|one| what(one)).collect::<Vec<_>>()).0
        };
        let performance = least(|one| one.performance);
        if performance < worst.0 {
            let missed = of.iter().find(|one| one.performance <= performance);
            worst = (performance, missed.map(|one| format!("{path}: {}", one.missed)).unwrap_or_default());
        }
        section.rows.push(vec![
            path.to_owned(),
            number(performance),
            number(least(|one| one.accessibility)),
            number(least(|one| one.best_practices)),
            number(middle(|one| one.largest_paint_ms) / 1000.0),
            number(middle(|one| one.blocked_ms)),
        ]);
        section.figure(format!("lighthouse.{path}.performance"), performance);
        section.figure(format!("lighthouse.{path}.accessibility"), least(|one| one.accessibility));
    }
    section.at_least(
        "performance on a phone, the worst of five of the worst page",
        worst.0,
        98.0,
        "",
        worst.1,
    );
    Ok(section)
}
