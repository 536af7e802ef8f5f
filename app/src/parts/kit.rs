//! What most parts are made of, in the module that everybody has.
//!
//! The split tool makes a file of its own for each set of parts that needs the same function; left to itself it cuts
//! forms into some fifty files of a few hundred bytes, which weigh twice what they do together and are fifty requests.
//! The home page names [`kit`], so that all of it is there from the start.

use crate::erase::Erase;
use crate::forms::{FormState, SavedNotice, SendForm};
use crate::ui::{
    Badge, Button, Card, Cell, CellKind, Checkbox, CheckboxGroup, DataTable, ErrorSummary, Fact, Facts,
    Field, FileField, FormFoot, FormSection, Head, Hidden, Notice, PageHeader, RadioGroup, Row, Section,
    Select, SubmitButton, TextArea,
};
use leptos::prelude::*;

/// One of everything. Never shown: it is there to be reached.
#[inline(never)]
pub(super) fn kit() -> AnyView {
    let (state, within) = (FormState::of(""), FormState::of(""));
    let params = leptos_router::hooks::use_params_map();
    let when = domain::time::Instant::from_millis(0);
    let nothing = || String::new();
    let heard = Callback::new(|_: String| ());
    view! {
        <PageHeader title=nothing() back=(nothing(), nothing()) status=move || { view! { <Badge>""</Badge> }.erase() }/>
        <SavedNotice title=nothing()/>
        <SendForm sending=state.sending() class="form" novalidate=true>
            <ErrorSummary title=nothing() faults=state.faults()/>
            <Hidden name="" value=nothing()/>
            <FormSection title=nothing()>
                <Field name="" label=nothing() help=nothing() fault=within.fault("") on_input=heard/>
                <TextArea name="" label=nothing() help=nothing() fault=within.fault("") on_input=heard/>
                <Select name="" label=nothing() options=Vec::new() fault=within.fault("") on_change=heard/>
                <Checkbox name="" label=nothing() fault=within.fault("")/>
                <CheckboxGroup name="" legend=nothing() options=Vec::new() fault=within.fault("")/>
                <RadioGroup name="" legend=nothing() options=Vec::new() fault=within.fault("")/>
                <FileField name="" label=nothing() prompt=nothing() fault=within.fault("")/>
            </FormSection>
            <FormFoot note=nothing()>
                <SubmitButton pending=state.pending()>""</SubmitButton>
                <Button icon="">""</Button>
            </FormFoot>
        </SendForm>
        <Notice title=nothing()>""</Notice>
        <aside class=""><ol class=""><li class=""><h3 class="">{params.with(|p| p.get("").unwrap_or_default())}</h3></li></ol></aside>
        <p>{[""].join(&crate::words::at(when))}</p>
        <Card title=nothing()><Facts><Fact label=nothing()>""</Fact></Facts></Card>
        <Section title=nothing()>
            <DataTable caption=nothing() head=vec![Head::new(nothing())]>
                <Row><Cell kind=CellKind::Lead href=nothing()>""</Cell></Row>
            </DataTable>
        </Section>
    }
    .erase()
}
