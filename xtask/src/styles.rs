//! One style sheet out of `style/main.css` and everything that it imports.

use std::path::Path;

use anyhow::{Result, anyhow};
use lightningcss::{
    bundler::{Bundler, FileProvider},
    stylesheet::{MinifyOptions, ParserOptions, PrinterOptions},
};

/// The bundled sheet; the words stay as they were written (no prefixes, nothing lowered for old browsers).
pub fn bundle(entry: &Path, release: bool) -> Result<String> {
    let files = FileProvider::new();
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    let mut sheet = bundler.bundle(entry).map_err(|error| anyhow!("{error}"))?;
    if release {
        sheet.minify(MinifyOptions::default()).map_err(|error| anyhow!("{error}"))?;
    }
    let printed = sheet
        .to_css(PrinterOptions { minify: release, ..PrinterOptions::default() })
        .map_err(|error| anyhow!("{error}"))?;
    Ok(printed.code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn sheets(name: &str, files: &[(&str, &str)]) -> std::path::PathBuf {
        let dir = std::env::temp_dir().join(format!("tandem-styles-{name}-{}", std::process::id()));
        fs::create_dir_all(&dir).expect("a folder");
        for (file, text) in files {
            fs::write(dir.join(file), text).expect("a sheet");
        }
        dir
    }

    #[test]
    fn imported_sheets_keep_their_layer() {
        let dir = sheets(
            "layer",
            &[("main.css", "@import \"a.css\" layer(base);\nb{margin:0}"), ("a.css", "a{color:red}")],
        );
        let css = bundle(&dir.join("main.css"), true).expect("it bundles");
        assert_eq!(css, "@layer base{a{color:red}}b{margin:0}");
        fs::remove_dir_all(dir).expect("the folder goes");
    }

    #[test]
    fn a_missing_sheet_is_an_error() {
        let dir = sheets("missing", &[("main.css", "@import \"gone.css\";")]);
        assert!(bundle(&dir.join("main.css"), false).is_err());
        fs::remove_dir_all(dir).expect("the folder goes");
    }
}
