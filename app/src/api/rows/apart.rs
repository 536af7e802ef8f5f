//! Values that travel folded up within an answer.

use super::{Unreadable, read, write};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::marker::PhantomData;

/// A value that travels as a text within an answer. What one side's page has of its own is in the program of that side
/// alone: whoever does not open it has nothing that could read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent, bound = "")]
pub struct Apart<T>(String, #[serde(skip)] PhantomData<fn() -> T>);

impl<T: Serialize> Apart<T> {
    /// Folds it up.
    ///
    /// # Errors
    ///
    /// As of [`write`].
    pub fn fold(value: &T) -> Result<Self, Unreadable> {
        Ok(Self(write(value)?, PhantomData))
    }
}

impl<T: DeserializeOwned> Apart<T> {
    /// The value; nothing where the text was not made from one.
    pub fn open(&self) -> Option<T> {
        read(&self.0).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_travels_within_an_answer_and_is_the_same_behind() {
        type Value = (String, Vec<u8>);
        let value: Value = ("Müller \"& Söhne\"\n<b>".to_owned(), vec![3]);
        let answer = write(&(1, Apart::fold(&value).unwrap())).unwrap();
        let (_, apart): (u8, Apart<Value>) = read(&answer).unwrap();
        assert_eq!(apart.open(), Some(value));
    }

    #[test]
    fn what_was_made_of_something_else_is_nothing() {
        let apart: Apart<Vec<u8>> = read("\"[1,2\"").unwrap();
        assert_eq!(apart.open(), None);
    }
}
