//! Pipelined broadcast: a long message passes along a chain of ranks, one partition after the other.
//!
//! If each rank waited for the whole message before it passed it on, the last of n ranks would have it after n - 1 times as
//! long as one transfer takes. In partitions it flows: each rank passes a partition on as soon as it is there, while the next
//! one is on its way to it. The first rank computes the message, a partition at a time, which goes on meanwhile too.
//!
//! Where the library has no partitioned calls of its own that can be relied on (Open MPI), oxmpi sends the message as one when
//! its last partition is ready: the program is right there as well, but nothing flows. `partitioned::is_native` tells.
//!
//! Run it: `mpiexec -n 4 target/debug/examples/pipelined_broadcast`
//!
//! ```text
//! ranks: 4
//! in this order:
//! rank 0 has 16 partitions, together 32000 numbers, in order: true
//! rank 1 has 16 partitions, together 32000 numbers, in order: true
//! rank 2 has 16 partitions, together 32000 numbers, in order: true
//! rank 3 has 16 partitions, together 32000 numbers, in order: true
//! ```
//!
//! ```text
//! ranks: 1
//! in this order:
//! rank 0 has 16 partitions, together 32000 numbers, in order: true
//! ```

use oxmpi::prelude::*;

const LENGTH: usize = 32_000;
const PARTITIONS: usize = 16;
/// Of these messages alone: where they travel as one they would meet other receives of their tag.
const TAG: i32 = 4;

fn main() -> ExitCode {
    oxmpi::run(|mpi| {
        let world = mpi.world();
        let (rank, size) = (world.rank(), world.size());
        let from_left = rank.checked_sub(1).map(|left| from(left).tag(TAG));
        let to_right = Some(rank + 1).filter(|right| *right < size); // the last one sends to nobody

        let mut sending = world.psend_init(vec![0; LENGTH], PARTITIONS, to(to_right).tag(TAG))?.start()?;
        match from_left {
            None => {
                for mut part in sending.partitions() {
                    let first = part.number() * part.len();
                    part.iter_mut().zip(first..).for_each(|(number, value)| *number = value);
                    part.ready()?;
                }
            }
            Some(left) => {
                let receiving = world.precv_init(vec![0; LENGTH], PARTITIONS, left)?.start()?;
                for mut part in sending.partitions() {
                    let arrived = loop {
                        if let Some(arrived) = receiving.arrived(part.number())? {
                            break arrived;
                        }
                        std::thread::yield_now(); // or something useful
                    };
                    part.copy_from_slice(arrived);
                    part.ready()?;
                }
                drop(receiving.wait()?);
            }
        }
        let message = sending.wait()?.into_buffer();

        // One line from each rank, in their order.
        let in_order = message.iter().copied().eq(0..LENGTH);
        let line = format!("rank {rank} has {PARTITIONS} partitions, together {LENGTH} numbers, in order: {in_order}");
        for line in world.gather(&Obj(line), 0)?.into_iter().flatten() {
            println!("{line}");
        }
        Ok(())
    })
}
