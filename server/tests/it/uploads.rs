//! Files that aren't what they say, cut uploads, and bytes that a browser must never run.

use crate::portal::{Person, Portal, target, told};
use std::path::{Path, PathBuf};

const SVG: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'><script>alert(1)</script><rect width='40' height='20' fill='red'/></svg>";

#[tokio::test]
async fn an_svg_logo_becomes_plain_pixels() {
    let portal = Portal::start().await;
    let ana = portal.person("ana@northwind.example").await;
    let page = ana.text("/organisation").await;
    let id = page.split("/uploads/logo/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let answer = ana.upload("/organisation", &format!("/uploads/logo/{id}"), &[], ("logo.svg", SVG)).await;
    assert_eq!(target(&answer), "/organisation");
    let logo = ana.open(&format!("/files/logo/{id}")).await;
    assert_eq!(logo.headers()["content-type"], "image/png");
    assert_eq!(logo.headers()["x-content-type-options"], "nosniff");
    assert!(logo.headers()["content-security-policy"].to_str().unwrap().contains("sandbox"));
    assert!(logo.bytes().await.unwrap().starts_with(b"\x89PNG"));
    let rival = portal.person("greta@fabrikam.example").await;
    assert_eq!(rival.open(&format!("/files/logo/{id}")).await.status(), 404);
    let upload = rival.upload("/organisation", &format!("/uploads/logo/{id}"), &[], ("logo.svg", SVG)).await;
    assert_eq!(upload.status(), 303, "and is told on its own page that there is nothing here");
}

#[tokio::test]
async fn what_is_not_collateral_is_refused_by_its_content() {
    let portal = Portal::start().await;
    let mia = portal.person("mia@vendor.example").await;
    for (name, bytes, reason) in [
        ("page.pdf", b"<html><script>alert(1)</script>".as_slice(), "This kind of file"),
        ("broken.pdf", b"%PDF-1.7\nnothing".as_slice(), "damaged or incomplete"),
        (
            "locked.pdf",
            b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R /Encrypt 9 0 R >>\n%%EOF"
                .as_slice(),
            "protected",
        ),
        ("empty.pdf", b"".as_slice(), "There is something to correct"),
        ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><rect", "damaged or incomplete"),
    ] {
        let answer =
            mia.upload("/assets/manage/new", "/uploads/asset", &[("key", name)], (name, bytes)).await;
        assert_eq!(target(&answer), "/assets/manage/new", "{name}");
        let page = mia.text("/assets/manage/new").await;
        assert!(page.contains(reason), "{name}: no reason on the page");
    }
}

#[tokio::test]
async fn why_a_file_is_refused_is_said_in_the_language_of_whoever_brought_it() {
    let portal = Portal::start().await;
    let mia = portal.person("mia@vendor.example").await;
    target(&mia.send_from("/account", "/auth/language", &[("language", "de")]).await);
    for (name, bytes, reason) in [
        ("page.pdf", b"<html>".as_slice(), "wird nicht als Material angenommen"),
        ("broken.pdf", b"%PDF-1.7\nnothing".as_slice(), "beschädigt oder unvollständig"),
    ] {
        let answer =
            mia.upload("/assets/manage/new", "/uploads/asset", &[("key", name)], (name, bytes)).await;
        assert_eq!(target(&answer), "/assets/manage/new", "{name}");
        let page = mia.text("/assets/manage/new").await;
        assert!(page.contains(reason), "{name}: {page}");
    }
}

#[tokio::test]
async fn a_partner_downloads_in_parts_and_old_links_lead_nowhere() {
    let portal = Portal::start().await;
    let ben = portal.person("ben@northwind.example").await;
    let library = ben.text("/assets").await;
    let id = library.split("/assets/as_").nth(1).unwrap().split(['"', '/']).next().unwrap().to_owned();
    let path = format!("/assets/as_{id}/download");
    let whole = ben.open(&path).await;
    assert_eq!(whole.headers()["content-type"], "application/pdf");
    assert!(whole.headers()["content-disposition"].to_str().unwrap().starts_with("attachment"));
    let whole = whole.bytes().await.unwrap();
    let part = reqwest::Client::new()
        .get(format!("{}{path}", portal.origin))
        .header("cookie", ben.cookie().unwrap())
        .header("range", "bytes=10-19")
        .send()
        .await
        .unwrap();
    assert_eq!(part.status(), 206);
    assert_eq!(part.bytes().await.unwrap(), whole.slice(10..20));
    assert_eq!(portal.nobody().open(&path).await.status(), 401);
    let mia = portal.person("mia@vendor.example").await;
    let page = mia.text(&format!("/assets/manage/as_{id}")).await;
    assert!(page.contains("Ben Ortiz"), "the download is in the log");
    let version =
        page.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let body = format!("id=as_{id}&version={version}");
    assert_eq!(mia.call(reqwest::Method::POST, "/api/assets/withdraw", &body).await.status(), 200);
    for gone in [
        path.clone(),
        format!("/assets/as_{id}/pages/1"),
        format!("/assets/as_{id}/thumbnail"),
        format!("/assets/as_{id}"),
    ] {
        assert_eq!(ben.open(&gone).await.status(), 404, "{gone}");
    }
}

/// Every file in the file store that somebody brought.
fn stored(portal: &Portal) -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                found.push(path);
            } else if !path.ends_with("made") {
                walk(&path, found);
            }
        }
    }
    let mut found = Vec::new();
    walk(&portal.files_folder(), &mut found);
    found.sort();
    found
}

async fn logo_of(person: &Person) -> String {
    let page = person.text("/organisation").await;
    format!("/uploads/logo/{}", page.split("/uploads/logo/").nth(1).unwrap().split('"').next().unwrap())
}

async fn a_deal(portal: &Portal, person: &Person) -> String {
    let family = crate::rivals::family(portal).await;
    crate::rivals::register(person, "Evidence Ltd", &family).await
}

fn evidence_of(deal: &str) -> String {
    deal.replace("/deals/", "/uploads/evidence/")
}

#[tokio::test]
async fn a_refused_file_leaves_nothing_on_the_disk() {
    let portal = Portal::start().await;
    let (ana, mia) =
        (portal.person("ana@northwind.example").await, portal.person("mia@vendor.example").await);
    let deal = a_deal(&portal, &ana).await;
    let (evidence, logo) = (evidence_of(&deal), logo_of(&ana).await);
    let before = stored(&portal);
    let big = vec![b'x'; 21 << 20];
    let key: &[(&str, &str)] = &[("key", "k")];
    for (person, page, path, fields, bytes) in [
        (&ana, deal.as_str(), &evidence, &[][..], b"GIF89a".as_slice()),
        (&ana, &deal, &evidence, &[], b""),
        (&ana, &deal, &evidence, &[], &big),
        (&ana, "/organisation", &logo, &[], b"no picture"),
        (&ana, "/organisation", &logo, &[], b""),
        (&mia, "/assets/manage/new", &"/uploads/asset".to_owned(), key, b"%PDF-1.7\nnothing"),
        (&mia, "/assets/manage/new", &"/uploads/asset".to_owned(), key, b"<svg>"),
    ] {
        let answer = person.upload(page, path, fields, ("a.pdf", bytes)).await;
        assert_eq!(target(&answer), page);
        assert!(person.text(page).await.contains("There is something to correct"), "{path}");
        assert_eq!(stored(&portal), before, "{path} left something behind");
    }
}

#[tokio::test]
async fn a_file_too_many_or_too_late_is_told_and_not_kept_and_the_same_one_twice_is_one() {
    let portal = Portal::start().await;
    let ana = portal.person("ana@northwind.example").await;
    let deal = a_deal(&portal, &ana).await;
    let upload = async |n: usize| {
        let bytes = format!("%PDF-1.7 {n}");
        let answer =
            ana.upload(&deal, &evidence_of(&deal), &[], (&format!("{n}.pdf"), bytes.as_bytes())).await;
        assert_eq!(target(&answer), deal);
        ana.text(&deal).await
    };
    let twice = tokio::join!(upload(0), upload(0));
    assert!(twice.0.contains("0.pdf") && twice.1.contains("0.pdf"));
    for n in 1..10 {
        assert!(ana.text(&deal).await.contains("/uploads/evidence/"), "the form is there before file {n}");
        assert!(upload(n).await.contains(&format!("{n}.pdf")));
    }
    assert!(!ana.text(&deal).await.contains("/uploads/evidence/"), "no form when it is full");
    let full = stored(&portal);
    upload(10).await;
    let refused = ana.upload_as_script(&evidence_of(&deal), ("10.pdf", b"%PDF-1.7 10")).await;
    assert_eq!(refused.status(), 422);
    assert!(told(refused).await.contains("TooManyFiles"));
    assert_eq!(stored(&portal), full);
    let withdrawn = format!("id={}&version=2&step=withdraw", deal.trim_start_matches("/deals/"));
    assert_eq!(ana.call(reqwest::Method::POST, "/api/deals/step", &withdrawn).await.status(), 200);
    let late = ana.upload_as_script(&evidence_of(&deal), ("late.pdf", b"%PDF-1.7 late")).await;
    assert_eq!(late.status(), 409);
    assert_eq!(stored(&portal), full);
}

/// A disk of a few pages in the place of the folder in which files are received; only root can have one.
struct TinyDisk(PathBuf);

impl TinyDisk {
    fn at(folder: PathBuf) -> Option<Self> {
        let mut mount = std::process::Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"]).arg(&folder);
        mount.status().is_ok_and(|ended| ended.success()).then_some(Self(folder))
    }
}

impl Drop for TinyDisk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg(&self.0).status();
    }
}

#[tokio::test]
async fn a_full_disk_is_told_in_its_own_words_and_leaves_nothing() {
    let portal = Portal::start().await;
    let (ana, mia) =
        (portal.person("ana@northwind.example").await, portal.person("mia@vendor.example").await);
    let deal = a_deal(&portal, &ana).await;
    let Some(_disk) = TinyDisk::at(portal.files_folder().join("incoming")) else {
        eprintln!("no disk could be mounted; this test needs root");
        return;
    };
    let before = stored(&portal);
    let large = [b"%PDF-1.7".as_slice(), &vec![b'x'; 1 << 20]].concat();
    let answer = ana.upload(&deal, &evidence_of(&deal), &[], ("a.pdf", &large)).await;
    assert_eq!(target(&answer), deal);
    assert!(ana.text(&deal).await.contains("There is no room left on the server"));
    let page = "/assets/manage/new";
    let answer = mia.upload(page, "/uploads/asset", &[("key", "k")], ("a.pdf", &large)).await;
    assert_eq!(target(&answer), page);
    assert!(mia.text(page).await.contains("There is no room left on the server"));
    assert_eq!(stored(&portal), before);
}

#[tokio::test]
async fn an_upload_that_is_cut_leaves_nothing() {
    use tokio::io::AsyncWriteExt as _;
    let portal = Portal::start().await;
    let (ana, mia) =
        (portal.person("ana@northwind.example").await, portal.person("mia@vendor.example").await);
    let deal = a_deal(&portal, &ana).await;
    let before = stored(&portal);
    let count = mia.text("/assets/manage").await.matches("/assets/manage/as_").count();
    let host = portal.origin.strip_prefix("http://").unwrap();
    let key = "--x\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\ncut\r\n";
    for (person, path, fields, is_streamed) in [
        (&mia, "/uploads/asset".to_owned(), key, true),
        (&ana, evidence_of(&deal), "", true),
        (&ana, logo_of(&ana).await, "", false),
    ] {
        let mut stream = tokio::net::TcpStream::connect(host).await.unwrap();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n\
             {fields}--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7",
            person.cookie().unwrap()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let changed = async |there: bool| {
            while (stored(&portal) != before) != there {
                tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            }
        };
        if is_streamed {
            changed(true).await;
        }
        drop(stream);
        changed(false).await;
    }
    assert_eq!(mia.text("/assets/manage").await.matches("/assets/manage/as_").count(), count);
    assert!(!ana.text(&deal).await.contains("a.pdf"));
}

#[tokio::test]
async fn an_upload_over_the_limit_is_told_on_its_page() {
    let portal = Portal::start().await;
    let ana = portal.person("ana@northwind.example").await;
    let deal = a_deal(&portal, &ana).await;
    let before = stored(&portal);
    // More than the form of this route may have, so that the server stops reading in the middle of it.
    let huge = vec![b'x'; 27 << 20];
    for (page, path) in [(deal.clone(), evidence_of(&deal)), ("/organisation".into(), logo_of(&ana).await)] {
        let huge = if page == deal { huge.as_slice() } else { &huge[..9 << 20] };
        let answer = ana.upload(&page, &path, &[], ("huge.pdf", huge)).await;
        assert_eq!(target(&answer), page);
        let told = ana.text(&page).await;
        assert!(told.contains("There is something to correct"), "{path}: no reason on the page");
        assert_eq!(stored(&portal), before);
    }
}
