//! Accounts that were written down twice: the pairs that the matching engine found, the look at one of them, and the word that makes one
//! account of two.

mod api;
#[cfg(feature = "ssr")]
mod drawn;

pub use api::GATES;

use crate::erase::{Erase, EraseAll};
use crate::forms::{SendForm, use_form};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{
    ButtonKind, Card, ErrorSummary, Field, FormFoot, Hidden, PageHeader, Pager, RadioGroup, Section,
    SubmitButton,
};
use api::{Duplicates, KeepApart, ListDuplicates, MergeAccounts, PairShown, ShowPair, UnmergeAccounts};
use domain::accounts::{MergeForm, REASON_MOST};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// Pairs that nobody has decided.
#[component]
pub fn DuplicatesPage() -> impl IntoView {
    let query = use_query_map();
    load(record(move || ListDuplicates { after: query.with(|q| q.get("after")) }), list)
}

fn list(found: Duplicates) -> AnyView {
    let Duplicates { html, newer, older } = found;
    view! {
        <PageTitle title=text::accounts::duplicates()/>
        <PageHeader
            title=text::accounts::duplicates()
            lead=text::accounts::duplicates_lead()
            back=("/accounts".to_owned(), text::accounts::title().to_owned())
        />
        {html.shown("")}
        <Pager
            label=text::accounts::duplicates()
            newer_label=text::deals::first_page()
            older_label=text::deals::next_page()
            newer
            older
        />
    }
    .erase()
}

/// Two accounts beside each other.
#[component]
pub fn MergePage() -> impl IntoView {
    let params = use_params_map();
    let name = |name: &'static str| move || params.with(|p| p.get(name).unwrap_or_default());
    let (id, other) = (name("id"), name("other"));
    load(record(move || ShowPair { id: id(), other: other() }), pair)
}

fn pair(shown: PairShown) -> AnyView {
    let state = use_form::<MergeAccounts>();
    let apart = use_form::<KeepApart>();
    let PairShown { form: initial, names, html } = shown;
    let (one, other) = (initial.one.clone(), initial.other.clone());
    let survivors = vec![(one.clone(), names.0), (other.clone(), names.1)];
    let form: MergeForm = state.values(initial);
    view! {
        <PageTitle title=text::accounts::merge_title()/>
        <PageHeader
            title=text::accounts::merge_title()
            back=("/accounts/duplicates".to_owned(), text::accounts::duplicates().to_owned())
        />
        {html.shown("home-blocks")}
        <div class="card-pair">
            <Card title=text::accounts::merge_one()>
                <SendForm sending=state.sending() class="form" novalidate=true>
                    <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                    <Hidden name="one" value=form.one/>
                    <Hidden name="one_version" value=form.one_version/>
                    <Hidden name="other" value=form.other/>
                    <Hidden name="other_version" value=form.other_version/>
                    <RadioGroup
                        name="survivor"
                        legend=text::accounts::survivor()
                        help=text::accounts::survivor_help()
                        options=survivors
                        value=form.survivor
                        fault=state.fault("survivor")
                    />
                    <Field
                        name="reason"
                        label=text::accounts::why()
                        value=form.reason
                        maxlength=REASON_MOST
                        required=true
                        fault=state.fault("reason")
                    />
                    <FormFoot><SubmitButton pending=state.pending()>{text::accounts::merge()}</SubmitButton></FormFoot>
                </SendForm>
            </Card>
            <Card title=text::accounts::two_customers()>
                <p>{text::accounts::two_customers_help()}</p>
                <SendForm sending=apart.sending() class="form">
                    <ErrorSummary title=text::errors::summary() faults=apart.faults()/>
                    <Hidden name="one" value=one/>
                    <Hidden name="other" value=other/>
                    <FormFoot>
                        <SubmitButton kind=ButtonKind::Secondary pending=apart.pending()>{text::accounts::keep_apart()}</SubmitButton>
                    </FormFoot>
                </SendForm>
            </Card>
        </div>
    }
    .erase()
}

/// Merges into an account that can be undone, each with its words.
pub(super) fn undoing(account: &str, merges: Vec<(String, String)>) -> AnyView {
    if merges.is_empty() {
        return ().into_any();
    }
    let forms = merges
        .into_iter()
        .map(|(merge, words)| {
            let state = use_form::<UnmergeAccounts>();
            let account = account.to_owned();
            view! {
                <SendForm sending=state.sending() class="button-row">
                    <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                    <Hidden name="id" value=account/>
                    <Hidden name="merge" value=merge/>
                    <span>{words}</span>
                    <SubmitButton kind=ButtonKind::Quiet pending=state.pending()>{text::accounts::unmerge()}</SubmitButton>
                </SendForm>
            }
            .erase()
        })
        .erase_all();
    view! { <Section title=text::accounts::merges() lead=text::accounts::merges_lead()><Card>{forms}</Card></Section> }
        .erase()
}
