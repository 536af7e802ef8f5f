//! The fields of a registration, for the form and for answers to what the vendor wants to know.

use crate::erase::{Erase, EraseAll};
use crate::forms::FieldFaults;
use crate::texts::text;
use crate::ui::{Field, Select, TextArea, Width};
use domain::deals::{AMOUNTS, DealForm, NEED_MOST, TEXT_MOST};
use domain::programmes::{Asked, OwnField};
use domain::time::Day;
use leptos::prelude::*;

/// What the customer is called; the names that were used before are offered.
pub(in crate::deals) fn customer(
    form: &DealForm,
    asked: Asked,
    countries: Vec<(String, String)>,
    faults: &FieldFaults,
    [on_name, on_domain, on_country]: [Callback<String>; 3],
) -> AnyView {
    let domain = (asked != Asked::Hidden).then(|| {
        view! {
            <Field
                name="customer_domain"
                label=text::deals::customer_domain()
                help=text::deals::customer_domain_help()
                value=form.customer_domain.clone()
                inputmode="url"
                required=asked == Asked::Required
                fault=faults.fault("customer_domain")
                on_input=on_domain
            />
        }
        .erase()
    });
    view! {
        <Field
            name="customer_name"
            label=text::deals::customer_name()
            help=text::deals::customer_name_help()
            value=form.customer_name.clone()
            maxlength=TEXT_MOST
            list="known-customers"
            autocomplete="off"
            required=true
            fault=faults.fault("customer_name")
            on_input=on_name
        />
        {domain}
        <Select
            name="customer_country"
            label=text::deals::customer_country()
            options=countries
            prompt=text::deals::choose()
            value=form.customer_country.clone()
            fault=faults.fault("customer_country")
            on_change=on_country
        />
    }
    .erase()
}

/// What it is worth.
pub(in crate::deals) fn amount(form: &DealForm, faults: &FieldFaults) -> AnyView {
    let currencies = AMOUNTS.iter().map(|code| ((*code).to_owned(), (*code).to_owned())).collect();
    view! {
        <Field
            name="amount"
            label=text::deals::amount()
            value=form.amount.clone()
            inputmode="decimal"
            width=Width::Medium
            required=true
            fault=faults.fault("amount")
        />
        <Select name="currency" label=text::deals::currency() options=currencies value=form.currency.clone()/>
    }
    .erase()
}

/// When it is expected to close.
pub(in crate::deals) fn close_on(form: &DealForm, first: Day, faults: &FieldFaults) -> AnyView {
    view! {
        <Field
            name="close_on"
            kind="date"
            label=text::deals::close_on()
            value=form.close_on.clone()
            min=first.to_string()
            width=Width::Short
            required=true
            fault=faults.fault("close_on")
        />
    }
    .erase()
}

/// What the customer needs.
pub(in crate::deals) fn need(form: &DealForm, faults: &FieldFaults) -> AnyView {
    view! {
        <TextArea
            name="need"
            label=text::deals::need()
            help=text::deals::need_help()
            value=form.need.clone()
            maxlength=NEED_MOST
            fault=faults.fault("need")
        />
    }
    .erase()
}

/// Somebody at the customer.
pub(in crate::deals) fn contact(form: &DealForm, asked: Asked, faults: &FieldFaults) -> AnyView {
    let role = (asked != Asked::Hidden).then(|| {
        let note = (asked == Asked::Optional).then(|| text::deals::optional().to_owned());
        view! {
            <Field
                name="contact_role"
                label=text::deals::contact_role()
                note=note.unwrap_or_default()
                value=form.contact_role.clone()
                maxlength=TEXT_MOST
                required=asked == Asked::Required
                fault=faults.fault("contact_role")
            />
        }
        .erase()
    });
    view! {
        <Field
            name="contact_name"
            label=text::deals::contact_name()
            value=form.contact_name.clone()
            maxlength=TEXT_MOST
            required=true
            fault=faults.fault("contact_name")
        />
        {role}
        <Field
            name="contact_email"
            kind="email"
            label=text::deals::contact_email()
            value=form.contact_email.clone()
            required=true
            fault=faults.fault("contact_email")
        />
    }
    .erase()
}

/// Fields of the programme's own.
pub(in crate::deals) fn own(form: &DealForm, fields: &[OwnField], faults: &FieldFaults) -> AnyView {
    fields
        .iter()
        .enumerate()
        .map(|(index, field)| {
            let name = format!("own[{index}]");
            let note = (field.asked == Asked::Optional).then(|| text::deals::optional().to_owned());
            view! {
                <Field
                    name=name.clone()
                    label=field.label.clone()
                    note=note.unwrap_or_default()
                    value=form.own.get(index).cloned().unwrap_or_default()
                    maxlength=TEXT_MOST
                    required=field.asked == Asked::Required
                    fault=faults.named(name)
                />
            }
            .erase()
        })
        .erase_all()
        .into_any()
}
