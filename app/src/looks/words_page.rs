//! Own words for the programme's terms, one language at a time.

use super::api::{ChangeWords, LookNow};
use crate::erase::{Erase, EraseAll};
use crate::forms::use_form;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::{language, text};
use crate::ui::{ErrorSummary, Field, FormFoot, FormSection, Hidden, PageHeader, SubmitButton};
use crate::words;
use domain::language::Language;
use domain::looks::{Look, TERM_MOST, Term, TermKind, WordsForm};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page.
#[component]
pub fn WordsPage() -> impl IntoView {
    load(record(|| LookNow {}), page)
}

fn page(look: Look) -> AnyView {
    let asked = use_query_map().with(|query| query.get("language"));
    let shown = asked.and_then(|tag| tag.parse().ok()).unwrap_or_else(language);
    let state = use_form::<ChangeWords>();
    let form: WordsForm = state.values(as_form(&look, shown));
    let choice = |one: &Language| {
        let (href, chosen) = (format!("/look/words?language={one}"), *one == shown);
        view! {
            <a class="language" href=href rel="external" lang=one.as_str() aria-current=chosen.then_some("page")>
                {one.own_name()}
            </a>
        }
    };
    let typed = form.words;
    let field = |n: usize, term: Term| {
        let value = typed.get(n).cloned().unwrap_or_default();
        view! { <Field name=format!("words[{n}]") label=words::called(term) value maxlength=TERM_MOST/> }
    };
    let section = |(kind, title): (TermKind, &'static str)| {
        let terms = Term::ALL.iter().copied().enumerate().filter(|(_, term)| term.kind() == kind);
        let fields = terms.map(|(n, term)| field(n, term)).erase_all();
        view! { <FormSection title><div class="own-words">{fields}</div></FormSection> }
    };
    let sections = [
        (TermKind::Tier, text::looks::tiers()),
        (TermKind::Type, text::looks::types()),
        (TermKind::Region, text::looks::regions()),
        (TermKind::Part, text::looks::parts()),
    ];
    let fields = sections.map(section).into_iter().erase_all();
    view! {
        <PageTitle title=text::looks::words()/>
        <PageHeader
            title=text::looks::words()
            lead=text::looks::words_lead()
            back=("/look".to_owned(), text::looks::title().to_owned())
        />
        <nav class="languages" aria-label=text::frame::language()>{Language::ALL.iter().map(choice).erase_all()}</nav>
        <form method="post" action="/api/looks/words" class="form">
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="version" value=form.version/>
            <Hidden name="language" value=shown.as_str()/>
            {fields}
            <FormFoot>
                <SubmitButton>{text::looks::save()}</SubmitButton>
            </FormFoot>
        </form>
    }
    .erase()
}

fn as_form(look: &Look, language: Language) -> WordsForm {
    let own = look.words_in(language);
    let said = |term: &Term| own.iter().find(|(own, _)| own == term).map(|(_, words)| words.clone());
    WordsForm {
        version: look.version.to_string(),
        language: language.to_string(),
        words: Term::ALL.iter().map(|term| said(term).unwrap_or_default()).collect(),
    }
}
