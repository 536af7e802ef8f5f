//! The form of a registration: one page, a draft while it is typed.

use super::api::{DealEditor, DealForEditing, FillFromCard, SendDeal};
use super::conflict::{ConflictNotice, Typed};
use super::fields;
use super::keeping::Keeping;
use crate::deals::evidence_card::evidence_card;
use crate::erase::{Erase, EraseAll};
use crate::forms::{SavedNotice, SendForm, use_form};
use crate::live::Source;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{
    ButtonKind, Checkbox, CheckboxGroup, ErrorSummary, FormFoot, FormSection, PageHeader, SubmitButton,
    TabLink, Tabs, TextArea,
};
use crate::words;
use domain::deals::{DealForm, NEED_MOST};
use domain::programmes::Asked;
use leptos::prelude::*;
use leptos::{ev, html};
use leptos_router::hooks::{use_params_map, use_query_map};
use serde::{Deserialize, Serialize};

/// A new registration, or a draft.
#[component]
pub fn DealFormPage() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    let editor = record(move || DealForEditing {
        id: params.with(|p| p.get("id")),
        like: query.with(|q| q.get("like")),
        programme: query.with(|q| q.get("programme")),
    });
    load(editor, page)
}

fn page(editor: DealEditor) -> AnyView {
    // A file needs a draft to lie beside.
    let evidence = editor.form.id.parse().ok().map(|id| evidence_card(&id, editor.evidence.clone(), true));
    let programmes = choice(&editor);
    view! {
        <PageTitle title=text::deals::form_title()/>
        <PageHeader
            title=text::deals::form_title()
            lead=text::deals::form_lead()
            back=("/deals".to_owned(), text::deals::title().to_owned())
        />
        <SavedNotice title=text::deals::draft_saved()/>
        {programmes}
        {form(editor)}
        {evidence}
    }
    .erase()
}

/// The programmes to choose from, before anything is typed; a draft has its own.
fn choice(editor: &DealEditor) -> Option<AnyView> {
    if editor.programmes.len() < 2 || !editor.form.id.is_empty() {
        return None;
    }
    let tabs = editor
        .programmes
        .iter()
        .map(|(id, name)| TabLink {
            href: format!("/deals/new?programme={id}"),
            label: name.clone(),
            count: None,
            current: id.as_str() == editor.form.programme,
        })
        .collect();
    Some(view! { <Tabs label=text::programmes::name() tabs/> }.erase())
}

/// A card as it is sent.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct CardForm {
    card: String,
}

/// Filling in from a business card, folded up.
fn card_form(form: &DealForm, keeping: &Keeping) -> AnyView {
    let state = use_form::<FillFromCard>();
    let refused = state.flash.is_some();
    let card: CardForm = state.values(CardForm::default());
    let (id, version) = (keeping.id.clone(), keeping.version.clone());
    let (key, programme) = (form.key.clone(), form.programme.clone());
    view! {
        <details class="share-form" open=refused>
            <summary class="button">{text::deals::card_title()}</summary>
            <SendForm sending=state.sending() class="form" name="card">
                <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                <input type="hidden" name="id" value=move || id.get()/>
                <input type="hidden" name="version" value=move || version.get()/>
                <input type="hidden" name="key" value=key/>
                <input type="hidden" name="programme" value=programme/>
                <TextArea
                    name="card"
                    label=text::deals::card_text()
                    help=text::deals::card_help()
                    value=card.card
                    maxlength=NEED_MOST
                    rows=5
                    fault=state.fault("card")
                />
                <SubmitButton kind=ButtonKind::Secondary pending=state.pending()>{text::deals::card_fill()}</SubmitButton>
            </SendForm>
        </details>
    }
    .erase()
}

fn form(editor: DealEditor) -> AnyView {
    let state = use_form::<SendDeal>();
    let form: DealForm = state.values(editor.form);
    let typed = Typed {
        name: Source::new(form.customer_name.clone()),
        domain: Source::new(form.customer_domain.clone()),
        country: Source::new(form.customer_country.clone()),
        families: Source::new(form.families.clone()),
    };
    let [about_customer, about_deal, about_contact] = [(); 3].map(|()| state.fields());
    let keeping = Keeping::new(&form, editor.ahead);
    let (kept, id, version) = (keeping.clone(), keeping.id.clone(), keeping.version.clone());
    let ahead = keeping.ahead.clone();
    let (said, on_its_way) = (keeping.clone(), state.sending());
    let (name, domain, country) = (typed.name.clone(), typed.domain.clone(), typed.country.clone());
    let area = NodeRef::<html::Div>::new();
    let (key, sending, typing) = (form.key.clone(), state.pending(), state.pending());
    let families = editor.families.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let known = editor.customers.into_iter().map(|known| view! { <option>{known.name}</option> }).erase_all();
    let customer = fields::customer(
        &form,
        editor.asks.domain,
        crate::words::countries(),
        &about_customer,
        [name, domain, country].map(|into| Callback::new(move |text| into.set(text))),
    );
    let business = view! {
        {fields::amount(&form, &about_deal)}
        {fields::close_on(&form, editor.asks.first_close, &about_deal)}
        {(editor.asks.need != Asked::Hidden).then(|| fields::need(&form, &about_deal))}
        {fields::own(&form, &editor.asks.own, &about_deal)}
    }
    .erase();
    let contact = fields::contact(&form, editor.asks.role, &about_contact);
    let is_through = !form.through.is_empty();
    let through = editor.distributor.map(|name| {
        let label = text::split::through(name);
        view! { <Checkbox name="through" label help=text::split::through_help() checked=is_through/> }.erase()
    });
    let chosen = typed.families.clone();
    let choose = Callback::new(move |(id, on): (String, bool)| {
        chosen.update(|all| if on { all.push(id) } else { all.retain(|other| *other != id) });
    });
    let card = card_form(&form, &keeping);
    let kinds: Vec<_> =
        editor.asks.evidence_kinds.iter().map(|(kind, least)| words::evidence_asked(*kind, *least)).collect();
    // Beside a draft there is a place for them already.
    let later = if form.id.is_empty() { text::deals::evidence_later() } else { "" };
    let kinds = (!kinds.is_empty()).then(|| text::deals::evidence_asked(words::listed(&kinds)));
    view! {
        {card}
        <div node_ref=area data-device=move || said.state(&on_its_way) on:input=move |_: ev::Event| keeping.typed(area, typing.clone())>
        <div class="drawn" inner_html=editor.device></div>
        <SendForm sending=state.sending() class="form" novalidate=true>
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <input type="hidden" name="id" value=move || id.get()/>
            <input type="hidden" name="version" value=move || version.get()/>
            <input type="hidden" name="key" value=key/>
            <input type="hidden" name="programme" value=form.programme.clone()/>
            <FormSection title=text::deals::about_customer()>
                <datalist id="known-customers">{known}</datalist>
                {customer}
                <CheckboxGroup
                    name="families[]"
                    legend=text::deals::families()
                    options=families
                    checked=form.families
                    fault=about_customer.fault("families")
                    on_change=choose
                />
                <ConflictNotice typed own=editor.own verdict=editor.verdict/>
            </FormSection>
            <FormSection title=text::deals::about_business()>
                {business}
            </FormSection>
            <FormSection title=text::deals::about_contact()>
                {contact}
            </FormSection>
            {through}
            {kinds.map(|kinds| view! { <p class="help">{kinds}</p> }.erase())}
            <div class="drawn" inner_html=move || ahead.get()></div>
            <p class="help" role="status">{move || kept.words().to_owned()}</p>
            <FormFoot note=later>
                <SubmitButton name="send" value="submit" pending=sending.clone()>{text::deals::submit()}</SubmitButton>
                <SubmitButton name="send" value="draft" kind=ButtonKind::Secondary pending=sending>
                    {text::deals::save_draft()}
                </SubmitButton>
            </FormFoot>
        </SendForm>
        </div>
    }
    .erase()
}
