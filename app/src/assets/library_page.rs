//! The partner's library of collateral.

use super::api::{AssetLine, BrowseLibrary, Library};
use super::{icon_of, kind_choices, language_name, size_words};
use crate::erase::{Erase, EraseAll};
use crate::forms::SearchForm;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{Badge, ButtonKind, EmptyState, Field, PageHeader, Pager, Select, SubmitButton, Tile, Tone};
use crate::words;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::location::Url;

/// The library.
#[component]
pub fn LibraryPage() -> impl IntoView {
    let query = use_query_map();
    let asked = move || {
        query.with(|q| {
            let word = |name| q.get(name).unwrap_or_default();
            BrowseLibrary {
                search: word("q"),
                kind: word("kind"),
                language: word("language"),
                after: q.get("after"),
            }
        })
    };
    load(record(asked), move |found| page(found, untrack(asked)))
}

fn page(found: Library, asked: BrowseLibrary) -> AnyView {
    let BrowseLibrary { search, kind, language, after } = asked;
    let narrowed = !(search.is_empty() && kind.is_empty() && language.is_empty());
    let base = format!(
        "/assets?q={}&kind={}&language={}",
        Url::escape(&search),
        Url::escape(&kind),
        Url::escape(&language)
    );
    let older = found.page.next.as_deref().map(|cursor| format!("{base}&after={}", Url::escape(cursor)));
    let newer = after.map(|_| base);
    let languages = found.languages.iter().map(|tag| (tag.clone(), language_name(tag))).collect();
    view! {
        <PageTitle title=text::assets::title()/>
        <PageHeader title=text::assets::title() lead=text::assets::count(found.count)/>
        <SearchForm action="/assets">
            <Field name="q" kind="search" label=text::assets::search() value=search/>
            <Select name="kind" label=text::assets::kind() options=kind_choices() prompt=text::assets::any() value=kind/>
            <Select name="language" label=text::assets::language() options=languages prompt=text::assets::any() value=language/>
            <SubmitButton kind=ButtonKind::Secondary>{text::assets::find()}</SubmitButton>
        </SearchForm>
        {if found.page.rows.is_empty() {
            let words = if narrowed { text::assets::none_found() } else { text::assets::none_yet() };
            view! { <EmptyState icon="folder-open" title=text::assets::none() text=words/> }.erase()
        } else {
            view! {
                <div class="tiles">{found.page.rows.into_iter().map(tile).erase_all()}</div>
                <Pager
                    label=text::assets::title()
                    newer_label=text::assets::first_page()
                    older_label=text::assets::next_page()
                    newer
                    older
                />
            }
                .erase()
        }}
    }
    .erase()
}

/// An asset as a tile.
pub(super) fn tile(line: AssetLine) -> AnyView {
    let picture =
        line.media.has_picture().then(|| format!("/assets/{}/thumbnail?v={}", line.id, line.version));
    let kind = format!("{} · {}", words::asset_kind(line.kind), language_name(&line.language));
    view! {
        <Tile
            href=format!("/assets/{}", line.id)
            title=line.title
            picture=picture.unwrap_or_default()
            icon=icon_of(line.media)
            kind
        >
            {line.takes_a_brand.then(|| view! { <Badge tone=Tone::Accent>{text::assets::own_brand()}</Badge> }.erase())}
            {line.expire_on.map(|day| view! { <span class="aside">{text::assets::until(words::day(day.plus_days(-1)))}</span> }.erase())}
            <span class="aside">{size_words(line.bytes)}</span>
        </Tile>
    }
    .erase()
}
