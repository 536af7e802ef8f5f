//! The calendar: a month of occasions as a table, on a phone as a list of its days. The server draws it whole.

use super::api::{Calendar, ShowCalendar};
use crate::erase::Erase;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{ButtonLink, PageHeader};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// A month of deals.
#[component]
pub fn CalendarPage() -> impl IntoView {
    let query = use_query_map();
    load(record(move || ShowCalendar { month: query.with(|q| q.get("month")) }), page)
}

fn page(shown: Calendar) -> AnyView {
    let Calendar { title, earlier, later, days } = shown;
    let to = |month: String| format!("/deals/calendar?month={month}");
    view! {
        <PageTitle title=title.clone()/>
        <PageHeader title=title back=("/deals".to_owned(), text::deals::title().to_owned())>
            <ButtonLink href=to(earlier) icon="chevron-left">{text::calendar::earlier()}</ButtonLink>
            <ButtonLink href="/deals/calendar">{text::calendar::now()}</ButtonLink>
            <ButtonLink href=to(later) icon="chevron-right">{text::calendar::later()}</ButtonLink>
        </PageHeader>
        {days.shown("")}
    }
    .erase()
}
