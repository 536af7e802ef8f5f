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
    /// Children whose command line says this are somebody else's: connections to another database of the same server.
    pub but: Option<String>,
}

impl Group {
    /// These processes with their children.
    pub fn of(roots: &[u32]) -> Self {
        Self { roots: roots.to_vec(), but: None }
    }

    /// Processor time of all of them so far, with that of children that have ended and were waited for.
    pub fn used(&self) -> Result<Duration> {
        Ok(Duration::from_millis(self.ticks(&processes()?) * 1000 / TICKS))
    }

    fn ticks(&self, all: &[Process]) -> u64 {
        let mut ticks = 0;
        let mut open = self.roots.clone();
        while let Some(next) = open.pop() {
            let Some(process) = all.iter().find(|process| process.id == next) else { continue };
            if self.but.as_ref().is_some_and(|but| process.line.contains(but.as_str())) {
                continue;
            }
            ticks += process.ticks;
            open.extend(all.iter().filter(|child| child.parent == next).map(|child| child.id));
        }
        ticks
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
    line: String,
}

fn processes() -> Result<Vec<Process>> {
    let mut all = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(id) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        // One that has ended meanwhile is none.
        let Ok(stat) = fs::read_to_string(format!("/proc/{id}/stat")) else { continue };
        let line = fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
        let line = String::from_utf8_lossy(&line).replace('\0', " ");
        all.push(process(id, &stat, line).with_context(|| format!("reading what {id} has used"))?);
    }
    Ok(all)
}

/// Fields are counted behind the name, which may have spaces and brackets.
fn process(id: u32, stat: &str, line: String) -> Option<Process> {
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<u64>().ok();
    let parent = fields.get(1)?.parse().ok()?;
    Some(Process { id, parent, ticks: ticks(11)? + ticks(12)? + ticks(13)? + ticks(14)?, line })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_brackets_do_not_move_the_fields() {
        let stat = "7 (a) b)) S 3 7 7 0 -1 4194560 1 0 0 0 50 20 4 6 20 0 1 0 100 1 1";
        let read = process(7, stat, String::new()).unwrap();
        assert_eq!((read.parent, read.ticks), (3, 80));
    }

    #[test]
    fn children_count_and_those_of_another_database_do_not() {
        let one = |id, parent, ticks, line: &str| Process { id, parent, ticks, line: line.into() };
        let all = [
            one(1, 0, 1000, "init"),
            one(2, 1, 10, "postgres -D data"),
            one(3, 2, 5, "postgres: walwriter"),
            one(4, 2, 7, "postgres: postgres portal 127.0.0.1(1) idle"),
            one(5, 2, 9, "postgres: postgres floor 127.0.0.1(2) idle"),
            one(6, 4, 1, "a grandchild"),
        ];
        let mut group = Group::of(&[2]);
        assert_eq!(group.ticks(&all), 32);
        group.but = Some(" floor ".into());
        assert_eq!(group.ticks(&all), 23);
    }

    #[test]
    fn this_process_uses_time_and_memory() {
        let own = Group::of(&[std::process::id()]);
        let mut sum = 0_u64;
        let before = own.used().unwrap();
        while own.used().unwrap() < before + Duration::from_millis(30) {
            sum = sum.wrapping_add((0..100_000).sum::<u64>());
        }
        assert!(sum > 0 && own.memory().unwrap().0 > 0);
    }
}
