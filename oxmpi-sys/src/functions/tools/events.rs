//! Chapter 15 of MPI 5.0, Tool Support: events.

use crate::types::*;

unsafe extern "C" {
    /// Gets the event types in a category.
    #[cfg(has_mpi_t_category_get_events)]
    pub fn MPI_T_category_get_events(cat_index: c_int, len: c_int, indices: *mut c_int) -> c_int;

    /// Gets the number of event types in a category.
    #[cfg(has_mpi_t_category_get_num_events)]
    pub fn MPI_T_category_get_num_events(cat_index: c_int, num_events: *mut c_int) -> c_int;

    /// Gets the hints of an event callback.
    #[cfg(has_mpi_t_event_callback_get_info)]
    pub fn MPI_T_event_callback_get_info(
        event_registration: MPI_T_event_registration,
        cb_safety: MPI_T_cb_safety,
        info_used: *mut MPI_Info,
    ) -> c_int;

    /// Sets the hints of an event callback.
    #[cfg(has_mpi_t_event_callback_set_info)]
    pub fn MPI_T_event_callback_set_info(
        event_registration: MPI_T_event_registration,
        cb_safety: MPI_T_cb_safety,
        info: MPI_Info,
    ) -> c_int;

    /// Copies the data of an event.
    #[cfg(has_mpi_t_event_copy)]
    pub fn MPI_T_event_copy(event_instance: MPI_T_event_instance, buffer: *mut c_void) -> c_int;

    /// Finds an event type by name.
    #[cfg(has_mpi_t_event_get_index)]
    pub fn MPI_T_event_get_index(name: *const c_char, event_index: *mut c_int) -> c_int;

    /// Describes an event type.
    #[cfg(has_mpi_t_event_get_info)]
    pub fn MPI_T_event_get_info(
        event_index: c_int,
        name: *mut c_char,
        name_len: *mut c_int,
        verbosity: *mut c_int,
        array_of_datatypes: *mut MPI_Datatype,
        array_of_displacements: *mut MPI_Aint,
        num_elements: *mut c_int,
        enumtype: *mut MPI_T_enum,
        info: *mut MPI_Info,
        desc: *mut c_char,
        desc_len: *mut c_int,
        bind: *mut c_int,
    ) -> c_int;

    /// Gets the number of event types.
    #[cfg(has_mpi_t_event_get_num)]
    pub fn MPI_T_event_get_num(num_events: *mut c_int) -> c_int;

    /// Gets the source of an event.
    #[cfg(has_mpi_t_event_get_source)]
    pub fn MPI_T_event_get_source(event_instance: MPI_T_event_instance, source_index: *mut c_int) -> c_int;

    /// Gets the time of an event.
    #[cfg(has_mpi_t_event_get_timestamp)]
    pub fn MPI_T_event_get_timestamp(event_instance: MPI_T_event_instance, event_timestamp: *mut MPI_Count) -> c_int;

    /// Registers for an event type.
    #[cfg(has_mpi_t_event_handle_alloc)]
    pub fn MPI_T_event_handle_alloc(
        event_index: c_int,
        obj_handle: *mut c_void,
        info: MPI_Info,
        event_registration: *mut MPI_T_event_registration,
    ) -> c_int;

    /// Ends the registration for an event type.
    #[cfg(has_mpi_t_event_handle_free)]
    pub fn MPI_T_event_handle_free(
        event_registration: MPI_T_event_registration,
        user_data: *mut c_void,
        free_cb_function: Option<MPI_T_event_free_cb_function>,
    ) -> c_int;

    /// Gets the hints of an event registration.
    #[cfg(has_mpi_t_event_handle_get_info)]
    pub fn MPI_T_event_handle_get_info(event_registration: MPI_T_event_registration, info_used: *mut MPI_Info)
    -> c_int;

    /// Sets the hints of an event registration.
    #[cfg(has_mpi_t_event_handle_set_info)]
    pub fn MPI_T_event_handle_set_info(event_registration: MPI_T_event_registration, info: MPI_Info) -> c_int;

    /// Reads one element of an event's data.
    #[cfg(has_mpi_t_event_read)]
    pub fn MPI_T_event_read(event_instance: MPI_T_event_instance, element_index: c_int, buffer: *mut c_void) -> c_int;

    /// Sets the callback of an event registration.
    #[cfg(has_mpi_t_event_register_callback)]
    pub fn MPI_T_event_register_callback(
        event_registration: MPI_T_event_registration,
        cb_safety: MPI_T_cb_safety,
        info: MPI_Info,
        user_data: *mut c_void,
        event_cb_function: Option<MPI_T_event_cb_function>,
    ) -> c_int;

    /// Sets the callback for events that were dropped.
    #[cfg(has_mpi_t_event_set_dropped_handler)]
    pub fn MPI_T_event_set_dropped_handler(
        event_registration: MPI_T_event_registration,
        dropped_cb_function: Option<MPI_T_event_dropped_cb_function>,
    ) -> c_int;

    /// Describes an event source.
    #[cfg(has_mpi_t_source_get_info)]
    pub fn MPI_T_source_get_info(
        source_index: c_int,
        name: *mut c_char,
        name_len: *mut c_int,
        desc: *mut c_char,
        desc_len: *mut c_int,
        ordering: *mut MPI_T_source_order,
        ticks_per_second: *mut MPI_Count,
        max_ticks: *mut MPI_Count,
        info: *mut MPI_Info,
    ) -> c_int;

    /// Gets the number of event sources.
    #[cfg(has_mpi_t_source_get_num)]
    pub fn MPI_T_source_get_num(num_sources: *mut c_int) -> c_int;

    /// Gets the present time of an event source.
    #[cfg(has_mpi_t_source_get_timestamp)]
    pub fn MPI_T_source_get_timestamp(source_index: c_int, timestamp: *mut MPI_Count) -> c_int;
}
