//! Killed again and again in the midst of its work, at named points and at random moments: what was acknowledged stays, once.
//!
//! `TANDEM_KILLS=10000` kills that often on each engine instead of the few times of every day (a new portal begins after every
//! hundred, so that looking at everything stays cheap), `TANDEM_KILLS_SEED=…` repeats the moments of a run that failed; it
//! says its seed.

use super::{PATIENCE, Rows, brings, comments, enters, family, registers, rejects, until, video};
use crate::portal::{Engine, Person};
use crate::post::Post;
use crate::program::{Program, data};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use store::Store;
use tempfile::TempDir;

/// How often a server is killed at work, on each engine.
const AT_WORK: usize = 19;
/// How often one is killed while it makes the schema, on each engine.
const MIGRATING: usize = 6;
/// How often a backup is killed while a server works, on each engine.
const BACKING_UP: usize = 6;
/// Kills of one portal, before another one begins.
const OF_ONE_PORTAL: usize = 100;
/// Processor time until a server is ready again, half of all times: waiting for a busy machine does not count.
const READY_MILLIS: u64 = 1000;
/// The points of `store::fault::POINTS` that a server comes by at work.
const POINTS: [&str; 7] = ["committing", "committed", "receiving", "shelved", "handled", "mailing", "mailed"];
/// A server that does not come by its point is killed after so many milliseconds, and so is one without a point.
const MOST_MILLIS: u64 = 900;

/// Moments that a seed tells.
struct Moments(u64);

impl Moments {
    fn new() -> Self {
        let told = std::env::var("TANDEM_KILLS_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed =
            told.unwrap_or_else(|| u64::from_le_bytes(store::db::random()[..8].try_into().unwrap()) | 1);
        println!("TANDEM_KILLS_SEED={seed}");
        Self(seed)
    }

    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }
}

fn times(usual: usize) -> usize {
    std::env::var("TANDEM_KILLS").ok().and_then(|told| told.parse().ok()).unwrap_or(usual)
}

/// What servers have acknowledged.
#[derive(Default)]
struct Acknowledged {
    registered: Vec<String>,
    decided: BTreeSet<String>,
    said: Vec<String>,
    brought: Vec<(String, u64)>,
}

/// One portal through all its servers.
struct Life {
    database: Option<String>,
    folder: TempDir,
    post: Post,
    people: Vec<Person>,
    family: String,
    kept: Acknowledged,
    made: u64,
    /// How long each start took, by the clock and in milliseconds of processor time.
    starts: Vec<(Duration, u64)>,
}

impl Life {
    async fn begun(engine: Engine) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(engine.fresh(folder.path()).await),
        };
        let mut life = Self {
            database,
            folder,
            post: Post::start(),
            people: Vec::new(),
            family: String::new(),
            kept: Acknowledged::default(),
            made: 0,
            starts: Vec::new(),
        };
        let mut first = life.start(None, &["--demo"]);
        let origin = first.origin().await;
        for email in ["ana@northwind.example", "petra@vendor.example", "mia@vendor.example"] {
            life.people.push(enters(&origin, email).await);
        }
        life.family = family(&life.people[0]).await;
        first.kill().await;
        life
    }

    fn start(&self, fault: Option<&str>, words: &[&str]) -> Program {
        let config = self.folder.path().join("tandem.toml");
        let smtp = self.post.smtp();
        std::fs::write(&config, format!("[mail]\nsmtp = \"{smtp}\"\nfrom = \"partners@vendor.example\"\n"))
            .unwrap();
        let mut all = vec!["--config", config.to_str().unwrap()];
        if let Some(database) = &self.database {
            all.extend(["--database", database]);
        }
        all.extend(words);
        let around: Vec<_> = fault.iter().map(|fault| ("TANDEM_FAULT", *fault)).collect();
        Program::start_in(&around, self.folder.path(), &all)
    }

    async fn rows(&self) -> Rows {
        let file = data(self.folder.path()).join("tandem.db");
        let url = self.database.clone().unwrap_or_else(|| Store::sqlite_url(&file));
        Rows(Store::connect(&url).await.unwrap())
    }

    /// Starts a server and waits until it is ready; nothing if its point came before that.
    async fn ready(&mut self, fault: Option<&str>) -> Option<Program> {
        let began = Instant::now();
        let mut program = self.start(fault, &[]);
        let mut origin = None;
        until("it is ready or gone", async || {
            let said = program.said();
            let told = said.lines().find_map(|line| line.strip_prefix("Tandem serves at "));
            if let Some(told) = told
                && Person::at(told).try_open("/readyz").await.is_ok_and(|answer| answer.status() == 200)
            {
                origin = Some(told.to_owned());
            }
            origin.is_some() || !program.runs()
        })
        .await;
        let Some(origin) = origin else {
            // It must not have ended of itself; what it said last may still be on its way.
            program.line("tandem: ended at").await;
            return None;
        };
        self.starts.push((began.elapsed(), taken(program.id())));
        self.people = self.people.iter().map(|person| person.moved_to(&origin)).collect();
        Some(program)
    }

    /// Works with a server until it is killed.
    async fn killed_at_work(&mut self, moments: &mut Moments) {
        let which = moments.below(POINTS.len() as u64 * 3 / 2) as usize;
        let fault = POINTS.get(which).map(|point| format!("{point}:{}", 1 + moments.below(12)));
        let fault = fault.as_deref();
        let Some(mut program) = self.ready(fault).await else { return };
        let round = self.made;
        self.made += 1;
        let [ana, petra, mia] = &self.people[..] else { unreachable!() };
        let (family, kept) = (&self.family, &mut self.kept);
        let (registered, decided, said) = (&mut kept.registered, &mut kept.decided, &mut kept.said);
        let brought = &mut kept.brought;
        let deciding = async {
            for number in 0.. {
                let Some(path) = registers(ana, &format!("Deal {round} {number}"), family).await else {
                    return;
                };
                registered.push(path.clone());
                let word = format!("Word {round} {number}");
                if comments(petra, &path, &word).await {
                    said.push(word);
                }
                if rejects(petra, &path).await {
                    decided.insert(path);
                }
            }
        };
        let uploading = async {
            for number in 0.. {
                let seed = round * 1000 + number;
                let bytes = video(seed, 300_000);
                let Some(path) = brings(mia, &format!("video {seed}"), &bytes).await else { return };
                brought.push((path, seed));
            }
        };
        let wait = match fault {
            Some(_) => MOST_MILLIS,
            None => moments.below(MOST_MILLIS),
        };
        let killing = async {
            let begun = Instant::now();
            while program.runs() && begun.elapsed() < Duration::from_millis(wait) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            if program.runs() {
                program.kill().await;
            }
        };
        tokio::time::timeout(PATIENCE, async { tokio::join!(deciding, uploading, killing) }).await.unwrap();
    }

    /// Everything that was acknowledged is there, once, and nothing is half there.
    async fn looks_whole(&self) {
        let rows = self.rows().await;
        if self.database.is_none() {
            let sound = "SELECT integrity_check AS it FROM pragma_integrity_check";
            assert_eq!(rows.list(sound).await, ["ok"]);
        }
        let set = async |text| {
            let list = rows.list(text).await;
            let set: BTreeSet<String> = list.iter().cloned().collect();
            assert_eq!(list.len(), set.len(), "twice: {text}");
            set
        };
        let ids = |paths: &mut dyn Iterator<Item = &String>| -> BTreeSet<String> {
            paths.map(|path| path.rsplit('/').next().unwrap().to_owned()).collect()
        };
        let deals = set("SELECT id AS it FROM deals").await;
        assert!(ids(&mut self.kept.registered.iter()).is_subset(&deals), "a registration was lost");
        let decided = set("SELECT id AS it FROM deals WHERE state = 'rejected'").await;
        assert!(ids(&mut self.kept.decided.iter()).is_subset(&decided), "a decision was lost");
        let said =
            set("SELECT idempotency_key AS it FROM deal_entries WHERE idempotency_key LIKE 'Word %'").await;
        assert!(
            self.kept.said.iter().cloned().collect::<BTreeSet<_>>().is_subset(&said),
            "a comment was lost"
        );
        set("SELECT idempotency_key AS it FROM deals WHERE idempotency_key LIKE 'Deal %'").await;
        set("SELECT idempotency_key AS it FROM assets WHERE idempotency_key LIKE 'video %'").await;
        let assets = set("SELECT id AS it FROM assets").await;
        assert!(
            ids(&mut self.kept.brought.iter().map(|(path, _)| path)).is_subset(&assets),
            "a file was lost"
        );
        // Every name in the file store is of whole bytes, and every row has its bytes.
        let files = data(self.folder.path()).join("files");
        let kept = hashes(&files);
        let named: BTreeSet<String> = rows.list("SELECT sha256 AS it FROM files").await.into_iter().collect();
        assert!(named.is_subset(&kept), "bytes were lost");
        // What happened is one event each, and whoever is told is told once.
        for kind in ["deal.submitted", "deal.rejected"] {
            let text = format!("SELECT payload AS it FROM outbox WHERE kind = '{kind}'");
            set(text.leak()).await;
        }
        set("SELECT event_id || person_id || kind AS it FROM notices").await;
    }

    /// Each try sent a mail once at most, and whatever had one try only came once.
    async fn mails_came_once(&self) -> usize {
        let rows = self.rows().await;
        let tried = rows.list("SELECT id || ' ' || attempts AS it FROM mails WHERE state = 'sent'").await;
        let mut came = BTreeMap::<String, usize>::new();
        for mail in self.post.received() {
            let name =
                mail.header("message-id").trim_start_matches('<').split('@').next().unwrap().to_owned();
            *came.entry(name).or_default() += 1;
        }
        let mut twice = 0;
        for line in &tried {
            let (id, tries) = line.split_once(' ').unwrap();
            let (times, tries) = (came.get(id).copied().unwrap_or(0), tries.parse::<usize>().unwrap());
            assert!((1..=tries).contains(&times), "{id}: {tries} tries, came {times} times");
            twice += usize::from(times > 1);
        }
        assert!(!tried.is_empty());
        twice
    }
}

/// The SHA-256 of every file that people brought, which is its name.
fn hashes(files: &Path) -> BTreeSet<String> {
    let below = |folder: &Path| -> Vec<PathBuf> {
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
    };
    let shelves = below(files).into_iter().filter(|shelf| shelf.file_name().unwrap().len() == 2);
    shelves
        .flat_map(|shelf| below(&shelf))
        .map(|file| {
            let shelf = file.parent().unwrap().file_name().unwrap().to_str().unwrap();
            let name = format!("{shelf}{}", file.file_name().unwrap().to_str().unwrap());
            let digest = Sha256::digest(std::fs::read(&file).unwrap());
            let hash: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(name, hash, "half a file can be seen");
            name
        })
        .collect()
}

/// Milliseconds of processor time that a process has taken (proc(5)).
fn taken(process: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
    // A hundred ticks a second, on every Linux that Rust's tier 1 covers.
    fields[11..13].iter().map(|ticks| ticks.parse::<u64>().unwrap() * 10).sum()
}

async fn nothing_is_lost_at_work(engine: Engine) {
    let (mut moments, mut left) = (Moments::new(), times(AT_WORK));
    while left > 0 {
        let kills = left.min(OF_ONE_PORTAL);
        nothing_of_one_portal_is_lost(engine, &mut moments, kills).await;
        left -= kills;
    }
}

async fn nothing_of_one_portal_is_lost(engine: Engine, moments: &mut Moments, kills: usize) {
    let mut life = Life::begun(engine).await;
    for cycle in 0..kills {
        life.killed_at_work(moments).await;
        if cycle % 5 == 4 {
            life.looks_whole().await;
        }
    }
    let last = life.ready(None).await.unwrap();
    let mia = &life.people[2];
    for (path, seed) in &life.kept.brought {
        let file = format!("{}/download", path.replace("/manage", ""));
        assert!(mia.open(&file).await.bytes().await.unwrap() == video(*seed, 300_000), "{path}");
    }
    life.rows().await.worked_off().await;
    life.looks_whole().await;
    let twice = life.mails_came_once().await;
    let kept = &life.kept;
    let (mut clock, mut worked): (Vec<_>, Vec<_>) = life.starts.iter().copied().unzip();
    clock.sort();
    worked.sort();
    let half = worked.len() / 2;
    println!(
        "{engine:?}: {} registered, {} decided, {} said, {} brought, {twice} mails twice, ready in {:?} and {} ms of work \
         (median of {}; {:?} at most)",
        kept.registered.len(),
        kept.decided.len(),
        kept.said.len(),
        kept.brought.len(),
        clock[half],
        worked[half],
        clock.len(),
        clock[clock.len() - 1]
    );
    assert!(worked[half] < READY_MILLIS, "a server is ready after {} ms of work", worked[half]);
    assert!(!kept.decided.is_empty() && !kept.brought.is_empty());
    drop(last);
}

#[tokio::test]
async fn what_was_acknowledged_survives_every_kill_on_sqlite() {
    nothing_is_lost_at_work(Engine::Sqlite).await;
}

#[tokio::test]
async fn what_was_acknowledged_survives_every_kill_on_postgres() {
    nothing_is_lost_at_work(Engine::Postgres).await;
}

/// Backups that are killed while a server works: what looks like a backup is one, and the next has everything.
async fn backups_are_killed(engine: Engine) {
    let (mut life, mut moments) = (Life::begun(engine).await, Moments::new());
    let server = life.ready(None).await.unwrap();
    let (shelf, place) = (tempfile::tempdir().unwrap(), crate::place::Place::fresh(engine).await);
    let mut words = vec!["backup".to_owned(), shelf.path().display().to_string(), "--data".to_owned()];
    words.push(data(life.folder.path()).display().to_string());
    words.extend(life.database.iter().flat_map(|url| ["--database".to_owned(), url.clone()]));
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let whole = || -> Vec<PathBuf> {
        let all = std::fs::read_dir(shelf.path()).unwrap().map(|entry| entry.unwrap().path());
        all.filter(|path| !path.file_name().unwrap().to_str().unwrap().starts_with('.')).collect()
    };
    let (mut acknowledged, mut tried, mut killed) = (Vec::new(), 0, 0);
    // Milliseconds within which one is killed that does not come to the point: fewer as soon as one was quicker.
    let mut most = 400;
    while killed < times(BACKING_UP) {
        let fault = (killed % 2 == 0).then_some("backing_up");
        let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_tandem"));
        command.args(&words).envs(fault.iter().map(|fault| ("TANDEM_FAULT", fault)));
        command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).kill_on_drop(true);
        let mut backup = command.spawn().unwrap();
        let wait = Duration::from_millis(if fault.is_some() { 60_000 } else { moments.below(most) });
        let ending = async {
            match tokio::time::timeout(wait, backup.wait()).await {
                Ok(ended) => ended.unwrap().code().is_none(),
                Err(_) => {
                    backup.kill().await.unwrap();
                    true
                }
            }
        };
        let [ana, _, mia] = &life.people[..] else { unreachable!() };
        let (customer, bytes) = (format!("Meanwhile {tried}"), video(tried, 200_000));
        let (was_killed, deal, asset) =
            tokio::join!(ending, registers(ana, &customer, &life.family), brings(mia, &customer, &bytes));
        tried += 1;
        match was_killed {
            true => killed += 1,
            false => most = (most / 2).max(1),
        }
        acknowledged.extend(deal.into_iter().chain(asset));
        for backup in whole() {
            let check = place.words(&["restore", "--check", backup.to_str().unwrap()]);
            crate::program::tandem(&check).await.with(0);
        }
    }
    assert_eq!(acknowledged.len() as u64, 2 * tried, "{acknowledged:?}");
    let before = whole();
    crate::program::tandem(&words).await.with(0);
    let last = whole().into_iter().find(|path| !before.contains(path)).unwrap();
    crate::program::tandem(&place.words(&["restore", last.to_str().unwrap()])).await.with(0);
    let rows = Rows(place.store().await);
    let there = rows.list("SELECT id AS it FROM deals UNION SELECT id FROM assets").await;
    for path in &acknowledged {
        let id = path.rsplit('/').next().unwrap();
        assert!(there.iter().any(|known| known == id), "{path} is not in the backup");
    }
    drop(server);
}

#[tokio::test]
async fn a_backup_that_is_killed_leaves_none_that_is_not_whole_and_the_next_has_everything() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        backups_are_killed(engine).await;
    }
}

/// A new portal whose first server is killed while it makes the schema, and is started again.
async fn begins_again(engine: Engine, fault: Option<String>, wait: Duration) {
    let folder = tempfile::tempdir().unwrap();
    let database = match engine {
        Engine::Sqlite => None,
        Engine::Postgres => Some(engine.fresh(folder.path()).await),
    };
    let mut words = vec!["--empty"];
    if let Some(database) = &database {
        words.extend(["--database", database]);
    }
    let around: Vec<_> = fault.iter().map(|fault| ("TANDEM_FAULT", fault.as_str())).collect();
    let mut killed = Program::start_in(&around, folder.path(), &words);
    match &fault {
        Some(_) => {
            killed.ended().await;
            assert!(killed.said().contains("ended at migrating"), "{}", killed.said());
        }
        None => {
            tokio::time::sleep(wait).await;
            killed.kill().await;
        }
    }
    let again = Program::start_in(&[], folder.path(), &words);
    let origin = again.origin().await;
    let link = again.line("    ").await;
    let token = link.rsplit('/').next().unwrap();
    let password = "a few words nobody guesses";
    let form = [
        ("token", token),
        ("name", "Ada Admin"),
        ("email", "ada@vendor.example"),
        ("password", password),
        ("again", password),
    ];
    let ada = Person::at(&origin);
    assert_eq!(crate::portal::target(&ada.send_from(&link, "/auth/join", &form).await), "/");
    assert_eq!(ada.open("/people").await.status(), 200);
}

#[tokio::test]
async fn a_schema_that_was_half_made_is_made_whole_by_the_next_start() {
    let mut moments = Moments::new();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        for cycle in 0..times(MIGRATING) {
            let fault = (cycle % 2 == 0).then(|| format!("migrating:{}", 1 + moments.below(15)));
            begins_again(engine, fault, Duration::from_millis(moments.below(250))).await;
        }
    }
}

#[test]
fn operators_are_told_how_often_it_is_killed() {
    let told = include_str!("../../../../docs/operate/what-survives-what.md");
    let kills = 2 * (AT_WORK + MIGRATING + BACKING_UP);
    assert!(told.contains(&format!("{kills} kills in every run")), "{kills}");
}
