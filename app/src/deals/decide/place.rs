//! Where an approver acts on a deal: on its own page, or in the inbox, where the next case follows.

use crate::erase::Erase;
use crate::ui::Hidden;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::api::{ApiError, Desk};
#[cfg(feature = "ssr")]
use domain::access::Subject;
#[cfg(feature = "ssr")]
use domain::deals::Deal;

/// Where a form about a deal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::deals) enum Place {
    /// On the page of the deal.
    Record,
    /// In the inbox.
    Inbox,
}

impl Place {
    /// What a form says of where it stands.
    pub fn field(self) -> AnyView {
        match self {
            Self::Record => ().into_any(),
            Self::Inbox => view! { <Hidden name="inbox" value="on"/> }.erase(),
        }
    }

    /// Where a form stood that says this.
    #[cfg(feature = "ssr")]
    pub fn said(inbox: Option<&str>) -> Self {
        if inbox.is_some() { Self::Inbox } else { Self::Record }
    }

    /// The deal itself.
    #[cfg(feature = "ssr")]
    pub fn of(self, deal: &Deal) -> String {
        match self {
            Self::Record => format!("/deals/{}", deal.id),
            Self::Inbox => format!("/deals/inbox?case={}", deal.id),
        }
    }

    /// What follows when this deal has its answer: in the inbox the next case by the decision clock, and the first one after
    /// the last. Asked within the transaction of the answer, so that nothing can fail once it is given.
    #[cfg(feature = "ssr")]
    pub async fn after(self, read: &mut store::Read, desk: &Desk, deal: &Deal) -> Result<String, ApiError> {
        if self == Self::Record {
            return Ok(self.of(deal));
        }
        let scope = desk.actor.scope(Subject::Deals);
        let next = store::deals::inbox::next(read, &scope, desk.profile(), deal).await?;
        let case = next.map(|next| format!("case={next}&")).unwrap_or_default();
        Ok(format!("/deals/inbox?{case}of={}", deal.id))
    }
}
