//! Who may open which page at all. On the server a page asks its functions without going through their gates, so pages
//! have gates of their own; a test walks every route and finds it here.

use crate::api::access::{Gate, STAFF};
use domain::access::Role;

const ADMINISTRATOR: Gate = Gate::Roles(&[Role::Administrator]);
const DECIDERS: Gate = Gate::Roles(&[Role::Administrator, Role::Approver]);
const MARKETING: Gate = Gate::Roles(&[Role::Administrator, Role::Marketing]);
const EDUCATION: Gate = Gate::Roles(&[Role::Administrator, Role::Education]);
const INVITERS: Gate = Gate::Roles(&[Role::Administrator, Role::PartnerAdministrator]);
const QUEUE: Gate = Gate::Roles(&[Role::Administrator, Role::Approver, Role::ChannelManager]);
const DEALS: Gate = Gate::Roles(&[
    Role::Administrator,
    Role::ChannelManager,
    Role::Approver,
    Role::PartnerAdministrator,
    Role::PartnerUser,
]);

/// Every page, as axum writes its path; of two that fit, the first one counts.
pub const PAGES: &[(&str, Gate)] = &[
    ("/sign-in", Gate::Anyone),
    ("/sign-in/unknown", Gate::Anyone),
    ("/join/{token}", Gate::Anyone),
    ("/verify", Gate::Anyone),
    ("/verify/{number}", Gate::Anyone),
    ("/", Gate::SignedIn),
    ("/account", Gate::SignedIn),
    ("/assets", Gate::Partner),
    ("/assets/manage", MARKETING),
    ("/assets/manage/new", MARKETING),
    ("/assets/manage/{id}", MARKETING),
    ("/assets/manage/{id}/zones", MARKETING),
    ("/assets/{id}", Gate::Partner),
    ("/deals", DEALS),
    ("/deals/new", Gate::Partner),
    ("/deals/queue", QUEUE),
    ("/deals/{id}", DEALS),
    ("/deals/{id}/edit", Gate::Partner),
    ("/accounts", DECIDERS),
    ("/accounts/new", DECIDERS),
    ("/accounts/families", DECIDERS),
    ("/accounts/{id}", DECIDERS),
    ("/certificates", Gate::Partner),
    ("/learning", Gate::SignedIn),
    ("/learning/manage", EDUCATION),
    ("/learning/manage/new", EDUCATION),
    ("/learning/manage/{course}", EDUCATION),
    ("/learning/manage/{course}/edit", EDUCATION),
    ("/learning/manage/{course}/lessons/new", EDUCATION),
    ("/learning/manage/{course}/lessons/{lesson}", EDUCATION),
    ("/learning/manage/{course}/questions/new", EDUCATION),
    ("/learning/manage/{course}/questions/{question}", EDUCATION),
    ("/learning/{course}", Gate::SignedIn),
    ("/learning/{course}/lessons/{lesson}", Gate::SignedIn),
    ("/learning/{course}/quiz", Gate::Partner),
    ("/learning/{course}/results/{attempt}", Gate::Partner),
    ("/operate", ADMINISTRATOR),
    ("/people", INVITERS),
    ("/people/invite", INVITERS),
    ("/organisation", Gate::Partner),
    ("/partners", STAFF),
    ("/partners/new", ADMINISTRATOR),
    ("/partners/{id}", Gate::SignedIn),
    ("/partners/{id}/edit", ADMINISTRATOR),
    ("/{*any}", Gate::SignedIn),
];

/// The gate of the page at this path.
pub fn page_gate(path: &str) -> Gate {
    // What is no page is missing, and the page that says so is for everybody.
    PAGES.iter().find(|(known, _)| fits(known, path)).map_or(Gate::SignedIn, |(_, gate)| *gate)
}

fn fits(known: &str, path: &str) -> bool {
    let (mut known, mut path) = (known.split('/'), path.trim_end_matches('/').split('/'));
    if known.clone().eq(["", ""]) {
        return path.eq([""]);
    }
    loop {
        match (known.next(), path.next()) {
            (None, None) => return true,
            (Some(wanted), Some(said)) if wanted == said || wanted.starts_with('{') => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_itself_counts_before_the_one_that_takes_any_name() {
        assert_eq!(page_gate("/deals/queue"), QUEUE);
        assert_eq!(page_gate("/deals/dl_1"), DEALS);
        assert_eq!(page_gate("/deals/dl_1/edit"), Gate::Partner);
        assert_eq!(page_gate("/assets/manage/"), MARKETING);
        assert_eq!(page_gate("/"), Gate::SignedIn);
        assert_eq!(page_gate("/operate"), ADMINISTRATOR);
        assert_eq!(page_gate("/operate/more/of/it"), Gate::SignedIn);
    }
}
