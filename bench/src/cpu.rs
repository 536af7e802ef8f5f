//! What processes have used, as Linux tells it (proc(5)).

use anyhow::{Context, Result};
use std::fs;
use std::time::Duration;

/// Clock ticks a second of `/proc`; the same on every Linux that people run.
const TICKS: u64 = 100;

/// Processes whose work is counted together.
#[derive(Debug, Clone)]
pub struct Group {
    /// The first of each: their children count too.
    pub roots: Vec<u32>,
}

impl Group {
    /// Processor time of all of them so far, with that of children that have ended and were waited for.
    pub fn used(&self) -> Result<Duration> {
        let all = processes()?;
        let mut ticks = 0;
        let mut open = self.roots.clone();
        while let Some(next) = open.pop() {
            if let Some(process) = all.iter().find(|process| process.id == next) {
                ticks += process.ticks;
                open.extend(all.iter().filter(|child| child.parent == next).map(|child| child.id));
            }
        }
        Ok(Duration::from_millis(ticks * 1000 / TICKS))
    }

    /// Kilobytes of the roots that are in memory: now, and at most so far.
    pub fn memory(&self) -> Result<(u64, u64)> {
        let mut sum = (0, 0);
        for id in &self.roots {
            let status = fs::read_to_string(format!("/proc/{id}/status"))?;
            let of = |name: &str| {
                let line = status.lines().find(|line| line.starts_with(name));
                line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok()).unwrap_or_default()
            };
            sum = (sum.0 + of("VmRSS:"), sum.1 + of("VmHWM:"));
        }
        Ok(sum)
    }

    /// Begins to look for the most memory anew.
    pub fn forget_peak(&self) -> Result<()> {
        for id in &self.roots {
            fs::write(format!("/proc/{id}/clear_refs"), "5")?;
        }
        Ok(())
    }
}

struct Process {
    id: u32,
    parent: u32,
    ticks: u64,
}

fn processes() -> Result<Vec<Process>> {
    let mut all = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(id) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        // One that has ended meanwhile is none.
        let Ok(stat) = fs::read_to_string(format!("/proc/{id}/stat")) else { continue };
        all.push(process(id, &stat).with_context(|| format!("reading what {id} has used"))?);
    }
    Ok(all)
}

/// Fields are counted behind the name, which may have spaces and brackets.
fn process(id: u32, stat: &str) -> Option<Process> {
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<u64>().ok();
    let parent = fields.get(1)?.parse().ok()?;
    Some(Process { id, parent, ticks: ticks(11)? + ticks(12)? + ticks(13)? + ticks(14)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_brackets_do_not_move_the_fields() {
        let stat = "7 (a) b)) S 3 7 7 0 -1 4194560 1 0 0 0 50 20 4 6 20 0 1 0 100 1 1";
        let read = process(7, stat).unwrap();
        assert_eq!((read.parent, read.ticks), (3, 80));
    }

    #[test]
    fn this_process_uses_time_and_memory() {
        let own = Group { roots: vec![std::process::id()] };
        let mut sum = 0_u64;
        let before = own.used().unwrap();
        while own.used().unwrap() < before + Duration::from_millis(30) {
            sum = sum.wrapping_add((0..100_000).sum::<u64>());
        }
        assert!(sum > 0 && own.memory().unwrap().0 > 0);
    }
}
