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
    before: u64,
    most: Spent,
}

/// What one step took.
#[derive(Default, Clone, Copy)]
pub struct Spent {
    worker: Worker,
    /// More memory of the server than before.
    server: u64,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
    }
}

impl Watch {
    pub fn begin() -> Self {
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
        Self { workers, over, before: 0, most: Spent::default() }
    }

    /// From here on it counts.
    pub fn next(&mut self) {
        self.workers.lock().unwrap().clear();
        // The peak begins anew (proc(5), `clear_refs`).
        let _ = std::fs::write("/proc/self/clear_refs", "5");
        self.before = of_status("self", "VmRSS:");
    }

    /// What it took since.
    pub fn spent(&mut self) -> Spent {
        let workers = self.workers.lock().unwrap();
        let mut spent =
            Spent { server: of_status("self", "VmHWM:").saturating_sub(self.before), ..Spent::default() };
        for worker in workers.values() {
            spent.worker.peak = spent.worker.peak.max(worker.peak);
            spent.worker.millis = spent.worker.millis.max(worker.millis);
        }
        self.most.worker.peak = self.most.worker.peak.max(spent.worker.peak);
        self.most.worker.millis = self.most.worker.millis.max(spent.worker.millis);
        self.most.server = self.most.server.max(spent.server);
        spent
    }

    pub fn most(&self) -> String {
        let Spent { worker, server } = self.most;
        format!(
            "a worker {} ms and {} MB, the server {} MB more",
            worker.millis,
            worker.peak >> 20,
            server >> 20
        )
    }
}

impl Spent {
    /// Fails when it was more than a file of this length may take.
    pub fn hold(&self, what: &str, length: usize) {
        let Self { worker, server } = self;
        assert!(worker.millis <= MOST_MILLIS, "{what}: a worker took {} ms", worker.millis);
        let most = PROGRAM_BYTES + length as u64 + MOST_BYTES;
        assert!(worker.peak <= most, "{what}: a worker took {} MB", worker.peak >> 20);
        assert!(*server <= MOST_BYTES, "{what}: the server took {} MB more", server >> 20);
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
