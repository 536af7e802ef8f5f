//! Partner organisations: who sees which, and what the schema keeps.

use crate::fixture::{NOW, new_partner, programme};
use crate::on_both_engines;
use domain::access::{EditPartner, ManagePartners, Subject};
use domain::lists::{List, View};
use domain::partners::{Contact, NewPartner, PartnerType};
use store::StoreError;
use store::partners;

fn viewed(query: &str) -> View {
    View::parse(List::Partners, query, true)
}

on_both_engines! {
    async fn each_role_sees_the_partners_of_its_scope(store: Store) {
        let programme = programme(&store).await;
        let mut read = store.read().await.unwrap();
        for (actor, names) in [
            (&programme.administrator, vec!["Nordwind", "Rival"]),
            (&programme.approver, vec!["Nordwind", "Rival"]),
            (&programme.manager, vec!["Nordwind"]),
            (&programme.nordwind.user, vec!["Nordwind"]),
            (&programme.rival.administrator, vec!["Rival"]),
        ] {
            let scope = actor.scope(Subject::Partners);
            let page = partners::list(&mut read, &scope, &viewed("")).await.unwrap();
            let seen: Vec<&str> = page.0.iter().map(|row| row.name.as_str()).collect();
            assert_eq!(seen, names, "{}", actor.profile().name);
            assert_eq!(partners::count(&mut read, &scope).await.unwrap(), names.len() as i64);
        }
        let rival = programme.rival.user.scope(Subject::Partners);
        assert_eq!(partners::find(&mut read, &rival, &programme.nordwind.partner).await.unwrap(), None);
    }

    async fn a_domain_belongs_to_one_organisation(store: Store) {
        let programme = programme(&store).await;
        let permit = programme.administrator.permit(ManagePartners).unwrap();
        let mut tx = store.begin(NOW).await.unwrap();
        let taken = partners::make(&mut tx, &permit, &new_partner("Copy", "nordwind.example")).await;
        assert!(matches!(taken, Err(StoreError::Duplicate { .. })), "{taken:?}");
    }

    async fn the_chain_above_a_chosen_parent_is_told_and_ends(store: Store) {
        let programme = programme(&store).await;
        let permit = programme.administrator.permit(ManagePartners).unwrap();
        let mut tx = store.begin(NOW).await.unwrap();
        let make = |name: &str, parent| NewPartner {
            types: vec![PartnerType::Distributor],
            parent,
            ..new_partner(name, &format!("{}.example", name.to_lowercase()))
        };
        let top = partners::make(&mut tx, &permit, &make("Top", None)).await.unwrap();
        let middle = partners::make(&mut tx, &permit, &make("Middle", Some(top.clone()))).await.unwrap();
        let chain = partners::chain(&mut tx, &permit, &middle).await.unwrap();
        assert_eq!(chain.iter().map(|above| &above.id).collect::<Vec<_>>(), [&middle, &top]);
        assert_eq!(chain[0].types, [PartnerType::Distributor]);
        assert!(partners::has_buyers(&mut tx, &permit, &top).await.unwrap());
        assert!(!partners::has_buyers(&mut tx, &permit, &middle).await.unwrap());
        // A circle from before there was a rule does not hold anybody up.
        let scope = programme.administrator.scope(Subject::Partners);
        let before = partners::find(&mut tx, &scope, &top).await.unwrap().unwrap();
        partners::change(&mut tx, &permit, &before, before.version, &make("Top", Some(middle.clone()))).await.unwrap();
        assert_eq!(partners::chain(&mut tx, &permit, &middle).await.unwrap().len(), 2);
        let offered = partners::distributors(&mut tx, &permit, Some(&top)).await.unwrap();
        assert_eq!(offered, [(middle, "Middle".to_owned())]);
    }

    async fn a_long_list_is_paged_without_gaps_or_doubles(store: Store) {
        let programme = programme(&store).await;
        let permit = programme.administrator.permit(ManagePartners).unwrap();
        let mut tx = store.begin(NOW).await.unwrap();
        for n in 0..120 {
            // Equal names, so that the id has to decide.
            let new = new_partner(&format!("Same {}", n / 40), &format!("p{n}.example"));
            partners::make(&mut tx, &permit, &new).await.unwrap();
        }
        tx.commit().await.unwrap();
        let scope = programme.administrator.scope(Subject::Partners);
        let mut read = store.read().await.unwrap();
        let (mut seen, mut view) = (Vec::new(), viewed(""));
        loop {
            let (rows, next) = partners::list(&mut read, &scope, &view).await.unwrap();
            seen.extend(rows.into_iter().map(|row| row.id));
            if next.is_none() { break }
            view = view.behind(next);
        }
        assert_eq!(seen.len(), 122);
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 122);
        let (found, _) = partners::list(&mut read, &scope, &viewed("q=NORD")).await.unwrap();
        assert_eq!(found.len(), 1);
    }

    async fn the_contact_block_reads_back(store: Store) {
        let programme = programme(&store).await;
        let own = programme.nordwind.partner.clone();
        let permit = programme.nordwind.administrator.permit(EditPartner { partner: own.clone() }).unwrap();
        let scope = programme.nordwind.administrator.scope(Subject::Partners);
        let contact = Contact { name: "Ana Ð".into(), address: "Straße 1\n12345 Köln".into(), ..Contact::default() };
        let mut tx = store.begin(NOW).await.unwrap();
        let before = partners::find(&mut tx, &scope, &own).await.unwrap().unwrap();
        partners::change_contact(&mut tx, &permit, &before, before.version, &contact).await.unwrap();
        tx.commit().await.unwrap();
        let mut read = store.read().await.unwrap();
        assert_eq!(partners::find(&mut read, &scope, &own).await.unwrap().unwrap().contact, contact);
    }
}
