use super::*;
use futures::StreamExt as _;

fn files() -> (tempfile::TempDir, Files) {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::open(&folder.path().join("files")).unwrap();
    (folder, files)
}

fn place(files: &Files, sha256: &str) -> PathBuf {
    files.incoming.parent().unwrap().join(files.kept(sha256).name)
}

fn incoming(files: &Files) -> usize {
    std::fs::read_dir(&files.incoming).unwrap().count()
}

#[tokio::test]
async fn what_was_kept_reads_back_under_its_hash() {
    let (_folder, files) = files();
    let received = files.receive_all(b"abc".to_vec()).await.unwrap();
    assert_eq!((received.bytes, received.head.as_slice()), (3, b"abc".as_slice()));
    let kept = files.keep(b"abc".to_vec()).await.unwrap();
    // FIPS 180-4, the example of one block.
    assert_eq!(kept, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(kept, received.sha256);
    assert_eq!(files.read(&files.kept(&kept)).await.unwrap(), b"abc");
    drop(received);
    assert_eq!(incoming(&files), 0);
}

#[tokio::test]
async fn what_is_received_and_not_kept_is_gone() {
    let (_folder, files) = files();
    let cut = futures::stream::iter([Ok(Bytes::from_static(b"half")), Err("gone")]);
    assert!(matches!(files.receive(cut, |_| Ok(100)).await, Err(PutError::Cut(_))));
    let large = futures::stream::iter([Ok::<_, io::Error>(Bytes::from_static(b"12345"))]);
    assert!(matches!(files.receive(large, |_| Ok(4)).await, Err(PutError::TooLarge { most: 4 })));
    let refused = files.receive_all(b"refused".to_vec()).await.unwrap();
    assert_eq!(incoming(&files), 1);
    drop(refused);
    assert_eq!(incoming(&files), 0);
    assert_eq!(std::fs::read_dir(files.incoming.parent().unwrap()).unwrap().count(), 1);
}

#[tokio::test]
async fn what_is_not_wanted_is_refused_by_its_beginning_and_not_by_its_end() {
    let (_folder, files) = files();
    let sent = std::sync::atomic::AtomicUsize::new(0);
    let chunks = futures::stream::iter(0..1000).map(|_| {
        sent.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Ok::<_, io::Error>(Bytes::from(vec![0; 16 * 1024]))
    });
    let unwanted = files.receive(chunks, |head| {
        assert_eq!(head.len(), HEAD_BYTES);
        Err(PutError::Full)
    });
    assert!(matches!(unwanted.await, Err(PutError::Full)));
    assert_eq!(sent.into_inner(), HEAD_BYTES / (16 * 1024));
    assert_eq!(incoming(&files), 0);
}

#[tokio::test]
async fn what_no_row_names_is_not_kept() {
    let (folder, files) = files();
    let store = Store::open(&Store::sqlite_url(&folder.path().join("tandem.db"))).await.unwrap();
    let received = files.receive_all(b"abc".to_vec()).await.unwrap();
    let path = place(&files, &received.sha256);
    let there = path.clone();
    let refused = files.keep_with(&store, received, async move {
        assert!(there.exists(), "the bytes are there before the row");
        Err::<(), _>(PutError::Full)
    });
    assert!(matches!(refused.await, Err(PutError::Full)));
    assert!(!path.exists());
}

#[tokio::test]
async fn a_sender_who_goes_away_leaves_no_bytes_without_a_row() {
    let (folder, files) = files();
    let store = Store::open(&Store::sqlite_url(&folder.path().join("tandem.db"))).await.unwrap();
    let received = files.receive_all(b"abc".to_vec()).await.unwrap();
    let sha256 = received.sha256.clone();
    let (shelved, is_shelved) = tokio::sync::oneshot::channel();
    let (go_on, may_go_on) = tokio::sync::oneshot::channel::<()>();
    let kept = files.keep_with(&store, received, async move {
        shelved.send(()).unwrap();
        may_go_on.await.unwrap();
        Err::<(), _>(PutError::Full)
    });
    let mut kept = Box::pin(kept);
    tokio::select! {
        _ = &mut kept => panic!("it waits for its rows"),
        told = is_shelved => told.unwrap(),
    }
    drop(kept);
    assert!(place(&files, &sha256).exists());
    go_on.send(()).unwrap();
    // Whoever brings the same bytes next waits until the end of it.
    let _turn = files.turns.take(&sha256).await;
    assert!(!place(&files, &sha256).exists());
}

#[tokio::test]
async fn what_a_crash_left_a_day_ago_is_swept() {
    let (_folder, files) = files();
    for (name, hours) in [("old", 25), ("new", 1)] {
        let file = std::fs::File::create_new(files.incoming.join(name)).unwrap();
        let at = std::time::SystemTime::now() - Duration::from_secs(hours * 3600);
        file.set_modified(at).unwrap();
    }
    let files = Files::open(files.incoming.parent().unwrap()).unwrap();
    assert_eq!(incoming(&files), 1);
    assert!(files.incoming.join("new").exists());
}

#[tokio::test]
async fn what_many_ask_for_at_once_is_made_once() {
    let (_folder, files) = files();
    let count = std::sync::atomic::AtomicUsize::new(0);
    let ask = |name: &'static str| {
        files.made::<PutError>("pages", name, async {
            count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            tokio::task::yield_now().await;
            Ok(b"png".to_vec())
        })
    };
    let (one, two, three) = tokio::join!(ask("a 1"), ask("a 1"), ask("a 2"));
    let (one, two, three) = (one.unwrap(), two.unwrap(), three.unwrap());
    assert_eq!(one, two);
    assert_ne!(one, three);
    assert_eq!(ask("a 1").await.unwrap(), one);
    assert_eq!(count.into_inner(), 2);
    assert_eq!(incoming(&files), 0);
}

#[tokio::test]
async fn when_making_fails_the_next_one_tries_again() {
    let (_folder, files) = files();
    let failed = files.made("pages", "a", async { Err::<Vec<u8>, _>(PutError::Full) }).await;
    assert!(matches!(failed, Err(PutError::Full)));
    assert!(files.made::<PutError>("pages", "a", async { Ok(Vec::new()) }).await.is_ok());
}

#[tokio::test]
async fn a_full_disk_is_told_as_such() {
    let full = PutError::from(io::Error::from(io::ErrorKind::StorageFull));
    assert!(matches!(full, PutError::Full));
}
