//! IP addresses without a port. (`IpAddr`, `SocketAddr` and their kind have no layout that Rust defines: send them as objects.)

use super::{Basic, Datatype, Typemap};
use std::net::{Ipv4Addr, Ipv6Addr};

macro_rules! addresses {
    ($( $rust:ty, $bits:literal bits; )*) => { $(
        // An address is any number of so many bits. As it is no longer than that, it is a different one for each bit pattern, so that
        // there is none that is not initialized and none that is not valid.
        const _: () = assert!(size_of::<$rust>() * 8 == $bits, "this Rust has another layout of IP addresses");

        // SAFETY: see above.
        #[diagnostic::do_not_recommend]
        unsafe impl Datatype for $rust {
            const TYPEMAP: &'static Typemap = &Typemap::Array { of: &Typemap::Basic(Basic::U8), len: $bits / 8 };
            const CHECKED: bool = false;
            const REPAIR: $rust = <$rust>::UNSPECIFIED;

            #[inline(always)]
            unsafe fn is_valid(_: *const $rust) -> bool {
                true
            }
        }
    )* };
}

addresses! {
    Ipv4Addr, 32 bits;
    Ipv6Addr, 128 bits;
}
