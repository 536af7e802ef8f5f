//! Product families: what deals are registered for.

use super::api::{ListFamilies, SaveFamily};
use crate::erase::{Erase, EraseAll};
use crate::forms::{SendForm, use_form};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{
    Badge, ButtonKind, Card, Cell, CellKind, DataTable, EmptyState, ErrorSummary, Field, FormFoot, Head,
    Hidden, PageHeader, Row, SubmitButton, Tone,
};
use domain::accounts::{FAMILY_MOST, Family, FamilyForm};
use leptos::prelude::*;

/// Families.
#[component]
pub fn FamiliesPage() -> impl IntoView {
    let families = record(|| ListFamilies {});
    load(families, page)
}

fn page(families: Vec<Family>) -> AnyView {
    let new = use_form::<SaveFamily>();
    let form: FamilyForm = new.values(FamilyForm::default());
    let empty = families.is_empty();
    let rows = families.into_iter().map(row).erase_all();
    view! {
        <PageTitle title=text::accounts::families()/>
        <PageHeader
            title=text::accounts::families()
            lead=text::accounts::families_lead()
            back=("/accounts".to_owned(), text::accounts::title().to_owned())
        />
        {if empty {
            view! { <EmptyState icon="layout-grid" title=text::accounts::no_families() text=text::accounts::no_families_help()/> }.erase()
        } else {
            view! {
                <Card flush=true>
                    <DataTable
                        caption=text::accounts::families()
                        head=vec![
                            Head::new(text::accounts::family()),
                            Head::new(text::accounts::state()),
                            Head::hidden(text::accounts::change()),
                        ]
                    >
                        {rows}
                    </DataTable>
                </Card>
            }
                .erase()
        }}
        <Card title=text::accounts::new_family()>
            <SendForm sending=new.sending() class="form">
                <ErrorSummary title=text::errors::summary() faults=new.faults()/>
                <Field name="name" label=text::accounts::family() value=form.name maxlength=FAMILY_MOST required=true fault=new.fault("name")/>
                <FormFoot>
                    <SubmitButton pending=new.pending()>{text::accounts::add_family()}</SubmitButton>
                </FormFoot>
            </SendForm>
        </Card>
    }
    .erase()
}

fn row(family: Family) -> AnyView {
    let state = use_form::<SaveFamily>();
    let (tone, words) = if family.active {
        (Tone::Positive, text::accounts::active())
    } else {
        (Tone::Neutral, text::accounts::inactive())
    };
    let change = if family.active { text::accounts::retire() } else { text::accounts::revive() };
    let name = family.name.clone();
    view! {
        <Row>
            <Cell kind=CellKind::Lead>{name}</Cell>
            <Cell kind=CellKind::Status label=text::accounts::state()><Badge tone>{words}</Badge></Cell>
            <Cell kind=CellKind::Action>
                <SendForm sending=state.sending()>
                    <Hidden name="id" value=family.id.to_string()/>
                    <Hidden name="version" value=family.version.to_string()/>
                    <Hidden name="name" value=family.name/>
                    <Hidden name="active" value=(!family.active).to_string()/>
                    <SubmitButton kind=ButtonKind::Quiet pending=state.pending()>{change}</SubmitButton>
                </SendForm>
            </Cell>
        </Row>
    }
    .erase()
}
