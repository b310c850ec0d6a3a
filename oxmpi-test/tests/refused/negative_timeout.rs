#[oxmpi_test::oxmpi_test(timeout = -1)]
fn test(_world: &oxmpi::Communicator) {}

fn main() {}
