//! Names that lead elsewhere, hide what they are, or are read by somebody as an order.

use crate::Case;
use crate::paper::sound;

pub(crate) fn cases() -> Vec<Case> {
    let long = format!("{}.pdf", "n".repeat(4000));
    let stacked = format!("a{}.pdf", "\u{301}".repeat(150));
    let texts: Vec<(&str, &str)> = vec![
        ("turned around", "offer\u{202e}fdp.exe"),
        ("with letters of no width", "of\u{200b}fer\u{2060}.p\u{200d}df"),
        ("of another alphabet", "\u{0440}\u{0430}\u{0443}\u{0440}\u{0430}l.\u{0440}df"),
        ("of four thousand letters", &long),
        ("of stacked accents", &stacked),
        ("above its folder", "../../../../etc/passwd"),
        ("above its folder by the other slash", "..\\..\\..\\windows\\win.ini"),
        ("above its folder in per cent", "%2e%2e%2f%2e%2e%2fetc%2fpasswd"),
        ("above its folder by a slash that looks like one", "..\u{2215}..\u{ff0f}etc.pdf"),
        ("at the root", "/etc/cron.d/outside"),
        ("on another disk", "C:\\Windows\\System32\\x.dll"),
        ("on another machine", "\\\\canary.example\\share\\x.pdf"),
        ("of a stream beside the file", "offer.pdf::$DATA"),
        ("of a device", "CON"),
        ("of a device with an ending", "NUL.pdf"),
        ("of a device with a number", "com1.pdf"),
        ("of a device with a raised number", "COM\u{b9}.pdf"),
        ("of dots", ".."),
        ("of one dot", "."),
        ("with dots and blanks at its end", "offer.pdf . . ."),
        ("that is hidden", ".htaccess"),
        ("of blanks", "     "),
        ("of nothing", ""),
        ("that is an option", "-rf --no-preserve-root"),
        ("with two endings", "offer.pdf.exe"),
        ("with a program's ending", "offer.scr"),
        ("with markup", "<img src=x onerror=alert('canary')>.pdf"),
        ("with a script", "</title><script>alert('canary')</script>.pdf"),
        ("that leaves an attribute", "' onmouseover='alert(1)' x='.pdf"),
        ("with an order for the shell", "$(touch /tmp/outside)`id`;x|y.pdf"),
        ("with a template", "{{7*7}}${7*7}<%=7*7%>.pdf"),
        ("with a formula", "=cmd|' /C calc'!A0.pdf"),
        ("with an order for a database", "'; DROP TABLE files; --.pdf"),
        ("with a header in per cent", "a%0d%0aSet-Cookie:%20x=y.pdf"),
        ("with ends of lines of Unicode", "a\u{2028}b\u{2029}c\u{85}d.pdf"),
        ("with faces and flags", "\u{1f600}\u{1f1e9}\u{1f1ea}.pdf"),
    ];
    let raw: Vec<(&str, Vec<u8>)> = vec![
        ("with a NUL", b"offer.pdf\0.html".to_vec()),
        ("with controls", b"a\x01\x07\x1b[31mb\x7f.pdf".to_vec()),
        ("in more bytes than needed", b"\xc0\xae\xc0\xae\xc0\xafetc".to_vec()),
        ("of half a letter", b"a\xed\xa0\x80b\xff\xfe.pdf".to_vec()),
        ("of another century", b"Gr\xf6\xdfe.pdf".to_vec()),
        ("with a header", b"a.pdf\r\nContent-Type: text/html\r\nX-Extra: y".to_vec()),
        ("with a bare end of line", b"a\nSet-Cookie: x=y.pdf".to_vec()),
    ];
    let parameters: Vec<(&str, &[u8])> = vec![
        ("that ends its quotes", b"filename=\"a.pdf\"; filename=\"b.html\""),
        ("with quotes in it", b"filename=\"a\\\"; name=\\\"key\\\".pdf\""),
        ("said twice in two ways", b"filename=\"a.pdf\"; filename*=UTF-8''evil%2ehtml"),
        ("of an unknown letter set", b"filename*=x-none'en'%ff%fe%00.html"),
        ("in pieces", b"filename*0=\"a.\"; filename*1=\"html\""),
        ("above its folder, said the new way", b"filename*=UTF-8''..%2F..%2Fetc%2Fpasswd"),
        ("without quotes", b"filename=../../a;b.html"),
    ];
    let bytes = sound();
    let case = |name: &str, called: &[u8]| {
        let case = Case::new(&format!("a name {name}"), "", "application/pdf", bytes.as_slice());
        Case { called: called.to_vec(), ..case }
    };
    let mut cases: Vec<Case> =
        texts.into_iter().map(|(name, called)| case(name, called.as_bytes())).collect();
    cases.extend(raw.iter().map(|(name, called)| case(name, called)));
    cases.extend(
        parameters.into_iter().map(|(name, said)| Case {
            parameters: Some(said.to_vec()),
            ..case(name, b"said otherwise.pdf")
        }),
    );
    cases
}
