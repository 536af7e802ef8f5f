//! The bench is honest: what its floor answers has the very records of the portal's pages, by the same statements.

use crate::portal::{Engine, Portal, browser};
use bench::floor;
use bench::pages::{Cases, Page, Sent, Side, Who, all};
use bench::recorded::{Recorded, steps};
use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use store::sql::Statement;
use tracing_subscriber::fmt::MakeWriter;

/// The log, as far as the bench reads it.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Log {
    fn listen(&self) -> tracing::subscriber::DefaultGuard {
        let filter = tracing_subscriber::EnvFilter::new("off,store::statement=trace");
        let subscriber =
            tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(self.clone()).finish();
        tracing::subscriber::set_default(subscriber)
    }

    fn take(&self) -> String {
        String::from_utf8(std::mem::take(&mut *self.0.lock().unwrap())).unwrap()
    }
}

async fn texts(portal: &Portal, sql: &'static str, column: &str) -> Vec<String> {
    let mut read = portal.state.portal.store.read().await.unwrap();
    let rows = read.all(Statement::new(sql), Vec::new()).await.unwrap();
    rows.iter().map(|row| row.text(column).unwrap()).collect()
}

/// What is to be read on both: records that the page is about.
fn records(page: &Page, titles: &[String]) -> Vec<String> {
    let told = |records: &[&str]| records.iter().map(|record| (*record).to_owned()).collect();
    match page.name {
        "verify" => vec![page.path.rsplit('/').next().unwrap().to_owned()],
        "home" => told(&["Tallinn City Hospital"]),
        "deals" => told(&["Aster Museum", "Fjord Rail", "Kestrel Aerospace GmbH", "Tallinn City Hospital"]),
        "courses" => titles.to_vec(),
        "library" => told(&["Edge routers: data sheet", "Storage arrays: data sheet"]),
        "search" => told(&["Museum"]),
        _ => Vec::new(),
    }
}

async fn has_the_same_records(engine: Engine, scheme: &str) {
    let portal = Portal::on(engine).await;
    let ana = portal.person("ana@northwind.example").await;
    let number = texts(&portal, "SELECT number FROM certificates ORDER BY id LIMIT 1", "number").await;
    let titles = "SELECT title FROM courses WHERE state = 'published' AND id NOT IN (SELECT course_id FROM course_types)
        AND id NOT IN (SELECT course_id FROM course_tiers) ORDER BY id";
    let titles = texts(&portal, titles, "title").await;
    let family = texts(&portal, "SELECT id FROM families WHERE active ORDER BY id LIMIT 1", "id").await;
    let petra = portal.person("petra@vendor.example").await;
    let waiting = "SELECT d.id FROM deals d WHERE d.state = 'submitted' AND d.version = 2 AND NOT EXISTS (SELECT 1 FROM deal_steps s
        WHERE s.deal_id = d.id) ORDER BY d.id LIMIT 2";
    let waiting = texts(&portal, waiting, "id").await;
    let cases = Cases::of(waiting.into_iter().map(|id| (id, 2)).collect());
    let side = Side {
        client: browser(),
        origin: portal.origin.clone(),
        cookie: ana.cookie().unwrap(),
        approver: petra.cookie().unwrap(),
        cases: cases.clone(),
        family: family[0].clone(),
        close_on: "2099-01-01".into(),
        run: "test".into(),
    };
    let log = Log::default();
    let listening = log.listen();
    let pages = all(&number[0], cases.first(), 100);
    let mut recorded = Vec::new();
    let mut shown = Vec::new();
    for page in &pages {
        let calls = side.portal(page);
        calls.once().await.unwrap();
        log.take();
        let body = String::from_utf8(calls.once().await.unwrap()).unwrap();
        let steps = steps(&log.take()).unwrap();
        assert!(!steps.is_empty(), "{} asks nothing", page.name);
        recorded.push(Recorded { name: page.name.into(), steps, bytes: body.len() });
        shown.push(body);
    }
    drop(listening);

    let database = format!("{scheme}{}", portal.state.portal.store.address());
    let (origin, serving) = floor::serve(&database, recorded).await.unwrap();
    let serving = tokio::spawn(serving);
    for (page, shown) in pages.iter().zip(shown) {
        let floor = side.floor(&origin, page);
        let bare = String::from_utf8(floor.once().await.unwrap()).unwrap();
        for record in records(page, &titles) {
            assert!(shown.contains(&record), "{}: {record} is not on the portal's page", page.name);
            assert!(bare.contains(&record), "{}: {record} is not on the floor's page", page.name);
        }
        if page.who != Who::Approver {
            assert!(!bare.contains("Mediterra"), "{}: a rival's deal", page.name);
        }
        if page.sends.is_none() {
            assert!(bare.len() >= shown.len(), "{}: the floor's page is shorter", page.name);
        }
    }
    // What registers on the floor puts in what the portal puts in, each time anew.
    let registered =
        || texts(&portal, "SELECT id FROM deals WHERE customer_name LIKE 'Bench customer%'", "id");
    let noted = || {
        texts(
            &portal,
            "SELECT a.id FROM audit a JOIN deals d ON d.id = a.record_id WHERE d.customer_name LIKE 'Bench customer%'",
            "id",
        )
    };
    let (deals, lines) = (registered().await.len(), noted().await.len());
    let register = pages.iter().find(|page| page.sends == Some(Sent::Registration)).unwrap();
    side.floor(&origin, register).once().await.unwrap();
    assert_eq!(registered().await.len(), deals + 1);
    // Two by the portal and one by the floor came before.
    assert_eq!(noted().await.len() - lines, lines / deals);
    serving.abort();
}

#[tokio::test]
async fn the_floor_answers_the_records_of_the_portals_pages_on_sqlite() {
    has_the_same_records(Engine::Sqlite, "sqlite://").await;
}

#[tokio::test]
async fn the_floor_answers_the_records_of_the_portals_pages_on_postgres() {
    let server = std::env::var("TANDEM_TEST_POSTGRES").expect("a PostgreSQL server");
    let server = server.rsplit_once('/').unwrap().0.to_owned();
    has_the_same_records(Engine::Postgres, &format!("{server}/")).await;
}
