//! What a component shows as it is now, and what it changes. A function and a value with a bell, nothing else: the
//! library's own signals can be many different things, and bring all of them into the program for each type of value.

use leptos::prelude::*;
use std::sync::{Arc, Mutex, PoisonError};

/// A value that may change; reading it in a view or an effect follows the changes.
pub struct Live<T>(Arc<dyn Fn() -> T + Send + Sync>);

impl<T> Live<T> {
    /// Made of others whenever it is read.
    pub fn new(now: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The value now.
    pub fn get(&self) -> T {
        (self.0)()
    }

    /// Looks at the value now.
    pub fn with<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(&self.get())
    }
}

impl<T> Clone for Live<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> std::fmt::Debug for Live<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Live")
    }
}

impl<T: Default + 'static> Default for Live<T> {
    fn default() -> Self {
        Self::new(T::default)
    }
}

/// One that never changes.
impl<T: Clone + Send + Sync + 'static> From<T> for Live<T> {
    fn from(value: T) -> Self {
        Self::new(move || value.clone())
    }
}

impl From<&str> for Live<String> {
    fn from(value: &str) -> Self {
        value.to_owned().into()
    }
}

/// A value that pages change. Everything that has read it follows; it lives as long as somebody holds it, so that an
/// answer may come when its page is gone.
pub struct Source<T>(Arc<Inner<T>>);

struct Inner<T> {
    value: Mutex<T>,
    changed: ArcTrigger,
}

impl<T> Source<T> {
    /// With its first value.
    pub fn new(value: T) -> Self {
        Self(Arc::new(Inner { value: Mutex::new(value), changed: ArcTrigger::new() }))
    }

    /// Looks at the value, and follows it.
    pub fn with<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        self.0.changed.track();
        self.look(look)
    }

    /// Looks at the value once.
    pub fn look<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(&self.0.value.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes the value.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        change(&mut self.0.value.lock().unwrap_or_else(PoisonError::into_inner));
        self.0.changed.notify();
    }

    /// Puts another value in its place.
    pub fn set(&self, value: T) {
        self.update(|old| *old = value);
    }
}

impl<T: Clone> Source<T> {
    /// The value, followed.
    pub fn get(&self) -> T {
        self.with(T::clone)
    }

    /// The value as it is now.
    pub fn peek(&self) -> T {
        self.look(T::clone)
    }
}

impl<T> Clone for Source<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> std::fmt::Debug for Source<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Source")
    }
}

impl<T: Clone + Send + Sync + 'static> From<&Source<T>> for Live<T> {
    fn from(source: &Source<T>) -> Self {
        let source = source.clone();
        Self::new(move || source.get())
    }
}
