//! The cases, one file each (`owned` is what two of them have in common).

mod bandwidth;
mod bidirectional;
mod collectives;
mod datatype_init;
mod error_path;
mod isend_and_wait;
mod objects;
mod outstanding;
mod owned;
mod partitioned;
mod persistent;
mod ping_pong;
mod structs;
mod views;

use crate::case::Case;

/// All cases, in the order of the table.
pub(crate) fn all() -> Vec<Box<dyn Case>> {
    let mut cases: Vec<Box<dyn Case>> = vec![
        Box::new(ping_pong::PingPong),
        Box::new(isend_and_wait::IsendAndWait),
        Box::new(persistent::Persistent),
        Box::new(partitioned::Partitioned),
        Box::new(bidirectional::Bidirectional),
        Box::new(bandwidth::Bandwidth),
        Box::new(bandwidth::MessageRate),
        Box::new(outstanding::Outstanding),
        Box::new(datatype_init::DatatypeInit),
        Box::new(error_path::ErrorPath),
    ];
    cases.extend(collectives::cases());
    cases.extend(structs::cases());
    cases.extend(objects::cases());
    cases.extend(views::cases());
    cases
}

/// The cases whose names have `only` in them, or all.
pub(crate) fn chosen(only: Option<&str>) -> Vec<Box<dyn Case>> {
    all().into_iter().filter(|case| only.is_none_or(|only| case.name().contains(only))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_chosen_by_a_part() {
        let mut names: Vec<&str> = all().iter().map(|case| case.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all().len());
        assert!(chosen(Some("ping")).iter().any(|case| case.name() == "ping-pong"));
        assert!(chosen(Some("no such pattern")).is_empty());
    }
}
