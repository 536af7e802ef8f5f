//! People: identities, invitations, and sessions that end with the role.

use crate::fixture::{NOW, Programme, person, programme};
use crate::on_both_engines;
use domain::access::{
    Actor, InviteToPartner, KeepOwnAccount, ManagePartnerPeople, ManagePeople, Permit, Role, Scope, Subject,
};
use domain::people::{Joining, NewInvitation, PersonLine};
use store::people::changes::{NotChanged, change_role, set_active};
use store::people::identities::{Identity, Known, by_identity, link, unlink};
use store::people::invitations::{self, invite_first, invite_staff, invite_to_partner, join};
use store::sessions::{self, Kept};
use store::{Read, Store, StoreError, people};

fn joining() -> Joining {
    Joining { name: "New One".into(), email: None, password: "long enough here".into() }
}

async fn line(read: &mut Read, actor: &Actor) -> PersonLine {
    people::find(read, &Scope::All, &actor.profile().person).await.unwrap().unwrap()
}

/// Invites somebody into Nordwind with the secret "secret".
async fn invite(store: &Store, programme: &Programme, by: &Actor) {
    let partner = programme.nordwind.partner.clone();
    let permit = by.permit(InviteToPartner { partner: partner.clone() }).unwrap();
    let new = NewInvitation {
        partner: Some(partner),
        email: "new@nordwind.example".into(),
        role: Role::PartnerUser,
    };
    let mut tx = store.begin(NOW).await.unwrap();
    invite_to_partner(&mut tx, &permit, &new, "secret").await.unwrap();
    tx.commit().await.unwrap();
}

async fn is_open(store: &Store) -> bool {
    let mut read = store.read().await.unwrap();
    invitations::invitation(&mut read, "secret", NOW).await.unwrap().is_some()
}

on_both_engines! {
    async fn an_identity_is_issuer_and_subject_and_leads_to_one_person(store: Store) {
        let programme = programme(&store).await;
        let user = &programme.nordwind.user;
        let other = &programme.rival.user;
        let identity =
            |issuer: &str| Identity { issuer: issuer.into(), subject: "42".into(), email: "x@nordwind.example".into() };
        let mut tx = store.begin(NOW).await.unwrap();
        let permit = user.permit(KeepOwnAccount).unwrap();
        link(&mut tx, &permit, &user.profile().person, &identity("https://one.example")).await.unwrap();
        let permit = other.permit(KeepOwnAccount).unwrap();
        link(&mut tx, &permit, &other.profile().person, &identity("https://two.example")).await.unwrap();
        tx.commit().await.unwrap();
        let mut read = store.read().await.unwrap();
        let known = |person: &domain::access::Actor| {
            Known::Active(person.profile().person.clone(), person.profile().partner_id().cloned())
        };
        assert_eq!(by_identity(&mut read, "https://one.example", "42").await.unwrap(), known(user));
        assert_eq!(by_identity(&mut read, "https://two.example", "42").await.unwrap(), known(other));
        assert_eq!(by_identity(&mut read, "https://one.example", "43").await.unwrap(), Known::Nobody);
        let mut tx = store.begin(NOW).await.unwrap();
        let stolen = link(&mut tx, &permit, &other.profile().person, &identity("https://one.example")).await;
        assert!(matches!(stolen, Err(StoreError::Duplicate { .. })));
    }

    async fn an_invitation_works_once_and_in_time(store: Store) {
        let programme = programme(&store).await;
        invite(&store, &programme, &programme.nordwind.administrator).await;
        let mut tx = store.begin(NOW).await.unwrap();
        assert!(invitations::invitation(&mut tx, "secret", NOW.plus_days(15)).await.unwrap().is_none());
        assert!(invitations::invitation(&mut tx, "guess", NOW).await.unwrap().is_none());
        let person = join(&mut tx, "secret", &joining(), "$hash".into()).await.unwrap();
        let again = join(&mut tx, "secret", &joining(), "$hash".into()).await;
        assert!(matches!(again, Err(StoreError::Stale)));
        tx.commit().await.unwrap();
        let mut read = store.read().await.unwrap();
        let profile = people::profile(&mut read, &person).await.unwrap().unwrap();
        assert_eq!((profile.role, profile.partner_id()), (Role::PartnerUser, Some(&programme.nordwind.partner)));
        assert_eq!(profile.email, "new@nordwind.example");
        drop(read);
        assert!(!is_open(&store).await);
    }

    async fn an_invitation_is_worth_what_its_inviter_may_do_today(store: Store) {
        let programme = programme(&store).await;
        let inviter = &programme.nordwind.administrator;
        invite(&store, &programme, inviter).await;
        let permit = programme.administrator.permit(ManagePeople).unwrap();
        for (change, well) in [("role", false), ("back", true), ("close", false), ("open", true)] {
            let mut tx = store.begin(NOW).await.unwrap();
            let found = line(&mut tx, inviter).await;
            match change {
                "role" => change_role(&mut tx, &permit, &found, found.version, Role::PartnerUser).await,
                "back" => change_role(&mut tx, &permit, &found, found.version, Role::PartnerAdministrator).await,
                "close" => set_active(&mut tx, &permit, &found, found.version, false).await,
                _ => set_active(&mut tx, &permit, &found, found.version, true).await,
            }
            .unwrap();
            tx.commit().await.unwrap();
            assert_eq!(is_open(&store).await, well, "{change}");
        }
        // An invitation that nobody stands behind is none.
        let new = NewInvitation { partner: None, email: "x@vendor.example".into(), role: Role::Approver };
        let mut tx = store.begin(NOW).await.unwrap();
        invite_staff(&mut tx, &Permit::of_the_portal(ManagePeople), &new, "orphan").await.unwrap();
        assert!(invitations::invitation(&mut tx, "orphan", NOW).await.unwrap().is_none());
    }

    async fn an_open_invitation_is_listed_within_the_scope_and_can_be_withdrawn(store: Store) {
        let programme = programme(&store).await;
        let inviter = &programme.nordwind.administrator;
        invite(&store, &programme, inviter).await;
        let scope = inviter.scope(Subject::Partners);
        let rivals = programme.rival.administrator.scope(Subject::Partners);
        let mut tx = store.begin(NOW).await.unwrap();
        assert!(invitations::open(&mut tx, &rivals, NOW).await.unwrap().is_empty());
        assert!(invitations::open(&mut tx, &scope, NOW.plus_days(15)).await.unwrap().is_empty());
        let open = invitations::open(&mut tx, &scope, NOW).await.unwrap();
        assert_eq!((open.len(), open[0].invited_by.as_str()), (1, "Nordwind Admin"));
        let id = &open[0].id;
        assert_eq!(invitations::find_open(&mut tx, &rivals, id, NOW).await.unwrap(), None);
        let rivals = programme.rival.administrator.permit(InviteToPartner { partner: programme.rival.partner.clone() }).unwrap();
        let refused = invitations::withdraw(&mut tx, &rivals, &open[0]).await;
        assert!(matches!(refused, Err(StoreError::Stale)));
        let own = inviter.permit(InviteToPartner { partner: programme.nordwind.partner.clone() }).unwrap();
        invitations::withdraw(&mut tx, &own, &open[0]).await.unwrap();
        assert!(invitations::open(&mut tx, &scope, NOW).await.unwrap().is_empty());
        let late = join(&mut tx, "secret", &joining(), "$hash".into()).await;
        assert!(matches!(late, Err(StoreError::Stale)));
        tx.commit().await.unwrap();
        let reading = programme.administrator.permit(domain::access::ReadHistory).unwrap();
        let mut read = store.read().await.unwrap();
        let lines = store::audit::of_record(&mut read, &reading, "invitation", id.as_str()).await.unwrap();
        assert_eq!((lines.len(), lines[1].person.as_str()), (2, "Nordwind Admin"));
    }

    async fn the_first_link_works_while_nobody_administers_the_portal(store: Store) {
        let mut tx = store.begin(NOW).await.unwrap();
        invite_first(&mut tx, &Permit::of_the_portal(ManagePeople), "secret").await.unwrap();
        tx.commit().await.unwrap();
        let manager = person(&store, "Carl Manager", Role::ChannelManager, None).await;
        assert_eq!(manager.profile().role, Role::ChannelManager);
        assert!(is_open(&store).await);
        let mut read = store.read().await.unwrap();
        assert!(invitations::no_administrator_yet(&mut read).await.unwrap());
        drop(read);
        person(&store, "Ada Admin", Role::Administrator, None).await;
        assert!(!is_open(&store).await);
    }

    async fn a_lost_role_ends_the_sessions_that_had_it(store: Store) {
        let programme = programme(&store).await;
        let permit = programme.administrator.permit(ManagePeople).unwrap();
        let id = programme.approver.profile().person.clone();
        let kept = Kept { data: "{}".into(), expires_at: NOW.plus_hours(8) };
        let mut tx = store.begin(NOW).await.unwrap();
        let found = line(&mut tx, &programme.approver).await;
        sessions::create(&mut tx, "s", Some(&id), &kept).await.unwrap();
        change_role(&mut tx, &permit, &found, found.version, Role::Marketing).await.unwrap();
        assert_eq!(sessions::load(&mut tx, "s", NOW).await.unwrap(), None);
        let stale = set_active(&mut tx, &permit, &found, found.version, false).await;
        assert!(matches!(stale, Err(NotChanged::Store(StoreError::Stale))), "the row has moved on");
        sessions::create(&mut tx, "s", Some(&id), &kept).await.unwrap();
        let found = line(&mut tx, &programme.approver).await;
        set_active(&mut tx, &permit, &found, found.version, false).await.unwrap();
        assert_eq!(sessions::load(&mut tx, "s", NOW).await.unwrap(), None);
        assert_eq!(people::profile(&mut tx, &id).await.unwrap(), None);
        let found = line(&mut tx, &programme.approver).await;
        let across = change_role(&mut tx, &permit, &found, found.version, Role::PartnerUser).await;
        assert!(matches!(across, Err(NotChanged::Store(StoreError::Stale))), "staff cannot become a partner's person");
    }

    async fn a_partner_administrator_changes_people_of_the_own_organisation_only(store: Store) {
        let programme = programme(&store).await;
        let partner = programme.nordwind.partner.clone();
        let permit = programme.nordwind.administrator.permit(ManagePartnerPeople { partner }).unwrap();
        let mut tx = store.begin(NOW).await.unwrap();
        let own = line(&mut tx, &programme.nordwind.user).await;
        change_role(&mut tx, &permit, &own, own.version, Role::PartnerAdministrator).await.unwrap();
        for other in [&programme.rival.user, &programme.approver] {
            let other = line(&mut tx, other).await;
            let refused = set_active(&mut tx, &permit, &other, other.version, false).await;
            assert!(matches!(refused, Err(NotChanged::Store(StoreError::Stale))), "{}", other.name);
        }
    }

    async fn the_last_administrator_stays_whoever_acts_at_once(store: Store) {
        let programme = programme(&store).await;
        let other = person(&store, "Otto Admin", Role::Administrator, None).await;
        let demote = async |by: &Actor, whom: &Actor| {
            let permit = by.permit(ManagePeople).unwrap();
            let mut tx = store.begin(NOW).await?;
            let found = line(&mut tx, whom).await;
            change_role(&mut tx, &permit, &found, found.version, Role::Marketing).await?;
            // The other one is in its transaction by now, or waits for this one.
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            tx.commit().await?;
            Ok::<(), NotChanged>(())
        };
        let (one, two) = tokio::join!(demote(&programme.administrator, &other), demote(&other, &programme.administrator));
        assert_eq!([&one, &two].iter().filter(|done| done.is_ok()).count(), 1, "{one:?} {two:?}");
        let mut tx = store.begin(NOW).await.unwrap();
        assert!(!invitations::no_administrator_yet(&mut tx).await.unwrap());
        let last = if one.is_ok() { &programme.administrator } else { &other };
        let permit = last.permit(ManagePeople).unwrap();
        let found = line(&mut tx, last).await;
        let closed = set_active(&mut tx, &permit, &found, found.version, false).await;
        assert!(matches!(closed, Err(NotChanged::LastAdministrator)), "{closed:?}");
    }

    async fn the_last_way_into_an_account_stays(store: Store) {
        let programme = programme(&store).await;
        let user = &programme.nordwind.user;
        let own = &user.profile().person;
        let permit = user.permit(KeepOwnAccount).unwrap();
        let mut tx = store.begin(NOW).await.unwrap();
        for issuer in ["https://one.example", "https://two.example"] {
            let identity = Identity { issuer: issuer.into(), subject: "42".into(), email: "x@nordwind.example".into() };
            link(&mut tx, &permit, own, &identity).await.unwrap();
        }
        assert!(unlink(&mut tx, &permit, own, "https://one.example", "42").await.unwrap());
        assert!(!unlink(&mut tx, &permit, own, "https://two.example", "42").await.unwrap());
        people::set_password(&mut tx, &permit, own, "$hash").await.unwrap();
        let stranger = programme.rival.user.permit(KeepOwnAccount).unwrap();
        let theirs = &programme.rival.user.profile().person;
        people::set_password(&mut tx, &stranger, theirs, "$hash").await.unwrap();
        assert!(!unlink(&mut tx, &stranger, theirs, "https://two.example", "42").await.unwrap(), "not theirs");
        assert!(unlink(&mut tx, &permit, own, "https://two.example", "42").await.unwrap());
        assert_eq!(by_identity(&mut tx, "https://two.example", "42").await.unwrap(), Known::Nobody);
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
