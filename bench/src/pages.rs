//! Pages and forms: portal and floor in turns.

use crate::cpu::Group;
use crate::load::{Calls, quantile, spread};
use crate::portal::Portal;
use crate::recorded::Recorded;
use crate::report::{Section, number};
use anyhow::{Context, Result};
use reqwest::header::{ACCEPT, COOKIE, REFERER};
use reqwest::{Client, StatusCode};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// A kind of request that is measured.
#[derive(Debug, Clone)]
pub struct Page {
    /// In tables and figures, and the path on the floor.
    pub name: &'static str,
    /// What it is.
    pub title: &'static str,
    /// Where.
    pub path: String,
    /// Who asks.
    pub who: Who,
    /// What is sent, where it is a form.
    pub sends: Option<Sent>,
}

/// Who asks for a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Whoever comes by.
    Anybody,
    /// Somebody of a partner.
    Partner,
    /// Somebody who decides.
    Approver,
}

/// A form that writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// A registration.
    Registration,
    /// A rejection, and the next time that this deal's turn comes the decision opened again.
    Decision,
}

impl Page {
    fn shown(name: &'static str, title: &'static str, path: &str) -> Self {
        Self { name, title, path: path.to_owned(), who: Who::Partner, sends: None }
    }
}

/// Deals that wait for a decision: each is decided, and when all are, opened again.
#[derive(Debug, Clone, Default)]
pub struct Cases {
    waiting: Arc<Vec<(String, u64)>>,
    decided: Arc<AtomicU64>,
}

impl Cases {
    /// Of these deals with their versions.
    pub fn of(waiting: Vec<(String, u64)>) -> Self {
        Self { waiting: Arc::new(waiting), decided: Arc::default() }
    }

    /// The first of them.
    pub fn first(&self) -> &str {
        self.waiting.first().map_or("", |(id, _)| id)
    }

    /// The next decision: whether it is a rejection, of which deal, by which version.
    fn next(&self) -> (bool, String, u64) {
        let n = self.decided.fetch_add(1, Ordering::Relaxed);
        let deals = self.waiting.len().max(1) as u64;
        let round = n / deals;
        let (id, version) = self.waiting.get((n % deals) as usize).cloned().unwrap_or_default();
        (round.is_multiple_of(2), id, version + round)
    }
}

/// All of them. `certificate` is the number of one that can be checked, `case` a deal that waits for a decision.
pub fn all(certificate: &str, case: &str, scale: usize) -> Vec<Page> {
    let path = format!("/verify/{certificate}");
    // Of the caller's own, and of the customers that are called the first word.
    let rare = format!("/search?q={}+aster", scale / 2 / 32 * 32);
    vec![
        Page { who: Who::Anybody, ..Page::shown("verify", "public: a certificate's check", &path) },
        Page::shown("home", "home of a partner", "/"),
        Page::shown("deals", "deals, the newest 50", "/deals"),
        Page::shown("courses", "catalogue of courses", "/learning"),
        Page::shown("library", "library of collateral", "/assets"),
        Page::shown("search", "search, a word of one in 16", "/search?q=aster"),
        Page::shown("search-rare", "search, words of one", &rare),
        Page {
            who: Who::Approver,
            ..Page::shown("inbox", "inbox with a case", &format!("/deals/inbox?case={case}&of={case}"))
        },
        Page {
            sends: Some(Sent::Registration),
            ..Page::shown("register", "register a deal", "/api/deals/send")
        },
        Page {
            who: Who::Approver,
            sends: Some(Sent::Decision),
            ..Page::shown("decide", "decide about a deal", "/api/deals")
        },
    ]
}

/// A portal or a floor, as somebody who asks sees it.
#[derive(Clone)]
pub struct Side {
    /// Client.
    pub client: Client,
    /// Where.
    pub origin: String,
    /// Somebody of a partner.
    pub cookie: String,
    /// Somebody who decides.
    pub approver: String,
    /// What waits for a decision.
    pub cases: Cases,
    /// A family that deals are registered for.
    pub family: String,
    /// A day to come.
    pub close_on: String,
    /// Tells forms of this run from those before.
    pub run: String,
}

impl Side {
    /// The request on the portal.
    pub fn portal(&self, page: &Page) -> Calls {
        let (side, page) = (self.clone(), page.clone());
        let expects = if page.sends.is_some() { StatusCode::SEE_OTHER } else { StatusCode::OK };
        Calls::new(expects, move |n| {
            let at = |path: &str| format!("{}{path}", side.origin);
            let post = |path: &str| side.client.post(at(path)).header(REFERER, at("/"));
            let request = match page.sends {
                None => side.client.get(at(&page.path)),
                Some(Sent::Registration) => post(&page.path).form(&side.form(n)),
                Some(Sent::Decision) => {
                    let (rejects, id, version) = side.cases.next();
                    let path = format!("{}/{}", page.path, if rejects { "reject" } else { "reopen" });
                    let reason = if rejects { "not_qualified" } else { "" };
                    let version = version.to_string();
                    let form = [
                        ("id", id.as_str()),
                        ("version", &version),
                        ("reason", reason),
                        ("note", "Looked at"),
                    ];
                    post(&path).form(&form)
                }
            };
            let request = request.header(ACCEPT, "text/html");
            match page.who {
                Who::Anybody => request,
                Who::Partner => request.header(COOKIE, &side.cookie),
                Who::Approver => request.header(COOKIE, &side.approver),
            }
        })
    }

    /// The same on the floor.
    pub fn floor(&self, origin: &str, page: &Page) -> Calls {
        let (side, page, url) = (self.clone(), page.clone(), format!("{origin}/{}", page.name));
        Calls::new(StatusCode::OK, move |n| match page.sends {
            Some(Sent::Registration) => side.client.post(&url).form(&side.form(n)),
            Some(Sent::Decision) => side.client.post(&url),
            None => side.client.get(&url),
        })
    }

    fn form(&self, n: u64) -> Vec<(String, String)> {
        let name = format!("Bench customer {} {n}", self.run);
        let key = format!("bench-key-{}-{n:010}", self.run);
        [
            ("id", ""),
            ("version", ""),
            ("key", &key),
            ("customer_name", &name),
            ("customer_domain", ""),
            ("customer_country", "DE"),
            ("families[0]", &self.family),
            ("amount", "12500"),
            ("currency", "EUR"),
            ("close_on", &self.close_on),
            ("contact_name", "Robin Hale"),
            ("contact_role", ""),
            ("contact_email", "robin@customer.example"),
            ("need", "Their equipment is out of support in spring."),
            ("send", "submit"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
    }
}

/// Asks each page once while the portal tells what it asks its database.
pub async fn record(portal: &Portal, side: &Side, pages: &[Page]) -> Result<Vec<Recorded>> {
    let mut all = Vec::new();
    for page in pages {
        let calls = side.portal(page);
        // What a first request makes and keeps is not what every request costs.
        calls.once().await?;
        let (body, steps) = portal.recorded(calls.once()).await?;
        all.push(Recorded { name: page.name.to_owned(), steps, bytes: body.len() });
    }
    Ok(all)
}

/// How much is measured.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// In turns.
    pub rounds: usize,
    /// For how long one side is asked in a round.
    pub time: Duration,
    /// Who ask at once.
    pub workers: usize,
}

/// The processes of one side, of its database apart.
#[derive(Debug, Clone)]
pub struct Costs {
    /// The server with its children.
    pub server: Group,
    /// The database's server, as far as it works for this side.
    pub database: Option<Group>,
}

impl Costs {
    /// Processor time of both so far.
    pub fn together(&self) -> Result<Duration> {
        self.used().map(|(server, database)| server + database)
    }

    /// Processor time of the database so far.
    pub fn of_database(&self) -> Result<Duration> {
        self.used().map(|(_, database)| database)
    }

    fn used(&self) -> Result<(Duration, Duration)> {
        let database = self.database.as_ref().map(Group::used).transpose()?;
        Ok((self.server.used()?, database.unwrap_or_default()))
    }
}

/// What a request costs, round by round.
#[derive(Debug, Default)]
pub struct Cost {
    /// Milliseconds of the server's processor time.
    pub server: Vec<f64>,
    /// Of the database's.
    pub database: Vec<f64>,
    /// Answers a second.
    pub rate: Vec<f64>,
}

impl Cost {
    /// The middle of both together.
    pub fn together(&self) -> f64 {
        spread(&self.sums()).0
    }

    /// Both together, round by round.
    pub fn sums(&self) -> Vec<f64> {
        self.server.iter().zip(&self.database).map(|(server, database)| server + database).collect()
    }

    /// Asks for one round.
    pub async fn round(&mut self, calls: &Calls, costs: &Costs, effort: Effort) -> Result<()> {
        let before = costs.used()?;
        let done = calls.closed(effort.workers, effort.time).await?;
        let after = costs.used()?;
        let answers = done.answers as f64;
        let each = |before: Duration, after: Duration| (after - before).as_secs_f64() * 1000.0 / answers;
        self.server.push(each(before.0, after.0));
        self.database.push(each(before.1, after.1));
        self.rate.push(answers / done.took.as_secs_f64());
        Ok(())
    }
}

/// Portal and floor.
pub struct Pair {
    /// The portal as it is asked.
    pub side: Side,
    /// Its processes.
    pub portal: Costs,
    /// The floor's address.
    pub floor_at: String,
    /// Its processes.
    pub floor: Costs,
}

/// What pages are measured for.
const TIMES_THE_FLOOR: f64 = 3.0;
const P99_MS: f64 = 10.0;

/// Measures all pages in turns; `settled` waits until nothing is left to do beside the requests.
pub async fn measure<W: Future<Output = Result<()>>>(
    pair: &Pair,
    pages: &[(Page, Recorded)],
    effort: Effort,
    settled: impl Fn() -> W,
) -> Result<[Section; 2]> {
    let mut section = Section::new(
        "Pages",
        "Processor time of a request, server and database together, against the floor: the same statements by sqlx alone, \
         written into a page by hand. Uncompressed.",
        &["", "statements", "kB", "portal ms", "in the database", "spread", "floor ms", "times the floor"],
    );
    let mut timed = Section::new(
        "Pages at a fixed rate",
        "Half of what the portal can answer at most, portal and floor alike; times count from when a request was due.",
        &["", "at most a second", "floor's", "rate", "p50 ms", "p99 ms", "floor's p50", "floor's p99"],
    );
    for (page, recorded) in pages {
        println!("   {}", page.title);
        let portal = pair.side.portal(page);
        let floor = pair.side.floor(&pair.floor_at, page);
        // Connections, plans and caches first.
        for calls in [&portal, &floor] {
            calls.closed(effort.workers, effort.time / 4).await.with_context(|| page.name)?;
        }
        settled().await?;
        let (mut costs, mut bare) = (Cost::default(), Cost::default());
        for _ in 0..effort.rounds {
            costs.round(&portal, &pair.portal, effort).await?;
            settled().await?;
            bare.round(&floor, &pair.floor, effort).await?;
        }
        let most = spread(&costs.rate).0;
        let rate = most / 2.0;
        let time = effort.time * 3;
        let times = portal.open(rate, time).await?;
        settled().await?;
        let bare_times = floor.open(rate, time).await?;
        let ratio = costs.together() / bare.together();
        let (_, least, dearest) = spread(&costs.sums());
        let p = |times: &[Duration], share: f64| quantile(times, share).as_secs_f64() * 1000.0;
        section.rows.push(vec![
            page.title.to_owned(),
            recorded.steps.len().to_string(),
            if page.sends.is_some() { String::new() } else { number(recorded.bytes as f64 / 1000.0) },
            number(costs.together()),
            number(spread(&costs.database).0),
            format!("{} to {}", number(least), number(dearest)),
            number(bare.together()),
            number(ratio),
        ]);
        timed.rows.push(vec![
            page.title.to_owned(),
            number(most),
            number(spread(&bare.rate).0),
            number(rate),
            number(p(&times, 0.5)),
            number(p(&times, 0.99)),
            number(p(&bare_times, 0.5)),
            number(p(&bare_times, 0.99)),
        ]);
        for (name, value) in [
            ("statements", recorded.steps.len() as f64),
            ("bytes", recorded.bytes as f64),
            ("portal.cpu_ms", costs.together()),
            ("portal.database_ms", spread(&costs.database).0),
            ("floor.cpu_ms", bare.together()),
            ("ratio", ratio),
            ("portal.most_a_second", most),
            ("floor.most_a_second", spread(&bare.rate).0),
            ("rate", rate),
            ("portal.p50_ms", p(&times, 0.5)),
            ("portal.p99_ms", p(&times, 0.99)),
            ("floor.p50_ms", p(&bare_times, 0.5)),
            ("floor.p99_ms", p(&bare_times, 0.99)),
        ] {
            section.figure(format!("{}.{name}", page.name), value);
        }
        judge(&mut section, page, &costs, &bare);
        let cause = format!(
            "the floor's is {} ms at the same rate; client, server and database share the processors",
            number(p(&bare_times, 0.99))
        );
        let what = format!("{}, p99 at half of the most", page.title);
        timed.at_most(&what, p(&times, 0.99), P99_MS, " ms", cause);
    }
    Ok([section, timed])
}

fn judge(section: &mut Section, page: &Page, costs: &Cost, bare: &Cost) {
    let dearer = costs.together() - bare.together();
    if page.sends.is_some() {
        let cause = format!(
            "it costs {} ms more processor time than its statements: the form's check, the session, and the worker that \
             tells people at the same time",
            number(dearer)
        );
        let share = spread(&costs.rate).0 / spread(&bare.rate).0;
        section.at_least(&format!("{}, of the floor's rate", page.title), share, 0.5, "", cause);
    } else {
        let cause = format!(
            "{} ms of {} are not the statements: finding the caller, drawing the page and writing its rows for the browser; \
             the floor draws nothing and acquires one connection",
            number(dearer),
            number(costs.together())
        );
        section.at_most(
            page.title,
            costs.together() / bare.together(),
            TIMES_THE_FLOOR,
            " times the floor",
            cause,
        );
    }
}
