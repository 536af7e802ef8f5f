//! Joins the files that lazy parts share until a part is a handful of requests.
//!
//! The split tool makes a file for each set of parts that need the same function: six hundred of them, most of some
//! hundred bytes, each with a request and a module's head of its own, and one to three milliseconds of a phone's main
//! thread. Small ones are copied into every part that needs them: a function that two modules have is the same in both, since what
//! it works on is the one memory, and the later module puts its own in the same place of the table. Of the others, joined by wasm-merge,
//! a part loads a little that only another one needs and fewer files. Which are joined is a sum: over all parts, the bytes they
//! load and what a request costs.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write,
    path::Path,
    process::Command,
};

use anyhow::{Context, Result, bail};
use wasm_encoder::{
    EntityType, ExportKind, ExportSection, GlobalType, ImportSection, MemoryType, Module, RefType, TableType,
    ValType,
};
use wasmparser::{Parser, Payload, TypeRef};

use crate::{
    bindings::{self, Parts},
    processes,
};

/// What one more file costs, in bytes before the optimiser: the heads of request and answer, and the wait for them.
const A_FILE: u64 = 3000;
/// What the head of a module weighs; joined ones share it.
const A_HEAD: u64 = 110;
/// What a part loads at most before joining costs more. Of these bytes the optimiser and a better packing leave about 0.41, so
/// that it keeps within its budget.
const A_FULL_PART: u64 = 140_000;
/// How much dearer a byte is that a full part loads without any need of it.
const OVERFULL: u64 = 10;
/// From which size on what several parts need stays apart, so that whoever opens one after the other loads it once. Less makes
/// more files, more makes the whole program larger, which carries every copy.
const A_COPY: u64 = 2000;
/// The names under which the split tool hands memory, table and stack to its files, and those of the joined ones.
const SPLIT_IMPORTS: &str = "__wasm_split";
const JOINED_IMPORTS: &str = "__shared";

/// Some files that are one from now on, and the parts that load it: a bit each.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shared {
    files: Vec<String>,
    parts: u64,
    size: u64,
}

impl Shared {
    fn cost(&self) -> u64 {
        u64::from(self.parts.count_ones()) * (self.size + A_FILE)
    }

    fn with(&self, other: &Self) -> Self {
        Self {
            files: self.files.iter().chain(&other.files).cloned().collect(),
            parts: self.parts | other.parts,
            size: self.size + other.size,
        }
    }
}

/// Joins the shared files in `dir`, writes the loader anew; hands back what each part needs now.
pub fn join(dir: &Path, parts: Parts, wasm_opt: &Path) -> Result<Parts> {
    let (groups, loads) = shared_groups(dir, &parts)?;
    let (copied, apart): (Vec<Shared>, Vec<Shared>) =
        groups.into_iter().partition(|group| group.size < A_COPY);
    let joined = cheapest(apart, loads);
    let plan = Plan::of(&parts, &joined, &copied)?;
    processes::at_once(&plan.fresh, |(name, files)| merge(dir, files, name, wasm_opt))?;
    let loader = dir.join(bindings::SPLIT);
    let text = fs::read_to_string(&loader)?;
    fs::write(&loader, rewritten(&text, &plan.place)?)?;
    for file in plan.place.keys() {
        fs::remove_file(dir.join(format!("{file}.wasm")))?;
    }
    Ok(plan.needs)
}

/// The files that the very same parts share, as one each; and what each part loads, by their order.
fn shared_groups(dir: &Path, parts: &Parts) -> Result<(Vec<Shared>, Vec<u64>)> {
    if parts.len() > 64 {
        bail!("{} lazy parts: one bit each no longer fits", parts.len());
    }
    let mut users: BTreeMap<&str, u64> = BTreeMap::new();
    for (n, files) in parts.values().enumerate() {
        for file in files {
            *users.entry(file).or_default() |= 1 << n;
        }
    }
    let mut groups: BTreeMap<u64, Shared> = BTreeMap::new();
    let mut loads = vec![0; parts.len()];
    for (file, parts) in users {
        let size = packed(&dir.join(format!("{file}.wasm")))?.saturating_sub(A_HEAD);
        add(&mut loads, parts, size);
        if parts.count_ones() > 1 {
            let group = groups.entry(parts).or_insert(Shared { files: Vec::new(), parts, size: 0 });
            group.files.push(file.to_owned());
            group.size += size;
        }
    }
    Ok((groups.into_values().collect(), loads))
}

/// What becomes of the files.
struct Plan<'a> {
    /// Where each shared file is from now on: in another one; `None` for in the own file of each part that needs it.
    place: BTreeMap<&'a str, Option<String>>,
    /// The files that are made, each with those that it is made of.
    fresh: Vec<(String, Vec<String>)>,
    /// What each part needs then.
    needs: Parts,
}

impl<'a> Plan<'a> {
    fn of(parts: &Parts, joined: &'a [Shared], copied: &'a [Shared]) -> Result<Self> {
        let mut plan = Self { place: BTreeMap::new(), fresh: Vec::new(), needs: Parts::new() };
        for (n, group) in joined.iter().enumerate() {
            let name = format!("shared_{n}");
            plan.place.extend(group.files.iter().map(|file| (file.as_str(), Some(name.clone()))));
            plan.fresh.push((name, group.files.clone()));
        }
        let copied = copied.iter().flat_map(|group| &group.files);
        plan.place.extend(copied.map(|file| (file.as_str(), None)));
        for (route, files) in parts {
            let (mut shared, mut own, mut copies) = (BTreeSet::new(), Vec::new(), Vec::new());
            for file in files {
                match plan.place.get(file.as_str()) {
                    Some(Some(name)) => drop(shared.insert(name.clone())),
                    Some(None) => copies.push(file.clone()),
                    None => own.push(file.clone()),
                }
            }
            let [own] = own.as_slice() else { bail!("the part {route} has {} files of its own", own.len()) };
            if !copies.is_empty() {
                copies.insert(0, own.clone());
                plan.fresh.push((own.clone(), copies));
            }
            shared.insert(own.clone());
            plan.needs.insert(route.clone(), shared.into_iter().collect());
        }
        Ok(plan)
    }
}

/// Notes that these parts load so much more.
fn add(loads: &mut [u64], parts: u64, size: u64) {
    loads.iter_mut().enumerate().filter(|(n, _)| parts >> n & 1 == 1).for_each(|(_, load)| *load += size);
}

/// What it costs besides that full parts load what they have no need of, if these two are joined.
fn overfull(one: &Shared, other: &Shared, loads: &[u64]) -> u64 {
    let of = |more: &Shared, parts: u64| {
        let foreign = parts & !more.parts;
        let full = loads
            .iter()
            .enumerate()
            .filter(|(n, load)| foreign >> n & 1 == 1 && *load + more.size > A_FULL_PART);
        full.count() as u64 * more.size * OVERFULL
    };
    of(one, other.parts) + of(other, one.parts)
}

/// Joins the two that save most, until nothing saves any more. `loads` is what each part loads.
fn cheapest(mut shared: Vec<Shared>, mut loads: Vec<u64>) -> Vec<Shared> {
    loop {
        let mut best: Option<(u64, usize, usize)> = None;
        for (n, one) in shared.iter().enumerate() {
            for (m, other) in shared[..n].iter().enumerate() {
                let apart = one.cost() + other.cost();
                let together =
                    u64::from((one.parts | other.parts).count_ones()) * (one.size + other.size + A_FILE);
                let least = best.map_or(0, |(saved, ..)| saved);
                // Looked at last, for it takes longest.
                let saves = apart.saturating_sub(together);
                let left = if saves > least { saves.saturating_sub(overfull(one, other, &loads)) } else { 0 };
                if left > least {
                    best = Some((left, n, m));
                }
            }
        }
        let Some((_, n, m)) = best else { return shared };
        let one = shared.swap_remove(n);
        let other = shared.swap_remove(m);
        add(&mut loads, one.parts & !other.parts, other.size);
        add(&mut loads, other.parts & !one.parts, one.size);
        shared.push(one.with(&other));
    }
}

/// The size of a module over the wire without names and the like, nearly: what the optimiser takes away is much the
/// same share of each.
fn packed(file: &Path) -> Result<u64> {
    let bytes = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for payload in Parser::new(0).parse_all(&bytes) {
        let payload = payload?;
        if !matches!(payload, Payload::CustomSection(_))
            && let Some((_, range)) = payload.as_section()
        {
            gzip.write_all(&bytes[range])?;
        }
    }
    Ok(gzip.finish()?.len() as u64)
}

/// Makes `NAME.wasm` of the files, of which it may be one itself. They take memory, table and stack pointer from outside and give nothing: what they
/// offer each other stands in the table.
fn merge(dir: &Path, files: &[String], name: &str, wasm_opt: &Path) -> Result<()> {
    let base = dir.join(format!("{name}.base"));
    let (memory, table) = limits(dir, files)?;
    fs::write(&base, outside(memory, table))?;
    let mut merge = Command::new(wasm_opt.with_file_name("wasm-merge"));
    merge.args(bindings::features()).arg(&base).arg(SPLIT_IMPORTS);
    for (n, file) in files.iter().enumerate() {
        merge.arg(dir.join(format!("{file}.wasm"))).arg(format!("part_{n}"));
    }
    let fresh = dir.join(format!("{name}.fresh"));
    merge.arg("-o").arg(&fresh);
    processes::run(&mut merge)?;
    fs::rename(fresh, dir.join(format!("{name}.wasm")))?;
    Ok(fs::remove_file(base)?)
}

/// A module that has nothing but what it is given: memory, table and stack pointer, which it hands on to what is joined.
fn outside(memory: u64, table: u64) -> Vec<u8> {
    let given = [
        (
            "memory",
            ExportKind::Memory,
            EntityType::Memory(MemoryType {
                minimum: memory,
                maximum: None,
                memory64: false,
                shared: false,
                page_size_log2: None,
            }),
        ),
        (
            "__indirect_function_table",
            ExportKind::Table,
            EntityType::Table(TableType {
                element_type: RefType::FUNCREF,
                table64: false,
                minimum: table,
                maximum: None,
                shared: false,
            }),
        ),
        (
            "__wasm_split_shared0",
            ExportKind::Global,
            EntityType::Global(GlobalType { val_type: ValType::I32, mutable: true, shared: false }),
        ),
    ];
    let (mut imports, mut exports) = (ImportSection::new(), ExportSection::new());
    for (name, kind, entity) in given {
        imports.import(JOINED_IMPORTS, name, entity);
        exports.export(name, kind, 0);
    }
    let mut module = Module::new();
    module.section(&imports).section(&exports);
    module.finish()
}

/// How much memory and how long a table the files ask for, at the least. They were cut out of one module, so they agree.
fn limits(dir: &Path, files: &[String]) -> Result<(u64, u64)> {
    let (mut memory, mut table) = (1, 1);
    for file in files {
        let bytes = fs::read(dir.join(format!("{file}.wasm")))?;
        for payload in Parser::new(0).parse_all(&bytes) {
            let Payload::ImportSection(imports) = payload? else { continue };
            for import in imports.into_imports() {
                let import = import?;
                match (import.module, import.name, import.ty) {
                    (SPLIT_IMPORTS, "memory", TypeRef::Memory(found)) => memory = memory.max(found.initial),
                    (SPLIT_IMPORTS, "__indirect_function_table", TypeRef::Table(found)) => {
                        table = table.max(found.initial);
                    }
                    (SPLIT_IMPORTS, "__wasm_split_shared0", TypeRef::Global(_)) => {}
                    (module, name, _) => {
                        bail!("{file} imports {module}.{name}, which a joined file would lack")
                    }
                }
            }
        }
    }
    Ok((memory, table))
}

/// The loader with the files in which those that it knows are now; `None` for what is in a part's own. What comes before the first
/// file is the tool's.
fn rewritten(loader: &str, place: &BTreeMap<&str, Option<String>>) -> Result<String> {
    const CHUNK: &str = "__chunk_";
    let begins = loader.find("\n/* ").context("the loader has no files")?;
    let mut text = loader[..=begins].to_owned();
    text.push_str(&format!(
        "const file = (name, deps) => makeLoad(() => {{\n    \
         const src = fetch(new URL(`./${{name}}.wasm`, import.meta.url));\n    \
         src.catch(() => {{}});\n    \
         return async (imports) => WebAssembly.instantiateStreaming(src, {{ ...imports, {JOINED_IMPORTS}: imports.{SPLIT_IMPORTS} }});\n\
         }}, deps);\n"
    ));
    for name in place.values().flatten().collect::<BTreeSet<_>>() {
        text.push_str(&format!("const {name} = file(\"{name}\", []);\n"));
    }
    let mut exports = 0;
    for part in loader.split("export const ").skip(1) {
        let (export, rest) = part.split_once(" = wrapAsyncCb(").context("a loader that is not wrapped")?;
        let (_, rest) = rest.split_once("new URL(\"./").context("a loader without a file")?;
        let (file, rest) = rest.split_once(".wasm\"").context("a file without its ending")?;
        let (_, rest) = rest.split_once("\n, [").context("a loader without its needs")?;
        let (needs, _) = rest.split_once(']').context("needs without an end")?;
        let mut names = BTreeSet::new();
        for need in needs.split(", ").filter(|need| !need.is_empty()) {
            let number =
                need.strip_prefix(CHUNK).with_context(|| format!("needs {need}, which is no file"))?;
            let chunk = format!("chunk_{number}");
            let place = place.get(chunk.as_str()).with_context(|| format!("{chunk} was not joined"))?;
            names.extend(place.as_deref());
        }
        let names = names.into_iter().collect::<Vec<_>>().join(", ");
        text.push_str(&format!("export const {export} = wrapAsyncCb(file(\"{file}\", [{names}]));\n"));
        exports += 1;
    }
    if exports == 0 {
        bail!("the loader loads no part");
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(file: &str, parts: u64, size: u64) -> Shared {
        Shared { files: vec![file.to_owned()], parts, size }
    }

    #[test]
    fn files_of_the_same_parts_are_one_and_a_large_one_that_few_need_stays_apart() {
        let all = 0b1111;
        let joined = cheapest(
            vec![shared("a", all, 300), shared("b", all, 9000), shared("c", 0b11, 50_000)],
            vec![0; 4],
        );
        assert_eq!(joined.len(), 2, "{joined:?}");
        let together = joined.iter().find(|one| one.parts == all).expect("what all need");
        assert_eq!(together.files.iter().collect::<BTreeSet<_>>().len(), 2);
        assert_eq!(joined.iter().map(|one| one.size).sum::<u64>(), 59_300, "nothing is lost");
    }

    #[test]
    fn a_splinter_is_loaded_by_one_part_too_many_rather_than_asked_for() {
        let joined = cheapest(vec![shared("a", 0b111, 9000), shared("b", 0b110, 80)], vec![0; 3]);
        assert_eq!(joined.len(), 1);
        assert_eq!(joined[0].parts, 0b111);
    }

    #[test]
    fn a_full_part_is_spared_what_it_has_no_need_of() {
        let files = || vec![shared("a", 0b111, 9000), shared("b", 0b110, 800)];
        let full = vec![A_FULL_PART, 20_000, 20_000];
        assert_eq!(cheapest(files(), full).len(), 2, "the first part is full");
        let others = vec![20_000, A_FULL_PART, A_FULL_PART];
        assert_eq!(cheapest(files(), others).len(), 1, "the others need both");
    }

    #[test]
    fn what_is_small_is_in_the_own_file_of_every_part_and_nothing_is_lost() {
        let names = |files: &[&str]| files.iter().map(|file| (*file).to_owned()).collect::<Vec<_>>();
        let parts = Parts::from([
            ("one".to_owned(), names(&["split_one", "chunk_1", "chunk_2"])),
            ("other".to_owned(), names(&["chunk_1", "chunk_2", "split_other"])),
            ("alone".to_owned(), names(&["split_alone"])),
        ]);
        let (joined, copied) = ([shared("chunk_1", 0b11, 9000)], [shared("chunk_2", 0b11, 90)]);
        let plan = Plan::of(&parts, &joined, &copied).expect("a plan");
        assert_eq!(plan.needs["one"], ["shared_0", "split_one"]);
        assert_eq!(plan.needs["other"], ["shared_0", "split_other"]);
        assert_eq!(plan.needs["alone"], ["split_alone"]);
        let fresh: BTreeMap<_, _> = plan.fresh.into_iter().collect();
        assert_eq!(fresh["shared_0"], ["chunk_1"]);
        assert_eq!(fresh["split_one"], ["split_one", "chunk_2"]);
        assert_eq!(fresh["split_other"], ["split_other", "chunk_2"]);
        assert_eq!(fresh.len(), 3, "what shares nothing stays as it is");
        let unknown = Plan::of(&parts, &joined, &[]);
        assert!(unknown.is_err(), "a part of two files of its own would lose one");
    }

    #[test]
    fn the_loader_names_what_was_joined_once_and_knows_when_it_does_not_understand() {
        let loader = "import { initSync } from \"./tandem.js\";\nfunction makeLoad() {}\n\
            /* a, b */\nconst __chunk_1 = makeLoad(() => {\n    fetch(new URL(\"./chunk_1.wasm\", x));\n}\n, []);\n\
            /* a, b */\nconst __chunk_2 = makeLoad(() => {\n    fetch(new URL(\"./chunk_2.wasm\", x));\n}\n, []);\n\
            export const __wasm_split_load_a = wrapAsyncCb(makeLoad(() => {\n    fetch(new URL(\"./split_a.wasm\", x));\n}\n, [__chunk_1, __chunk_2]));\n";
        let shared = || Some("shared_0".to_owned());
        let places = BTreeMap::from([("chunk_1", shared()), ("chunk_2", shared())]);
        let text = rewritten(loader, &places).expect("it is understood");
        assert!(text.starts_with("import { initSync }"), "{text}");
        assert!(text.contains("const shared_0 = file(\"shared_0\", []);"), "{text}");
        assert!(
            text.ends_with(
                "export const __wasm_split_load_a = wrapAsyncCb(file(\"split_a\", [shared_0]));\n"
            ),
            "{text}"
        );
        let copied = BTreeMap::from([("chunk_1", shared()), ("chunk_2", None)]);
        assert_eq!(
            rewritten(loader, &copied).expect("it is understood"),
            text,
            "what was copied is not asked for"
        );
        let nothing_shared = BTreeMap::from([("chunk_1", None), ("chunk_2", None)]);
        let alone = rewritten(loader, &nothing_shared).expect("it is understood");
        assert!(alone.ends_with("= wrapAsyncCb(file(\"split_a\", []));\n"), "{alone}");
        let unknown = BTreeMap::from([("chunk_1", shared())]);
        assert!(rewritten(loader, &unknown).is_err());
        assert!(rewritten("function makeLoad() {}\n", &places).is_err());
    }
}
