//! The page behind a link in a mail: what would be done, to what, and the button that does it. Whatever looks at links before
//! people do, looks at this page only.

use super::api::{MailActOpen, MailActShown, ShowMailAct, TakeMailAct};
use crate::deals::decide::{AccountChoice, message, question_fields};
use crate::deals::{tone, withdrawal};
use crate::erase::Erase;
use crate::forms::{FormState, SendForm, use_form};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{
    Badge, ButtonKind, ButtonLink, Card, ErrorSummary, FormFoot, Hidden, SubmitButton, TextArea,
};
use crate::words;
use domain::deals::{Deal, MailAct, MailActForm, NEED_MOST};
use domain::time::Instant;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The confirmation of a link.
#[component]
pub fn MailActPage() -> impl IntoView {
    let params = use_params_map();
    let token = move || params.with(|p| p.get("token").unwrap_or_default());
    load(record(move || ShowMailAct { token: token() }), move |shown| match shown {
        MailActShown::Open(open) => confirmation(*open, untrack(token)),
        MailActShown::Used(act, at) => used(act, at),
        MailActShown::Over => over(),
    })
}

/// What it is called to do this.
fn title(act: MailAct, deal: &Deal) -> &'static str {
    match act {
        MailAct::Approve => text::deals::approve_title(),
        MailAct::Ask => text::deals::ask_title(),
        MailAct::Extend => text::deals::extension_title(),
        MailAct::MoreTime => text::deals::ask_extension(),
        MailAct::Release => withdrawal(deal.state),
    }
}

fn confirmation(open: MailActOpen, token: String) -> AnyView {
    let MailActOpen { act, who, deal, links, facts, desk, expires_at } = open;
    let state = use_form::<TakeMailAct>();
    let form: MailActForm =
        state.values(MailActForm { version: deal.version.to_string(), ..MailActForm::default() });
    // Of the deal as it is shown now, also when the form comes back from a refusal.
    let version = deal.version.to_string();
    let title = title(act, &deal);
    let (customer, standing) = (deal.customer.name.clone(), deal.state);
    let lead = words::beside([deal.number.as_deref().unwrap_or_default(), &deal.partner.1]);
    let conflicts = desk.as_ref().map(|desk| {
        let verdict = desk.verdict.clone();
        view! { <h2>{text::deals::others()}</h2> <div class="drawn" inner_html=verdict></div> }.erase()
    });
    let fields = match act {
        MailAct::Approve if !links => view! { <p>{text::deals::agree_foot()}</p> }.erase(),
        MailAct::Approve => {
            let alike = desk.map(|desk| desk.accounts).unwrap_or_default();
            AccountChoice::of(&deal, &alike, &[]).shown(form.account, state.fault("account"))
        }
        MailAct::Ask => question_fields(&state, form.fields, form.note),
        MailAct::Extend => message(&state, text::deals::extension_note_help(), form.note),
        MailAct::MoreTime | MailAct::Release => why(&state, act, &deal, form.why),
    };
    let buttons = buttons((act, links), title, &deal, &state);
    view! {
        <PageTitle title/>
        <h1>{title}</h1>
        <p class="lead" dir="auto">{customer}</p>
        <p class="aside">{lead} " " <Badge tone=tone(standing)>{words::deal_state(standing)}</Badge></p>
        <div class="stack">
        {conflicts}
        <div class="drawn" inner_html=facts></div>
        <Card title>
            <SendForm sending=state.sending() class="form">
                <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                <Hidden name="token" value=token/>
                <Hidden name="version" value=version/>
                {fields}
                <FormFoot note=text::mail_acts::once(who, words::at(expires_at))>{buttons}</FormFoot>
            </SendForm>
        </Card>
        </div>
    }
    .erase()
}

/// What the partner says with it.
fn why(state: &FormState, act: MailAct, deal: &Deal, value: String) -> AnyView {
    let help = match act {
        MailAct::MoreTime => text::deals::ask_extension_help(deal.extension_days()),
        _ => text::mail_acts::release_help().to_owned(),
    };
    view! {
        <TextArea
            name="why"
            label=text::deals::why_field()
            help
            value
            maxlength=NEED_MOST
            rows=3
            fault=state.fault("why")
        />
    }
    .erase()
}

fn buttons((act, links): (MailAct, bool), label: &'static str, deal: &Deal, state: &FormState) -> AnyView {
    let pending = state.pending();
    match act {
        MailAct::Extend => {
            let days = deal.extension_days();
            view! {
                <SubmitButton name="answer" value="extend" pending=pending.clone()>{text::deals::extend(days)}</SubmitButton>
                <SubmitButton name="answer" value="refuse" kind=ButtonKind::Secondary pending>
                    {text::deals::refuse_extension()}
                </SubmitButton>
            }
            .erase()
        }
        MailAct::Approve => {
            let label = if links { text::deals::approve() } else { text::deals::agree() };
            view! { <SubmitButton pending>{label}</SubmitButton> }.erase()
        }
        MailAct::Ask => {
            view! { <SubmitButton icon="send" pending>{text::deals::ask()}</SubmitButton> }.erase()
        }
        MailAct::MoreTime => {
            view! { <SubmitButton icon="send" pending>{text::deals::send_request()}</SubmitButton> }.erase()
        }
        MailAct::Release => {
            view! { <SubmitButton kind=ButtonKind::Destructive pending>{label}</SubmitButton> }.erase()
        }
    }
}

/// What was done by the mail, and when.
fn used(act: MailAct, at: Instant) -> AnyView {
    let title = match act {
        MailAct::Approve => text::mail_acts::approved(),
        MailAct::Ask => text::mail_acts::asked(),
        MailAct::Extend => text::mail_acts::answered(),
        MailAct::MoreTime => text::mail_acts::requested(),
        MailAct::Release => text::mail_acts::released(),
    };
    said(title, text::mail_acts::used(words::at(at)))
}

/// Says so in words, and to machines by the status.
fn over() -> AnyView {
    crate::loading::gone();
    said(text::mail_acts::over(), text::mail_acts::over_help().to_owned())
}

fn said(title: &'static str, help: String) -> AnyView {
    view! {
        <PageTitle title/>
        <h1>{title}</h1>
        <p>{help}</p>
        <p><ButtonLink href="/deals">{text::mail_acts::open()}</ButtonLink></p>
    }
    .erase()
}
