//! One deal: what it claims, what happens next and by when, its story, and what its reader can do.

use super::answer_card::{answer_card, asked_words};
use super::api::{DealRecord, FindDeal, Partners, StepDeal, Vendors};
use super::decide::Place;
use super::evidence_card::evidence_card;
use super::facts_card::rejection;
use super::lost_card::lost_card;
use super::pipeline::opportunity_card;
use super::plea_card::plea_card;
use super::steps_card::progress_words;
use super::story::story;
use super::transfer_card::transfer_card;
use super::{tone, until, withdrawal};
use crate::api::rows::Apart;
use crate::erase::Erase;
use crate::forms::{SendForm, use_form};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::session;
use crate::texts::text;
use crate::ui::{
    Badge, ButtonKind, ButtonLink, ErrorSummary, Hidden, Notice, PageHeader, SubmitButton, Tone,
};
use crate::words;
use domain::access::RegisterDeal;
use domain::deals::{Deal, State, Step};
use domain::id::PersonId;
use domain::time::Instant;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// A deal, for its partner.
#[component]
pub fn DealPage() -> impl IntoView {
    deal(acts)
}

/// What only one side's page has, from what was read with the deal.
pub(super) struct Rest {
    partners: Option<Apart<Partners>>,
    /// What the vendor's people have.
    pub vendors: Option<Apart<Vendors>>,
    /// The files beside it, drawn for whoever only reads them.
    pub drawn_evidence: String,
    /// Whom it can be handed over to.
    pub colleagues: Vec<(PersonId, String)>,
    /// The words by which an account was looked for.
    pub accounts: String,
}

/// What one side's page has of its own.
pub(super) struct Acted {
    pub in_head: AnyView,
    pub above_story: AnyView,
    /// The files beside the deal.
    pub evidence: AnyView,
}

/// What one side does with a deal. The other side's is not part of its program.
pub(super) type Acts = fn(&Deal, Rest) -> Acted;

/// The page of a deal with what a side does with it.
pub(super) fn deal(acts: Acts) -> AnyView {
    let params = use_params_map();
    let query = use_query_map();
    // An approver may look for an account by name.
    let asked = move || FindDeal {
        id: params.with(|p| p.get("id").unwrap_or_default()),
        accounts: query.with(|q| q.get("accounts")),
    };
    let record = record(asked);
    let accounts = move || query.with_untracked(|q| q.get("accounts").unwrap_or_default());
    load(record, move |record| page(record, accounts(), acts)).into_any()
}

/// A partner answers, pleads, hands over, and takes the steps of its own.
fn acts(deal: &Deal, rest: Rest) -> Acted {
    let Partners { answering, evidence } = rest.partners.and_then(|folded| folded.open()).unwrap_or_default();
    let partner = deal.partner.0.clone();
    let own = session::profile().is_some_and(|who| who.may(&RegisterDeal { partner }));
    let steps = own.then(|| steps(deal));
    let answer =
        deal.question.as_ref().zip(answering).map(|(question, answering)| answer_card(question, answering));
    let plea = own.then(|| plea_card(deal)).flatten();
    let lost = (own && deal.state.takes(Step::Lose)).then(|| lost_card(deal));
    let transfer = transfer_card(deal, rest.colleagues);
    let evidence = evidence_card(&deal.id, evidence, own && deal.state.takes_evidence());
    Acted {
        in_head: steps.into_any(),
        above_story: view! { {answer} {plea} {lost} {transfer} }.into_any(),
        evidence,
    }
}

fn page(record: DealRecord, accounts: String, acts: Acts) -> AnyView {
    let DealRecord { deal, drawn, opportunity, colleagues, progress, key, partners, vendors, now } = record;
    let title = deal.customer.name.clone();
    let state = deal.state;
    let next = next_words(&deal, now);
    let opportunity = opportunity.map(|opportunity| opportunity_card(&deal, &opportunity));
    let rest = Rest { partners, vendors, drawn_evidence: drawn.evidence, colleagues, accounts };
    let Acted { in_head, above_story, evidence } = acts(&deal, rest);
    let story = story(&deal, &drawn.story, key, Place::Record);
    let reason = rejection(&deal);
    let facts = [drawn.facts, drawn.parts, drawn.steps].concat();
    view! {
        <PageTitle title=title.clone()/>
        <PageHeader
            title
            lead=deal.number.clone().unwrap_or_default()
            back=("/deals".to_owned(), text::deals::title().to_owned())
            status=move || { view! { <Badge tone=tone(state)>{words::deal_state(state)}</Badge> }.erase() }
        >
            {in_head}
        </PageHeader>
        {next.map(|words| view! { <Notice tone=Tone::Info title=words>{progress.as_ref().map(progress_words)}</Notice> }.erase())}
        {reason}
        <div class="record">
            <div class="record-story">{above_story} {story}</div>
            <aside class="record-facts">
                {opportunity}
                <div class="drawn" inner_html=facts></div>
                {evidence}
            </aside>
        </div>
    }
    .erase()
}

/// What happens next, and by when.
pub(super) fn next_words(deal: &Deal, now: Instant) -> Option<String> {
    match deal.state {
        State::Draft => Some(text::deals::next_draft().to_owned()),
        State::Submitted | State::InReview => deal.decide_by_at.map(|at| {
            let own = session::profile().is_some_and(|who| who.role.is_partner());
            let say = if own { text::deals::next_decision } else { text::deals::decide_by };
            say(words::at(at), until(now, at))
        }),
        State::ActionRequired => deal.question.as_ref().zip(deal.asked_at).map(|(question, at)| {
            let own = session::profile().is_some_and(|who| who.role.is_partner());
            let say = if own { text::deals::next_answer } else { text::deals::waits_for_answer };
            say(asked_words(question), words::at(at))
        }),
        State::ExtensionPending => deal.decide_by_at.map(|at| {
            let own = session::profile().is_some_and(|who| who.role.is_partner());
            let say = if own { text::deals::next_extension } else { text::deals::decide_by };
            say(words::at(at), until(now, at))
        }),
        State::Rejected | State::Revoked => {
            deal.appealed_at.map(|at| text::deals::appealed_on(words::at(at)))
        }
        State::Approved => deal
            .protected_until_at
            .map(|at| text::deals::next_protected(words::day(at.day()), until(now, at))),
        _ => None,
    }
}

fn steps(deal: &Deal) -> AnyView {
    let state = use_form::<StepDeal>();
    let may = |step| deal.state.takes(step);
    let (win, withdraw) = (may(Step::Win), may(Step::Withdraw));
    let (id, version) = (deal.id.to_string(), deal.version.to_string());
    if !(win || withdraw) {
        let href = format!("/deals/new?like={}", deal.id);
        return view! { <ButtonLink href kind=ButtonKind::Secondary>{text::deals::register_again()}</ButtonLink> }.erase();
    }
    let deal_state = deal.state;
    let edit = may(Step::Submit).then(|| format!("/deals/{}/edit", deal.id));
    view! {
        {edit.map(|href| view! { <ButtonLink href kind=ButtonKind::Primary>{text::deals::edit_draft()}</ButtonLink> }.erase())}
        <SendForm sending=state.sending() class="button-row">
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="id" value=id/>
            <Hidden name="version" value=version/>
            {win.then(|| view! { <SubmitButton name="step" value="won">{text::deals::report_won()}</SubmitButton> }.erase())}
            {withdraw
                .then(|| {
                    view! { <SubmitButton name="step" value="withdraw" kind=ButtonKind::Secondary>{withdrawal(deal_state)}</SubmitButton> }.erase()
                })}
        </SendForm>
    }
    .erase()
}
