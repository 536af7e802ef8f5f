//! Bringing a table, and the look at what it would do.

use super::api::{ApplyImport, ImportShown, ShowImport};
use crate::erase::Erase;
use crate::forms::{SendForm, flash, summary, use_form};
use crate::live::Live;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{
    ButtonLink, ErrorSummary, FileField, FormFoot, Hidden, PageHeader, RadioGroup, SubmitButton, TextArea,
};
use domain::imports::Sort;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// A table is uploaded or pasted.
#[component]
pub fn ImportPage() -> impl IntoView {
    let action = "/imports";
    let refused = flash(action).map(|kept| kept.error);
    let sorts =
        [(Sort::Organisations, text::imports::organisations()), (Sort::People, text::imports::people())];
    let sorts =
        sorts.into_iter().map(|(sort, words)| (sort.to_string(), words.to_owned())).collect::<Vec<_>>();
    view! {
        <PageTitle title=text::imports::title()/>
        <PageHeader
            title=text::imports::title()
            lead=text::imports::lead()
            back=("/partners".to_owned(), text::partners::title().to_owned())
        />
        <form method="post" action=action enctype="multipart/form-data" class="form">
            <ErrorSummary title=text::errors::summary() faults=summary(Live::from(refused))/>
            <RadioGroup name="sort" legend=text::imports::sort() options=sorts value=Sort::Organisations.to_string()/>
            <FileField
                name="file"
                label=text::imports::file()
                prompt=text::imports::prompt()
                help=text::imports::columns()
                accept=super::ACCEPTED
            />
            <TextArea name="text" label=text::imports::paste() help=text::imports::paste_help()/>
            <FormFoot note=text::imports::note()><SubmitButton>{text::imports::look()}</SubmitButton></FormFoot>
        </form>
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
        <div class="home-blocks" inner_html=html></div>
    }
    .erase()
}
