//! The command-line program `postil`: one file per subcommand.

mod convert;

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
enum Command {
    Convert(convert::Arguments),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Convert(arguments) => convert::run(&arguments),
    };
    done.unwrap_or_else(|error| {
        eprintln!("postil: {error:#}");
        ExitCode::FAILURE
    })
}
