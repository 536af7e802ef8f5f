use super::*;

fn read(query: &str) -> View {
    View::parse(List::Deals, query, true)
}

fn names(view: &View) -> Vec<&'static str> {
    view.columns().iter().map(|column| column.name).collect()
}

#[test]
fn a_view_reads_back_from_the_address_that_it_writes() {
    for query in [
        "",
        "q=a%26b+%3D+%C3%9C",
        "state=won&sort=amount",
        "sort=-customer&c=customer&c=amount",
        "q=x&state=lost&sort=-submitted&c=customer&c=person&after=17~dl_1",
        "after=with~tilde~dl_1",
    ] {
        let view = read(query);
        assert_eq!(read(&view.query()), view, "{query}");
        assert_eq!(read(&format!("?{query}")), view);
    }
}

#[test]
fn what_a_list_does_not_have_is_as_if_it_were_not_there() {
    let nothing = read("");
    for query in [
        "sort=password_hash",
        "sort=state",
        "sort=--amount",
        "sort=amount;DROP",
        "c=password_hash&c=",
        "state=%27+OR+1%3D1",
        "state=",
        "q=",
        "tier=gold",
        "%ff%fe=%00",
        "&&&===",
    ] {
        assert_eq!(read(query), nothing, "{query}");
    }
    assert_eq!(read(&format!("state=won&q={}", "x".repeat(QUERY_MOST))), nothing);
    assert_eq!(read(&format!("q={}", "x".repeat(WORDS_MOST as usize + 1))).search, "");
}

#[test]
fn the_first_column_is_always_there_and_the_order_is_the_lists() {
    assert_eq!(names(&read("c=amount&c=state")), ["customer", "state", "amount"]);
    assert_eq!(names(&read("")), ["customer", "state", "partner", "number", "clock", "amount"]);
}

#[test]
fn partners_have_no_column_and_no_sort_of_staff() {
    let view = View::parse(List::Deals, "sort=partner&c=partner&c=amount", false);
    assert_eq!((view.sort, view.down), ("newest", true));
    assert_eq!(names(&view), ["customer", "amount"]);
    assert!(view.choices().all(|(column, _)| column.name != "partner"));
}

#[test]
fn a_head_sorts_its_own_way_first_and_then_the_other_and_begins_anew() {
    let amount = List::Deals.columns().iter().find(|column| column.name == "amount").unwrap();
    let view = read("after=1~dl_1").sorted_by(amount);
    assert_eq!((view.sort_word().as_str(), view.after.clone()), ("-amount", None));
    assert_eq!(view.sorted_by(amount).sort_word(), "amount");
}

#[test]
fn every_list_is_sorted_by_something_and_names_its_columns_once() {
    for list in List::ALL {
        let names: std::collections::BTreeSet<_> = list.columns().iter().map(|column| column.name).collect();
        assert_eq!(names.len(), list.columns().len());
        let (sort, _) = list.sorted();
        assert!(sort == "newest" || names.contains(sort), "{list}");
        assert_eq!(View::parse(*list, "", true).query(), "");
    }
}

#[test]
fn a_filter_may_be_a_word_that_rows_have_and_is_set_beside_the_others() {
    let view = View::parse(List::Assets, "tag=r%26d&state=draft&sort=-taken&c=taken&after=3~as_1", true);
    assert_eq!((view.filter("tag"), view.filter("state")), ("r&d", "draft"));
    assert_eq!(View::parse(List::Assets, &view.query(), true), view);
    let other = view.filtered("kind", "image").filtered("state", "");
    assert_eq!(other.query(), "kind=image&tag=r%26d&sort=-taken&c=title&c=taken");
    assert_eq!(view.filtered("kind", "no kind").query(), view.behind(None).query());
    let long = format!("tag={}", "x".repeat(61));
    for odd in [long.as_str(), "tag=", "tag=%00", "brand=no"] {
        assert!(!View::parse(List::Assets, odd, true).is_narrowed(), "{odd}");
    }
}

#[test]
fn an_address_asks_for_a_kept_view_the_default_or_neither() {
    assert_eq!(Asked::of(""), Asked::Default);
    assert_eq!(Asked::of("?"), Asked::Default);
    assert_eq!(Asked::of("?q="), Asked::Plain);
    assert_eq!(Asked::of("view=all"), Asked::All);
    assert_eq!(Asked::of("?view=vi_1&q=x"), Asked::Kept("vi_1".into()));
}

#[test]
fn a_view_is_kept_with_a_name_and_what_the_list_has() {
    let form = ViewForm {
        list: "deals".into(),
        query: "state=won&sort=evil&after=1~dl_1&c=amount".into(),
        name: " Won  ones ".into(),
        ..ViewForm::default()
    };
    assert_eq!(form.check(true).unwrap().query, "state=won&c=customer&c=amount");
    let long = ViewForm { name: "x".repeat(61), list: "secrets".into(), ..ViewForm::default() };
    let faults = long.check(true).unwrap_err();
    assert!(faults.on("name").is_some() && faults.on("list").is_some());
}
