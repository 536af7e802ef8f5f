//! One deal: what it claims, what happens next and by when, its story, and what its reader can do.

use super::answer_card::{answer_card, asked_words};
use super::api::{CommentDeal, DealRecord, FindDeal, StepDeal};
use super::decide::decision_card;
use super::evidence_card::evidence_card;
use super::plea_card::plea_card;
use super::transfer_card::transfer_card;
use super::{tone, until};
use crate::erase::{Erase, EraseAll};
use crate::forms::{SendForm, use_form};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::session;
use crate::texts::text;
use crate::ui::{
    Badge, ButtonKind, ButtonLink, Card, Checkbox, ErrorSummary, Fact, Facts, FormFoot, Hidden, Money,
    Notice, PageHeader, Section, SubmitButton, TextArea, Timeline, TimelineItem, Tone,
};
use crate::words;
use domain::access::{CommentInternally, RegisterDeal};
use domain::deals::{Deal, Entry, EntryKind, NEED_MOST, State, Step};
use domain::time::Instant;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// A deal.
#[component]
pub fn DealPage() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    // An approver may look for an account by name.
    let asked = move || FindDeal {
        id: params.with(|p| p.get("id").unwrap_or_default()),
        accounts: query.with(|q| q.get("accounts")),
    };
    let record = record(asked);
    load(record, move |record| page(record, query.with_untracked(|q| q.get("accounts").unwrap_or_default())))
}

fn page(record: DealRecord, accounts: String) -> AnyView {
    let DealRecord { deal, entries, evidence, answering, colleagues, key, desk, now } = record;
    let who = session::profile();
    let partner = deal.partner.0.clone();
    let own = who.as_ref().is_some_and(|who| who.may(&RegisterDeal { partner: partner.clone() }));
    let internal = who.as_ref().is_some_and(|who| who.may(&CommentInternally { partner: partner.clone() }));
    let title = deal.customer.name.clone();
    let state = deal.state;
    let (facts, steps, next) = (facts(&deal), own.then(|| steps(&deal)), next_words(&deal, now));
    let evidence = evidence_card(&deal.id, evidence, own && deal.state.takes_evidence());
    let answer = deal
        .question
        .as_ref()
        .zip(answering)
        .map(|(question, answering)| answer_card(&deal, question, answering));
    let transfer = transfer_card(&deal, colleagues);
    let plea = own.then(|| plea_card(&deal)).flatten();
    let story = story(&deal, entries, key, internal);
    let decision = desk.map(|desk| decision_card(&deal, desk, accounts));
    let reason = rejection(&deal);
    view! {
        <PageTitle title=title.clone()/>
        <PageHeader
            title
            lead=deal.number.clone().unwrap_or_default()
            back=("/deals".to_owned(), text::deals::title().to_owned())
            status=move || { view! { <Badge tone=tone(state)>{words::deal_state(state)}</Badge> }.erase() }
        >
            {steps}
        </PageHeader>
        {next.map(|words| view! { <Notice tone=Tone::Info title=words/> }.erase())}
        {reason}
        <div class="record">
            <div class="record-story">{answer} {decision} {plea} {transfer} {story}</div>
            <aside class="record-facts">{facts} {evidence}</aside>
        </div>
    }
    .erase()
}

/// What happens next, and by when.
fn next_words(deal: &Deal, now: Instant) -> Option<String> {
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

fn rejection(deal: &Deal) -> Option<AnyView> {
    let reason = deal.reason?;
    let note = deal.reason_note.clone();
    Some(
        view! {
            <Notice tone=Tone::Negative title=words::deal_reason(reason)>
                {(!note.is_empty()).then_some(note)}
            </Notice>
        }
        .erase(),
    )
}

fn facts(deal: &Deal) -> AnyView {
    let families = deal.families.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>();
    let families = words::listed(&families);
    let contact = [deal.contact.name.as_str(), deal.contact.role.as_str(), deal.contact.email.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    let money = deal
        .amount
        .clone()
        .map(|money| view! { <Money amount=words::amount(&money) currency=money.currency/> }.erase());
    let partner = deal.partner.1.clone();
    let person = deal.person.clone();
    let (domain, country) = (deal.customer.domain.clone(), crate::words::country(&deal.customer.country));
    let account = deal.account.as_ref().map(|(_, name)| name.clone());
    let (close_on, submitted_at, need) = (deal.close_on, deal.submitted_at, deal.need.clone());
    let programme =
        deal.programme.as_ref().map(|under| text::deals::programme_version(&under.name, under.number));
    let own = deal
        .own
        .iter()
        .cloned()
        .map(|(label, value)| view! { <Fact label=label>{value}</Fact> }.erase())
        .erase_all();
    let discount = deal.discount.filter(|discount| *discount > 0).map(|discount| {
        let percent = domain::programmes::percent(u16::try_from(discount).unwrap_or_default());
        view! { <Fact label=text::deals::discount()>{text::home::percent_of(percent)}</Fact> }.erase()
    });
    let staff = session::profile().is_some_and(|who| !who.role.is_partner());
    view! {
        <Card title=text::deals::facts()>
            <Facts>
                <Fact label=text::deals::partner()>{partner}</Fact>
                <Fact label=text::deals::registered_by()>{person}</Fact>
                {(!domain.is_empty()).then(|| view! { <Fact label=text::deals::customer_domain()>{domain}</Fact> }.erase())}
                <Fact label=text::deals::customer_country()>{country}</Fact>
                <Fact label=text::deals::families()>{families}</Fact>
                <Fact label=text::deals::amount()>{money}</Fact>
                <Fact label=text::deals::close_on()>{close_on.map(words::day)}</Fact>
                <Fact label=text::deals::contact()>{contact}</Fact>
                {own}
                {programme.map(|words| view! { <Fact label=text::programmes::name()>{words}</Fact> }.erase())}
                {discount}
                {account.filter(|_| staff).map(|name| view! { <Fact label=text::deals::account()>{name}</Fact> }.erase())}
                {submitted_at
                    .map(|at| view! { <Fact label=text::deals::submitted_at()>{words::at(at)}</Fact> }.erase())}
            </Facts>
            <h3 class="card-part">{text::deals::need()}</h3>
            <p class="as-written">{need}</p>
        </Card>
    }
    .erase()
}

fn steps(deal: &Deal) -> AnyView {
    let state = use_form::<StepDeal>();
    let may = |step| deal.state.takes(step);
    let (win, lose, withdraw) = (may(Step::Win), may(Step::Lose), may(Step::Withdraw));
    let (id, version) = (deal.id.to_string(), deal.version.to_string());
    if !(win || lose || withdraw) {
        let href = format!("/deals/new?like={}", deal.id);
        return view! { <ButtonLink href kind=ButtonKind::Secondary>{text::deals::register_again()}</ButtonLink> }.erase();
    }
    let release = deal.state.protects();
    let edit = may(Step::Submit).then(|| format!("/deals/{}/edit", deal.id));
    view! {
        {edit.map(|href| view! { <ButtonLink href kind=ButtonKind::Primary>{text::deals::edit_draft()}</ButtonLink> }.erase())}
        <SendForm sending=state.sending() class="button-row">
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="id" value=id/>
            <Hidden name="version" value=version/>
            {win.then(|| view! { <SubmitButton name="step" value="won">{text::deals::report_won()}</SubmitButton> }.erase())}
            {lose
                .then(|| {
                    view! { <SubmitButton name="step" value="lost" kind=ButtonKind::Secondary>{text::deals::report_lost()}</SubmitButton> }.erase()
                })}
            {withdraw
                .then(|| {
                    view! { <SubmitButton name="step" value="withdraw" kind=ButtonKind::Secondary>{if release { text::deals::release() } else { text::deals::withdraw() }}</SubmitButton> }.erase()
                })}
        </SendForm>
    }
    .erase()
}

fn story(deal: &Deal, entries: Vec<Entry>, key: String, internal: bool) -> AnyView {
    let items = entries
        .into_iter()
        .map(|entry| {
            let tone = match entry.kind {
                EntryKind::Approved | EntryKind::Won | EntryKind::Extended => Tone::Positive,
                EntryKind::Rejected | EntryKind::Lost | EntryKind::Revoked => Tone::Negative,
                _ => Tone::Neutral,
            };
            let what = words::deal_entry(entry.kind);
            let body = entry.body;
            let said = !body.is_empty();
            let item = move |internal: Option<String>| {
                let (when, who) = (words::at(entry.at), entry.person);
                match (internal, said) {
                    (Some(internal), _) => {
                        view! { <TimelineItem tone when who what internal><p class="as-written">{body}</p></TimelineItem> }
                            .erase()
                    }
                    (None, true) => {
                        view! { <TimelineItem tone when who what><p class="as-written">{body}</p></TimelineItem> }.erase()
                    }
                    (None, false) => view! { <TimelineItem tone when who what/> }.erase(),
                }
            };
            item(entry.internal.then(|| text::deals::internal().to_owned()))
        })
        .erase_all();
    let comment = comment_form(deal, key, internal);
    view! {
        <Section title=text::deals::story()>
            <Timeline>{items}</Timeline>
            {comment}
        </Section>
    }
    .erase()
}

fn comment_form(deal: &Deal, key: String, internal: bool) -> AnyView {
    let state = use_form::<CommentDeal>();
    let form: domain::deals::CommentForm =
        state.values(domain::deals::CommentForm { id: deal.id.to_string(), key, ..Default::default() });
    view! {
        <SendForm sending=state.sending() class="form">
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="id" value=form.id/>
            <Hidden name="key" value=form.key/>
            <TextArea name="body" label=text::deals::comment() help=text::deals::comment_help() value=form.body maxlength=NEED_MOST rows=3 fault=state.fault("body")/>
            {internal
                .then(|| {
                    view! { <Checkbox name="internal" label=text::deals::comment_internal() checked=form.internal == "true"/> }.erase()
                })}
            <FormFoot>
                <SubmitButton kind=ButtonKind::Secondary icon="send" pending=state.pending()>{text::deals::send_comment()}</SubmitButton>
            </FormFoot>
        </SendForm>
    }
    .erase()
}
