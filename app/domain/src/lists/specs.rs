//! What each list has.

use super::{Column, Filter, List, Sort, Values};
use crate::access::Role;
use crate::assets::{Age, AssetKind, AssetState, LANGUAGES};
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

const RENEWALS: &[Column] = &[
    column("customer", Sort::Rising),
    column("family", Sort::Rising),
    column("quantity", Sort::Falling),
    column("renews", Sort::Rising),
    for_staff(column("partner", Sort::Rising)),
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

const ASSETS: &[Column] = &[
    column("title", Sort::Rising),
    column("state", Sort::Rising),
    column("kind", Sort::Rising),
    column("language", Sort::Rising),
    column("taken", Sort::Falling),
    more("file", Sort::None),
    more("bytes", Sort::Falling),
    more("publish_on", Sort::Falling),
    more("expire_on", Sort::Rising),
    more("uploaded", Sort::Falling),
];

pub(super) fn columns(list: List) -> &'static [Column] {
    match list {
        List::Deals | List::Queue => DEALS,
        List::Partners => PARTNERS,
        List::People => PEOPLE,
        List::Accounts => ACCOUNTS,
        List::Renewals => RENEWALS,
        List::Courses => COURSES,
        List::Assets => ASSETS,
    }
}

fn words<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|one| word(*one)).collect()
}

const fn known(name: &'static str, values: fn() -> Vec<&'static str>) -> Filter {
    Filter { name, values: Values::Known(values) }
}

const fn theirs(name: &'static str) -> Filter {
    Filter { name, values: Values::Theirs }
}

pub(super) fn filters(list: List) -> &'static [Filter] {
    const DEALS: &[Filter] = &[
        // What waits for an answer is in any of three states, what was appealed against in either of two.
        known("state", || [words(State::ALL, State::as_str), vec!["waiting", "appealed"]].concat()),
    ];
    const QUEUE: &[Filter] = &[known("state", || vec!["submitted", "in_review", "extension_pending"])];
    const PARTNERS: &[Filter] = &[
        known("tier", || words(Tier::ALL, Tier::as_str)),
        known("region", || words(Region::ALL, Region::as_str)),
    ];
    const PEOPLE: &[Filter] =
        &[known("role", || words(Role::ALL, Role::as_str)), known("open", || vec!["yes", "no"])];
    // As `renewals_between` reads it.
    const RENEWALS: &[Filter] = &[known("within", || vec!["30", "60", "90", "over"])];
    const COURSES: &[Filter] = &[known("state", || words(CourseState::ALL, CourseState::as_str))];
    // As `AssetQuery` has them.
    const ASSETS: &[Filter] = &[
        known("state", || words(AssetState::ALL, AssetState::as_str)),
        theirs("collection"),
        known("kind", || words(AssetKind::ALL, AssetKind::as_str)),
        known("language", || LANGUAGES.iter().map(|(tag, _)| *tag).collect()),
        theirs("tag"),
        known("brand", || vec!["yes"]),
        known("age", || words(Age::ALL, Age::as_str)),
    ];
    match list {
        List::Deals => DEALS,
        List::Queue => QUEUE,
        List::Partners => PARTNERS,
        List::People => PEOPLE,
        List::Accounts => &[],
        List::Renewals => RENEWALS,
        List::Courses => COURSES,
        List::Assets => ASSETS,
    }
}
