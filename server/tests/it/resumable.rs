//! Files in pieces by tus: cut and gone on with, at the wrong place, with the wrong sum, somebody else's, too late.

use crate::bucket::Service;
use crate::portal::{Engine, Person, Portal};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{CONTENT_TYPE, LOCATION};
use reqwest::{Client, Method, RequestBuilder, Response};
use sha2::{Digest as _, Sha256};

const PIECE: usize = 8 << 20;

fn video(length: usize) -> Vec<u8> {
    let mut bytes = b"\0\0\0\x18ftypisom\0\0\0\0isommp42".to_vec();
    bytes.extend((0..length as u64).map(|at| (at.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as u8));
    bytes
}

/// One who sends in pieces.
struct Sender(Person);

impl Sender {
    async fn at(portal: &Portal, email: &str) -> Self {
        Self(portal.person(email).await)
    }

    fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        let request = Client::new().request(method, format!("{}{path}", self.0.origin));
        request.header("cookie", self.0.cookie().unwrap()).header("tus-resumable", "1.0.0")
    }

    async fn create(&self, name: &str, length: usize) -> Response {
        let name = format!("filename {}", STANDARD.encode(name));
        let request = self.ask(Method::POST, "/uploads").header("upload-length", length);
        request.header("upload-metadata", name).send().await.unwrap()
    }

    async fn begin(&self, name: &str, length: usize) -> String {
        let answer = self.create(name, length).await;
        assert_eq!(answer.status(), 201);
        answer.headers()[LOCATION].to_str().unwrap().to_owned()
    }

    fn piece(&self, path: &str, offset: usize, bytes: &[u8]) -> RequestBuilder {
        let request = self.ask(Method::PATCH, path).header("upload-offset", offset);
        request.header(CONTENT_TYPE, "application/offset+octet-stream").body(bytes.to_vec())
    }

    async fn send(&self, path: &str, offset: usize, bytes: &[u8]) -> u16 {
        self.piece(path, offset, bytes).send().await.unwrap().status().as_u16()
    }

    async fn offset(&self, path: &str) -> usize {
        let answer = self.ask(Method::HEAD, path).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        answer.headers()["upload-offset"].to_str().unwrap().parse().unwrap()
    }

    async fn status(&self, path: &str) -> u16 {
        self.ask(Method::HEAD, path).send().await.unwrap().status().as_u16()
    }

    async fn finish(&self, path: &str) -> Response {
        self.ask(Method::POST, &format!("{path}/asset")).send().await.unwrap()
    }

    async fn downloaded(&self, asset: &str) -> Vec<u8> {
        let path = asset.replace("/assets/manage/", "/assets/") + "/download";
        self.0.open(&path).await.bytes().await.unwrap().to_vec()
    }
}

async fn goes_on_after_a_cut(portal: &Portal) {
    let mia = Sender::at(portal, "mia@vendor.example").await;
    let film = video(PIECE + 3_000_000);
    let path = mia.begin("Film.mp4", film.len()).await;
    assert_eq!(mia.send(&path, 0, &film[..PIECE]).await, 204);
    // The sender goes away in the middle of the second piece.
    let cut = futures::stream::iter([
        Ok(film[PIECE..PIECE + 500_000].to_vec()),
        Err(std::io::Error::other("gone")),
    ]);
    let request = mia.piece(&path, PIECE, b"").body(reqwest::Body::wrap_stream(cut));
    assert!(request.send().await.is_err());
    assert!((PIECE..=PIECE + 500_000).contains(&mia.offset(&path).await));
    assert_eq!(mia.finish(&path).await.status(), 409, "not all of it is there");
    // Whatever is kept of the second piece, and however late: the rest is sent from where the server says.
    for _ in 0..2 {
        let offset = mia.offset(&path).await;
        if mia.send(&path, offset, &film[offset..]).await == 204 {
            break;
        }
    }
    let made = mia.finish(&path).await;
    assert_eq!(made.status(), 201);
    let asset = made.headers()[LOCATION].to_str().unwrap().to_owned();
    assert_eq!(mia.finish(&path).await.headers()[LOCATION], asset.as_str(), "asked again, the same");
    assert!(mia.downloaded(&asset).await == film);
    assert_eq!(mia.status(&path).await, 404);
}

#[tokio::test]
async fn an_upload_that_was_cut_goes_on_in_a_folder_and_leaves_nothing_there() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let portal = Portal::on(engine).await;
        goes_on_after_a_cut(&portal).await;
        let left = std::fs::read_dir(portal.files_folder().join("arriving")).unwrap().count();
        assert_eq!(left, 0);
    }
}

#[tokio::test]
async fn one_server_is_stopped_between_pieces_and_another_goes_on() {
    let (service, folder) = (Service::start().await, tempfile::tempdir().unwrap());
    let database = Engine::Postgres.fresh(folder.path()).await;
    let one = Portal::sharing(&database, &service.told()).await;
    goes_on_after_a_cut(&one).await;
    let film = video(PIECE + 1_000);
    let mia = Sender::at(&one, "mia@vendor.example").await;
    let path = mia.begin("Other.mp4", film.len()).await;
    assert_eq!(mia.send(&path, 0, &film[..PIECE]).await, 204);
    drop(one);
    let two = Portal::sharing(&database, &service.told()).await;
    let mia = Sender::at(&two, "mia@vendor.example").await;
    assert_eq!(mia.offset(&path).await, PIECE);
    assert_eq!(mia.send(&path, PIECE, &film[PIECE..]).await, 204);
    let asset = mia.finish(&path).await.headers()[LOCATION].to_str().unwrap().to_owned();
    assert!(mia.downloaded(&asset).await == film);
    assert!(!service.objects().iter().any(|name| name.contains("arriving/")));
}

#[tokio::test]
async fn the_protocol_is_kept_to() {
    let portal = Portal::start().await;
    let mia = Sender::at(&portal, "mia@vendor.example").await;
    let film = video(2_000);
    let can = mia.ask(Method::OPTIONS, "/uploads").send().await.unwrap();
    assert!(can.headers()["tus-extension"].to_str().unwrap().contains("checksum"));
    let path = mia.begin("a.mp4", film.len()).await;
    let sum = |bytes: &[u8]| format!("sha256 {}", STANDARD.encode(Sha256::digest(bytes)));
    let wrong = mia.piece(&path, 0, &film[..900]).header("upload-checksum", sum(b"other"));
    assert_eq!(wrong.send().await.unwrap().status(), 460);
    let unknown = mia.piece(&path, 0, &film[..900]).header("upload-checksum", "md5 AAAA");
    assert_eq!(unknown.send().await.unwrap().status(), 400);
    assert_eq!(mia.offset(&path).await, 0);
    let right = mia.piece(&path, 0, &film[..900]).header("upload-checksum", sum(&film[..900]));
    assert_eq!(right.send().await.unwrap().status(), 204);
    assert_eq!(mia.send(&path, 0, &film[..900]).await, 409);
    let untold = mia.ask(Method::PATCH, &path).header("upload-offset", 900).body("x");
    assert_eq!(untold.send().await.unwrap().status(), 415);
    let over = vec![0; film.len()];
    assert_eq!(mia.send(&path, 900, &over).await, 413);
    let (a, b) = tokio::join!(mia.send(&path, 900, &film[900..]), mia.send(&path, 900, &film[900..]));
    let mut both = [a, b];
    both.sort_unstable();
    assert_eq!(both, [204, 409], "one of two who send the same bytes at once");
    assert_eq!(mia.offset(&path).await, film.len());
    assert_eq!(mia.create("a.pdf", 60 << 20).await.status(), 413);
    assert_eq!(mia.create("a.pdf", 0).await.status(), 400);
}

#[tokio::test]
async fn an_upload_is_its_senders_alone_until_it_is_given_up_or_waits_too_long() {
    let portal = Portal::start().await;
    let mia = Sender::at(&portal, "mia@vendor.example").await;
    let ada = Sender::at(&portal, "ada@vendor.example").await;
    let film = video(2_000);
    let path = mia.begin("a.mp4", film.len()).await;
    assert_eq!(ada.status(&path).await, 404);
    assert_eq!(ada.send(&path, 0, &film).await, 404);
    assert_eq!(ada.ask(Method::DELETE, &path).send().await.unwrap().status(), 404);
    assert_eq!(ada.finish(&path).await.status(), 404);
    assert_eq!(mia.send(&path, 0, &film[..100]).await, 204);
    assert_eq!(mia.ask(Method::DELETE, &path).send().await.unwrap().status(), 204);
    assert_eq!(mia.status(&path).await, 404);
    let kept = mia.begin("b.mp4", film.len()).await;
    assert_eq!(mia.send(&kept, 0, &film[..100]).await, 204);
    portal.pass(73 * 60);
    let mia = Sender::at(&portal, "mia@vendor.example").await;
    assert_eq!(mia.status(&kept).await, 410);
    server::jobs::round(&portal.state).await.unwrap();
    assert_eq!(mia.status(&kept).await, 404);
    assert_eq!(std::fs::read_dir(portal.files_folder().join("arriving")).unwrap().count(), 0);
}

#[tokio::test]
async fn what_is_no_collateral_is_refused_at_its_beginning_and_makes_no_asset() {
    let portal = Portal::start().await;
    let mia = Sender::at(&portal, "mia@vendor.example").await;
    let page = vec![b'<'; 200_000];
    let path = mia.begin("film.mp4", 10 << 20).await;
    assert_eq!(mia.send(&path, 0, &page).await, 415);
    assert_eq!(mia.status(&path).await, 404);
    let broken = b"%PDF-1.7\nnothing";
    let path = mia.begin("sheet.pdf", broken.len()).await;
    assert_eq!(mia.send(&path, 0, broken).await, 204);
    let refused = mia.finish(&path).await;
    assert_eq!(refused.status(), 422);
    assert!(refused.text().await.unwrap().contains("damaged"));
    assert_eq!(mia.status(&path).await, 404);
}

#[tokio::test]
async fn what_holds_for_all_files_is_what_each_draft_begins_with() {
    let portal = Portal::start().await;
    let mia = Sender::at(&portal, "mia@vendor.example").await;
    let film = video(2_000);
    let path = mia.begin("A_long-story.mp4", film.len()).await;
    assert_eq!(mia.send(&path, 0, &film).await, 204);
    let finish = |body: &'static str| {
        let request = mia.ask(Method::POST, &format!("{path}/asset")).body(body);
        request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").send()
    };
    assert_eq!(finish("kind=poem").await.unwrap().status(), 422, "and the upload is still there");
    let made = finish("kind=case_study&language=de&tiers%5B%5D=gold&tiers%5B%5D=platinum").await.unwrap();
    assert_eq!(made.status(), 201);
    let asset = made.headers()[LOCATION].to_str().unwrap().to_owned();
    let page = mia.0.text(&asset).await;
    assert!(page.contains("A long story"), "its title comes from its name");
    for said in ["value=\"case_study\" selected", "value=\"de\" selected"] {
        assert!(page.contains(said), "{said}");
    }
    let checked = page.split("<input").filter(|input| input.split('>').next().unwrap().contains("checked"));
    assert_eq!(checked.count(), 2, "for two tiers");
}

#[tokio::test]
async fn what_is_on_its_way_is_shown_to_its_sender_who_names_what_came_of_it() {
    let portal = Portal::start().await;
    let mia = Sender::at(&portal, "mia@vendor.example").await;
    let film = video(2_000);
    let path = mia.begin("Half.mp4", film.len()).await;
    assert_eq!(mia.send(&path, 0, &film[..500]).await, 204);
    let listed = mia.0.text("/api/assets/uploading").await;
    assert!(listed.contains("Half.mp4"), "{listed}");
    let ada = portal.person("ada@vendor.example").await;
    assert!(!ada.text("/api/assets/uploading").await.contains("Half.mp4"));
    assert_eq!(mia.send(&path, 500, &film[500..]).await, 204);
    let made = mia.finish(&path).await.headers()[LOCATION].to_str().unwrap().to_owned();
    let id = made.trim_start_matches("/assets/manage/");
    let body = format!("id={id}&version=1&title=Whole&kind=brochure");
    assert_eq!(mia.0.call(Method::POST, "/api/assets/name", &body).await.status(), 200);
    assert_eq!(
        mia.0.call(Method::POST, "/api/assets/name", &body).await.status(),
        409,
        "from an older state"
    );
    let body = format!("id={id}&version=2&title=&kind=brochure");
    assert_eq!(mia.0.call(Method::POST, "/api/assets/name", &body).await.status(), 422);
    assert!(mia.0.text(&made).await.contains("Whole"));
}
