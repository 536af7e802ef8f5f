//! Large files up and down, against nginx and against a raw loop; the co-branded PDF; memory.

use crate::cpu::Group;
use crate::database::Database;
use crate::load::spread;
use crate::portal::Portal;
use crate::report::{Section, number};
use crate::run::Helper;
use crate::transfer;
use anyhow::{Context, Result, ensure};
use reqwest::header::{COOKIE, ETAG};
use reqwest::{Client, StatusCode};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// More than this helps nobody's figures, and large files take their time.
const ROUNDS_MOST: usize = 3;

/// What large files are measured with.
pub struct Transfers<'a> {
    /// The portal.
    pub portal: &'a Portal,
    /// Of somebody of marketing.
    pub cookie: &'a str,
    /// Program of nginx.
    pub nginx: Option<&'a Path>,
    /// Where files are made.
    pub folder: PathBuf,
    /// Of one file.
    pub bytes: u64,
    /// In turns.
    pub rounds: usize,
}

/// One side: megabytes a second, and processor milliseconds for a GiB.
#[derive(Default)]
struct Moved {
    rate: Vec<f64>,
    cpu: Vec<f64>,
}

impl Moved {
    fn add(&mut self, bytes: u64, took: Duration, used: Duration) {
        self.rate.push(bytes as f64 / 1e6 / took.as_secs_f64());
        self.cpu.push(used.as_secs_f64() * 1000.0 / (bytes as f64 / f64::from(1 << 30)));
    }

    fn row(&self, title: &str) -> Vec<String> {
        let (rate, slowest, fastest) = spread(&self.rate);
        let spread_of = format!("{} to {}", number(slowest), number(fastest));
        vec![title.to_owned(), number(rate), spread_of, number(spread(&self.cpu).0)]
    }
}

impl Transfers<'_> {
    fn rounds(&self) -> usize {
        self.rounds.min(ROUNDS_MOST)
    }

    /// Up, alone and eight at once; answers the section and the path of what was brought.
    pub fn upload(&self) -> Result<(Section, String)> {
        let size = self.bytes >> 20;
        let mut section = Section::new(
            "Upload",
            &format!(
                "A file of {size} MiB, durable when answered, against a loop from the socket to a file with SHA-256 and fsync."
            ),
            &["", "MB a second", "spread", "CPU ms a GiB"],
        );
        let sink = Helper::start("sink", &[&self.folder.display().to_string()])?;
        let (portals, raws) = (Group::of(&[self.portal.id()]), Group::of(&[sink.id()]));
        let (mut portal, mut raw, mut path) = (Moved::default(), Moved::default(), String::new());
        for round in 0..self.rounds() {
            let before = portals.used()?;
            let (took, said) = self.bring(&format!("bench-{round}"))?;
            portal.add(self.bytes, took, portals.used()? - before);
            path = said;
            let before = raws.used()?;
            let took = transfer::sink_into(&sink.origin, self.bytes)?;
            raw.add(self.bytes, took, raws.used()? - before);
        }
        section.rows.extend([portal.row("portal"), raw.row("raw loop")]);
        let share = spread(&portal.rate).0 / spread(&raw.rate).0;
        section.figure("portal.mb_a_second", spread(&portal.rate).0);
        section.figure("raw.mb_a_second", spread(&raw.rate).0);
        section.figure("share_of_raw", share);
        let dearer = spread(&portal.cpu).0 / spread(&raw.cpu).0;
        let cause = format!(
            "the portal takes {} times the loop's processor time: the form around the file is parsed and looked through for \
             its end, and pieces pass between tasks",
            number(dearer)
        );
        section.at_least("upload, of the raw loop's rate", share, 0.6, "", cause);

        portals.forget_peak()?;
        let (idle, _) = portals.memory()?;
        let began = Instant::now();
        std::thread::scope(|scope| {
            let bring = |n: usize| scope.spawn(move || self.bring(&format!("bench-eight-{n}")));
            let all: Vec<_> = (0..8).map(bring).collect();
            all.into_iter().try_for_each(|one| match one.join() {
                Ok(done) => done.map(drop),
                Err(panic) => std::panic::resume_unwind(panic),
            })
        })?;
        let took = began.elapsed();
        let (_, peak) = portals.memory()?;
        let grown = peak.saturating_sub(idle) as f64 / 1024.0;
        let rate = 8.0 * self.bytes as f64 / 1e6 / took.as_secs_f64();
        section.rows.push(vec![
            format!("eight at once, {} MiB more memory", number(grown)),
            number(rate),
            String::new(),
            String::new(),
        ]);
        section.figure("eight.mb_more", grown);
        section.figure("eight.mb_a_second", rate);
        let cause = "buffers between the socket and the file, eight times".to_owned();
        section.at_most("eight uploads at once, more memory", grown, 16.0, " MiB", cause);
        Ok((section, path))
    }

    fn bring(&self, key: &str) -> Result<(Duration, String)> {
        let (took, said) = transfer::upload(&self.portal.origin, self.cookie, key, self.bytes)?;
        let at = said.find("/assets/manage/").context("the portal does not say where the upload is")?;
        let path = said[at + "/assets/manage/".len()..]
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '_');
        Ok((took, format!("/assets/{}/download", path.collect::<String>())))
    }

    /// Down, against nginx with `sendfile`.
    pub fn download(&self, path: &str) -> Result<Section> {
        let size = self.bytes >> 20;
        let mut section = Section::new(
            "Download",
            &format!(
                "A file of {size} MiB by somebody who is signed in, against nginx with sendfile and no questions asked."
            ),
            &["", "MB a second", "spread", "CPU ms a GiB"],
        );
        let plain = self.folder.join("plain");
        std::fs::create_dir_all(&plain)?;
        transfer::make(&plain.join("film.mp4"), self.bytes)?;
        let nginx = self.nginx.map(|program| Nginx::start(program, &plain)).transpose()?;
        let portals = Group::of(&[self.portal.id()]);
        let (mut portal, mut bare) = (Moved::default(), Moved::default());
        for _ in 0..self.rounds() {
            let before = portals.used()?;
            let (bytes, took) = transfer::download(&self.portal.origin, path, self.cookie)?;
            ensure!(bytes == self.bytes, "{bytes} bytes of {} came down", self.bytes);
            portal.add(bytes, took, portals.used()? - before);
            if let Some(nginx) = &nginx {
                let group = Group::of(&[nginx.0.id()]);
                let before = group.used()?;
                let (bytes, took) = transfer::download(&nginx.0.origin, "/film.mp4", "")?;
                bare.add(bytes, took, group.used()? - before);
            }
        }
        section.rows.push(portal.row("portal"));
        section.figure("portal.mb_a_second", spread(&portal.rate).0);
        section.figure("portal.cpu_ms_a_gib", spread(&portal.cpu).0);
        if nginx.is_some() {
            section.rows.push(bare.row("nginx"));
            section.figure("nginx.mb_a_second", spread(&bare.rate).0);
            section.figure("nginx.cpu_ms_a_gib", spread(&bare.cpu).0);
            let share = spread(&portal.rate).0 / spread(&bare.rate).0;
            let cause = "the system sends the file for both; here each MiB is looked for in its memory before, and passes through \
                         the library that speaks HTTP";
            section.figure("share_of_nginx", share);
            section.at_least("download, of nginx's rate", share, 0.8, "", cause.to_owned());
            // A tick of the system is ten milliseconds: less than that cannot be told.
            let dearer = spread(&portal.cpu).0 / spread(&bare.cpu).0.max(10.0);
            section.at_most("download, processor time", dearer, 1.5, " times nginx's", cause.to_owned());
        }
        Ok(section)
    }
}

/// nginx on a free port, over one folder; ended when dropped.
struct Nginx(Helper);

impl Nginx {
    fn start(program: &Path, folder: &Path) -> Result<Self> {
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let here = folder.display();
        // Its workers would be nobody, who may not look into the folder.
        let user = if nix::unistd::geteuid().is_root() { "user root;" } else { "" };
        let conf = format!(
            "{user} daemon off; pid {here}/nginx.pid; error_log {here}/nginx.log; worker_processes 2;\n\
             events {{ worker_connections 256; }}\n\
             http {{ access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; sendfile_max_chunk 2m;\n\
             client_body_temp_path {here}/t1; proxy_temp_path {here}/t2; fastcgi_temp_path {here}/t3;\n\
             uwsgi_temp_path {here}/t4; scgi_temp_path {here}/t5;\n\
             server {{ listen 127.0.0.1:{port}; root {here}; }} }}\n"
        );
        let file = folder.join("nginx.conf");
        std::fs::write(&file, conf)?;
        let mut command = std::process::Command::new(program);
        command.arg("-p").arg(folder).arg("-c").arg(&file).arg("-e").arg(folder.join("nginx.log"));
        let mut helper = Helper::beside("nginx", &mut command, format!("http://127.0.0.1:{port}"))?;
        helper.wait(|origin| std::net::TcpStream::connect(origin.trim_start_matches("http://")).is_ok())?;
        Ok(Self(helper))
    }
}

/// A sheet with the partner's brand on it, made anew each time, and once more as it is kept.
pub async fn branded(portal: &Portal, client: &Client, cookie: &str, database: &Database) -> Result<Section> {
    const TIMES: usize = 20;
    let mut section = Section::new(
        "A sheet with the partner's brand",
        "A PDF with name, contact and logo put on it. Made: the partner's contact has changed since, so a child of the portal \
         makes it anew. Kept: the same file once more.",
        &["", "p50 ms", "most ms", "CPU ms", "kB"],
    );
    let found = database
        .texts(
            "SELECT DISTINCT a.id FROM assets a JOIN asset_zones z ON z.asset_id = a.id JOIN files f ON f.id = a.file_id
             WHERE a.state = 'published' AND f.kind = 'pdf' ORDER BY a.id",
        )
        .await?;
    let mut sheet = None;
    for id in found.into_iter().flatten() {
        let url = format!("{}/assets/{id}/download", portal.origin);
        if client.get(&url).header(COOKIE, cookie).send().await?.status() == StatusCode::OK {
            sheet = Some(url);
            break;
        }
    }
    let url = sheet.context("no sheet takes a brand")?;
    let group = Group::of(&[portal.id()]);
    for (title, name, anew) in [("made", "made", true), ("kept", "kept", false)] {
        let (mut times, mut tags, mut bytes) = (Vec::new(), Vec::new(), 0);
        let mut used = Duration::ZERO;
        for n in 0..TIMES {
            if anew {
                database
                    .run(&format!(
                        "UPDATE partners SET contact_name = 'Bench {n}', contact_phone = '+49 30 {n}' WHERE id IN
                         (SELECT partner_id FROM people WHERE email = 'ana@northwind.example')"
                    ))
                    .await?;
            }
            let (before, began) = (group.used()?, Instant::now());
            let answer = client.get(&url).header(COOKIE, cookie).send().await?.error_for_status()?;
            tags.push(answer.headers().get(ETAG).cloned());
            bytes = answer.bytes().await?.len();
            times.push(began.elapsed().as_secs_f64() * 1000.0);
            used += group.used()? - before;
        }
        tags.dedup();
        ensure!(tags.len() == if anew { TIMES } else { 1 }, "{title}: {} different files", tags.len());
        let (middle, _, most) = spread(&times);
        let cpu = used.as_secs_f64() * 1000.0 / TIMES as f64;
        section.rows.push(vec![
            title.to_owned(),
            number(middle),
            number(most),
            number(cpu),
            number(bytes as f64 / 1000.0),
        ]);
        section.figure(format!("{name}.p50_ms"), middle);
        section.figure(format!("{name}.most_ms"), most);
        section.figure(format!("{name}.cpu_ms"), cpu);
    }
    Ok(section)
}

/// Memory of a portal that was just started and of one that has worked, and how long a start takes.
pub fn memory(fresh: &Portal, idle: u64, worked: u64) -> Section {
    let mut section = Section::new(
        "Memory",
        "Resident, in MiB: two seconds after the start with nobody there, and after everything on this page.",
        &["", "MiB"],
    );
    let mib = |kilobytes: u64| kilobytes as f64 / 1024.0;
    section.rows.push(vec!["idle".into(), number(mib(idle))]);
    section.rows.push(vec!["after all of this".into(), number(mib(worked))]);
    section.figure("idle_mib", mib(idle));
    section.figure("worked_mib", mib(worked));
    let ready = fresh.ready.as_secs_f64() * 1000.0;
    section.figure("ready_ms", ready);
    let cause = "what the program keeps from its start: fonts, time zones, words in all languages, the pools"
        .to_owned();
    section.at_most("idle memory", mib(idle), 40.0, " MiB", cause);
    section.at_most(
        "ready after the start",
        ready,
        300.0,
        " ms",
        "migrations are looked through first".into(),
    );
    section
}
