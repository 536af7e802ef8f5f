//! Searching everything: who finds what, in which order, and that no question breaks it.

use crate::fixture::{NOW, Programme, Side, new_partner, programme};
use crate::on_both_engines;
use domain::access::{
    Actor, EditPartner, ManageAccounts, ManageAssets, ManagePartners, Permit, RegisterDeal, Subject,
    WriteCourses,
};
use domain::accounts::NewAccount;
use domain::assets::{AssetDetails, AssetKind};
use domain::deals::{Contact, Customer, DealForm, NewDeal};
use domain::id::DealId;
use domain::learning::{CourseDetails, Topic};
use domain::money::Money;
use domain::partners::Tier;
use domain::search::{Question, SearchKind, SearchReach};
use domain::time::Instant;
use store::assets::changes::{self as assets, NewAsset};
use store::deals::drafts;
use store::files::NewFile;
use store::learning::manuscripts;
use store::search::{self, Group, Hit};
use store::sql::Statement;
use store::{Store, accounts, partners};

fn new_deal(customer: &str, contact: &str, need: &str) -> NewDeal {
    NewDeal {
        customer: Customer { name: customer.into(), domain: String::new(), country: "DE".into() },
        families: Vec::new(),
        amount: Money { minor: 100, currency: "EUR".into() },
        close_on: NOW.day().plus_days(40),
        contact: Contact { name: contact.into(), role: String::new(), email: "jo@acme.example".into() },
        need: need.into(),
    }
}

async fn deal(store: &Store, side: &Side, new: &NewDeal) -> DealId {
    deal_at(store, side, new, NOW).await
}

async fn deal_at(store: &Store, side: &Side, new: &NewDeal, at: Instant) -> DealId {
    let permit = side.user.permit(RegisterDeal { partner: side.partner.clone() }).unwrap();
    let mut tx = store.begin(at).await.unwrap();
    let key = format!("{}-{}-{}", new.customer.name, new.need, side.partner);
    let draft = drafts::begin(&mut tx, &permit, &DealForm::default(), &key).await.unwrap();
    drafts::submit(&mut tx, &permit, &draft, new).await.unwrap();
    tx.commit().await.unwrap();
    draft.id
}

async fn asset(store: &Store, programme: &Programme, title: &str, tiers: &[Tier], publish: bool) {
    let permit = programme.marketing.permit(ManageAssets).unwrap();
    let details = AssetDetails {
        title: title.into(),
        description: String::new(),
        kind: AssetKind::DataSheet,
        language: "en".into(),
        tags: vec!["storage".into()],
        tiers: tiers.to_vec(),
        types: Vec::new(),
        publish_on: None,
        expire_on: None,
    };
    let file = NewFile { sha256: "aa".into(), bytes: 1, kind: "pdf".into(), name: "sheet.pdf".into() };
    let mut tx = store.begin(NOW).await.unwrap();
    let new = NewAsset { details, words: String::new(), pages: Vec::new(), idempotency_key: title.into() };
    let id = assets::make(&mut tx, &permit, &file, &new).await.unwrap();
    if publish {
        let scope = programme.marketing.scope(Subject::Assets);
        let before = store::assets::find(&mut tx, &scope, &id, NOW.day()).await.unwrap().unwrap();
        assets::publish(&mut tx, &permit, &before, before.version).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// As a server does when it starts: until nothing is missing.
async fn fill(store: &Store) -> usize {
    let mut filled = 0;
    loop {
        let mut tx = store.begin(NOW).await.unwrap();
        let some = search::fill(&mut tx, 3).await.unwrap();
        tx.commit().await.unwrap();
        filled += some;
        if some == 0 {
            return filled;
        }
    }
}

async fn groups(store: &Store, actor: &Actor, typed: &str) -> Vec<Group> {
    let Some(question) = Question::read(typed) else { return Vec::new() };
    let mut read = store.read().await.unwrap();
    search::find(&mut read, &SearchReach::of(actor), &question, None, 50, NOW).await.unwrap()
}

async fn hits(store: &Store, actor: &Actor, typed: &str) -> Vec<Hit> {
    groups(store, actor, typed).await.into_iter().flat_map(|group| group.hits).collect()
}

async fn titles(store: &Store, actor: &Actor, typed: &str) -> Vec<String> {
    hits(store, actor, typed).await.into_iter().map(|hit| hit.title).collect()
}

on_both_engines! {
    async fn everything_is_found_by_whoever_may_see_it(store: Store) {
        let programme = programme(&store).await;
        deal(&store, &programme.nordwind, &new_deal("Zephyr Werke GmbH", "Ada Weiß", "Regal für das Lager")).await;
        asset(&store, &programme, "Zephyr data sheet", &[], true).await;
        asset(&store, &programme, "Zephyr for silver", &[Tier::Silver], true).await;
        asset(&store, &programme, "Zephyr draft", &[], false).await;
        let mut tx = store.begin(NOW).await.unwrap();
        let new = NewAccount { legal_name: "Zephyr Werke".into(), domain: "zephyr.example".into(), country: "DE".into(), ..NewAccount::default() };
        accounts::make(&mut tx, &programme.administrator.permit(ManageAccounts).unwrap(), &new, "z").await.unwrap();
        let course = CourseDetails {
            title: "Selling zephyrs".into(), summary: "Wind".into(), topic: Topic::Sales, minutes: 5, pass_mark: 50,
            attempt_limit: 0, draw: 0, time_limit: 0, wait_hours: 0,
            validity_months: 0, tiers: Vec::new(), types: Vec::new(),
        };
        manuscripts::make(&mut tx, &Permit::of_the_portal(WriteCourses), &course, "c").await.unwrap();
        tx.commit().await.unwrap();
        let of = |actor| titles(&store, actor, "zephyr");
        let (deal, account) = ("Zephyr Werke GmbH", "Zephyr Werke");
        let (sheet, silver, draft, course) = ("Zephyr data sheet", "Zephyr for silver", "Zephyr draft", "Selling zephyrs");
        assert_eq!(of(&programme.nordwind.user).await, [deal, sheet]);
        assert_eq!(of(&programme.rival.user).await, [sheet]);
        assert_eq!(of(&programme.approver).await, [deal, account]);
        assert_eq!(of(&programme.manager).await, [deal]);
        let (mut all, mut known) = (of(&programme.administrator).await, [deal, account, sheet, silver, draft, course]);
        all.sort();
        known.sort();
        assert_eq!(all, known);
        let mut marketings = of(&programme.marketing).await;
        marketings.sort();
        assert_eq!(marketings, [sheet, draft, silver]);
        // In any spelling, by the beginning of the last word, in the text as well.
        for typed in ["ZEPHYR wer", "weiss ada", "weiß", "regal fur", "regal fuer la", "D-000001", "1"] {
            assert_eq!(titles(&store, &programme.nordwind.user, typed).await, [deal], "{typed}");
        }
        assert_eq!(titles(&store, &programme.nordwind.user, "zeph werke").await, Vec::<String>::new(), "only the last may be cut");
    }

    async fn people_are_found_by_those_who_see_their_organisation(store: Store) {
        let programme = programme(&store).await;
        let mut own = titles(&store, &programme.nordwind.user, "nordwind").await;
        own.sort();
        assert_eq!(own, ["Nordwind", "Nordwind Admin", "Nordwind User"]);
        assert_eq!(titles(&store, &programme.rival.user, "nordwind").await, Vec::<String>::new());
        assert_eq!(titles(&store, &programme.marketing, "nordwind").await, Vec::<String>::new());
        assert_eq!(titles(&store, &programme.manager, "rival").await, Vec::<String>::new());
        assert_eq!(titles(&store, &programme.administrator, "petra").await, ["Petra Approver"]);
        assert_eq!(titles(&store, &programme.approver, "petra").await, Vec::<String>::new(), "the vendor's people are for administrators");
    }

    async fn what_nobody_handed_in_is_its_partners_own(store: Store) {
        let programme = programme(&store).await;
        let side = &programme.nordwind;
        let permit = side.user.permit(RegisterDeal { partner: side.partner.clone() }).unwrap();
        let form = DealForm { customer_name: "Quokka Labs".into(), ..DealForm::default() };
        let mut tx = store.begin(NOW).await.unwrap();
        let draft = drafts::begin(&mut tx, &permit, &form, "k").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(titles(&store, &side.user, "quokka").await, ["Quokka Labs"]);
        for other in [&programme.administrator, &programme.approver, &programme.manager, &programme.rival.user] {
            assert_eq!(titles(&store, other, "quokka").await, Vec::<String>::new(), "{}", other.profile().name);
        }
        let mut tx = store.begin(NOW).await.unwrap();
        drafts::submit(&mut tx, &permit, &draft, &new_deal("Quokka Labs", "Jo", "Need")).await.unwrap();
        drop(tx);
        assert_eq!(titles(&store, &programme.approver, "quokka").await, Vec::<String>::new(), "with its change or not at all");
        let mut tx = store.begin(NOW).await.unwrap();
        drafts::submit(&mut tx, &permit, &draft, &new_deal("Quokka Labs", "Jo", "Need")).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(titles(&store, &programme.approver, "quokka").await, ["Quokka Labs"]);
    }

    async fn a_change_is_found_and_what_it_replaced_is_not(store: Store) {
        let programme = programme(&store).await;
        let permit = programme.administrator.permit(ManagePartners).unwrap();
        let scope = programme.administrator.scope(Subject::Partners);
        let mut tx = store.begin(NOW).await.unwrap();
        let before = partners::find(&mut tx, &scope, &programme.rival.partner).await.unwrap().unwrap();
        let new = new_partner("Wombat", "wombat.example");
        partners::change(&mut tx, &permit, &before, before.version, &new).await.unwrap();
        let edit = programme.rival.administrator.permit(EditPartner { partner: before.id.clone() }).unwrap();
        let contact = domain::partners::Contact { address: "Kängurustraße 5".into(), ..Default::default() };
        partners::change_contact(&mut tx, &edit, &before, before.version + 1, &contact).await.unwrap();
        tx.commit().await.unwrap();
        for typed in ["wombat", "kangurustrasse", "kaenguru"] {
            assert!(titles(&store, &programme.administrator, typed).await.contains(&"Wombat".to_owned()), "{typed}");
        }
        let old = hits(&store, &programme.administrator, "rival").await;
        assert!(old.iter().all(|hit| hit.title.starts_with("Rival ")), "its people only: {old:?}");
    }

    async fn titles_come_before_the_rest_and_the_newest_first_on_both_engines(store: Store) {
        let programme = programme(&store).await;
        let side = &programme.nordwind;
        let deals = [("Alpha", "turbine"), ("Turbine Eins", "x"), ("Beta", "the turbine hall"), ("Turbine Zwei", "y")];
        for (n, (customer, need)) in deals.into_iter().enumerate() {
            deal_at(&store, side, &new_deal(customer, "Jo", need), NOW.plus_seconds(n as i64)).await;
        }
        let found = groups(&store, &side.user, "turb").await;
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].kind, found[0].found), (SearchKind::Deal, 4));
        let order: Vec<(&str, bool)> = found[0].hits.iter().map(|hit| (hit.title.as_str(), hit.in_title)).collect();
        assert_eq!(order, [("Turbine Zwei", true), ("Turbine Eins", true), ("Beta", false), ("Alpha", false)]);
        let question = Question::read("turb").unwrap();
        let mut read = store.read().await.unwrap();
        let reach = SearchReach::of(&side.user);
        let two = search::find(&mut read, &reach, &question, Some(SearchKind::Deal), 2, NOW).await.unwrap();
        assert_eq!((two[0].found, two[0].hits.len()), (4, 2));
        let none = search::find(&mut read, &reach, &question, Some(SearchKind::Course), 2, NOW).await.unwrap();
        assert!(none.is_empty());
    }

    async fn where_very_much_fits_the_best_of_a_kind_are_the_best_of_all_of_it(store: Store) {
        let programme = programme(&store).await;
        let (own, rival) = (&programme.nordwind, &programme.rival);
        let old = deal_at(&store, own, &new_deal("Zephyr first", "Jo", "x"), NOW).await;
        deal_at(&store, own, &new_deal("Alpha", "Jo", "zephyr"), NOW.plus_seconds(1)).await;
        // Copies past the portal, as only the index is looked at: newer ones of a rival, with the word in the text alone.
        let copies = |of: &str, partner: &str, n: usize, at: i64| format!(
            "INSERT INTO search_rows (kind, record_id, partner_id, shared, title, detail, note, title_words, body_words, scope_words, rules, made_at)
             WITH RECURSIVE k (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < {n})
             SELECT r.kind, r.record_id || 'x{at}x' || CAST(k.n AS TEXT), '{partner}', r.shared, 'Copy ' || CAST(k.n AS TEXT), r.detail, r.note, 'copy', 'zephyr',
             '{of} {}', r.rules, r.made_at + {at} + k.n FROM search_rows r CROSS JOIN k WHERE r.record_id = '{old}' ORDER BY k.n",
            partner.replace('_', "")
        );
        let run = async |text: String| {
            let mut tx = store.begin(NOW).await.unwrap();
            tx.run(Statement::new(text.leak()), Vec::new()).await.unwrap();
            tx.commit().await.unwrap();
        };
        run(copies("kinddeal", rival.partner.as_str(), 300, 1_000_000)).await;
        let found = groups(&store, &own.user, "zephyr").await;
        assert_eq!((found.len(), found[0].found), (1, 2), "nothing of the rival is counted");
        run(copies("kinddeal", own.partner.as_str(), 150, 2_000_000)).await;
        let found = groups(&store, &own.user, "zephyr").await;
        assert_eq!(found[0].found, 152, "not too much to be counted");
        for actor in [&own.user, &programme.manager, &programme.administrator] {
            run(format!("UPDATE search_rows SET made_at = made_at + 1 WHERE record_id = '{old}'")).await;
            let found = groups(&store, actor, "zephyr").await;
            assert_eq!(found.len(), 1);
            let order: Vec<&str> = found[0].hits.iter().take(3).map(|hit| hit.title.as_str()).collect();
            let newest = "Copy 150";
            assert_eq!(order, ["Zephyr first", newest, "Copy 149"], "{}", actor.profile().name);
            assert_eq!(found[0].hits.len(), 50);
        }
        run(copies("kinddeal", own.partner.as_str(), 300, 3_000_000)).await;
        let found = groups(&store, &own.user, "zephyr").await;
        assert!(found[0].found > domain::search::COUNTED, "{}", found[0].found);
        assert!(found[0].hits[0].in_title && found[0].hits.iter().skip(1).all(|hit| hit.title.starts_with("Copy")));
    }

    async fn no_question_ever_finds_a_rivals_row(store: Store) {
        let programme = programme(&store).await;
        let sides = [&programme.nordwind, &programme.rival];
        // Words that both have, words of one alone, and words in other scripts, mixed by a small generator.
        let parts = ["delta", "Straße", "東京", "nord", "شركة", "rail", "Müller", "42", "한국", "o'neil", "data"];
        let mut seed = 7_u64;
        let mut next = |most: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % most
        };
        for n in 0..24 {
            let text = |next: &mut dyn FnMut(usize) -> usize| {
                (0..3).map(|_| parts[next(parts.len())]).collect::<Vec<_>>().join(" ")
            };
            let (customer, contact) = (text(&mut next), text(&mut next));
            deal(&store, sides[n % 2], &new_deal(&customer, &contact, &format!("{} {n}", text(&mut next)))).await;
        }
        let mut questions: Vec<String> = parts.iter().map(ToString::to_string).collect();
        for _ in 0..60 {
            let mut question: Vec<String> = (0..1 + next(3)).map(|_| parts[next(parts.len())].to_owned()).collect();
            if let Some(last) = question.last_mut() {
                *last = last.chars().take(1 + next(4)).collect();
            }
            questions.push(question.join(" "));
        }
        // What the index itself is narrowed by must not be asked for from outside.
        let [own, others] = sides.map(|side| side.partner.as_str().replace('_', ""));
        questions.extend([own, others, "kinddeal".into(), "kindpartner".into(), "D-0000".into(), "jo acme".into()]);
        let mut found = 0;
        for question in &questions {
            for (side, other) in [(sides[0], sides[1]), (sides[1], sides[0])] {
                for hit in hits(&store, &side.user, question).await {
                    found += 1;
                    let partner = hit.partner.clone().map(|(id, _)| id);
                    assert_eq!(partner.as_ref(), Some(&side.partner), "{question}: {hit:?}");
                    assert_ne!(hit.id, other.partner.to_string());
                }
            }
        }
        assert!(found > 100, "{found}");
    }

    async fn no_question_is_an_error(store: Store) {
        let programme = programme(&store).await;
        deal(&store, &programme.nordwind, &new_deal("NEAR and OR", "Jo", "need")).await;
        let long = "x".repeat(10_000);
        let many = "nordwind ".repeat(2_000);
        for typed in [
            "\"", "'", "''", "nord\"", "nord' OR 1=1 --", "title_words : nord", "{title_words} : nord", "NEAR(nord wind, 2)", "nord AND",
            "OR", "NOT", "AND AND", "nord*", "^nord", "-nord", "+nord", "(nord", "nord)", "nord & wind", "nord | !wind", "nord <-> wind",
            ":*AB", "nord:AB", "\\", "\\'", "nord\0wind", "\0", "\u{202e}drow", "\u{200f}שלום", "%", "_", "; DROP TABLE deals",
            "\u{feff}nord", "🦀", "a\u{301}\u{301}\u{301}", "﷽", "ﷺ", &long, &many,
        ] {
            for actor in [&programme.nordwind.user, &programme.administrator, &programme.manager, &programme.marketing] {
                let _ = groups(&store, actor, typed).await;
            }
        }
        assert_eq!(titles(&store, &programme.nordwind.user, "near AND or").await, ["NEAR and OR"], "words like any others");
    }

    async fn what_was_there_before_is_indexed_once_and_again_by_newer_rules(store: Store) {
        let programme = programme(&store).await;
        deal(&store, &programme.nordwind, &new_deal("Zephyr Werke", "Jo", "need")).await;
        let mut tx = store.begin(NOW).await.unwrap();
        assert_eq!(search::fill(&mut tx, 50).await.unwrap(), 0, "changes have written it");
        tx.run(Statement::new("DELETE FROM search_rows"), Vec::new()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(titles(&store, &programme.nordwind.user, "zephyr").await, Vec::<String>::new());
        let filled = fill(&store).await;
        assert!(filled > 8, "{filled}");
        assert_eq!(fill(&store).await, 0);
        assert_eq!(titles(&store, &programme.nordwind.user, "zephyr").await, ["Zephyr Werke"]);
        let mut tx = store.begin(NOW).await.unwrap();
        let old = "UPDATE search_rows SET rules = 0, title_words = 'older'";
        tx.run(Statement::new(old), Vec::new()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(fill(&store).await, filled);
        assert_eq!(titles(&store, &programme.nordwind.user, "older").await, Vec::<String>::new());
        assert_eq!(titles(&store, &programme.nordwind.user, "zephyr").await, ["Zephyr Werke"]);
    }
}
