//! The parts of the build script, on made-up environments and wrappers.
#![allow(dead_code, unreachable_pub, reason = "the build script uses more of its modules than these tests")]

#[path = "../build/command.rs"]
mod command;
#[path = "../build/discover.rs"]
mod discover;
#[path = "../build/elf.rs"]
mod elf;
#[path = "../build/env.rs"]
mod env;
#[path = "../build/family.rs"]
mod family;
#[path = "../build/flags.rs"]
mod flags;
#[path = "../build/link.rs"]
mod link;
#[path = "../build/plan.rs"]
mod plan;
#[path = "../build/shell.rs"]
mod shell;
#[path = "../build/stub.rs"]
mod stub;
#[path = "../build/symbols.rs"]
mod symbols;
#[path = "../build/wrapper.rs"]
mod wrapper;

mod build {
    mod decisions;
    mod linking;
    mod parsing;
}
