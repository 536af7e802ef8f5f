//! Programs that a command starts, and that it stops again however it ends.
//!
//! Every program gets its own process group, so that Ctrl-C in a terminal reaches this tool alone, and the tool passes
//! on one signal in an order of its choosing: a portal that drains its requests must not be signalled twice.

use std::{
    os::unix::process::CommandExt,
    path::Path,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread::{self, sleep},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use nix::{
    sys::signal::{Signal, kill, killpg},
    unistd::Pid,
};

/// How long a program may take to end after it was asked to: longer than the portal takes at most (`server::serve`).
const GRACE: Duration = Duration::from_secs(40);
const LOOK_EVERY: Duration = Duration::from_millis(25);

static STOP: AtomicBool = AtomicBool::new(false);

/// From here on, Ctrl-C and the signals of a service manager end the command in order.
pub fn listen_for_stop() -> Result<()> {
    ctrlc::set_handler(|| STOP.store(true, Ordering::SeqCst)).context("listening for Ctrl-C")
}

/// Whether the command has been asked to end.
pub fn stopping() -> bool {
    STOP.load(Ordering::SeqCst)
}

/// Does this to each of them, as many at once as there are processors; the first error ends it.
pub fn at_once<T: Sync>(all: &[T], work: impl Fn(&T) -> Result<()> + Sync) -> Result<()> {
    let next = AtomicUsize::new(0);
    let turns = || {
        while let Some(one) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
            work(one).inspect_err(|_| next.store(all.len(), Ordering::Relaxed))?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let count = thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..count).map(|_| scope.spawn(turns)).collect();
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .fold(Ok(()), Result::and)
    })
}

/// Runs a program to its end; anything but success is an error that shows how it was called.
pub fn run(command: &mut Command) -> Result<()> {
    let line = shown(command);
    let mut child = command
        .stdin(Stdio::null())
        .process_group(0)
        .spawn()
        .with_context(|| format!("starting `{line}`"))?;
    let mut asked: Option<Instant> = None;
    loop {
        if let Some(status) = child.try_wait()? {
            if stopping() {
                bail!("stopped: {line}");
            }
            if !status.success() {
                bail!("`{line}` ended with {status}");
            }
            return Ok(());
        }
        match asked {
            None if stopping() => {
                signal_group(&child, Signal::SIGINT);
                asked = Some(Instant::now());
            }
            Some(since) if since.elapsed() > GRACE => signal_group(&child, Signal::SIGKILL),
            _ => {}
        }
        sleep(LOOK_EVERY);
    }
}

/// Runs a program and hands back what it wrote to its standard output.
pub fn output(command: &mut Command) -> Result<String> {
    let line = shown(command);
    let output = command
        .stdin(Stdio::null())
        .process_group(0)
        .output()
        .with_context(|| format!("starting `{line}`"))?;
    if !output.status.success() {
        bail!("`{line}` ended with {}: {}", output.status, String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A program that goes on beside the command, and is asked to end when this is dropped.
pub struct Running {
    name: &'static str,
    child: Child,
}

impl Running {
    pub fn start(name: &'static str, command: &mut Command) -> Result<Self> {
        let line = shown(command);
        let child = command
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .with_context(|| format!("starting `{line}`"))?;
        Ok(Self { name, child })
    }

    /// Waits until the program ends by itself (an error) or the command is asked to stop.
    pub fn stay(&mut self) -> Result<()> {
        while !stopping() {
            if let Some(status) = self.child.try_wait()? {
                bail!("{} ended by itself: {status}", self.name);
            }
            sleep(LOOK_EVERY);
        }
        Ok(())
    }

    /// Whether the program is still there.
    pub fn alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.alive() {
            return;
        }
        println!("stopping {}", self.name);
        signal(&self.child, Signal::SIGTERM);
        let asked = Instant::now();
        while self.alive() && asked.elapsed() < GRACE {
            sleep(LOOK_EVERY);
        }
        if self.alive() {
            eprintln!("{} does not stop: ending it", self.name);
            signal_group(&self.child, Signal::SIGKILL);
            // Only reaps it: nothing is left to do should that fail.
            let _ = self.child.wait();
        }
    }
}

/// The first of the folders in `PATH` that has the program.
pub fn on_path(program: &str) -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(program)).find(|file| is_program(file))
}

/// Whether the file can be run.
pub fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

/// A process that is gone needs no signal: failures are that case.
fn signal(child: &Child, signal: Signal) {
    if let Ok(id) = i32::try_from(child.id()) {
        let _ = kill(Pid::from_raw(id), signal);
    }
}

fn signal_group(child: &Child, signal: Signal) {
    if let Ok(id) = i32::try_from(child.id()) {
        let _ = killpg(Pid::from_raw(id), signal);
    }
}

fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_fails_is_an_error_that_shows_how_it_was_called() {
        let error = run(Command::new("sh").args(["-c", "exit 3"])).expect_err("it failed");
        assert!(error.to_string().contains("`sh -c exit 3` ended with exit status: 3"), "{error}");
    }

    #[test]
    fn what_is_done_at_once_is_done_to_all_or_ends_with_the_first_error() {
        let done = std::sync::Mutex::new(Vec::new());
        let note = |number: &u32| {
            done.lock().expect("the list").push(*number);
            Ok(())
        };
        at_once(&[3, 1, 2], note).expect("all were done");
        let mut all = done.lock().expect("the list").clone();
        all.sort_unstable();
        assert_eq!(all, [1, 2, 3]);
        let refused = at_once(&[1, 2, 3], |number| if *number == 2 { bail!("two") } else { Ok(()) });
        assert_eq!(refused.expect_err("it failed").to_string(), "two");
    }

    #[test]
    fn a_program_beside_the_command_is_gone_after_it_was_dropped() {
        let running = Running::start("sleep", Command::new("sleep").arg("60")).expect("sleep starts");
        let id = Pid::from_raw(running.child.id().try_into().expect("a process id"));
        assert!(kill(id, None).is_ok());
        drop(running);
        assert!(kill(id, None).is_err());
    }

    #[test]
    fn a_program_that_ended_by_itself_is_told() {
        let mut running = Running::start("true", &mut Command::new("true")).expect("it starts");
        assert!(running.stay().expect_err("it ended").to_string().contains("ended by itself"));
    }
}
