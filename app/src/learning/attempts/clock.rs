//! The time that is left of an attempt. The server holds it; a page counts it down, says when it gets short, and sends what
//! was answered when it is over. Without scripts the page says until when there is time.

use crate::erase::Erase;
use crate::live::{Live, Source};
#[cfg(feature = "hydrate")]
use crate::loading::announce;
use crate::texts::text::learning;
use crate::ui::{Icon, Tone};
use crate::words;
use domain::time::Instant;
use leptos::html;
use leptos::prelude::*;

/// The time of an attempt that ends then, with so many seconds left.
pub(super) fn clock(ends_at: Instant, left: i64) -> AnyView {
    let area = NodeRef::<html::Div>::new();
    // Nothing is counted before the page is alive: it would stand still.
    let counted = Source::new(None::<i64>);
    #[cfg(feature = "hydrate")]
    {
        let counted = counted.clone();
        let end = js_sys::Date::now() + left as f64 * 1000.0;
        Effect::new(move |_| {
            // From when it is there.
            if area.get().is_some() {
                count(area, counted.clone(), end);
            }
        });
    }
    let short = counted.clone();
    let is_short = Live::new(move || short.get().unwrap_or(left) <= 60);
    let words = move || match counted.get() {
        Some(left) => learning::time_left(format!("{}:{:02}", left / 60, left % 60)),
        None => learning::time_left_at_first(left.max(60) / 60),
    };
    view! {
        <div class="quiz-clock" role="timer" data-tone=move || is_short.get().then(|| Tone::Caution.name()) node_ref=area>
            <Icon name="clock"/>
            <p>{learning::time_until(words::at(ends_at))} " " <strong>{words}</strong></p>
        </div>
    }
    .erase()
}

/// Counts until the end, second by second, as long as the page is there.
#[cfg(feature = "hydrate")]
fn count(area: NodeRef<html::Div>, counted: Source<Option<i64>>, end: f64) {
    use std::time::Duration;
    // The page may be gone by now.
    let Some(clock) = area.get_untracked() else { return };
    let left = ((end - js_sys::Date::now()) / 1000.0).ceil().max(0.0) as i64;
    let before = counted.peek().unwrap_or(i64::MAX);
    counted.set(Some(left));
    if let Some(minutes) =
        [10, 5, 1].into_iter().find(|n| (n * 60 - 5..=n * 60).contains(&left) && before > n * 60)
    {
        announce(&learning::time_left_at_first(minutes));
    }
    if left == 0 {
        announce(learning::time_over());
        send(&clock);
    } else {
        set_timeout(move || count(area, counted, end), Duration::from_secs(1));
    }
}

/// Sends the form that the clock stands in.
#[cfg(feature = "hydrate")]
fn send(clock: &web_sys::HtmlDivElement) {
    use wasm_bindgen::JsCast as _;
    let form = clock.closest("form").ok().flatten();
    if let Some(form) = form.and_then(|form| form.dyn_into::<web_sys::HtmlFormElement>().ok()) {
        // A browser that cannot leaves it to the person: there is a moment of grace.
        let _ = form.request_submit();
    }
}
