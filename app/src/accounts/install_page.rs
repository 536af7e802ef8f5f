//! The form for a line of an account's install base.

mod api;

pub use api::GATES;

use crate::erase::Erase;
use crate::forms::{SendForm, use_form};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{ButtonKind, ErrorSummary, Field, FormFoot, Hidden, PageHeader, Select, SubmitButton, Width};
use api::{InstallEditor, InstallForEditing, RemoveInstall, SaveInstall};
use domain::accounts::{INSTALL_NOTE_MOST, InstallForm};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// A new line, or one that is changed.
#[component]
pub fn InstallFormPage() -> impl IntoView {
    let params = use_params_map();
    let editor = record(move || InstallForEditing {
        id: params.with(|p| p.get("id").unwrap_or_default()),
        install: params.with(|p| p.get("install")),
    });
    load(editor, page)
}

fn page(editor: InstallEditor) -> AnyView {
    let state = use_form::<SaveInstall>();
    let InstallEditor { name, form: initial, families } = editor;
    let title = if initial.install.is_empty() {
        text::accounts::new_install()
    } else {
        text::accounts::edit_install()
    };
    let back = (format!("/accounts/{}", initial.id), name);
    let remove = (!initial.install.is_empty()).then(|| remove(&initial));
    let form: InstallForm = state.values(initial);
    view! {
        <PageTitle title/>
        <PageHeader title back/>
        <SendForm sending=state.sending() class="form" novalidate=true>
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="id" value=form.id/>
            <Hidden name="install" value=form.install/>
            <Hidden name="version" value=form.version/>
            <Hidden name="key" value=form.key/>
            <Select
                name="family"
                label=text::accounts::family()
                options=families
                prompt=text::accounts::choose()
                value=form.family
                fault=state.fault("family")
            />
            <Field
                name="quantity"
                label=text::accounts::quantity()
                value=form.quantity
                inputmode="numeric"
                width=Width::Short
                required=true
                fault=state.fault("quantity")
            />
            <Field
                name="since_on"
                kind="date"
                label=text::accounts::since_on()
                value=form.since_on
                width=Width::Short
                required=true
                fault=state.fault("since_on")
            />
            <Field
                name="renews_on"
                kind="date"
                label=text::accounts::renews_on()
                help=text::accounts::renews_help()
                value=form.renews_on
                width=Width::Short
                fault=state.fault("renews_on")
            />
            <Field
                name="remark"
                label=text::accounts::remark()
                value=form.remark
                maxlength=INSTALL_NOTE_MOST
                fault=state.fault("remark")
            />
            <FormFoot><SubmitButton pending=state.pending()>{text::accounts::save_install()}</SubmitButton></FormFoot>
        </SendForm>
        {remove}
    }
    .erase()
}

fn remove(form: &InstallForm) -> AnyView {
    let state = use_form::<RemoveInstall>();
    let (id, install, version) = (form.id.clone(), form.install.clone(), form.version.clone());
    view! {
        <SendForm sending=state.sending() class="button-row">
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="id" value=id/>
            <Hidden name="install" value=install/>
            <Hidden name="version" value=version/>
            <SubmitButton kind=ButtonKind::Quiet pending=state.pending()>{text::accounts::remove_install()}</SubmitButton>
        </SendForm>
    }
    .erase()
}
