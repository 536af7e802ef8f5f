//! What is bound to a statement.

use domain::time::{Day, Instant};
use serde::Serialize;

/// One parameter.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Value {
    /// Text, or NULL.
    Text(Option<String>),
    /// Whole number, or NULL.
    Int(Option<i64>),
    /// Truth.
    Flag(bool),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(Some(text.clone()))
    }
}

impl From<Option<&str>> for Value {
    fn from(text: Option<&str>) -> Self {
        Self::Text(text.map(str::to_owned))
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(Some(number))
    }
}

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<Instant> for Value {
    fn from(at: Instant) -> Self {
        Self::Int(Some(at.millis()))
    }
}

impl From<Option<Instant>> for Value {
    fn from(at: Option<Instant>) -> Self {
        Self::Int(at.map(Instant::millis))
    }
}

impl From<Day> for Value {
    fn from(on: Day) -> Self {
        Self::Text(Some(on.to_string()))
    }
}

impl From<Option<Day>> for Value {
    fn from(on: Option<Day>) -> Self {
        Self::Text(on.map(|day| day.to_string()))
    }
}

/// Ids and words bind as their text, by reference or owned, and may be absent.
pub trait AsText {
    /// The text.
    fn as_text(&self) -> String;
}

impl<T: std::fmt::Display> AsText for T {
    fn as_text(&self) -> String {
        self.to_string()
    }
}

/// An optional id or word.
pub fn maybe<T: AsText>(value: Option<&T>) -> Value {
    Value::Text(value.map(AsText::as_text))
}

/// An id or word.
pub fn word<T: AsText + ?Sized>(value: &T) -> Value {
    Value::Text(Some(value.as_text()))
}

/// The parameters of a statement, in order.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::value::Value::from($value)),*] };
}
