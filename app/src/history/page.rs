//! The history of a record. The day is a question of the address, so it can be kept and sent on.

use super::api::{History, ShowHistory};
use crate::erase::Erase;
use crate::forms::SearchForm;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{ButtonKind, Field, PageHeader, SubmitButton, Width};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The history of a deal, an account or a programme.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let param = move |name: &str| params.with(|p| p.get(name).unwrap_or_default());
    let asked = move || ShowHistory { sort: param("sort"), id: param("id"), on: query.with(|q| q.get("on")) };
    load(record(asked), page)
}

fn page(shown: History) -> AnyView {
    let History { path, name, back, on, html } = shown;
    view! {
        <PageTitle title=text::history::title()/>
        <PageHeader title=text::history::title() lead=text::history::lead() back=(back, name)/>
        <SearchForm action=path>
            <Field name="on" kind="date" label=text::history::on() width=Width::Short value=on/>
            <SubmitButton kind=ButtonKind::Secondary>{text::history::show()}</SubmitButton>
        </SearchForm>
        {html.shown("")}
    }
    .erase()
}
