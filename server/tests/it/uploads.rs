//! Files that aren't what they say, cut uploads, and bytes that a browser must never run.

use crate::portal::{Portal, target};

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
        ("picture.svg", SVG, "This kind of file"),
    ] {
        let answer =
            mia.upload("/assets/manage/new", "/uploads/asset", &[("key", name)], (name, bytes)).await;
        assert_eq!(target(&answer), "/assets/manage/new", "{name}");
        let page = mia.text("/assets/manage/new").await;
        assert!(page.contains(reason), "{name}: no reason on the page");
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

#[tokio::test]
async fn an_upload_that_is_cut_leaves_nothing() {
    use tokio::io::AsyncWriteExt as _;
    let portal = Portal::start().await;
    let mia = portal.person("mia@vendor.example").await;
    let before = mia.text("/assets/manage").await.matches("/assets/manage/as_").count();
    let host = portal.origin.strip_prefix("http://").unwrap();
    let mut stream = tokio::net::TcpStream::connect(host).await.unwrap();
    let head = format!(
        "POST /uploads/asset HTTP/1.1\r\nHost: {host}\r\nCookie: {}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n\
         --x\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\ncut\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7",
        mia.cookie().unwrap()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    drop(stream);
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    assert_eq!(mia.text("/assets/manage").await.matches("/assets/manage/as_").count(), before);
    let incoming = portal.state.files.path("").join("incoming");
    assert_eq!(std::fs::read_dir(incoming).unwrap().count(), 0);
}
