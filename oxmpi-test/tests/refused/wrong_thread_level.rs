#[oxmpi_test::oxmpi_test(threads = "many")]
fn test(_world: &oxmpi::Communicator) {}

fn main() {}
