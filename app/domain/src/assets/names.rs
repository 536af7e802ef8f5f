//! Names of files as every system can keep them, where many of them lie beside each other.

/// Characters of a name before its ending.
const NAME_MOST: usize = 100;
/// What Windows takes for a device, whatever its ending ("Naming Files, Paths, and Namespaces", Win32).
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

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
    let numbered = |start: &str| {
        stem.strip_prefix(start)
            .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    if name.is_empty() || DEVICES.contains(&stem) || numbered("com") || numbered("lpt") {
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
    fn no_file_lies_over_another() {
        let names =
            names_beside_each_other([("Sheet", "pdf"), ("sheet", "pdf"), ("Sheet", "png"), ("Sheet", "pdf")]);
        assert_eq!(names, ["Sheet.pdf", "sheet (2).pdf", "Sheet.png", "Sheet (3).pdf"]);
    }
}
