//! What a page shows while its data comes, and when it doesn't.

use crate::api::{ApiError, read};
use crate::erase::Erase;
use crate::live::{Live, Source};
use crate::renewal::{AsText, Record, Text, renewals};
use crate::texts::text;
use crate::ui::{ButtonKind, ButtonLink, EmptyState, PageHeader};
use crate::words;
use leptos::either::Either;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// A page whose data comes from a record: a skeleton, then the page or what went wrong.
pub fn load<T, V>(record: Record<T>, page: impl Fn(T) -> V + Send + Sync + 'static) -> AnyView
where
    T: DeserializeOwned + 'static,
    V: Erase,
{
    show(record.text(), Arc::new(move |answer| Ok(page(read(answer)?).erase())))
}

/// Says to machines that what was here is here no more, by the status (410 Gone; RFC 9110, 15.5.11).
pub fn gone() {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::GONE);
    }
}

/// Makes a page of the answer that it shows.
type MakePage = Arc<dyn Fn(&str) -> Result<AnyView, ApiError> + Send + Sync>;

/// No page was shown yet.
const NEVER: u32 = u32::MAX;

fn show(text: Resource<Text, AsText>, page: MakePage) -> AnyView {
    let shown = Arc::new(AtomicU32::new(NEVER));
    view! {
        <Transition fallback=|| {
            view! { <div class="skeleton" aria-busy="true"><span class="visually-hidden">{text::frame::loading()}</span></div> }.erase()
        }>
            {move || {
                let (page, shown) = (page.clone(), shown.clone());
                let renewals = renewals();
                Suspend::new(async move {
                    let answer = text.await;
                    // Leptos looks once more for what a page waits for before it draws it for good, and throws away what it
                    // sees. A page that is not ready at once is not drawn for that.
                    #[cfg(feature = "ssr")]
                    tokio::task::yield_now().await;
                    let before = shown.swap(renewals, Ordering::Relaxed);
                    if before != NEVER {
                        keep_hold(before != renewals);
                    }
                    let view = answer
                        .and_then(|answer| page(&answer))
                        .unwrap_or_else(|error| view! { <Refused error/> }.erase());
                    // A page that was renewed is a new one: nothing of what was sent stays in its fields.
                    if renewals.is_multiple_of(2) { Either::Left(view) } else { Either::Right(view) }
                })
            }}
        </Transition>
    }
    .erase()
}

/// Before a page is replaced: what was typed into it goes on, if it is the same page renewed, and so does the focus
/// (`public/renewal.js`).
fn keep_hold(#[cfg_attr(not(feature = "hydrate"), expect(unused_variables))] renewed: bool) {
    #[cfg(feature = "hydrate")]
    crate::renewal::tell(&window(), if renewed { "page-renews" } else { "page-changes" });
}

/// A page that could not be shown: what happened and where to go.
#[component]
pub fn Refused(error: ApiError) -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        let status = http::StatusCode::from_u16(error.status());
        response.set_status(status.unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR));
    }
    let title = match &error {
        ApiError::Missing => text::errors::title_missing(),
        ApiError::Denied => text::errors::title_denied(),
        _ => text::errors::title_other(),
    };
    let way_out = if error == ApiError::SignIn {
        let here = use_location();
        let (path, query) = (here.pathname.get_untracked(), here.search.get_untracked());
        let here = if query.is_empty() { path } else { format!("{path}?{}", query.trim_start_matches('?')) };
        // Who is signed in changes with a new document only.
        view! {
            <a href=domain::people::sign_in_path(&here) rel="external" class="button button-primary">
                {text::errors::to_sign_in()}
            </a>
        }
        .erase()
    } else {
        view! { <ButtonLink href="/" kind=ButtonKind::Primary>{text::errors::to_home()}</ButtonLink> }.erase()
    };
    view! {
        <PageTitle title/>
        <PageHeader title/>
        <EmptyState icon="circle-alert" title=words::error(&error)>{way_out}</EmptyState>
    }
    .erase()
}

/// A page that does not exist.
#[component]
pub fn NotFound() -> impl IntoView {
    view! { <Refused error=ApiError::Missing/> }.erase()
}

#[derive(Clone)]
struct Announcement(Source<String>);

/// Makes room for what is announced when a page has changed. Called once, by the app.
pub fn provide_announcement() {
    provide_context(Announcement(Source::new(String::new())));
}

/// Tells assistive technology something that eyes see by themselves.
pub fn announce(words: &str) {
    if let Some(Announcement(signal)) = use_context() {
        signal.set(words.to_owned());
    }
}

/// What assistive technology is told when a page has changed.
pub fn announced() -> Live<String> {
    use_context::<Announcement>().map_or_else(|| Live::from(String::new()), |a| (&a.0).into())
}

/// The title of a page: in the tab, and announced when the page came by navigation.
#[component]
pub fn PageTitle(#[prop(into)] title: String) -> impl IntoView {
    let told = title.clone();
    let room = use_context::<Announcement>();
    Effect::new(move |_| {
        if let Some(Announcement(signal)) = &room {
            signal.set(told.clone());
        }
    });
    let whole = format!("{title} · {}", crate::session::surroundings().vendor);
    entitle(whole);
}

/// Into the head of the document that is being made.
#[cfg(feature = "ssr")]
fn entitle(whole: String) {
    // What it hands back stands for the title in the browser, where it is set without a library.
    let _ = leptos_meta::Title(leptos_meta::TitleProps::builder().text(whole).build());
}

/// The document has its title; a page that came by navigation gives it another.
#[cfg(not(feature = "ssr"))]
fn entitle(whole: String) {
    document().set_title(&whole);
}
