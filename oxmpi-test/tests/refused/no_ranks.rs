#[oxmpi_test::oxmpi_test(ranks = [])]
fn test(_world: &oxmpi::Communicator) {}

fn main() {}
