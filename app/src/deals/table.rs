//! Deals as a table on the home page; the lists of deals are [`crate::lists`].

use super::{clock, tone};
use crate::erase::{Erase, EraseAll};
use crate::texts::text;
use crate::ui::{Badge, Card, Cell, CellKind, DataTable, Head, Money, Row};
use crate::words;
use domain::time::Instant;
use leptos::prelude::*;
use store::deals::DealRow;

/// Deals that were submitted, as a table.
pub(crate) fn table(rows: Vec<DealRow>, now: Instant, with_partner: bool) -> AnyView {
    let mut head = vec![Head::new(text::deals::customer()), Head::new(text::deals::state())];
    if with_partner {
        head.push(Head::new(text::deals::partner()));
    }
    head.extend([
        Head::new(text::deals::number()),
        Head::new(text::deals::clock()),
        Head::number(text::deals::amount()),
    ]);
    let rows = rows
        .into_iter()
        .map(|line| {
            let clock = clock(line.state, line.decide_by_at, line.protected_until_at, now);
            let href = format!("/deals/{}", line.id);
            view! {
                <Row>
                    <Cell kind=CellKind::Lead href>{line.customer}</Cell>
                    <Cell kind=CellKind::Status label=text::deals::state()>
                        <Badge tone=tone(line.state)>{words::deal_state(line.state)}</Badge>
                    </Cell>
                    {with_partner.then(|| view! { <Cell label=text::deals::partner()>{line.partner.1}</Cell> }.erase())}
                    <Cell kind=CellKind::Short label=text::deals::number()>{line.number}</Cell>
                    <Cell kind=CellKind::Short label=text::deals::clock()>{(!clock.is_empty()).then_some(clock)}</Cell>
                    <Cell kind=CellKind::Number label=text::deals::amount()>
                        {line.amount.map(|money| view! { <Money amount=words::amount(&money) currency=money.currency/> }.erase())}
                    </Cell>
                </Row>
            }
        })
        .erase_all();
    view! {
        <Card flush=true>
            <DataTable caption=text::deals::title() head>{rows}</DataTable>
        </Card>
    }
    .erase()
}
