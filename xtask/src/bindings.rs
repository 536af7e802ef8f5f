//! From the compiled client to what a browser loads: the lazy routes cut out of the module, the bindings between it and
//! JavaScript, and in a release the optimiser over every part.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, anyhow};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasmparser::{Parser, Payload};

use crate::{joining, names, processes, setup::ReleaseTools, site};

/// The client's name in its folder: `tandem.js`, `tandem.wasm`.
pub const NAME: &str = "tandem";
/// Loads the lazy parts; beside the client.
pub const SPLIT: &str = "split.js";
/// Which files each lazy route needs.
pub const PARTS: &str = "parts.json";
/// Says what the folder was made from.
const MADE_FROM: &str = "made-from";
/// The module that `#[lazy]` imports its parts from until they are cut out.
const LAZY_MARK: &[u8] = b"__wasm_split_placeholder__";

/// How the exports of streams from Rust begin.
const STREAMS: [&str; 3] = ["intounderlyingbytesource_", "intounderlyingsink_", "intounderlyingsource_"];

/// Lazy route to the names of its files without `.wasm`, those shared with other routes among them.
pub type Parts = BTreeMap<String, Vec<String>>;

/// Makes the bindings for `module` in `dir`, with these tools as small as they can be, unless they are there already; false if
/// they were.
pub fn make(module: &Path, dir: &Path, tools: Option<&ReleaseTools>) -> Result<bool> {
    let input = fs::read(module).with_context(|| format!("reading {}", module.display()))?;
    let made_from = fingerprint(&input, tools)?;
    if fs::read_to_string(dir.join(MADE_FROM)).is_ok_and(|found| found == made_from) {
        return Ok(false);
    }
    if dir.exists() {
        fs::remove_dir_all(dir)?;
    }
    fs::create_dir_all(dir)?;
    let lazy = contains(&input, LAZY_MARK);
    let (main, mut parts) = if lazy { cut_out(&input, dir)? } else { (input, Parts::new()) };
    if let (true, Some(tools)) = (lazy, tools) {
        parts = joining::join(dir, parts, &tools.wasm_opt)?;
    }
    fs::write(dir.join(PARTS), serde_json::to_string_pretty(&parts)?)?;
    bind(main, dir, lazy)?;
    if let Some(tools) = tools {
        let module = dir.join(format!("{NAME}.wasm"));
        fs::write(&module, without_streams(&fs::read(&module)?)?)?;
        names::shorten(dir)?;
        optimise_all(&tools.wasm_opt, dir)?;
        tools.minify_all(dir, Some("esm"))?;
    }
    fs::write(dir.join(MADE_FROM), made_from)?;
    Ok(true)
}

/// The files of the folder that a browser may ask for.
pub fn files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut files = site::files_below(dir)?;
    files.retain(|file| file.file_name().is_some_and(|name| name != MADE_FROM && name != PARTS));
    Ok(files)
}

/// Which files each lazy route needs, as [`make`] found it.
pub fn parts(dir: &Path) -> Result<Parts> {
    Ok(serde_json::from_str(&fs::read_to_string(dir.join(PARTS))?)?)
}

/// Writes the lazy parts and their loader into `dir`; hands back the rest of the module.
fn cut_out(input: &[u8], dir: &Path) -> Result<(Vec<u8>, Parts)> {
    let rest = dir.with_extension("rest.wasm");
    let main_module = format!("./{NAME}.js");
    let link_name = format!("./{SPLIT}");
    let mut options = wasm_split_cli_support::Options::new(input);
    options.output_dir = dir;
    options.main_out_path = &rest;
    options.main_module = &main_module;
    options.link_name = &link_name;
    let split =
        wasm_split_cli_support::transform(options).map_err(|e| anyhow!("cutting out lazy routes: {e:#}"))?;
    let main = fs::read(&rest)?;
    fs::remove_file(&rest)?;
    Ok((main, split.prefetch_map.into_iter().collect()))
}

fn bind(module: Vec<u8>, dir: &Path, lazy: bool) -> Result<()> {
    Bindgen::new()
        .input_bytes(NAME, module)
        .web(true)?
        .typescript(false)
        // The page says where the module is, since its name changes with its content.
        .omit_default_module_path(true)
        .remove_producers_section(true)
        // The lazy parts find what they share with the rest by the linker's names.
        .keep_lld_exports(lazy)
        .demangle(!lazy)
        .generate(dir)
        .context("making the bindings")?;
    fs::rename(dir.join(format!("{NAME}_bg.wasm")), dir.join(format!("{NAME}.wasm")))?;
    Ok(())
}

/// The module without the exports of streams that go from Rust to JavaScript. Libraries bring them; no page of ours makes such a
/// stream, and what is exported cannot be left out by the optimiser.
fn without_streams(module: &[u8]) -> Result<Vec<u8>> {
    let mut fresh = wasm_encoder::Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        if let Payload::ExportSection(exports) = payload {
            let mut kept = wasm_encoder::ExportSection::new();
            for export in exports {
                let export = export?;
                let name = export.name.trim_start_matches("__wbg_");
                if !STREAMS.iter().any(|stream| name.starts_with(stream)) {
                    RoundtripReencoder.parse_export(&mut kept, export)?;
                }
            }
            fresh.section(&kept);
        } else if let Some((id, range)) = payload.as_section() {
            fresh.section(&wasm_encoder::RawSection { id, data: &module[range] });
        }
    }
    Ok(fresh.finish())
}

/// The largest first: the main module takes as long as many others.
fn optimise_all(wasm_opt: &Path, dir: &Path) -> Result<()> {
    let mut modules = site::files_below(dir)?;
    modules.retain(|file| file.extension().is_some_and(|extension| extension == "wasm"));
    modules.sort_by_key(|file| std::cmp::Reverse(file.metadata().map_or(0, |found| found.len())));
    processes::at_once(&modules, |file| optimise(wasm_opt, file))
}

fn optimise(wasm_opt: &Path, file: &Path) -> Result<()> {
    let mut command = Command::new(wasm_opt);
    command.args(["-Oz", "--strip-debug", "--strip-producers"]);
    command.args(features()).arg(file).arg("-o").arg(file);
    processes::run(&mut command)
}

/// What the compiler of this workspace emits; every browser since 2022 has it.
pub fn features() -> impl Iterator<Item = String> {
    let names = [
        "bulk-memory",
        "nontrapping-float-to-int",
        "sign-ext",
        "mutable-globals",
        "reference-types",
        "multivalue",
    ];
    names.into_iter().map(|name| format!("--enable-{name}"))
}

/// The same module and tools make the same files.
fn fingerprint(input: &[u8], tools: Option<&ReleaseTools>) -> Result<String> {
    let tool = fs::read(std::env::current_exe()?)?;
    let mut hash = Sha256::new();
    hash.update(input);
    hash.update(tool);
    hash.update(tools.map(|tools| format!("{tools:?}")).unwrap_or_default());
    Ok(site::hex(&hash.finalize()))
}

fn contains(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|window| window == mark)
}
