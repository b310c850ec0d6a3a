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
        println!("persistent");
        let (mut edge, mut ghost) = (world.send_init(vec![0.0; 100], right)?, world.recv_init(vec![0.0; 100], left)?);
        for step in 0..10 {
            edge.buffer_mut().fill((rank * 100 + step) as f64);
            let r = ghost.start()?;
            let s = edge.start()?;
            let st;
            (ghost, st) = r.wait()?;
            edge = s.wait()?;
            assert_eq!((ghost.buffer()[99], st.bytes()), ((left * 100 + step) as f64, 800));
        }
        drop(ghost);
        assert_eq!(edge.into_buffer().len(), 100);
        println!("exchange");
        let (a, b, st) = world.isendrecv_into(vec![rank; 10], right, vec![9; 10], left)?.wait()?;
        assert_eq!((a[0], b[9], st.bytes()), (rank, left, 80));
        let (b, _) = world.isendrecv_replace(vec![rank; 10], right, left)?.wait()?;
        assert_eq!(b, vec![left; 10]);
        let (a, b, _) = world.isendrecv::<_, String>(String::from("abc"), right, left)?.wait()?;
        assert_eq!(b, "abc");
        drop((a, b));
        println!("partitioned {}", oxmpi::partitioned::is_native());
        let mut out = world.psend_init(vec![0u64; 120], 4, right)?;
        let mut into = world.precv_init(vec![0u64; 120], 3, left)?;
        for step in 0..5u64 {
            let r = into.start()?;
            let mut s = out.start()?;
            for mut p in s.partitions().collect::<Vec<_>>().into_iter().rev() {
                let n = p.number() as u64;
                p.fill(step * 1000 + rank as u64 * 100 + n);
                if n != 2 {
                    p.ready()?;
                }
            }
            let s = s.into_request().unwrap_err();
            println!("{s}");
            let mut s = s.into_value().unwrap();
            s.ready_range(2..3)?;
            out = s.wait()?;
            into = r.wait()?;
            for (i, x) in into.buffer().iter().enumerate() {
                assert_eq!(*x, step * 1000 + left as u64 * 100 + i as u64 / 30);
            }
        }
        println!("generalized");
        let (req, comp) = mpi.generalized_request::<String>()?;
        let t = std::thread::spawn(move || {
            std::thread::sleep(std::time::Duration::from_millis(50));
            comp.complete_with("done".into(), 4)
        });
        let (v, st) = req.wait()?;
        assert_eq!((&v[..], st.bytes(), st.source()), ("done", 4, None));
        t.join().unwrap();
        println!("channel");
        let tx = world.sender::<Vec<u8>>(right, 77)?;
        let rx = world.receiver::<Vec<u8>>(left, 77)?;
        for i in 0..20 {
            tx.send(vec![i as u8; i])?;
        }
        drop(tx);
        let got: Vec<Vec<u8>> = rx.iter().collect::<Result<_, _>>()?;
        assert_eq!(got, (0..20).map(|i| vec![i as u8; i]).collect::<Vec<_>>());
        println!("ok {rank}");
        Ok(())
    })
}
