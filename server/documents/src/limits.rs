//! The bounds that a child puts around itself before it looks at a stranger's bytes.

use rlimit::Resource;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::time::Duration;

/// Memory for the work on one file, on top of the program and the file itself.
const WORK_BYTES: u64 = 256 * 1024 * 1024;
/// Processor time for the whole of the work on one file, however many pages it has, with what starting took.
pub(crate) const SECONDS: u64 = 2;
/// The same for a table of a hundred thousand rows, which has no pages that could be left for later.
pub(crate) const TABLE_SECONDS: u64 = 10;
/// Address space that a program for films takes before it begins: its libraries, most of which are never touched.
const PROGRAM_BYTES: u64 = 320 * 1024 * 1024;
/// Files that such a program has open: its libraries, one after the other, and the film.
const PROGRAM_FILES: u64 = 32;
/// Work that may end early begins nothing new after so much of it.
const ENOUGH: Duration = Duration::from_millis(1_200);

/// How long the parent waits on a busy machine: processor time is what is promised, the clock only catches a child that
/// makes no progress.
pub(crate) fn patience(seconds: u64) -> Duration {
    Duration::from_secs(5 * seconds)
}

/// Limits this process for good: memory, processor time, no files, no sockets, no core dump.
///
/// The address space is bounded from where it stands now, so that the size of the program doesn't matter.
pub(crate) fn confine(seconds: u64) -> io::Result<()> {
    let memory = address_space()? + WORK_BYTES;
    rlimit::setrlimit(Resource::AS, memory, memory)?;
    // The signal of the lower limit tells the parent why; the upper one kills as a lack of memory does.
    rlimit::setrlimit(Resource::CPU, seconds, seconds + 1)?;
    rlimit::setrlimit(Resource::FSIZE, 0, 0)?;
    rlimit::setrlimit(Resource::CORE, 0, 0)?;
    // Standard input, output and error stay open; there is no number left for a file or a socket.
    rlimit::setrlimit(Resource::NOFILE, 3, 3)
}

/// Limits this process for good, before it becomes a program that has to open its libraries and a file.
pub(crate) fn confine_program() -> io::Result<()> {
    let memory = PROGRAM_BYTES + WORK_BYTES;
    rlimit::setrlimit(Resource::AS, memory, memory)?;
    // It may take the first signal for a wish to end in good order; the second one kills it.
    rlimit::setrlimit(Resource::CPU, SECONDS, SECONDS + 1)?;
    rlimit::setrlimit(Resource::FSIZE, 0, 0)?;
    rlimit::setrlimit(Resource::CORE, 0, 0)?;
    rlimit::setrlimit(Resource::NOFILE, PROGRAM_FILES, PROGRAM_FILES)
}

/// How much processor time this process has taken; opened before nothing can be opened any more.
#[derive(Debug)]
pub(crate) struct Clock(Option<File>);

impl Clock {
    pub(crate) fn open() -> Self {
        Self(File::open("/proc/self/schedstat").ok())
    }

    /// Whether there is time for another page, which may take as long as those before. Where the machine does not tell,
    /// nothing but the limit ends the work.
    pub(crate) fn has_time(&self) -> bool {
        self.taken().is_none_or(|taken| taken < ENOUGH)
    }

    /// As `proc(5)` has it: nanoseconds, then what does not matter here.
    fn taken(&self) -> Option<Duration> {
        let mut text = [0; 64];
        let length = self.0.as_ref()?.read_at(&mut text, 0).ok()?;
        let first = std::str::from_utf8(&text[..length]).ok()?.split_whitespace().next()?;
        Some(Duration::from_nanos(first.parse().ok()?))
    }
}

/// The size of this process's address space in bytes, as Linux tells it.
fn address_space() -> io::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmSize:")?.trim().strip_suffix(" kB")?.parse::<u64>().ok())
        .map(|kilobytes| kilobytes * 1024)
        .ok_or_else(|| io::ErrorKind::InvalidData.into())
}
