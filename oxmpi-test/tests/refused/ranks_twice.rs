#[oxmpi_test::oxmpi_test(ranks = [2, 3, 2])]
fn test(_world: &oxmpi::Communicator) {}

fn main() {}
