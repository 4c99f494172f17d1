//! The command-line program `postil`: one file per subcommand.

mod tag;
mod articles;
mod convert;
mod evaluate;
mod gold;
mod score;
mod train;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Find entities and figures in text, natively, with the same tagger as the page.
#[derive(Parser)]
#[command(name = "postil", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Tag(tag::Arguments),
    Convert(convert::Arguments),
    Evaluate(evaluate::Evaluate),
    Train(train::Train),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Tag(arguments) => tag::run(&arguments),
        Command::Evaluate(arguments) => evaluate::run(&arguments).map(|()| ExitCode::SUCCESS),
        Command::Train(arguments) => train::run(&arguments).map(|()| ExitCode::SUCCESS),
        Command::Convert(arguments) => convert::run(&arguments),
    };
    done.unwrap_or_else(|error| {
        eprintln!("postil: {error:#}");
        ExitCode::FAILURE
    })
}

/// The names tagger that is built in.
fn names() -> anyhow::Result<tagger::NameTagger> {
    Ok(tagger::NameTagger::from_bytes(include_bytes!("../../tagger/data/names.model"))?)
}
