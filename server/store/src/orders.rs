//! Lists in any of their orders, paged by key: for each column that a list is sorted by there are four declared statements,
//! rising and falling, from the beginning and behind a row. The key of an order is the value sorted by and then the id, so
//! that equal values are neither left out nor shown twice.

use crate::db::Read;
use crate::error::StoreError;
use crate::row::Row;
use crate::sql::{Scoped, Statement};
use crate::value::Value;
use domain::access::Scope;
use domain::lists::View;
use domain::page::PAGE_ROWS;

/// One order of a list.
#[derive(Debug, Clone, Copy)]
pub struct Order {
    /// The column, as [`domain::lists::Column`] names it.
    pub(crate) name: &'static str,
    /// Whether its values are whole numbers.
    pub(crate) number: bool,
    /// Rising and falling, from the beginning.
    pub(crate) first: [Scoped; 2],
    /// Rising and falling, behind a row.
    pub(crate) behind: [Scoped; 2],
}

impl Order {
    /// Its statements.
    pub(crate) fn statements(&self) -> impl Iterator<Item = Statement> {
        self.first.into_iter().chain(self.behind).flat_map(|one| [one.all, one.partner, one.assigned])
    }
}

/// Rows of a list, and the key behind which the next ones are.
pub type Ordered<T> = (Vec<T>, Option<(String, String)>);

/// Reads one page of a list. `narrow` are the values of `$2` and so on, up to the number of rows, which is added here and
/// is followed by the key.
pub(crate) async fn page<T>(
    read: &mut Read,
    orders: &[Order],
    scope: &Scope,
    view: &View,
    narrow: Vec<Value>,
    line: impl Fn(&Row) -> Result<T, StoreError>,
) -> Result<Ordered<T>, StoreError> {
    // A column without statements would be a mistake of ours, and a test looks for it: the first order stands in.
    let order = orders.iter().find(|order| order.name == view.sort).or(orders.first());
    let Some(order) = order else { return Ok((Vec::new(), None)) };
    // A key that is no number where numbers are sorted by came from another order: the list begins anew.
    let key = view.after.as_ref().and_then(|(key, id)| {
        let key = if order.number { Value::from(key.parse::<i64>().ok()?) } else { Value::from(key) };
        Some([key, Value::from(id)])
    });
    let way = usize::from(view.down);
    let statement = if key.is_some() { order.behind[way] } else { order.first[way] };
    let (statement, first) = statement.within(scope);
    let mut args = vec![first];
    args.extend(narrow);
    args.push(Value::from(PAGE_ROWS as i64 + 1));
    args.extend(key.into_iter().flatten());
    let found = read.all(statement, args).await?;
    let rows = found.iter().take(PAGE_ROWS).map(line).collect::<Result<_, _>>()?;
    let last = if found.len() > PAGE_ROWS { found.get(PAGE_ROWS - 1) } else { None };
    let next = match last {
        None => None,
        Some(row) if order.number => Some((row.int("sort_key")?.to_string(), row.text("id")?)),
        Some(row) => Some((row.text("sort_key")?, row.text("id")?)),
    };
    Ok((rows, next))
}

/// Declares the orders of a list. `$1` is the scope's, `limit` the parameter of the number of rows, `key` and `id` the two
/// behind it.
#[macro_export]
macro_rules! orders {
    ($(#[$doc:meta])* $name:ident = ($columns:expr, $from:expr, $partner:literal, $narrow:expr, $id:literal, $limit:literal,
        $key:literal, $behind:literal): $($column:literal $kind:ident $by:expr;)*) => {
        $(#[$doc])*
        pub(crate) const $name: &[$crate::orders::Order] = &[$($crate::orders::Order {
            name: $column,
            number: $crate::is_number!($kind),
            first: [
                $crate::scoped!($columns, $by, $from, $partner, $narrow, " ORDER BY ", $by, ", ", $id, " LIMIT ", $limit),
                $crate::scoped!($columns, $by, $from, $partner, $narrow, " ORDER BY ", $by, " DESC, ", $id, " DESC LIMIT ", $limit),
            ],
            behind: [
                $crate::scoped!($columns, $by, $from, $partner, $narrow, " AND (", $by, ", ", $id, ") > (", $key, ", ", $behind,
                    ") ORDER BY ", $by, ", ", $id, " LIMIT ", $limit),
                $crate::scoped!($columns, $by, $from, $partner, $narrow, " AND (", $by, ", ", $id, ") < (", $key, ", ", $behind,
                    ") ORDER BY ", $by, " DESC, ", $id, " DESC LIMIT ", $limit),
            ],
        }),*];
    };
}

/// Whether an order's values are numbers.
#[macro_export]
macro_rules! is_number {
    (number) => {
        true
    };
    (text) => {
        false
    };
}

/// One statement of an order in the three forms of a scope.
#[macro_export]
macro_rules! scoped {
    ($columns:expr, $by:expr, $from:expr, $partner:literal, $($rest:expr),*) => {
        $crate::sql::Scoped {
            all: $crate::sql::Statement::new(concat!(
                "SELECT ", $columns, ", ", $by, " AS sort_key ", $from, " WHERE CAST($1 AS TEXT) IS NOT NULL ", $($rest),*
            )),
            partner: $crate::sql::Statement::new(concat!(
                "SELECT ", $columns, ", ", $by, " AS sort_key ", $from, " WHERE ", $partner, " = $1 ", $($rest),*
            )),
            assigned: $crate::sql::Statement::new(concat!(
                "SELECT ", $columns, ", ", $by, " AS sort_key ", $from, " WHERE ", $partner,
                " IN (SELECT id FROM partners WHERE manager_id = $1) ", $($rest),*
            )),
        }
    };
}

/// Every statement of every order.
pub fn every() -> Vec<Statement> {
    let all = [
        crate::accounts::ORDERS,
        crate::accounts::installs::ORDERS,
        crate::assets::library::ORDERS,
        crate::deals::ORDERS,
        crate::deals::QUEUE_ORDERS,
        crate::learning::manuscripts::ORDERS,
        crate::partners::ORDERS,
        crate::people::ORDERS,
    ];
    all.concat().iter().flat_map(Order::statements).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::lists::{List, Sort};

    #[test]
    fn every_column_that_can_be_sorted_by_has_its_statements() {
        for list in List::ALL {
            let orders: &[Order] = match list {
                List::Deals => crate::deals::ORDERS,
                List::Queue => crate::deals::QUEUE_ORDERS,
                List::Partners => crate::partners::ORDERS,
                List::People => crate::people::ORDERS,
                List::Accounts => crate::accounts::ORDERS,
                List::Renewals => crate::accounts::installs::ORDERS,
                List::Courses => crate::learning::manuscripts::ORDERS,
                List::Assets => crate::assets::library::ORDERS,
            };
            let named = |name: &str| orders.iter().any(|order| order.name == name);
            for column in list.columns().iter().filter(|column| column.sort != Sort::None) {
                assert!(named(column.name), "{list} by {}", column.name);
            }
            assert!(named(list.sorted().0), "{list}");
        }
    }
}
