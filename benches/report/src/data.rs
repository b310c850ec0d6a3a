//! What the lab wrote: a `summary.csv` and `notes.txt` for each MPI, a `build.csv` and `machine.txt` for all.

use serde::Deserialize;
use std::fs;
use std::path::Path;

/// One row of `summary.csv`: a contestant of a case at one size.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub(crate) struct Row {
    pub(crate) case: String,
    pub(crate) size: usize,
    pub(crate) contestant: String,
    pub(crate) baseline: String,
    pub(crate) baseline_us: f64,
    pub(crate) ratio: f64,
    pub(crate) ratio_low: f64,
    pub(crate) ratio_high: f64,
}

/// One row of `build.csv`: a cold release build of a hello-world.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub(crate) struct Build {
    /// What the hello-world depends on.
    pub(crate) binding: String,
    pub(crate) seconds: f64,
    pub(crate) crates: usize,
    pub(crate) binary_bytes: u64,
}

/// What was measured on one MPI.
pub(crate) struct Measured {
    /// Its id, which is its folder's name: `ompi41`.
    pub(crate) id: String,
    /// The library's own name, out of the notes.
    pub(crate) notes: Vec<String>,
    pub(crate) rows: Vec<Row>,
}

/// All of it.
pub(crate) struct Data {
    pub(crate) mpis: Vec<Measured>,
    pub(crate) builds: Vec<Build>,
    /// Machine, date and versions, a line each.
    pub(crate) machine: Vec<String>,
}

impl Data {
    /// Reads the folder; no MPI in it is an error, no build is not.
    pub(crate) fn read(folder: &Path) -> Result<Data, String> {
        let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let mut mpis = Vec::new();
        for path in entries.flatten().map(|entry| entry.path()) {
            let summary = path.join("summary.csv");
            if summary.is_file() {
                let id = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                mpis.push(Measured { id, notes: lines(&path.join("notes.txt")), rows: rows(&summary)? });
            }
        }
        if mpis.is_empty() {
            return Err(format!(
                "{}: no summary.csv in a folder of it; `cargo xtask bench` makes them",
                folder.display()
            ));
        }
        // Open MPI, which is the default, comes first.
        mpis.sort_by(|a, b| b.id.cmp(&a.id));
        let builds = folder.join("build.csv");
        let builds = if builds.is_file() { rows(&builds)? } else { Vec::new() };
        Ok(Data { mpis, builds, machine: lines(&folder.join("machine.txt")) })
    }
}

impl Measured {
    /// The cases, in the order of the file.
    pub(crate) fn cases(&self) -> Vec<&str> {
        distinct(self.rows.iter().map(|row| row.case.as_str()))
    }

    /// The rows of a case.
    pub(crate) fn of<'a>(&'a self, case: &'a str) -> impl Iterator<Item = &'a Row> {
        self.rows.iter().filter(move |row| row.case == case)
    }
}

/// Each once, in the order in which they come.
pub(crate) fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut found = Vec::new();
    for name in names {
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

fn rows<T: for<'de> Deserialize<'de>>(file: &Path) -> Result<Vec<T>, String> {
    let say = |error: csv::Error| format!("{}: {error}", file.display());
    csv::Reader::from_path(file).map_err(say)?.deserialize().collect::<Result<_, _>>().map_err(say)
}

fn lines(file: &Path) -> Vec<String> {
    fs::read_to_string(file).unwrap_or_default().lines().map(str::to_owned).collect()
}

/// A size with its unit: 4 MiB.
pub(crate) fn human(size: usize) -> String {
    for (shift, unit) in [(20, "MiB"), (10, "KiB")] {
        if size >= 1 << shift && size % (1 << shift) == 0 {
            return format!("{} {unit}", size >> shift);
        }
    }
    size.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_labs_files_are_read_and_a_folder_without_them_is_an_error() {
        let folder = std::env::temp_dir().join(format!("oxmpi-report-{}", std::process::id()));
        fs::create_dir_all(folder.join("mpich40")).unwrap();
        assert!(Data::read(&folder).err().unwrap().contains("cargo xtask bench"));
        let text = "case,size,contestant,baseline,pairs,baseline_us,contestant_us,ratio,ratio_low,ratio_high,ratio_least,ratio_best\n\
                    \"a, b\",8,oxmpi,C,20,1.0,1.02,1.02,1.01,1.03,0.9,1.0\n";
        fs::write(folder.join("mpich40/summary.csv"), text).unwrap();
        fs::write(folder.join("build.csv"), "binding,seconds,crates,binary_bytes\noxmpi,7.5,14,4000\n").unwrap();
        let data = Data::read(&folder).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(data.mpis[0].cases(), ["a, b"]);
        assert_eq!((data.mpis[0].rows[0].ratio_high, data.builds[0].crates), (1.03, 14));
    }

    #[test]
    fn sizes_have_units() {
        assert_eq!([0, 8, 1024, 1500, 4 << 20].map(human), ["0", "8", "1 KiB", "1500", "4 MiB"]);
    }
}
