//! Deals of others in which the reader's organisation takes part: no more of them than what was agreed on needs. The server
//! draws it whole.

use super::api::JointDeals;
use crate::drawing::Drawing;
use crate::erase::Erase;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::PageHeader;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    crate::deals::tone,
    crate::erase::EraseAll,
    crate::ui::{Badge, Card, Cell, CellKind, DataTable, EmptyState, Head, Money, Row},
    crate::words,
    domain::deals::split_locked_at,
    store::deals::split::JointRow,
};

/// What one takes part in.
#[component]
pub fn JointDealsPage() -> impl IntoView {
    load(record(|| JointDeals {}), page)
}

fn page(drawn: Drawing) -> AnyView {
    view! {
        <PageTitle title=text::split::joint()/>
        <PageHeader
            title=text::split::joint()
            lead=text::split::joint_lead()
            back=("/deals".to_owned(), text::deals::title().to_owned())
        />
        {drawn.shown("drawn")}
    }
    .erase()
}

#[cfg(feature = "ssr")]
pub(super) fn joint_table(rows: Vec<JointRow>) -> String {
    if rows.is_empty() {
        let empty =
            view! { <EmptyState icon="handshake" title=text::split::none() text=text::split::none_help()/> };
        return empty.erase().to_html();
    }
    let head = vec![
        Head::new(text::deals::customer()),
        Head::new(text::deals::state()),
        Head::new(text::split::registered_by()),
        Head::new(text::split::own_part()),
        Head::new(text::split::locks()),
        Head::number(text::deals::amount()),
    ];
    let rows = rows
        .into_iter()
        .map(|JointRow { line, role, share }| {
            let locks = line.submitted_at.map(|at| words::day(split_locked_at(at).day()));
            view! {
                <Row>
                    <Cell kind=CellKind::Lead>{line.customer}</Cell>
                    <Cell kind=CellKind::Status label=text::deals::state()>
                        <Badge tone=tone(line.state)>{words::deal_state(line.state)}</Badge>
                    </Cell>
                    <Cell label=text::split::registered_by()>{line.partner.1}</Cell>
                    <Cell label=text::split::own_part()>{text::split::part(words::part_role(role), share)}</Cell>
                    <Cell kind=CellKind::Short label=text::split::locks()>{locks}</Cell>
                    <Cell kind=CellKind::Number label=text::deals::amount()>
                        {line.amount.map(|money| view! { <Money amount=words::amount(&money) currency=money.currency/> }.erase())}
                    </Cell>
                </Row>
            }
        })
        .erase_all();
    view! { <Card flush=true><DataTable caption=text::split::joint() head>{rows}</DataTable></Card> }
        .erase()
        .to_html()
}
