//! The entry of the browser: takes over the page that the server rendered.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the document once the WebAssembly is there.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
}
