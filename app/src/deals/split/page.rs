//! Where the vendor's people say who takes part in a deal.

use super::api::{PartsOfDeal, ShareDeal, Splitting};
use crate::erase::{Erase, EraseAll};
use crate::forms::{FieldFaults, SendForm, use_form};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{
    ErrorSummary, Field, FormFoot, FormSection, Hidden, Notice, PageHeader, Select, SubmitButton, TextArea,
    Tone, Width,
};
use crate::words;
use domain::deals::{NEED_MOST, PartRole, PartTyped, SplitForm};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The partners of one deal.
#[component]
pub fn SplitPage() -> impl IntoView {
    let params = use_params_map();
    load(record(move || PartsOfDeal { id: params.with(|p| p.get("id").unwrap_or_default()) }), page)
}

fn page(shown: Splitting) -> AnyView {
    let back = (format!("/deals/{}", shown.form.id), shown.customer.clone());
    let lock = match (shown.locked, shown.open) {
        (true, false) => Some(text::split::closed()),
        (true, true) => Some(text::split::locked_help()),
        (false, _) => None,
    };
    let locks = match shown.locked {
        true => text::split::locked_on(&shown.locks),
        false => text::split::locks_on(&shown.locks),
    };
    let open = shown.open;
    view! {
        <PageTitle title=text::split::title()/>
        <PageHeader title=text::split::title() lead=text::split::lead(&shown.partner) back/>
        {lock.map(|words| view! { <Notice tone=Tone::Caution title=words/> }.erase())}
        <p class="help">{locks}</p>
        {open.then(|| form(shown))}
    }
    .erase()
}

fn form(shown: Splitting) -> AnyView {
    let state = use_form::<ShareDeal>();
    let form: SplitForm = state.values(shown.form);
    let faults = state.fields();
    let locked = shown.locked;
    let offered = shown.offered.into_iter().map(|name| view! { <option>{name}</option> }).erase_all();
    let parts = form.parts.into_iter().enumerate().map(|(at, typed)| part(at, typed, &faults)).erase_all();
    let why = form.why;
    view! {
        <SendForm sending=state.sending() class="form">
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="id" value=form.id/>
            <Hidden name="version" value=form.version/>
            <datalist id="partners-to-choose">{offered}</datalist>
            {parts}
            {locked
                .then(|| {
                    view! {
                        <TextArea
                            name="why"
                            label=text::split::why()
                            value=why
                            maxlength=NEED_MOST
                            rows=2
                            fault=state.fault("why")
                        />
                    }
                    .erase()
                })}
            <FormFoot note=text::split::foot()>
                <SubmitButton pending=state.pending()>{text::split::save()}</SubmitButton>
            </FormFoot>
        </SendForm>
    }
    .erase()
}

fn part(at: usize, typed: PartTyped, faults: &FieldFaults) -> AnyView {
    let name = |part: &str| format!("parts[{at}][{part}]");
    let roles =
        PartRole::ALL.iter().map(|one| (one.to_string(), words::part_role(*one).to_owned())).collect();
    let role = if typed.role.is_empty() { PartRole::Resell.to_string() } else { typed.role };
    let fields = view! {
        <Field
            name=name("partner")
            label=text::split::partner()
            help=text::split::partner_help()
            value=typed.partner
            list="partners-to-choose"
            autocomplete="off"
            fault=faults.named(name("partner"))
        />
        <Select
            name=name("role")
            label=text::split::role()
            options=roles
            value=role
            fault=faults.named(name("role"))
        />
        <Field
            name=name("share")
            label=text::split::share()
            value=typed.share
            inputmode="numeric"
            width=Width::Short
            fault=faults.named(name("share"))
        />
    }
    .erase();
    view! { <FormSection title=text::split::partner_number(at + 1)>{fields}</FormSection> }.erase()
}
