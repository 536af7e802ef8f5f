//! Filters beside a list that say how many rows each choice leaves: those of collateral.

use super::api::{ListFacet, ListGroup};
use crate::api::{ApiError, Desk};
use crate::assets::{GROUPS, called, group_title, offered, offered_of};
use domain::access::Subject;
use domain::assets::AssetQuery;
use domain::lists::{List, View};
use store::Read;

/// Whether a list has its filters beside it.
pub(super) fn has_them(list: List) -> bool {
    list == List::Assets
}

/// The filters beside a list; `to` makes the address of a view.
pub(super) async fn groups(
    desk: &Desk,
    read: &mut Read,
    view: &View,
    to: impl Fn(&View) -> String,
) -> Result<Vec<ListGroup>, ApiError> {
    if !has_them(view.list) {
        return Ok(Vec::new());
    }
    let query = AssetQuery::from(view);
    let scope = desk.actor.scope(Subject::Assets);
    let rows = store::assets::facets(read, &scope, &query.filter(), desk.now().day()).await?;
    let lines = offered(rows, &query);
    let group = |name: &str| {
        let chosen = view.filter(name);
        let mut choices: Vec<ListFacet> = offered_of(&lines, name, chosen)
            .map(|line| {
                let is_chosen = line.value == chosen;
                ListFacet {
                    href: to(&view.filtered(name, if is_chosen { "" } else { &line.value })),
                    label: called(name, &line.value, &line.label),
                    count: line.assets,
                    chosen: is_chosen,
                }
            })
            .collect();
        // What leaves nothing has no count, and still has to be taken away.
        if !chosen.is_empty() && !choices.iter().any(|choice| choice.chosen) {
            let (href, label) = (to(&view.filtered(name, "")), called(name, chosen, ""));
            choices.push(ListFacet { href, label, count: 0, chosen: true });
        }
        (!choices.is_empty()).then(|| ListGroup { title: group_title(name).to_owned(), choices })
    };
    Ok(GROUPS.into_iter().filter_map(group).collect())
}
