//! What each list has.

use super::{Column, Filter, List, Sort};
use crate::access::Role;
use crate::deals::State;
use crate::learning::CourseState;
use crate::partners::{Region, Tier};

const fn column(name: &'static str, sort: Sort) -> Column {
    Column { name, sort, shown: true, staff: false }
}

const fn more(name: &'static str, sort: Sort) -> Column {
    Column { name, sort, shown: false, staff: false }
}

const fn for_staff(column: Column) -> Column {
    Column { staff: true, ..column }
}

const DEALS: &[Column] = &[
    column("customer", Sort::Rising),
    column("state", Sort::None),
    for_staff(column("partner", Sort::Rising)),
    column("number", Sort::Falling),
    column("clock", Sort::None),
    column("amount", Sort::Falling),
    more("person", Sort::Rising),
    more("close_on", Sort::Rising),
    more("submitted", Sort::Falling),
    more("decide_by", Sort::Rising),
    more("protected", Sort::Rising),
];

const PARTNERS: &[Column] = &[
    column("name", Sort::Rising),
    column("tier", Sort::Rising),
    column("region", Sort::Rising),
    column("manager", Sort::Rising),
    column("people", Sort::Falling),
    more("joined", Sort::Falling),
];

const PEOPLE: &[Column] = &[
    column("name", Sort::Rising),
    column("email", Sort::Rising),
    column("organisation", Sort::Rising),
    column("role", Sort::Rising),
    more("open", Sort::None),
    more("joined", Sort::Falling),
];

const ACCOUNTS: &[Column] = &[
    column("legal_name", Sort::Rising),
    column("domain", Sort::Rising),
    column("country", Sort::Rising),
    more("made", Sort::Falling),
];

const COURSES: &[Column] = &[
    column("title", Sort::Rising),
    column("state", Sort::Rising),
    column("lessons", Sort::Falling),
    column("questions", Sort::Falling),
    column("enrolled", Sort::Falling),
    column("passed", Sort::Falling),
    more("topic", Sort::Rising),
];

pub(super) fn columns(list: List) -> &'static [Column] {
    match list {
        List::Deals | List::Queue => DEALS,
        List::Partners => PARTNERS,
        List::People => PEOPLE,
        List::Accounts => ACCOUNTS,
        List::Courses => COURSES,
    }
}

fn words<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|one| word(*one)).collect()
}

const TIER: Filter = Filter { name: "tier", values: || words(Tier::ALL, Tier::as_str) };
const REGION: Filter = Filter { name: "region", values: || words(Region::ALL, Region::as_str) };

pub(super) fn filters(list: List) -> &'static [Filter] {
    match list {
        // What waits for an answer is in either of two states.
        List::Deals => &[Filter {
            name: "state",
            values: || [words(State::ALL, State::as_str), vec!["waiting"]].concat(),
        }],
        List::Queue => &[Filter { name: "state", values: || vec!["submitted", "in_review"] }],
        List::Partners => &[TIER, REGION],
        List::People => &[
            Filter { name: "role", values: || words(Role::ALL, Role::as_str) },
            Filter { name: "open", values: || vec!["yes", "no"] },
        ],
        List::Accounts => &[],
        List::Courses => &[Filter { name: "state", values: || words(CourseState::ALL, CourseState::as_str) }],
    }
}
