//! Views without their types. Each type that is erased brings the whole of what a view can do once more, so the same
//! element is erased as one type everywhere: never within the wrapper that `view!` puts around it.

use leptos::prelude::*;
use leptos::tachys::view::any_view::IntoAny;

/// What can become a view of no type.
pub trait Erase {
    /// Forgets the type.
    fn erase(self) -> AnyView;
}

impl<T: IntoAny> Erase for View<T> {
    fn erase(self) -> AnyView {
        self.into_inner().into_any()
    }
}

impl Erase for AnyView {
    fn erase(self) -> AnyView {
        self
    }
}

/// Several of them.
pub trait EraseAll {
    /// Forgets the types.
    fn erase_all(self) -> Vec<AnyView>;
}

impl<I: IntoIterator<Item: Erase>> EraseAll for I {
    fn erase_all(self) -> Vec<AnyView> {
        self.into_iter().map(Erase::erase).collect()
    }
}

/// A view that changes with the signals that it reads.
pub fn changing(mut view: impl FnMut() -> AnyView + Send + 'static) -> AnyView {
    view! { {move || view()} }.into_any()
}
