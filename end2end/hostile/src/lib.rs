//! Files that strangers send to break in, to hide, or to exhaust whoever reads them. All of them are made here; none is kept
//! in the repository. The server's tests send them through every door that takes files, the browser tests open what was
//! taken. `docs/hostile-files.md` tells what they are.

mod archives;
mod cut;
mod forms;
mod markup;
mod names;
mod packed;
mod paper;
mod pdf;
mod picture;
mod pixels;
mod polyglots;
mod svg;
mod types;

/// What a file attacks with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    Svg,
    Markup,
    Polyglot,
    Archive,
    Pixels,
    Type,
    Name,
    Pdf,
    Form,
    Cut,
}

impl Class {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Svg,
        Self::Markup,
        Self::Polyglot,
        Self::Archive,
        Self::Pixels,
        Self::Type,
        Self::Name,
        Self::Pdf,
        Self::Form,
        Self::Cut,
    ];

    /// As the documentation calls it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Markup => "markup",
            Self::Polyglot => "polyglot",
            Self::Archive => "archive",
            Self::Pixels => "pixels",
            Self::Type => "type",
            Self::Name => "name",
            Self::Pdf => "pdf",
            Self::Form => "form",
            Self::Cut => "cut",
        }
    }

    /// Its cases.
    pub fn cases(self) -> Vec<Case> {
        let cases = match self {
            Self::Svg => svg::cases(),
            Self::Markup => markup::cases(),
            Self::Polyglot => polyglots::cases(),
            Self::Archive => archives::cases(),
            Self::Pixels => pixels::cases(),
            Self::Type => types::cases(),
            Self::Name => names::cases(),
            Self::Pdf => pdf::cases(),
            Self::Form => forms::cases(),
            Self::Cut => cut::cases(),
        };
        cases.into_iter().map(|case| Case { class: self, ..case }).collect()
    }
}

/// One file, and how it is sent.
#[derive(Debug, Clone)]
pub struct Case {
    /// What it attacks with.
    pub class: Class,
    /// What it attacks, in words.
    pub name: String,
    /// What it is called: as bytes, since not every name is text.
    pub called: Vec<u8>,
    /// The type that its sender declares.
    pub declared: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What its part of a form says beside `name`, instead of `filename` in quotes.
    pub parameters: Option<Vec<u8>>,
    /// Makes the whole form, where that is what attacks.
    pub form: Option<Form>,
}

/// A whole form, given the parts that come before the file: its content type and its body.
pub type Form = fn(&[u8]) -> (String, Vec<u8>);

impl Case {
    fn new(name: &str, called: &str, declared: &'static str, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            class: Class::Type,
            name: name.to_owned(),
            called: called.as_bytes().to_vec(),
            declared,
            bytes: bytes.into(),
            parameters: None,
            form: None,
        }
    }

    /// The form that sends it, given the parts that come before the file (with the boundary [`BOUNDARY`]): its content type
    /// and its body.
    pub fn sent(&self, before: &[u8]) -> (String, Vec<u8>) {
        if let Some(form) = self.form {
            return form(before);
        }
        let parameters = self
            .parameters
            .clone()
            .unwrap_or_else(|| [b"filename=\"".as_slice(), &self.called, b"\""].concat());
        (forms::TYPE.to_owned(), forms::with_file(before, &parameters, self.declared, &self.bytes))
    }
}

/// Stands between the parts of a form.
pub const BOUNDARY: &str = forms::BOUNDARY;

/// The host that a script reports to when it runs. There is none: who asks for it is caught.
pub const CANARY_HOST: &str = "canary.example";

/// What every script here does when it runs: whatever a browser lets it, so that it is noticed.
fn canary() -> String {
    format!(
        "try{{alert('canary')}}catch(e){{}}try{{document.title='canary'}}catch(e){{}}\
         try{{new Image().src='https://{CANARY_HOST}/ran'}}catch(e){{}}"
    )
}

/// Every case there is.
pub fn corpus() -> Vec<Case> {
    Class::ALL.into_iter().flat_map(Class::cases).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn there_are_more_than_a_hundred_and_each_is_another_one() {
        let all = corpus();
        assert!(all.len() > 100, "{}", all.len());
        let names: BTreeSet<_> = all.iter().map(|case| (case.class, &case.name)).collect();
        assert_eq!(names.len(), all.len());
    }

    #[test]
    fn the_documentation_counts_them() {
        let told = include_str!("../../../docs/hostile-files.md");
        for class in Class::ALL {
            let line = format!("| {} | {} |", class.word(), class.cases().len());
            assert!(told.contains(&line), "docs/hostile-files.md does not say: {line}");
        }
        assert!(told.contains(&format!("{} files", corpus().len())), "{}", corpus().len());
    }
}
