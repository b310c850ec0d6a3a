//! A job whose ranks agree on types at initialization, or don't. The argument says on what.

use oxmpi::{Builder, Datatype, ErrorKind};

#[derive(Clone, Copy, Datatype)]
#[repr(C)]
struct Particle {
    position: [f64; 3],
    charge: i32,
}

/// The same, from another version of the program.
mod other {
    use super::Datatype;

    #[derive(Clone, Copy, Datatype)]
    #[repr(C)]
    pub(super) struct Particle {
        pub(super) charge: i32,
        pub(super) position: [f64; 3],
    }
}

/// Like `Particle`, under another name.
#[derive(Clone, Copy, Datatype)]
#[repr(C)]
struct Body {
    place: [f64; 3],
    mass: i32,
}

#[derive(Clone, Copy, Datatype)]
#[repr(u8)]
enum Event {
    Nothing,
    Hit(f64),
}

/// `Event` with other data.
#[derive(Clone, Copy, Datatype)]
#[repr(u8)]
enum Count {
    Nothing,
    Hit(u64),
}

fn main() {
    // Before initialization only the launcher's variables tell the rank.
    let rank = ["OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK", "SLURM_PROCID"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok())
        .map_or(0, |rank| rank.parse::<usize>().expect("a number"));
    let case = std::env::args().nth(1).expect("a case");
    let builder = oxmpi::builder();
    match agree(builder, &case, rank).init() {
        Ok(mpi) => {
            assert_eq!(mpi.world().rank(), rank);
            println!("agreed");
        }
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Type);
            println!("{error}");
            assert!(oxmpi::is_finalized(), "MPI ends where the ranks disagree");
        }
    }
}

fn agree(builder: Builder, case: &str, rank: usize) -> Builder {
    let last = rank == 2;
    match case {
        "nothing" => builder,
        "one type" => builder.agree_on::<Particle>(),
        "several types" => builder.agree_on::<Particle>().agree_on::<Event>().agree_on::<[u8; 3]>(),
        "another name" if last => builder.agree_on::<Body>(),
        "another name" => builder.agree_on::<Particle>(),
        "another order of fields" if last => builder.agree_on::<[u8; 3]>().agree_on::<other::Particle>(),
        "another order of fields" => builder.agree_on::<[u8; 3]>().agree_on::<Particle>(),
        "other data" if last => builder.agree_on::<Event>(),
        "other data" => builder.agree_on::<Count>(),
        "fewer types" if last => builder.agree_on::<Particle>(),
        "fewer types" => builder.agree_on::<Particle>().agree_on::<Event>(),
        "more types" if last => builder.agree_on::<Particle>().agree_on::<Event>(),
        "more types" => builder.agree_on::<Particle>(),
        "everyone's own" => match rank {
            0 => builder.agree_on::<u8>(),
            1 => builder.agree_on::<u16>(),
            _ => builder.agree_on::<u32>(),
        },
        other => panic!("no such case: {other}"),
    }
}
