//! The addresses at which what was taken is found again, and what is there.

use super::doors::{Door, Doors};
use crate::portal::{Person, told};
use hostile::{Case, Class};
use reqwest::Method;

impl Doors<'_> {
    /// Opens every address at which something is found of what was taken.
    pub async fn open_all(&self, door: Door, case: &Case, what: &str, made: &str) {
        match door {
            Door::Asset | Door::PlainAsset | Door::Pieces | Door::Version => {
                let id = made.split('?').next().unwrap().rsplit('/').next().unwrap();
                self.page(&self.mia, what, made).await;
                is_safe(&self.mia, what, &format!("/assets/{id}/download"), true).await;
                // The same file looks the same however it came.
                if door != Door::Asset {
                    return;
                }
                is_safe(&self.mia, what, &format!("/assets/{id}/thumbnail"), false).await;
                if case.class == Class::Pdf {
                    is_safe(&self.mia, what, &format!("/assets/{id}/pages/2"), false).await;
                }
                self.try_a_brand(what, id).await;
            }
            Door::Logo => is_safe(&self.ana, what, &format!("/files/logo/{}", self.partner), false).await,
            Door::Look => {
                let page = self.page(&self.ada, what, "/look").await;
                let id = page.split("/files/look/").nth(1).unwrap_or_else(|| panic!("{what}: no look"));
                let id = id.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap();
                is_safe(&self.portal.nobody(), what, &format!("/files/look/{id}"), false).await;
            }
            Door::Evidence => {
                let page = self.page(&self.ana, what, made).await;
                let path = format!("{}/evidence/", made.trim_end_matches("/edit"));
                let file = page.split(&path).nth(1).unwrap_or_else(|| panic!("{what}: no file on {made}"));
                is_safe(&self.ana, what, &format!("{path}{}", file.split('"').next().unwrap()), true).await;
            }
            Door::Lesson => {
                let (course, lesson) = &self.lesson;
                self.page(&self.elif, what, made).await;
                is_sealed(&self.elif, what, &format!("/lessons/{course}/{lesson}/file")).await;
                is_safe(&self.elif, what, &format!("/lessons/{course}/{lesson}/pages/1"), false).await;
            }
        }
    }

    /// A page of the portal that shows what was taken.
    async fn page(&self, by: &Person, what: &str, path: &str) -> String {
        let page = by.open(path).await;
        assert_eq!(page.status(), 200, "{what}: {path}");
        let text = page.text().await.unwrap();
        assert!(!text.contains("<script>alert"), "{what}: {path}");
        text
    }

    /// Places a logo on its first page, which lays a brand over all of it and measures what is behind.
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
        assert!(saved.status().as_u16() < 500, "{what}: {}", told(saved).await);
    }
}

/// What is answered there can't run in a browser: its kind and its name to save it by, with its status.
async fn is_sealed(person: &Person, what: &str, path: &str) -> (u16, String, String) {
    let answer = person.open(path).await;
    let status = answer.status().as_u16();
    let header =
        |name: &str| answer.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
    assert_eq!(header("x-content-type-options"), "nosniff", "{what}: {path}");
    let policy = header("content-security-policy");
    assert!(policy.contains("sandbox") && policy.contains("default-src 'none'"), "{what}: {path}: {policy}");
    assert_eq!(header("cross-origin-resource-policy"), "same-origin", "{what}: {path}");
    let (kind, disposition) = (header("content-type"), header("content-disposition"));
    assert!(status < 500, "{what}: {path} answers {status}: {}", answer.text().await.unwrap());
    (status, kind, disposition)
}

/// It can't run, and is saved under a harmless name where it is somebody's own bytes.
async fn is_safe(person: &Person, what: &str, path: &str, saved: bool) {
    let (status, kind, disposition) = is_sealed(person, what, path).await;
    if !saved {
        let is_picture = ["image/png", "image/jpeg"].contains(&kind.as_str()) && status == 200;
        assert!(
            is_picture || (status >= 400 && kind.starts_with("text/plain")),
            "{what}: {path}: {status} {kind}"
        );
        return;
    }
    assert_eq!(status, 200, "{what}: {path}");
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
        ("svg", "application/octet-stream"),
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
