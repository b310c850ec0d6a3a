//! The attribute macro of `oxmpi-test`, which re-exports it and documents it by example; depend on that crate.

mod arguments;
mod expand;
mod failure;
mod item;

use proc_macro::TokenStream;

/// Makes one ordinary test per number of ranks out of a function that is run by every rank.
///
/// `#[oxmpi_test] fn ring(world: &Communicator) { … }` makes the tests `ring::ranks_1` to `ring::ranks_4`. The function takes
/// `&Communicator` (the world), `&Mpi`, or nothing (then MPI is not initialized for it), and returns nothing or a `Result<(), E>`
/// where `E: Debug`.
///
/// | argument | meaning | default |
/// |---|---|---|
/// | `ranks = [1, 2, 7]`, `ranks = 4` | the numbers of ranks | `[1, 2, 3, 4]` |
/// | `timeout = 10` | seconds until the test counts as hung; the variable `OXMPI_TEST_TIMEOUT` overrides it | 60 |
/// | `threads = "multiple"` | the thread level asked of MPI: `single`, `funneled`, `serialized` or `multiple` | that of `oxmpi::init` |
///
/// `#[ignore]` works as on any test. With `#[should_panic]` or `#[should_panic(expected = "…")]` the test passes when some rank
/// panics (with that text); a hang, an `Err` or a crash still fails it. Write other attributes (`#[cfg]`, `#[allow]`) as usual.
#[proc_macro_attribute]
pub fn oxmpi_test(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let expanded = arguments::parse(arguments).and_then(|arguments| {
        let item = item::parse(item.clone())?;
        Ok(expand::expand(&arguments, &item))
    });
    match expanded {
        Ok(tokens) => tokens,
        // The function itself is kept, so that the one error is not followed by others about its absence.
        Err(failure) => {
            let mut tokens = failure.compile_error();
            tokens.extend("#[allow(dead_code)]".parse::<TokenStream>().expect("these tokens are fixed"));
            tokens.extend(item);
            tokens
        }
    }
}
