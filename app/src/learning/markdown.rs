//! Lessons are Markdown: made into HTML on the server, with nothing in it that can run or call other machines.
//!
//! Raw HTML is dropped before it is parsed any further, pictures of other hosts as well, and addresses of links may have
//! the schemes http, https and mailto or none. What is left goes through a second sieve that knows nothing of Markdown.

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use std::borrow::Cow;

/// HTML of the Markdown, safe to stand in a page.
pub fn to_html(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut kept = Vec::new();
    // Whether each picture that is open was dropped; its words stay.
    let mut pictures = Vec::new();
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Html(_) | Event::InlineHtml(_) => {}
            Event::Start(Tag::Image { ref dest_url, .. }) => {
                let own = is_own_path(dest_url);
                pictures.push(own);
                if own {
                    kept.push(event);
                }
            }
            Event::End(TagEnd::Image) => {
                if pictures.pop().unwrap_or(false) {
                    kept.push(event);
                }
            }
            // The page's own title is its only heading of the first level.
            Event::Start(Tag::Heading { level: HeadingLevel::H1, id, classes, attrs }) => {
                kept.push(Event::Start(Tag::Heading { level: HeadingLevel::H2, id, classes, attrs }));
            }
            Event::End(TagEnd::Heading(HeadingLevel::H1)) => {
                kept.push(Event::End(TagEnd::Heading(HeadingLevel::H2)));
            }
            other => kept.push(other),
        }
    }
    let mut out = String::new();
    html::push_html(&mut out, kept.into_iter());
    Builder::default()
        .url_schemes(["http", "https", "mailto"].into())
        .url_relative(UrlRelative::Custom(Box::new(own_path)))
        .rm_generic_attributes(["title", "lang"])
        .clean(&out)
        .to_string()
}

fn own_path(url: &str) -> Option<Cow<'_, str>> {
    is_own_path(url).then_some(Cow::Borrowed(url))
}

/// A path of this portal, or a place on the page itself.
fn is_own_path(url: &str) -> bool {
    (url.starts_with('/') || url.starts_with('#')) && !url.starts_with("//") && !url.contains('\\')
}

#[cfg(test)]
mod tests {
    use super::to_html;

    #[test]
    fn markdown_becomes_html_with_headings_below_the_page_title() {
        assert_eq!(
            to_html("# A\n\n*b* [c](https://x.example/?a=1&b=2)"),
            "<h2>A</h2>\n<p><em>b</em> <a href=\"https://x.example/?a=1&amp;b=2\" rel=\"noopener noreferrer\">c</a></p>\n"
        );
        assert!(to_html("| a |\n|---|\n| b |").contains("<tbody>"));
    }

    #[test]
    fn nothing_that_runs_survives() {
        for hostile in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "<svg/onload=alert(1)>",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](data:text/html,<script>alert(1)</script>)",
            "[x](java&#115;cript:alert(1))",
            "[x](vbscript:x)",
            "<a href='javascript:alert(1)'>x</a>",
            "<javascript:alert(1)>",
            "<iframe src=https://evil.example></iframe>",
            "<style>*{display:none}</style>",
            "[x]: javascript:alert(1)\n\n[x]",
            "```\"><script>alert(1)</script>\n```",
        ] {
            let html = to_html(hostile).to_lowercase();
            for bad in [
                "<script",
                "\"javascript:",
                "onerror=",
                "<svg",
                "<iframe",
                "<style",
                "href=\"data",
                "vbscript",
            ] {
                assert!(!html.contains(bad), "{hostile} became {html}");
            }
        }
    }

    #[test]
    fn pictures_of_other_hosts_are_dropped_and_their_words_stay() {
        assert_eq!(to_html("![a *plan*](https://evil.example/x.png)"), "<p>a <em>plan</em></p>\n");
        assert_eq!(to_html("![x](//evil.example/x.png)"), "<p>x</p>\n");
        assert!(to_html("![x](/files/x.png)").contains("<img src=\"/files/x.png\""));
    }

    #[test]
    fn relative_links_stay_in_the_portal() {
        assert!(to_html("[x](/learning)").contains("href=\"/learning\""));
        assert!(!to_html("[x](//evil.example)").contains("href"));
        // Browsers read a backslash as a slash; encoded it is part of the path.
        assert!(to_html("[x](/\\evil.example)").contains("href=\"/%5Cevil.example\""));
    }
}
