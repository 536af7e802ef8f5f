//! Filters of a list of collateral: links that say how many assets they leave, chips for those that are set, and the
//! order. Everything is in the address, so all of it works by plain links and a plain form.

use super::api::FacetLine;
use super::language_name;
use crate::erase::{Erase, EraseAll};
use crate::forms::SearchForm;
use crate::lists::{ListFacet, ListGroup};
use crate::texts::text;
use crate::ui::{ButtonKind, ButtonLink, Card, EmptyState, Field, Hidden, Icon, Select, SubmitButton};
use crate::words;
use domain::assets::{AssetQuery, AssetSort, AssetState};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::location::Url;

/// Names in the address, as [`AssetQuery`] has them.
const NAMES: [&str; 10] =
    ["q", "kind", "language", "tag", "collection", "brand", "age", "state", "sort", "after"];

/// The filters in the order in which they stand beside the list.
pub(crate) const GROUPS: [&str; 7] = ["state", "collection", "kind", "language", "tag", "brand", "age"];

/// What the address of this page asks for.
pub fn asked() -> AssetQuery {
    let map = use_query_map();
    map.with(|map| {
        let mut query = AssetQuery::default();
        for name in NAMES {
            if let (Some(text), Some(said)) = (part(&mut query, name), map.get(name)) {
                *text = said;
            }
        }
        query
    })
}

fn part<'a>(query: &'a mut AssetQuery, name: &str) -> Option<&'a mut String> {
    Some(match name {
        "q" => &mut query.q,
        "kind" => &mut query.kind,
        "language" => &mut query.language,
        "tag" => &mut query.tag,
        "collection" => &mut query.collection,
        "brand" => &mut query.brand,
        "age" => &mut query.age,
        "state" => &mut query.state,
        "sort" => &mut query.sort,
        "after" => &mut query.after,
        _ => return None,
    })
}

/// The address of the list with one thing of it changed; from its first page on, unless that is the change.
pub fn address(base: &str, query: &AssetQuery, name: &str, value: &str) -> String {
    let mut query = query.clone();
    query.after.clear();
    if let Some(text) = part(&mut query, name) {
        value.clone_into(text);
    }
    let said: Vec<String> = NAMES
        .iter()
        .filter_map(|name| {
            let value = part(&mut query, name).filter(|value| !value.is_empty())?;
            Some(format!("{name}={}", Url::escape(value)))
        })
        .collect();
    if said.is_empty() { base.to_owned() } else { format!("{base}?{}", said.join("&")) }
}

/// What a choice is called.
pub(crate) fn called(facet: &str, value: &str, label: &str) -> String {
    match facet {
        "kind" => value.parse().map_or_else(|_| value.to_owned(), |kind| words::asset_kind(kind).to_owned()),
        "language" => language_name(value),
        "brand" => text::library::takes_brand().to_owned(),
        "age" if value == "new" => text::library::new().to_owned(),
        "age" => text::library::expiring().to_owned(),
        "state" => match value.parse() {
            Ok(AssetState::Draft) => text::assets::draft().to_owned(),
            Ok(AssetState::Withdrawn) => text::assets::withdrawn().to_owned(),
            Ok(AssetState::Published) => text::assets::published().to_owned(),
            Err(_) => value.to_owned(),
        },
        "collection" if !label.is_empty() => label.to_owned(),
        "collection" => text::library::collection().to_owned(),
        _ => value.to_owned(),
    }
}

/// What a filter is called.
pub(crate) fn group_title(facet: &str) -> &'static str {
    match facet {
        "kind" => text::assets::kind(),
        "language" => text::assets::language(),
        "tag" => text::assets::tags(),
        "collection" => text::library::collection(),
        "brand" => text::library::brand(),
        "age" => text::library::age(),
        _ => text::assets::state(),
    }
}

/// The words that are looked for and the order, as a form that keeps the filters.
pub fn search_line(base: &'static str, query: &AssetQuery) -> AnyView {
    let mut kept = query.clone();
    let hidden = GROUPS
        .iter()
        .filter_map(|name| {
            let value = part(&mut kept, name).filter(|value| !value.is_empty())?.clone();
            Some(view! { <Hidden name=*name value/> }.erase())
        })
        .collect::<Vec<_>>();
    let sorts = AssetSort::ALL
        .iter()
        .map(|sort| {
            let label = match sort {
                AssetSort::Newest => text::library::newest(),
                AssetSort::Title => text::library::by_title(),
                AssetSort::Taken => text::library::most_taken(),
            };
            (sort.to_string(), label.to_owned())
        })
        .collect();
    let (looked_for, sort) = (query.q.clone(), query.sort().to_string());
    view! {
        <SearchForm action=base>
            <Field name="q" kind="search" label=text::library::search() value=looked_for/>
            <Select name="sort" label=text::library::sort() options=sorts value=sort/>
            {hidden}
            <SubmitButton kind=ButtonKind::Secondary>{text::assets::find()}</SubmitButton>
        </SearchForm>
    }
    .erase()
}

/// What is set, each with the way to be without it; nothing where nothing is set.
pub fn chips(base: &str, query: &AssetQuery, facets: &[FacetLine]) -> AnyView {
    let mut set = query.clone();
    let chips: Vec<AnyView> = std::iter::once("q")
        .chain(GROUPS)
        .filter_map(|name| {
            let value = part(&mut set, name).filter(|value| !value.is_empty())?.clone();
            let label = facets.iter().find(|line| line.facet == name && line.value == value);
            let label = called(name, &value, label.map_or("", |line| &line.label));
            let label = if name == "q" { text::library::words(label) } else { label };
            let without = address(base, query, name, "");
            Some(chip(label, without))
        })
        .collect();
    chosen_line(chips, base.to_owned())
}

/// All filters with what each choice leaves. Beside the list where there is room, behind a button on a phone.
pub fn panel(groups: Vec<ListGroup>) -> AnyView {
    let groups = groups.into_iter().map(group).erase_all();
    view! {
        <button type="button" class="button filters-open" popovertarget="filters">
            <Icon name="filter"/>
            {text::library::filters()}
        </button>
        <nav id="filters" class="catalogue-filters" popover="auto" aria-label=text::library::filters()>
            {groups}
        </nav>
    }
    .erase()
}

fn group(group: ListGroup) -> AnyView {
    let choices = group
        .choices
        .into_iter()
        .map(|choice| {
            view! {
                <li>
                    <a class="filter" href=choice.href aria-current=choice.chosen.then_some("true")>
                        <span class="filter-name">{choice.label}</span>
                        <span class="filter-count">{choice.count}</span>
                    </a>
                </li>
            }
        })
        .erase_all();
    view! {
        <section class="filter-group">
            <h2 class="filter-title">{group.title}</h2>
            <ul class="filter-list">{choices}</ul>
        </section>
    }
    .erase()
}

/// The filters of a list of which everything is in its address.
pub fn groups(base: &str, query: &AssetQuery, facets: &[FacetLine]) -> Vec<ListGroup> {
    let mut chosen = query.clone();
    let of = |name: &'static str| {
        let chosen = part(&mut chosen, name)?.clone();
        let choices: Vec<ListFacet> = offered_of(facets, name, &chosen)
            .map(|line| {
                let is_chosen = line.value == chosen;
                ListFacet {
                    href: address(base, query, name, if is_chosen { "" } else { &line.value }),
                    label: called(name, &line.value, &line.label),
                    count: line.assets,
                    chosen: is_chosen,
                }
            })
            .collect();
        (!choices.is_empty()).then(|| ListGroup { title: group_title(name).to_owned(), choices })
    };
    GROUPS.into_iter().filter_map(of).collect()
}

/// The choices of a filter that leave anything, and the one that is chosen.
pub(crate) fn offered_of<'a>(
    facets: &'a [FacetLine],
    name: &'a str,
    chosen: &'a str,
) -> impl Iterator<Item = &'a FacetLine> {
    facets.iter().filter(move |line| line.facet == name && (line.assets > 0 || line.value == chosen))
}

/// What is set of a list, each with the way to be without it; nothing where nothing is set.
pub fn set(base: &'static str, groups: &[ListGroup]) -> AnyView {
    let chosen = groups.iter().flat_map(|group| &group.choices).filter(|choice| choice.chosen);
    let chips: Vec<AnyView> = chosen.map(|choice| chip(choice.label.clone(), choice.href.clone())).collect();
    chosen_line(chips, format!("{base}?view=all"))
}

fn chip(label: String, without: String) -> AnyView {
    view! {
        <a class="chip" aria-current="true" href=without>
            {label}
            <Icon name="x"/>
            <span class="visually-hidden">{text::library::without()}</span>
        </a>
    }
    .erase()
}

fn chosen_line(chips: Vec<AnyView>, all: String) -> AnyView {
    if chips.is_empty() {
        return ().into_any();
    }
    let all = view! { <a class="chip" href=all>{text::library::clear()}</a> }.erase();
    view! { <nav class="chips" aria-label=text::library::chosen()>{chips}{all}</nav> }.erase()
}

/// What stands where nothing is left: which way leads on.
pub fn nothing_left(base: &str, query: &AssetQuery, unfiltered: AnyView) -> AnyView {
    if !query.is_narrowed() {
        return unfiltered;
    }
    let mut set = query.clone();
    let ways = std::iter::once("q")
        .chain(GROUPS)
        .filter_map(|name| {
            let value = part(&mut set, name).filter(|value| !value.is_empty())?.clone();
            let words = match name {
                "q" => text::library::other_words().to_owned(),
                _ => text::library::any_of(group_title(name), called(name, &value, "")),
            };
            let href = address(base, query, name, "");
            Some(view! { <li><a href=href>{words}</a></li> }.into_any())
        })
        .collect::<Vec<_>>();
    let base = base.to_owned();
    view! {
        <EmptyState icon="search" title=text::library::none_found() text=text::library::none_found_help()>
            <ButtonLink href=base kind=ButtonKind::Primary>{text::library::clear()}</ButtonLink>
        </EmptyState>
        <Card title=text::library::ways()><ul class="lines">{ways}</ul></Card>
    }
    .erase()
}

/// How many assets the filters leave.
pub fn count(facets: &[FacetLine]) -> i64 {
    facets.iter().find(|line| line.facet == "all").map_or(0, |line| line.assets)
}

/// The addresses of the pages before and after this one.
pub fn pages(base: &str, query: &AssetQuery, next: Option<&str>) -> (Option<String>, Option<String>) {
    let newer = query.after().map(|_| address(base, query, "after", ""));
    (newer, next.map(|next| address(base, query, "after", next)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_is_set_and_begins_anew_with_each_change() {
        let query =
            AssetQuery { q: "a b".into(), after: "x".into(), kind: "image".into(), ..AssetQuery::default() };
        assert_eq!(address("/assets", &query, "kind", ""), "/assets?q=a%20b");
        assert_eq!(
            address("/assets", &query, "after", "2026~as_1"),
            "/assets?q=a%20b&kind=image&after=2026%7Eas%5F1"
        );
        assert_eq!(address("/assets", &AssetQuery::default(), "tag", "r&d"), "/assets?tag=r%26d");
        assert_eq!(address("/assets", &query, "nothing", "x"), "/assets?q=a%20b&kind=image");
    }
}
