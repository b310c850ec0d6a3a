//! Reads what a shared library exports: its name, and its symbols with their kinds and sizes.

use std::path::Path;

/// A shared library.
#[derive(Debug, Default)]
pub struct Library {
    /// `DT_SONAME`: what programs that link it will ask the loader for.
    pub soname: Option<String>,
    /// The symbols it defines.
    pub symbols: Vec<Symbol>,
}

/// A symbol that a library defines.
#[derive(Debug, PartialEq, Eq)]
pub struct Symbol {
    /// Its name.
    pub name: String,
    /// The size in bytes of a variable; `None` for a function.
    pub variable: Option<u64>,
}

const DYNAMIC: u32 = 6;
const DYNSYM: u32 = 11;
const DT_SONAME: u64 = 14;

impl Library {
    /// Reads a file; `None` if it is not a 64-bit little-endian shared library, which a linker script or archive is not.
    pub fn read(file: &Path) -> Option<Self> {
        Self::parse(&std::fs::read(file).ok()?)
    }

    /// Tells whether a symbol is there.
    pub fn defines(&self, name: &str) -> bool {
        self.symbols.iter().any(|symbol| symbol.name == name)
    }

    fn parse(file: &[u8]) -> Option<Self> {
        // Magic, class 64, little-endian.
        if file.get(..6)? != [0x7f, b'E', b'L', b'F', 2, 1] {
            return None;
        }
        let (offset, entry, count) = (u64_at(file, 0x28)?, u16_at(file, 0x3a)?, u16_at(file, 0x3c)?);
        let section = |index: usize| file.get(usize::try_from(offset).ok()? + index * usize::from(entry)..);
        let contents = |header: &[u8]| {
            let (at, size) =
                (usize::try_from(u64_at(header, 0x18)?).ok()?, usize::try_from(u64_at(header, 0x20)?).ok()?);
            file.get(at..at.checked_add(size)?)
        };
        let mut library = Self::default();
        for index in 0..usize::from(count) {
            let header = section(index)?;
            let kind = u32_at(header, 4)?;
            if kind != DYNAMIC && kind != DYNSYM {
                continue;
            }
            let strings = contents(section(u32_at(header, 0x28)? as usize)?)?;
            let body = contents(header)?;
            if kind == DYNAMIC {
                let mut entries = body.chunks_exact(16);
                let soname = entries.find(|entry| u64_at(entry, 0) == Some(DT_SONAME));
                library.soname = soname.and_then(|entry| string_at(strings, u64_at(entry, 8)?));
            } else {
                library.symbols = body.chunks_exact(24).filter_map(|entry| symbol(entry, strings)).collect();
            }
        }
        (!library.symbols.is_empty()).then_some(library)
    }
}

fn symbol(entry: &[u8], strings: &[u8]) -> Option<Symbol> {
    let (info, section) = (*entry.get(4)?, u16_at(entry, 6)?);
    let (binding, kind) = (info >> 4, info & 15);
    // Global, weak and unique ones, if this library defines them.
    if section == 0 || !matches!(binding, 1 | 2 | 10) {
        return None;
    }
    let variable = match kind {
        1 => Some(u64_at(entry, 16)?),
        0 | 2 | 10 => None,
        _ => return None,
    };
    Some(Symbol { name: string_at(strings, u64::from(u32_at(entry, 0)?))?, variable })
}

fn string_at(strings: &[u8], at: u64) -> Option<String> {
    let tail = strings.get(usize::try_from(at).ok()?..)?;
    let end = tail.iter().position(|byte| *byte == 0)?;
    String::from_utf8(tail[..end].to_vec()).ok()
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}
