//! Chapter 15 of MPI 5.0, Tool Support: variables and categories.

use crate::types::*;

unsafe extern "C" {
    /// Sets the level of profiling.
    pub fn MPI_Pcontrol(level: c_int, ...) -> c_int;

    /// Gets a number that grows when categories change.
    pub fn MPI_T_category_changed(update_number: *mut c_int) -> c_int;

    /// Gets the categories in a category.
    pub fn MPI_T_category_get_categories(cat_index: c_int, len: c_int, indices: *mut c_int) -> c_int;

    /// Gets the control variables in a category.
    pub fn MPI_T_category_get_cvars(cat_index: c_int, len: c_int, indices: *mut c_int) -> c_int;

    /// Finds a category by name.
    pub fn MPI_T_category_get_index(name: *const c_char, cat_index: *mut c_int) -> c_int;

    /// Describes a category.
    pub fn MPI_T_category_get_info(
        cat_index: c_int,
        name: *mut c_char,
        name_len: *mut c_int,
        desc: *mut c_char,
        desc_len: *mut c_int,
        num_cvars: *mut c_int,
        num_pvars: *mut c_int,
        num_categories: *mut c_int,
    ) -> c_int;

    /// Gets the number of categories.
    pub fn MPI_T_category_get_num(num_cat: *mut c_int) -> c_int;

    /// Gets the performance variables in a category.
    pub fn MPI_T_category_get_pvars(cat_index: c_int, len: c_int, indices: *mut c_int) -> c_int;

    /// Finds a control variable by name.
    pub fn MPI_T_cvar_get_index(name: *const c_char, cvar_index: *mut c_int) -> c_int;

    /// Describes a control variable.
    pub fn MPI_T_cvar_get_info(
        cvar_index: c_int,
        name: *mut c_char,
        name_len: *mut c_int,
        verbosity: *mut c_int,
        datatype: *mut MPI_Datatype,
        enumtype: *mut MPI_T_enum,
        desc: *mut c_char,
        desc_len: *mut c_int,
        bind: *mut c_int,
        scope: *mut c_int,
    ) -> c_int;

    /// Gets the number of control variables.
    pub fn MPI_T_cvar_get_num(num_cvar: *mut c_int) -> c_int;

    /// Binds a control variable to an object.
    pub fn MPI_T_cvar_handle_alloc(
        cvar_index: c_int,
        obj_handle: *mut c_void,
        handle: *mut MPI_T_cvar_handle,
        count: *mut c_int,
    ) -> c_int;

    /// Frees the handle of a control variable.
    pub fn MPI_T_cvar_handle_free(handle: *mut MPI_T_cvar_handle) -> c_int;

    /// Reads a control variable.
    pub fn MPI_T_cvar_read(handle: MPI_T_cvar_handle, buf: *mut c_void) -> c_int;

    /// Writes a control variable.
    pub fn MPI_T_cvar_write(handle: MPI_T_cvar_handle, buf: *const c_void) -> c_int;

    /// Describes an enumeration.
    pub fn MPI_T_enum_get_info(enumtype: MPI_T_enum, num: *mut c_int, name: *mut c_char, name_len: *mut c_int)
    -> c_int;

    /// Describes an item of an enumeration.
    pub fn MPI_T_enum_get_item(
        enumtype: MPI_T_enum,
        indx: c_int,
        value: *mut c_int,
        name: *mut c_char,
        name_len: *mut c_int,
    ) -> c_int;

    /// Ends the use of the tool interface.
    pub fn MPI_T_finalize() -> c_int;

    /// Starts the use of the tool interface.
    pub fn MPI_T_init_thread(required: c_int, provided: *mut c_int) -> c_int;

    /// Finds a performance variable by name.
    pub fn MPI_T_pvar_get_index(name: *const c_char, var_class: c_int, pvar_index: *mut c_int) -> c_int;

    /// Describes a performance variable.
    pub fn MPI_T_pvar_get_info(
        pvar_index: c_int,
        name: *mut c_char,
        name_len: *mut c_int,
        verbosity: *mut c_int,
        var_class: *mut c_int,
        datatype: *mut MPI_Datatype,
        enumtype: *mut MPI_T_enum,
        desc: *mut c_char,
        desc_len: *mut c_int,
        bind: *mut c_int,
        readonly: *mut c_int,
        continuous: *mut c_int,
        atomic: *mut c_int,
    ) -> c_int;

    /// Gets the number of performance variables.
    pub fn MPI_T_pvar_get_num(num_pvar: *mut c_int) -> c_int;

    /// Binds a performance variable to an object.
    pub fn MPI_T_pvar_handle_alloc(
        session: MPI_T_pvar_session,
        pvar_index: c_int,
        obj_handle: *mut c_void,
        handle: *mut MPI_T_pvar_handle,
        count: *mut c_int,
    ) -> c_int;

    /// Frees the handle of a performance variable.
    pub fn MPI_T_pvar_handle_free(session: MPI_T_pvar_session, handle: *mut MPI_T_pvar_handle) -> c_int;

    /// Reads a performance variable.
    pub fn MPI_T_pvar_read(session: MPI_T_pvar_session, handle: MPI_T_pvar_handle, buf: *mut c_void) -> c_int;

    /// Reads and resets a performance variable.
    pub fn MPI_T_pvar_readreset(session: MPI_T_pvar_session, handle: MPI_T_pvar_handle, buf: *mut c_void) -> c_int;

    /// Resets a performance variable.
    pub fn MPI_T_pvar_reset(session: MPI_T_pvar_session, handle: MPI_T_pvar_handle) -> c_int;

    /// Creates a session of performance variables.
    pub fn MPI_T_pvar_session_create(session: *mut MPI_T_pvar_session) -> c_int;

    /// Frees a session of performance variables.
    pub fn MPI_T_pvar_session_free(session: *mut MPI_T_pvar_session) -> c_int;

    /// Starts a performance variable.
    pub fn MPI_T_pvar_start(session: MPI_T_pvar_session, handle: MPI_T_pvar_handle) -> c_int;

    /// Stops a performance variable.
    pub fn MPI_T_pvar_stop(session: MPI_T_pvar_session, handle: MPI_T_pvar_handle) -> c_int;

    /// Writes a performance variable.
    pub fn MPI_T_pvar_write(session: MPI_T_pvar_session, handle: MPI_T_pvar_handle, buf: *const c_void) -> c_int;
}
