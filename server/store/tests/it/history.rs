//! A record as it was on a day, from its audit.

use crate::deals::{read, submitted};
use crate::fixture::{NOW, Programme, programme};
use crate::on_both_engines;
use domain::access::{ManageAccounts, ReadHistory, RegisterDeal};
use domain::accounts::{Details, NewAccount};
use domain::deals::{Deal, PartnerStep, State, Step};
use domain::history::{self, Line};
use domain::time::Instant;
use serde_json::Value;
use store::deals::life;
use store::{Store, accounts, audit};

async fn lines(store: &Store, programme: &Programme, kind: &str, id: &str) -> Vec<Line> {
    let permit = programme.approver.permit(ReadHistory).unwrap();
    let mut read = store.read().await.unwrap();
    let lines = audit::of_record(&mut read, &permit, kind, id).await.unwrap();
    let read_back = |line: audit::Line| Line {
        at: line.at,
        person: line.person,
        act: line.act,
        before: line.before.map(|text| serde_json::from_str(&text).unwrap()),
    };
    lines.into_iter().map(read_back).collect()
}

/// The record as of a time, from how it is now.
fn as_of(now: &Value, lines: &[Line], at: Instant) -> Option<Value> {
    let known = history::known(lines, at);
    (known > 0).then(|| history::states(now.clone(), lines)[known].clone())
}

on_both_engines! {
    async fn a_deal_is_what_it_was_before_it_was_withdrawn(store: Store) {
        let programme = programme(&store).await;
        let mut tx = store.begin(NOW).await.unwrap();
        let keeping = programme.administrator.permit(ManageAccounts).unwrap();
        let family = accounts::make_family(&mut tx, &keeping, "Storage").await.unwrap();
        tx.commit().await.unwrap();
        let side = &programme.nordwind;
        let id = submitted(&store, side, "Acme Plant", &[&family]).await;
        let later = NOW.plus_days(2);
        let before = read(&store, &id, later).await;
        let permit = side.user.permit(RegisterDeal { partner: side.partner.clone() }).unwrap();
        let mut tx = store.begin(later).await.unwrap();
        life::step(&mut tx, &permit, &before, before.version, &PartnerStep::of(Step::Withdraw)).await.unwrap();
        tx.commit().await.unwrap();

        let now = serde_json::to_value(read(&store, &id, later).await).unwrap();
        let lines = lines(&store, &programme, "deal", id.as_str()).await;
        let deal = |at: Instant| as_of(&now, &lines, at).map(|deal| serde_json::from_value::<Deal>(deal).unwrap());
        assert_eq!(deal(NOW.plus_hours(-1)), None, "it was not there");
        assert_eq!(deal(NOW.plus_days(1)).unwrap(), before, "all of it as it was");
        assert_eq!(deal(later).unwrap().state, State::Withdrawn);
    }

    async fn an_account_is_what_it_was_before_it_was_changed(store: Store) {
        let programme = programme(&store).await;
        let keeping = programme.administrator.permit(ManageAccounts).unwrap();
        let first = NewAccount {
            legal_name: "Halberd Works".into(),
            domain: "halberd.example".into(),
            country: "DE".into(),
            details: Details { city: "Jena".into(), ..Details::default() },
        };
        let mut tx = store.begin(NOW).await.unwrap();
        let id = accounts::make(&mut tx, &keeping, &first, "key").await.unwrap();
        tx.commit().await.unwrap();
        let second = NewAccount {
            legal_name: "Halberd Works SE".into(),
            details: Details { city: "Gera".into(), ..Details::default() },
            ..first.clone()
        };
        let mut tx = store.begin(NOW.plus_days(3)).await.unwrap();
        let known = accounts::find(&mut tx, &keeping, &id).await.unwrap().unwrap();
        accounts::change(&mut tx, &keeping, &known, known.version, &second).await.unwrap();
        tx.commit().await.unwrap();

        let now = serde_json::to_value(&second).unwrap();
        let lines = lines(&store, &programme, "account", id.as_str()).await;
        let account = |days: i64| as_of(&now, &lines, NOW.plus_days(days)).map(|of| serde_json::from_value(of).unwrap());
        assert_eq!(account(-1), None::<NewAccount>);
        assert_eq!(account(2), Some(first));
        assert_eq!(account(3), Some(second));
    }
}
