//! The command-line program `postil`: one file per subcommand.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Find entities and figures in text, natively, with the same tagger as the page.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {}

fn main() -> ExitCode {
    match Arguments::parse().command {}
}
