//! rsmpi (the crate `mpi`) as a peer of the performance lab: `cargo xtask bench --peers c,oxmpi,rsmpi`.

mod binding;
mod patterns;

use binding::World;
use mpi::Threading;

fn main() {
    let Some((universe, _)) = mpi::initialize_with_threading(Threading::Funneled) else {
        unreachable!("nothing has initialized MPI before");
    };
    let library = mpi::environment::library_version().unwrap_or_default();
    let library = library.split(['\n', ',']).next().unwrap_or_default().trim();
    let note = format!("{library}; mpi {}", env!("CARGO_PKG_VERSION"));
    lab::run(&World::new(universe.world()), "rsmpi", &note, &patterns::all());
}
