//! Short names for what the client and its script call each other by.
//!
//! wasm-bindgen's are long and end in sixteen digits of a hash, which no packing makes smaller, and each stands in both files.
//! Nobody else reads them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Result, bail};
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasmparser::{Parser, Payload};

use crate::bindings::NAME;

/// How ways back into the module begin that the compiler named itself.
const MANGLED: &str = "_R";

/// Gives short names to what the client in `dir` takes from its script, and to its ways back that have mangled ones.
pub fn shorten(dir: &Path) -> Result<()> {
    let (module, script) = (dir.join(format!("{NAME}.wasm")), dir.join(format!("{NAME}.js")));
    let (bytes, text) = (fs::read(&module)?, fs::read_to_string(&script)?);
    let short = short_names(&bytes)?;
    fs::write(script, in_script(&text, &short)?)?;
    Ok(fs::write(module, in_module(&bytes, &short)?)?)
}

/// The module that wasm-bindgen's script stands for.
fn script_module() -> String {
    format!("./{NAME}_bg.js")
}

/// Each long name with its short one, in their order: a dollar and a number, which nothing of wasm-bindgen's is called.
fn short_names(module: &[u8]) -> Result<BTreeMap<String, String>> {
    let from_script = script_module();
    let mut long = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import?;
                    if import.module == from_script {
                        long.push(import.name.to_owned());
                    }
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    if export.name.starts_with(MANGLED) {
                        long.push(export.name.to_owned());
                    }
                }
            }
            _ => {}
        }
    }
    Ok(long.into_iter().enumerate().map(|(n, name)| (name, format!("${n:x}"))).collect())
}

fn in_module(module: &[u8], short: &BTreeMap<String, String>) -> Result<Vec<u8>> {
    let from_script = script_module();
    let mut fresh = wasm_encoder::Module::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                let mut section = wasm_encoder::ImportSection::new();
                for import in imports.into_imports() {
                    let mut import = import?;
                    if import.module == from_script {
                        import.name = short.get(import.name).map_or(import.name, String::as_str);
                    }
                    section.import(import.module, import.name, RoundtripReencoder.entity_type(import.ty)?);
                }
                fresh.section(&section);
            }
            Payload::ExportSection(exports) => {
                let mut section = wasm_encoder::ExportSection::new();
                for export in exports {
                    let mut export = export?;
                    export.name = short.get(export.name).map_or(export.name, String::as_str);
                    RoundtripReencoder.parse_export(&mut section, export)?;
                }
                fresh.section(&section);
            }
            payload => {
                if let Some((id, range)) = payload.as_section() {
                    fresh.section(&wasm_encoder::RawSection { id, data: &module[range] });
                }
            }
        }
    }
    Ok(fresh.finish())
}

/// Replaces whole words.
///
/// # Errors
///
/// When the script lacks one of the names or has one of the short ones already: then it is not the script of this module.
fn in_script(text: &str, short: &BTreeMap<String, String>) -> Result<String> {
    let is_of_a_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let taken: BTreeSet<&String> = short.values().collect();
    let (mut fresh, mut found, mut rest) = (String::with_capacity(text.len()), BTreeSet::new(), text);
    while let Some(begins) = rest.find(is_of_a_word) {
        let (before, from_word) = rest.split_at(begins);
        let (word, after) =
            from_word.split_at(from_word.find(|c| !is_of_a_word(c)).unwrap_or(from_word.len()));
        if taken.contains(&word.to_owned()) {
            bail!("the script has the name {word} already");
        }
        fresh.push_str(before);
        match short.get_key_value(word) {
            Some((long, short)) => {
                found.insert(long);
                fresh.push_str(short);
            }
            None => fresh.push_str(word),
        }
        rest = after;
    }
    fresh.push_str(rest);
    match short.keys().find(|long| !found.contains(long)) {
        Some(missing) => bail!("the script has no {missing}"),
        None => Ok(fresh),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        CodeSection, EntityType, ExportKind, ExportSection, Function, FunctionSection, ImportSection, Module,
        TypeSection,
    };

    /// Takes one function from the script and one from elsewhere; has a mangled way back and one of its own name.
    fn module() -> Vec<u8> {
        let (mut types, mut imports, mut functions) =
            (TypeSection::new(), ImportSection::new(), FunctionSection::new());
        types.ty().function([], []);
        imports.import("./tandem_bg.js", "__wbg_then_3a4f899454bcf8c9", EntityType::Function(0));
        imports.import("./split.js", "__wasm_split_load_x", EntityType::Function(0));
        functions.function(0);
        let mut exports = ExportSection::new();
        exports.export("_RINvNt_invoke", ExportKind::Func, 2).export("hydrate", ExportKind::Func, 2);
        let (mut codes, mut code) = (CodeSection::new(), Function::new([]));
        code.instructions().end();
        codes.function(&code);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&exports).section(&codes);
        module.finish()
    }

    fn names(module: &[u8]) -> Vec<String> {
        let mut names = Vec::new();
        for payload in Parser::new(0).parse_all(module) {
            match payload.expect("a module") {
                Payload::ImportSection(imports) => {
                    names.extend(
                        imports.into_imports().map(|import| import.expect("an import").name.to_owned()),
                    );
                }
                Payload::ExportSection(exports) => {
                    names
                        .extend(exports.into_iter().map(|export| export.expect("an export").name.to_owned()));
                }
                _ => {}
            }
        }
        names
    }

    #[test]
    fn the_same_name_is_short_in_module_and_script_and_what_others_go_by_stays() {
        let short = short_names(&module()).expect("names");
        let fresh = in_module(&module(), &short).expect("a module");
        assert_eq!(names(&fresh), ["$0", "__wasm_split_load_x", "$1", "hydrate"]);
        let script =
            "const i = { __wbg_then_3a4f899454bcf8c9: (a) => wasm._RINvNt_invoke(a), __wbg_then_3a4f: 1 };";
        let script = in_script(script, &short).expect("a script");
        assert_eq!(script, "const i = { $0: (a) => wasm.$1(a), __wbg_then_3a4f: 1 };");
    }

    #[test]
    fn a_script_of_another_module_is_refused() {
        let short = short_names(&module()).expect("names");
        assert!(in_script("const i = { _RINvNt_invoke: 1 };", &short).is_err());
        assert!(in_script("const $0 = __wbg_then_3a4f899454bcf8c9 + _RINvNt_invoke;", &short).is_err());
    }
}
