//! What is said of customer accounts: among those who keep them, once, and told to whoever is named.

use crate::fixture::{NOW, person, programme};
use crate::on_both_engines;
use domain::access::{CommentOnAccount, ManageAccounts, Role};
use domain::accounts::NewAccount;
use store::accounts::{self, comments};
use store::{StoreError, notices, outbox};

on_both_engines! {
    async fn whoever_is_named_is_told_and_nobody_who_may_not_see_accounts(store: Store) {
        let programme = programme(&store).await;
        let may = |actor: &domain::access::Actor| actor.permit(CommentOnAccount).ok();
        for nobody in [&programme.nordwind.administrator, &programme.rival.user, &programme.manager, &programme.marketing] {
            assert!(may(nobody).is_none(), "{:?}", nobody.profile().role);
        }
        let keeper = programme.administrator.permit(ManageAccounts).unwrap();
        let ada = may(&programme.administrator).unwrap();
        let other = person(&store, "Paul Approver", Role::Approver, None).await;
        let new = NewAccount { legal_name: "Acme".into(), domain: String::new(), country: "DE".into(), ..NewAccount::default() };
        let mut tx = store.begin(NOW).await.unwrap();
        let id = accounts::make(&mut tx, &keeper, &new, "acme").await.unwrap();
        let account = accounts::find(&mut tx, &keeper, &id).await.unwrap().unwrap();
        let body = "@Petra Approver, is it theirs? @Nordwind Admin @Carl Manager";
        comments::say(&mut tx, &ada, &account, body, "once").await.unwrap();
        comments::say(&mut tx, &ada, &account, body, "once").await.unwrap();
        let another = comments::say(&mut tx, &ada, &account, "Something else", "once").await;
        assert!(matches!(another, Err(StoreError::Stale)), "an old form says nothing new");
        assert_eq!(comments::latest(&mut tx, &ada, &account).await.unwrap().len(), 1);
        tx.commit().await.unwrap();
        while let Some(event) = outbox::claim(&store, NOW).await.unwrap() {
            let payload = event.payload.as_ref().unwrap();
            notices::tell(&store, NOW, &event.id, &event.kind, payload, false).await.unwrap();
            let mut tx = store.begin(NOW).await.unwrap();
            outbox::done(&mut tx, &event).await.unwrap();
            tx.commit().await.unwrap();
        }
        let mut read = store.read().await.unwrap();
        for (who, told) in [
            (&programme.approver, true),
            (&other, false),
            (&programme.administrator, false),
            (&programme.manager, false),
            (&programme.nordwind.administrator, false),
        ] {
            let permit = who.permit(domain::access::KeepOwnAccount).unwrap();
            let mine = notices::list(&mut read, &permit, None).await.unwrap().rows;
            let about = mine.iter().filter(|notice| notice.path() == format!("/accounts/{id}")).count();
            assert_eq!(about, usize::from(told), "{}", who.profile().name);
        }
    }
}
