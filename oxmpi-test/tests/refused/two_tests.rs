#[oxmpi_test::oxmpi_test]
#[test]
fn test() {}

fn main() {}
