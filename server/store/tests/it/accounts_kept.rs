//! Who has an account, what it has, and what of it has to be renewed: one partner at any day, and each partner sees its own.

use crate::accounts::{called, family, keeping, make};
use crate::fixture::{NOW, Programme, programme};
use crate::on_both_engines;
use domain::access::{Actor, Subject};
use domain::accounts::{NewInstall, NewOfRecord, Period};
use domain::form::Fault;
use domain::id::{AccountId, FamilyId, PartnerId};
use domain::lists::{List, View};
use domain::time::Day;
use store::accounts::of_record::{self, NotOnRecord};
use store::accounts::{installs, record};
use store::sql::Statement;
use store::{Store, StoreError, outbox};

fn on(text: &str) -> Day {
    text.parse().unwrap()
}

fn period(from: &str, until: &str) -> Period {
    Period { from: on(from), until: (!until.is_empty()).then(|| on(until)) }
}

async fn assign(
    store: &Store,
    programme: &Programme,
    account: &AccountId,
    (family, partner, period): (&FamilyId, &PartnerId, Period),
) -> Result<(), NotOnRecord> {
    let new =
        NewOfRecord { family: family.clone(), partner: partner.clone(), period, reason: "Sold it".into() };
    let mut tx = store.begin(NOW).await?;
    of_record::assign(&mut tx, &keeping(programme), account, &new).await?;
    Ok(tx.commit().await?)
}

async fn known(store: &Store, who: &Actor, account: &AccountId) -> Vec<(PartnerId, Period)> {
    let mut read = store.read().await.unwrap();
    let found = of_record::of_account(&mut read, &who.scope(Subject::Accounts), account).await.unwrap();
    found.into_iter().map(|one| (one.partner.0, one.period)).collect()
}

async fn install(store: &Store, programme: &Programme, account: &AccountId, family: &FamilyId, renews: Day) {
    let new = NewInstall {
        family: family.clone(),
        quantity: 3,
        since: on("2025-01-01"),
        renews: Some(renews),
        note: String::new(),
    };
    let mut tx = store.begin(NOW).await.unwrap();
    installs::add(&mut tx, &keeping(programme), account, &new, &format!("{account}{family}{renews}"))
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn renewals(store: &Store, who: &Actor, query: &str) -> Vec<(Day, Option<String>)> {
    let staff = !who.profile().role.is_partner();
    let view = View::parse(List::Renewals, query, staff);
    let mut read = store.read().await.unwrap();
    let (rows, _) =
        installs::renewals(&mut read, &who.scope(Subject::Accounts), &view, NOW.day()).await.unwrap();
    rows.into_iter().map(|row| (row.renews, row.partner.map(|(_, name)| name))).collect()
}

on_both_engines! {
    async fn an_account_is_handed_over_and_what_was_stays(store: Store) {
        let programme = programme(&store).await;
        let (account, storage) = (make(&store, &programme, &called("Acme")).await, family(&store, &programme, "Storage").await);
        let (own, rival) = (&programme.nordwind.partner, &programme.rival.partner);
        let put = async |partner: &PartnerId, from: &str, until: &str| {
            assign(&store, &programme, &account, (&storage, partner, period(from, until))).await
        };
        put(own, "2025-01-01", "").await.unwrap();
        put(own, "2025-01-01", "").await.unwrap();
        put(rival, "2026-07-01", "").await.unwrap();
        let history = [(rival.clone(), period("2026-07-01", "")), (own.clone(), period("2025-01-01", "2026-06-30"))];
        assert_eq!(known(&store, &programme.approver, &account).await, history);
        for (from, until) in [("2024-01-01", ""), ("2026-07-01", ""), ("2026-01-01", "2026-08-01"), ("2024-12-01", "2025-01-01")] {
            let refused = put(own, from, until).await.unwrap_err();
            assert!(matches!(refused, NotOnRecord::Field("from_on", Fault::PeriodTaken)), "{from} {refused}");
        }
        put(rival, "2024-01-01", "2024-12-31").await.unwrap();
        assert_eq!(known(&store, &programme.approver, &account).await.len(), 3);
        // Another family is another matter.
        let network = family(&store, &programme, "Network").await;
        assign(&store, &programme, &account, (&network, own, period("2026-01-01", ""))).await.unwrap();
        let kinds: Vec<String> = kinds(&store).await;
        assert_eq!(kinds.iter().filter(|kind| *kind == "account.assigned").count(), 4, "{kinds:?}");
    }

    async fn the_schema_keeps_two_periods_apart_whoever_writes(store: Store) {
        let programme = programme(&store).await;
        let (account, storage) = (make(&store, &programme, &called("Acme")).await, family(&store, &programme, "Storage").await);
        let own = &programme.nordwind.partner;
        assign(&store, &programme, &account, (&storage, own, period("2026-01-01", "2026-03-31"))).await.unwrap();
        for (from, until, after) in [
            // Beside the first one, before its end, behind an end that is none, and with a wrong end.
            ("2026-02-01", "2026-05-31", "NULL"),
            ("2026-03-31", "2026-05-31", "'2026-03-31'"),
            ("2026-04-01", "2026-05-31", "'2026-03-30'"),
            ("2026-04-01", "2026-03-31", "'2026-03-31'"),
        ] {
            let text = format!("INSERT INTO account_partners (id, account_id, family_id, partner_id, from_on, until_on, after_on, reason,
                person_name, created_at) VALUES ('ap_x', '{account}', '{storage}', '{own}', '{from}', '{until}', {after}, '', '', 1)");
            let mut tx = store.begin(NOW).await.unwrap();
            assert!(tx.run(Statement::new(text.leak()), Vec::new()).await.is_err(), "{from} {until} {after}");
        }
        assign(&store, &programme, &account, (&storage, own, period("2026-04-01", "2026-05-31"))).await.unwrap();
    }

    async fn a_time_on_record_ends_and_leaves_room(store: Store) {
        let programme = programme(&store).await;
        let (account, storage) = (make(&store, &programme, &called("Acme")).await, family(&store, &programme, "Storage").await);
        assign(&store, &programme, &account, (&storage, &programme.nordwind.partner, period("2026-01-01", ""))).await.unwrap();
        let end = async |until: &str| {
            let mut tx = store.begin(NOW).await.unwrap();
            let scope = programme.approver.scope(Subject::Accounts);
            let known = of_record::of_account(&mut tx, &scope, &account).await.unwrap();
            let ended = of_record::end(&mut tx, &keeping(&programme), &account, &known[0].id, (on(until), "Gone")).await;
            tx.commit().await.unwrap();
            ended
        };
        assert!(matches!(end("2025-12-31").await, Err(NotOnRecord::Field("until_on", Fault::TooEarly))));
        end("2026-05-31").await.unwrap();
        assign(&store, &programme, &account, (&storage, &programme.rival.partner, period("2026-06-01", ""))).await.unwrap();
        let scope = programme.approver.scope(Subject::Accounts);
        let mut tx = store.begin(NOW).await.unwrap();
        let all = of_record::of_account(&mut tx, &scope, &account).await.unwrap();
        let over = of_record::end(&mut tx, &keeping(&programme), &account, &all[1].id, (on("2026-06-01"), "More")).await;
        assert!(matches!(over, Err(NotOnRecord::Field("until_on", Fault::PeriodTaken))));
        drop(tx);
        let other = make_other(&store, &programme).await;
        let mut tx = store.begin(NOW).await.unwrap();
        let foreign = of_record::end(&mut tx, &keeping(&programme), &other, &all[0].id, (on("2026-09-01"), "More")).await;
        assert!(matches!(foreign, Err(NotOnRecord::Store(StoreError::Stale))), "of another account");
    }

    async fn each_partner_sees_what_it_is_on_record_for_and_nothing_of_its_rival(store: Store) {
        let programme = programme(&store).await;
        let acme = make(&store, &programme, &called("Acme")).await;
        let brick = make(&store, &programme, &called("Brick")).await;
        let storage = family(&store, &programme, "Storage").await;
        let network = family(&store, &programme, "Network").await;
        let (own, rival) = (&programme.nordwind, &programme.rival);
        assign(&store, &programme, &acme, (&storage, &own.partner, period("2025-01-01", ""))).await.unwrap();
        assign(&store, &programme, &acme, (&network, &rival.partner, period("2025-01-01", ""))).await.unwrap();
        assign(&store, &programme, &brick, (&storage, &own.partner, period("2025-01-01", "2026-10-31"))).await.unwrap();
        let today = NOW.day();
        for (account, family, days) in [(&acme, &storage, 10), (&acme, &network, 50), (&brick, &storage, 70), (&brick, &network, 400), (&acme, &storage, -5)] {
            install(&store, &programme, account, family, today.plus_days(days)).await;
        }
        let days = async |who: &Actor, query: &str| -> Vec<i64> {
            renewals(&store, who, query).await.into_iter().map(|(day, _)| day.since(today)).collect()
        };
        assert_eq!(days(&programme.approver, "").await, [10, 50, 70, 400]);
        assert_eq!(days(&programme.approver, "within=60").await, [10, 50]);
        assert_eq!(days(&programme.approver, "within=over").await, [-5]);
        assert_eq!(days(&programme.approver, "q=brick&sort=-renews").await, [400, 70]);
        assert_eq!(days(&programme.manager, "").await, [10], "of the own partner");
        assert_eq!(days(&own.user, "").await, [10], "what has ended is another's to see");
        assert_eq!(days(&rival.user, "within=60").await, [50]);
        assert_eq!(days(&programme.marketing, "").await, [] as [i64; 0]);
        let mut read = store.read().await.unwrap();
        for (who, partner, sees) in [
            (&own.user, &own.partner, 1),
            (&own.user, &rival.partner, 0),
            (&rival.user, &rival.partner, 1),
            (&programme.manager, &own.partner, 1),
            (&programme.manager, &rival.partner, 0),
            (&programme.administrator, &rival.partner, 1),
        ] {
            let scope = who.scope(Subject::Accounts);
            let found = of_record::of_partner(&mut read, &scope, partner, today).await.unwrap();
            assert_eq!(found.len(), sees, "{}", who.profile().name);
        }
        let scope = programme.manager.scope(Subject::Accounts);
        assert_eq!(of_record::of_account(&mut read, &scope, &acme).await.unwrap().len(), 1);
        assert_eq!(installs::of_account(&mut read, &scope, &acme, today).await.unwrap().len(), 2);
        assert!(record::find(&mut read, &scope, &brick).await.unwrap().is_some(), "it was with the own partner");
    }

    async fn a_line_is_changed_by_whoever_saw_it_last(store: Store) {
        let programme = programme(&store).await;
        let (account, storage) = (make(&store, &programme, &called("Acme")).await, family(&store, &programme, "Storage").await);
        install(&store, &programme, &account, &storage, on("2027-01-01")).await;
        install(&store, &programme, &account, &storage, on("2027-01-01")).await;
        let (permit, scope) = (keeping(&programme), programme.approver.scope(Subject::Accounts));
        let mut tx = store.begin(NOW).await.unwrap();
        let lines = installs::of_account(&mut tx, &scope, &account, NOW.day()).await.unwrap();
        let [line] = lines.as_slice() else { panic!("the same form is one line: {lines:?}") };
        let new = NewInstall { family: storage, quantity: 7, since: on("2026-01-01"), renews: None, note: "Moved".into() };
        installs::change(&mut tx, &permit, &account, line, line.version, &new).await.unwrap();
        assert!(matches!(installs::change(&mut tx, &permit, &account, line, line.version, &new).await, Err(StoreError::Stale)));
        let line = installs::find(&mut tx, &permit, &account, &line.id).await.unwrap().unwrap();
        assert_eq!((line.quantity, line.renews, line.note.as_str()), (7, None, "Moved"));
        tx.commit().await.unwrap();
        let other = make_other(&store, &programme).await;
        let mut tx = store.begin(NOW).await.unwrap();
        assert!(installs::find(&mut tx, &permit, &other, &line.id).await.unwrap().is_none(), "of another account");
        installs::remove(&mut tx, &permit, &account, &line, line.version).await.unwrap();
        assert!(installs::of_account(&mut tx, &scope, &account, NOW.day()).await.unwrap().is_empty());
    }
}

async fn make_other(store: &Store, programme: &Programme) -> AccountId {
    make(store, programme, &called("Other")).await
}

async fn kinds(store: &Store) -> Vec<String> {
    let mut kinds = Vec::new();
    while let Some(event) = outbox::claim(store, NOW).await.unwrap() {
        kinds.push(event.kind.clone());
        let mut tx = store.begin(NOW).await.unwrap();
        outbox::done(&mut tx, &event).await.unwrap();
        tx.commit().await.unwrap();
    }
    kinds
}
