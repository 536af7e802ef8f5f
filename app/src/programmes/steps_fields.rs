//! The steps of an approval in the form of a programme: those there are, and places for more. All of them are there without
//! scripts; what is folded up is empty.

use crate::erase::{Erase, EraseAll};
use crate::forms::FieldFaults;
use crate::texts::text::{self, programmes};
use crate::ui::{Checkbox, CheckboxGroup, Field, FormSection, Select, Width};
use crate::words;
use domain::deals::AMOUNTS;
use domain::id::{FamilyId, PersonId};
use domain::partners::Region;
use domain::programmes::{DecidedBy, Meaning, NAME_MOST, ProgrammeForm, STEPS_MOST, StepTyped};
use leptos::prelude::*;

/// Values with what they are called.
type Choices = [(String, String)];

/// All steps, and whether one person may decide several of them.
pub(super) fn steps_fields(
    faults: &FieldFaults,
    rules: &ProgrammeForm,
    families: &[(FamilyId, String)],
    deciders: &[(PersonId, String)],
) -> AnyView {
    let families: Vec<_> = families.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
    let deciders: Vec<_> = deciders.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
    let steps = (0..STEPS_MOST.max(rules.steps.len()))
        .map(|at| {
            let step = rules.steps.get(at).cloned().unwrap_or_else(|| StepTyped::empty(at + 1));
            one(at, step, faults, (&families, &deciders))
        })
        .erase_all();
    let same_person = rules.same_person == "true";
    view! {
        <FormSection title=programmes::steps() lead=programmes::steps_lead()>
            {steps}
            <Checkbox
                name="same_person"
                label=programmes::same_person()
                help=programmes::same_person_help()
                checked=same_person
            />
        </FormSection>
    }
    .erase()
}

fn one(
    at: usize,
    step: StepTyped,
    faults: &FieldFaults,
    (families, deciders): (&Choices, &Choices),
) -> AnyView {
    let is_step = !step.name.trim().is_empty();
    let summary = match is_step {
        true => programmes::step_named(at + 1, &step.name),
        false => programmes::step_number(at + 1),
    };
    view! {
        <details class="share-form" open=is_step>
            <summary class="button">{summary}</summary>
            {what(at, &step, faults)}
            {who(at, &step, faults, deciders)}
            {when(at, step, faults, families)}
        </details>
    }
    .erase()
}

fn named(at: usize, part: &str) -> String {
    format!("steps[{at}][{part}]")
}

fn what(at: usize, step: &StepTyped, faults: &FieldFaults) -> AnyView {
    let fault = |part: &str| faults.named(named(at, part));
    let meanings =
        Meaning::ALL.iter().map(|one| (one.to_string(), words::meaning(*one).to_owned())).collect();
    view! {
        <Field
            name=named(at, "name")
            label=programmes::step_name()
            help=programmes::step_name_help()
            value=step.name.clone()
            maxlength=NAME_MOST
            fault=fault("name")
        />
        <Field
            name=named(at, "public_name")
            label=programmes::public_name()
            help=programmes::public_name_help()
            value=step.public_name.clone()
            maxlength=NAME_MOST
            fault=fault("public_name")
        />
        <Select
            name=named(at, "meaning")
            label=programmes::meaning()
            options=meanings
            value=step.meaning.clone()
            fault=fault("meaning")
        />
        <Field
            name=named(at, "turn")
            label=programmes::turn()
            help=programmes::turn_help()
            inputmode="numeric"
            width=Width::Short
            value=step.turn.clone()
            fault=fault("turn")
        />
    }
    .erase()
}

fn who(at: usize, step: &StepTyped, faults: &FieldFaults, deciders: &Choices) -> AnyView {
    let ways =
        DecidedBy::ALL.iter().map(|one| (one.to_string(), words::decided_by(*one).to_owned())).collect();
    view! {
        <Select
            name=named(at, "decided_by")
            label=programmes::decided_by()
            help=programmes::decided_by_help()
            options=ways
            value=step.decided_by.clone()
            fault=faults.named(named(at, "decided_by"))
        />
        <CheckboxGroup
            name=format!("{}[]", named(at, "people"))
            legend=programmes::step_people()
            help=programmes::step_people_help()
            options=deciders.to_vec()
            checked=step.people.clone()
            fault=faults.named(named(at, "people"))
        />
    }
    .erase()
}

fn when(at: usize, step: StepTyped, faults: &FieldFaults, families: &Choices) -> AnyView {
    let currencies = AMOUNTS.iter().map(|code| ((*code).to_owned(), (*code).to_owned())).collect();
    let regions = Region::ALL.iter().map(|one| (one.to_string(), words::region(*one))).collect();
    view! {
        <Field
            name=named(at, "from")
            label=programmes::step_from()
            help=programmes::step_from_help()
            inputmode="decimal"
            width=Width::Medium
            value=step.from
            fault=faults.named(named(at, "from"))
        />
        <Select name=named(at, "currency") label=text::deals::currency() options=currencies value=step.currency/>
        <CheckboxGroup
            name=format!("{}[]", named(at, "regions"))
            legend=programmes::step_regions()
            options=regions
            checked=step.regions
            fault=faults.named(named(at, "regions"))
        />
        <CheckboxGroup
            name=format!("{}[]", named(at, "families"))
            legend=programmes::step_families()
            options=families.to_vec()
            checked=step.families
            fault=faults.named(named(at, "families"))
        />
    }
    .erase()
}
