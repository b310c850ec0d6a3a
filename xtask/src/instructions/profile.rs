//! Reading what callgrind writes.

use std::path::Path;

/// The instructions that were executed in the functions of one object, not in what they call. `text` is a profile with full names and
/// absolute positions.
pub(super) fn own(text: &str, object: &Path) -> Result<u64, String> {
    let object = object.to_string_lossy();
    let (mut inside, mut of_callee, mut sum) = (false, false, 0);
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("ob=") {
            inside = name == object;
        } else if line.starts_with("calls=") {
            // The next line is what the called function cost in all.
            of_callee = true;
        } else if line.starts_with(|first: char| first.is_ascii_digit()) {
            if inside && !of_callee {
                let cost = line.split(' ').nth(1).and_then(|cost| cost.parse::<u64>().ok());
                sum += cost.ok_or_else(|| format!("callgrind wrote {line:?}"))?;
            }
            of_callee = false;
        }
    }
    if sum == 0 { Err(format!("callgrind saw nothing of {object}")) } else { Ok(sum) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROFILE: &str = "\
# callgrind format
version: 1
positions: line
events: Ir
summary: 105

ob=/lib/libmpi.so
fl=???
fn=MPI_Send
0 50

ob=/target/instructions
fl=???
fn=instructions::measured
0 30
cob=/lib/libmpi.so
cfn=MPI_Send
calls=10 0
0 50
0 5
cfn=oxmpi::error::check
calls=10 0
0 20
fn=oxmpi::error::check
0 20
";

    #[test]
    fn only_the_object_itself_is_counted_and_no_call_twice() {
        assert_eq!(own(PROFILE, Path::new("/target/instructions")), Ok(55));
        assert_eq!(own(PROFILE, Path::new("/lib/libmpi.so")), Ok(50));
        assert!(own(PROFILE, Path::new("/other")).unwrap_err().contains("/other"));
    }
}
