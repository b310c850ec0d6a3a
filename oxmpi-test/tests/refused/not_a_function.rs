#[oxmpi_test::oxmpi_test]
struct Test;

fn main() {}
