//! The inbox of approvers: what waits in the order of the decision clock, and the case beside it. After a decision the next
//! case is there; nothing of it needs a mouse, and nothing of it needs scripts.

mod api;
mod case;
mod keys;
mod list;

pub use api::GATES;

use super::SEVERAL_GATES;
use crate::erase::Erase;
use crate::loading::{PageTitle, announce, load};
use crate::renewal::record;
use crate::session;
use crate::texts::text;
use crate::ui::{ButtonLink, EmptyState, PageHeader};
use api::{Inbox, ShowInbox};
use domain::id::DealId;
use leptos::either::Either;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use std::sync::{Arc, Mutex, PoisonError};

/// The inbox.
#[component]
pub fn InboxPage() -> impl IntoView {
    let query = use_query_map();
    let asked = move || ShowInbox {
        case: query.with(|q| q.get("case")),
        accounts: query.with(|q| q.get("accounts")),
        of: query.with(|q| q.get("of")),
    };
    let turns = Turns::default();
    keys::listen();
    view! {
        <PageTitle title=text::inbox::title()/>
        {load(
            record(asked),
            move |inbox| page(inbox, query.with_untracked(|q| q.get("accounts").unwrap_or_default()), &turns),
        )}
    }
    .erase()
}

fn page(inbox: Inbox, accounts: String, turns: &Turns) -> AnyView {
    let Inbox { waiting, count, cut, said, chosen, case } = inbox;
    let (turned, moved) = turns.to(case.as_ref().map(|case| &case.deal.id));
    if moved {
        if let Some(said) = &said {
            announce(said);
        }
        keys::go_to_case();
    }
    let done = said.map(case::said);
    let who = session::profile();
    let decides = SEVERAL_GATES.iter().all(|(_, gate)| gate.opens(who.as_ref()));
    let several = decides.then(|| {
        view! { <ButtonLink href="/deals/several" icon="check">{text::several::title()}</ButtonLink> }.erase()
    });
    let header = view! {
        <PageHeader title=text::inbox::title() lead=count>
            {keys::help()}
            {several}
            <ButtonLink href="/deals/queue" icon="list">{text::inbox::as_list()}</ButtonLink>
        </PageHeader>
    }
    .erase();
    let Some(case) = case else {
        return view! {
            {header}
            {done}
            <EmptyState icon="inbox" title=text::deals::queue_empty() text=text::deals::queue_empty_help()/>
        }
        .erase();
    };
    let list = list::list(waiting, cut, &case.deal.id);
    let case = case::case(case, accounts, chosen, done);
    // A case that follows another is a new one: nothing that was typed for the former stays in its fields.
    let case = if turned { Either::Right(case) } else { Either::Left(case) };
    view! {
        {header}
        <div class="inbox">{list}{case}</div>
    }
    .erase()
}

/// Which case is shown, so that one is told from the next.
#[derive(Clone, Default)]
struct Turns(Arc<Mutex<Shown>>);

#[derive(Default)]
struct Shown {
    any: bool,
    case: Option<DealId>,
    turned: bool,
}

impl Turns {
    /// Goes on to this case: how it differs from the one before, and whether there was another one.
    fn to(&self, case: Option<&DealId>) -> (bool, bool) {
        let mut shown = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let moved = shown.any && shown.case.as_ref() != case;
        shown.turned ^= moved;
        shown.any = true;
        shown.case = case.cloned();
        (shown.turned, moved)
    }
}
