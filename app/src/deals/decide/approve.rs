//! The approval of a deal, with the customer account that it protects.

use super::Place;
use super::api::{ApproveDeal, Offered};
use super::fields::{about, blank};
use crate::erase::{Erase, EraseAll};
use crate::forms::{SearchForm, SendForm, use_form_about};
use crate::live::Live;
use crate::texts::text;
use crate::ui::{ButtonKind, Card, ErrorSummary, Field, FormFoot, Hidden, Select, SubmitButton, TextArea};
use domain::deals::{Deal, DecisionForm, NEED_MOST, ReviewStep};
use leptos::prelude::*;

/// The form that agrees to one of several steps: nothing is linked and nothing protected yet.
pub(super) fn agree(deal: &Deal, step: &ReviewStep, place: Place) -> AnyView {
    let state = use_form_about::<ApproveDeal>(deal.id.as_str());
    let form: DecisionForm = state.values(blank(deal));
    view! {
        <Card title=text::deals::agree_title(&step.name)>
            <SendForm sending=state.sending() class="form" name="approve">
                <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                {about(form.id, form.version, place)}
                <TextArea
                    name="note"
                    label=text::deals::agree_note()
                    help=text::deals::agree_note_help()
                    note=text::deals::optional()
                    value=form.note
                    maxlength=NEED_MOST
                    rows=3
                    fault=state.fault("note")
                />
                <FormFoot note=text::deals::agree_foot()>
                    <SubmitButton pending=state.pending()>{text::deals::agree()}</SubmitButton>
                </FormFoot>
            </SendForm>
        </Card>
    }
    .erase()
}

/// The form that approves a deal, with the last step where there are several: the account first.
pub(super) fn approve(
    deal: &Deal,
    step: Option<&ReviewStep>,
    (alike, named): (&[Offered], &[Offered]),
    words: String,
    place: Place,
) -> AnyView {
    let state = use_form_about::<ApproveDeal>(deal.id.as_str());
    // Who looked for one wants it; else the one that looks the same.
    let suggested = named.first().or(alike.first()).map(|(id, _)| id.to_string()).unwrap_or_default();
    let form: DecisionForm = state.values(DecisionForm {
        id: deal.id.to_string(),
        version: deal.version.to_string(),
        account: suggested,
        ..DecisionForm::default()
    });
    let none_named = !words.is_empty() && named.is_empty();
    let (here, case) = match place {
        Place::Record => (format!("/deals/{}", deal.id), None),
        Place::Inbox => ("/deals/inbox".to_owned(), Some(deal.id.to_string())),
    };
    let usual = crate::session::surroundings().protection.days();
    let window = deal.programme.as_ref().map_or(usual, |under| under.window_days);
    let choice = AccountChoice::of(deal, alike, named);
    let title = match step {
        Some(step) => text::deals::agree_title(&step.name),
        None => text::deals::approve_title().to_owned(),
    };
    view! {
        <Card title>
            <SearchForm action=here>
                {case.map(|value| view! { <Hidden name="case" value/> }.erase())}
                <Field name="accounts" kind="search" label=text::deals::account_search() value=words/>
                <SubmitButton kind=ButtonKind::Secondary>{text::deals::find()}</SubmitButton>
            </SearchForm>
            {none_named.then(|| view! { <p role="status">{text::deals::account_none()}</p> }.erase())}
            <SendForm sending=state.sending() class="form" name="approve">
                <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                {about(form.id, form.version, place)}
                {choice.shown(form.account, state.fault("account"))}
                <FormFoot note=text::deals::approve_note(window)>
                    <SubmitButton pending=state.pending()>{text::deals::approve()}</SubmitButton>
                </FormFoot>
            </SendForm>
        </Card>
    }
    .erase()
}

/// The choice of the customer account: one of these, or a new one; with what was seen while choosing.
pub(in crate::deals) struct AccountChoice {
    seen: Vec<String>,
    options: Vec<(String, String)>,
    new: String,
}

impl AccountChoice {
    /// For this deal: accounts that may be the customer, and those that were looked for.
    pub fn of(deal: &Deal, alike: &[Offered], named: &[Offered]) -> Self {
        let option = |(id, words): &Offered| (id.to_string(), words.clone());
        Self {
            // Of this very page, also when the form comes back from a refusal.
            seen: alike.iter().map(|(id, _)| id.to_string()).collect(),
            options: named.iter().chain(alike).map(option).collect(),
            new: text::deals::new_account(&deal.customer.name),
        }
    }

    /// Its fields. Made within their form, which tells them from those of others.
    pub fn shown(self, value: String, fault: Live<Option<String>>) -> AnyView {
        let seen = self
            .seen
            .into_iter()
            .map(|account| view! { <Hidden name="seen[]" value=account/> }.erase())
            .erase_all();
        view! {
            {seen}
            <Select
                name="account"
                label=text::deals::account()
                help=text::deals::account_help()
                options=self.options
                prompt=self.new
                value
                fault
            />
        }
        .erase()
    }
}
