//! The tables of `xtask/instructions`, one for each MPI: a call and its instructions on each line, and the compiler at the head.

use std::path::Path;

/// The counts, and what they were made with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) made_with: String,
    pub(super) rows: Vec<(String, u64)>,
}

const HEAD: &str = "# Instructions of oxmpi itself in one call; made by `cargo xtask instructions --update`.\n# ";

impl Table {
    /// Reads a table; `None` where there is none yet.
    pub(super) fn read(path: &Path) -> Result<Option<Table>, String> {
        if !path.is_file() {
            return Ok(None);
        }
        let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Table::parse(&text).map(Some).ok_or_else(|| format!("{}: not a table of instructions", path.display()))
    }

    fn parse(text: &str) -> Option<Table> {
        let (made_with, rows) = text.strip_prefix(HEAD)?.split_once('\n')?;
        let row = |line: &str| {
            let (name, count) = line.split_once(' ')?;
            Some((name.to_owned(), count.trim().parse().ok()?))
        };
        Some(Table { made_with: made_with.to_owned(), rows: rows.lines().map(row).collect::<Option<_>>()? })
    }

    fn text(&self) -> String {
        let rows: String = self.rows.iter().map(|(name, count)| format!("{name} {count}\n")).collect();
        format!("{HEAD}{}\n{rows}", self.made_with)
    }

    /// Writes the table.
    pub(super) fn write(&self, path: &Path) -> Result<(), String> {
        let folder = path.parent().unwrap_or(path);
        std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(path, self.text()))
            .map_err(|error| format!("{}: {error}", path.display()))
    }

    /// The count of a call.
    fn get(&self, name: &str) -> Option<u64> {
        self.rows.iter().find(|row| row.0 == name).map(|row| row.1)
    }

    /// This table beside an earlier one, for people.
    pub(super) fn beside(&self, before: Option<&Table>) -> Vec<Vec<String>> {
        let mut lines = vec![["call", "in the table", "now"].map(str::to_owned).to_vec()];
        lines.extend(self.rows.iter().map(|(name, count)| {
            let before = before.and_then(|table| table.get(name));
            vec![name.clone(), before.map_or("-".to_owned(), |count| count.to_string()), count.to_string()]
        }));
        lines
    }

    /// The calls that take more than 5 % more than before: name, before, now. Calls that are new are not among them.
    pub(super) fn grown(&self, before: &Table) -> Vec<(&str, u64, u64)> {
        let pairs = self.rows.iter().filter_map(|(name, now)| Some((name.as_str(), before.get(name)?, *now)));
        pairs.filter(|&(_, before, now)| now * 100 > before * 105).collect()
    }

    /// What is to be written where only some calls were counted: the others as before, if the compiler is the same.
    pub(super) fn merged_into(self, before: Option<Table>) -> Table {
        let Some(mut table) = before.filter(|table| table.made_with == self.made_with) else { return self };
        for (name, count) in self.rows {
            match table.rows.iter_mut().find(|row| row.0 == name) {
                Some(row) => row.1 = count,
                None => table.rows.push((name, count)),
            }
        }
        table
    }
}

/// The name of the file for a library: its make, and its version up to the second number.
pub(super) fn slug(title: &str) -> String {
    let word = |word: &str| word.split('.').take(2).collect::<Vec<_>>().join(".").to_lowercase();
    title.split_whitespace().map(word).collect::<Vec<_>>().join("-").replace('/', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[(&str, u64)]) -> Table {
        let rows = rows.iter().map(|&(name, count)| (name.to_owned(), count)).collect();
        Table { made_with: "rustc 1.95.0 for x86_64".to_owned(), rows }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let table = table(&[("send", 45), ("recv", 60)]);
        assert_eq!(Table::parse(&table.text()), Some(table));
        assert_eq!(Table::parse("send 45\n"), None);
    }

    #[test]
    fn more_than_five_percent_is_growth() {
        let before = table(&[("a", 100), ("b", 100), ("c", 20)]);
        let now = table(&[("a", 105), ("b", 106), ("c", 10), ("new", 9)]);
        assert_eq!(now.grown(&before), [("b", 100, 106)]);
        let lines = now.beside(Some(&before));
        assert_eq!((lines[2].join(" "), lines[4].join(" ")), ("b 100 106".to_owned(), "new - 9".to_owned()));
    }

    #[test]
    fn an_update_of_some_keeps_the_others_of_the_same_compiler() {
        let before = table(&[("a", 1), ("b", 2)]);
        let merged = table(&[("b", 3), ("c", 4)]).merged_into(Some(before.clone()));
        assert_eq!(merged, table(&[("a", 1), ("b", 3), ("c", 4)]));
        let other = Table { made_with: "rustc 2".to_owned(), ..before };
        assert_eq!(table(&[("b", 3)]).merged_into(Some(other)), table(&[("b", 3)]));
    }

    #[test]
    fn each_library_has_a_file() {
        assert_eq!(slug("Open MPI 4.1.4"), "open-mpi-4.1");
        assert_eq!(slug("MPICH 4.0.2"), "mpich-4.0");
    }
}
