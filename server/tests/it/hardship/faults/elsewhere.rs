//! What a whole server needs of others and can do without for a while: the bucket and the mail server.

use super::{BUSY, is_ready, refused};
use crate::bucket::Mood;
use crate::hardship::{Shared, brings, comments, enters, family, registers, until, video};
use domain::time::Instant;
use store::sql::Statement;

#[tokio::test]
async fn a_bucket_that_is_away_asleep_or_slow_is_told_in_words_and_the_server_heals_by_itself() {
    let shared = Shared::new().await;
    let server = shared.start("one", false, &[], &["--demo"]);
    let origin = server.origin().await;
    let other = shared.start("two", false, &[], &[]);
    let mia = enters(&origin, "mia@vendor.example").await;
    let ana = enters(&origin, "ana@northwind.example").await;
    let family = family(&ana).await;
    let download = |page: &str| format!("{}/download", page.replace("/manage", ""));
    let (before, bytes) = (video(1, 3_000_000), video(2, 300_000));
    // What a server has brought is near; too much to be kept near for whoever asks once is what another one has. But
    // either's worker may have drawn the small picture, from a copy that is near it then.
    let far = brings(&mia.moved_to(&other.origin().await), "far", &video(4, 3_000_000)).await.unwrap();
    shared.rows().await.worked_off().await;
    shared.forgets_copies("one");
    let near = brings(&mia, "near", &before).await.unwrap();
    for (number, mood) in [Mood::Ill, Mood::Asleep].into_iter().enumerate() {
        shared.service.is(mood);
        let key = format!("{mood:?}");
        assert!(refused(&mia, &key, &bytes).await.contains(BUSY), "{mood:?}: who brings a file is told");
        let answer = mia.open(&download(&far)).await;
        assert_eq!(answer.status(), 503, "{mood:?}: so is who wants one");
        assert!(answer.text().await.unwrap().contains(BUSY));
        let copy = mia.open(&download(&near)).await;
        assert!(copy.bytes().await.unwrap() == before, "{mood:?}: a copy that is near is as good");
        let customer = format!("Without files {number}");
        let deal = registers(&ana, &customer, &family).await.expect("what needs no file goes on");
        assert!(ana.text(&deal).await.contains(&customer));
        assert!(is_ready(&origin).await, "pages are there");
        shared.service.is(Mood::Well);
        let kept = brings(&mia, &key, &bytes).await.expect("it heals without a restart");
        for (page, bytes) in [(&far, &video(4, 3_000_000)), (&near, &before), (&kept, &bytes)] {
            assert!(mia.open(&download(page)).await.bytes().await.unwrap() == *bytes, "{mood:?}");
        }
        let named = "SELECT COUNT(*) AS it FROM assets WHERE idempotency_key = 'far'";
        assert_eq!(shared.rows().await.count(named).await, 1);
    }
    shared.service.is(Mood::Slow);
    let slow = brings(&mia, "slow", &video(3, 300_000)).await.expect("slow is not away");
    assert!(mia.open(&download(&slow)).await.bytes().await.unwrap() == video(3, 300_000));
    drop((server, other));
}

#[tokio::test]
async fn a_mail_server_that_is_away_holds_nobody_up_and_every_mail_goes_once_when_it_is_back() {
    let mut shared = Shared::new().await;
    let server = shared.start("one", true, &[], &["--demo"]);
    let origin = server.origin().await;
    let ana = enters(&origin, "ana@northwind.example").await;
    let petra = enters(&origin, "petra@vendor.example").await;
    let family = family(&ana).await;
    let deal = registers(&ana, "Mail Works", &family).await.unwrap();
    let rows = shared.rows().await;
    rows.worked_off().await;
    shared.post.stop();
    let before = rows.count("SELECT COUNT(*) AS it FROM mails").await;
    for number in 0..3 {
        assert!(comments(&petra, &deal, &format!("While mail is away {number}")).await);
    }
    until("a mail was tried, and waits", async || {
        rows.count("SELECT COUNT(*) AS it FROM mails WHERE state = 'ready' AND attempts > 0").await > 0
    })
    .await;
    until("people are told in the portal", async || {
        ana.text("/notices").await.contains("While mail is away")
            || ana.text("/notices").await.contains("Mail Works")
    })
    .await;
    assert!(is_ready(&origin).await);
    shared.post.begin();
    until("they are sent, once the minute is over after which they are tried again", async || {
        let mut tx = rows.0.begin(Instant::from_millis(0)).await.unwrap();
        let due = Statement::new("UPDATE mails SET due_at = 0 WHERE state = 'ready'");
        tx.run(due, Vec::new()).await.unwrap();
        tx.commit().await.unwrap();
        rows.count("SELECT COUNT(*) AS it FROM mails WHERE state NOT IN ('sent', 'dropped')").await == 0
    })
    .await;
    rows.worked_off().await;
    let since = rows.count("SELECT COUNT(*) AS it FROM mails").await - before;
    assert!(since > 0);
    let mut names: Vec<String> =
        shared.post.received().iter().map(|mail| mail.header("message-id").to_owned()).collect();
    let came = names.len();
    names.sort();
    names.dedup();
    assert_eq!(came, names.len(), "a mail went twice");
    let sent = rows.count("SELECT COUNT(*) AS it FROM mails WHERE state = 'sent'").await;
    assert_eq!(came as i64, sent);
    drop(server);
}
