#[oxmpi_test::oxmpi_test(rank = 4)]
fn test(_world: &oxmpi::Communicator) {}

fn main() {}
