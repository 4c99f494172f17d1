//! What a fresh machine lacks, added once: the Rust target, a browser, the browser tests' packages.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::{root, run, say};

/// The target that the page is built for.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Adds the wasm target to the Rust toolchain if it is not there.
pub fn wasm_target() -> Result<()> {
    let sysroot = output("rustc", &["--print", "sysroot"]).unwrap_or_default();
    if Path::new(&sysroot).join("lib/rustlib").join(WASM).exists() {
        return Ok(());
    }
    say(&format!("adding the Rust target {WASM}"));
    run(Command::new("rustup").args(["target", "add", WASM]))
}

/// Node and the packages of a folder, as its lock file pins them.
pub fn node_packages(folder: &str) -> Result<()> {
    if output("node", &["--version"]).is_none() || output("npm", &["--version"]).is_none() {
        install(&["nodejs", "npm"], "Node.js 20 or newer, with npm")?;
    }
    let folder = root().join(folder);
    let (lock, installed) = (folder.join("package-lock.json"), folder.join("node_modules/.package-lock.json"));
    let changed = |path: &Path| path.metadata().and_then(|metadata| metadata.modified()).ok();
    if changed(&installed) >= changed(&lock) {
        return Ok(());
    }
    say(&format!("installing the packages of {}", folder.display()));
    run(Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
        .args(["ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--prefix"])
        .arg(folder))
}

/// The browser for the tests: `$CHROMIUM`, or Chromium or Chrome where they are usually found.
pub fn browser() -> Result<PathBuf> {
    if let Some(found) = find_browser() {
        return Ok(found);
    }
    install(&["chromium", "fonts-dejavu-core"], "Chromium or Chrome, or CHROMIUM set to its path")?;
    match find_browser() {
        Some(found) => Ok(found),
        None => bail!("no browser was found after installing one; set CHROMIUM to its path"),
    }
}

fn find_browser() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("CHROMIUM") {
        return Some(path.into());
    }
    let usual = [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    ];
    usual.into_iter().map(PathBuf::from).find(|path| path.exists())
}

/// Installs Debian packages where that is possible; else says what to install.
fn install(packages: &[&str], what: &str) -> Result<()> {
    let is_root = output("id", &["-u"]).as_deref() == Some("0");
    if output("apt-get", &["--version"]).is_none() || !is_root {
        bail!("this needs {what}: install it and run the command again");
    }
    say(&format!("installing {}", packages.join(", ")));
    let apt = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").args(["-q", "-o", "DPkg::Lock::Timeout=120"]);
        command
    };
    run(apt().arg("update"))?;
    run(apt().args(["install", "-y", "--no-install-recommends"]).args(packages))
}

/// What a command prints, trimmed; `None` if it cannot be run or fails.
fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
