//! The vendor's look: one row, changed as it was read.

use crate::fixture::{NOW, programme};
use crate::on_both_engines;
use domain::access::SetLooks;
use domain::language::Language;
use domain::looks::{Look, NewLook, OwnWord, Term};
use store::{StoreError, looks};

on_both_engines! {
    async fn a_look_is_changed_as_it_was_read(store: Store) {
        let programme = programme(&store).await;
        let permit = programme.administrator.permit(SetLooks).unwrap();
        assert_eq!(looks::look(&mut store.read().await.unwrap()).await.unwrap(), None);
        let configured = Look { name: "Acme".into(), hue: 262, ..Look::default() };
        let new = NewLook { name: "Acme Partners".into(), hue: 20 };
        for first in [true, false] {
            let mut tx = store.begin(NOW).await.unwrap();
            let done = looks::change(&mut tx, &permit, &configured, &new).await;
            assert_eq!(done.is_ok(), first, "{done:?}");
            if done.is_ok() {
                tx.commit().await.unwrap();
            }
        }
        let kept = looks::look(&mut store.read().await.unwrap()).await.unwrap().unwrap();
        assert_eq!((kept.name.as_str(), kept.hue, kept.version), ("Acme Partners", 20, 1));
        let mut tx = store.begin(NOW).await.unwrap();
        let words = vec![OwnWord { term: Term::Silver, language: Language::German, words: "Bronze".into() }];
        looks::change_words(&mut tx, &permit, &kept, Language::German, &words).await.unwrap();
        tx.commit().await.unwrap();
        let after = looks::look(&mut store.read().await.unwrap()).await.unwrap().unwrap();
        assert_eq!((after.words, after.version), (words, 2));
        let mut tx = store.begin(NOW).await.unwrap();
        let stale = looks::change_words(&mut tx, &permit, &kept, Language::German, &[]).await;
        assert!(matches!(stale, Err(StoreError::Stale)), "{stale:?}");
    }
}
