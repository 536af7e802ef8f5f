//! SQL as declared constants: the only text that reaches a database.

use crate::value::Value;
use domain::access::Scope;

/// One SQL text for both engines, with `$1..$n`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement {
    pub(crate) text: &'static str,
}

impl Statement {
    /// Used by `statements!`.
    pub const fn new(text: &'static str) -> Self {
        Self { text }
    }

    /// The SQL.
    pub fn text(self) -> &'static str {
        self.text
    }
}

/// A read in the three forms that a [`Scope`] can take; `$1` is the scope's own value in each of them.
#[derive(Debug, Clone, Copy)]
pub struct Scoped {
    pub(crate) all: Statement,
    pub(crate) partner: Statement,
    pub(crate) assigned: Statement,
}

impl Scoped {
    /// The statement for this scope and the value of its `$1`.
    pub fn within(self, scope: &Scope) -> (Statement, Value) {
        match scope {
            Scope::All => (self.all, Value::from("")),
            Scope::Partner(partner) => (self.partner, Value::from(partner.as_str())),
            Scope::Assigned(manager) => (self.assigned, Value::from(manager.as_str())),
            // No partner has an empty id.
            Scope::Nobody => (self.partner, Value::from("")),
        }
    }
}

/// A pattern for `LIKE … ESCAPE '\\'` that finds the words anywhere, taken literally; empty stays empty and means any. A
/// statement takes it as `($1 || '')`: for a parameter alone SQLite plans the statement anew each time it is run.
pub fn like(words: &str) -> String {
    match words.trim().to_lowercase() {
        empty if empty.is_empty() => empty,
        words => {
            let escaped = words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            format!("%{escaped}%")
        }
    }
}

/// Declares statements and `STATEMENTS`, the list of all in the module.
///
/// `NAME = "sql";` declares a [`Statement`]. `NAME = scoped("sql before", column, "sql after");` declares a [`Scoped`]
/// one, whose middle becomes the condition of the scope on the partner column.
#[macro_export]
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $kind:tt $(($before:expr, $column:literal, $after:expr))?;)*) => {
        $($crate::statement!($(#[$doc])* $name = $kind $(($before, $column, $after))?);)*

        /// Every statement of this module.
        pub const STATEMENTS: &[&[$crate::sql::Statement]] = &[$($crate::statement_list!($name $kind)),*];
    };
}

/// One declaration of `statements!`.
#[macro_export]
macro_rules! statement {
    ($(#[$doc:meta])* $name:ident = scoped ($before:expr, $column:literal, $after:expr)) => {
        $(#[$doc])*
        const $name: $crate::sql::Scoped = $crate::sql::Scoped {
            all: $crate::sql::Statement::new(concat!($before, " CAST($1 AS TEXT) IS NOT NULL ", $after)),
            partner: $crate::sql::Statement::new(concat!($before, " ", $column, " = $1 ", $after)),
            assigned: $crate::sql::Statement::new(concat!(
                $before, " ", $column, " IN (SELECT id FROM partners WHERE manager_id = $1) ", $after
            )),
        };
    };
    ($(#[$doc:meta])* $name:ident = $text:tt) => {
        $(#[$doc])*
        const $name: $crate::sql::Statement = $crate::sql::Statement::new($text);
    };
}

/// The texts of one declaration of `statements!`.
#[macro_export]
macro_rules! statement_list {
    ($name:ident scoped) => {
        &[$name.all, $name.partner, $name.assigned]
    };
    ($name:ident $text:tt) => {
        &[$name]
    };
}
