// Compiles: with one program that does, all are built and not only checked, which finds what is refused late (zero-sized types).
fn main() {
    assert!(!oxmpi::is_initialized());
}
