//! Names of files as every system can keep them, where many of them lie beside each other.

/// Characters of a name before its ending.
const NAME_MOST: usize = 100;
/// What Windows takes for a device, whatever its ending ("Naming Files, Paths, and Namespaces", Win32).
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The name under which somebody's file is saved on a reader's machine: safe, and with the ending of what it is, whatever its
/// sender called it. What another program would run by its ending is never saved under it.
pub fn saved_name(called: &str, ending: &str) -> String {
    let name = called.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    format!("{}.{ending}", safe(stem))
}

/// The same for what has a title instead of a name.
pub fn saved_title(title: &str, ending: &str) -> String {
    format!("{}.{ending}", safe(title))
}

/// The names for files that are called so, with their endings: safe, and each another one.
pub fn names_beside_each_other<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let mut given: Vec<String> = Vec::new();
    let mut names = Vec::new();
    for (title, ending) in files {
        let stem = safe(title);
        let tries = (1..).map(|n: u32| match n {
            1 => format!("{stem}.{ending}"),
            n => format!("{stem} ({n}).{ending}"),
        });
        // Systems that don't tell capitals apart would put one over the other.
        let free = tries.into_iter().find(|name| !given.contains(&name.to_lowercase()));
        let name = free.unwrap_or_else(|| stem.clone());
        given.push(name.to_lowercase());
        names.push(name);
    }
    names
}

fn safe(title: &str) -> String {
    let apart = |c: char| c.is_control() || "<>:\"/\\|?*".contains(c);
    let spaced: String = title.chars().map(|c| if apart(c) { ' ' } else { c }).take(NAME_MOST).collect();
    let words = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = words.trim_matches(['.', ' ']);
    let lower = name.to_lowercase();
    let stem = lower.split('.').next().unwrap_or_default();
    // Raised numbers count too.
    let numbered = |start: &str| {
        let number = stem.strip_prefix(start).map(|rest| rest.trim_end().chars().collect::<Vec<_>>());
        matches!(number.as_deref(), Some(['0'..='9' | '\u{b9}' | '\u{b2}' | '\u{b3}']))
    };
    if name.is_empty() || DEVICES.contains(&stem.trim_end()) || numbered("com") || numbered("lpt") {
        return format!("file {name}").trim_end().to_owned();
    }
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leaves_its_folder_or_stands_for_a_device() {
        for (title, name) in [
            ("../../etc/passwd", "etc passwd.pdf"),
            ("..", "file.pdf"),
            ("C:\\Windows\\x", "C Windows x.pdf"),
            ("", "file.pdf"),
            ("CON", "file CON.pdf"),
            ("com1.old", "file com1.old.pdf"),
            ("Edge routers: data sheet", "Edge routers data sheet.pdf"),
            ("a\u{0}b\nc", "a b c.pdf"),
            ("Größe", "Größe.pdf"),
        ] {
            assert_eq!(names_beside_each_other([(title, "pdf")]), [name], "{title}");
        }
        assert_eq!(names_beside_each_other([(&*"x".repeat(500), "pdf")])[0].len(), NAME_MOST + 4);
    }

    #[test]
    fn a_file_is_saved_with_the_ending_of_what_it_is() {
        for (called, saved) in [
            ("Plan of the site.pdf", "Plan of the site.pdf"),
            ("offer.html", "offer.pdf"),
            ("offer.pdf.exe", "offer.pdf.pdf"),
            ("..\\..\\..\\start.lnk", "start.pdf"),
            ("/etc/passwd", "passwd.pdf"),
            (".htaccess", "file.pdf"),
            ("COM\u{b9}.txt", "file COM\u{b9}.pdf"),
            ("nul .txt", "file nul.pdf"),
            ("", "file.pdf"),
        ] {
            assert_eq!(saved_name(called, "pdf"), saved, "{called}");
        }
        assert_eq!(saved_title("Edge 2.0: a/b", "pdf"), "Edge 2.0 a b.pdf");
    }

    #[test]
    fn no_file_lies_over_another() {
        let names =
            names_beside_each_other([("Sheet", "pdf"), ("sheet", "pdf"), ("Sheet", "png"), ("Sheet", "pdf")]);
        assert_eq!(names, ["Sheet.pdf", "sheet (2).pdf", "Sheet.png", "Sheet (3).pdf"]);
    }
}
