//! The steps of a command, each printed with the time that it took.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::processes;

/// What has been done so far in this command.
pub struct Steps {
    began: Instant,
    done: Vec<(String, Duration)>,
}

impl Steps {
    pub fn begin() -> Self {
        Self { began: Instant::now(), done: Vec::new() }
    }

    /// Does one step; a failure bears its name.
    pub fn step<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        if processes::stopping() {
            bail!("stopped before: {name}");
        }
        println!("\n== {name}");
        let began = Instant::now();
        let outcome = work();
        let took = began.elapsed();
        let verdict = if outcome.is_ok() { "took" } else { "FAILED after" };
        println!("== {name}: {verdict} {}", seconds(took));
        self.done.push((name.to_owned(), took));
        outcome.with_context(|| name.to_owned())
    }

    /// The steps since the last summary once more, so that the slow one is seen at a glance.
    pub fn print_summary(&mut self) {
        if self.done.len() < 2 {
            return;
        }
        println!();
        for (name, took) in self.done.drain(..) {
            println!("{:>9}  {name}", seconds(took));
        }
        println!("{:>9}  together", seconds(self.began.elapsed()));
    }
}

fn seconds(took: Duration) -> String {
    format!("{:.1} s", took.as_secs_f64())
}
