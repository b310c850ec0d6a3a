#[oxmpi_test::oxmpi_test(ranks = 2, timeout)]
fn test(_world: &oxmpi::Communicator) {}

fn main() {}
