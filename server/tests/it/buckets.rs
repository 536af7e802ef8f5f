//! The file store in a bucket: what is kept, how it is sent, and what happens when the bucket is away.

use crate::bucket::{Mood, Service};
use crate::portal::{Engine, Portal, target};
use axum::http::header::{CONTENT_RANGE, RANGE};
use server::files::{Files, GetError, PutError};

/// Bytes that repeat nowhere.
fn bytes(length: usize) -> Vec<u8> {
    (0..length as u64).map(|at| (at.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as u8).collect()
}

#[tokio::test]
async fn what_was_kept_is_an_object_named_by_its_hash_and_reads_back_anywhere() {
    let (service, folder) = (Service::start().await, tempfile::tempdir().unwrap());
    let files = Files::in_bucket(&service.told(), &folder.path().join("one")).unwrap();
    let kept = files.keep(b"abc".to_vec()).await.unwrap();
    assert_eq!(service.objects(), [format!("portal/{}/{}", &kept[..2], &kept[2..])]);
    let other = Files::in_bucket(&service.told(), &folder.path().join("two")).unwrap();
    assert_eq!(other.read(&other.kept(&kept)).await.unwrap(), b"abc");
    let nothing = other.read(&other.kept(&kept.replace('a', "b"))).await;
    assert!(matches!(nothing, Err(GetError::Lost(_))));
}

#[tokio::test]
async fn a_large_file_goes_in_parts_and_comes_whole() {
    let (service, folder) = (Service::start().await, tempfile::tempdir().unwrap());
    let files = Files::in_bucket(&service.told(), &folder.path().join("one")).unwrap();
    let large = bytes(20 << 20);
    let kept = files.keep(large.clone()).await.unwrap();
    let parts = service.asked().iter().filter(|asked| asked.contains("partNumber=")).count();
    assert_eq!(parts, 3);
    let other = Files::in_bucket(&service.told(), &folder.path().join("two")).unwrap();
    assert!(other.read(&other.kept(&kept)).await.unwrap() == large);
    assert!(service.largest() <= 2 << 20, "pieces of a bounded size");
    service.asked();
    assert!(other.read(&other.kept(&kept)).await.unwrap() == large);
    assert_eq!(service.asked(), Vec::<String>::new(), "a copy is near");
    assert_eq!(std::fs::read_dir(folder.path().join("two/incoming")).unwrap().count(), 0);
}

#[tokio::test]
async fn who_has_another_key_gets_nothing_and_is_told() {
    let (service, folder) = (Service::start().await, tempfile::tempdir().unwrap());
    let mut told = service.told();
    told.secret_access_key = "another key".into();
    let files = Files::in_bucket(&told, folder.path()).unwrap();
    assert!(matches!(files.keep(b"abc".to_vec()).await, Err(PutError::Away(_))));
    assert!(service.objects().is_empty());
}

#[tokio::test]
async fn a_bucket_that_is_away_or_asleep_is_told_and_heals_by_itself() {
    let (service, folder) = (Service::start().await, tempfile::tempdir().unwrap());
    let files = Files::in_bucket(&service.told(), &folder.path().join("one")).unwrap();
    let kept = files.keep(b"abc".to_vec()).await.unwrap();
    for mood in [Mood::Ill, Mood::Asleep] {
        service.is(mood);
        service.asked();
        assert!(matches!(files.keep(b"other".to_vec()).await, Err(PutError::Away(_))), "{mood:?}");
        let far = Files::in_bucket(&service.told(), &folder.path().join(format!("{mood:?}"))).unwrap();
        assert!(matches!(far.read(&far.kept(&kept)).await, Err(GetError::Away(_))), "{mood:?}");
        assert!(service.asked().len() <= 8, "{mood:?}: tried again without end");
        service.is(Mood::Well);
        assert_eq!(far.read(&far.kept(&kept)).await.unwrap(), b"abc", "{mood:?}");
        assert_eq!(std::fs::read_dir(folder.path().join("one/incoming")).unwrap().count(), 0);
    }
}

/// Two servers on one database and one bucket, and what one of them has of the other.
#[tokio::test]
async fn what_one_server_took_or_made_another_one_serves() {
    let (service, folder) = (Service::start().await, tempfile::tempdir().unwrap());
    let database = Engine::Postgres.fresh(folder.path()).await;
    let one = Portal::sharing(&database, &service.told()).await;
    let two = Portal::sharing(&database, &service.told()).await;
    let ana = one.person("ana@northwind.example").await;
    let asset = ana.text("/assets").await;
    let asset = asset.split("/assets/as_").nth(1).unwrap().split(['"', '/']).next().unwrap().to_owned();
    let path = format!("/assets/as_{asset}/download");
    let branded = ana.open(&path).await.bytes().await.unwrap();
    let made = service.objects().iter().filter(|name| name.contains("made/branded/")).count();
    assert_eq!(made, 1);
    let again = two.person("ana@northwind.example").await;
    assert_eq!(again.open(&path).await.bytes().await.unwrap(), branded);
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'><rect width='40' height='20'/></svg>";
    let page = ana.text("/organisation").await;
    let logo = page.split("/uploads/logo/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    ana.upload("/organisation", &format!("/uploads/logo/{logo}"), &[], ("logo.svg", svg)).await;
    let seen = again.open(&format!("/files/logo/{logo}")).await;
    assert_eq!(seen.status(), 200);
    assert!(seen.bytes().await.unwrap().starts_with(b"\x89PNG"));
}

/// What brings a file of this length as collateral, and where it is taken from.
async fn a_video(portal: &Portal, video: &[u8]) -> String {
    let mia = portal.person("mia@vendor.example").await;
    let answer =
        mia.upload("/assets/manage/new", "/uploads/asset", &[("key", "video")], ("a.mp4", video)).await;
    target(&answer).replace("/assets/manage/", "/assets/") + "/download"
}

#[tokio::test]
async fn parts_of_a_large_file_come_from_the_bucket_a_few_pieces_at_a_time() {
    let (service, folder) = (Service::start().await, tempfile::tempdir().unwrap());
    let database = Engine::Sqlite.fresh(folder.path()).await;
    let mut told = service.told();
    told.near_mb = Some(64);
    let portal = Portal::sharing(&database, &told).await;
    let mut video = b"\0\0\0\x18ftypisom\0\0\0\0isommp42".to_vec();
    video.extend(bytes(12 << 20));
    let path = a_video(&portal, &video).await;
    let mia = portal.person("mia@vendor.example").await;
    let ask = async |range: Option<&str>| {
        let mut request = reqwest::Client::new().get(format!("{}{path}", portal.origin));
        request = request.header("cookie", mia.cookie().unwrap());
        if let Some(range) = range {
            request = request.header(RANGE, range);
        }
        request.send().await.unwrap()
    };
    let (length, far) = (video.len(), 5 << 20);
    let whole = ask(None).await;
    assert_eq!((whole.status().as_u16(), whole.content_length()), (200, Some(length as u64)));
    service.asked();
    assert!(whole.bytes().await.unwrap() == video);
    for (range, from, to) in [
        (format!("bytes={far}-{}", far + 9), far, far + 10),
        (format!("bytes={}-", length - 5), length - 5, length),
        ("bytes=-7".to_owned(), length - 7, length),
        (format!("bytes=3-{}", length + 99), 3, length),
    ] {
        let part = ask(Some(&range)).await;
        assert_eq!(part.status(), 206, "{range}");
        assert_eq!(part.headers()[CONTENT_RANGE], format!("bytes {from}-{}/{length}", to - 1).as_str());
        assert!(part.bytes().await.unwrap() == video[from..to], "{range}");
    }
    assert!(service.largest() <= 2 << 20);
    for range in [format!("bytes={length}-"), "bytes=9-3".to_owned(), "bytes=0-1,5-6".to_owned()] {
        assert_eq!(ask(Some(&range)).await.status(), 416, "{range}");
    }
    let head = mia.call(reqwest::Method::HEAD, &path, "").await;
    assert_eq!(head.headers()["content-length"], length.to_string().as_str());
}

#[tokio::test]
async fn people_are_told_that_the_bucket_is_away_and_nothing_is_half_kept() {
    let (service, folder) = (Service::start().await, tempfile::tempdir().unwrap());
    let database = Engine::Sqlite.fresh(folder.path()).await;
    let portal = Portal::sharing(&database, &service.told()).await;
    let mut video = b"\0\0\0\x18ftypisom\0\0\0\0isommp42".to_vec();
    video.extend(bytes(9 << 20));
    let kept = service.objects();
    service.is(Mood::Ill);
    let mia = portal.person("mia@vendor.example").await;
    let before = mia.text("/assets/manage").await.matches("/assets/manage/as_").count();
    let refused =
        mia.upload("/assets/manage/new", "/uploads/asset", &[("key", "one")], ("a.mp4", &video)).await;
    assert_eq!(target(&refused), "/assets/manage/new");
    assert!(mia.text("/assets/manage/new").await.contains("The portal is busy right now"));
    assert_eq!(mia.text("/assets/manage").await.matches("/assets/manage/as_").count(), before);
    assert_eq!(portal.nobody().open("/readyz").await.status(), 200, "pages are served meanwhile");
    service.is(Mood::Well);
    assert_eq!(service.objects(), kept);
    let path = a_video(&portal, &video).await;
    let cold = Portal::sharing(&database, &service.told()).await;
    let mia = cold.person("mia@vendor.example").await;
    service.is(Mood::Ill);
    let away = mia.open(&path).await;
    assert_eq!(away.status(), 503);
    assert!(away.text().await.unwrap().contains("busy right now"));
    service.is(Mood::Well);
    assert!(mia.open(&path).await.bytes().await.unwrap() == video);
}
