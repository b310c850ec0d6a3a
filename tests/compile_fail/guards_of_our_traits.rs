use oxmpi::prelude::*;

/// Each would hand MPI memory that is not there: not without `unsafe`.
struct Mine(Vec<u8>);

impl oxmpi::point_to_point::Message for Mine {}

impl oxmpi::collective::Part for Mine {}

impl oxmpi::buffer::Contiguous for Mine {}

impl oxmpi::buffer::Filled<u8> for Mine {}

fn main() {}
