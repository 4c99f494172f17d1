//! Every test of the project, cheapest first.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::{cargo, dist, root, run, say, set_up, target_folder};

/// Runs everything; stops at the first failure.
pub fn test() -> Result<()> {
    set_up::wasm_target()?;
    let browser = set_up::browser()?;
    set_up::node_packages("tests/browser")?;

    say("formatting");
    run(Command::new("cargo").args(["fmt", "--all", "--check"]))?;
    say("the dependency rule");
    check_dependencies()?;
    say("lints, natively and for wasm");
    run(&mut cargo(&["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    let wasm = ["clippy", "--quiet", "--package", "postil", "--target", set_up::WASM, "--", "-D", "warnings"];
    run(&mut cargo(&wasm))?;
    say("native tests");
    run(&mut cargo(&["test", "--quiet", "--workspace"]))?;
    say("the release build and its size budget");
    dist::check_sizes(&dist::dist("page")?)?;
    run(&mut cargo(&["build", "--release", "--package", "cli"]))?;
    say("the files of other formats, read by the libraries they are meant for");
    check_with_libraries()?;
    say("the page in a real browser, and the same answers natively and in wasm");
    let tests = root().join("tests/browser");
    run(Command::new("node")
        .args(["--test", "--test-concurrency=2", "--test-reporter=spec"])
        .args(
            ["keep", "keep_projects", "access", "trust", "job", "pane", "commands", "formats", "articles"]
                .map(|name| tests.join(name).with_extension("test.mjs")),
        )
        .env("CHROMIUM", &browser)
        .env(
            "POSTIL",
            target_folder().join("release").join("postil").with_extension(std::env::consts::EXE_EXTENSION),
        ))?;
    say("pictures of the page, for a person to look at");
    let pictures = target_folder().join("screenshots");
    run(Command::new("node").arg(tests.join("screenshots.mjs")).arg(pictures).env("CHROMIUM", browser))
}

/// Where Python is there and its packages can be had; elsewhere this check is skipped, and that is said.
fn check_with_libraries() -> Result<()> {
    let script = root().join("tests/formats/check_with_libraries.py");
    match Command::new("python3").arg(script).current_dir(root()).status() {
        Err(_) => say("skipped: there is no python3"),
        Ok(status) if status.code() == Some(77) => say("skipped: none of the libraries could be installed"),
        Ok(status) if !status.success() => bail!("a library read something else than Postil wrote"),
        Ok(_) => {}
    }
    Ok(())
}

/// The arrows of ARCHITECTURE.md: who may depend on whom, and what must not lie below the pure crates.
fn check_dependencies() -> Result<()> {
    let arrows = [
        ("annotation", ""),
        ("find", "annotation"),
        ("tagger", "annotation"),
        ("formats", "annotation"),
        ("articles", "annotation formats"),
    ];
    for (package, allowed) in arrows {
        let tree = |extra: &[&str]| -> Result<String> {
            let output =
                cargo(&["tree", "--package", package, "--edges", "normal", "--prefix", "none", "--format", "{lib}"])
                    .args(extra)
                    .current_dir(root())
                    .stderr(Stdio::inherit())
                    .output()
                    .context("cargo tree")?;
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        };
        for below in tree(&["--target", set_up::WASM])?.lines().map(str::trim) {
            let is_browser = ["web_sys", "js_sys", "wasm_bindgen", "yew", "getrandom"].contains(&below);
            let is_ours = ["annotation", "find", "tagger", "formats", "articles", "postil", "cli"].contains(&below);
            if is_browser || is_ours && below != package && !allowed.split(' ').any(|other| other == below) {
                bail!("{package} must not depend on {below}");
            }
        }
    }
    Ok(())
}
