//! Tables of accounts and of partners of record: every row's fate, part by part, once, whatever is in the cells.

use crate::portal::{Engine, Person, Portal, target};
use domain::access::{Actor, ManagePeople};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use server::imports::working;
use store::sql::Statement;

async fn bring(person: &Person, sort: &str, file: (&str, &[u8])) -> String {
    let before = [("sort", sort), ("text", "")];
    target(&person.upload("/accounts/import", "/imports/accounts", &before, file).await)
}

/// Works on tables until none waits; answers in how many parts.
async fn worked(portal: &Portal) -> usize {
    let mut parts = 0;
    while working::part(&portal.state).await.unwrap() {
        parts += 1;
    }
    parts
}

/// How many rows the page tells of before these words.
fn so_far(page: &str, words: &str) -> u32 {
    let (before, _) = page.split_once(words).unwrap();
    before.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap().parse().unwrap()
}

async fn apply(person: &Person, page: &str, with_alike: bool) -> String {
    let id = page.rsplit('/').next().unwrap();
    let form = [("id", id), ("with_alike", "true")];
    let form = if with_alike { &form[..] } else { &form[..1] };
    target(&person.send_from(page, "/api/accounts/imports/apply", form).await)
}

async fn count(portal: &Portal, sql: &'static str) -> i64 {
    let mut read = portal.state.portal.store.read().await.unwrap();
    let rows = read.all(Statement::new(sql), Vec::new()).await.unwrap();
    rows[0].int("n").unwrap()
}

const ACCOUNTS: &str = "SELECT COUNT(*) AS n FROM accounts";

fn table() -> String {
    let long = "X".repeat(500);
    [
        "Firma;Land;Website;PLZ;Gehört zu;Benannt für;Kundensegment;Bemerkung",
        "Quokka Holding AG;Deutschland;https://www.quokka-holding.example/about;20095;;Northwind;Großunternehmen;neu",
        "Quokka Nord GmbH;DE;quokka-nord.example;;Quokka Holding AG;;public;below the row above",
        "Nowhere Ltd;Atlantis;nowhere.example;;;;;no such country",
        &format!("{long};DE;;;;;;too long a name"),
        "=HYPERLINK(\"http://evil.example\");DE;formula.example;;;;;text stays text",
        "Evil\u{202e}txt.exe GmbH;DE;override.example;;;;;turned around",
        "Quokka Holding AG;DE;;;;;;twice in the table",
        "Orphan GmbH;DE;orphan.example;;Nobody At All AG;;;no such parent",
        "Wombat GmbH;DE;wombat.example;;;Nobody;;no such partner",
        "Late Row GmbH;AT;late-row.example;;;;;after all the broken ones",
    ]
    .join("\n")
}

async fn every_row_has_its_fate(engine: Engine) {
    let portal = Portal::on(engine).await;
    let petra = portal.person("petra@vendor.example").await;
    let page = bring(&petra, "accounts", ("list.csv", table().as_bytes())).await;
    assert!(page.starts_with("/accounts/import/ai_"), "{page}");
    assert!(petra.text(&page).await.contains("0 of 10 rows looked at"));
    let accounts = count(&portal, ACCOUNTS).await;
    assert!(worked(&portal).await >= 2, "its parts, and its end");
    assert_eq!(count(&portal, ACCOUNTS).await, accounts, "looking makes nothing");
    let shown = petra.text(&page).await;
    for words in [
        "Apply: 5 new, 0 changed",
        "Country: is not known here",
        "Use at most 200 characters",
        "stands in the table twice",
        "Belongs to: is not known here, nor in a row above",
        "Named for: is not known here",
        "Columns that nothing is made of: Bemerkung",
        "=HYPERLINK(",
        "Eviltxt.exe GmbH",
    ] {
        assert!(shown.contains(words), "{words} in {shown}");
    }
    assert!(!shown.contains('\u{202e}'), "nothing turns the page around");
    let refused = petra.text(&format!("{page}?fate=refused")).await;
    assert!(refused.contains("Nowhere Ltd") && !refused.contains("Late Row GmbH"));
    let file = petra.text(&format!("{page}/rows/all")).await;
    assert!(file.starts_with("\u{feff}Firma,Land,"), "{file}");
    assert!(file.contains("'=HYPERLINK(") && file.contains("Nobody At All AG"), "{file}");

    assert_eq!(apply(&petra, &page, false).await, page);
    assert_eq!(apply(&petra, &page, false).await, page, "twice is once");
    worked(&portal).await;
    assert_eq!(apply(&petra, &page, true).await, page, "and once more");
    worked(&portal).await;
    assert_eq!(count(&portal, ACCOUNTS).await, accounts + 5);
    let below = "SELECT COUNT(*) AS n FROM accounts a JOIN accounts p ON p.id = a.parent_id
        WHERE a.legal_name = 'Quokka Nord GmbH' AND p.legal_name = 'Quokka Holding AG' AND p.country = 'DE' AND p.postcode = '20095'
        AND p.named_for_id IN (SELECT id FROM partners WHERE name = 'Northwind') AND p.domain = 'quokka-holding.example'";
    assert_eq!(count(&portal, below).await, 1);
    let keyed = "SELECT COUNT(*) AS n FROM accounts a WHERE a.idempotency_key LIKE 'ai_%'
        AND EXISTS (SELECT 1 FROM search_keyed k WHERE k.record_id = a.id)
        AND EXISTS (SELECT 1 FROM audit l WHERE l.record_id = a.id AND l.person_name = 'Petra Novak')
        AND EXISTS (SELECT 1 FROM outbox o WHERE o.kind = 'account.made' AND o.payload LIKE '%' || a.id || '%')";
    assert_eq!(count(&portal, keyed).await, 5, "keys, audit and event come with the account");
    let done = petra.text(&page).await;
    assert!(done.contains("Applied ") && !done.contains("Apply: "), "{done}");

    // The same table has nothing left to do but what is refused; one cell more is a change.
    let again = bring(&petra, "accounts", ("list.csv", table().as_bytes())).await;
    worked(&portal).await;
    assert!(petra.text(&again).await.contains("There is nothing to do"));
    let change = "Name,Country,City\nLate Row GmbH,Austria,Graz\n";
    let change = bring(&petra, "accounts", ("change.csv", change.as_bytes())).await;
    worked(&portal).await;
    let shown = petra.text(&change).await;
    assert!(
        shown.contains("City: Graz, was nothing") && shown.contains("Apply: 0 new, 1 changed"),
        "{shown}"
    );
}

#[tokio::test]
async fn every_row_has_its_fate_and_broken_ones_stop_nobody() {
    every_row_has_its_fate(Engine::Sqlite).await;
}

#[tokio::test]
async fn every_row_has_its_fate_on_the_other_engine() {
    every_row_has_its_fate(Engine::Postgres).await;
}

#[tokio::test]
async fn what_may_be_there_already_is_made_only_when_somebody_says_so() {
    let portal = Portal::start().await;
    let petra = portal.person("petra@vendor.example").await;
    let first = "Name,Country,Website\nKookaburra Logistics GmbH,DE,kookaburra.example\n";
    let first = bring(&petra, "accounts", ("a.csv", first.as_bytes())).await;
    worked(&portal).await;
    apply(&petra, &first, false).await;
    worked(&portal).await;
    let accounts = count(&portal, ACCOUNTS).await;
    let second = "Name,Country,Website\nKookaburra Logistics,DE,kookaburra.example\n\
        Dingo Transport GmbH,DE,dingo.example\nDingo Transport,DE,dingo.example\n";
    for with_alike in [false, true] {
        let page = bring(&petra, "accounts", ("b.csv", second.as_bytes())).await;
        worked(&portal).await;
        let shown = petra.text(&page).await;
        assert!(shown.contains("Perhaps the same as Kookaburra Logistics GmbH"), "{shown}");
        assert_eq!(shown.contains("Perhaps the same as line 3 of this table"), !with_alike, "{shown}");
        apply(&petra, &page, with_alike).await;
        worked(&portal).await;
        let made = if with_alike { 3 } else { 1 };
        assert_eq!(count(&portal, ACCOUNTS).await, accounts + made);
    }
}

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, head) in
        (0_u16..).zip(["Customer account", "Country", "Partner", "Product families", "From", "Until"])
    {
        sheet.write_string(1, column, head).unwrap();
    }
    let day = Format::new().set_num_format("yyyy-mm-dd");
    for (row, partner, from) in
        [(3_u32, "Northwind", "2027-01-01"), (4, "Southgate", "2027-07-01"), (5, "Northwind", "2027-07-01")]
    {
        sheet.write_string(row, 0, "Emu Energy GmbH").unwrap();
        sheet.write_string(row, 1, "DE").unwrap();
        sheet.write_string(row, 2, partner).unwrap();
        sheet.write_string(row, 3, "Storage arrays; Edge routers").unwrap();
        sheet.write_datetime_with_format(row, 4, ExcelDateTime::parse_from_str(from).unwrap(), &day).unwrap();
    }
    // What its program saw last, whatever the formula says.
    sheet
        .write_formula(
            6,
            0,
            Formula::new("=WEBSERVICE(\"http://evil.example\")").set_result("Emu Energy GmbH"),
        )
        .unwrap();
    sheet.write_string(6, 2, "Nobody").unwrap();
    book.save_to_buffer().unwrap()
}

async fn rivals(portal: &Portal) -> Vec<String> {
    let mut read = portal.state.portal.store.read().await.unwrap();
    let names = Statement::new("SELECT name FROM partners WHERE name <> 'Northwind' ORDER BY name");
    read.all(names, Vec::new()).await.unwrap().iter().map(|row| row.text("name").unwrap()).collect()
}

async fn a_workbook_of_named_accounts(engine: Engine) {
    let portal = Portal::on(engine).await;
    let petra = portal.person("petra@vendor.example").await;
    let first = bring(&petra, "accounts", ("a.csv", b"Name,Country\nEmu Energy GmbH,DE\n")).await;
    worked(&portal).await;
    apply(&petra, &first, false).await;
    worked(&portal).await;
    let rival = rivals(&portal).await.remove(0);
    let book = workbook();
    let page = bring(&petra, "named_accounts", ("named.xlsx", &book)).await;
    assert!(page.starts_with("/accounts/import/ai_"), "{page}");
    worked(&portal).await;
    let shown = petra.text(&page).await;
    assert!(shown.contains("named.xlsx") && shown.contains("Emu Energy GmbH"), "{shown}");
    assert!(shown.contains("Organisation: is not known here") || rival == "Southgate", "{shown}");
    assert!(!shown.contains("WEBSERVICE"), "{shown}");

    let lines = format!(
        "Kunde;Land;Partner;Produktfamilien;Ab;Bis\nEmu Energy GmbH;DE;Northwind;Storage arrays|Edge routers;01.01.2027;\n\
         emu energy gmbh;;{rival};storage arrays;2027-07-01;\nEmu Energy GmbH;DE;Northwind;Storage arrays;2027-07-01;\n\
         Emu Energy GmbH;DE;Northwind;Gone;2027-07-01;\nEmu Energy GmbH;DE;Northwind;Storage arrays;02/01/2027;\n"
    );
    let page = bring(&petra, "named_accounts", ("named.csv", lines.as_bytes())).await;
    worked(&portal).await;
    let shown = petra.text(&page).await;
    assert!(shown.contains("Apply: 1 new, 1 changed"), "{shown}");
    assert!(
        shown.contains(&format!("Organisation: {rival}, was Northwind")),
        "hands over within the table: {shown}"
    );
    for words in
        ["Somebody is on record at that time already", "Product families: is not known", "write the day like"]
    {
        assert!(shown.contains(words), "{words} in {shown}");
    }
    apply(&petra, &page, false).await;
    worked(&portal).await;
    let periods = "SELECT COUNT(*) AS n FROM account_partners r JOIN accounts a ON a.id = r.account_id WHERE a.legal_name = 'Emu Energy GmbH'";
    assert_eq!(count(&portal, periods).await, 3);
    let over = "SELECT COUNT(*) AS n FROM account_partners r JOIN partners p ON p.id = r.partner_id
        WHERE p.name = 'Northwind' AND r.from_on = '2027-01-01' AND r.until_on = '2027-06-30' AND r.reason = 'named.csv'";
    assert_eq!(count(&portal, over).await, 1);
    assert!(petra.text(&page).await.contains("Applied "));
}

#[tokio::test]
async fn partners_of_record_come_by_workbook_and_by_text() {
    a_workbook_of_named_accounts(Engine::Sqlite).await;
}

#[tokio::test]
async fn partners_of_record_come_on_the_other_engine() {
    a_workbook_of_named_accounts(Engine::Postgres).await;
}

#[tokio::test]
async fn what_a_server_had_in_hand_that_died_comes_once() {
    let portal = Portal::start().await;
    let petra = portal.person("petra@vendor.example").await;
    let rows: String = (0..450).map(|n| format!("Numbat {n} KG,DE,numbat-{n}.example\n")).collect();
    let page =
        bring(&petra, "accounts", ("many.csv", format!("Name,Country,Website\n{rows}").as_bytes())).await;
    assert!(working::part(&portal.state).await.unwrap());
    let looked = so_far(&petra.text(&page).await, " of 450 rows looked at");
    assert!((1..=200).contains(&looked), "{looked}");
    worked(&portal).await;
    let accounts = count(&portal, ACCOUNTS).await;
    apply(&petra, &page, true).await;
    assert!(working::part(&portal.state).await.unwrap());
    let dealt_with = so_far(&petra.text(&page).await, " of 450 rows dealt with");
    assert!((1..=100).contains(&dealt_with), "{dealt_with}");
    // A part that is done to its end, but for the last word.
    let store = &portal.state.portal.store;
    let mut tx = store.begin(portal.state.now()).await.unwrap();
    let taken = store::accounts::imports::take(&mut tx).await.unwrap().unwrap();
    let actor = Actor::vouch(portal.profile("petra@vendor.example").await);
    app::imports::part(&mut tx, &actor, &taken).await.unwrap();
    drop(tx);
    assert_eq!(so_far(&petra.text(&page).await, " of 450 rows dealt with"), dealt_with);
    worked(&portal).await;
    assert_eq!(count(&portal, ACCOUNTS).await, accounts + 450);
    assert!(petra.text(&page).await.contains("Applied "));
    let second = petra.text(&format!("{page}?after=201")).await;
    assert!(second.contains("Numbat 200 KG") && !second.contains("Numbat 199 KG"), "paged by line");
}

#[tokio::test]
async fn what_was_changed_since_the_look_is_not_gone_over() {
    let portal = Portal::start().await;
    let petra = portal.person("petra@vendor.example").await;
    let first = bring(&petra, "accounts", ("a.csv", b"Name,Country\nBilby AG,CH\nPotoroo AG,CH\n")).await;
    worked(&portal).await;
    apply(&petra, &first, false).await;
    worked(&portal).await;
    let table = "Name,Country,City\nBilby AG,CH,Basel\nPotoroo AG,CH,Chur\nQuoll AG,CH,Thun\n";
    let [one, other] = [
        bring(&petra, "accounts", ("one.csv", table.as_bytes())).await,
        bring(&petra, "accounts", ("other.csv", table.replace("Chur", "").as_bytes())).await,
    ];
    worked(&portal).await;
    apply(&petra, &one, false).await;
    worked(&portal).await;
    apply(&petra, &other, false).await;
    worked(&portal).await;
    let shown = petra.text(&format!("{other}?fate=refused")).await;
    assert!(shown.contains("Bilby AG") && shown.contains("Changed since you looked at it"), "{shown}");
    assert!(shown.contains("Quoll AG"), "one of the name was made meanwhile: {shown}");
    assert_eq!(count(&portal, "SELECT COUNT(*) AS n FROM accounts WHERE legal_name = 'Quoll AG'").await, 1);
}

#[tokio::test]
async fn a_table_is_its_bringers_and_ends_with_their_rights() {
    let portal = Portal::start().await;
    let (petra, ada) =
        (portal.person("petra@vendor.example").await, portal.person("ada@vendor.example").await);
    let page = bring(&petra, "accounts", ("a.csv", b"Name,Country\nMala AG,CH\n")).await;
    worked(&portal).await;
    for path in [page.clone(), format!("{page}/rows/all")] {
        assert_eq!(ada.open(&path).await.status(), 404, "{path}");
    }
    let id = page.rsplit('/').next().unwrap();
    ada.send("/api/accounts/imports/apply", &[("id", id)]).await;
    assert!(petra.text(&page).await.contains("ready to apply"), "nobody else has the word");
    for other in ["ana@northwind.example", "carl@vendor.example"] {
        let other = portal.person(other).await;
        assert_ne!(other.open(&page).await.status(), 200);
        let led = bring(&other, "accounts", ("a.csv", b"Name,Country\nMala AG,CH\n")).await;
        assert!(!led.contains("/ai_"), "{led}");
    }
    apply(&petra, &page, false).await;
    // She becomes somebody who may not, between the word and the work.
    let store = &portal.state.portal.store;
    let mut tx = store.begin(portal.state.now()).await.unwrap();
    let permit = Actor::vouch(portal.profile("ada@vendor.example").await).permit(ManagePeople).unwrap();
    let before = store::people::by_email(&mut tx, &permit, "petra@vendor.example").await.unwrap().unwrap();
    let version = before.version;
    store::people::changes::change_role(&mut tx, &permit, &before, version, domain::access::Role::Education)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    worked(&portal).await;
    assert_eq!(count(&portal, "SELECT COUNT(*) AS n FROM account_imports WHERE failure = 'denied'").await, 1);
    assert_eq!(count(&portal, "SELECT COUNT(*) AS n FROM accounts WHERE legal_name = 'Mala AG'").await, 0);
}

#[tokio::test]
async fn a_bad_file_is_refused_in_words_and_leaves_nothing() {
    let portal = Portal::start().await;
    let petra = portal.person("petra@vendor.example").await;
    let bomb = hostile::corpus().into_iter().find(|case| case.called == b"bomb.xlsx").unwrap();
    let many: String = (0..100_001).map(|n| format!("N{n},DE\n")).collect();
    let many = format!("Name,Country\n{many}");
    for (file, bytes, words) in [
        ("bomb.xlsx", bomb.bytes.as_slice(), "took too much memory"),
        ("broken.xlsx", b"PK\x03\x04\x14\x00\x06\x00\x08", "not a table of text"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not a table of text"),
        ("a.csv", b"Country,City\nDE,Kiel\n", "A column for this is missing: Legal name"),
        ("a.csv", b"Name,Firma,Country\nA,B,DE\n", "Two columns are for this: Legal name"),
        ("a.csv", b"Name,Country\n", "no row under the headings"),
        ("many.csv", many.as_bytes(), "more than 100,000 rows"),
    ] {
        assert_eq!(bring(&petra, "accounts", (file, bytes)).await, "/accounts/import", "{words}");
        let told = petra.text("/accounts/import").await;
        assert!(told.contains(words), "{words} in {told}");
    }
    assert_eq!(count(&portal, "SELECT COUNT(*) AS n FROM account_import_rows").await, 0);
    assert_eq!(count(&portal, "SELECT COUNT(*) AS n FROM account_imports").await, 0);
    assert!(!working::part(&portal.state).await.unwrap());
    let template = petra.open("/imports/template/accounts").await.bytes().await.unwrap();
    assert_eq!(
        bring(&petra, "accounts", ("template.xlsx", &template)).await,
        "/accounts/import",
        "headings alone are known, but no table"
    );
    assert!(petra.text("/accounts/import").await.contains("no row under the headings"));
}

#[tokio::test]
async fn tables_go_when_nobody_needs_them_any_more() {
    let portal = Portal::start().await;
    let petra = portal.person("petra@vendor.example").await;
    let page = bring(&petra, "accounts", ("a.csv", b"Name,Country\nMala AG,CH\nNala AG,CH\n")).await;
    worked(&portal).await;
    server::jobs::round(&portal.state).await.unwrap();
    assert_eq!(
        count(&portal, "SELECT COUNT(*) AS n FROM account_import_marks").await,
        0,
        "needed for the look only"
    );
    assert_eq!(count(&portal, "SELECT COUNT(*) AS n FROM account_import_rows").await, 2);
    portal.pass(31 * 24 * 60);
    server::jobs::round(&portal.state).await.unwrap();
    assert_eq!(count(&portal, "SELECT COUNT(*) AS n FROM account_imports").await, 0, "{page}");
    assert_eq!(count(&portal, "SELECT COUNT(*) AS n FROM account_import_rows").await, 0);
}
