//! Forms that are no forms.

use crate::Case;
use crate::paper::sound;

pub(crate) const BOUNDARY: &str = "x";
pub(crate) const TYPE: &str = "multipart/form-data; boundary=x";

/// A form of these parts and a file.
pub(crate) fn with_file(before: &[u8], parameters: &[u8], declared: &str, bytes: &[u8]) -> Vec<u8> {
    let kind = if declared.is_empty() { String::new() } else { format!("Content-Type: {declared}\r\n") };
    [
        before,
        b"--x\r\nContent-Disposition: form-data; name=\"file\"; ",
        parameters,
        b"\r\n",
        kind.as_bytes(),
        b"\r\n",
        bytes,
        b"\r\n--x--\r\n",
    ]
    .concat()
}

fn plain(before: &[u8]) -> Vec<u8> {
    with_file(before, b"filename=\"a.pdf\"", "application/pdf", &sound())
}

fn told(kind: &str, body: Vec<u8>) -> (String, Vec<u8>) {
    (kind.to_owned(), body)
}

fn headed(before: &[u8], headers: &[u8]) -> (String, Vec<u8>) {
    told(TYPE, [before, b"--x\r\n", headers, b"\r\n", &sound(), b"\r\n--x--\r\n"].concat())
}

pub(crate) fn cases() -> Vec<Case> {
    let forms: Vec<(&str, crate::Form)> = vec![
        ("without a boundary", |before| told("multipart/form-data", plain(before))),
        ("with another boundary", |before| told("multipart/form-data; boundary=other", plain(before))),
        ("with a boundary of four thousand letters", |before| {
            told(&format!("multipart/form-data; boundary={}", "b".repeat(4000)), plain(before))
        }),
        ("with an empty boundary", |before| told("multipart/form-data; boundary=\"\"", plain(before))),
        ("of another type", |before| told("application/x-www-form-urlencoded", plain(before))),
        ("of no type", |before| told("", plain(before))),
        ("that does not end", |before| {
            let body = plain(before);
            told(TYPE, body[..body.len() - 7].to_vec())
        }),
        ("that ends in its file", |before| {
            let body = plain(before);
            told(TYPE, body[..body.len() - 300].to_vec())
        }),
        ("that ends in its headers", |before| {
            told(TYPE, [before, b"--x\r\nContent-Disposition: form-data; na"].concat())
        }),
        ("of nothing", |_| told(TYPE, Vec::new())),
        ("of nothing but an end", |_| told(TYPE, b"--x--\r\n".to_vec())),
        ("of noise", |_| {
            told(TYPE, (0..50_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect())
        }),
        ("with a part without headers", |before| headed(before, b"")),
        ("with a part without a name", |before| {
            headed(before, b"Content-Disposition: form-data; filename=\"a.pdf\"\r\n")
        }),
        ("with a part of another name", |before| {
            headed(before, b"Content-Disposition: form-data; name=\"other\"; filename=\"a.pdf\"\r\n")
        }),
        ("with a header of a hundred kilobytes", |before| {
            let long = [
                b"Content-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\nX-Long: ".as_slice(),
                &b"y".repeat(100_000),
                b"\r\n",
            ]
            .concat();
            headed(before, &long)
        }),
        ("with a thousand headers", |before| {
            let many = [
                b"Content-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n".as_slice(),
                &b"X-A: y\r\n".repeat(1000),
            ]
            .concat();
            headed(before, &many)
        }),
        ("with a header of no sense", |before| headed(before, b"\xff\xfe\0: \x01\r\n:::\r\n")),
        ("with a form in its file", |before| {
            headed(before, b"Content-Disposition: form-data; name=\"file\"\r\nContent-Type: multipart/mixed; boundary=x\r\n")
        }),
        ("with a file in another writing", |before| {
            headed(before, b"Content-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\nContent-Transfer-Encoding: base64\r\n")
        }),
        ("with ten thousand parts", |before| {
            let part = b"--x\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\n1\r\n".repeat(10_000);
            told(TYPE, [&part, before, &plain(b"")].concat())
        }),
        ("with its parts the other way round", |before| {
            let file = plain(b"");
            told(TYPE, [&file[..file.len() - 7], before, b"--x--\r\n"].concat())
        }),
        ("with two files", |before| {
            let first = plain(before);
            told(TYPE, [&first[..first.len() - 7], &plain(b"")].concat())
        }),
        ("with bare ends of lines", |before| {
            let text: Vec<u8> = plain(before).into_iter().filter(|byte| *byte != b'\r').collect();
            told(TYPE, text)
        }),
    ];
    let case = |(name, form): (&str, crate::Form)| Case {
        form: Some(form),
        ..Case::new(&format!("a form {name}"), "a.pdf", "application/pdf", Vec::new())
    };
    forms.into_iter().map(case).collect()
}
