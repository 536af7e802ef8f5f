//! The page of the search: one field, and what was found, kind by kind. It is a plain form; where scripts run, it
//! answers while somebody types.

use super::api::{SearchAll, SearchGroup, SearchHit};
use crate::erase::{Erase, EraseAll};
use crate::forms::SearchForm;
use crate::live::Source;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::session;
use crate::texts::text;
use crate::ui::{Badge, ButtonKind, Card, EmptyState, Icon, PageHeader, Section, SubmitButton};
use crate::words;
use domain::access::Role;
use domain::search::{COUNTED, Marked, SearchKind};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::location::Url;
use std::time::Duration;

/// How long a pause in typing is.
const PAUSE: Duration = Duration::from_millis(180);

/// The search.
#[component]
pub fn SearchPage() -> impl IntoView {
    let query = use_query_map();
    let asked = move || {
        query.with(|q| SearchAll {
            q: q.get("q").unwrap_or_default(),
            kind: q.get("kind").unwrap_or_default(),
        })
    };
    let typed = untrack(asked).q;
    view! {
        <PageHeader title=text::search::title()/>
        <SearchForm action="/search">
            <div class="search search-wide">
                <Icon name="search"/>
                <input
                    type="search"
                    name="q"
                    class="input search-field"
                    aria-label=text::search::label()
                    placeholder=text::search::label()
                    value=typed
                    autocomplete="off"
                    maxlength=domain::search::QUESTION_MOST.to_string()
                    autofocus=true
                    on:input=answer_while_typing()
                />
            </div>
            <SubmitButton kind=ButtonKind::Secondary>{text::search::find()}</SubmitButton>
        </SearchForm>
        {load(record(asked), move |groups| results(groups, untrack(asked)))}
    }
    .erase()
}

/// Asks for what stands in the field once nobody types for a moment. The address follows, so that it can be shared and
/// gone back to; only the last word of it stays in the history.
fn answer_while_typing() -> impl FnMut(leptos::ev::Event) {
    let (navigate, strokes) = (use_navigate(), Source::new(0_u32));
    // Whoever comes here to search begins to type.
    Effect::new(|_| set_timeout(focus_field, Duration::ZERO));
    move |event| {
        let typed = event_target_value(&event);
        strokes.update(|count| *count += 1);
        let (now, navigate, strokes) = (strokes.peek(), navigate.clone(), strokes.clone());
        set_timeout(
            move || {
                if strokes.peek() == now {
                    let address = format!("/search?q={}", Url::escape(&typed));
                    navigate(
                        &address,
                        NavigateOptions { replace: true, scroll: false, ..Default::default() },
                    );
                }
            },
            PAUSE,
        );
    }
}

fn focus_field() {
    use leptos::wasm_bindgen::JsCast as _;
    let field = document().query_selector(".search-field").ok().flatten();
    if let Some(field) = field.and_then(|field| field.dyn_into::<leptos::web_sys::HtmlElement>().ok()) {
        // Without the focus the field is still there to be pressed.
        let _ = field.focus();
    }
}

fn results(groups: Vec<SearchGroup>, SearchAll { q, kind }: SearchAll) -> AnyView {
    let typed = q.trim().to_owned();
    if typed.is_empty() {
        let partner = session::profile().is_some_and(|who| who.role.is_partner());
        let help = if partner { text::search::begin_partner() } else { text::search::begin_staff() };
        return view! {
            <PageTitle title=text::search::title()/>
            <EmptyState icon="search" title=text::search::begin() text=help/>
        }
        .erase();
    }
    if groups.is_empty() {
        return view! {
            <PageTitle title=text::search::title_of(&typed)/>
            <EmptyState icon="search" title=text::search::none(&typed) text=text::search::none_help()/>
        }
        .erase();
    }
    let alone = !kind.is_empty();
    let address = format!("/search?q={}", Url::escape(&typed));
    let back = alone.then(|| {
        view! { <p class="search-back"><a href=address.clone()>{text::search::everything()}</a></p> }.erase()
    });
    let groups = groups.into_iter().map(|found| group(found, &address, alone)).erase_all();
    view! {
        <PageTitle title=text::search::title_of(&typed)/>
        {back}
        {groups}
    }
    .erase()
}

fn group(found: SearchGroup, address: &str, alone: bool) -> AnyView {
    let SearchGroup { kind, found: count, hits } = found;
    let shown = hits.len() as i64;
    let beyond = count > COUNTED;
    let all = || if beyond { text::search::more_of(COUNTED) } else { text::search::all_of(count) };
    let more = (count > shown && !alone).then(|| (format!("{address}&kind={kind}"), all()));
    let lead = (count > shown && alone).then(|| match beyond {
        true => text::search::first_of_more(shown, COUNTED),
        false => text::search::first_of(shown, count),
    });
    let told = if beyond { text::search::found_more(COUNTED) } else { text::search::found(count) };
    let hits = hits.into_iter().map(|hit| line(kind, hit)).erase_all();
    view! {
        <Section
            title=title(kind)
            action=move || {
                match more {
                    Some((href, label)) => view! { <a href=href>{label}</a> }.erase(),
                    None => view! { <span class="aside">{told}</span> }.erase(),
                }
            }
        >
            {lead.map(|lead| view! { <p class="section-lead">{lead}</p> }.erase())}
            <Card flush=true><ul class="hits">{hits}</ul></Card>
        </Section>
    }
    .erase()
}

fn title(kind: SearchKind) -> &'static str {
    match kind {
        SearchKind::Deal => text::search::deal(),
        SearchKind::Partner => text::search::partner(),
        SearchKind::Person => text::search::person(),
        SearchKind::Account => text::search::account(),
        SearchKind::Asset => text::search::asset(),
        SearchKind::Course => text::search::course(),
    }
}

fn line(kind: SearchKind, hit: SearchHit) -> AnyView {
    let href = href(kind, &hit);
    let note = note(kind, &hit);
    let unnamed = hit.title.is_empty().then(text::deals::unnamed);
    let of = hit.partner.filter(|_| kind != SearchKind::Partner).map(|(_, name)| name);
    let aside = (!hit.in_title && kind == SearchKind::Course).then(text::search::in_text);
    view! {
        <li class="hit">
            <a href=href class="row-link hit-title">{unnamed}{marks(hit.title)}</a>
            {note}
            <span class="hit-detail">
                {marks(hit.detail)}
                {of.map(|name| view! { " " <span>{name}</span> }.erase())}
                {aside.map(|aside| view! { " " <span>{aside}</span> }.erase())}
            </span>
        </li>
    }
    .erase()
}

/// The parts of a text, as text: nothing of it is markup.
fn marks(text: Marked) -> Vec<AnyView> {
    let part = |(text, hit): (String, bool)| match hit {
        true => view! { <mark>{text}</mark> }.erase(),
        false => view! { <span>{text}</span> }.erase(),
    };
    text.into_iter().map(part).collect()
}

fn href(kind: SearchKind, hit: &SearchHit) -> String {
    let who = session::profile();
    let partner = who.as_ref().is_some_and(|who| who.role.is_partner());
    let id = &hit.id;
    match kind {
        SearchKind::Deal if hit.note == "draft" => format!("/deals/{id}/edit"),
        SearchKind::Deal => format!("/deals/{id}"),
        SearchKind::Partner | SearchKind::Person if partner => "/organisation".to_owned(),
        SearchKind::Partner => format!("/partners/{id}"),
        SearchKind::Person => match &hit.partner {
            Some((partner, _)) => format!("/partners/{partner}"),
            None => "/people".to_owned(),
        },
        SearchKind::Account => format!("/accounts/{id}"),
        SearchKind::Asset if partner => format!("/assets/{id}"),
        SearchKind::Asset => format!("/assets/manage/{id}"),
        SearchKind::Course => format!("/learning/{id}"),
    }
}

/// What a line says at its end.
fn note(kind: SearchKind, hit: &SearchHit) -> AnyView {
    let said = match kind {
        SearchKind::Deal => {
            let state: Option<domain::deals::State> = hit.note.parse().ok();
            return state
                .map(|state| {
                    let tone = crate::deals::tone(state);
                    view! { <Badge tone=tone>{words::deal_state(state)}</Badge> }.erase()
                })
                .into_any();
        }
        SearchKind::Partner => hit.note.parse().ok().map(words::tier),
        SearchKind::Person => hit.note.parse::<Role>().ok().map(|role| words::role(role).to_owned()),
        SearchKind::Asset => hit.note.parse().ok().map(|kind| words::asset_kind(kind).to_owned()),
        SearchKind::Course => hit.note.parse().ok().map(|topic| crate::learning::topic(topic).to_owned()),
        SearchKind::Account => None,
    };
    said.map(|said: String| view! { <span class="hit-note">{said}</span> }.erase()).into_any()
}
