//! Wrong uses of the attribute, and what the compiler says to them.

#[test]
fn wrong_uses_are_explained() {
    trybuild::TestCases::new().compile_fail("tests/refused/*.rs");
}
