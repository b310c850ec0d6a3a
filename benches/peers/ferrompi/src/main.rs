//! ferrompi as a peer of the performance lab: `cargo xtask bench --peers c,oxmpi,ferrompi`.

mod binding;
mod patterns;

use binding::World;
use ferrompi::{Mpi, ThreadLevel};

fn main() -> ferrompi::Result<()> {
    let mpi = Mpi::init_thread(ThreadLevel::Funneled)?;
    let library = Mpi::library_version()?;
    let library = library.split(['\n', ',']).next().unwrap_or_default().trim();
    let note = format!("{library}; ferrompi {}", env!("CARGO_PKG_VERSION"));
    lab::run(&World::new(&mpi), "ferrompi", &note, &patterns::all());
    Ok(())
}
