//! What every feature relies on: transactions, audit, sessions, restarts.

use crate::fixture::{NOW, new_partner, programme};
use crate::on_both_engines;
use domain::access::{ManagePartners, Operate, Permit, ReadHistory};
use store::StoreError;
use store::sessions::{self, Kept};

on_both_engines! {
    async fn a_dropped_transaction_has_not_happened(store: Store) {
        let mut tx = store.begin(NOW).await.unwrap();
        let permit = Permit::of_the_portal(ManagePartners);
        store::partners::make(&mut tx, &permit, &new_partner("Gone", "gone.example")).await.unwrap();
        drop(tx);
        let mut read = store.read().await.unwrap();
        assert_eq!(store::partners::by_domain(&mut read, "gone.example").await.unwrap(), None);
        assert_eq!(store::outbox::counts(&mut read).await.unwrap(), vec![]);
    }

    async fn a_change_leaves_its_audit_line_with_the_row_before_and_after(store: Store) {
        let programme = programme(&store).await;
        let scope = domain::access::Scope::All;
        let id = &programme.nordwind.partner;
        let mut tx = store.begin(NOW.plus_seconds(1)).await.unwrap();
        let before = store::partners::find(&mut tx, &scope, id).await.unwrap().unwrap();
        let permit = programme.administrator.permit(ManagePartners).unwrap();
        let new = new_partner("Nordwind Group", "nordwind.example");
        store::partners::change(&mut tx, &permit, &before, before.version, &new).await.unwrap();
        tx.commit().await.unwrap();

        let mut read = store.read().await.unwrap();
        let permit = programme.administrator.permit(ReadHistory).unwrap();
        let lines = store::audit::of_record(&mut read, &permit, "partner", id.as_str()).await.unwrap();
        let last = lines.last().unwrap();
        assert_eq!((last.act.as_str(), last.person.as_str()), ("partners.manage", "Ada Admin"));
        assert!(last.before.as_ref().unwrap().contains("\"Nordwind\""));
        assert!(last.after.as_ref().unwrap().contains("\"Nordwind Group\""));
    }

    async fn a_change_made_from_an_older_state_is_refused(store: Store) {
        let programme = programme(&store).await;
        let scope = domain::access::Scope::All;
        let permit = programme.administrator.permit(ManagePartners).unwrap();
        let new = new_partner("Nordwind", "nordwind.example");
        let mut tx = store.begin(NOW).await.unwrap();
        let before = store::partners::find(&mut tx, &scope, &programme.nordwind.partner).await.unwrap().unwrap();
        store::partners::change(&mut tx, &permit, &before, before.version, &new).await.unwrap();
        let again = store::partners::change(&mut tx, &permit, &before, before.version, &new).await;
        assert!(matches!(again, Err(StoreError::Stale)));
    }

    async fn sessions_end_by_time_by_hand_and_all_at_once(store: Store) {
        let programme = programme(&store).await;
        let person = programme.nordwind.user.profile().person.clone();
        let kept = Kept { data: "{}".into(), expires_at: NOW.plus_hours(1) };
        let mut tx = store.begin(NOW).await.unwrap();
        for id in ["a", "b", "c"] {
            sessions::create(&mut tx, id, Some(&person), &kept).await.unwrap();
        }
        sessions::create(&mut tx, "other", None, &kept).await.unwrap();
        sessions::end(&mut tx, "a").await.unwrap();
        // A request that was under way when it ended does not bring it back.
        sessions::save(&mut tx, "a", Some(&person), &kept).await.unwrap();
        assert_eq!(sessions::load(&mut tx, "a", NOW).await.unwrap(), None);
        assert_eq!(sessions::load(&mut tx, "b", NOW).await.unwrap(), Some(kept.clone()));
        assert_eq!(sessions::load(&mut tx, "b", NOW.plus_hours(1)).await.unwrap(), None);
        assert_eq!(sessions::end_all(&mut tx, &person).await.unwrap(), 2);
        assert_eq!(sessions::load(&mut tx, "other", NOW).await.unwrap(), Some(kept));
        tx.commit().await.unwrap();
        let mut tx = store.begin(NOW.plus_hours(2)).await.unwrap();
        assert_eq!(sessions::sweep(&mut tx).await.unwrap(), 1);
    }

    async fn a_nul_character_is_left_out_of_every_text(store: Store) {
        let mut tx = store.begin(NOW).await.unwrap();
        let permit = Permit::of_the_portal(ManagePartners);
        let id = store::partners::make(&mut tx, &permit, &new_partner("No\0rd\0", "nord.example")).await.unwrap();
        tx.commit().await.unwrap();
        let mut read = store.read().await.unwrap();
        let found = store::partners::find(&mut read, &domain::access::Scope::All, &id).await.unwrap();
        assert_eq!(found.unwrap().name, "Nord");
        assert_eq!(store::partners::by_name(&mut read, "\0Nord").await.unwrap(), Some(id));
    }

    async fn rows_of_the_demo_programme_say_so_from_the_first_one_on(store: Store) {
        use store::settings::{Demo, demo, demo_begun, demo_whole};
        let permit = Permit::of_the_portal(Operate);
        let mut tx = store.begin(NOW).await.unwrap();
        assert_eq!(demo(&mut tx).await.unwrap(), None);
        assert!(matches!(demo_whole(&mut tx, &permit).await, Err(StoreError::Stale)));
        demo_begun(&mut tx, &permit).await.unwrap();
        assert_eq!(demo(&mut tx).await.unwrap(), Some(Demo::Begun));
        tx.commit().await.unwrap();
        let mut tx = store.begin(NOW).await.unwrap();
        demo_whole(&mut tx, &permit).await.unwrap();
        assert_eq!(demo(&mut tx).await.unwrap(), Some(Demo::Whole));
    }

    async fn migrating_again_changes_nothing(store: Store) {
        store::migrate::run(&store).await.unwrap();
        let (first, second) = tokio::join!(store::migrate::run(&store), store::migrate::run(&store));
        first.unwrap();
        second.unwrap();
    }
}
