//! The static folder `dist/`: the wasm, its glue, the names model, pdf.js and the files of `www/`, under names that carry
//! their content's hash.
//!
//! Files name each other as they lie in `www/` (`./worker.js`); here every such name is replaced by the hashed one.
//! Nothing refers to a file that comes after it in [`ORDER`], so one pass is enough.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::{cargo, root, run, say, set_up, target_folder};

/// Compressed sizes that must not be passed by what the first highlight needs, and by the names model, in bytes of brotli.
const BUDGETS: [(&str, u64); 4] =
    [("wasm", 394 * 1024), ("js", 25 * 1024), ("css", 12 * 1024), ("model", 18 * 1024 * 1024 / 10)];

/// The modules of `src/bin/`, which are loaded when they are first needed, and the compressed size of each.
const MODULES: [(&str, u64); 4] =
    [("articles", 480 * 1024), ("find", 190 * 1024), ("formats", 400 * 1024), ("names", 60 * 1024)];

/// The files of pdf.js (`npm/`), which the page loads with the first PDF: their names here, and the compressed size of each.
const PDFJS: [(&str, &str, u64); 2] =
    [("pdfjs", "pdf.min.mjs", 130 * 1024), ("pdfjs_worker", "pdf.worker.min.mjs", 320 * 1024)];

/// The scripts and pages that name other files, each after those it names.
const ORDER: [&str; 8] = [
    "worker.js",
    "module_worker.js",
    "pdf.js",
    "workers.js",
    "device.js",
    "offline.js",
    "start.js",
    "manifest.webmanifest",
];

/// The one script whose name stays: a browser asks for it again to see whether there is a newer version.
const SERVICE_WORKER: &str = "service_worker.js";

/// Builds the page with a profile of Cargo.toml and fills `dist/`; returns its path.
pub fn dist(profile: &str) -> Result<PathBuf> {
    set_up::wasm_target()?;
    set_up::node_packages("npm")?;
    say("building the page");
    let without = format!("target.{}.rustflags=[{:?}]", set_up::WASM, format!("--remap-path-prefix={}=", sources()?));
    let mut build = cargo(&["build", "--profile", profile, "--package", "postil", "--target", set_up::WASM, "--lib"]);
    run(build.args(["--config", &without]).args(MODULES.iter().flat_map(|(name, _)| ["--bin", name])))?;
    let built = target_folder().join(set_up::WASM).join(profile);
    let glue = built.join("glue");
    if glue.exists() {
        fs::remove_dir_all(&glue)?;
    }
    for name in ["postil"].into_iter().chain(MODULES.map(|(name, _)| name)) {
        bind(&built.join(name).with_extension("wasm"), &glue)?;
    }

    let folder = root().join("dist");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot clear {}", folder.display()))?;
    }
    let mut files = BTreeMap::new();
    for source in [&glue, &root().join("www")] {
        read_folder(source, "", &mut files)?;
    }
    for (name, source, _) in PDFJS {
        let path = root().join("npm/node_modules/pdfjs-dist/legacy/build").join(source);
        files.insert(format!("{name}.js"), fs::read(&path).with_context(|| path.display().to_string())?);
    }
    let model = root().join("crates/tagger/data/names.model");
    files.insert("names.model".into(), fs::read(&model).with_context(|| model.display().to_string())?);
    let page = fs::read_to_string(root().join("index.html")).context("index.html")?;
    let headers = files.remove("_headers").context("www/_headers")?;
    let service_worker = files.remove(SERVICE_WORKER).context(SERVICE_WORKER)?;

    let mut renamed = BTreeMap::from([(SERVICE_WORKER.to_owned(), SERVICE_WORKER.to_owned())]);
    let last: Vec<(String, Vec<u8>)> =
        ORDER.iter().map(|&name| Ok((name.to_owned(), files.remove(name).context(name)?))).collect::<Result<_>>()?;
    for (name, bytes) in files.into_iter().chain(last) {
        let bytes = if ORDER.contains(&&*name) { rewrite(&bytes, &renamed)? } else { bytes };
        let hashed = hashed_name(&name, &bytes);
        write(&folder.join(&hashed), &bytes)?;
        renamed.insert(name, hashed);
    }
    let page = rewrite(page.as_bytes(), &renamed)?;
    write(&folder.join("index.html"), &page)?;
    write(&folder.join("_headers"), &with_policy(&headers, &page)?)?;
    renamed.remove(SERVICE_WORKER);
    write(&folder.join(SERVICE_WORKER), &with_files(&service_worker, &renamed, &page)?)?;
    Ok(folder)
}

/// Where cargo keeps the sources of libraries: a folder of whoever builds the page, and so nobody's business who reads it.
fn sources() -> Result<String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo"))).context("there is no home folder")?;
    Ok(home.join("registry/src").to_str().context("the home folder is no text")?.to_owned())
}

/// Puts into the service worker what it keeps: the page and every hashed file, and a version that stands for all of it.
fn with_files(service_worker: &[u8], renamed: &BTreeMap<String, String>, page: &[u8]) -> Result<Vec<u8>> {
    let mut names: Vec<String> = renamed.values().map(|name| format!("./{name}")).collect();
    names.insert(0, "./".into());
    let files = names.join("', '");
    let version: String = Sha256::new()
        .chain_update(&files)
        .chain_update(page)
        .finalize()
        .iter()
        .take(5)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let text = str::from_utf8(service_worker)?.replace("{files}", &files).replace("{version}", &version);
    Ok(text.into_bytes())
}

/// Writes the JavaScript glue that belongs to the wasm.
fn bind(wasm: &Path, folder: &Path) -> Result<()> {
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen.input_path(wasm).web(true)?.typescript(false).omit_default_module_path(true);
    bindgen.remove_name_section(true).remove_producers_section(true);
    bindgen.generate(folder).context("wasm-bindgen")
}

fn read_folder(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read_folder(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(())
}

/// `start.js` → `start-0123456789.js`.
fn hashed_name(name: &str, bytes: &[u8]) -> String {
    let hash: String = Sha256::digest(bytes).iter().take(5).map(|byte| format!("{byte:02x}")).collect();
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}-{hash}.{extension}"),
        None => format!("{name}-{hash}"),
    }
}

/// Replaces `"./name"` by the hashed name, whichever quotes stand round it; a name that is no file is an error.
fn rewrite(bytes: &[u8], renamed: &BTreeMap<String, String>) -> Result<Vec<u8>> {
    let mut text = str::from_utf8(bytes)?.to_owned();
    for (name, hashed) in renamed {
        for quote in ['"', '\''] {
            text = text.replace(&format!("{quote}./{name}{quote}"), &format!("{quote}./{hashed}{quote}"));
        }
    }
    for quoted in text.split(['"', '\'']).filter(|part| part.starts_with("./") && part.len() > 2) {
        if !renamed.values().any(|hashed| quoted.strip_prefix("./") == Some(hashed)) {
            bail!("{quoted} is named but is no file of www/");
        }
    }
    Ok(text.into_bytes())
}

/// The page's own Content-Security-Policy put into the headers, so that there is one policy.
fn with_policy(headers: &[u8], page: &[u8]) -> Result<Vec<u8>> {
    let page = str::from_utf8(page)?;
    let policy =
        page.split_once("http-equiv=\"Content-Security-Policy\"").and_then(|(_, rest)| rest.split_once("content=\""));
    let (policy, _) = policy.and_then(|(_, rest)| rest.split_once('"')).context("index.html has no policy")?;
    let policy = policy.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(str::from_utf8(headers)?.replace("{policy}", &policy).into_bytes())
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().context("a file lies in a folder")?;
    fs::create_dir_all(folder)?;
    fs::write(path, bytes).with_context(|| path.display().to_string())
}

/// Prints raw and brotli sizes by kind of file and by module; an error if one passes its budget, or says who built it.
pub fn check_sizes(folder: &Path) -> Result<()> {
    let mut files = BTreeMap::new();
    read_folder(folder, "", &mut files)?;
    let sources = sources()?;
    let mut by_kind: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for (name, bytes) in &files {
        let stem = name.rsplit_once('-').map_or("", |(stem, _)| stem.trim_end_matches("_bg"));
        let extension = name.rsplit_once('.').map_or("other", |(_, extension)| extension);
        let is_program = matches!(extension, "wasm" | "js");
        let mut lazy = MODULES.iter().map(|&(module, _)| module).chain(PDFJS.map(|(name, ..)| name));
        let module = lazy.find(|&module| is_program && module == stem);
        let kind = module.unwrap_or(extension);
        let (raw, compressed) = by_kind.entry(kind).or_default();
        *raw += bytes.len() as u64;
        *compressed += brotli_size(bytes)?;
        if bytes.windows(sources.len()).any(|part| part == sources.as_bytes()) {
            bail!("{name} names a folder of whoever built it, {sources}");
        }
    }
    let budgets: Vec<(&str, u64)> =
        BUDGETS.into_iter().chain(MODULES).chain(PDFJS.map(|(name, _, budget)| (name, budget))).collect();
    let mut over = Vec::new();
    println!("{:12} {:>12} {:>12} {:>12}", "", "bytes", "brotli", "budget");
    for (kind, (raw, compressed)) in by_kind {
        let budget = budgets.iter().find(|(budgeted, _)| *budgeted == kind).map(|&(_, budget)| budget);
        println!("{kind:12} {raw:>12} {compressed:>12} {:>12}", budget.map_or("".into(), |budget| budget.to_string()));
        if budget.is_some_and(|budget| compressed > budget) {
            over.push(kind);
        }
    }
    if !over.is_empty() {
        bail!("over the size budget: {}", over.join(", "));
    }
    Ok(())
}

fn brotli_size(bytes: &[u8]) -> Result<u64> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 4096, 11, 22);
    writer.write_all(bytes)?;
    Ok(writer.into_inner().len() as u64)
}
