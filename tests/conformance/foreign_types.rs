//! Element types of other crates, by feature: `cargo test --features full`.

#[cfg(feature = "bytemuck")]
mod bytemuck;
#[cfg(feature = "num-complex")]
mod complex;
#[cfg(feature = "half")]
mod half;

#[cfg(feature = "uuid")]
mod uuid {
    use crate::element_types::travels;
    use crate::sample::Sample;
    use oxmpi::Result;
    use oxmpi::prelude::*;
    use oxmpi_test::oxmpi_test;
    use uuid::Uuid;

    impl Sample for Uuid {
        fn sample(rank: usize, index: usize) -> Uuid {
            Uuid::from_u128(u128::sample(rank, index))
        }
    }

    #[oxmpi_test(ranks = [1, 2])]
    fn uuids_travel_as_their_16_bytes(world: &Communicator) -> Result<()> {
        travels::<Uuid>(world)?;
        let me = world.rank();
        let bytes: [u8; 16] = world.sendrecv(&Uuid::sample(me, 3), me, me)?;
        assert_eq!(bytes, *Uuid::sample(me, 3).as_bytes());
        Ok(())
    }
}
