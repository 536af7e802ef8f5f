//! Lists under every sort, page by page, and the views that people keep of them.

use crate::assets::{details, draft};
use crate::fixture::{NOW, Programme, new_partner, person, programme};
use crate::on_both_engines;
use domain::access::{
    KeepViews, ManageAccounts, ManageAssets, ManagePartners, Permit, Role, Scope, Subject, WriteCourses,
};
use domain::accounts::NewAccount;
use domain::lists::{List, NewView, Sort, View};
use domain::partners::{NewPartner, Region, Tier};
use std::collections::BTreeSet;
use store::orders::Ordered;
use store::views::{self, Kept};
use store::{Read, Store, StoreError, accounts, deals, partners, people};

/// Ids of one page, whatever list it is of.
async fn page(read: &mut Read, scope: &Scope, view: &View) -> Ordered<String> {
    fn ids<T>((rows, next): Ordered<T>, id: impl Fn(T) -> String) -> Ordered<String> {
        (rows.into_iter().map(id).collect(), next)
    }
    match view.list {
        List::Deals | List::Queue => {
            ids(deals::list(read, scope, view, NOW).await.unwrap(), |row| row.id.to_string())
        }
        List::Partners => ids(partners::list(read, scope, view).await.unwrap(), |row| row.id.to_string()),
        List::People => ids(people::page(read, scope, view).await.unwrap(), |row| row.id.to_string()),
        List::Accounts => {
            let permit = Permit::of_the_portal(ManageAccounts);
            ids(accounts::list(read, &permit, view).await.unwrap(), |(row, _)| row.id.to_string())
        }
        List::Renewals => {
            let found = accounts::installs::renewals(read, scope, view, NOW.day()).await.unwrap();
            ids(found, |row| row.id.to_string())
        }
        List::Courses => {
            let permit = Permit::of_the_portal(WriteCourses);
            let found = store::learning::manuscripts::page(read, &permit, view).await.unwrap();
            ids(found, |(row, _)| row.id.to_string())
        }
        List::Assets => {
            let permit = Permit::of_the_portal(ManageAssets);
            let found = store::assets::page(read, &permit, view, NOW.day()).await.unwrap();
            ids(found, |row| row.id.to_string())
        }
    }
}

async fn whole(read: &mut Read, scope: &Scope, view: &View) -> Vec<String> {
    let (mut seen, mut view) = (Vec::new(), view.clone());
    loop {
        let (rows, next) = page(read, scope, &view).await;
        seen.extend(rows);
        match next {
            // As an address says it.
            next @ Some(_) => view = View::parse(view.list, &view.behind(next).query(), true),
            None => return seen,
        }
    }
}

/// Many rows with many equal values.
async fn many(store: &Store, programme: &Programme) {
    let permit = programme.administrator.permit(ManagePartners).unwrap();
    let keeping = Permit::of_the_portal(ManageAccounts);
    for n in 0..110 {
        let mut tx = store.begin(NOW.plus_days(n / 50)).await.unwrap();
        let new = NewPartner {
            tier: [Tier::Gold, Tier::Silver, Tier::Platinum][n as usize % 3],
            region: [Region::Emea, Region::Americas][n as usize % 2],
            ..new_partner(&format!("Same ~ {}", n / 40), &format!("p{n}.example"))
        };
        partners::make(&mut tx, &permit, &new).await.unwrap();
        let account = NewAccount {
            legal_name: format!("Firm {}", n % 7),
            domain: String::new(),
            country: ["DE", "FR"][n as usize % 2].into(),
            ..NewAccount::default()
        };
        accounts::make(&mut tx, &keeping, &account, &format!("key{n}")).await.unwrap();
        tx.commit().await.unwrap();
        if n < 60 {
            person(store, &format!("Person {n}"), Role::Education, None).await;
        }
    }
}

fn kept_of(list: List, name: &str, query: &str) -> NewView {
    NewView { list, query: query.into(), name: name.into(), shared: false, default: false }
}

async fn names(store: &Store, actor: &domain::access::Actor) -> Vec<String> {
    let mut read = store.read().await.unwrap();
    let kept = views::of_list(&mut read, actor.profile(), List::Deals).await.unwrap();
    kept.into_iter().map(|view: Kept| view.name).collect()
}

async fn keep(
    store: &Store,
    actor: &domain::access::Actor,
    new: &NewView,
) -> Result<domain::id::ViewId, StoreError> {
    let mut tx = store.begin(NOW).await.unwrap();
    let permit = actor.permit(KeepViews).unwrap();
    let id = views::keep(&mut tx, &permit, actor.profile(), new).await?;
    tx.commit().await.unwrap();
    Ok(id)
}

on_both_engines! {
    async fn every_sort_shows_every_row_once_and_falling_is_rising_backwards(store: Store) {
        let programme = programme(&store).await;
        many(&store, &programme).await;
        for n in 0..105 {
            draft(&store, &programme, details(&format!("Sheet {n}"))).await;
        }
        let mut read = store.read().await.unwrap();
        for list in List::ALL {
            for column in list.columns().iter().filter(|column| column.sort != Sort::None) {
                let rising = View::parse(*list, &format!("sort={}", column.name), true);
                let falling = View::parse(*list, &format!("sort=-{}", column.name), true);
                let seen = whole(&mut read, &Scope::All, &rising).await;
                let unique: BTreeSet<&String> = seen.iter().collect();
                assert_eq!(unique.len(), seen.len(), "{list} by {}", column.name);
                let mut back = whole(&mut read, &Scope::All, &falling).await;
                back.reverse();
                assert_eq!(back, seen, "{list} by {}", column.name);
                match list {
                    List::Partners => assert_eq!(seen.len(), 112),
                    List::Accounts => assert_eq!(seen.len(), 110),
                    List::People => assert_eq!(seen.len(), 68),
                    List::Assets => assert_eq!(seen.len(), 105),
                    _ => {}
                }
            }
        }
    }

    async fn tiers_sort_as_they_rank_and_filters_leave_out(store: Store) {
        let programme = programme(&store).await;
        many(&store, &programme).await;
        let mut read = store.read().await.unwrap();
        let view = View::parse(List::Partners, "sort=-tier&region=americas", true);
        let (rows, next) = partners::list(&mut read, &Scope::All, &view).await.unwrap();
        assert_eq!(rows[0].tier, Tier::Platinum);
        assert!(rows.iter().all(|row| row.region == Region::Americas) && next.is_some());
        // A key of another order is none: the list begins anew instead of somewhere.
        let bent = View::parse(List::Partners, "sort=-tier&region=americas&after=Same~x", true);
        assert_eq!(partners::list(&mut read, &Scope::All, &bent).await.unwrap().0, rows);
    }

    async fn a_scope_holds_under_every_sort(store: Store) {
        let programme = programme(&store).await;
        many(&store, &programme).await;
        let mut read = store.read().await.unwrap();
        let scope = programme.rival.user.scope(Subject::Partners);
        for column in List::Partners.columns() {
            for way in ["", "-"] {
                let view = View::parse(List::Partners, &format!("sort={way}{}", column.name), true);
                let seen = whole(&mut read, &scope, &view).await;
                assert_eq!(seen, [programme.rival.partner.to_string()]);
            }
        }
    }

    async fn a_view_is_its_owners_until_it_is_shared_and_never_a_rivals(store: Store) {
        let programme = programme(&store).await;
        let (admin, user) = (&programme.nordwind.administrator, &programme.nordwind.user);
        let own = keep(&store, admin, &kept_of(List::Deals, "Mine", "state=won")).await.unwrap();
        let shared = NewView { shared: true, ..kept_of(List::Deals, "Ours", "state=lost") };
        let ours = keep(&store, admin, &shared).await.unwrap();
        assert_eq!(names(&store, admin).await, ["Mine", "Ours"]);
        assert_eq!(names(&store, user).await, ["Ours"]);
        for foreign in [&programme.rival.administrator, &programme.administrator, &programme.manager] {
            assert!(names(&store, foreign).await.is_empty());
            let mut read = store.read().await.unwrap();
            for id in [&own, &ours] {
                assert_eq!(views::find(&mut read, foreign.profile(), id).await.unwrap(), None);
            }
        }
        // A colleague looks through it, but neither forgets it nor opens with it.
        let mut tx = store.begin(NOW).await.unwrap();
        let view = views::find(&mut tx, user.profile(), &ours).await.unwrap().unwrap();
        let permit = user.permit(KeepViews).unwrap();
        let forgotten = views::forget(&mut tx, &permit, user.profile(), &view).await;
        assert!(matches!(forgotten, Err(StoreError::Stale)), "{forgotten:?}");
        let opened = views::open_with(&mut tx, &permit, user.profile(), &view, true).await;
        assert!(matches!(opened, Err(StoreError::Stale)), "{opened:?}");
    }

    async fn one_view_opens_a_list_and_a_name_is_taken_once(store: Store) {
        let programme = programme(&store).await;
        let who = &programme.approver;
        let first = NewView { default: true, ..kept_of(List::Deals, "First", "state=won") };
        let first_id = keep(&store, who, &first).await.unwrap();
        let second = NewView { default: true, ..kept_of(List::Deals, "Second", "state=lost") };
        keep(&store, who, &second).await.unwrap();
        assert!(matches!(keep(&store, who, &second).await, Err(StoreError::Duplicate { .. })));
        let mut tx = store.begin(NOW).await.unwrap();
        assert_eq!(views::opens(&mut tx, who.profile(), List::Deals).await.unwrap().as_deref(), Some("state=lost"));
        assert_eq!(views::opens(&mut tx, who.profile(), List::Queue).await.unwrap(), None);
        let permit = who.permit(KeepViews).unwrap();
        let view = views::find(&mut tx, who.profile(), &first_id).await.unwrap().unwrap();
        views::open_with(&mut tx, &permit, who.profile(), &view, true).await.unwrap();
        assert_eq!(views::opens(&mut tx, who.profile(), List::Deals).await.unwrap().as_deref(), Some("state=won"));
        let view = views::find(&mut tx, who.profile(), &first_id).await.unwrap().unwrap();
        views::forget(&mut tx, &permit, who.profile(), &view).await.unwrap();
        assert_eq!(views::opens(&mut tx, who.profile(), List::Deals).await.unwrap(), None);
        assert_eq!(views::count(&mut tx, who.profile(), List::Deals).await.unwrap(), 1);
    }
}
