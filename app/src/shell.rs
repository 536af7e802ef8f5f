//! The document around the app, and the two frames that pages stand in.

use crate::erase::Erase;
use crate::language::ChooseLanguage;
use crate::live::Live;
use crate::notices::Bell;
use crate::session;
use crate::texts::text;
use crate::ui::{Avatar, Frame, Icon, NavItem, PublicFrame};
use crate::words;
use domain::access::{Profile, Role};
use domain::looks::Term;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Where the built files are; their names carry a hash of their content.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Assets {
    /// The styles.
    pub css: String,
    /// The fonts, by the names that they have in the source.
    #[serde(default)]
    pub fonts: std::collections::HashMap<String, String>,
    /// The program for browsers: in every language, or in the first one where others have theirs.
    pub client: Client,
    /// The programs with the words of one other language each, by its tag. None while developing.
    #[serde(default)]
    pub translated: std::collections::HashMap<String, Client>,
}

#[cfg(feature = "ssr")]
impl Assets {
    /// The font with the letters of every page.
    fn text_font(&self) -> Option<String> {
        self.fonts.get("inter-latin.woff2").map(|path| format!("/{path}"))
    }

    /// The program for pages in this language.
    pub fn client(&self, language: domain::language::Language) -> &Client {
        self.translated.get(language.as_str()).unwrap_or(&self.client)
    }

    /// Whether one of the programs is the one that a page names with its requests.
    pub fn has_build(&self, name: &[u8]) -> bool {
        std::iter::once(&self.client)
            .chain(self.translated.values())
            .any(|client| client.js.as_bytes() == name)
    }
}

/// The program that takes pages over.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Client {
    /// The script that loads WebAssembly.
    pub js: String,
    /// The WebAssembly.
    pub wasm: String,
    /// The lazy parts, if the build cut any out.
    pub split: Option<Split>,
}

/// The parts of the program that a browser fetches when one of their pages is opened. Hundreds of names that every page
/// hands to Leptos, so they are kept as it wants them.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(from = "Parts")]
pub struct Split(leptos::WasmSplitManifest);

/// As the build tells them.
#[cfg(feature = "ssr")]
#[derive(serde::Deserialize)]
struct Parts {
    /// Their folder.
    root: String,
    /// The script in it that loads them.
    js: String,
    /// The files of each part, without `.wasm`.
    parts: std::collections::HashMap<String, Vec<String>>,
}

#[cfg(feature = "ssr")]
impl From<Parts> for Split {
    fn from(Parts { root, js, parts }: Parts) -> Self {
        Self(leptos::WasmSplitManifest(ArcStoredValue::new((format!("/{root}"), parts, js))))
    }
}

/// Ctrl+K (on a Mac: Command+K) leads to the search. It works before the program is there, and costs it nothing. A key
/// without another one held would get in the way of those who speak to their device (WCAG 2.2, 2.1.4).
#[cfg(feature = "ssr")]
const TO_SEARCH: &str = "addEventListener('keydown', e => { \
    if (e.isComposing || e.altKey || e.key != 'k' || !(e.ctrlKey || e.metaKey)) return; \
    const to = document.querySelector('.search-field') || document.querySelector('.search-link'); \
    if (to) { e.preventDefault(); to.focus(); to.select ? to.select() : to.click(); } });";

/// Fetches what helps with a form when the form is there: most pages have none of these. What was typed on this device before is looked
/// after on every page.
#[cfg(feature = "ssr")]
const HELPERS: &str = "const helpers = { '[data-device]': '/device.js', 'form[action$=\"/comment\"]': '/mentions.js' }; \
    const help = mark => { document.head.append(Object.assign(document.createElement('script'), { src: helpers[mark] })); delete helpers[mark]; }; \
    const look = () => { for (const mark in helpers) if (document.querySelector(mark)) help(mark); }; \
    new MutationObserver(look).observe(document, { subtree: true, childList: true }); look(); \
    try { if (helpers['[data-device]'] && Object.keys(localStorage).some(key => key.startsWith('typed-deal:'))) help('[data-device]'); } catch {}";

/// The document.
#[cfg(feature = "ssr")]
pub fn shell(assets: &Assets) -> AnyView {
    let (around, language) = (session::surroundings(), crate::texts::language());
    let client = assets.client(language);
    // What people came for comes first, on a slow line too: the program that takes the page over is fetched when the page
    // with its pictures is there, or after three seconds. It takes the page over in a turn of its own: what is pressed
    // meanwhile is not kept waiting by both.
    let start = format!(
        "let begun; const begin = () => {{ if (begun) return; begun = true; const wasm = fetch('/{}'); \
         import('/{}').then(client => client.default({{ module_or_path: wasm }}).then(() => setTimeout(client.hydrate))); }}; \
         if (document.readyState == 'complete' || document.hidden) begin(); \
         else {{ addEventListener('load', () => setTimeout(begin)); setTimeout(begin, 3000); }} \
         navigator.serviceWorker?.register('/sw.js?build={}'); {TO_SEARCH} {}",
        client.wasm,
        client.js,
        // The folder of the build is its hash.
        client.js.split('/').nth(1).unwrap_or_default(),
        if around.profile.is_some() { HELPERS } else { "" }
    );
    if let Some(Split(manifest)) = &client.split {
        // Leptos tells the browser with it to fetch the page's own part at once and not only when the rest runs.
        provide_context(manifest.clone());
    }
    let nonce = leptos::nonce::use_nonce();
    if let (Some(nonce), Some(response)) = (&nonce, use_context::<leptos_axum::ResponseOptions>())
        && let Ok(policy) = http::HeaderValue::from_str(&content_security_policy(nonce))
    {
        response.insert_header(http::header::CONTENT_SECURITY_POLICY, policy);
    }
    view! {
        <!DOCTYPE html>
        <html lang=language.as_str() dir=language.direction() data-build=client.js.clone()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="stylesheet" href=format!("/{}", assets.css)/>
                {assets.text_font().map(|font| view! { <link rel="preload" href=font r#as="font" r#type="font/woff2" crossorigin="anonymous"/> }.erase())}
                <style nonce=nonce.clone()>{format!(":root {{ --brand-hue: {}; }}", around.hue)}</style>
                <meta name="theme-color" content=format!("oklch(0.5 0.16 {})", around.hue)/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="apple-touch-icon" href="/apple-touch-icon.png"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                <script type="module" nonce=nonce>{start}</script>
                <script src="/renewal.js" defer=true></script>
                {around.profile.is_some().then(|| view! { <script src="/live.js" defer=true></script> }.erase())}
                <leptos_meta::MetaTags/>
            </head>
            <body>
                <crate::App/>
            </body>
        </html>
    }
    .erase()
}

/// What a page may load: its own files, and scripts that carry the nonce of this very answer (CSP level 3).
#[cfg(feature = "ssr")]
fn content_security_policy(nonce: &leptos::nonce::Nonce) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; \
         style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; \
         media-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

/// The vendor's mark and name.
#[component]
pub fn Brand(
    /// Leads to another frame, so it loads a new document.
    #[prop(optional)]
    external: bool,
) -> impl IntoView {
    let around = session::surroundings();
    let name = around.vendor;
    let mark = match around.logo {
        Some(logo) => {
            view! { <img class="mark-logo" src=format!("/files/look/{logo}") alt="" height="24"/> }.erase()
        }
        None => {
            let initial: String = name.chars().take(1).collect();
            view! { <span class="mark-initial" aria-hidden="true">{initial}</span> }.erase()
        }
    };
    view! {
        <a class="mark" href="/" rel=external.then_some("external")>
            {mark}
            <span class="mark-name">{name}</span>
        </a>
    }
    .erase()
}

/// The frame of every page for people who are signed in.
#[component]
pub fn SignedInFrame(profile: Profile, children: Children) -> impl IntoView {
    let here = use_location().pathname;
    let path = Live::new(move || here.get());
    let announce = crate::loading::announced();
    Effect::new(move |_| {
        here.track();
        crate::renewal::forget();
    });
    let partner = profile.partner.clone();
    let nav = destinations(&profile);
    view! {
        <Frame
            skip_label=text::frame::skip()
            nav_label=text::frame::navigation()
            more_label=text::frame::more()
            nav
            here=path
            announce
            brand=|| { view! { <Brand/> }.erase() }
            partner=move || {
                let partner = partner.clone();
                partner
                    .map(|partner| {
                        let picture = partner.has_logo.then(|| format!("/files/logo/{}", partner.id));
                        view! {
                            <span class="mark mark-partner">
                                {picture.map(|src| view! { <img src=src alt="" height="24"/> }.erase())}
                                <span class="mark-name">{partner.name}</span>
                            </span>
                        }.erase()
                    })
            }
            bell=|| { view! { <Bell/> }.erase() }
            search=|| {
                view! {
                    <a href="/search" class="search-link">
                        <Icon name="search"/>
                        <span class="search-label">{text::frame::search()}</span>
                        <kbd aria-hidden="true">{text::frame::search_key()}</kbd>
                    </a>
                }.erase()
            }
            person=move || {
                view! {
                    <a class="person" href="/account">
                        <Avatar name=profile.name.clone()/>
                        <span class="person-text">
                            <span class="person-name">{profile.name.clone()}</span>
                            <span class="person-place">{words::role(profile.role)}</span>
                        </span>
                    </a>
                    <form method="post" action="/auth/sign-out">
                        <button type="submit" class="button button-quiet">{text::frame::sign_out()}</button>
                    </form>
                }.erase()
            }
        >
            {children()}
        </Frame>
    }
    .erase()
}

/// The frame of pages that anyone may open: one card.
#[component]
pub fn OutsideFrame(children: Children) -> impl IntoView {
    view! {
        <PublicFrame brand=|| { view! { <Brand external=true/> }.erase() } foot=|| view! { <ChooseLanguage/> }.erase()>
            {children()}
        </PublicFrame>
    }
    .erase()
}

/// Where this role goes, most used first.
fn destinations(who: &Profile) -> Vec<NavItem> {
    let home = NavItem::new("/", text::frame::home(), "house").in_bar();
    let partners = NavItem::new("/partners", words::term(Term::Partners), "building-2");
    let deals = NavItem::new("/deals", words::term(Term::Deals), "handshake");
    let queue = NavItem::new("/deals/queue", text::deals::queue_nav(), "inbox");
    let inbox = NavItem::new("/deals/inbox", text::inbox::title(), "inbox");
    let accounts = NavItem::new("/accounts", text::accounts::title(), "layout-grid");
    let renewals = NavItem::new("/renewals", text::accounts::renewals(), "refresh-cw");
    let programmes = NavItem::new("/programmes", text::programmes::title(), "file-check");
    let library = NavItem::new("/assets", words::term(Term::Collateral), "folder-open");
    let collateral = NavItem::new("/assets/manage", words::term(Term::Collateral), "folder-open");
    let people = NavItem::new("/people", text::frame::people(), "users");
    let look = NavItem::new("/look", text::looks::title(), "eye");
    let operate = NavItem::new("/operate", text::operate::title(), "settings");
    let learning = NavItem::new("/learning", words::term(Term::Learning), "graduation-cap");
    let to_announcements = if who.role.is_partner() { "/announcements" } else { "/announcements/manage" };
    let announcements = NavItem::new(to_announcements, text::announcements::title(), "message-square");
    let mut list = vec![home];
    match who.role {
        Role::Administrator => {
            list.extend([
                inbox.in_bar(),
                deals,
                partners.in_bar(),
                people.in_bar(),
                learning,
                collateral,
                accounts,
                programmes,
                announcements,
                look,
                operate,
            ]);
        }
        Role::ChannelManager => list.extend([
            queue.in_bar(),
            deals.in_bar(),
            partners.in_bar(),
            inbox,
            renewals,
            programmes,
            learning,
            announcements,
        ]),
        Role::Approver => {
            list.extend([inbox.in_bar(), deals.in_bar(), partners.in_bar(), learning, accounts])
        }
        Role::Marketing => list.extend([collateral.in_bar(), learning, announcements]),
        Role::Education => list.push(learning.in_bar()),
        Role::PartnerAdministrator | Role::PartnerUser => {
            list.extend([deals.in_bar(), learning.in_bar(), library.in_bar()]);
            list.extend([renewals, announcements]);
            list.push(NavItem::new("/organisation", text::frame::organisation(), "building-2"));
        }
    }
    list
}
