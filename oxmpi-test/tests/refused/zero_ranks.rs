#[oxmpi_test::oxmpi_test(ranks = [1, 0])]
fn test(_world: &oxmpi::Communicator) {}

fn main() {}
