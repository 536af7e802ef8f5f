//! The one look of all mails, as text and as HTML: a title, a few lines, perhaps a list, one button, and where it comes
//! from. No pictures and nothing from elsewhere; mail programs that know no styles show the same in the same order.

use super::colour::of_hue;
use domain::language::Language;
use std::fmt::Write as _;

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What stands there.
    pub words: String,
    /// Where it goes.
    pub address: String,
}

/// One of several things that are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is, leading there.
    pub link: Link,
    /// What stands below it.
    pub below: Option<String>,
    /// When it was.
    pub when: String,
}

/// A mail before it is an envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Its language.
    pub language: Language,
    /// The vendor's name.
    pub vendor: String,
    /// The vendor's hue.
    pub hue: u16,
    /// The subject, and the title.
    pub title: String,
    /// Paragraphs.
    pub lines: Vec<String>,
    /// What is told one by one.
    pub items: Vec<Item>,
    /// Where one goes from here.
    pub button: Option<Link>,
    /// What can be done at once, each by a link of its own.
    pub acts: Vec<Link>,
    /// What these links are.
    pub about_acts: Option<String>,
    /// Why it came.
    pub why: String,
    /// Where that is changed.
    pub change: Option<Link>,
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

impl Letter {
    /// As plain text.
    pub fn text(&self) -> String {
        let mut out = format!("{}\n", self.title);
        for line in &self.lines {
            let _ = write!(out, "\n{line}\n");
        }
        for item in &self.items {
            let _ = write!(out, "\n* {}\n", item.link.words);
            for more in item.below.iter().chain([&item.when, &item.link.address]) {
                let _ = writeln!(out, "  {more}");
            }
        }
        if let Some(button) = &self.button {
            let _ = write!(out, "\n{}:\n{}\n", button.words, button.address);
        }
        for act in &self.acts {
            let _ = write!(out, "\n{}:\n{}\n", act.words, act.address);
        }
        if let Some(about) = &self.about_acts {
            let _ = write!(out, "\n{about}\n");
        }
        let _ = write!(out, "\n-- \n{}\n{}\n", self.vendor, self.why);
        if let Some(change) = &self.change {
            let _ = writeln!(out, "{}: {}", change.words, change.address);
        }
        out
    }

    /// As HTML.
    pub fn html(&self) -> String {
        let (accent, light) = (of_hue(0.5, 0.16, self.hue), of_hue(0.8, 0.12, self.hue));
        let title = escaped(&self.title);
        let initial: String = self.vendor.chars().take(1).collect();
        let lines: String = self
            .lines
            .iter()
            .map(|line| format!("<p dir=\"auto\" style=\"margin:0 0 16px\">{}</p>", escaped(line)))
            .collect();
        let items: String = self.items.iter().map(item).collect();
        let button = self.button.as_ref().map_or(String::new(), |link| {
            format!(
                "<p style=\"margin:24px 0 0\"><a href=\"{}\" style=\"display:inline-block;padding:12px 20px;\
                 border-radius:8px;background:{accent};color:#ffffff;font-weight:600;text-decoration:none\">{}</a></p>",
                escaped(&link.address),
                escaped(&link.words)
            )
        });
        let acts: String = self.acts.iter().map(|link| act(link, &accent)).collect();
        let about = self.about_acts.as_ref().map_or(String::new(), |about| {
            format!(
                "<p class=\"muted\" style=\"margin:16px 0 0;color:#5b626b;font-size:13px\">{}</p>",
                escaped(about)
            )
        });
        let change = self.change.as_ref().map_or(String::new(), |link| {
            format!(
                "<br><a class=\"muted\" href=\"{}\" style=\"color:#5b626b\">{}</a>",
                escaped(&link.address),
                escaped(&link.words)
            )
        });
        format!(
            "<!doctype html>\n<html lang=\"{language}\" dir=\"{direction}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
             <meta name=\"color-scheme\" content=\"light dark\"><meta name=\"supported-color-schemes\" content=\"light dark\">\
             <title>{title}</title><style>a.item{{color:{accent}}}@media (prefers-color-scheme:dark){{\
             .page{{background:#121417!important;color:#e7e9ec!important}}\
             .card{{background:#1c1f24!important;border-color:#33383f!important}}\
             .row{{border-color:#33383f!important}}.muted{{color:#a3aab3!important}}\
             a.item{{color:{light}!important}}}}</style></head>\n\
             <body class=\"page\" style=\"margin:0;padding:24px 12px;background:#f3f4f6;color:#1b1f24;\
             font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;overflow-wrap:anywhere\">\
             <div role=\"main\" style=\"max-width:560px;margin:0 auto\">\
             <p style=\"margin:0 0 16px;font-weight:600\"><span style=\"display:inline-block;width:28px;line-height:28px;\
             border-radius:6px;background:{accent};color:#ffffff;text-align:center\">{initial}</span>&#8194;{vendor}</p>\n\
             <div class=\"card\" style=\"padding:24px;border:1px solid #dfe2e6;border-radius:12px;background:#ffffff\">\
             <h1 dir=\"auto\" style=\"margin:0 0 16px;font-size:20px;line-height:1.3\">{title}</h1>\n{lines}{items}{button}{acts}{about}</div>\n\
             <p class=\"muted\" style=\"margin:16px 0 0;color:#5b626b;font-size:13px\">{why}{change}</p></div></body></html>\n",
            language = self.language.as_str(),
            direction = self.language.direction(),
            initial = escaped(&initial),
            vendor = escaped(&self.vendor),
            why = escaped(&self.why),
        )
    }
}

/// A quieter button, one below the other: mail programs on phones have no room beside one.
fn act(link: &Link, accent: &str) -> String {
    format!(
        "<p style=\"margin:12px 0 0\"><a class=\"item\" href=\"{}\" style=\"display:inline-block;padding:10px 18px;\
         border:1px solid {accent};border-radius:8px;color:{accent};font-weight:600;text-decoration:none\">{}</a></p>",
        escaped(&link.address),
        escaped(&link.words)
    )
}

fn item(item: &Item) -> String {
    let below = item.below.as_ref().map_or(String::new(), |below| {
        format!("<div dir=\"auto\" style=\"margin-top:2px\">{}</div>", escaped(below))
    });
    format!(
        "<div class=\"row\" style=\"padding:12px 0;border-top:1px solid #e6e8eb\"><div dir=\"auto\"><a class=\"item\" \
         href=\"{}\" style=\"font-weight:600;text-decoration:none\">{}</a></div>{below}\
         <div class=\"muted\" style=\"margin-top:2px;color:#5b626b;font-size:13px\">{}</div></div>\n",
        escaped(&item.link.address),
        escaped(&item.link.words),
        escaped(&item.when)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter() -> Letter {
        Letter {
            language: Language::Arabic,
            vendor: "Acme <b>&</b> Söhne".into(),
            hue: 262,
            title: "شركة النور: <script>alert(1)</script>".into(),
            lines: vec!["\"quoted\"".into()],
            items: vec![Item {
                link: Link { words: "A' B".into(), address: "https://x.example/a?b=1&c=\"2".into() },
                below: Some("<img src=x>".into()),
                when: "today".into(),
            }],
            button: Some(Link { words: "Open".into(), address: "https://x.example/".into() }),
            acts: vec![Link { words: "Do <it>".into(), address: "https://x.example/act/1".into() }],
            about_acts: Some("Once & only".into()),
            why: "Because".into(),
            change: None,
        }
    }

    #[test]
    fn what_people_typed_is_words_and_never_markup() {
        let html = letter().html();
        for bad in ["<script>alert", "<img", "<b>", "c=\"2"] {
            assert!(!html.contains(bad), "{bad} in {html}");
        }
        assert!(
            html.contains("dir=\"rtl\"") && html.contains("&lt;script&gt;") && html.contains("Do &lt;it&gt;")
        );
        assert!(
            !html.contains("<table") && !html.contains("url(") && !html.contains("<link"),
            "nothing is fetched from anywhere"
        );
    }

    #[test]
    fn both_forms_say_the_same_in_the_same_order() {
        let text = letter().text();
        let order = [
            "شركة النور",
            "quoted",
            "A' B",
            "<img src=x>",
            "today",
            "https://x.example/a?b=1&c=",
            "Open:",
            "Do <it>:",
            "Once & only",
            "-- \nAcme",
        ];
        let mut rest = text.as_str();
        for part in order {
            rest = rest
                .split_once(part)
                .unwrap_or_else(|| panic!("{part} is missing or out of order in {text}"))
                .1;
        }
    }
}
