//! One run from the empty database to the report.

use crate::cpu::Group;
use crate::database::{Database, Engine, Place};
use crate::files::{self, Transfers};
use crate::growth::{self, Grown};
use crate::importing::{self, Importing};
use crate::pages::{self, Cases, Costs, Effort, Pair, Side};
use crate::portal::{Portal, Program};
use crate::report::{Report, Section};
use crate::rows::{self, Scale};
use crate::{lighthouse, signing, visits};
use anyhow::{Context, Result, ensure};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use reqwest::Client;
use reqwest::redirect::Policy;
use std::io::BufRead as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What is to be measured.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// The portal's program, built with `--release`.
    #[arg(long)]
    pub tandem: PathBuf,
    /// The built site.
    #[arg(long)]
    pub site: PathBuf,
    /// How many deals: 100, 10k or 100k.
    #[arg(long, default_value = "10k")]
    pub scale: Scale,
    /// Which engine.
    #[arg(long, default_value = "sqlite")]
    pub engine: Engine,
    /// The server that databases are made on, without a database's name.
    #[arg(long)]
    pub server: Option<String>,
    /// The first process of that server.
    #[arg(long)]
    pub server_id: Option<u32>,
    /// Where everything is made, and deleted afterwards.
    #[arg(long)]
    pub folder: PathBuf,
    /// Rounds of portal and floor in turns.
    #[arg(long, default_value_t = 5)]
    pub rounds: usize,
    /// Seconds that one side is asked in a round.
    #[arg(long, default_value_t = 1.0)]
    pub seconds: f64,
    /// MiB of the files that go up and down; the portal takes 1024 at most.
    #[arg(long, default_value_t = 1024)]
    pub size: u32,
    /// The program of nginx; without it there is nothing to measure downloads against.
    #[arg(long)]
    pub nginx: Option<PathBuf>,
    /// The browser; without it nobody visits.
    #[arg(long, requires = "visits")]
    pub chromium: Option<PathBuf>,
    /// The script that visits.
    #[arg(long)]
    pub visits: Option<PathBuf>,
    /// The script that has Lighthouse judge.
    #[arg(long, requires = "chromium")]
    pub lighthouse: Option<PathBuf>,
    /// The file with the figures.
    #[arg(long)]
    pub figures: PathBuf,
    /// The page that the tables are written into.
    #[arg(long)]
    pub write: Option<PathBuf>,
    /// Leaves out the import of tables of accounts, which takes as long as everything else.
    #[arg(long)]
    pub without_import: bool,
    /// Takes debug builds, to try the bench itself: the figures tell nothing and are written into no page.
    #[arg(long, conflicts_with = "write")]
    pub rehearse: bool,
}

/// Measures everything, prints the tables, writes the figures.
pub async fn run(options: &Options) -> Result<()> {
    let program = Program { tandem: options.tandem.clone(), site: options.site.clone() };
    let debug = program.is_debug()? || cfg!(debug_assertions);
    ensure!(
        !debug || options.rehearse,
        "portal or floor is a debug build: nothing that it does tells anything"
    );
    let today = domain::time::Instant::from_millis(i64::try_from(
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_millis(),
    )?);
    let mut report = Report::begin(options.engine, options.scale, today.day().to_string())?;
    let rehearsal = debug.then(|| "A REHEARSAL WITH A DEBUG BUILD: these figures tell nothing.".to_owned());
    report.doubts.extend(rehearsal.into_iter().chain(busy()?));
    report.doubts.iter().for_each(|doubt| println!("{doubt}"));
    let bench = Bench::prepare(options, program, today).await?;
    let measured = bench.measure(options, &mut report).await;
    // What was measured before something failed is not lost.
    println!("\n{}", report.written());
    measured?;
    if let Some(folder) = options.figures.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(&options.figures, serde_json::to_string_pretty(&report)?)?;
    if let Some(page) = &options.write {
        report.write_into(page)?;
    }
    Ok(())
}

/// Something to say when others work on the machine at the same time.
fn busy() -> Result<Option<String>> {
    let loads = std::fs::read_to_string("/proc/loadavg")?;
    let load: f64 = loads.split(' ').next().unwrap_or_default().parse()?;
    Ok((load > 1.0).then(|| {
        format!("The machine was busy with other work when this began (load {load}): times are worth little, ratios more.")
    }))
}

/// A filled database with its copy for the floor, and who asks.
struct Bench {
    program: Program,
    place: Place,
    client: Client,
    cookie: String,
    approver: String,
    cases: Cases,
    family: String,
    close_on: String,
    pages: Vec<(pages::Page, crate::recorded::Recorded)>,
    server_id: Option<u32>,
    /// How many deals the other portal has.
    other: Scale,
    effort: Effort,
}

const PARTNER: &str = "ana@northwind.example";
const APPROVER: &str = "petra@vendor.example";
const MARKETING: &str = "mia@vendor.example";

impl Bench {
    async fn prepare(options: &Options, program: Program, today: domain::time::Instant) -> Result<Self> {
        let place = Place { server: options.server.clone(), folder: options.folder.clone() };
        ensure!(
            (options.engine == Engine::Postgres) == place.server.is_some(),
            "PostgreSQL needs --server, SQLite has none"
        );
        let client = Client::builder().redirect(Policy::none()).pool_max_idle_per_host(256).build()?;
        println!("== the demo programme");
        place.make("portal").await?;
        let portal = start(&program, &place, "portal", false)?;
        settled(&place, "portal").await?;
        drop(portal);
        // Two portals: what is measured, and one with ten times as many deals or a tenth of them.
        let few = options.scale.min(Scale(10_000));
        let other = if options.scale == few { Scale(few.0 * 10) } else { few };
        place.copy("portal", "other").await?;
        for (name, scale) in [("portal", options.scale), ("other", other)] {
            println!("== {scale} deals");
            let began = Instant::now();
            let database = Database::open(&place.url(name)).await?;
            rows::multiply(&database, scale).await?;
            database.close().await;
            println!("   took {:.1} s", began.elapsed().as_secs_f64());
        }
        let database = Database::open(&place.url("portal")).await?;
        let first = |rows: Vec<Vec<String>>| rows.into_iter().flatten().next();
        let certificate = first(database.texts("SELECT number FROM certificates ORDER BY id LIMIT 1").await?);
        let family = first(database.texts("SELECT id FROM families WHERE active ORDER BY id LIMIT 1").await?);
        let waiting = "SELECT d.id, CAST(d.version AS TEXT) FROM deals d WHERE d.state = 'submitted' AND NOT EXISTS (SELECT 1 \
                       FROM deal_steps s WHERE s.deal_id = d.id) ORDER BY d.id LIMIT 2000";
        let waiting = database.texts(waiting).await?;
        let cases = waiting.into_iter().filter_map(|row| match row.as_slice() {
            [id, version] => Some((id.clone(), version.parse().ok()?)),
            _ => None,
        });
        let cases = Cases::of(cases.collect());
        database.close().await;
        let mut bench = Self {
            program,
            place,
            client,
            cookie: String::new(),
            approver: String::new(),
            cases,
            family: family.context("the demo has no families")?,
            close_on: today.plus_days(60).day().to_string(),
            pages: Vec::new(),
            server_id: options.server_id,
            other,
            effort: Effort {
                rounds: options.rounds,
                time: Duration::from_secs_f64(options.seconds),
                workers: 4,
            },
        };
        println!("== what the portal asks its database");
        let portal = start(&bench.program, &bench.place, "portal", true)?;
        bench.cookie = portal.sign_in(&bench.client, PARTNER).await?;
        bench.approver = portal.sign_in(&bench.client, APPROVER).await?;
        let pages = pages::all(&certificate.unwrap_or_default(), bench.cases.first(), options.scale.0);
        let side = bench.side(&portal.origin, "record");
        let recorded = pages::record(&portal, &side, &pages).await?;
        settled(&bench.place, "portal").await?;
        drop(portal);
        bench.pages = pages.into_iter().zip(recorded).collect();
        bench.place.copy("portal", "floor").await?;
        Ok(bench)
    }

    fn side(&self, origin: &str, run: &str) -> Side {
        Side {
            client: self.client.clone(),
            origin: origin.to_owned(),
            cookie: self.cookie.clone(),
            approver: self.approver.clone(),
            cases: self.cases.clone(),
            family: self.family.clone(),
            close_on: self.close_on.clone(),
            run: run.to_owned(),
        }
    }

    /// The processes of a server that works on the database with this name; the other's connections are not its own.
    fn costs(&self, id: u32, other: &str) -> Costs {
        let database =
            self.server_id.map(|id| Group { roots: vec![id], but: Some(format!(" bench_{other} ")) });
        Costs { server: Group::of(&[id]), database }
    }

    /// Everything in turn. What changes many rows comes last.
    async fn measure(&self, options: &Options, report: &mut Report) -> Result<()> {
        println!("== growth");
        report.sections.push(self.growth(options.scale).await?);
        let portal = start(&self.program, &self.place, "portal", false)?;
        tokio::time::sleep(Duration::from_secs(2)).await;
        let group = Group::of(&[portal.id()]);
        let (idle, _) = group.memory()?;
        if let (Some(chromium), Some(script)) = (&options.chromium, &options.visits) {
            println!("== visits of a phone");
            report.sections.push(visits::measure(&portal.origin, &self.cookie, chromium, script).await?);
        }
        if let (Some(chromium), Some(script)) = (&options.chromium, &options.lighthouse) {
            println!("== Lighthouse");
            report.sections.push(lighthouse::measure(&portal.origin, &self.cookie, chromium, script).await?);
        }
        println!("== pages, portal and floor in turns");
        let pages = self.pages(&portal).await?;
        report.sections.splice(0..0, pages);
        let database = Database::open(&self.place.url("portal")).await?;
        println!("== sign-in");
        report.sections.push(signing::measure(&portal, &self.client, &database, options.rounds).await?);
        println!("== a sheet with a brand");
        report.sections.push(files::branded(&portal, &self.client, &self.cookie, &database).await?);
        database.close().await;
        println!("== large files");
        let cookie = portal.sign_in(&self.client, MARKETING).await?;
        let transfers = Transfers {
            portal: &portal,
            cookie: &cookie,
            nginx: options.nginx.as_deref(),
            folder: self.place.folder.clone(),
            bytes: u64::from(options.size) << 20,
            rounds: options.rounds,
        };
        // Plain sockets that wait: not on the runtime's own threads.
        let moved = tokio::task::block_in_place(|| {
            let (up, path) = transfers.upload()?;
            anyhow::Ok([up, transfers.download(&path)?])
        });
        report.sections.extend(moved?);
        let (worked, _) = group.memory()?;
        report.sections.push(files::memory(&portal, idle, worked));
        if options.without_import {
            return Ok(());
        }
        println!("== a table of accounts");
        let database = Database::open(&self.place.url("portal")).await?;
        let importing = Importing {
            portal: &portal,
            costs: self.costs(portal.id(), "floor"),
            database: &database,
            client: &self.client,
            approver: &self.approver,
            reader: &self.cookie,
        };
        report.sections.push(importing::measure(&importing, options.scale).await?);
        database.close().await;
        Ok(())
    }

    async fn growth(&self, scale: Scale) -> Result<Section> {
        let mut both = Vec::new();
        let mut portals = Vec::new();
        for (name, beside, scale) in [("portal", "other", scale), ("other", "portal", self.other)] {
            let portal = start(&self.program, &self.place, name, false)?;
            settled(&self.place, name).await?;
            let mut side = self.side(&portal.origin, "growth");
            side.cookie = portal.sign_in(&self.client, PARTNER).await?;
            side.approver = portal.sign_in(&self.client, APPROVER).await?;
            both.push(Grown { scale, side, costs: self.costs(portal.id(), beside) });
            portals.push(portal);
        }
        both.sort_by_key(|one| one.scale);
        let pages: Vec<_> = self.pages.iter().map(|(page, _)| page.clone()).collect();
        growth::measure(&pages, &both[0], &both[1], self.effort).await
    }

    async fn pages(&self, portal: &Portal) -> Result<[Section; 2]> {
        let recorded: Vec<_> = self.pages.iter().map(|(_, recorded)| recorded).collect();
        let file = self.place.folder.join("recorded.json");
        std::fs::write(&file, serde_json::to_string(&recorded)?)?;
        let floor = Helper::start("floor", &[&self.place.url("floor"), &file.display().to_string()])?;
        let pair = Pair {
            side: self.side(&portal.origin, "run"),
            portal: self.costs(portal.id(), "floor"),
            floor_at: floor.origin.clone(),
            floor: self.costs(floor.id(), "portal"),
        };
        pages::measure(&pair, &self.pages, self.effort, || settled(&self.place, "portal")).await
    }
}

fn start(program: &Program, place: &Place, name: &str, tells: bool) -> Result<Portal> {
    let url = place.server.is_some().then(|| place.url(name));
    program.start(&place.folder.join(name), url.as_deref(), tells)
}

/// Waits until the portal has dealt with everything that has happened.
async fn settled(place: &Place, name: &str) -> Result<()> {
    let database = Database::open(&place.url(name)).await?;
    database.settled(Duration::from_secs(120)).await?;
    database.close().await;
    Ok(())
}

/// A server beside the portal that it is measured against, in a process of its own; ended when dropped.
pub struct Helper {
    child: Child,
    /// Where it serves.
    pub origin: String,
}

impl Helper {
    /// This very program with these words; it says where it serves.
    pub fn start(word: &str, words: &[&str]) -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(word).args(words).stdout(Stdio::piped());
        let mut helper = Self::beside(word, &mut command, String::new())?;
        let out = helper.child.stdout.take().with_context(|| format!("{word} says nothing"))?;
        std::io::BufReader::new(out).read_line(&mut helper.origin)?;
        helper.origin = helper.origin.trim().to_owned();
        ensure!(!helper.origin.is_empty(), "{word} does not serve");
        Ok(helper)
    }

    /// Another program, which will serve there.
    pub fn beside(name: &str, command: &mut Command, origin: String) -> Result<Self> {
        let child = command.stdin(Stdio::null()).spawn().with_context(|| format!("starting {name}"))?;
        Ok(Self { child, origin })
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until it is as wanted.
    pub fn wait(&mut self, done: impl Fn(&str) -> bool) -> Result<()> {
        let began = Instant::now();
        while !done(&self.origin) {
            ensure!(self.child.try_wait()?.is_none(), "{} ended by itself", self.origin);
            ensure!(began.elapsed() < Duration::from_secs(30), "{} does not serve", self.origin);
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        // nginx ends its workers when it is asked to, not when it is killed.
        if let Ok(id) = i32::try_from(self.child.id()) {
            let _ = kill(Pid::from_raw(id), Signal::SIGTERM);
        }
        let asked = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) {
            if asked.elapsed() > Duration::from_secs(5) {
                let _ = self.child.kill();
                let _ = self.child.wait();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}
