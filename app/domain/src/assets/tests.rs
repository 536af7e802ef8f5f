//! The rules of collateral: who reaches what when, what forms accept, and where zones may be.

use super::*;
use crate::form::Fault;
use crate::id::PartnerId;
use crate::time::Instant;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn asset() -> Asset {
    let now = Instant::from_millis(1);
    Asset {
        id: AssetId::new(now, [1; 10]),
        title: "Data sheet".into(),
        description: String::new(),
        kind: AssetKind::DataSheet,
        language: "en".into(),
        tags: vec![],
        tiers: vec![],
        types: vec![],
        state: AssetState::Published,
        publish_on: Some(day("2026-11-20")),
        expire_on: Some(day("2026-12-01")),
        has_still: false,
        file: AssetFile {
            id: FileId::new(now, [2; 10]),
            sha256: "00".into(),
            bytes: 1,
            media: Media::Pdf,
            name: "sheet.pdf".into(),
        },
        pages: vec![A4],
        zones: vec![],
        strict: false,
        version: 1,
    }
}

const A4: PageSize =
    PageSize { width: Length::from_hundredths(59_528), height: Length::from_hundredths(84_189) };

fn member(tier: Tier, types: &[PartnerType]) -> Membership {
    Membership {
        id: PartnerId::new(Instant::from_millis(1), [3; 10]),
        name: "Nordwind".into(),
        tier,
        types: types.to_vec(),
        has_logo: true,
    }
}

#[test]
fn an_asset_is_reachable_from_its_first_day_until_the_day_before_its_expiry() {
    for (today, reachable) in
        [("2026-11-19", false), ("2026-11-20", true), ("2026-11-30", true), ("2026-12-01", false)]
    {
        assert_eq!(asset().is_reachable(day(today)), reachable, "{today}");
    }
    for state in [AssetState::Draft, AssetState::Withdrawn] {
        assert!(!Asset { state, ..asset() }.is_reachable(day("2026-11-25")), "{state}");
    }
    let open = Asset { publish_on: None, expire_on: None, ..asset() };
    assert!(open.is_reachable(day("1999-01-01")));
}

#[test]
fn publishing_and_withdrawing_follow_each_other() {
    assert_eq!(AssetState::Draft.publish(), Ok(AssetState::Published));
    assert_eq!(AssetState::Withdrawn.publish(), Ok(AssetState::Published));
    assert_eq!(AssetState::Published.withdraw(), Ok(AssetState::Withdrawn));
    assert!(AssetState::Published.publish().is_err());
    assert!(AssetState::Draft.withdraw().is_err());
}

#[test]
fn the_audience_is_a_named_tier_and_a_named_type() {
    use PartnerType::{Distributor, Reseller};
    let all = asset();
    let gold = Asset { tiers: vec![Tier::Gold, Tier::Platinum], ..asset() };
    let both = Asset { types: vec![Reseller], ..gold.clone() };
    for (who, sees) in [
        (member(Tier::Gold, &[Reseller, Distributor]), [true, true, true]),
        (member(Tier::Gold, &[Distributor]), [true, true, false]),
        (member(Tier::Silver, &[Reseller]), [true, false, false]),
        (member(Tier::Platinum, &[]), [true, true, false]),
    ] {
        assert_eq!([&all, &gold, &both].map(|asset| asset.visible_to(&who)), sees, "{who:?}");
    }
}

fn form() -> AssetForm {
    AssetForm {
        title: "  Heat pump\u{202e} X1 ".into(),
        kind: "data_sheet".into(),
        language: "pt-br".into(),
        tags: "Heating, heat pump,heating,, ".into(),
        tiers: vec!["platinum".into(), "gold".into(), "gold".into()],
        ..AssetForm::default()
    }
}

#[test]
fn what_is_said_of_an_asset_is_tidied() {
    let details = form().check().unwrap();
    assert_eq!(details.title, "Heat pump X1");
    assert_eq!(details.language, "pt-BR");
    assert_eq!(details.tags, ["heat pump", "heating"]);
    assert_eq!(details.tiers, [Tier::Gold, Tier::Platinum]);
    assert_eq!(details.search_text(), "heat pump x1\nheat pump\nheating");
}

#[test]
fn an_asset_cannot_expire_before_or_on_the_day_it_is_published() {
    let days =
        |start: &str, end: &str| AssetForm { publish_on: start.into(), expire_on: end.into(), ..form() };
    assert!(days("2026-11-20", "2026-11-21").check().is_ok());
    assert!(days("", "2026-11-21").check().is_ok());
    for (start, end) in [("2026-11-20", "2026-11-20"), ("2026-11-20", "2026-11-19")] {
        assert_eq!(days(start, end).check().unwrap_err().on("expire_on"), Some(&Fault::TooEarly));
    }
    assert_eq!(days("tomorrow", "").check().unwrap_err().on("publish_on"), Some(&Fault::NotADay));
}

#[test]
fn every_fault_of_the_form_is_told_at_once() {
    let bad = AssetForm {
        language: "xx".into(),
        tags: (0..20).map(|n| format!("t{n},")).collect(),
        tiers: vec!["diamond".into()],
        types: vec!["../".into()],
        ..AssetForm::default()
    };
    let faults = bad.check().unwrap_err();
    for field in ["title", "kind", "language", "tags", "tiers", "types"] {
        assert!(faults.on(field).is_some(), "{field}");
    }
}

#[test]
fn lengths_come_back_as_they_were_typed() {
    for (text, hundredths, back) in
        [("120", 12_000, "120"), ("120,5", 12_050, "120.5"), (" 0.07 ", 7, "0.07"), ("12.30", 1_230, "12.3")]
    {
        let length = Length::read(text).unwrap();
        assert_eq!((length.hundredths(), length.to_string()), (hundredths, back.into()), "{text}");
    }
    for bad in ["-1", "1.234", "1e3", "NaN", ".5", "٣", "1.2.3", "1234567"] {
        assert_eq!(Length::read(bad), Err(Fault::NotALength), "{bad}");
    }
    assert_eq!(Length::read("14401"), Err(Fault::TooLarge));
    assert_eq!(Length::from_points(f64::NAN), Length::from_hundredths(0));
    assert_eq!(Length::from_points(12.345), Length::from_hundredths(1_235));
}

fn zone_form(page: &str, x: &str, y: &str, width: &str, height: &str) -> ZoneForm {
    ZoneForm {
        page: page.into(),
        kind: "logo".into(),
        x: x.into(),
        y: y.into(),
        width: width.into(),
        height: height.into(),
        ..ZoneForm::default()
    }
}

fn zones(zones: Vec<ZoneForm>) -> ZonesForm {
    ZonesForm { zones, ..ZonesForm::default() }
}

#[test]
fn a_zone_has_to_be_on_its_page() {
    let checked = |form: ZoneForm| zones(vec![form]).check(&[A4]);
    let kept = checked(zone_form("1", "495.28", "741.89", "100", "100")).unwrap();
    assert!(kept[0].fits(&[A4]) && !kept[0].fits(&[]));
    for (form, field) in [
        (zone_form("1", "495.29", "0", "100", "100"), "zones[0][width]"),
        (zone_form("1", "0", "741.9", "100", "100"), "zones[0][height]"),
        (zone_form("2", "0", "0", "100", "100"), "zones[0][page]"),
        (zone_form("0", "0", "0", "100", "100"), "zones[0][page]"),
        (zone_form("1", "-5", "0", "100", "100"), "zones[0][x]"),
        (zone_form("1", "0", "0", "7.99", "100"), "zones[0][width]"),
    ] {
        let faults = checked(form.clone()).unwrap_err();
        assert!(faults.on(field).is_some(), "{form:?}: {faults:?}");
    }
}

#[test]
fn a_line_without_a_kind_is_no_zone() {
    let form = zones(vec![ZoneForm::default(), zone_form("1", "0", "0", "50", "50"), ZoneForm::default()]);
    assert_eq!(form.check(&[A4]).unwrap().len(), 1);
    let many = vec![zone_form("1", "0", "0", "50", "50"); ZONES_MOST as usize + 1];
    assert_eq!(zones(many).check(&[A4]).unwrap_err().on("zones"), Some(&Fault::TooMany { most: ZONES_MOST }));
}

#[test]
fn a_zone_that_is_moved_or_resized_stays_on_its_page() {
    let zone = zones(vec![zone_form("1", "10", "10", "100", "50")]).check(&[A4]).unwrap().remove(0);
    let far = Length::from_points(5_000.0);
    let back = Length::from_points(-5_000.0);
    for (x, y) in [(far, far), (back, back), (far, back)] {
        assert!(zone.moved(x, y, A4).fits(&[A4]));
        assert!(zone.resized(x, y, A4).fits(&[A4]));
        assert!(zone.moved(x, y, A4).resized(far, far, A4).fits(&[A4]));
    }
    assert_eq!(zone.moved(Length::from_points(1.0), back, A4).x.to_string(), "11");
}

#[test]
fn a_new_zone_is_on_its_page_wherever_it_is_begun() {
    let points = |x: f64, y: f64| (Length::from_points(x), Length::from_points(y));
    let tiny = PageSize { width: Length::from_points(20.0), height: Length::from_points(9.0) };
    for (one, other) in
        [((0.0, 0.0), (0.0, 0.0)), ((900.0, 900.0), (-9.0, 50.0)), ((594.0, 841.0), (595.0, 842.0))]
    {
        for size in [A4, tiny] {
            let pages = [size];
            for kind in ZoneKind::ALL {
                let (one, other) = (points(one.0, one.1), points(other.0, other.1));
                assert!(Zone::around(0, *kind, one, size).fits(&pages));
                let drawn = Zone::between(0, *kind, one, other, size);
                assert!(drawn.fits(&pages), "{drawn:?}");
                assert_eq!(drawn, Zone::between(0, *kind, other, one, size), "from either corner");
                let mut line = ZoneForm::from(&drawn);
                let mut drawn = drawn;
                if *kind == ZoneKind::Text {
                    line.text = "Sold by {partner.name}".into();
                    drawn.look.text = line.text.clone();
                }
                assert_eq!(zones(vec![line]).check(&pages), Ok(vec![drawn]));
            }
        }
    }
    let middle = Zone::around(0, ZoneKind::Logo, points(300.0, 400.0), A4);
    assert_eq!((middle.x, middle.y), points(240.0, 370.0));
    let slide = PageSize { width: Length::from_points(1920.0), height: Length::from_points(1190.0) };
    let twice = Zone::around(0, ZoneKind::Logo, points(600.0, 600.0), slide);
    assert_eq!((twice.width, twice.height), points(240.0, 120.0), "as large as the page asks for");
}

#[test]
fn the_name_of_a_file_says_how_large_it_may_be() {
    for (name, most) in [
        ("sheet.pdf", PDF_MOST_BYTES),
        ("SHEET.v2.PDF", PDF_MOST_BYTES),
        ("photo.jpg", Media::Jpeg.most_bytes()),
        ("photo.jpeg", Media::Jpeg.most_bytes()),
        ("photo.webp", Media::Webp.most_bytes()),
        ("plan.svg", Media::Svg.most_bytes()),
        ("film.mp4", MOST_BYTES),
        ("pdf", MOST_BYTES),
        ("sheet.pdf.zip", MOST_BYTES),
    ] {
        assert_eq!(most_bytes_of_file(name), most, "{name}");
    }
}

#[test]
fn a_title_is_made_from_the_name_of_a_file() {
    assert_eq!(title_of_file("C:\\sheets\\heat-pump_X1.v2.pdf").as_deref(), Some("heat pump X1.v2"));
    assert_eq!(title_of_file("../../etc/passwd").as_deref(), Some("passwd"));
    assert_eq!(title_of_file("\u{202e}.pdf"), None);
    assert_eq!(title_of_file(&"x".repeat(500)).map(|title| title.len()), Some(120));
}

#[test]
fn a_published_asset_cannot_be_made_to_expire_before_the_first_day_it_kept() {
    let published = Asset { state: AssetState::Published, publish_on: Some(day("2026-11-20")), ..asset() };
    let new =
        |end: &str| AssetForm { publish_on: String::new(), expire_on: end.into(), ..form() }.check().unwrap();
    assert_eq!(published.takes(&new("2026-11-20")).unwrap_err().on("expire_on"), Some(&Fault::TooEarly));
    assert_eq!(published.takes(&new("2026-11-21")), Ok(()));
    let ended =
        Asset { state: AssetState::Draft, publish_on: None, expire_on: Some(day("2026-11-20")), ..asset() };
    assert_eq!(ended.may_publish(day("2026-11-20")).unwrap_err().on("expire_on"), Some(&Fault::InThePast));
    assert_eq!(ended.may_publish(day("2026-11-19")), Ok(()));
}

fn partner() -> crate::partners::Partner {
    let id = PartnerId::new(Instant::from_millis(1), [3; 10]);
    crate::partners::Partner {
        id,
        name: "Nordwind".into(),
        domains: vec![],
        types: vec![],
        tier: Tier::Gold,
        region: crate::partners::Region::Emea,
        parent: None,
        manager: None,
        contact: crate::partners::Contact {
            name: String::new(),
            email: "a@nordwind.example".into(),
            phone: String::new(),
            website: String::new(),
            address: "Kai 1\nHamburg".into(),
        },
        logo: None,
        version: 1,
    }
}

#[test]
fn a_locked_text_is_filled_with_what_the_partner_is_and_leaves_no_empty_line() {
    let text = "Sold by {partner.name}\nCall {contact.phone}\n{contact.phone} {contact.email}\n{contact.address}\n\nAsk us";
    let line = "Sold by Nordwind\n a@nordwind.example\nKai 1, Hamburg\n\nAsk us";
    assert_eq!(filled(text, &partner()), line);
    // What a partner writes into its name is no place of its own.
    let odd = crate::partners::Partner { name: "{partner}".into(), ..partner() };
    assert_eq!(filled("{partner.name}", &odd), "{partner}");
}

#[test]
fn the_look_of_a_zone_is_bounded_and_as_usual_where_nothing_is_said() {
    let checked = |change: fn(&mut ZoneForm)| {
        let mut form = zone_form("1", "0", "0", "200", "60");
        change(&mut form);
        zones(vec![form]).check(&[A4])
    };
    assert_eq!(checked(|_| ()).unwrap()[0].look, Look::usual(ZoneKind::Logo));
    for (change, field) in [
        ((|form| form.font = "comic".into()) as fn(&mut ZoneForm), "font"),
        (|form| form.ink = "#ff0".into(), "ink"),
        (|form| form.largest = "201".into(), "largest"),
        (|form| form.least = "4.9".into(), "least"),
        (|form| (form.largest, form.least) = ("12".into(), "14".into()), "least"),
        (|form| form.padding = "30".into(), "padding"),
        (|form| form.characters = "0".into(), "characters"),
        (|form| form.kind = "text".into(), "text"),
        (|form| (form.kind, form.text) = ("text".into(), "{partner.secret}".into()), "text"),
        (|form| (form.kind, form.text) = ("text".into(), "a { b".into()), "text"),
    ] {
        let faults = checked(change).unwrap_err();
        assert!(faults.on(&format!("zones[0][{field}]")).is_some(), "{field}: {faults:?}");
    }
}

#[test]
fn a_zone_is_drawn_to_edges_middles_and_other_zones_and_never_off_its_page() {
    let at = |x: f64, y: f64, width: f64, height: f64| Zone {
        x: Length::from_points(x),
        y: Length::from_points(y),
        width: Length::from_points(width),
        height: Length::from_points(height),
        ..Zone::around(0, ZoneKind::Logo, (Length::default(), Length::default()), A4)
    };
    let near = Length::from_points(5.0);
    let (zone, guides) = at(3.0, 400.0, 100.0, 40.0).snapped(&[], A4, near);
    assert_eq!(
        (zone.x.to_string().as_str(), guides.len()),
        ("0", 2),
        "to the left edge and the middle of the page"
    );
    let other = at(100.0, 200.0, 80.0, 40.0);
    let (zone, guides) = at(177.0, 330.0, 60.0, 30.0).snapped(std::slice::from_ref(&other), A4, near);
    assert_eq!(zone.x.to_string(), "180");
    assert_eq!(guides, [Guide::Upright(Length::from_points(180.0))]);
    let (zone, _) = at(20.0, 20.0, 157.0, 30.0).size_snapped(std::slice::from_ref(&other), A4, near);
    assert_eq!(zone.width.to_string(), "160");
    let far = Zone { page: 1, ..other };
    assert!(at(177.0, 330.0, 60.0, 30.0).snapped(&[far], A4, near).1.is_empty(), "not to another page");
}
