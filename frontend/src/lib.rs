//! The entry of the browser: takes over the page that the server rendered.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the document once the WebAssembly is there.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    // Waits for the part that the page belongs to, if it belongs to one.
    leptos::mount::hydrate_lazy(app::App);
}
