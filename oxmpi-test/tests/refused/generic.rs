#[oxmpi_test::oxmpi_test]
fn test<T: Default>(_world: &oxmpi::Communicator) {}

fn main() {}
