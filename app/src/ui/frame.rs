//! The frame around every page: whose portal it is, where one can go, who is signed in, and the page itself.
//!
//! On a desktop the destinations stand in a rail; on a phone the first of them are a bar at the foot, and the same rail
//! opens as a sheet for the rest.

use crate::erase::{Erase, EraseAll};
use crate::live::Live;
use leptos::prelude::*;

use super::icon::Icon;

const RAIL: &str = "rail";

/// A destination in the rail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavItem {
    pub href: String,
    pub label: String,
    pub icon: String,
    /// How much waits there.
    pub count: Option<String>,
    /// Whether it also stands in the bar of a phone, where there is room for four.
    pub in_bar: bool,
}

impl NavItem {
    pub fn new(href: impl Into<String>, label: impl Into<String>, icon: impl Into<String>) -> Self {
        Self { href: href.into(), label: label.into(), icon: icon.into(), count: None, in_bar: false }
    }

    #[must_use]
    pub fn in_bar(self) -> Self {
        Self { in_bar: true, ..self }
    }

    #[must_use]
    pub fn count(self, count: Option<String>) -> Self {
        Self { count, ..self }
    }
}

/// Which destination a path belongs to: the one that shares the longest part of its address.
fn current<'a>(destinations: &'a [String], path: &str) -> Option<&'a String> {
    destinations
        .iter()
        .filter(|href| match path.strip_prefix(href.as_str()) {
            Some(rest) => rest.is_empty() || (href.as_str() != "/" && rest.starts_with('/')),
            None => false,
        })
        .max_by_key(|href| href.len())
}

/// The page with everything around it, for people who are signed in.
#[component]
pub fn Frame(
    /// The text of the link that leads past the navigation.
    #[prop(into)]
    skip_label: String,
    /// What the navigation is called.
    #[prop(into)]
    nav_label: String,
    /// The last button of the phone's bar, which opens the whole navigation.
    #[prop(into)]
    more_label: String,
    nav: Vec<NavItem>,
    /// The path of the page that is shown.
    #[prop(into)]
    here: Live<String>,
    /// The vendor's mark and name.
    #[prop(into)]
    brand: ViewFn,
    /// The partner's logo and name, beside the vendor's.
    #[prop(optional, into)]
    partner: ViewFn,
    /// The way to the search.
    #[prop(optional, into)]
    search: ViewFn,
    /// The way to what is new.
    #[prop(optional, into)]
    bell: ViewFn,
    /// Who is signed in, and what they can do with that.
    #[prop(optional, into)]
    person: ViewFnOnce,
    /// What assistive technology is told without the focus moving.
    #[prop(optional, into)]
    announce: Live<String>,
    children: Children,
) -> impl IntoView {
    let path = here.clone();
    Effect::new(move |before: Option<String>| {
        let here = here.get();
        if before.is_some_and(|before| before != here) {
            // Neither can fail in a way that would matter: a closed sheet stays closed, a lost focus is found by tabbing.
            if let Some(rail) = element(RAIL) {
                let _ = rail.hide_popover();
            }
            if let Some(main) = element("main") {
                let _ = main.focus();
            }
        }
        here
    });

    let destinations: Vec<String> = nav.iter().map(|item| item.href.clone()).collect();
    let chosen = Memo::new(move |_| path.with(|path| current(&destinations, path).cloned()));
    let bar =
        nav.iter().filter(|item| item.in_bar).cloned().map(|item| destination(item, chosen)).erase_all();
    let all = nav.into_iter().map(|item| destination(item, chosen)).erase_all();

    view! {
        <div class="frame">
            <a class="skip" href="#main" rel="external">{skip_label}</a>
            <header class="top-bar">
                <div class="marks">{brand.run()}{partner.run()}</div>
                {search.run()}
                {bell.run()}
            </header>
            <header class="rail" id=RAIL popover="auto">
                <div class="marks">{brand.run()}{partner.run()}</div>
                {search.run()}
                <nav class="rail-nav" aria-label=nav_label.clone()><ul>{all}</ul></nav>
                <div class="rail-foot">{bell.run()}{person.run()}</div>
            </header>
            <main id="main" class="main" tabindex="-1">{children()}</main>
            <nav class="bottom-bar" aria-label=nav_label>
                <ul>
                    {bar}
                    <li>
                        <button type="button" class="destination" popovertarget=RAIL>
                            <Icon name="menu" large=true/>
                            <span class="destination-label">{more_label}</span>
                        </button>
                    </li>
                </ul>
            </nav>
            <div id="announce" class="visually-hidden" aria-live="polite">{move || announce.get()}</div>
            <div id="news" class="news" aria-live="polite"></div>
        </div>
    }
    .erase()
}

/// By its id: a reference would be one more type of signal for each kind of element.
fn element(id: &str) -> Option<leptos::web_sys::HtmlElement> {
    use leptos::wasm_bindgen::JsCast as _;
    document().get_element_by_id(id).map(|element| element.unchecked_into())
}

fn destination(item: NavItem, chosen: Memo<Option<String>>) -> AnyView {
    let NavItem { href, label, icon, count, .. } = item;
    let own = href.clone();
    view! {
        <li>
            <a
                class="destination"
                href=href
                aria-current=move || chosen.with(|chosen| chosen.as_ref() == Some(&own)).then_some("page")
            >
                <Icon name=icon large=true/>
                <span class="destination-label">{label}</span>
                {count.map(|count| view! { " " <span class="destination-count">{count}</span> }.erase())}
            </a>
        </li>
    }
    .erase()
}

/// One card and nothing else, for pages that anyone may open: signing in, checking a certificate.
#[component]
pub fn PublicFrame(
    /// The vendor's mark and name.
    #[prop(into)]
    brand: ViewFnOnce,
    /// Under the card: who runs the portal, the choice of language.
    #[prop(optional, into)]
    foot: ViewFnOnce,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="public">
            <header class="public-brand">{brand.run()}</header>
            <main id="main" class="public-card" tabindex="-1">{children()}</main>
            <footer class="public-foot">{foot.run()}</footer>
        </div>
    }
    .erase()
}

#[cfg(test)]
mod tests {
    use super::current;

    fn destinations() -> Vec<String> {
        ["/", "/deals", "/deals/inbox", "/learning"].map(str::to_owned).to_vec()
    }

    #[test]
    fn the_deepest_destination_on_the_way_is_the_current_one() {
        let all = destinations();
        assert_eq!(current(&all, "/deals/42").map(String::as_str), Some("/deals"));
        assert_eq!(current(&all, "/deals/inbox").map(String::as_str), Some("/deals/inbox"));
        assert_eq!(current(&all, "/deals/inbox/42").map(String::as_str), Some("/deals/inbox"));
    }

    #[test]
    fn home_is_current_only_at_home() {
        let all = destinations();
        assert_eq!(current(&all, "/").map(String::as_str), Some("/"));
        assert_eq!(current(&all, "/dealsheets"), None);
    }
}
