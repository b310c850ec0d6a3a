//! Element types beyond the primitive ones: each goes the main ways, and comes out as it went in.

use crate::sample::{Sample, assert_same, for_each_type, samples};
use oxmpi::Result;
use oxmpi::datatype::ValueIndex;
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::num::{NonZero, Wrapping};
use std::time::{Duration, SystemTime};

/// By value, as an array, as a sequence, into memory; point to point and collectively.
pub(crate) fn travels<T: Sample>(world: &Communicator) -> Result<()> {
    let (rank, size) = (world.rank(), world.size());
    let (left, right) = ((rank + size - 1) % size, (rank + 1) % size);
    let name = std::any::type_name::<T>();
    assert_eq!(world.sendrecv::<_, T>(&T::sample(rank, 1), right, left)?, T::sample(left, 1), "{name}");
    let array = <[T; 3]>::sample(rank, 2);
    assert_eq!(world.sendrecv::<_, [T; 3]>(&array, right, left)?, <[T; 3]>::sample(left, 2), "{name}");
    for len in [0, 1, 33, 5000] {
        let got: Vec<T> = world.sendrecv(&samples::<T>(rank, len), right, left)?;
        assert_same(&got, &samples(left, len), name);
    }
    // Between neighbours that stay as they are.
    let mut into: Vec<T> = samples(9, 7);
    world.sendrecv_into(&samples::<T>(rank, 3)[..], right, &mut into[2..5], left)?;
    let expected: Vec<T> =
        (0..7).map(|at| if (2..5).contains(&at) { T::sample(left, at - 2) } else { T::sample(9, at) }).collect();
    assert_same(&into, &expected, name);
    let root = size - 1;
    let got = world.broadcast((rank == root).then(|| samples::<T>(root, 40)), root)?;
    assert_same(&got, &samples(root, 40), name);
    let got: Vec<T> = world.all_gather(&T::sample(rank, 4))?;
    assert_same(&got, &(0..size).map(|rank| T::sample(rank, 4)).collect::<Vec<T>>(), name);
    let got = world.gather(&samples::<T>(rank, 5)[..], 0)?;
    assert_eq!(got, (rank == 0).then(|| (0..size).flat_map(|rank| samples(rank, 5)).collect::<Vec<T>>()), "{name}");
    Ok(())
}

#[oxmpi_test(ranks = [1, 2, 3])]
fn integers_beyond_the_primitive_ones_travel(world: &Communicator) -> Result<()> {
    for_each_type! { @ travels(world)
        i128, u128, [i128; 2], NonZero<i8>, NonZero<i16>, NonZero<i32>, NonZero<i64>, NonZero<i128>, NonZero<isize>, NonZero<u8>,
        NonZero<u16>, NonZero<u32>, NonZero<u64>, NonZero<u128>, NonZero<usize>, [NonZero<u16>; 3], Wrapping<u8>,
        Wrapping<i64>, Wrapping<u128>, Wrapping<bool>, [Wrapping<i32>; 2],
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2, 3])]
fn times_addresses_and_pairs_travel(world: &Communicator) -> Result<()> {
    for_each_type! { @ travels(world)
        Duration, [Duration; 2], Ipv4Addr, Ipv6Addr, [Ipv4Addr; 3], ValueIndex<f64, i32>, ValueIndex<f32, i32>,
        ValueIndex<i16, u64>, ValueIndex<u8, u32>, ValueIndex<char, usize>, [ValueIndex<f64, i32>; 2],
    }
    Ok(())
}

#[oxmpi_test(ranks = [2])]
fn the_extremes_of_a_duration_travel(world: &Communicator) -> Result<()> {
    let peer = 1 - world.rank();
    let durations = [Duration::ZERO, Duration::MAX, Duration::from_nanos(999_999_999), Duration::from_secs(u64::MAX)];
    assert_eq!(world.sendrecv::<_, Vec<Duration>>(&durations, peer, peer)?, durations);
    Ok(())
}

/// What their bytes are for a peer that is not Rust.
#[oxmpi_test(ranks = [1])]
fn bytes_are_as_documented(world: &Communicator) -> Result<()> {
    let me = world.rank();
    assert_eq!(world.sendrecv::<_, [u8; 4]>(&Ipv4Addr::new(192, 0, 2, 1), me, me)?, [192, 0, 2, 1]);
    let address: Ipv6Addr = "2001:db8::7".parse().unwrap();
    assert_eq!(world.sendrecv::<_, [u8; 16]>(&address, me, me)?, address.octets());
    assert_eq!(world.sendrecv::<_, [u8; 16]>(&(-2i128), me, me)?, (-2i128).to_ne_bytes());
    assert_eq!(world.sendrecv::<_, u32>(&NonZero::new(7u32).unwrap(), me, me)?, 7);
    assert_eq!(world.sendrecv::<_, i16>(&Wrapping(-7i16), me, me)?, -7);
    let pair: [u8; 16] = world.sendrecv(&ValueIndex::new(1.5f64, -3i32), me, me)?;
    assert_eq!((&pair[..8], &pair[8..12]), (&1.5f64.to_ne_bytes()[..], &(-3i32).to_ne_bytes()[..]));
    Ok(())
}

/// What has no layout that is defined goes as an object.
#[oxmpi_test(ranks = [2])]
fn what_is_no_element_type_travels_as_an_object(world: &Communicator) -> Result<()> {
    let sent: (Option<NonZero<u8>>, IpAddr, SocketAddr, SystemTime) = (
        NonZero::new(3),
        [10, 0, 0, 1].into(),
        "[::1]:80".parse().unwrap(),
        SystemTime::UNIX_EPOCH + Duration::from_millis(1_234_567),
    );
    if world.rank() == 0 {
        world.send(&Obj(&sent), 1)
    } else {
        let Obj(got): Obj<(Option<NonZero<u8>>, IpAddr, SocketAddr, SystemTime)> = world.recv(0)?;
        assert_eq!(got, sent);
        Ok(())
    }
}
