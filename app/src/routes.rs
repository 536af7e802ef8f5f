//! How paths lead to pages: [`crate::pages`] as the router reads it. One type for all of them, since each further type of
//! route would bring the router once more.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::erase::Erase;
use crate::loading::{self, NotFound, Refused};
use crate::pages::{Entry, INSIDE, OUTSIDE, fits};
use crate::parts::Page;
use crate::renewal;
use crate::session;
use crate::shell::{OutsideFrame, SignedInFrame};
use leptos::children::ToChildren;
use leptos::prelude::*;
use leptos::tachys::view::iterators::StaticVec;
use leptos_router::components::{FlatRoutes, FlatRoutesProps, RouteChildren, Router};
use leptos_router::hooks::use_location;
use leptos_router::{
    ChooseView, IntoChooseViewMaybeErased, NestedRoute, PartialPathMatch, PathSegment, PossibleRouteMatch,
    SsrMode,
};

/// The portal.
#[component]
pub fn App() -> impl IntoView {
    #[cfg(feature = "ssr")]
    leptos_meta::provide_meta_context();
    session::take_over();
    loading::provide_announcement();
    renewal::provide_renewals();
    renewal::follow_news();
    view! { <Router><Framed/></Router> }
}

/// The pages in their frame. It is chosen once: links from one kind of page to the other load a new document.
#[component]
fn Framed() -> impl IntoView {
    let here = use_location().pathname.get_untracked();
    let for_anybody = OUTSIDE.iter().any(|(path, ..)| fits(path, &here).is_some());
    match session::profile().filter(|_| !for_anybody) {
        Some(profile) => view! { <SignedInFrame profile>{pages()}</SignedInFrame> }.erase(),
        None => view! { <OutsideFrame>{pages()}</OutsideFrame> }.erase(),
    }
}

fn pages() -> AnyView {
    let pages = FlatRoutes(FlatRoutesProps {
        fallback: || view! { <NotFound/> },
        transition: false,
        children: RouteChildren::to_children(routes),
    });
    pages.into_any()
}

fn routes() -> StaticVec<NestedRoute<Pattern, (), (), <Guarded as IntoChooseViewMaybeErased>::Output>> {
    let route = |(path, gate, page): &Entry| {
        NestedRoute::new(Pattern(path), Guarded(*gate, *page)).ssr_mode(SsrMode::Async)
    };
    let all = OUTSIDE.iter().chain(INSIDE);
    // A document has one page; to prepare all others for it would take as long as to draw it.
    #[cfg(feature = "ssr")]
    if !leptos_router::RouteList::is_generating() {
        let here = use_location().pathname.get_untracked();
        let fitting = all.filter(|(path, ..)| fits(path, &here).is_some());
        return fitting.take(1).map(route).collect::<Vec<_>>().into();
    }
    all.map(route).collect::<Vec<_>>().into()
}

/// A page behind its gate.
#[derive(Debug, Clone, Copy)]
struct Guarded(Gate, Page);

impl Guarded {
    fn opens(self) -> bool {
        self.0.opens(session::profile().as_ref())
    }
}

impl ChooseView for Guarded {
    async fn choose(self) -> AnyView {
        if self.opens() { self.1.choose().await } else { view! { <Refused error=ApiError::Denied/> }.erase() }
    }

    async fn preload(&self) {
        if self.opens() {
            self.1.preload().await;
        }
    }
}

/// A path with names in braces, as axum writes it.
#[derive(Debug, Clone, Copy)]
struct Pattern(&'static str);

impl PossibleRouteMatch for Pattern {
    fn optional(&self) -> bool {
        false
    }

    fn test<'a>(&self, path: &'a str) -> Option<PartialPathMatch<'a>> {
        let names = fits(self.0, path)?.into_iter().map(|(name, word)| (name.into(), word));
        Some(PartialPathMatch::new("", names.collect(), path))
    }

    fn generate_path(&self, path: &mut Vec<PathSegment>) {
        path.extend(self.0.trim_matches('/').split('/').map(|segment| {
            match segment.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
                None => PathSegment::Static(segment.into()),
                Some(name) => match name.strip_prefix('*') {
                    None => PathSegment::Param(name.into()),
                    Some(name) => PathSegment::Splat(name.into()),
                },
            }
        }));
    }
}
