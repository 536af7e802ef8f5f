//! Rows from one database into another: all of them or none, whatever the order, from an older schema too.

use crate::fixture::{self, NOW, programme};
use crate::on_both_engines;
use serde_json::{Value, json};
use store::catalogue::Table;
use store::copy::{Filling, NotFilled, Snapshot};
use store::migrate::{self, Applied};
use store::{Store, StoreError};

async fn everything(store: &Store) -> Vec<(Table, Vec<Vec<Value>>)> {
    let mut snapshot = Snapshot::take(store).await.unwrap();
    let mut all = Vec::new();
    for table in snapshot.tables().to_vec() {
        let mut rows = Vec::new();
        snapshot
            .rows(&table, |row| {
                rows.push(row);
                Ok::<_, StoreError>(())
            })
            .await
            .unwrap();
        rows.sort_by_key(|row| format!("{row:?}"));
        all.push((table, rows));
    }
    all
}

async fn applied(store: &Store) -> Vec<Applied> {
    migrate::applied(&mut store.read().await.unwrap()).await.unwrap()
}

/// An empty database of the same engine, without a schema.
async fn empty_like(store: &Store) -> fixture::Home {
    if store.engine() == "postgres" { fixture::bare_postgres().await } else { fixture::bare_sqlite().await }
}

on_both_engines! {
    async fn rows_come_back_as_they_were_even_those_that_name_later_ones(store: Store) {
        let programme = programme(&store).await;
        // A partner whose parent has a later id, in a table that names itself.
        let mut tx = store.begin(NOW).await.unwrap();
        let permit = domain::access::Permit::of_the_portal(domain::access::ManagePartners);
        let new = domain::partners::NewPartner {
            parent: Some(programme.nordwind.partner.clone()),
            ..fixture::new_partner("Child", "child.example")
        };
        store::partners::make(&mut tx, &permit, &new).await.unwrap();
        tx.commit().await.unwrap();

        let before = everything(&store).await;
        let home = empty_like(&store).await;
        let mut filling = Filling::begin(&home.store, &applied(&store).await, NOW).await.unwrap();
        for (table, rows) in before.iter().rev() {
            let backwards: Vec<_> = rows.iter().rev().cloned().collect();
            for some in backwards.chunks(1) {
                filling.put(table, some).await.unwrap();
            }
        }
        filling.finish().await.unwrap();
        assert_eq!(everything(&home.store).await, before);
        // What was put off while filling holds again.
        let mut tx = home.store.begin(NOW).await.unwrap();
        let orphan = domain::partners::NewPartner {
            manager: Some(tx.fresh()),
            ..fixture::new_partner("Orphan", "orphan.example")
        };
        assert!(store::partners::make(&mut tx, &permit, &orphan).await.is_err(), "at once, not at the end");
    }

    async fn what_names_nothing_or_does_not_fit_leaves_the_database_empty(store: Store) {
        programme(&store).await;
        let before = everything(&store).await;
        let home = empty_like(&store).await;
        let table = |name: &str| before.iter().find(|(table, _)| table.name == name).unwrap();
        let (people, rows) = table("people");

        let mut filling = Filling::begin(&home.store, &applied(&store).await, NOW).await.unwrap();
        let (identities, _) = table("partner_domains");
        filling.put(identities, &[vec![json!("x.example"), json!("pa_nobody")]]).await.unwrap();
        assert!(filling.finish().await.is_err());

        let mut narrow = people.clone();
        narrow.columns.pop();
        let mut other = people.clone();
        other.name = "strangers; DROP TABLE people".into();
        let short: Vec<_> = rows.iter().map(|row| row[1..].to_vec()).collect();
        let wrong: Vec<_> = rows.iter().map(|row| row.iter().map(|_| json!(7)).collect()).collect();
        for (table, rows) in [(&narrow, rows), (&other, rows), (people, &short), (people, &wrong)] {
            let mut filling = Filling::begin(&home.store, &applied(&store).await, NOW).await.unwrap();
            assert!(matches!(filling.put(table, rows).await, Err(NotFilled::Misfit { .. })));
            drop(filling);
        }
        assert_eq!(everything(&home.store).await, []);
        let refused = Filling::begin(&store, &applied(&store).await, NOW).await;
        assert!(matches!(refused, Err(NotFilled::NotEmpty(_))));
    }

    async fn rows_of_an_older_schema_are_migrated_and_of_a_newer_one_refused(store: Store) {
        let home = empty_like(&store).await;
        let known = applied(&store).await;
        let (migrations, rows) = everything(&store).await.into_iter().find(|(table, _)| table.name == "migrations").unwrap();
        let rows: Vec<_> = rows.into_iter().filter(|row| row[0].as_str() < Some("0008")).collect();
        let old: Vec<_> = known.iter().filter(|one| one.name.as_str() < "0008").cloned().collect();
        let mut filling = Filling::begin(&home.store, &old, NOW).await.unwrap();
        let columns = |names: &[(&str, &str)]| -> Vec<Value> {
            names.iter().map(|(name, kind)| json!({ "name": name, "kind": kind })).collect()
        };
        let families: Table = serde_json::from_value(json!({
            "name": "families",
            "columns": columns(&[("id", "text"), ("name", "text"), ("active", "boolean"), ("created_at", "bigint")]),
        }))
        .unwrap();
        filling.put(&families, &[vec![json!("fa_1"), json!("Old"), json!(true), json!(1)]]).await.unwrap();
        filling.put(&migrations, &rows).await.unwrap();
        filling.finish().await.unwrap();
        let after = everything(&home.store).await;
        let (table, rows) = after.iter().find(|(table, _)| table.name == "families").unwrap();
        let version = table.columns.iter().position(|column| column.name == "version").unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0][version], json!(1), "the later migration gave it its version");

        let home = empty_like(&store).await;
        let later = Applied { name: "9999_later.sql".into(), sha256: "x".into() };
        let newer = Filling::begin(&home.store, &[known, vec![later]].concat(), NOW).await;
        assert!(matches!(newer, Err(NotFilled::Store(StoreError::Newer { .. }))));
    }

    async fn a_snapshot_does_not_see_what_is_written_after_it_began(store: Store) {
        programme(&store).await;
        let before = everything(&store).await;
        let mut snapshot = Snapshot::take(&store).await.unwrap();
        let people = snapshot.tables().iter().find(|table| table.name == "people").unwrap().clone();
        fixture::person(&store, "Late Comer", domain::access::Role::Marketing, None).await;
        let mut count = 0;
        let take = |_| { count += 1; Ok::<_, StoreError>(()) };
        snapshot.rows(&people, take).await.unwrap();
        let known = before.iter().find(|(table, _)| table.name == "people").unwrap().1.len();
        assert_eq!(count, known);
    }
}
