//! Every function of MPI 5.0 is declared, once, and is conditional exactly if some library lacks it.

mod common;

use std::collections::BTreeMap;

#[test]
fn every_function_is_declared_once() {
    let names = common::standard_names();
    assert_eq!(names.len(), 664);
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for function in common::declared() {
        *count.entry(function.name).or_default() += 1;
    }
    let wrong: Vec<_> = names.iter().filter(|name| count.get(**name) != Some(&1)).collect();
    assert!(wrong.is_empty(), "not declared exactly once: {wrong:?}");
}

#[test]
fn optional_functions_are_conditional() {
    let optional = common::optional_names();
    for function in common::declared() {
        let expected =
            optional.contains(&function.name.as_str()).then(|| format!("has_{}", function.name.to_lowercase()));
        assert_eq!(function.cfg, expected, "{}", function.name);
    }
}

#[test]
fn what_the_library_has_is_known() {
    let optional: Vec<String> = common::optional_names().iter().map(|name| name.to_lowercase()).collect();
    assert!(oxmpi_sys::build_info::HAS.iter().all(|name| optional.iter().any(|known| known == name)));
    for name in common::optional_names() {
        let listed = oxmpi_sys::build_info::HAS.contains(&name.to_lowercase().as_str());
        assert_eq!(oxmpi_sys::build_info::has(name), listed);
    }
}
