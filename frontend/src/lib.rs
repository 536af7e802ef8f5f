//! The browser's entry: takes over the page that the server has rendered.

use leptos::tachys::dom::{body, document};
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the script of the page once WebAssembly is loaded.
#[wasm_bindgen]
pub fn hydrate() {
    // In a release a panic ends the program where it is, without words.
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    wasm_bindgen_futures::spawn_local(async {
        // Waits for the part that the page belongs to, if it belongs to one.
        leptos::mount::hydrate_from_async(body(), app::App).await.forget();
        // From here on links and forms are answered without a new document.
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-alive", "");
        }
    });
}
