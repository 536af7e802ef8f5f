//! The portal's side: a child process for every file, at most so many at once, never trusted to end by itself.

use crate::certificate::Certificate;
use crate::kind::{MediaKind, sniff};
use crate::limits::patience;
use crate::logo::Logo;
use crate::look::Looked;
use crate::measure::Measures;
use crate::merge::{Brand, Zone};
use crate::refusal::Refusal;
use crate::source::MAX_DOCUMENT_BYTES;
use crate::still::{self, Film};
use crate::table::TableMost;
use crate::wire::{self, Answer, Job, Reply, Request};
use std::borrow::Cow;
use std::io;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::process::{ChildStdout, Command};
use tokio::sync::Semaphore;

/// How much of a child's complaints is read.
const MAX_COMPLAINT: u64 = 16 * 1024;
/// The signal for too much processor time, the same number on all Linux machines that Rust's tier 1 covers.
const SIGXCPU: i32 = 24;
const SIGKILL: i32 = 9;

/// Runs the functions of this crate in child processes. Cloning it shares the bound on how many run at once.
#[derive(Debug, Clone)]
pub struct Workshop {
    program: PathBuf,
    args: Vec<String>,
    films: Option<Arc<Path>>,
    places: Arc<Semaphore>,
}

/// What a child works on: bytes that are in memory already, or a file that is read once it is its turn, so that those who
/// wait hold no memory.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    Bytes(&'a [u8]),
    File(&'a Path),
}

impl<'a, B: AsRef<[u8]> + ?Sized> From<&'a B> for Source<'a> {
    fn from(bytes: &'a B) -> Self {
        Self::Bytes(bytes.as_ref())
    }
}

impl<'a> Source<'a> {
    /// The bytes; never more than a document may have.
    async fn read(self) -> Result<Cow<'a, [u8]>, Refusal> {
        let too_large = Refusal::TooLarge { max_mb: (MAX_DOCUMENT_BYTES >> 20) as u32 };
        match self {
            Source::Bytes(bytes) if bytes.len() > MAX_DOCUMENT_BYTES => Err(too_large),
            Source::Bytes(bytes) => Ok(Cow::Borrowed(bytes)),
            Source::File(path) => {
                let known =
                    tokio::fs::metadata(path).await.map_err(|error| unavailable("find a file", &error))?;
                if known.len() > MAX_DOCUMENT_BYTES as u64 {
                    return Err(too_large);
                }
                let bytes =
                    tokio::fs::read(path).await.map_err(|error| unavailable("read a file", &error))?;
                Ok(Cow::Owned(bytes))
            }
        }
    }
}

impl Workshop {
    /// A workshop whose children are `program args…`, which must call [`serve_one`](crate::serve_one()) at once.
    pub fn new(program: PathBuf, args: Vec<String>, parallel: usize) -> Self {
        Self { program, args, films: None, places: Arc::new(Semaphore::new(parallel.max(1))) }
    }

    /// The same, with stills of films drawn by this program, which has to understand what `ffmpeg` does.
    #[must_use]
    pub fn with_films_by(self, program: Option<PathBuf>) -> Self {
        Self { films: program.map(Arc::from), ..self }
    }

    /// What draws stills of films, if anything does.
    pub fn films(&self) -> Option<&Path> {
        self.films.as_deref()
    }

    /// See [`look`](crate::look()). Of a document whose words take too long there are none.
    pub async fn look<'a>(
        &self,
        file: impl Into<Source<'a>>,
        kind: MediaKind,
        width: u32,
    ) -> Result<Looked, Refusal> {
        let mut answers = self.answers(Job::Look { kind, width }, &[file.into()]).await?.into_iter();
        let Some((Answer::Pages(pages), _)) = answers.next() else { return Err(Refusal::Unavailable) };
        let words = match answers.next() {
            Some((Answer::Words(words), _)) => words,
            _ => String::new(),
        };
        Ok(Looked { pages, words })
    }

    /// See [`render_page`](crate::render_page()).
    pub async fn render_page<'a>(
        &self,
        pdf: impl Into<Source<'a>>,
        page: u32,
        width: u32,
    ) -> Result<Vec<u8>, Refusal> {
        self.bytes(Job::RenderPage { page, width }, &[pdf.into()]).await
    }

    /// See [`merge`](crate::merge()).
    pub async fn merge<'a>(
        &self,
        pdf: impl Into<Source<'a>>,
        zones: &[Zone],
        brand: &Brand,
    ) -> Result<Vec<u8>, Refusal> {
        let logo = brand.logo.as_deref().map(Source::Bytes);
        let parts: Vec<Source<'_>> = std::iter::once(pdf.into()).chain(logo).collect();
        let brand = Brand { name: brand.name.clone(), contact: brand.contact.clone(), logo: None };
        self.bytes(Job::Merge { zones: zones.to_vec(), brand }, &parts).await
    }

    /// See [`merge_picture`](crate::merge_picture()).
    pub async fn merge_picture<'a>(
        &self,
        picture: impl Into<Source<'a>>,
        kind: MediaKind,
        zones: &[Zone],
        brand: &Brand,
    ) -> Result<Vec<u8>, Refusal> {
        let logo = brand.logo.as_deref().map(Source::Bytes);
        let parts: Vec<Source<'_>> = std::iter::once(picture.into()).chain(logo).collect();
        let brand = Brand { name: brand.name.clone(), contact: brand.contact.clone(), logo: None };
        self.bytes(Job::MergePicture { kind, zones: zones.to_vec(), brand }, &parts).await
    }

    /// See [`measure`](crate::measure()).
    pub async fn measure<'a>(
        &self,
        file: impl Into<Source<'a>>,
        kind: MediaKind,
        zones: &[Zone],
        logo: Option<&'a [u8]>,
    ) -> Result<Measures, Refusal> {
        let parts: Vec<Source<'_>> = std::iter::once(file.into()).chain(logo.map(Source::Bytes)).collect();
        match self.run(Job::Measure { kind, zones: zones.to_vec() }, &parts).await? {
            (Answer::Measures(measures), _) => Ok(measures),
            _ => Err(Refusal::Unavailable),
        }
    }

    /// See [`normalise_logo`](crate::normalise_logo()).
    pub async fn normalise_logo<'a>(&self, bytes: impl Into<Source<'a>>) -> Result<Logo, Refusal> {
        match self.run(Job::NormaliseLogo, &[bytes.into()]).await? {
            (Answer::Logo { width, height }, png) => Ok(Logo { png, width, height }),
            _ => Err(Refusal::Unavailable),
        }
    }

    /// See [`thumbnail`](crate::thumbnail()).
    pub async fn thumbnail<'a>(
        &self,
        bytes: impl Into<Source<'a>>,
        kind: MediaKind,
        width: u32,
    ) -> Result<Vec<u8>, Refusal> {
        self.bytes(Job::Thumbnail { kind, width }, &[bytes.into()]).await
    }

    /// See [`certificate`](crate::certificate()).
    pub async fn certificate(&self, certificate: &Certificate) -> Result<Vec<u8>, Refusal> {
        self.bytes(Job::Certificate(Box::new(certificate.clone())), &[]).await
    }

    /// A picture of an MP4, as a PNG of at most this width. What the program has drawn is decoded and written anew by
    /// another child.
    ///
    /// # Errors
    ///
    /// [`Refusal::Unavailable`] where no program is, or it can't be started; anything else speaks of the film.
    pub async fn still(&self, film: &Path, width: u32) -> Result<Vec<u8>, Refusal> {
        let program = self.films.as_deref().ok_or(Refusal::Unavailable)?;
        let file = film.to_owned();
        let at = tokio::task::spawn_blocking(move || still::place_in(&file));
        let at = at.await.map_err(|error| unavailable("look into a film", &io::Error::other(error)))?;
        let mut drawn = self.picture_of_film(program, film, at).await?;
        if drawn.is_none() && at > 0 {
            // It is shorter than it says.
            drawn = self.picture_of_film(program, film, 0).await?;
        }
        self.thumbnail(&drawn.ok_or(Refusal::Broken)?, MediaKind::Png, width).await
    }

    async fn picture_of_film(
        &self,
        program: &Path,
        film: &Path,
        at: u64,
    ) -> Result<Option<Vec<u8>>, Refusal> {
        let film = Film { program: program.to_owned(), file: film.to_owned(), at };
        self.ended(Job::Still(film), &[]).await?.picture()
    }

    /// See [`table`](crate::table()). What the child reads is written where it is told to as it comes, so that nobody holds all of it.
    ///
    /// # Errors
    ///
    /// Why the workbook can't be read. What was written until then is of no use.
    pub async fn table<'a>(
        &self,
        workbook: impl Into<Source<'a>>,
        most: TableMost,
        to: &mut (impl AsyncWrite + Unpin),
    ) -> Result<(), Refusal> {
        let hear = async move |from| parts(from, to).await;
        let heard = self.heard(Job::Table(most), &[workbook.into()], hear).await?;
        match heard.spoken {
            Some(outcome) => outcome,
            None => Err(heard.failure()),
        }
    }

    async fn bytes(&self, job: Job, parts: &[Source<'_>]) -> Result<Vec<u8>, Refusal> {
        match self.run(job, parts).await? {
            (Answer::Bytes, bytes) => Ok(bytes),
            _ => Err(Refusal::Unavailable),
        }
    }

    /// For jobs with one answer.
    async fn run(&self, job: Job, sources: &[Source<'_>]) -> Result<Said, Refusal> {
        self.answers(job, sources).await?.into_iter().next().ok_or(Refusal::Unavailable)
    }

    async fn answers(&self, job: Job, sources: &[Source<'_>]) -> Result<Vec<Said>, Refusal> {
        self.ended(job, sources).await?.judge()
    }

    /// A child that was given the job, at its end, with all that it said.
    async fn ended(&self, job: Job, sources: &[Source<'_>]) -> Result<Ended<Vec<u8>>, Refusal> {
        self.heard(job, sources, |from| up_to(from, wire::MAX_BODY as u64)).await
    }

    /// A child that was given the job, at its end, with what somebody made of its words.
    async fn heard<T, F>(
        &self,
        job: Job,
        sources: &[Source<'_>],
        hear: impl FnOnce(Option<ChildStdout>) -> F,
    ) -> Result<Ended<T>, Refusal>
    where
        F: Future<Output = io::Result<T>>,
    {
        let patience = patience(job.seconds());
        let _place = self.places.acquire().await.map_err(|_| Refusal::Unavailable)?;
        let mut parts = Vec::new();
        for source in sources {
            parts.push(source.read().await?);
        }
        let request = Request { job, parts: parts.iter().map(|part| part.len()).collect() };
        let header = wire::encode(&request).map_err(|error| unavailable("encode a request", &error))?;
        let exchange = self.exchange(&header, &parts, hear);
        // A child that is still there when the time is up is killed as the exchange is dropped.
        let ended = tokio::time::timeout(patience, exchange).await.map_err(|_| Refusal::TooSlow)?;
        ended.map_err(|error| unavailable("run a child", &error))
    }

    async fn exchange<T, F>(
        &self,
        header: &[u8],
        parts: &[Cow<'_, [u8]>],
        hear: impl FnOnce(Option<ChildStdout>) -> F,
    ) -> io::Result<Ended<T>>
    where
        F: Future<Output = io::Result<T>>,
    {
        let mut child = Command::new(&self.program)
            .args(&self.args)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let say = async move {
            let Some(mut stdin) = stdin else { return };
            for part in std::iter::once(header).chain(parts.iter().map(AsRef::as_ref)) {
                // A child that stops listening has died or answered already: its end tells which.
                if stdin.write_all(part).await.is_err() {
                    return;
                }
            }
        };
        let (_, spoken, complaint) = tokio::join!(say, hear(stdout), up_to(stderr, MAX_COMPLAINT));
        Ok(Ended { status: child.wait().await?, spoken: spoken?, complaint: complaint? })
    }
}

/// Reads so many bytes at most; the rest is dropped, and a child that goes on speaking ends with a broken pipe.
async fn up_to(from: Option<impl AsyncRead + Unpin>, max: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Some(from) = from {
        from.take(max).read_to_end(&mut bytes).await?;
    }
    Ok(bytes)
}

/// Writes the parts of an answer as they come; answers how it ended, and nothing where it broke off.
async fn parts(
    from: Option<impl AsyncRead + Unpin>,
    to: &mut (impl AsyncWrite + Unpin),
) -> io::Result<Option<Result<(), Refusal>>> {
    let Some(mut from) = from else { return Ok(None) };
    let mut left = wire::MAX_BODY;
    // A child that breaks off in the middle of a word has said nothing.
    while let Ok(length) = from.read_u32().await {
        let mut header = vec![0; (length as usize).min(wire::MAX_HEADER)];
        let Ok(_) = from.read_exact(&mut header).await else { return Ok(None) };
        let Ok(reply) = serde_json::from_slice::<Reply>(&header) else { return Ok(None) };
        match reply.outcome {
            Ok(Answer::Part) if reply.length <= left => left -= reply.length,
            Ok(Answer::Part) => {
                return Ok(Some(Err(Refusal::TooLarge { max_mb: (wire::MAX_BODY >> 20) as u32 })));
            }
            Ok(Answer::End) => {
                to.flush().await?;
                return Ok(Some(Ok(())));
            }
            Ok(_) => return Ok(None),
            Err(refusal) => return Ok(Some(Err(refusal))),
        }
        let mut part = vec![0; reply.length];
        let Ok(_) = from.read_exact(&mut part).await else { return Ok(None) };
        to.write_all(&part).await?;
    }
    Ok(None)
}

/// What a child left behind.
struct Ended<T> {
    status: ExitStatus,
    spoken: T,
    complaint: Vec<u8>,
}

/// An answer with the bytes that follow it.
type Said = (Answer, Vec<u8>);

impl Ended<Vec<u8>> {
    /// What it said. Once there is an answer it counts, whatever became of the child while it was about the next one.
    fn judge(self) -> Result<Vec<Said>, Refusal> {
        let mut spoken = self.spoken.as_slice();
        match reply(&mut spoken) {
            Ok(first) => {
                let mut said = vec![first?];
                while let Ok(Ok(next)) = reply(&mut spoken) {
                    said.push(next);
                }
                Ok(said)
            }
            Err(error) if self.status.success() => Err(unavailable("read a child's answer", &error)),
            Err(_) => Err(self.failure()),
        }
    }

    /// What a program has drawn, if there was anything at that place of its film.
    fn picture(self) -> Result<Option<Vec<u8>>, Refusal> {
        match self.spoken.as_slice() {
            _ if !self.status.success() => Err(self.failure()),
            [] => Ok(None),
            spoken if sniff(spoken) == MediaKind::Png => Ok(Some(self.spoken)),
            // The child itself: it did not become the program.
            _ => {
                Err(reply(&mut self.spoken.as_slice()).ok().and_then(Result::err).unwrap_or(Refusal::Broken))
            }
        }
    }
}

impl<T> Ended<T> {
    fn failure(&self) -> Refusal {
        let complaint = String::from_utf8_lossy(&self.complaint);
        tracing::info!(status = %self.status, complaint = %complaint.trim(), "a document ended its worker");
        match self.status.signal() {
            Some(SIGXCPU) => Refusal::TooSlow,
            // Nobody here kills a child and then asks for its end: it was the machine, short of memory.
            Some(SIGKILL) => Refusal::OutOfMemory,
            _ if complaint.contains("memory allocation of") => Refusal::OutOfMemory,
            _ => Refusal::Broken,
        }
    }
}

fn reply(spoken: &mut &[u8]) -> io::Result<Result<Said, Refusal>> {
    let reply: Reply = wire::read_header(spoken)?;
    let body = wire::read_part(spoken, reply.length, wire::MAX_BODY)?;
    Ok(reply.outcome.map(|answer| (answer, body)))
}

fn unavailable(what: &str, error: &io::Error) -> Refusal {
    tracing::error!(%error, "can't {what}");
    Refusal::Unavailable
}
