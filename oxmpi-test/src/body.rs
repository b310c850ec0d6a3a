//! The shapes a test's body may have. The parameter's type decides, so aliases and paths of any kind work.

use oxmpi::{Communicator, Mpi};
use std::any::Any;
use std::error::Error;
use std::fmt::Debug;

/// What a body asks for. `Shape` tells the implementations apart; inference finds it.
#[diagnostic::on_unimplemented(
    message = "this function cannot be an `#[oxmpi_test]`",
    label = "wrong parameters or result",
    note = "a test takes `&oxmpi::Communicator`, `&oxmpi::Mpi` or nothing, and returns nothing or `Result<(), E>` where `E: Debug`"
)]
pub trait Body<Shape> {
    /// Whether MPI is initialized for the body; one without parameters does that itself.
    const WITH_MPI: bool;

    /// Runs the body. `mpi` is given exactly if [`WITH_MPI`](Self::WITH_MPI).
    fn call(self, mpi: Option<&Mpi>) -> Result<(), String>;
}

/// `fn test(world: &Communicator)`.
#[derive(Debug)]
pub struct World;
/// `fn test(mpi: &Mpi)`.
#[derive(Debug)]
pub struct Whole;
/// `fn test()`.
#[derive(Debug)]
pub struct Bare;

impl<F: Fn(&Communicator) -> R, R: Verdict> Body<(World, R)> for F {
    const WITH_MPI: bool = true;

    fn call(self, mpi: Option<&Mpi>) -> Result<(), String> {
        let world = mpi.expect("initialized for this shape").world();
        self(&world).verdict()
    }
}

impl<F: Fn(&Mpi) -> R, R: Verdict> Body<(Whole, R)> for F {
    const WITH_MPI: bool = true;

    fn call(self, mpi: Option<&Mpi>) -> Result<(), String> {
        self(mpi.expect("initialized for this shape")).verdict()
    }
}

impl<F: Fn() -> R, R: Verdict> Body<(Bare, R)> for F {
    const WITH_MPI: bool = false;

    fn call(self, _: Option<&Mpi>) -> Result<(), String> {
        self().verdict()
    }
}

/// What a body may return.
#[diagnostic::on_unimplemented(
    message = "an `#[oxmpi_test]` returns nothing or `Result<(), E>` where `E: Debug`, not `{Self}`"
)]
pub trait Verdict {
    /// The message of a failure.
    fn verdict(self) -> Result<(), String>;
}

impl Verdict for () {
    fn verdict(self) -> Result<(), String> {
        Ok(())
    }
}

impl<E: Debug + 'static> Verdict for Result<(), E> {
    fn verdict(self) -> Result<(), String> {
        self.map_err(|error| message(&error))
    }
}

/// An error as people read it: with its causes where the type is one of those that tests return; as `Debug` writes it otherwise.
fn message<E: Debug + 'static>(error: &E) -> String {
    let any: &dyn Any = error;
    if let Some(error) = any.downcast_ref::<oxmpi::Error>() {
        chain(error)
    } else if let Some(error) = any.downcast_ref::<Box<dyn Error>>() {
        chain(&**error)
    } else if let Some(error) = any.downcast_ref::<Box<dyn Error + Send + Sync>>() {
        chain(&**error)
    } else if let Some(text) = any.downcast_ref::<String>() {
        text.clone()
    } else {
        format!("{error:?}")
    }
}

fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!("\ncaused by: {error}"));
        cause = error.source();
    }
    text
}
