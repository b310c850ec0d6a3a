//! scratch
use oxmpi::prelude::*;
use oxmpi::request::block_on;
fn main() -> ExitCode {
    oxmpi::run(|mpi| {
        let world = mpi.world();
        let (rank, size) = (world.rank(), world.size());
        let (right, left) = ((rank + 1) % size, (rank + size - 1) % size);
        let recv = world.irecv_into(vec![0.0; 10], left)?;
        let send = world.isend(vec![rank as f64; 7], right)?;
        let (v, st) = recv.wait()?;
        let back: Vec<f64> = send.wait()?;
        assert_eq!((v[0], v[6], v[7], st.count::<f64>(), back.len()), (left as f64, left as f64, 0.0, Some(7), 7));
        let recv = world.irecv::<Obj<Vec<String>>>(left)?;
        let send = world.isend(Obj(vec!["x".repeat(100000); 3]), right)?;
        let (Obj(v), st) = recv.wait()?;
        assert_eq!(v[2].len(), 100000);
        send.wait()?;
        println!("{st:?}");
        let recv = world.irecv::<u64>(left)?;
        let send = world.isend(rank as u64, right)?;
        assert_eq!(recv.wait()?.0, left as u64);
        send.wait()?;
        let (mut ghost, edge) = ([0.0; 64], [rank as f64; 64]);
        mpi.scope(|s| {
            let r = world.irecv_into(s.lend_mut(&mut ghost), left)?;
            world.isend(s.lend(&edge), right)?;
            let (g, st) = r.wait()?;
            assert_eq!((g[3], st.bytes()), (left as f64, 512));
            Ok(())
        })?;
        assert_eq!(ghost[3], left as f64);
        mpi.scope(|s| {
            world.irecv_into(s.lend_mut(&mut ghost[..32]), left)?;
            world.isend(s.lend(&edge[..32]), right)?;
            Ok(())
        })?;
        let (v, n) = block_on(async {
            let a = world.irecv_into(vec![0u8; 100], left)?;
            let b = world.irecv::<String>(left)?;
            let c = world.isend(vec![1u8; 100], right)?;
            let d = world.isend(String::from("hello"), right)?;
            let x = (a.await?.0, b.await?.0);
            c.await?;
            d.await?;
            Ok::<_, oxmpi::Error>(x)
        })?;
        assert_eq!((v, &n[..]), (vec![1; 100], "hello"));
        // dropped receives steal nothing
        for _ in 0..100 {
            drop(world.irecv_into(vec![0u8; 100], left)?);
        }
        drop(world.isend(vec![7u8; 100], right)?);
        assert_eq!(world.recv::<Vec<u8>>(left)?, vec![7u8; 100]);
        let mut set = oxmpi::request::RequestSet::new();
        let n = 50;
        let r: Vec<_> = (0..n).map(|i| set.add(world.irecv_into(vec![0u64; 5], from(left).tag(i)).unwrap())).collect();
        let name = set.add(world.irecv::<String>(from(left).tag(1000))?);
        let s: Vec<_> = (0..n)
            .rev()
            .map(|i| set.add(world.isend(vec![i as u64; 1 + (i as usize % 7)], to(right).tag(i)).unwrap()))
            .collect();
        let t = set.add(world.isend(String::from("name"), to(right).tag(1000))?);
        let mut done = Vec::new();
        let mut total = 0;
        while set.wait_some(&mut done)? > 0 {
            total += done.len();
        }
        assert_eq!(total, 102);
        for (i, t) in r.into_iter().enumerate() {
            match set.take(t) {
                Ok((v, st)) => {
                    assert!(i % 7 < 5);
                    assert_eq!((v[0], st.bytes()), (i as u64, 8 * (1 + i % 7)));
                }
                Err(f) => {
                    assert!(i % 7 >= 5);
                    assert_eq!(f.kind(), oxmpi::ErrorKind::Truncated, "{f}");
                    assert_eq!(f.into_value().unwrap().0.len(), 5);
                }
            }
        }
        for t in s {
            set.take(t)?;
        }
        assert_eq!(set.take(name)?.0, "name");
        set.take(t)?;
        println!("ok {rank}");
        Ok(())
    })
}
