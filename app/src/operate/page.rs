//! Whether the portal is well, and events that could not be worked off, with the ways to try again and to let go.

use super::api::{DeadLetterLine, DeadLetters, LetEventGo, ReviveEvent};
use super::condition::ConditionOfPortal;
use super::fates;
use super::mails::DeadMailList;
use crate::erase::{Erase, EraseAll};
use crate::forms::use_form;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{Card, Cell, CellKind, DataTable, EmptyState, Head, PageHeader, Row, Section};
use crate::words;
use leptos::prelude::*;

/// The page for administrators.
#[component]
pub fn OperatePage() -> impl IntoView {
    let letters = record(|| DeadLetters {});
    load(letters, page)
}

fn page(letters: Vec<DeadLetterLine>) -> AnyView {
    let empty = letters.is_empty();
    let rows = letters.into_iter().map(row).erase_all();
    view! {
        <PageTitle title=text::operate::title()/>
        <PageHeader title=text::operate::title() lead=text::operate::lead()/>
        <ConditionOfPortal/>
        <Section title=text::operate::given_up()>
        {if empty {
            view! { <EmptyState icon="circle-check" title=text::operate::none() text=text::operate::none_help()/> }.erase()
        } else {
            view! {
                <Card flush=true>
                    <DataTable
                        caption=text::operate::given_up()
                        head=vec![
                            Head::new(text::operate::event()),
                            Head::new(text::operate::at()),
                            Head::number(text::operate::attempts()),
                            Head::new(text::operate::error()),
                            Head::hidden(text::operate::again()),
                        ]
                    >
                        {rows}
                    </DataTable>
                </Card>
            }
                .erase()
        }}
        </Section>
        <DeadMailList/>
    }
    .erase()
}

fn row(letter: DeadLetterLine) -> AnyView {
    let fates = fates(letter.id.as_str(), &use_form::<ReviveEvent>(), &use_form::<LetEventGo>());
    let said = format!("{} {}", letter.id, letter.payload);
    view! {
        <Row>
            <Cell kind=CellKind::Lead>{letter.kind}</Cell>
            <Cell kind=CellKind::Short label=text::operate::at()>{words::at(letter.at)}</Cell>
            <Cell kind=CellKind::Number label=text::operate::attempts()>{letter.attempts}</Cell>
            <Cell label=text::operate::error()>
                {letter.error}
                <details>
                    <summary>{text::operate::look()}</summary>
                    <code dir="ltr">{said}</code>
                </details>
            </Cell>
            <Cell kind=CellKind::Action>{fates}</Cell>
        </Row>
    }
    .erase()
}
