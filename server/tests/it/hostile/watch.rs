//! What workers and the server take: processor time and memory, as Linux tells it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Ticks of processor time a second, in `/proc` of every Linux that Rust's tier 1 covers.
const TICKS: u64 = 100;
/// A worker is ended when it has taken this; the machine looks every few milliseconds.
const MOST_MILLIS: u64 = 2_000 + 100;
const MOST_BYTES: u64 = 256 << 20;
/// The program itself, with what it links.
const PROGRAM_BYTES: u64 = 96 << 20;

#[derive(Default, Clone, Copy)]
struct Worker {
    peak: u64,
    millis: u64,
}

/// Looks at the workers of this process as long as it lives.
pub struct Watch {
    workers: Arc<Mutex<HashMap<u32, Worker>>>,
    over: Arc<AtomicBool>,
    /// Memory of the server before.
    before: u64,
    /// Bytes of the largest file.
    largest: u64,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
    }
}

impl Watch {
    /// From here on it counts.
    pub fn begin(largest: usize) -> Self {
        let (workers, over) = (Arc::<Mutex<HashMap<u32, Worker>>>::default(), Arc::<AtomicBool>::default());
        let (seen, ends) = (workers.clone(), over.clone());
        std::thread::spawn(move || {
            while !ends.load(Ordering::Relaxed) {
                for id in children() {
                    let Some(now) = look(id) else { continue };
                    let mut seen = seen.lock().unwrap();
                    let known = seen.entry(id).or_default();
                    known.peak = known.peak.max(now.peak);
                    known.millis = known.millis.max(now.millis);
                }
                std::thread::sleep(Duration::from_millis(4));
            }
        });
        // The peak begins anew (proc(5), `clear_refs`).
        let _ = std::fs::write("/proc/self/clear_refs", "5");
        Self { workers, over, before: of_status("self", "VmRSS:"), largest: largest as u64 }
    }

    /// Fails when anything took more than it may. Files are sent side by side: it may have been a neighbour of `what`.
    pub fn hold(&self, what: &str) {
        for worker in self.workers.lock().unwrap().values() {
            assert!(worker.millis <= MOST_MILLIS, "{what}: a worker took {} ms", worker.millis);
            let most = PROGRAM_BYTES + self.largest + MOST_BYTES;
            assert!(worker.peak <= most, "{what}: a worker took {} MB", worker.peak >> 20);
        }
        let more = of_status("self", "VmHWM:").saturating_sub(self.before);
        assert!(more <= MOST_BYTES, "{what}: the server took {} MB more", more >> 20);
    }
}

fn children() -> Vec<u32> {
    let Ok(tasks) = std::fs::read_dir("/proc/self/task") else { return Vec::new() };
    let told = tasks.filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("children")).ok());
    told.flat_map(|ids| ids.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<_>>()).collect()
}

fn look(id: u32) -> Option<Worker> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // Behind the name: fields from the third on. By another name it is not the worker yet.
    let (name, fields) = stat.rsplit_once(')')?;
    let fields: Vec<&str> = fields.split_whitespace().collect();
    if !name.ends_with("(tandem") {
        return None;
    }
    let ticks = |field: usize| fields.get(field).and_then(|ticks| ticks.parse::<u64>().ok());
    let millis = (ticks(11)? + ticks(12)?) * 1000 / TICKS;
    Some(Worker { peak: of_status(&id.to_string(), "VmHWM:"), millis })
}

fn of_status(process: &str, field: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field));
    line.and_then(|rest| rest.trim().strip_suffix(" kB")?.parse::<u64>().ok()).unwrap_or_default() << 10
}
