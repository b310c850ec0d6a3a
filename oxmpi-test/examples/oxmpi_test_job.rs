//! A program for this crate's tests to launch: says hello, then does what its argument says.

fn main() {
    let mpi = oxmpi::init().expect("initializes");
    let world = mpi.world();
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next().unwrap_or_default();
    println!("hello from {} of {} {}", world.rank(), world.size(), std::env::var("JOB_TEST").unwrap_or_default());
    // Standard error is not buffered: a line in one piece stays whole among those of other ranks.
    let complaint = format!("complaint of {}\n", world.rank());
    eprint!("{complaint}");
    world.barrier().expect("synchronizes");
    match what.as_str() {
        "sleep" => {
            if world.rank() == 0 {
                println!("all are here");
            }
            std::thread::sleep(std::time::Duration::from_secs(600));
        }
        "fail" if world.rank() == 1 => std::process::exit(3),
        _ => {}
    }
}
