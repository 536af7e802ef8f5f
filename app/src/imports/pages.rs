//! Bringing a table, and the look at what it would do.

use super::api::{ApplyImport, ImportShown, ShowImport};
use super::table_form::table_form;
use crate::erase::Erase;
use crate::forms::{SendForm, use_form};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{ButtonLink, ErrorSummary, FormFoot, Hidden, PageHeader, SubmitButton};
use domain::imports::Sort;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// A table is uploaded or pasted.
#[component]
pub fn ImportPage() -> impl IntoView {
    let sorts =
        [(Sort::Organisations, text::imports::organisations()), (Sort::People, text::imports::people())];
    let form = table_form("/imports", sorts, (text::imports::columns(), text::imports::note()), None);
    view! {
        <PageTitle title=text::imports::title()/>
        <PageHeader
            title=text::imports::title()
            lead=text::imports::lead()
            back=("/partners".to_owned(), text::partners::title().to_owned())
        />
        {form}
    }
    .erase()
}

/// What a table would do, row by row, and the word that does it.
#[component]
pub fn ImportedPage() -> impl IntoView {
    let params = use_params_map();
    load(record(move || ShowImport { id: params.with(|p| p.get("id").unwrap_or_default()) }), shown)
}

fn shown(import: ImportShown) -> AnyView {
    let state = use_form::<ApplyImport>();
    let ImportShown { id, html, word, seal } = import;
    let form = word.map(|word| {
        view! {
            <SendForm sending=state.sending() class="form">
                <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                <Hidden name="id" value=id/>
                <Hidden name="seal" value=seal/>
                <FormFoot note=text::imports::at_once()>
                    <ButtonLink href="/partners/import">{text::imports::another()}</ButtonLink>
                    <SubmitButton pending=state.pending()>{word}</SubmitButton>
                </FormFoot>
            </SendForm>
        }
        .erase()
    });
    view! {
        <PageTitle title=text::imports::look_title()/>
        <PageHeader
            title=text::imports::look_title()
            back=("/partners/import".to_owned(), text::imports::title().to_owned())
        />
        {form}
        {html.shown("home-blocks")}
    }
    .erase()
}
