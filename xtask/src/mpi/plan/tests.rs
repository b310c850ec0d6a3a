//! Each decision, from made-up facts.

use super::*;
use crate::mpi::known::by_id;

fn wrapper(path: &str, make: Make) -> Wrapper {
    let mpiexec = Some(path.replace("mpicc", "mpiexec").into());
    Wrapper { mpicc: path.into(), library: Ok((make, "1.2".to_owned())), mpiexec, env: Vec::new() }
}

fn broken(path: &str) -> Wrapper {
    let library = Err(format!("{path} does not work: mpi.h: No such file"));
    Wrapper { library, ..wrapper(path, Make::OpenMpi) }
}

/// A machine with a compiler and nothing else.
fn bare() -> Facts {
    Facts { compiler: true, wheel_tag: Some("manylinux_2_28_x86_64.whl"), ..Facts::default() }
}

fn debian_root() -> Facts {
    Facts { root: true, manager: Some(Manager::Apt), ..bare() }
}

fn with_python(facts: Facts) -> Facts {
    Facts {
        python: true,
        venv: true,
        pip: true,
        fetcher: Some(Fetcher::Curl),
        unpacker: Some(Unpacker::Python),
        ..facts
    }
}

fn used(plan: &Plan) -> (&str, bool) {
    match &plan.ways[..] {
        [Way::Use { wrapper: Some(wrapper), natural, .. }] => (wrapper.mpicc.to_str().unwrap(), *natural),
        other => panic!("not one use: {other:?}"),
    }
}

#[test]
fn what_is_there_is_used_in_the_order_of_the_build_script() {
    let mut facts = with_python(debian_root());
    facts.wheels = vec![("mpich5", wrapper("/t/mpi/mpich5/bin/mpicc", Make::Mpich))];
    assert_eq!(used(&plan_default(&facts).unwrap()), ("/t/mpi/mpich5/bin/mpicc", false));
    facts.distribution = vec![wrapper("/usr/lib64/openmpi/bin/mpicc", Make::OpenMpi)];
    assert_eq!(used(&plan_default(&facts).unwrap()), ("/usr/lib64/openmpi/bin/mpicc", false));
    facts.on_path = Some(wrapper("/usr/bin/mpicc", Make::OpenMpi));
    assert_eq!(used(&plan_default(&facts).unwrap()), ("/usr/bin/mpicc", true));
    facts.dir_variable = Some(wrapper("/opt/m/bin/mpicc", Make::Mpich));
    assert_eq!(used(&plan_default(&facts).unwrap()), ("/opt/m/bin/mpicc", true));
    facts.mpicc_variable = Some(wrapper("/opt/n/bin/mpicc", Make::Mpich));
    assert_eq!(used(&plan_default(&facts).unwrap()), ("/opt/n/bin/mpicc", true));
}

#[test]
fn a_variable_that_names_no_mpi_is_an_error_not_a_hint() {
    let mut facts = with_python(debian_root());
    facts.on_path = Some(wrapper("/usr/bin/mpicc", Make::OpenMpi));
    facts.mpicc_variable = Some(broken("/opt/n/bin/mpicc"));
    let error = plan_default(&facts).unwrap_err();
    assert!(error.contains("MPICC is set") && error.contains("/opt/n/bin/mpicc"), "{error}");
    facts.mpicc_variable = None;
    facts.dir_variable = Some(broken("/opt/m/bin/mpicc"));
    assert!(plan_default(&facts).unwrap_err().contains("OXMPI_MPI_DIR is set"));
}

#[test]
fn cray_and_pkg_config_are_left_to_the_build_script() {
    let facts = Facts { other_way: Some("CRAY_MPICH_DIR=/opt/cray".to_owned()), ..debian_root() };
    let plan = plan_default(&facts).unwrap();
    assert!(matches!(&plan.ways[..], [Way::Use { wrapper: None, natural: true, .. }]), "{plan:?}");
}

#[test]
fn root_installs_the_distributions_and_falls_back_to_a_wheel() {
    let plan = plan_default(&with_python(debian_root())).unwrap();
    let fallback = by_id("mpich5").unwrap();
    assert_eq!(
        plan.ways,
        [
            Way::Packages(Manager::Apt, Make::OpenMpi),
            Way::Wheels(fallback, WheelWay::Venv),
            Way::Wheels(fallback, WheelWay::PipDownload(Unpacker::Python)),
            Way::Wheels(fallback, WheelWay::Fetch(Fetcher::Curl, Unpacker::Python, "manylinux_2_28_x86_64.whl")),
        ]
    );
    let texts: Vec<String> = plan.ways.iter().map(Way::to_string).collect();
    assert_eq!(texts[0], "install Open MPI with apt-get: openmpi-bin libopenmpi-dev");
    assert!(texts[1].starts_with("fetch mpich==5.0.2 from PyPI with pip in a virtual environment"), "{texts:?}");
}

#[test]
fn without_root_it_is_a_wheel_at_once() {
    let plan = plan_default(&with_python(Facts { manager: Some(Manager::Apt), ..bare() })).unwrap();
    assert!(matches!(plan.ways[0], Way::Wheels(_, WheelWay::Venv)), "{plan:?}");
    assert!(plan.notes.iter().any(|note| note.contains("not root")), "{plan:?}");
}

#[test]
fn without_ensurepip_the_wheel_is_unpacked_by_hand() {
    let facts = Facts { venv: false, pip: false, fetcher: Some(Fetcher::Python), ..with_python(bare()) };
    let plan = plan_default(&facts).unwrap();
    assert!(matches!(&plan.ways[..], [Way::Wheels(_, WheelWay::Fetch(Fetcher::Python, Unpacker::Python, _))]));
    assert!(plan.notes.iter().any(|note| note.contains("python3-venv")), "{plan:?}");
}

#[test]
fn without_python_curl_and_unzip_will_do() {
    let facts = Facts { fetcher: Some(Fetcher::Curl), unpacker: Some(Unpacker::Unzip), ..bare() };
    let plan = plan_default(&facts).unwrap();
    assert!(matches!(&plan.ways[..], [Way::Wheels(_, WheelWay::Fetch(Fetcher::Curl, Unpacker::Unzip, _))]));
    let facts = Facts { unpacker: None, ..facts };
    assert!(plan_default(&facts).unwrap_err().contains("unzip or bsdtar"));
}

#[test]
fn no_compiler_is_said_first_of_all() {
    let error = plan_default(&Facts { compiler: false, ..with_python(debian_root()) }).unwrap_err();
    assert!(error.contains("no C compiler"), "{error}");
}

#[test]
fn a_library_without_a_launcher_is_completed() {
    let on_path = Wrapper { mpiexec: None, ..wrapper("/usr/bin/mpicc", Make::OpenMpi) };
    let plan = plan_default(&Facts { on_path: Some(on_path), ..debian_root() }).unwrap();
    assert_eq!(plan.ways, [Way::Packages(Manager::Apt, Make::OpenMpi)]);
    assert!(plan.notes[0].contains("no mpiexec"), "{plan:?}");
}

#[test]
fn nothing_at_all_lists_every_reason() {
    let error = plan_default(&Facts { wheel_tag: None, ..bare() }).unwrap_err();
    assert!(error.contains("package manager") && error.contains("no MPI wheels"), "{error}");
}

#[test]
fn the_distributions_mpis_are_told_apart_by_make() {
    let mut facts = debian_root();
    facts.distribution =
        vec![wrapper("/usr/bin/mpicc.openmpi", Make::OpenMpi), wrapper("/usr/bin/mpicc.mpich", Make::Mpich)];
    let plan = |id| plan_known(by_id(id).unwrap(), &facts).unwrap();
    assert_eq!(used(&plan("ompi41")), ("/usr/bin/mpicc.openmpi", false));
    assert_eq!(used(&plan("mpich40")), ("/usr/bin/mpicc.mpich", false));
    facts.on_path = Some(wrapper("/usr/bin/mpicc", Make::OpenMpi));
    assert_eq!(used(&plan_known(by_id("ompi41").unwrap(), &facts).unwrap()), ("/usr/bin/mpicc", true));
    assert_eq!(used(&plan_known(by_id("mpich40").unwrap(), &facts).unwrap()), ("/usr/bin/mpicc.mpich", false));
    facts.mpicc_variable = Some(wrapper("/opt/n/bin/mpicc", Make::Mpich));
    assert_eq!(used(&plan_known(by_id("ompi41").unwrap(), &facts).unwrap()), ("/usr/bin/mpicc.openmpi", false));
}

#[test]
fn a_distributions_mpi_needs_root_and_a_package() {
    let mpich = by_id("mpich40").unwrap();
    assert_eq!(plan_known(mpich, &debian_root()).unwrap().ways, [Way::Packages(Manager::Apt, Make::Mpich)]);
    let error = plan_known(mpich, &Facts { root: false, ..debian_root() }).unwrap_err();
    assert!(error.contains("apt-get needs root"), "{error}");
    let error = plan_known(mpich, &Facts { manager: Some(Manager::Pacman), ..debian_root() }).unwrap_err();
    assert!(error.contains("pacman has no MPICH"), "{error}");
    assert!(plan_known(mpich, &Facts { manager: None, ..debian_root() }).is_err());
}

#[test]
fn wheels_of_the_matrix_are_reused_and_each_id_has_its_own_wrapper() {
    let mut facts = with_python(bare());
    facts.wheels = vec![
        ("mpich5", wrapper("/t/mpi/mpich5/bin/mpicc", Make::Mpich)),
        ("mpich5-abi", wrapper("/t/mpi/mpich5/bin/mpicc_abi", Make::StandardAbi)),
    ];
    let plan = |id| plan_known(by_id(id).unwrap(), &facts).unwrap();
    assert_eq!(used(&plan("mpich5")), ("/t/mpi/mpich5/bin/mpicc", false));
    assert_eq!(used(&plan("mpich5-abi")), ("/t/mpi/mpich5/bin/mpicc_abi", false));
    assert!(matches!(plan("ompi5").ways[0], Way::Wheels(_, WheelWay::Venv)));
}

#[test]
fn wheels_that_need_other_wheels_are_left_to_pip() {
    let facts = Facts { venv: false, ..with_python(bare()) };
    let error = plan_known(by_id("impi").unwrap(), &facts).unwrap_err();
    assert!(error.contains("virtual environments"), "{error}");
}
