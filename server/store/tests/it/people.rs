//! People: identities, invitations, and sessions that end with the role.

use crate::fixture::{NOW, programme};
use crate::on_both_engines;
use domain::access::{InviteToPartner, KeepOwnAccount, ManagePeople, Role, Subject};
use domain::people::{Joining, NewInvitation};
use store::StoreError;
use store::people::{self, Identity, Known};
use store::sessions::{self, Kept};

on_both_engines! {
    async fn an_identity_is_issuer_and_subject_and_leads_to_one_person(store: Store) {
        let programme = programme(&store).await;
        let user = &programme.nordwind.user;
        let other = &programme.rival.user;
        let identity =
            |issuer: &str| Identity { issuer: issuer.into(), subject: "42".into(), email: "x@nordwind.example".into() };
        let mut tx = store.begin(NOW).await.unwrap();
        let permit = user.permit(KeepOwnAccount).unwrap();
        people::link(&mut tx, &permit, &user.profile().person, &identity("https://one.example")).await.unwrap();
        let permit = other.permit(KeepOwnAccount).unwrap();
        people::link(&mut tx, &permit, &other.profile().person, &identity("https://two.example")).await.unwrap();
        tx.commit().await.unwrap();
        let mut read = store.read().await.unwrap();
        let known = |person: &domain::access::Actor| Known::Active(person.profile().person.clone());
        assert_eq!(people::by_identity(&mut read, "https://one.example", "42").await.unwrap(), known(user));
        assert_eq!(people::by_identity(&mut read, "https://two.example", "42").await.unwrap(), known(other));
        assert_eq!(people::by_identity(&mut read, "https://one.example", "43").await.unwrap(), Known::Nobody);
        let mut tx = store.begin(NOW).await.unwrap();
        let stolen = people::link(&mut tx, &permit, &other.profile().person, &identity("https://one.example")).await;
        assert!(matches!(stolen, Err(StoreError::Duplicate { .. })));
    }

    async fn an_invitation_works_once_and_in_time(store: Store) {
        let programme = programme(&store).await;
        let partner = programme.nordwind.partner.clone();
        let permit =
            programme.nordwind.administrator.permit(InviteToPartner { partner: partner.clone() }).unwrap();
        let new = NewInvitation {
            partner: Some(partner.clone()),
            email: "new@nordwind.example".into(),
            role: Role::PartnerUser,
        };
        let joining = Joining { name: "New One".into(), email: None, password: "long enough here".into() };
        let mut tx = store.begin(NOW).await.unwrap();
        people::invite_to_partner(&mut tx, &permit, &new, "secret").await.unwrap();
        assert!(people::invitation(&mut tx, "secret", NOW.plus_days(15)).await.unwrap().is_none());
        assert!(people::invitation(&mut tx, "guess", NOW).await.unwrap().is_none());
        let open = people::invitation(&mut tx, "secret", NOW).await.unwrap().unwrap();
        let person = people::join(&mut tx, &open, &joining, "$hash".into()).await.unwrap();
        let again = people::join(&mut tx, &open, &joining, "$hash".into()).await;
        assert!(matches!(again, Err(StoreError::Stale)));
        tx.commit().await.unwrap();
        let mut read = store.read().await.unwrap();
        let profile = people::profile(&mut read, &person).await.unwrap().unwrap();
        assert_eq!((profile.role, profile.partner_id()), (Role::PartnerUser, Some(&partner)));
        assert!(people::invitation(&mut read, "secret", NOW).await.unwrap().is_none());
    }

    async fn a_lost_role_ends_the_sessions_that_had_it(store: Store) {
        let programme = programme(&store).await;
        let permit = programme.administrator.permit(ManagePeople).unwrap();
        let id = programme.approver.profile().person.clone();
        let kept = Kept { data: "{}".into(), expires_at: NOW.plus_hours(8) };
        let mut tx = store.begin(NOW).await.unwrap();
        let person = people::find(&mut tx, &permit, &id).await.unwrap().unwrap();
        sessions::create(&mut tx, "s", Some(&id), &kept).await.unwrap();
        people::change_role(&mut tx, &permit, &person, Role::Marketing).await.unwrap();
        assert_eq!(sessions::load(&mut tx, "s", NOW).await.unwrap(), None);
        sessions::create(&mut tx, "s", Some(&id), &kept).await.unwrap();
        people::set_active(&mut tx, &permit, &person, false).await.unwrap();
        assert_eq!(sessions::load(&mut tx, "s", NOW).await.unwrap(), None);
        assert_eq!(people::profile(&mut tx, &id).await.unwrap(), None);
        let across = people::change_role(&mut tx, &permit, &person, Role::PartnerUser).await;
        assert!(matches!(across, Err(StoreError::Stale)), "staff cannot become a partner's person");
    }

    async fn people_of_a_rival_are_not_listed(store: Store) {
        let programme = programme(&store).await;
        let mut read = store.read().await.unwrap();
        let scope = programme.rival.administrator.scope(Subject::Partners);
        let seen = people::list(&mut read, &scope, None).await.unwrap();
        assert!(seen.iter().all(|p| p.partner.as_ref().is_some_and(|(id, _)| *id == programme.rival.partner)));
        assert_eq!(seen.len(), 2);
        let asked = people::list(&mut read, &scope, Some(&programme.nordwind.partner)).await.unwrap();
        assert!(asked.is_empty());
    }
}
