//! The queue of decisions, the most urgent first.

use super::api::DealQueue;
use crate::deals::api::DealList;
use crate::deals::list_page::table;
use crate::erase::Erase;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{EmptyState, PageHeader};
use leptos::prelude::*;

/// What waits for a decision.
#[component]
pub fn QueuePage() -> impl IntoView {
    let queue = record(|| DealQueue {});
    load(queue, page)
}

fn page(queue: DealList) -> AnyView {
    let count = queue.page.rows.len() as i64;
    view! {
        <PageTitle title=text::deals::queue()/>
        <PageHeader title=text::deals::queue() lead=text::deals::queue_count(count)/>
        {if count == 0 {
            view! { <EmptyState icon="inbox" title=text::deals::queue_empty() text=text::deals::queue_empty_help()/> }.erase()
        } else {
            table(queue.page.rows, queue.now, true)
        }}
    }
    .erase()
}
