//! Every request has a reactive owner of its own, however many are answered in turns on one thread.
//!
//! Leptos keeps the current owner in the thread. The first part of a page sets it and does not take it back; what is done after
//! the page has waited finds the owner of whichever page was begun last, and what another request begins meanwhile becomes a
//! child of it (leptos_integration_utils 0.8.9, `from_app`; leptos_axum 0.8.10, `handle_server_fns_inner`). A child finds what
//! its parents provide: rivals' pages are no parents.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use leptos::prelude::Owner;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Answers a request with the owner that it has set itself, and no other.
pub async fn apart(request: Request, next: Next) -> Response {
    Apart { inner: Box::pin(next.run(request)), owner: None }.await
}

/// A future that finds the thread's owner as it has left it, and leaves none.
struct Apart<T> {
    inner: Pin<Box<dyn Future<Output = T> + Send>>,
    owner: Option<Owner>,
}

impl<T> Future for Apart<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        set_aside();
        if let Some(owner) = &self.owner {
            owner.set();
        }
        let polled = self.inner.as_mut().poll(cx);
        self.owner = set_aside();
        polled
    }
}

/// Takes the owner from the thread.
fn set_aside() -> Option<Owner> {
    let owner = Owner::current();
    if let Some(owner) = owner.clone() {
        owner.unset();
    }
    owner
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos::prelude::{provide_context, use_context};

    fn alone<T>(inner: impl Future<Output = T> + Send + 'static) -> Apart<T> {
        Apart { inner: Box::pin(inner), owner: None }
    }

    /// A page as Leptos answers it: what it provides, and what it finds after it has waited.
    async fn page(name: &'static str) -> Option<&'static str> {
        let owner = Owner::new_root(None);
        owner.with(|| provide_context(name));
        tokio::task::yield_now().await;
        let found = use_context();
        owner.unset_with_forced_cleanup();
        found
    }

    /// A call as Leptos answers it, which provides nothing by itself.
    async fn call() -> Option<&'static str> {
        Owner::new().with(use_context)
    }

    #[tokio::test]
    async fn pages_and_calls_in_turns_find_what_is_theirs() {
        let (one, other, between) = tokio::join!(alone(page("one")), alone(page("other")), alone(call()));
        assert_eq!((one, other, between), (Some("one"), Some("other"), None));
        assert_eq!(Owner::current(), None, "nothing is left for whoever comes next");
        // Why it is there at all: without it a call is a child of somebody's page, and pages are mixed up.
        let (one, other, between) = tokio::join!(page("one"), page("other"), call());
        assert_ne!((one, other, between), (Some("one"), Some("other"), None));
    }
}
