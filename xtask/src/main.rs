//! `cargo xtask serve | test | dist`: everything that is done to the project, set-up included.
//!
//! [`dist`] makes the static folder, [`serve`] shows it, [`test`] checks it all; [`set_up`] adds what a fresh machine
//! lacks. Each says what it does and is quick when nothing has changed.

mod dist;
mod serve;
mod set_up;
mod test;

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

const USAGE: &str = "\
usage: cargo xtask <command>

  serve [--port N]   build the page and serve it on 127.0.0.1 (port 8080 unless said otherwise)
  test               run every test: formatting, lints, the dependency rule, native tests, the page in a real browser
  dist [--quick]     make the static folder dist/ and check its size budget; quick: large, for trying things out";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        ["serve"] => serve::serve(8080),
        ["serve", "--port", port] => port.parse().context("--port takes a number").and_then(serve::serve),
        ["test"] => test::test(),
        ["dist"] => dist::dist("page").and_then(|folder| dist::check_sizes(&folder)),
        ["dist", "--quick"] => dist::dist("quick").map(|_| ()),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The project's top folder. It is asked for when the program runs: a build folder may serve several checkouts.
fn root() -> PathBuf {
    let xtask = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    xtask.parent().expect("xtask is a folder of the project").to_path_buf()
}

/// The folder in which cargo builds.
fn target_folder() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// Says what is done.
fn say(what: &str) {
    eprintln!("\x1b[1m▸ {what}\x1b[0m");
}

/// Runs a command in the project's top folder; an error unless it succeeds.
fn run(command: &mut Command) -> Result<()> {
    let shown = std::iter::once(command.get_program()).chain(command.get_args());
    let shown = shown.map(|part| part.to_string_lossy()).collect::<Vec<_>>().join(" ");
    let status = command.current_dir(root()).status().with_context(|| format!("cannot start `{shown}`"))?;
    if !status.success() {
        bail!("`{shown}` failed ({status})");
    }
    Ok(())
}

/// `cargo` with these arguments, `--locked` among them.
fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    let (first, rest) = arguments.split_first().expect("cargo is given a subcommand");
    command.arg(first).arg("--locked").args(rest);
    command
}
