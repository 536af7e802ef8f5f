//! Bringing a table of many rows, and its page while it is looked at, waits for a word, is applied, and afterwards.

use super::api::{AccountImportShown, ApplyAccountImport, ListAccountImports, ShowAccountImport};
use crate::erase::Erase;
use crate::forms::{SendForm, use_form};
use crate::imports::table_form::table_form;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{ButtonLink, Checkbox, ErrorSummary, FormFoot, Hidden, PageHeader, Section, SubmitButton};
use domain::imports::Sort;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// A table of accounts or of named accounts is uploaded or pasted.
#[component]
pub fn AccountImportPage() -> impl IntoView {
    load(record(|| ListAccountImports {}), bringing)
}

fn bringing(latest: String) -> AnyView {
    let sorts =
        [(Sort::Accounts, text::imports::accounts()), (Sort::NamedAccounts, text::imports::named_accounts())];
    let templates = view! {
        <ButtonLink href="/imports/template/accounts" icon="download" download=true>{text::imports::template_accounts()}</ButtonLink>
        <ButtonLink href="/imports/template/named_accounts" icon="download" download=true>{text::imports::template_named()}</ButtonLink>
    }
    .erase();
    let words = (text::imports::accounts_columns(), text::imports::accounts_note());
    let form = table_form("/imports/accounts", sorts, words, Some(templates));
    let before = (!latest.is_empty()).then(|| {
        view! { <Section title=text::imports::latest()><div inner_html=latest></div></Section> }.erase()
    });
    view! {
        <PageTitle title=text::imports::accounts_title()/>
        <PageHeader
            title=text::imports::accounts_title()
            lead=text::imports::accounts_lead()
            back=("/accounts".to_owned(), text::accounts::title().to_owned())
        />
        {form}
        {before}
    }
    .erase()
}

/// A table, how far it is, what becomes of its rows, and the word that does it.
#[component]
pub fn AccountImportedPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let asked = move |name: &str| query.with(|query| query.get(name));
    let question = move || ShowAccountImport {
        id: params.with(|p| p.get("id").unwrap_or_default()),
        fate: asked("fate"),
        after: asked("after"),
    };
    load(record(question), shown)
}

fn shown(import: AccountImportShown) -> AnyView {
    let state = use_form::<ApplyAccountImport>();
    let AccountImportShown { id, lead, html, is_moving, word, alike } = import;
    #[cfg(feature = "hydrate")]
    if is_moving {
        look_again();
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = is_moving;
    let form = word.map(|word| {
        let alike = alike.map(|label| {
            view! { <Checkbox name="with_alike" label help=text::imports::with_alike_help()/> }.erase()
        });
        view! {
            <SendForm sending=state.sending() class="form">
                <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                <Hidden name="id" value=id/>
                {alike}
                <FormFoot note=text::imports::in_parts()>
                    <ButtonLink href="/accounts/import">{text::imports::another()}</ButtonLink>
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
            lead
            back=("/accounts/import".to_owned(), text::imports::accounts_title().to_owned())
        />
        {form}
        {html.shown("home-blocks")}
    }
    .erase()
}

/// Asks again after a moment, as long as this page is there: what is shown next asks by itself, until nothing moves any more.
#[cfg(feature = "hydrate")]
fn look_again() {
    use std::time::Duration;
    let turn = set_timeout_with_handle(|| crate::renewal::renew(""), Duration::from_secs(2));
    on_cleanup(move || {
        if let Ok(turn) = turn {
            turn.clear();
        }
    });
}
