//! The child's side: one request from the parent, limits, what there is to say, done.

use crate::branded_picture::merge_picture;
use crate::certificate::certificate;
use crate::limits::{self, Clock};
use crate::logo::normalise_logo;
use crate::look::look_first;
use crate::measure::measure;
use crate::merge::merge;
use crate::refusal::Refusal;
use crate::render::render_page;
use crate::still;
use crate::table::table;
use crate::thumbnail::thumbnail;
use crate::wire::{self, Answer, Job, Reply, Request};
use crate::words;
use std::io::{self, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads one request, limits this process, answers, and returns; the process is of no use for anything afterwards.
///
/// Call it first thing in `main`, before any thread is started: the memory limit counts address space, and each
/// thread reserves some. The program must use the system's allocator for the same reason.
pub fn serve_one(mut input: impl Read, mut output: impl Write) -> io::Result<()> {
    let request: Request = wire::read_header(&mut input)?;
    let mut left = wire::MAX_BODY;
    let mut parts = Vec::new();
    for length in request.parts {
        parts.push(wire::read_part(&mut input, length, left)?);
        left -= length;
    }
    // While it still may open a file.
    let clock = Clock::open();
    let mut say =
        |outcome, body: &[u8]| wire::write_reply(&mut output, &Reply { outcome, length: body.len() }, body);
    let done = match request.job {
        Job::Still(film) => Err(still::go_on_as(&film)),
        job => match limits::confine(job.seconds()) {
            Ok(()) => {
                let first = |answer, body: &[u8]| say(Ok(answer), body).map_err(|_| Refusal::Unavailable);
                catch_unwind(AssertUnwindSafe(|| perform(job, parts, &clock, first)))
                    .unwrap_or(Err(Refusal::Broken))
            }
            Err(error) => {
                eprintln!("the document worker can't limit itself: {error}");
                Err(Refusal::Unavailable)
            }
        },
    };
    match done {
        Ok((answer, body)) => say(Ok(answer), &body),
        Err(refusal) => say(Err(refusal), &[]),
    }
}

/// Does the job. What is known before its end is answered `first`: it counts even if the rest takes too long.
fn perform(
    job: Job,
    parts: Vec<Vec<u8>>,
    clock: &Clock,
    mut first: impl FnMut(Answer, &[u8]) -> Result<(), Refusal>,
) -> Result<(Answer, Vec<u8>), Refusal> {
    let mut parts = parts.into_iter();
    let file = parts.next().unwrap_or_default();
    Ok(match job {
        Job::Look { kind, width } => match look_first(file, kind, width)? {
            (pages, None) => (Answer::Pages(pages), Vec::new()),
            (pages, Some(pdf)) => {
                first(Answer::Pages(pages), &[])?;
                (Answer::Words(words::words_while(&pdf, || clock.has_time())?), Vec::new())
            }
        },
        Job::RenderPage { page, width } => (Answer::Bytes, render_page(file, page, width)?),
        Job::Merge { zones, mut brand } => {
            brand.logo = parts.next();
            (Answer::Bytes, merge(file, &zones, &brand)?)
        }
        Job::MergePicture { kind, zones, mut brand } => {
            brand.logo = parts.next();
            (Answer::Bytes, merge_picture(&file, kind, &zones, &brand)?)
        }
        Job::Measure { kind, zones } => {
            (Answer::Measures(measure(file, kind, &zones, parts.next().as_deref())?), Vec::new())
        }
        Job::NormaliseLogo => {
            let logo = normalise_logo(&file)?;
            (Answer::Logo { width: logo.width, height: logo.height }, logo.png)
        }
        Job::Thumbnail { kind, width } => (Answer::Bytes, thumbnail(file, kind, width)?),
        // It would have become another process.
        Job::Still(_) => return Err(Refusal::Unavailable),
        Job::Table(most) => {
            table(file, most, |lines| first(Answer::Part, lines))?;
            (Answer::End, Vec::new())
        }
        Job::Certificate(wanted) => (Answer::Bytes, certificate(&wanted)?),
    })
}
