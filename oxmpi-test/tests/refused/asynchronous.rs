#[oxmpi_test::oxmpi_test]
async fn test(_world: &oxmpi::Communicator) {}

fn main() {}
