//! The doors that take files, and the addresses at which what they took is found again.

use crate::portal::{Person, Portal};
use app::api::rows;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hostile::{BOUNDARY, Case, Class};
use reqwest::header::LOCATION;
use reqwest::{Client, Method, Response};

/// A way in for files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Collateral, as scripts send it.
    Asset,
    /// Collateral, as a browser without scripts sends it.
    PlainAsset,
    /// Collateral in pieces.
    Pieces,
    /// A partner's logo.
    Logo,
    /// The vendor's.
    Look,
    /// Evidence of a deal.
    Evidence,
}

/// All of them.
pub const DOORS: [Door; 6] =
    [Door::Asset, Door::PlainAsset, Door::Pieces, Door::Logo, Door::Look, Door::Evidence];

impl Door {
    /// Whether it takes this: no form comes in pieces, and only what is wrong with a form is another way without scripts.
    pub fn takes(self, case: &Case) -> bool {
        match self {
            Self::Pieces => case.form.is_none(),
            Self::PlainAsset => case.class == Class::Form,
            _ => true,
        }
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
    portal: &'a Portal,
    ana: Person,
    mia: Person,
    ada: Person,
    partner: String,
    sent: usize,
}

impl<'a> Doors<'a> {
    pub async fn of(portal: &'a Portal) -> Self {
        let ana = portal.person("ana@northwind.example").await;
        let page = ana.text("/organisation").await;
        let partner = page.split("/uploads/logo/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let (mia, ada) =
            (portal.person("mia@vendor.example").await, portal.person("ada@vendor.example").await);
        Self { portal, ana, mia, ada, partner, sent: 0 }
    }

    /// Sends it, and looks at what is answered.
    pub async fn send(&mut self, door: Door, case: &Case) -> Answer {
        self.sent += 1;
        let key = format!("hostile {}", self.sent);
        let before = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n{key}\r\n");
        match door {
            Door::Asset => by_script(&self.mia, "/uploads/asset", case.sent(before.as_bytes())).await,
            Door::PlainAsset => self.plainly(case.sent(before.as_bytes())).await,
            Door::Pieces => self.in_pieces(case).await,
            Door::Logo => {
                by_script(&self.ana, &format!("/uploads/logo/{}", self.partner), case.sent(b"")).await
            }
            Door::Look => by_script(&self.ada, "/uploads/look", case.sent(b"")).await,
            Door::Evidence => {
                let draft = self.draft(&key).await;
                by_script(&self.ana, &format!("/uploads/evidence/{draft}"), case.sent(b"")).await
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
        let request = Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let request =
            request.post(format!("{}/uploads/asset", self.portal.origin)).header("accept", "text/html");
        let request = request.header("referer", format!("{}{page}", self.portal.origin));
        let request =
            request.header("cookie", self.mia.cookie().unwrap()).header("sec-fetch-site", "same-origin");
        let answer = request.header("content-type", kind).body(body).send().await.unwrap();
        let (status, to) = (answer.status().as_u16(), answer.headers().get(LOCATION).cloned());
        let text = answer.text().await.unwrap();
        let to = to.and_then(|to| Some(to.to_str().ok()?.to_owned())).unwrap_or_default();
        let mut is_told = false;
        if to == page {
            is_told = self.mia.text(page).await.contains("There is something to correct");
        }
        let made = to.starts_with("/assets/manage/as_").then_some(to);
        Answer { status, text, made, is_told }
    }

    async fn in_pieces(&self, case: &Case) -> Answer {
        let ask = |method: Method, path: &str| {
            let request = Client::new().request(method, format!("{}{path}", self.portal.origin));
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

    /// Opens every address at which something is found of what was taken.
    pub async fn open_all(&self, door: Door, what: &str, made: &str) {
        match door {
            Door::Asset | Door::PlainAsset | Door::Pieces => {
                let id = made.rsplit('/').next().unwrap();
                let page = self.mia.open(made).await;
                assert_eq!(page.status(), 200, "{what}: {made}");
                assert!(!page.text().await.unwrap().contains("<script>alert"), "{what}: {made}");
                // The same file looks the same however it came.
                let more: &[&str] =
                    if door == Door::Asset { &["thumbnail", "pages/1", "pages/2"] } else { &[] };
                is_safe(&self.mia, what, &format!("/assets/{id}/download"), true).await;
                for which in more {
                    is_safe(&self.mia, what, &format!("/assets/{id}/{which}"), false).await;
                }
                if door == Door::Asset {
                    self.try_a_brand(what, id).await;
                }
            }
            Door::Logo => is_safe(&self.ana, what, &format!("/files/logo/{}", self.partner), false).await,
            Door::Look => {
                let page = self.ada.text("/look").await;
                if let Some(id) = page.split("/files/look/").nth(1) {
                    let id: String =
                        id.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                    is_safe(&self.portal.nobody(), what, &format!("/files/look/{id}"), false).await;
                }
            }
            Door::Evidence => {
                let page = self.ana.open(made).await;
                assert_eq!(page.status(), 200, "{what}: {made}");
                let text = page.text().await.unwrap();
                assert!(!text.contains("<script>alert"), "{what}: {made}");
                let deal = made.trim_end_matches("/edit");
                let path = format!("{deal}/evidence/");
                let file = text.split(&path).nth(1).unwrap_or_else(|| panic!("{what}: no file on {made}"));
                is_safe(&self.ana, what, &format!("{path}{}", file.split('"').next().unwrap()), true).await;
            }
        }
    }

    /// Places a logo on its first page, and looks at a sample of it.
    async fn try_a_brand(&self, what: &str, id: &str) {
        let page = format!("/assets/manage/{id}/zones");
        let text = self.mia.text(&page).await;
        let Some(version) =
            text.split("name=\"version\" value=\"").nth(1).and_then(|rest| rest.split('"').next())
        else {
            return;
        };
        let zone = "zones[0][kind]=logo&zones[0][page]=1&zones[0][x]=1&zones[0][y]=1&zones[0][width]=20&zones[0][height]=10";
        let form = format!("id={id}&version={version}&{}", zone.replace('[', "%5B").replace(']', "%5D"));
        let saved = self.mia.call(Method::POST, "/api/assets/zones", &form).await;
        assert!(saved.status().as_u16() < 500, "{what}: {}", crate::portal::told(saved).await);
    }
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

/// What is answered there can't run in a browser, and is saved under a harmless name where it is somebody's own bytes.
async fn is_safe(person: &Person, what: &str, path: &str, saved: bool) {
    let answer = person.open(path).await;
    let status = answer.status().as_u16();
    assert!(status < 500, "{what}: {path} answers {status}: {}", answer.text().await.unwrap());
    let header =
        |name: &str| answer.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
    assert_eq!(header("x-content-type-options"), "nosniff", "{what}: {path}");
    let policy = header("content-security-policy");
    assert!(policy.contains("sandbox") && policy.contains("default-src 'none'"), "{what}: {path}: {policy}");
    assert_eq!(header("cross-origin-resource-policy"), "same-origin", "{what}: {path}");
    let kind = header("content-type");
    if !saved {
        let is_picture = kind == "image/png" && status == 200;
        assert!(
            is_picture || (status >= 400 && kind.starts_with("text/plain")),
            "{what}: {path}: {status} {kind}"
        );
        return;
    }
    assert_eq!(status, 200, "{what}: {path}");
    let disposition = header("content-disposition");
    assert!(disposition.starts_with("attachment; filename=\""), "{what}: {disposition}");
    let name =
        disposition.split("filename*=UTF-8''").nth(1).unwrap_or_else(|| panic!("{what}: {disposition}"));
    let name = percent_decoded(name);
    let (stem, ending) = name.rsplit_once('.').unwrap_or_else(|| panic!("{what}: {name}"));
    let known = [
        ("pdf", "application/pdf"),
        ("png", "image/png"),
        ("jpg", "image/jpeg"),
        ("webp", "image/webp"),
        ("gif", "image/gif"),
        ("mp4", "video/mp4"),
    ];
    let office =
        ["docx", "pptx", "xlsx"].contains(&ending) && kind.starts_with("application/vnd.openxmlformats");
    assert!(office || known.contains(&(ending, kind.as_str())), "{what}: {name} is {kind}");
    let apart = |c: char| c.is_control() || "<>:\"/\\|?*\u{202e}\u{200b}".contains(c);
    assert!(!name.contains(apart), "{what}: saved as {name:?}");
    let lower = stem.to_lowercase();
    let device = lower.split('.').next().unwrap();
    assert!(!["con", "nul", "com1", "com\u{b9}"].contains(&device.trim()), "{what}: saved as {name:?}");
    assert!(
        !stem.is_empty() && !stem.starts_with('.') && !stem.ends_with(['.', ' ']),
        "{what}: saved as {name:?}"
    );
    assert!(name.chars().count() <= 255, "{what}: {name}");
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        match (first, after) {
            (b'%', [a, b, more @ ..]) => {
                let pair = [*a, *b];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&pair).unwrap(), 16).unwrap());
                rest = more;
            }
            _ => bytes.push(*first),
        }
    }
    String::from_utf8(bytes).unwrap()
}
