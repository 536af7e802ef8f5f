//! A whole portal on a port of its own, and people with browsers that keep cookies.

use crate::demo::Demo;
use app::Assets;
use app::api::{Portal as AppPortal, Vendor};
use documents::Workshop;
use domain::access::Profile;
use domain::time::Instant;
use leptos::config::LeptosOptions;
use reqwest::header::{ACCEPT, LOCATION};
use reqwest::{Client, Method, RequestBuilder, Response};
use server::config::{self, Bucket, Connection};
use server::files::Files;
use server::mail::Mailer;
use server::passwords::Passwords;
use server::sign_in::Throttle;
use server::site::Site;
use server::sso::Ways;
use server::state::{Reached, State};
use server::wire::{Listening, Peer};
use server::{assets, doctor, limits, router, seed, serve};
use std::net::IpAddr;
use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use store::Store;
use store::sql::Statement;
use tempfile::TempDir;

pub struct Portal {
    pub origin: String,
    pub state: State,
    /// How many minutes the portal's clock is ahead.
    ahead: Arc<AtomicI64>,
    folder: TempDir,
    serving: tokio::task::JoinHandle<()>,
}

impl Drop for Portal {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// The media type of plain forms.
pub const FORM: &str = "application/x-www-form-urlencoded";

/// Where a portal keeps its rows.
#[derive(Debug, Clone, Copy)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// The address of a new, empty database.
    pub async fn fresh(self, folder: &Path) -> String {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        if let Self::Sqlite = self {
            return Store::sqlite_url(&folder.join("tandem.db"));
        }
        let server = std::env::var("TANDEM_TEST_POSTGRES").expect(
            "TANDEM_TEST_POSTGRES names no PostgreSQL server: run `cargo xtask test --only rust --package server`",
        );
        // Numbers of processes come again, and what was stopped in the middle stays behind.
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
        let name = format!("portal_{}_{}_{now}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let admin = Store::connect(&server).await.unwrap();
        for text in [format!("DROP DATABASE IF EXISTS {name}"), format!("CREATE DATABASE {name}")] {
            admin.read().await.unwrap().all(Statement::new(text.leak()), Vec::new()).await.unwrap();
        }
        admin.close().await;
        format!("{}/{name}", server.rsplit_once('/').unwrap().0)
    }
}

impl Portal {
    /// A portal with the demo programme and these providers.
    pub async fn with(connections: impl FnOnce(&str) -> Vec<Connection>) -> Self {
        Self::open(Engine::Sqlite, None, Vec::new(), None, connections).await
    }

    pub async fn on(engine: Engine) -> Self {
        Self::open(engine, None, Vec::new(), None, |_| Vec::new()).await
    }

    /// A portal that sends mail by this server.
    pub async fn mailing(smtp: &str) -> Self {
        Self::open(Engine::Sqlite, None, Vec::new(), Some(smtp), |_| Vec::new()).await
    }

    /// A portal that believes to be reached at this address, or at its own, and believes these proxies.
    pub async fn told(
        reached_at: Option<&str>,
        proxies: Vec<IpAddr>,
        connections: impl FnOnce(&str) -> Vec<Connection>,
    ) -> Self {
        Self::open(Engine::Sqlite, reached_at, proxies, None, connections).await
    }

    /// A portal on a database and a bucket that others may be on too; whoever finds it empty makes the demo programme.
    pub async fn sharing(database: &str, bucket: &Bucket) -> Self {
        let others = Some((database, bucket));
        Self::open_at(Engine::Sqlite, None, Vec::new(), None, others, |_| Vec::new()).await
    }

    async fn open(
        engine: Engine,
        reached_at: Option<&str>,
        proxies: Vec<IpAddr>,
        smtp: Option<&str>,
        connections: impl FnOnce(&str) -> Vec<Connection>,
    ) -> Self {
        Self::open_at(engine, reached_at, proxies, smtp, None, connections).await
    }

    async fn open_at(
        engine: Engine,
        reached_at: Option<&str>,
        proxies: Vec<IpAddr>,
        smtp: Option<&str>,
        shared: Option<(&str, &Bucket)>,
        connections: impl FnOnce(&str) -> Vec<Connection>,
    ) -> Self {
        let mail = config::Mail {
            smtp: smtp.map(str::to_owned),
            from: Some("Acme partners <partners@vendor.example>".into()),
            reply_to: Some("channel@vendor.example".into()),
            ..config::Mail::default()
        };
        let mail = Mailer::of(&mail).unwrap().map(Arc::new);
        let folder = tempfile::tempdir().unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let ahead = Arc::new(AtomicI64::new(0));
        let (clock, minutes) = (serve::system_clock(), ahead.clone());
        let files = folder.path().join("files");
        let demo = (matches!(engine, Engine::Sqlite) && shared.is_none()).then(|| Demo::into(folder.path()));
        let (store, files) = match shared {
            Some((database, bucket)) => {
                (Store::open(database).await.unwrap(), Files::in_bucket(bucket, &files).unwrap())
            }
            None => {
                (Store::open(&engine.fresh(folder.path()).await).await.unwrap(), Files::open(&files).unwrap())
            }
        };
        let films = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/film-program.sh");
        let workshop = Workshop::new(env!("CARGO_BIN_EXE_tandem").into(), vec!["document-worker".into()], 2)
            .with_films_by(Some(films.into()));
        let passwords = Passwords::default();
        let state = State::of(Reached {
            portal: AppPortal {
                judge: assets::judge(files.clone(), workshop.clone(), store.clone()),
                glance: doctor::glances(store.clone(), files.clone(), serve::system_clock()),
                store,
                clock: Arc::new(move || {
                    let now = clock().millis();
                    Instant::from_millis(now + minutes.load(Ordering::Relaxed) * 60_000)
                }),
                ask_limit: limits::verdicts(),
                try_zones: assets::trials(files.clone(), workshop.clone()),
                vendor: Vendor {
                    name: "Acme".into(),
                    hue: 262,
                    language: domain::language::Language::FIRST,
                    domains: vec!["vendor.example".into()],
                },
                hash_password: passwords.for_forms(),
                share_days_most: 365,
                kept_look: Default::default(),
                mails: mail.is_some(),
                mail_acts: true,
                protection: Default::default(),
                origin: reached_at.unwrap_or(&origin).to_owned(),
            },
            passwords,
            throttle: Arc::new(Throttle::new(proxies)),
            files,
            workshop,
            mail,
            live: Arc::default(),
            ways: Ways::of(&connections(&origin), &origin).unwrap(),
            assets: Arc::new(Assets {
                fonts: Default::default(),
                css: "pkg/x.css".into(),
                client: app::Client { js: "pkg/x.js".into(), wasm: "pkg/x.wasm".into(), split: None },
                translated: std::collections::HashMap::from([(
                    "de".to_owned(),
                    app::Client { js: "pkg/y.js".into(), wasm: "pkg/y.wasm".into(), split: None },
                )]),
            }),
            site: Site::Folder(folder.path().join("site")),
            leptos: LeptosOptions::builder().output_name("tandem").build(),
        });
        let (_going_on, stop) = tokio::sync::watch::channel(false);
        let empty = store::people::nobody_yet(&mut state.portal.store.read().await.unwrap()).await.unwrap();
        if empty {
            seed::demo(&state, &stop).await.unwrap();
        }
        if let Some(demo) = demo {
            demo.keep(folder.path());
        }
        let app = router::router(state.clone(), None).into_make_service_with_connect_info::<Peer>();
        let serving = tokio::spawn(async move { axum::serve(Listening(listener), app).await.unwrap() });
        Self { origin, state, ahead, folder, serving }
    }

    /// Puts a file beside the pages, as a build does.
    pub fn site_file(&self, name: &str, text: &str) {
        let site = self.folder.path().join("site");
        std::fs::create_dir_all(&site).unwrap();
        std::fs::write(site.join(name), text).unwrap();
    }

    /// Where its files are, or come in.
    pub fn files_folder(&self) -> std::path::PathBuf {
        self.folder.path().join("files")
    }

    /// Lets time pass.
    pub fn pass(&self, minutes: i64) {
        self.ahead.fetch_add(minutes, Ordering::Relaxed);
    }

    /// Waits until what is written beside requests has been: the next transaction comes after it.
    pub async fn kept_alive(&self) {
        // The write is a task of its own, and a busy machine may begin it late: several turns in the queue of writers.
        for _ in 0..5 {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            let tx = self.state.portal.store.begin(self.state.now()).await.unwrap();
            tx.commit().await.unwrap();
        }
    }

    /// The same database by a way of its own.
    pub async fn other_way_in(&self) -> Store {
        Store::connect(&Store::sqlite_url(&self.folder.path().join("tandem.db"))).await.unwrap()
    }

    pub async fn start() -> Self {
        Self::with(|_| Vec::new()).await
    }

    pub fn nobody(&self) -> Person {
        Person::at(&self.origin)
    }

    /// Who has this address, as the portal knows them.
    pub async fn profile(&self, email: &str) -> Profile {
        let mut read = self.state.portal.store.read().await.unwrap();
        let known = store::people::credentials(&mut read, email).await.unwrap().unwrap();
        store::people::profile(&mut read, &known.person).await.unwrap().unwrap()
    }

    pub async fn person(&self, email: &str) -> Person {
        let person = self.nobody();
        let answer = person.send("/auth/sign-in", &[("email", email), ("password", seed::PASSWORD)]).await;
        assert_eq!(answer.headers()[LOCATION], "/", "{email} could not sign in");
        person
    }
}

/// The line of cookies with this one, which takes the place of its former value.
fn with_pair(line: &str, pair: &str) -> String {
    let name = |pair: &str| pair.split('=').next().unwrap_or_default().to_owned();
    let others = line.split("; ").filter(|other| !other.is_empty() && name(other) != name(pair));
    others.chain([pair]).collect::<Vec<_>>().join("; ")
}

/// What speaks HTTP and follows nothing by itself.
pub fn browser() -> Client {
    // Only the first one in the process has an effect.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

/// Somebody with a browser: it keeps the session's cookie and follows nothing by itself.
#[derive(Clone)]
pub struct Person {
    pub origin: String,
    http: Client,
    cookie: Arc<Mutex<Option<String>>>,
}

impl Person {
    /// Somebody at this portal who has not signed in.
    pub fn at(origin: &str) -> Self {
        Self { origin: origin.to_owned(), http: browser(), cookie: Arc::default() }
    }

    async fn finish(&self, request: RequestBuilder) -> Response {
        self.tried(request).await.unwrap()
    }

    /// An error where the server has gone away before it answered.
    async fn tried(&self, request: RequestBuilder) -> reqwest::Result<Response> {
        let kept = self.cookie.lock().unwrap().clone();
        let request = match kept {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        };
        let answer = request.send().await?;
        for set in answer.headers().get_all("set-cookie") {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            let mut kept = self.cookie.lock().unwrap();
            *kept = Some(with_pair(kept.as_deref().unwrap_or_default(), pair));
        }
        Ok(answer)
    }

    fn url(&self, path: &str) -> String {
        if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.origin) }
    }

    /// A browser into which somebody has planted a cookie.
    pub fn with_cookie(self, cookie: &str) -> Self {
        *self.cookie.lock().unwrap() = Some(cookie.to_owned());
        self
    }

    pub fn cookie(&self) -> Option<String> {
        self.cookie.lock().unwrap().clone()
    }

    /// Asks for a page as a browser does.
    pub async fn open(&self, path: &str) -> Response {
        self.finish(self.http.get(self.url(path)).header(ACCEPT, "text/html")).await
    }

    pub async fn text(&self, path: &str) -> String {
        self.open(path).await.text().await.unwrap()
    }

    /// As [`Self::text`], in a browser whose languages are these.
    pub async fn text_for(&self, languages: &str, path: &str) -> String {
        let request = self.http.get(self.url(path)).header(ACCEPT, "text/html");
        self.finish(request.header("accept-language", languages)).await.text().await.unwrap()
    }

    /// Sends a form as a browser without scripts does, from the home page.
    pub async fn send(&self, path: &str, form: &[(&str, &str)]) -> Response {
        self.send_from("/", path, form).await
    }

    pub async fn send_from(&self, page: &str, path: &str, form: &[(&str, &str)]) -> Response {
        self.try_send(page, path, form).await.unwrap()
    }

    /// As [`Self::send_from`], to a server that may not answer.
    pub async fn try_send(&self, page: &str, path: &str, form: &[(&str, &str)]) -> reqwest::Result<Response> {
        let request = self.http.post(self.url(path)).header(ACCEPT, "text/html,*/*");
        let request = request.header("referer", self.url(page)).header("sec-fetch-site", "same-origin");
        self.tried(request.form(form)).await
    }

    /// The same person at another server of the portal.
    pub fn moved_to(&self, origin: &str) -> Self {
        Self { origin: origin.to_owned(), http: browser(), cookie: self.cookie.clone() }
    }

    /// Asks for a page of a server that may not answer.
    pub async fn try_open(&self, path: &str) -> reqwest::Result<Response> {
        self.tried(self.http.get(self.url(path)).header(ACCEPT, "text/html")).await
    }

    /// Sends a form by way of a proxy, or with what looks like one.
    pub async fn send_for(&self, forwarded: &str, path: &str, form: &[(&str, &str)]) -> Response {
        let request = self.http.post(self.url(path)).header(ACCEPT, "text/html,*/*");
        let request = request.header("referer", self.url("/sign-in")).header("sec-fetch-site", "same-origin");
        self.finish(request.header("x-forwarded-for", forwarded).form(form)).await
    }

    /// Calls a server function as a script does; what reads is asked by its query.
    pub async fn call(&self, method: Method, path: &str, body: &str) -> Response {
        if method == Method::GET && !body.is_empty() {
            return self.call_with(method, &format!("{path}?{body}"), FORM, Vec::new()).await;
        }
        self.call_with(method, path, FORM, body.as_bytes().to_vec()).await
    }

    /// Asks as the script of a page of this build does.
    pub async fn ask_of_build(&self, path: &str, build: &str) -> Response {
        self.finish(self.http.get(self.url(path)).header("tandem-build", build)).await
    }

    pub async fn call_with(&self, method: Method, path: &str, kind: &str, body: Vec<u8>) -> Response {
        let request = self.http.request(method, self.url(path)).header(ACCEPT, "application/json");
        let request = request.header("content-type", kind).header("sec-fetch-site", "same-origin");
        self.finish(request.body(body)).await
    }

    /// Uploads a file as a browser without scripts does; `before` are the fields in front of it.
    pub async fn upload(
        &self,
        page: &str,
        path: &str,
        before: &[(&str, &str)],
        file: (&str, &[u8]),
    ) -> Response {
        self.try_upload(page, path, before, file).await.unwrap()
    }

    /// As [`Self::upload`], to a server that may not answer.
    pub async fn try_upload(
        &self,
        page: &str,
        path: &str,
        before: &[(&str, &str)],
        file: (&str, &[u8]),
    ) -> reqwest::Result<Response> {
        let request = self.http.post(self.url(path)).header(ACCEPT, "text/html");
        self.send_file(request.header("referer", self.url(page)), before, file).await
    }

    /// Uploads a file as a script does.
    pub async fn upload_as_script(&self, path: &str, file: (&str, &[u8])) -> Response {
        let request = self.http.post(self.url(path)).header(ACCEPT, "application/json");
        self.send_file(request, &[], file).await.unwrap()
    }

    async fn send_file(
        &self,
        request: RequestBuilder,
        before: &[(&str, &str)],
        file: (&str, &[u8]),
    ) -> reqwest::Result<Response> {
        let mut body = Vec::new();
        for (name, value) in before {
            body.extend(
                format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        let head = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=";
        body.extend(
            format!("{head}\"{}\"\r\nContent-Type: application/octet-stream\r\n\r\n", file.0).bytes(),
        );
        body.extend(file.1);
        body.extend(b"\r\n--x--\r\n");
        let request = request.header("sec-fetch-site", "same-origin");
        self.tried(request.header("content-type", "multipart/form-data; boundary=x").body(body)).await
    }
}

/// Where an answer sends the browser.
/// What a script is told: the refusal by name, or the answer as it came.
pub async fn told(answer: Response) -> String {
    let refused = !answer.status().is_success();
    let text = answer.text().await.unwrap();
    if !refused {
        return text;
    }
    let error: app::api::ApiError = app::api::rows::read(&text).unwrap();
    format!("{error:?}")
}

pub fn target(answer: &Response) -> String {
    assert_eq!(answer.status(), 303, "no redirect");
    answer.headers()[LOCATION].to_str().unwrap().to_owned()
}
