//! Opportunities: made with the approval, moved by their partner only, closed with their deal.

use crate::deal_life::Field;
use crate::fixture::NOW;
use crate::on_both_engines;
use domain::access::Scope;
use domain::deals::{CloseReason, Headway, Opportunity, PartnerStep, Stage, State, Step};
use domain::id::DealId;
use store::StoreError;
use store::deals::{life, pipeline};

async fn of(field: &Field, id: &DealId) -> Option<Opportunity> {
    pipeline::of(&mut field.store.read().await.unwrap(), id).await.unwrap()
}

fn headway(stage: Stage, next_step: &str) -> Headway {
    let next_on = (!next_step.is_empty()).then(|| NOW.day().plus_days(3));
    Headway { stage, next_step: next_step.into(), next_on }
}

on_both_engines! {
    async fn an_approval_makes_an_opportunity_that_its_partner_moves(store: Store) {
        let field = Field::of(store).await;
        let side = &field.programme.nordwind;
        let id = field.submitted(side).await;
        assert_eq!(of(&field, &id).await, None, "nothing is protected yet");
        field.approve(side, &id, NOW).await.unwrap();
        let before = field.read(&id, NOW).await;
        let new = headway(Stage::Proposal, "Send the offer");
        let mut tx = field.store.begin(NOW).await.unwrap();
        pipeline::progress(&mut tx, &field.own(side), &before, before.version, &new).await.unwrap();
        tx.commit().await.unwrap();
        let now = of(&field, &id).await.unwrap();
        assert_eq!((now.stage, now.next_step.as_str(), now.next_on), (Stage::Proposal, "Send the offer", new.next_on));
        // By the version that was read only.
        let mut tx = field.store.begin(NOW).await.unwrap();
        let stale = pipeline::progress(&mut tx, &field.own(side), &before, before.version, &new).await;
        assert!(matches!(stale, Err(StoreError::Stale)), "{stale:?}");
        drop(tx);
        let mut read = field.store.read().await.unwrap();
        let own = Scope::Partner(side.partner.clone());
        let rival = Scope::Partner(field.programme.rival.partner.clone());
        for (scope, wanted) in [(&Scope::All, 1), (&own, 1), (&rival, 0), (&Scope::Nobody, 0)] {
            let rows = pipeline::in_stage(&mut read, scope, Stage::Proposal, NOW, 10).await.unwrap();
            assert_eq!(rows.len(), wanted, "{scope:?}");
            assert_eq!(pipeline::expected(&mut read, scope, NOW).await.unwrap().len(), wanted, "{scope:?}");
        }
        let expected = &pipeline::expected(&mut read, &own, NOW).await.unwrap()[0];
        assert_eq!((expected.deals, expected.worth.minor), (1, 100));
        assert_eq!(expected.month.unwrap().to_string(), "2027-01", "{expected:?}");
        // What has ended is in no forecast, whether or not somebody has written that.
        let late = NOW.plus_days(91);
        assert!(pipeline::expected(&mut read, &own, late).await.unwrap().is_empty());
        assert!(pipeline::in_stage(&mut read, &own, Stage::Proposal, late, 10).await.unwrap().is_empty());
    }

    async fn a_loss_keeps_its_reason_and_nothing_moves_after_an_end(store: Store) {
        let field = Field::of(store).await;
        let side = &field.programme.nordwind;
        let id = field.submitted(side).await;
        field.approve(side, &id, NOW).await.unwrap();
        let before = field.read(&id, NOW).await;
        let lost = PartnerStep { step: Step::Lose, why: "Cheaper elsewhere".into(), reason: Some(CloseReason::Price) };
        let mut tx = field.store.begin(NOW).await.unwrap();
        life::step(&mut tx, &field.own(side), &before, before.version, &lost).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(of(&field, &id).await.unwrap().close_reason, Some(CloseReason::Price));
        let after = field.read(&id, NOW).await;
        assert_eq!(after.state, State::Lost);
        let mut tx = field.store.begin(NOW).await.unwrap();
        let new = headway(Stage::Commitment, "");
        let moved = pipeline::progress(&mut tx, &field.own(side), &after, after.version, &new).await;
        assert!(matches!(moved, Err(StoreError::Stale)), "{moved:?}");
    }

    async fn what_is_approved_once_more_goes_on_where_it_was(store: Store) {
        let field = Field::of(store).await;
        let side = &field.programme.nordwind;
        let id = field.submitted(side).await;
        field.approve(side, &id, NOW).await.unwrap();
        let before = field.read(&id, NOW).await;
        let mut tx = field.store.begin(NOW).await.unwrap();
        pipeline::progress(&mut tx, &field.own(side), &before, before.version, &headway(Stage::Solution, "")).await.unwrap();
        tx.commit().await.unwrap();
        field.revoke(side, &id, NOW).await.unwrap();
        field.reopen(side, &id, NOW).await.unwrap();
        field.approve(side, &id, NOW).await.unwrap();
        assert_eq!(of(&field, &id).await.unwrap().stage, Stage::Solution);
    }
}
