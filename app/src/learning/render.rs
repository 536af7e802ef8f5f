//! Lessons from Markdown (CommonMark 0.31) to HTML that cannot run anything: what Markdown passes through as raw HTML is
//! dropped, and so is every link and picture that leads to anything but a page.

use ammonia::Builder;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};
use std::collections::{HashMap, HashSet};

/// A lesson as HTML.
pub fn lesson(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events = Parser::new_ext(markdown, options).filter_map(|event| match event {
        Event::Html(_) | Event::InlineHtml(_) => None,
        // A lesson stands under the page's own title and its own.
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Some(Event::Start(Tag::Heading { level: lower(level), id, classes, attrs }))
        }
        Event::End(TagEnd::Heading(level)) => Some(Event::End(TagEnd::Heading(lower(level)))),
        other => Some(other),
    });
    let mut raw = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut raw, events);
    // Pictures from elsewhere would tell somebody else who reads; the page's policy refuses them anyway.
    Builder::default()
        .tags(HashSet::from([
            "a",
            "blockquote",
            "br",
            "code",
            "del",
            "em",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "li",
            "ol",
            "p",
            "pre",
            "strong",
            "table",
            "tbody",
            "td",
            "th",
            "thead",
            "tr",
            "ul",
        ]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href", "title"])),
            ("ol", HashSet::from(["start"])),
        ]))
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .link_rel(Some("noopener noreferrer external"))
        .clean(&raw)
        .to_string()
}

fn lower(level: pulldown_cmark::HeadingLevel) -> pulldown_cmark::HeadingLevel {
    use pulldown_cmark::HeadingLevel::{H2, H3, H4, H5, H6};
    match level {
        pulldown_cmark::HeadingLevel::H1 => H2,
        H2 => H3,
        H3 => H4,
        H4 => H5,
        H5 | H6 => H6,
    }
}

#[cfg(test)]
mod tests {
    use super::lesson;

    #[test]
    fn a_lesson_is_rendered() {
        let html =
            lesson("# Title\n\nSome **bold** text and a [link](https://example.org/x).\n\n- one\n- two");
        assert!(html.contains("<h2>Title</h2>"), "{html}");
        assert!(html.contains("<strong>bold</strong>"));
        assert!(html.contains("href=\"https://example.org/x\""));
        assert!(html.contains("<li>one</li>"));
    }

    #[test]
    fn nothing_in_a_lesson_runs_or_calls_home() {
        for attack in [
            "<script>alert(1)</script>",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt&#58;alert(1))",
            "[x](data:text/html,<script>alert(1)</script>)",
            "<img src=x onerror=alert(1)>",
            "![x](https://evil.example/pixel.png)",
            "<a href=\"vbscript:x\">x</a>",
            "<svg onload=alert(1)>",
            "<iframe src=//evil.example></iframe>",
            "[x](//evil.example \"\\\" onmouseover=alert(1) \\\"\")",
            "<style>*{background:url(//evil.example)}</style>",
        ] {
            let html = lesson(attack).to_lowercase();
            for bad in [
                "<script",
                "javascript:",
                "onerror=",
                "onload=",
                "<img",
                "<svg",
                "<iframe",
                "vbscript:",
                "data:",
                "<style",
                "url(",
            ] {
                assert!(!html.contains(bad), "{attack} → {html}");
            }
            // Attributes stay inside their quotes.
            assert!(!html.contains("\" onmouseover"), "{html}");
        }
    }
}
