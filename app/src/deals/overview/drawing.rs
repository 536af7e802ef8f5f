//! A month drawn: as a table of weeks where there is room, as a list of days where there is not.

use crate::erase::{Erase, EraseAll};
use crate::texts::{language, text};
use crate::ui::{Card, EmptyState, Icon, Tone};
use domain::deals::Month;
use domain::deals::calendar::Occasion;
use domain::time::Day;
use leptos::prelude::*;
use std::collections::BTreeMap;
use store::deals::calendar::Line;

/// What a day of the table shows before the rest is folded up.
const A_DAY: usize = 4;

fn told(occasion: Occasion) -> (&'static str, Tone, &'static str) {
    match occasion {
        Occasion::AnswerDue => (text::calendar::answer_due(), Tone::Caution, "clock"),
        Occasion::ProtectionEnds => (text::calendar::protection_ends(), Tone::Negative, "shield-check"),
        Occasion::CloseExpected => (text::calendar::close_expected(), Tone::Info, "handshake"),
    }
}

/// A month with what it brings; `cut` says how many of a sort are shown where there are more.
pub(super) fn month(month: Month, lines: Vec<Line>, cut: Option<i64>, today: Day, partner: bool) -> AnyView {
    if lines.is_empty() {
        let help = if partner { text::calendar::none_partner() } else { text::calendar::none_staff() };
        return view! { <EmptyState icon="calendar" title=text::calendar::none() text=help/> }.erase();
    }
    let mut days = BTreeMap::<Day, Vec<Line>>::new();
    for line in lines {
        days.entry(line.day).or_default().push(line);
    }
    let legend = Occasion::ALL
        .into_iter()
        .filter(|occasion| occasion.is_for(partner))
        .map(|occasion| {
            let (word, tone, icon) = told(occasion);
            view! { <li class="occasion" data-tone=tone.name()><Icon name=icon/>{word}</li> }
        })
        .erase_all();
    let cut = cut.map(|most| view! { <p class="section-lead">{text::calendar::cut(most)}</p> }.erase());
    view! {
        <ul class="calendar-legend">{legend}</ul>
        {cut}
        {table(month, &days, today, partner)}
        {agenda(&days, partner)}
    }
    .erase()
}

fn table(month: Month, days: &BTreeMap<Day, Vec<Line>>, today: Day, partner: bool) -> AnyView {
    let heads =
        language().weekdays().into_iter().map(|name| view! { <th scope="col">{name}</th> }).erase_all();
    let weeks = month
        .weeks()
        .into_iter()
        .map(|week| {
            let cells = week.into_iter().map(|day| cell(day, days, today, partner)).collect::<Vec<_>>();
            view! { <tr>{cells}</tr> }
        })
        .erase_all();
    let (_, title) = language().month(month.first_day());
    view! {
        <table class="calendar">
            <caption class="visually-hidden">{text::calendar::title_of(title)}</caption>
            <thead><tr>{heads}</tr></thead>
            <tbody>{weeks}</tbody>
        </table>
    }
    .erase()
}

fn cell(day: Option<Day>, days: &BTreeMap<Day, Vec<Line>>, today: Day, partner: bool) -> AnyView {
    let Some(day) = day else { return view! { <td class="calendar-other"></td> }.erase() };
    let lines = days.get(&day).map(Vec::as_slice).unwrap_or_default();
    let (first, rest) = lines.split_at(lines.len().min(A_DAY));
    let rest = (!rest.is_empty()).then(|| {
        view! {
            <details class="calendar-more">
                <summary>{text::calendar::more(rest.len() as i64)}</summary>
                {items(rest, partner)}
            </details>
        }
        .erase()
    });
    let current = (day == today).then_some("date");
    let (_, _, number) = day.parts();
    view! {
        <td aria-current=current>
            <time class="calendar-day" datetime=day.to_string()>{number.to_string()}</time>
            {(!first.is_empty()).then(|| items(first, partner))}
            {rest}
        </td>
    }
    .erase()
}

fn agenda(days: &BTreeMap<Day, Vec<Line>>, partner: bool) -> AnyView {
    let days = days
        .iter()
        .map(|(day, lines)| {
            let (title, items) = (crate::words::day(*day), items(lines, partner));
            view! { <Card title>{items}</Card> }.erase()
        })
        .collect::<Vec<_>>();
    view! { <div class="agenda">{days}</div> }.erase()
}

fn items(lines: &[Line], partner: bool) -> AnyView {
    let items = lines
        .iter()
        .map(|line| {
            let (word, tone, icon) = told(line.occasion);
            let whose = (!partner).then(|| {
                let whose = line.partner.clone();
                view! { <bdi class="occasion-whose">{whose}</bdi> }.erase()
            });
            view! {
                <li>
                    <a class="occasion" data-tone=tone.name() href=format!("/deals/{}", line.id)>
                        <Icon name=icon/>
                        <span class="visually-hidden">{word} ": "</span>
                        <span class="occasion-name" dir="auto">{line.customer.clone()}</span>
                        {whose}
                    </a>
                </li>
            }
        })
        .erase_all();
    view! { <ul class="occasions">{items}</ul> }.erase()
}
