//! Command lines, flags, and what a header or a linker says.

use crate::family::{Family, Header};
use crate::flags::Flags;
use crate::{shell, symbols};

fn words(line: &str) -> Vec<String> {
    shell::split(line).unwrap()
}

fn flags(line: &str) -> Flags {
    let mut flags = Flags::default();
    flags.add(&words(line));
    flags
}

#[test]
fn words_are_split_as_a_shell_does() {
    assert_eq!(words("gcc  -I/a\t-lmpi\n"), ["gcc", "-I/a", "-lmpi"]);
    assert_eq!(words(r#"-I"/opt/My MPI/include" -L'/a b'/c"#), ["-I/opt/My MPI/include", "-L/a b/c"]);
    assert_eq!(words(r#"a\ b "\"\$\`\\" "\n" '\n' \'"#), ["a b", "\"$`\\", "\\n", "\\n", "'"]);
    assert_eq!(words("'' \"\" x"), ["", "", "x"]);
    assert_eq!(words("a\\\nb"), ["ab"]);
    assert!(words("  ").is_empty());
    for open in ["'a", "\"a", "\"a\\", "a\\"] {
        assert!(shell::split(open).is_err(), "{open}");
    }
}

#[test]
fn flags_are_sorted() {
    let intel = flags(
        r#"-I"/opt/intel mpi/include" -L"/o/lib/release" -L"/o/lib" -Xlinker --enable-new-dtags -Xlinker -rpath
           -Xlinker "/o/lib/release" -Xlinker -rpath -Xlinker "/o/lib" -lmpifort -lmpi -lrt -Wl,-z,now"#,
    );
    assert_eq!(intel.include, ["/opt/intel mpi/include".as_ref() as &std::path::Path]);
    assert_eq!(intel.search.len(), 2);
    assert_eq!(intel.libs, ["mpifort", "mpi", "rt"]);
    assert_eq!(intel.rpath, ["/o/lib/release".as_ref() as &std::path::Path, "/o/lib".as_ref()]);

    let mpich =
        flags("-DMPI_ABI -L /m/lib -Wl,-rpath -Wl,/m/lib -Wl,-rpath,/n:/o -Wl,--rpath=/p -l mpi_abi /x/libextra.so.3");
    assert_eq!(mpich.define, ["-DMPI_ABI"]);
    assert_eq!(mpich.rpath.iter().map(|dir| dir.to_str().unwrap()).collect::<Vec<_>>(), ["/m/lib", "/n", "/o", "/p"]);
    assert_eq!(mpich.libs, ["mpi_abi"]);
    assert_eq!(mpich.files.len(), 1);
    assert_eq!(flags("-O2 -pthread -Wall"), Flags::default());
}

#[test]
fn families_are_told_apart() {
    let header = |values: &[(&str, &str)]| {
        let mut text = String::from("# 1 \"/usr/include/mpi.h\" 1 3 4\n");
        for name in [
            "OMPI_MAJOR_VERSION",
            "MPICH_NUMVERSION",
            "I_MPI_VERSION",
            "MPI_ABI_VERSION",
            "MPI_VERSION",
            "MPI_SUBVERSION",
        ] {
            let value = values.iter().find(|(known, _)| *known == name).map_or(name, |(_, value)| value);
            text += &format!("oxmpi_value \"{name}\" = {value}\n");
        }
        Header::parse(&text)
    };
    let family = |values| header(values).unwrap().family;
    assert_eq!(family(&[("OMPI_MAJOR_VERSION", "5")]), Family::OpenMpi);
    assert_eq!(family(&[("MPICH_NUMVERSION", "50002300")]), Family::Mpich);
    assert_eq!(family(&[("MPI_ABI_VERSION", "1")]), Family::Standard);
    // A native header may mention the ABI's version as well: the library's own name decides.
    assert_eq!(family(&[("MPICH_NUMVERSION", "50002300"), ("MPI_ABI_VERSION", "1")]), Family::Mpich);
    assert_eq!(family(&[("MPI_VERSION", "3"), ("MPI_SUBVERSION", "1")]), Family::Bindgen);
    let intel = header(&[("MPICH_NUMVERSION", "30400002"), ("I_MPI_VERSION", "\"2021.18.1\"")]).unwrap();
    assert_eq!(intel.version, "Intel MPI 2021.18.1");
    assert_eq!(intel.file.unwrap().to_str(), Some("/usr/include/mpi.h"));
    assert!(header(&[]).is_err());

    let text = "oxmpi_value \"MPICH_NUMVERSION\" = 1\noxmpi_value \"MPI_REAL2\" = ((MPI_Datatype)0x4c000226)\n\
                oxmpi_value \"MPI_INTEGER16\" = ((MPI_Datatype)((MPI_Datatype)0x0c000000))\noxmpi_value \"MPI_COMPLEX4\" = MPI_COMPLEX4\n";
    let header = Header::parse(text).unwrap();
    assert_eq!(header.value("MPI_REAL2"), Some(0x4c00_0226));
    assert_eq!(header.value("MPI_INTEGER16"), Some(0x0c00_0000));
    assert_eq!(header.value("MPI_COMPLEX4"), None);
}

#[test]
fn missing_symbols_are_read_in_the_words_of_each_linker() {
    let messages = [
        "/usr/bin/ld: /tmp/cc1.o:(.data+0x8): undefined reference to `MPI_Send_c'",
        "oxmpi_symbols.c:(.data.rel.ro+0x0): error: undefined reference to 'MPI_Send_c'",
        "ld.lld: error: undefined symbol: MPI_Send_c",
        "mold: error: undefined symbol: MPI_Send_c",
        "  \"_MPI_Send_c\", referenced from:",
    ];
    for message in messages {
        assert_eq!(symbols::missing(message).into_iter().collect::<Vec<_>>(), ["MPI_Send_c"], "{message}");
    }
    assert!(symbols::missing("collect2: error: ld returned 1 exit status\n>>> referenced by MPI.c").is_empty());
}
