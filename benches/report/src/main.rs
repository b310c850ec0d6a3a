//! Draws what the lab measured: reads the CSV files of `target/bench`, writes plots (SVG and PNG) into `docs/plots` and the tables of
//! `docs/performance.md` between its two marks. `cargo xtask performance` measures first, then starts this.

mod build_cost;
mod canvas;
mod data;
mod document;
mod ratios;

use data::Data;
use lexopt::prelude::*;
use std::path::PathBuf;
use std::process::ExitCode;

/// Where to read from and to write to.
struct Options {
    /// `--data`: the folder with a folder for each MPI, and `build.csv`.
    data: PathBuf,
    /// `--docs`: the folder of `performance.md`.
    docs: PathBuf,
}

fn main() -> ExitCode {
    match options().map_err(|error| error.to_string()).and_then(|options| run(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::FAILURE
        }
    }
}

fn options() -> Result<Options, lexopt::Error> {
    let mut options = Options { data: "target/bench".into(), docs: "docs".into() };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("data") => options.data = parser.value()?.into(),
            Long("docs") => options.docs = parser.value()?.into(),
            other => return Err(other.unexpected()),
        }
    }
    Ok(options)
}

fn run(options: &Options) -> Result<(), String> {
    canvas::register_font()?;
    let data = Data::read(&options.data)?;
    let plots = options.docs.join("plots");
    std::fs::create_dir_all(&plots).map_err(|error| format!("{}: {error}", plots.display()))?;
    let mut drawn = Vec::new();
    for mpi in &data.mpis {
        drawn.extend(ratios::draw(&plots, mpi)?);
    }
    drawn.extend(build_cost::draw(&plots, &data.builds)?);
    for file in &drawn {
        println!("{}.svg, .png", file.display());
    }
    let document = options.docs.join("performance.md");
    let text = std::fs::read_to_string(&document).map_err(|error| format!("{}: {error}", document.display()))?;
    let text = document::renewed(&text, &document::figures(&data))?;
    std::fs::write(&document, text).map_err(|error| format!("{}: {error}", document.display()))?;
    println!("{}", document.display());
    Ok(())
}
