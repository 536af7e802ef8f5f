//! Events that could not be worked off, with the way to try again.

use super::api::{DeadLetterLine, DeadLetters, ReviveEvent};
use super::mails::DeadMailList;
use crate::erase::{Erase, EraseAll};
use crate::forms::{SendForm, use_form};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{
    ButtonKind, Card, Cell, CellKind, DataTable, EmptyState, Head, Hidden, PageHeader, Row, SubmitButton,
};
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
        {if empty {
            view! { <EmptyState icon="circle-check" title=text::operate::none() text=text::operate::none_help()/> }.erase()
        } else {
            view! {
                <Card flush=true>
                    <DataTable
                        caption=text::operate::title()
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
        <DeadMailList/>
    }
    .erase()
}

fn row(letter: DeadLetterLine) -> AnyView {
    let state = use_form::<ReviveEvent>();
    let id = letter.id.to_string();
    view! {
        <Row>
            <Cell kind=CellKind::Lead>{letter.kind}</Cell>
            <Cell kind=CellKind::Short label=text::operate::at()>{words::at(letter.at)}</Cell>
            <Cell kind=CellKind::Number label=text::operate::attempts()>{letter.attempts}</Cell>
            <Cell label=text::operate::error()>{letter.error}</Cell>
            <Cell kind=CellKind::Action>
                <SendForm sending=state.sending()>
                    <Hidden name="id" value=id/>
                    <SubmitButton kind=ButtonKind::Secondary pending=state.pending()>{text::operate::again()}</SubmitButton>
                </SendForm>
            </Cell>
        </Row>
    }
    .erase()
}
