use oxmpi::prelude::*;

fn main() -> ExitCode {
    oxmpi::run(|mpi| {
        std::thread::scope(|scope| {
            scope.spawn(|| println!("{:?}", mpi.wtime()));
        });
        let mine = oxmpi::init()?;
        std::thread::spawn(move || drop(mine));
        Ok(())
    })
}
