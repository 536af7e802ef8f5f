//! The doors that take files.

use crate::portal::{Person, Portal};
use app::api::rows;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hostile::{BOUNDARY, Case, Class};
use reqwest::header::LOCATION;
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response};
use std::sync::atomic::{AtomicUsize, Ordering};
use store::sql::Statement;
use tokio::sync::{Mutex, MutexGuard};

/// A way in for files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Collateral, as scripts send it.
    Asset,
    /// Collateral, as a browser without scripts sends it.
    PlainAsset,
    /// Collateral in pieces.
    Pieces,
    /// Another file for collateral that is there.
    Version,
    /// A partner's logo.
    Logo,
    /// The vendor's.
    Look,
    /// Evidence of a deal.
    Evidence,
    /// What a lesson shows.
    Lesson,
}

/// All of them.
pub const DOORS: [Door; 8] = [
    Door::Asset,
    Door::PlainAsset,
    Door::Pieces,
    Door::Version,
    Door::Logo,
    Door::Look,
    Door::Evidence,
    Door::Lesson,
];

impl Door {
    /// Whether it takes this: what its class is about, or everything with `every`. No form comes in pieces, and only what is
    /// wrong with a form is another way without scripts.
    pub fn takes(self, case: &Case, every: bool) -> bool {
        use Class::*;
        let class = case.class;
        match self {
            Self::Asset => true,
            Self::PlainAsset => class == Form,
            Self::Pieces => case.form.is_none() && (every || matches!(class, Type | Name)),
            Self::Logo => every || matches!(class, Svg | Polyglot | Pixels | Cut | Form),
            Self::Evidence => every || matches!(class, Markup | Polyglot | Name | Form),
            Self::Version | Self::Look | Self::Lesson => every || matches!(class, Type | Form),
        }
    }

    /// Whether one place takes all of its files, each instead of the one before; or one session is told what became of them.
    fn is_one_place(self) -> bool {
        matches!(self, Self::PlainAsset | Self::Version | Self::Logo | Self::Look | Self::Lesson)
    }
}

/// What a door said.
pub struct Answer {
    pub status: u16,
    pub text: String,
    /// The page of what was taken.
    pub made: Option<String>,
    /// Whether a page without scripts tells why it was refused.
    pub is_told: bool,
}

/// People in front of the doors of a portal.
pub struct Doors<'a> {
    pub(super) portal: &'a Portal,
    pub(super) ana: Person,
    pub(super) mia: Person,
    pub(super) ada: Person,
    pub(super) elif: Person,
    /// Mia in a browser without scripts.
    plain: Person,
    pub(super) partner: String,
    /// The collateral that gets other files.
    replaced: String,
    /// A course and its lesson.
    pub(super) lesson: (String, String),
    http: Client,
    turns: [Mutex<()>; DOORS.len()],
    sent: AtomicUsize,
}

impl<'a> Doors<'a> {
    pub async fn of(portal: &'a Portal) -> Self {
        let ana = portal.person("ana@northwind.example").await;
        let page = ana.text("/organisation").await;
        let partner = page.split("/uploads/logo/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let http = Client::builder().redirect(Policy::none()).build().unwrap();
        let mut read = portal.state.portal.store.read().await.unwrap();
        let mut one = async |text| read.one(Statement::new(text), Vec::new()).await.unwrap().unwrap();
        let lesson = one("SELECT l.id, l.course_id FROM lessons l JOIN courses c ON c.id = l.course_id
            WHERE c.title = 'Sizing a storage rack' ORDER BY l.position LIMIT 1")
        .await;
        let asset = one("SELECT id FROM assets ORDER BY id LIMIT 1").await;
        Self {
            portal,
            ana,
            mia: portal.person("mia@vendor.example").await,
            ada: portal.person("ada@vendor.example").await,
            elif: portal.person("elif@vendor.example").await,
            plain: portal.person("mia@vendor.example").await,
            partner,
            replaced: asset.text("id").unwrap(),
            lesson: (lesson.text("course_id").unwrap(), lesson.text("id").unwrap()),
            http,
            turns: Default::default(),
            sent: AtomicUsize::new(0),
        }
    }

    /// Waits until nobody else is about what this door has made, where that matters.
    pub async fn turn(&self, door: Door) -> Option<MutexGuard<'_, ()>> {
        if !door.is_one_place() {
            return None;
        }
        Some(self.turns[door as usize].lock().await)
    }

    /// Sends it, and looks at what is answered.
    pub async fn send(&self, door: Door, case: &Case) -> Answer {
        let key = format!("hostile {}", self.sent.fetch_add(1, Ordering::Relaxed));
        match door {
            Door::Asset => by_script(&self.mia, "/uploads/asset", case.sent(&field("key", &key))).await,
            Door::PlainAsset => self.plainly(case.sent(&field("key", &key))).await,
            Door::Pieces => self.in_pieces(case).await,
            Door::Version => {
                let page = self.mia.text(&format!("/assets/manage/{}", self.replaced)).await;
                let version =
                    page.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap();
                let before = [field("version", version), field("change", &key)].concat();
                by_script(&self.mia, &format!("/uploads/asset/{}/file", self.replaced), case.sent(&before))
                    .await
            }
            Door::Logo => {
                by_script(&self.ana, &format!("/uploads/logo/{}", self.partner), case.sent(b"")).await
            }
            Door::Look => by_script(&self.ada, "/uploads/look", case.sent(b"")).await,
            Door::Evidence => {
                let draft = self.draft(&key).await;
                by_script(&self.ana, &format!("/uploads/evidence/{draft}"), case.sent(b"")).await
            }
            Door::Lesson => {
                let (course, lesson) = &self.lesson;
                by_script(&self.elif, &format!("/uploads/lesson/{course}/{lesson}"), case.sent(b"")).await
            }
        }
    }

    async fn draft(&self, key: &str) -> String {
        let form =
            format!("id=&version=&key={key}&customer_name=Hostile&customer_domain=&contact_name=&need=");
        let kept = self.ana.call(Method::POST, "/api/deals/keep", &form.replace(' ', "+")).await;
        let text = kept.text().await.unwrap();
        let id = text.split("dl_").nth(1).unwrap_or_else(|| panic!("no draft in {text}"));
        format!("dl_{}", id.chars().take_while(char::is_ascii_alphanumeric).collect::<String>())
    }

    /// As a browser without scripts: refused, the page that it came from tells why.
    async fn plainly(&self, (kind, body): (String, Vec<u8>)) -> Answer {
        let page = "/assets/manage/new";
        let request =
            self.http.post(format!("{}/uploads/asset", self.portal.origin)).header("accept", "text/html");
        let request = request.header("referer", format!("{}{page}", self.portal.origin));
        let request =
            request.header("cookie", self.plain.cookie().unwrap()).header("sec-fetch-site", "same-origin");
        let answer = request.header("content-type", kind).body(body).send().await.unwrap();
        let (status, to) = (answer.status().as_u16(), answer.headers().get(LOCATION).cloned());
        let text = answer.text().await.unwrap();
        let to = to.and_then(|to| Some(to.to_str().ok()?.to_owned())).unwrap_or_default();
        let is_told = to == page && self.plain.text(page).await.contains("There is something to correct");
        let made = to.starts_with("/assets/manage/as_").then_some(to);
        Answer { status, text, made, is_told }
    }

    async fn in_pieces(&self, case: &Case) -> Answer {
        let ask = |method: Method, path: &str| {
            let request = self.http.request(method, format!("{}{path}", self.portal.origin));
            request.header("cookie", self.mia.cookie().unwrap()).header("tus-resumable", "1.0.0")
        };
        let name = format!("filename {}", STANDARD.encode(&case.called));
        let begun = ask(Method::POST, "/uploads").header("upload-length", case.bytes.len());
        let begun = begun.header("upload-metadata", name).send().await.unwrap();
        if begun.status() != 201 {
            return said(begun, None).await;
        }
        let path = begun.headers()[LOCATION].to_str().unwrap().to_owned();
        let sent = ask(Method::PATCH, &path).header("upload-offset", 0);
        let sent = sent.header("content-type", "application/offset+octet-stream").body(case.bytes.clone());
        let sent = sent.send().await.unwrap();
        if sent.status() != 204 {
            return said(sent, None).await;
        }
        let made = ask(Method::POST, &format!("{path}/asset")).send().await.unwrap();
        let to = made.headers().get(LOCATION).map(|to| to.to_str().unwrap().to_owned());
        said(made, to).await
    }
}

fn field(name: &str, value: &str) -> Vec<u8> {
    format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes()
}

async fn by_script(person: &Person, path: &str, (kind, body): (String, Vec<u8>)) -> Answer {
    let answer = person.call_with(Method::POST, path, &kind, body).await;
    let status = answer.status().as_u16();
    let text = answer.text().await.unwrap();
    let made = if status == 200 { Some(rows::read::<String>(&text).unwrap()) } else { None };
    Answer { status, text, made, is_told: false }
}

async fn said(answer: Response, made: Option<String>) -> Answer {
    let status = answer.status().as_u16();
    Answer { status, text: answer.text().await.unwrap(), made, is_told: false }
}
