//! Keeping a view: the form and what it makes.

use super::{List, View, view_name};
use crate::form::{Fault, Faults};
use serde::{Deserialize, Serialize};

/// The form that keeps a view.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ViewForm {
    /// Of which list.
    pub list: String,
    /// The query of the address that shows it.
    pub query: String,
    /// What it is called.
    pub name: String,
    /// `true` when colleagues have it too.
    pub shared: String,
    /// `true` when the list opens with it.
    pub default: String,
}

/// A view about to be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewView {
    /// Of which list.
    pub list: List,
    /// The query of its address, as the portal writes it.
    pub query: String,
    /// What it is called.
    pub name: String,
    /// Whether colleagues have it too.
    pub shared: bool,
    /// Whether the list opens with it.
    pub default: bool,
}

impl ViewForm {
    /// What is kept: the name, and of the query what the list has.
    ///
    /// # Errors
    ///
    /// Every fault of the form.
    pub fn check(&self, staff: bool) -> Result<NewView, Faults> {
        let mut faults = Faults::new();
        let name = faults.take("name", view_name(&self.name));
        let list: Option<List> = faults.keep("list", self.list.parse().map_err(|_| Fault::Unknown));
        let made = list.map(|list| NewView {
            list,
            query: View::parse(list, &self.query, staff).behind(None).query(),
            name,
            shared: self.shared == "true",
            default: self.default == "true",
        });
        faults.or(made)
    }
}
