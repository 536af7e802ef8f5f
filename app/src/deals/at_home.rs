//! Deals on the home page: for sellers what is theirs, what moves and what ends, for the vendor's people what waits and
//! whether answers come in time.

use super::clock;
use super::table::table;
use super::{Whose, promises_card};
use crate::api::{ApiError, Desk};
use crate::erase::{Erase, EraseAll};
use crate::home::{Series, bars, columns};
use crate::session;
use crate::texts::{language, text};
use crate::ui::{ButtonKind, ButtonLink, Card, EmptyState, Figure, Figures, Section};
use crate::words;
use domain::access::{Role, Scope, Subject};
use domain::deals::{Happened, HitRate, Month, State};
use domain::money::Money;
use domain::time::Instant;
use leptos::prelude::*;
use std::collections::BTreeMap;
use store::Read;
use store::deals::tallies::{self, Tally};
use store::deals::{self, Ages, DealRow, promises};

/// Lines that home shows of the queue.
const QUEUE_LINES: i64 = 8;
/// Days after a decision in which home tells of it.
const NEWS_DAYS: i64 = 14;
/// Days before a window's end in which home warns.
const ENDING_DAYS: i64 = 30;
/// Months that the chart has, and those that the hit rate is of.
const MONTHS: i64 = 6;
const RATED_MONTHS: i64 = 3;

/// A partner's deals: a seller's own, or the organisation's for its administrators.
pub(crate) async fn sellers_home(desk: &Desk, read: &mut Read) -> Result<AnyView, ApiError> {
    let scope = desk.actor.scope(Subject::Deals);
    let now = desk.now();
    let all = desk.profile().role == Role::PartnerAdministrator;
    let me = (!all).then(|| &desk.profile().person);
    let tallies = tallies::tallies(read, &scope, me, now).await?;
    if tallies.is_empty() {
        let help = text::deals::none_yet(session::surroundings().protection.days());
        return Ok(seller(
            all,
            view! { <EmptyState icon="handshake" title=text::deals::none() text=help/> }.erase(),
        ));
    }
    let asked = deals::asked(read, &scope, me, now).await?;
    let decided = deals::decided(read, &scope, me, now, now.plus_days(-NEWS_DAYS)).await?;
    let ending = deals::ending(read, &scope, me, now, now.plus_days(ENDING_DAYS)).await?;
    let months = match all {
        true => Some(per_month(&tallies::months(read, &scope, first_month(now)).await?, now)),
        false => None,
    };
    // The list has all deals of the organisation: it is behind its own figures only.
    let listed = move |state: &str| if all { format!("/deals?state={state}") } else { String::new() };
    let ends = match ending.len() as i64 {
        0 => text::home::no_ending().to_owned(),
        ends => text::home::ending_count(ends),
    };
    let states = State::ALL
        .iter()
        .map(|state| (words::deal_state(*state).to_owned(), count(&tallies, |one| one == *state)));
    let states = states.filter(|(_, deals)| *deals > 0).collect();
    let waiting = count(&tallies, State::waits).to_string();
    let won = worth(&tallies, |one| one == State::Won).map(text::home::won_worth).unwrap_or_default();
    let protected = count(&tallies, State::protects).to_string();
    let mut worths = worths(&tallies, State::protects).into_iter();
    let protected_worth = worths.next().unwrap_or_else(|| "0".to_owned());
    let other_worths = worths.collect::<Vec<_>>().join(" · ");
    let own = promises::within(read, &scope, now).await?;
    let promises = promises_card(Whose::Own(own), promises::of_all(read, now).await?);
    let won_count = count(&tallies, |one| one == State::Won).to_string();
    Ok(seller(
        all,
        view! {
            <Figures>
                <Figure label=text::deals::waiting() value=waiting href=listed("waiting")/>
                <Figure
                    label=text::deals::protected()
                    value=protected
                    hint=ends
                    href=listed("approved")
                />
                <Figure label=text::home::protected_worth() value=protected_worth hint=other_worths/>
                <Figure
                    label=text::deals::won()
                    value=won_count
                    hint=won
                    href=listed("won")
                />
            </Figures>
            {(!asked.is_empty()).then(|| lines(text::deals::answer_needed(), "", asked, now))}
            <div class="card-pair">
                {lines(text::deals::ends_soon(), text::deals::nothing_ends(), ending, now)}
                {lines(text::deals::decided_lately(), text::deals::nothing_decided(), decided, now)}
                <Card title=text::home::by_state()>{bars(text::home::by_state(), states)}</Card>
                {months}
            </div>
            {promises}
        }
        .erase(),
    ))
}

fn seller(all: bool, within: AnyView) -> AnyView {
    let title = if all { text::home::organisation_deals() } else { text::home::own_deals() };
    let action = move || {
        view! {
            <span class="section-actions">
                {(!all).then(|| view! { <a href="/deals">{text::home::all_deals()}</a> }.erase())}
                <ButtonLink href="/deals/new" kind=ButtonKind::Primary icon="plus">{text::deals::register()}</ButtonLink>
            </span>
        }
        .erase()
    };
    view! { <Section title action>{within}</Section> }.erase()
}

/// What waits for the vendor, how long, and how decisions come.
pub(crate) async fn deciders_home(desk: &Desk, read: &mut Read) -> Result<AnyView, ApiError> {
    let scope = desk.actor.scope(Subject::Deals);
    let now = desk.now();
    let tallies = tallies::tallies(read, &scope, None, now).await?;
    let ages = deals::ages(read, &scope, now).await?;
    let happened = tallies::months(read, &scope, first_month(now)).await?;
    let queue = deals::queue(read, &scope, now, QUEUE_LINES).await?;
    let since = Month::of(now).earlier(RATED_MONTHS - 1);
    let rated: Vec<_> = happened.iter().filter(|(month, ..)| *month >= since).copied().collect();
    let queue = if queue.is_empty() {
        view! { <EmptyState icon="inbox" title=text::deals::queue_empty() text=text::deals::queue_empty_help()/> }
            .erase()
    } else {
        table(queue, now, true)
    };
    let own = promises::within(read, &scope, now).await?;
    let promises = match scope {
        Scope::All => promises_card(Whose::Nobody, own),
        _ => promises_card(Whose::Assigned(own), promises::of_all(read, now).await?),
    };
    let inbox = super::has_inbox(desk.profile());
    let ways = move || {
        let inbox = inbox.then(|| {
            view! { <ButtonLink href="/deals/inbox" kind=ButtonKind::Primary icon="inbox">{text::inbox::one_by_one()}</ButtonLink> }.erase()
        });
        view! { <span class="section-actions"><a href="/deals/queue">{text::deals::to_queue()}</a> {inbox}</span> }.erase()
    };
    Ok(view! {
        <Section title=text::deals::queue() action=ways>
            {queue_figures(&tallies, ages, HitRate::of(&rated), now)}
            {queue}
        </Section>
        {promises}
        <div class="section">{per_month(&happened, now)}</div>
    }
    .erase())
}

fn queue_figures(tallies: &[Tally], ages: Ages, rate: HitRate, now: Instant) -> AnyView {
    let waiting = count(tallies, State::waits);
    // Ages are told of the front of a very long queue.
    let front = if waiting > ages.waiting { text::home::of_first(ages.waiting) } else { String::new() };
    let oldest = ages.oldest_at.map(|at| text::home::oldest(now.since(at) / 86_400_000)).unwrap_or_default();
    let percent = rate.percent().map_or_else(|| "–".to_owned(), text::home::percent);
    let of = match rate.decided {
        0 => text::home::no_decision().to_owned(),
        decided => text::home::hit_rate_of(decided),
    };
    let protected_worth = worth(tallies, State::protects).map(text::home::won_worth).unwrap_or_default();
    let protected = language().number(count(tallies, State::protects));
    view! {
        <Figures>
            <Figure label=text::deals::waiting() value=language().number(waiting) hint=oldest href="/deals/queue"/>
            <Figure label=text::home::overdue() value=language().number(ages.overdue) hint=front.clone()/>
            <Figure label=text::home::within_a_day() value=language().number(ages.today) hint=front/>
            <Figure label=text::home::hit_rate() value=percent hint=of/>
            <Figure
                label=text::deals::protected()
                value=protected
                hint=protected_worth
                href="/deals?state=approved"
            />
        </Figures>
    }
    .erase()
}

fn first_month(now: Instant) -> Month {
    Month::of(now).earlier(MONTHS - 1)
}

/// What was registered, approved and rejected, month by month until this one.
fn per_month(happened: &[(Month, Happened, i64)], now: Instant) -> AnyView {
    let months: Vec<Month> = (0..MONTHS).rev().map(|ago| Month::of(now).earlier(ago)).collect();
    let labels: Vec<(String, String)> = months
        .iter()
        .map(|month| {
            let (short, long) = language().month(month.first_day());
            (short.to_owned(), long)
        })
        .collect();
    let series = |name, event| Series {
        name,
        values: months
            .iter()
            .map(|wanted| {
                let of_month = happened.iter().filter(|(month, what, _)| month == wanted && *what == event);
                of_month.map(|(.., deals)| deals).sum()
            })
            .collect(),
    };
    let series = [
        series(text::home::registered(), Happened::Registered),
        series(text::home::approved(), Happened::Approved),
        series(text::home::rejected(), Happened::Rejected),
    ];
    let chart = columns(text::home::per_month(), text::home::month(), &labels, &series);
    view! { <Card title=text::home::per_month()>{chart}</Card> }.erase()
}

fn count(tallies: &[Tally], of: impl Fn(State) -> bool) -> i64 {
    tallies.iter().filter(|one| of(one.state)).map(|one| one.deals).sum()
}

/// What the deals in these states are worth, one amount for each currency.
fn worths(tallies: &[Tally], of: impl Fn(State) -> bool) -> Vec<String> {
    let mut sums = BTreeMap::<&str, i64>::new();
    for one in tallies.iter().filter(|one| of(one.state)) {
        *sums.entry(&one.worth.currency).or_default() += one.worth.minor;
    }
    let sums = sums.into_iter().filter(|(_, minor)| *minor != 0);
    sums.map(|(currency, minor)| whole(&Money { minor, currency: currency.to_owned() })).collect()
}

/// The same on one line; none where nothing is worth anything.
fn worth(tallies: &[Tally], of: impl Fn(State) -> bool) -> Option<String> {
    let amounts = worths(tallies, of);
    (!amounts.is_empty()).then(|| amounts.join(" · "))
}

/// A sum without its minor units: `EUR 1,250,000`.
fn whole(money: &Money) -> String {
    format!("{}\u{a0}{}", money.currency, language().number(money.major()))
}

fn lines(title: &'static str, none: &'static str, rows: Vec<DealRow>, now: Instant) -> AnyView {
    let empty = rows.is_empty();
    let rows = rows
        .into_iter()
        .map(|line| {
            let words = format!("{} {}", words::deal_state(line.state), clock(line.state, line.decide_by_at, line.protected_until_at, now));
            view! { <li><a href=format!("/deals/{}", line.id)>{line.customer}</a> " " <span class="aside">{words}</span></li> }
        })
        .erase_all();
    view! {
        <Card title=title>
            {if empty {
                view! { <p>{none}</p> }.erase()
            } else {
                view! { <ul class="lines">{rows}</ul> }.erase()
            }}
        </Card>
    }
    .erase()
}
