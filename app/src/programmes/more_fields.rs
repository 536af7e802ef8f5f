//! Fields of a programme that stand in rows: files of evidence by kind, calendars by region.

use crate::erase::{Erase, EraseAll};
use crate::forms::FieldFaults;
use crate::texts::text::programmes;
use crate::ui::{Field, FormSection, TextArea, Width};
use crate::words;
use domain::deals::EvidenceKind;
use domain::partners::Region;
use domain::programmes::ProgrammeForm;
use leptos::prelude::*;

/// How many files of which kind.
pub(super) fn evidence_fields(faults: &FieldFaults, rules: &ProgrammeForm) -> AnyView {
    let fields = EvidenceKind::ALL
        .iter()
        .enumerate()
        .map(|(at, kind)| {
            view! {
                <Field
                    name=format!("evidence_kinds[{at}]")
                    label=words::evidence_kind(*kind)
                    inputmode="numeric"
                    width=Width::Short
                    value=rules.evidence_kinds.get(at).cloned().unwrap_or_default()
                    fault=faults.fault("evidence_kinds")
                />
            }
            .erase()
        })
        .erase_all();
    view! {
        <p class="help">{programmes::evidence_kinds_help()}</p>
        <div class="field-grid">{fields}</div>
    }
    .erase()
}

/// Other working days where a partner sells.
pub(super) fn region_fields(faults: &FieldFaults, rules: &ProgrammeForm) -> AnyView {
    let fields = Region::ALL
        .iter()
        .enumerate()
        .map(|(at, region)| {
            let region = words::region(*region);
            let (zone, days) = (format!("region_zones[{at}]"), format!("region_holidays[{at}]"));
            view! {
                <Field
                    name=zone.clone()
                    label=programmes::region_zone(&region)
                    width=Width::Medium
                    value=rules.region_zones.get(at).cloned().unwrap_or_default()
                    fault=faults.named(zone)
                />
                <TextArea
                    name=days.clone()
                    label=programmes::region_holidays(&region)
                    value=rules.region_holidays.get(at).cloned().unwrap_or_default()
                    rows=2
                    fault=faults.named(days)
                />
            }
            .erase()
        })
        .erase_all();
    let open = has_calendars(rules);
    view! {
        <FormSection title=programmes::region_calendars() lead=programmes::region_calendars_lead()>
            <details class="share-form" open=open>
                <summary class="button">{programmes::region_calendars_open()}</summary>
                {fields}
            </details>
        </FormSection>
    }
    .erase()
}

fn has_calendars(rules: &ProgrammeForm) -> bool {
    rules.region_zones.iter().chain(&rules.region_holidays).any(|typed| !typed.trim().is_empty())
}
