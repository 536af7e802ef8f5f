//! What was measured: tables for people, figures for machines, and what misses its target with its cause.

use crate::database::Engine;
use crate::rows::Scale;
use anyhow::{Context, Result};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// A part of the bench.
#[derive(Debug, Default, Serialize)]
pub struct Section {
    /// Heading.
    pub title: String,
    /// What was done, in a sentence or two.
    pub about: String,
    /// Names of the columns.
    pub head: Vec<String>,
    /// The first cell says what was measured.
    pub rows: Vec<Vec<String>>,
    /// By name, such as `home.portal.cpu_ms`.
    pub figures: BTreeMap<String, f64>,
    /// How it stands to the targets.
    pub verdicts: Vec<Verdict>,
}

/// A target, and what was measured.
#[derive(Debug, Serialize)]
pub struct Verdict {
    /// What is wanted.
    pub target: String,
    /// What was measured.
    pub measured: String,
    /// Whether that is as wanted.
    pub met: bool,
    /// Where it is not: why, as far as the figures tell.
    pub cause: String,
}

impl Section {
    /// With this heading and these columns.
    pub fn new(title: &str, about: &str, head: &[&str]) -> Self {
        let head = head.iter().map(|name| (*name).to_owned()).collect();
        Self { title: title.to_owned(), about: about.to_owned(), head, ..Self::default() }
    }

    /// Keeps a figure.
    pub fn figure(&mut self, name: impl Into<String>, value: f64) {
        self.figures.insert(name.into(), value);
    }

    /// Judges a figure that may be at most so much.
    pub fn at_most(&mut self, what: &str, measured: f64, most: f64, unit: &str, cause: String) {
        self.verdicts.push(Verdict {
            target: format!("{what}: at most {}{unit}", number(most)),
            measured: format!("{}{unit}", number(measured)),
            met: measured <= most,
            cause,
        });
    }

    /// Judges a figure that has to be at least so much.
    pub fn at_least(&mut self, what: &str, measured: f64, least: f64, unit: &str, cause: String) {
        self.verdicts.push(Verdict {
            target: format!("{what}: at least {}{unit}", number(least)),
            measured: format!("{}{unit}", number(measured)),
            met: measured >= least,
            cause,
        });
    }
}

/// Three digits that matter.
pub fn number(value: f64) -> String {
    match value.abs() {
        large if large >= 100.0 => format!("{value:.0}"),
        some if some >= 10.0 => format!("{value:.1}"),
        few if few >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

/// The machine, as far as figures depend on it.
#[derive(Debug, Serialize)]
pub struct Machine {
    /// Model of the processor.
    pub cpu: String,
    /// How many the system has.
    pub cores: usize,
    /// Memory in MiB.
    pub memory: u64,
    /// Of the operating system.
    pub kernel: String,
    /// Compiler.
    pub rustc: String,
}

impl Machine {
    /// This one.
    pub fn here() -> Result<Self> {
        let read = |path| std::fs::read_to_string(path).with_context(|| format!("reading {path}"));
        let (cpu, memory) = (read("/proc/cpuinfo")?, read("/proc/meminfo")?);
        let model = cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
        let kilobytes = memory.lines().find_map(|line| line.strip_prefix("MemTotal:"));
        let kilobytes = kilobytes.and_then(|rest| rest.trim().split(' ').next()?.parse::<u64>().ok());
        let rustc = std::process::Command::new("rustc").arg("--version").output();
        let rustc =
            rustc.map(|said| String::from_utf8_lossy(&said.stdout).trim().to_owned()).unwrap_or_default();
        Ok(Self {
            cpu: model.map(|(_, model)| model.to_owned()).unwrap_or_else(|| "unknown".into()),
            cores: std::thread::available_parallelism()?.get(),
            memory: kilobytes.unwrap_or_default() / 1024,
            kernel: read("/proc/sys/kernel/osrelease")?.trim().to_owned(),
            rustc,
        })
    }
}

/// All of it.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Which engine.
    pub engine: &'static str,
    /// How many deals.
    pub scale: String,
    /// The day, ISO 8601.
    pub day: String,
    /// Where.
    pub machine: Machine,
    /// Anything that makes the figures worth less.
    pub doubts: Vec<String>,
    /// In order.
    pub sections: Vec<Section>,
}

impl Report {
    /// Nothing yet.
    pub fn begin(engine: Engine, scale: Scale, day: String) -> Result<Self> {
        Ok(Self {
            engine: engine.word(),
            scale: scale.to_string(),
            day,
            machine: Machine::here()?,
            doubts: Vec::new(),
            sections: Vec::new(),
        })
    }

    /// As Markdown, which is as readable in a terminal.
    pub fn written(&self) -> String {
        let engine = if self.engine == "sqlite" { "SQLite" } else { "PostgreSQL" };
        let machine = &self.machine;
        let mut text = format!("## {engine}, {} deals\n\n", self.scale);
        let _ = writeln!(
            text,
            "Measured on {}: {}, {} cores, {} MiB of memory, Linux {}, {}.\n",
            self.day, machine.cpu, machine.cores, machine.memory, machine.kernel, machine.rustc
        );
        for doubt in &self.doubts {
            let _ = writeln!(text, "**{doubt}**\n");
        }
        for section in &self.sections {
            let _ = writeln!(text, "### {}\n\n{}\n", section.title, section.about);
            text.push_str(&table(&section.head, &section.rows));
            text.push('\n');
        }
        text.push_str("### Against the targets\n\n");
        let head = ["target", "measured", "", "cause of a miss"].map(str::to_owned);
        let judged = self.sections.iter().flat_map(|section| &section.verdicts).map(|verdict| {
            let (word, cause) = if verdict.met { ("met", "") } else { ("MISSED", verdict.cause.as_str()) };
            [&verdict.target, &verdict.measured, word, cause].map(str::to_owned).to_vec()
        });
        text.push_str(&table(&head, &judged.collect::<Vec<_>>()));
        text
    }

    /// Puts it into the file in the place of what was measured before with this engine and scale.
    pub fn write_into(&self, file: &Path) -> Result<()> {
        let kept = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
        let name = format!("{} {}", self.engine, self.scale);
        std::fs::write(file, placed(&kept, &name, &self.written()))?;
        Ok(())
    }
}

/// A page with this text between the marks of that name, at the end when they are not there yet.
fn placed(page: &str, name: &str, text: &str) -> String {
    let (begin, end) = (format!("<!-- measured: {name} -->\n"), format!("<!-- end: {name} -->\n"));
    let text = format!("{begin}\n{text}\n{end}");
    let old = page.split_once(&begin).and_then(|(before, rest)| Some((before, rest.split_once(&end)?.1)));
    match old {
        Some((before, after)) => format!("{before}{text}{after}"),
        None => format!("{}\n\n{text}", page.trim_end()),
    }
}

/// Columns as wide as their widest cell, all but the first to the right.
pub fn table(head: &[String], rows: &[Vec<String>]) -> String {
    let wide = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.get(at)).chain(head.get(at));
        cells.map(|cell| cell.chars().count()).max().unwrap_or_default().max(3)
    };
    let width: Vec<usize> = (0..head.len()).map(wide).collect();
    let line = |cells: &[String]| {
        let padded = cells.iter().zip(&width).enumerate().map(|(at, (cell, width))| match at {
            0 => format!("{cell:<width$}"),
            _ => format!("{cell:>width$}"),
        });
        format!("| {} |\n", padded.collect::<Vec<_>>().join(" | "))
    };
    let rule = width.iter().enumerate().map(|(at, width)| match at {
        0 => "-".repeat(*width),
        _ => format!("{}:", "-".repeat(width - 1)),
    });
    let rule = format!("| {} |\n", rule.collect::<Vec<_>>().join(" | "));
    rows.iter().fold(line(head) + &rule, |text, row| text + &line(row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_the_same_sort_take_the_place_of_the_old_ones() {
        let page = "# Performance\n\nHow it is measured.\n";
        let once = placed(page, "sqlite 100", "first");
        let other = placed(&once, "postgres 100", "second");
        let again = placed(&other, "sqlite 100", "third");
        assert!(again.starts_with("# Performance\n\nHow it is measured.\n\n<!-- measured: sqlite 100 -->\n"));
        assert!(!again.contains("first") && again.contains("second") && again.contains("third"));
        assert_eq!(placed(&again, "sqlite 100", "third"), again);
    }

    #[test]
    fn a_miss_is_told_with_its_cause_and_a_hit_without() {
        let mut section = Section::new("Pages", "Asked.", &["page", "ms"]);
        section.at_most("home", 2.5, 3.0, " times the floor", "the frame".into());
        section.at_most("list", 3.5, 3.0, " times the floor", "the rows".into());
        let machine =
            Machine { cpu: "one".into(), cores: 2, memory: 1, kernel: "6".into(), rustc: "rustc 1".into() };
        let report = Report {
            engine: "sqlite",
            scale: "100".into(),
            day: "2026-01-01".into(),
            machine,
            doubts: Vec::new(),
            sections: vec![section],
        };
        let text = report.written();
        assert!(text.contains("MISSED") && text.contains("the rows"), "{text}");
        assert!(!text.contains("the frame"), "{text}");
    }
}
