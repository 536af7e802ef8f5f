//! Name, colour and logo. Plain forms: what changes is around every page, so a new document shows it.

use super::api::{ChangeLook, LookNow, RemoveLogo};
use crate::erase::Erase;
use crate::forms::use_form;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{
    ButtonKind, ButtonLink, Card, ErrorSummary, Field, FileField, FormFoot, Hidden, PageHeader, SubmitButton,
};
use crate::uploading::UploadForm;
use domain::looks::{HUE_MOST, Look, LookForm, NAME_MOST};
use leptos::ev;
use leptos::prelude::*;

/// Most bytes of a logo.
const LOGO_MOST_BYTES: u64 = 2 * 1024 * 1024;

/// The page.
#[component]
pub fn LookPage() -> impl IntoView {
    load(record(|| LookNow {}), page)
}

fn page(look: Look) -> AnyView {
    let logo = logo(&look);
    view! {
        <PageTitle title=text::looks::title()/>
        <PageHeader title=text::looks::title() lead=text::looks::lead()>
            <ButtonLink href="/look/words" icon="languages">{text::looks::words()}</ButtonLink>
        </PageHeader>
        <Card title=text::looks::name_and_colour()>{name_and_colour(&look)}</Card>
        <Card title=text::looks::logo()>{logo}</Card>
    }
    .erase()
}

fn name_and_colour(look: &Look) -> AnyView {
    let state = use_form::<ChangeLook>();
    let initial =
        LookForm { version: look.version.to_string(), name: look.name.clone(), hue: look.hue.to_string() };
    let form: LookForm = state.values(initial);
    // Shown at once on the page itself; kept only when it is sent.
    let try_out = |event: ev::Event| show_hue(&event_target_value(&event));
    view! {
        <form method="post" action="/api/looks/change" class="form">
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="version" value=form.version/>
            <Field name="name" label=text::looks::name() value=form.name maxlength=NAME_MOST required=true fault=state.fault("name")/>
            <div class="field">
                <label class="label" for="field-hue">{text::looks::hue()}</label>
                <input
                    id="field-hue"
                    class="hue"
                    type="range"
                    name="hue"
                    min="0"
                    max=HUE_MOST.to_string()
                    value=form.hue
                    aria-describedby="hue-help"
                    on:input=try_out
                />
                <p class="help" id="hue-help">{text::looks::hue_help()}</p>
            </div>
            <div class="look-sample" aria-hidden="true">
                <span class="button button-primary">{text::looks::sample_button()}</span>
                <span class="badge" data-tone="accent">{text::looks::sample_badge()}</span>
                <span class="look-link">{text::looks::sample_link()}</span>
            </div>
            <FormFoot>
                <SubmitButton>{text::looks::save()}</SubmitButton>
            </FormFoot>
        </form>
    }
    .erase()
}

fn logo(look: &Look) -> AnyView {
    let remove = use_form::<RemoveLogo>();
    let version = look.version.to_string();
    let picture = look.logo.as_ref().map(|logo| {
        view! {
            <p><img class="look-logo" src=format!("/files/look/{logo}") alt=text::looks::logo_alt(&look.name)/></p>
            <form method="post" action="/api/looks/remove-logo">
                <ErrorSummary title=text::errors::summary() faults=remove.faults()/>
                <Hidden name="version" value=version/>
                <SubmitButton kind=ButtonKind::Quiet>{text::looks::remove_logo()}</SubmitButton>
            </form>
        }
        .erase()
    });
    view! {
        {picture}
        <UploadForm action="/uploads/look" most=|_| LOGO_MOST_BYTES>
            <FileField
                name="file"
                label=text::looks::new_logo()
                prompt=text::looks::logo_prompt()
                help=text::looks::logo_help()
                accept=".svg,.png,image/svg+xml,image/png"
                required=true
            />
            <SubmitButton kind=ButtonKind::Secondary>{text::looks::upload()}</SubmitButton>
        </UploadForm>
    }
    .erase()
}

/// Gives the page this hue until the next document.
fn show_hue(hue: &str) {
    use leptos::wasm_bindgen::JsCast as _;
    let root = document().document_element();
    if let Some(root) = root.and_then(|root| root.dyn_into::<leptos::web_sys::HtmlElement>().ok()) {
        // Only a value that is no number would fail, and a slider has none.
        let _ = root.style().set_property("--brand-hue", hue);
    }
}
