//! What is wrong with a copy, in words: what it is, and what helps.

use crate::erase::{Erase, EraseAll};
use crate::texts::text;
use domain::assets::{Finding, Problem, ZoneKind};
use leptos::prelude::*;

/// One finding in words.
fn words(what: &Problem) -> String {
    let tenths = |tenths: &u32| format!("{}.{}", tenths / 10, tenths % 10);
    match what {
        Problem::FewPixels { has, wants } => text::rules::few_pixels(has, wants),
        Problem::SmallLogo => text::rules::small_logo().to_owned(),
        Problem::LogoContrast { tenths: is } => text::rules::logo_contrast(tenths(is)),
        Problem::RestlessGround => text::rules::restless_ground().to_owned(),
        Problem::NoClearSpace => text::rules::no_clear_space().to_owned(),
        Problem::TextContrast { tenths: is } => text::rules::text_contrast(tenths(is)),
        Problem::Missing { kind: ZoneKind::Logo } => text::rules::missing_logo().to_owned(),
        Problem::Missing { .. } => text::rules::missing_contact().to_owned(),
    }
}

/// Findings as a list, each once.
pub fn findings_list(findings: &[Finding]) -> AnyView {
    let mut told: Vec<String> = Vec::new();
    for finding in findings {
        let line = text::rules::at(finding.page + 1, words(&finding.what));
        if !told.contains(&line) {
            told.push(line);
        }
    }
    let lines = told.into_iter().map(|line| view! { <li>{line}</li> }).erase_all();
    view! { <ul class="lines">{lines}</ul> }.erase()
}
