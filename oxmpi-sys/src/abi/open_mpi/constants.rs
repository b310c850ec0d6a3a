//! The constants of Open MPI.
//!
//! Each section is `kind type { NAME = value, … }`; the kinds are described at the macro.

use super::*;
use crate::abi::constants;

constants! {
    int c_int {
        MPI_ANY_SOURCE = -1,
        MPI_ANY_TAG = -1,
        MPI_APPNUM = 4,
        MPI_BSEND_OVERHEAD = 128,
        MPI_CART = 1,
        MPI_COMM_TYPE_SHARED = 0,
        MPI_CONGRUENT = 1,
        MPI_DISTRIBUTE_BLOCK = 0,
        MPI_DISTRIBUTE_CYCLIC = 1,
        MPI_DISTRIBUTE_DFLT_DARG = -1,
        MPI_DISTRIBUTE_NONE = 2,
        MPI_DIST_GRAPH = 3,
        MPI_GRAPH = 2,
        MPI_HOST = 1,
        MPI_IDENT = 0,
        MPI_IO = 2,
        MPI_KEYVAL_INVALID = -1,
        MPI_LASTUSEDCODE = 5,
        MPI_LOCK_EXCLUSIVE = 1,
        MPI_LOCK_SHARED = 2,
        MPI_ORDER_C = 0,
        MPI_ORDER_FORTRAN = 1,
        MPI_PROC_NULL = -2,
        MPI_ROOT = -4,
        MPI_SEEK_CUR = 602,
        MPI_SEEK_END = 604,
        MPI_SEEK_SET = 600,
        MPI_SIMILAR = 2,
        MPI_TAG_UB = 0,
        MPI_THREAD_FUNNELED = 1,
        MPI_THREAD_MULTIPLE = 3,
        MPI_THREAD_SERIALIZED = 2,
        MPI_THREAD_SINGLE = 0,
        MPI_TYPECLASS_COMPLEX = 3,
        MPI_TYPECLASS_INTEGER = 1,
        MPI_TYPECLASS_REAL = 2,
        MPI_UNDEFINED = -32766,
        MPI_UNEQUAL = 3,
        MPI_UNIVERSE_SIZE = 6,
        MPI_WIN_BASE = 7,
        MPI_WIN_CREATE_FLAVOR = 10,
        MPI_WIN_DISP_UNIT = 9,
        MPI_WIN_FLAVOR_ALLOCATE = 2,
        MPI_WIN_FLAVOR_CREATE = 1,
        MPI_WIN_FLAVOR_DYNAMIC = 3,
        MPI_WIN_FLAVOR_SHARED = 4,
        MPI_WIN_MODEL = 11,
        MPI_WIN_SEPARATE = 1,
        MPI_WIN_SIZE = 8,
        MPI_WIN_UNIFIED = 0,
        MPI_WTIME_IS_GLOBAL = 3,
        MPI_COMM_TYPE_HW_GUIDED = 13,
        MPI_COMM_TYPE_HW_UNGUIDED = 12,
        MPI_F_ERROR = 2,
        MPI_F_SOURCE = 0,
        MPI_F_STATUS_SIZE = 6,
        MPI_F_TAG = 1,
    }
    // Error classes
    int c_int {
        MPI_ERR_ACCESS = 20,
        MPI_ERR_AMODE = 21,
        MPI_ERR_ARG = 13,
        MPI_ERR_ASSERT = 22,
        MPI_ERR_BAD_FILE = 23,
        MPI_ERR_BASE = 24,
        MPI_ERR_BUFFER = 1,
        MPI_ERR_COMM = 5,
        MPI_ERR_CONVERSION = 25,
        MPI_ERR_COUNT = 2,
        MPI_ERR_DIMS = 12,
        MPI_ERR_DISP = 26,
        MPI_ERR_DUP_DATAREP = 27,
        MPI_ERR_FILE = 30,
        MPI_ERR_FILE_EXISTS = 28,
        MPI_ERR_FILE_IN_USE = 29,
        MPI_ERR_GROUP = 9,
        MPI_ERR_INFO = 34,
        MPI_ERR_INFO_KEY = 31,
        MPI_ERR_INFO_NOKEY = 32,
        MPI_ERR_INFO_VALUE = 33,
        MPI_ERR_INTERN = 17,
        MPI_ERR_IN_STATUS = 18,
        MPI_ERR_IO = 35,
        MPI_ERR_KEYVAL = 36,
        MPI_ERR_LASTCODE = 92,
        MPI_ERR_LOCKTYPE = 37,
        MPI_ERR_NAME = 38,
        MPI_ERR_NOT_SAME = 40,
        MPI_ERR_NO_MEM = 39,
        MPI_ERR_NO_SPACE = 41,
        MPI_ERR_NO_SUCH_FILE = 42,
        MPI_ERR_OP = 10,
        MPI_ERR_OTHER = 16,
        MPI_ERR_PENDING = 19,
        MPI_ERR_PORT = 43,
        MPI_ERR_QUOTA = 44,
        MPI_ERR_RANK = 6,
        MPI_ERR_READ_ONLY = 45,
        MPI_ERR_REQUEST = 7,
        MPI_ERR_RMA_ATTACH = 69,
        MPI_ERR_RMA_CONFLICT = 46,
        MPI_ERR_RMA_FLAVOR = 70,
        MPI_ERR_RMA_RANGE = 68,
        MPI_ERR_RMA_SHARED = 71,
        MPI_ERR_RMA_SYNC = 47,
        MPI_ERR_ROOT = 8,
        MPI_ERR_SERVICE = 48,
        MPI_ERR_SIZE = 49,
        MPI_ERR_SPAWN = 50,
        MPI_ERR_TAG = 4,
        MPI_ERR_TOPOLOGY = 11,
        MPI_ERR_TRUNCATE = 15,
        MPI_ERR_TYPE = 3,
        MPI_ERR_UNKNOWN = 14,
        MPI_ERR_UNSUPPORTED_DATAREP = 51,
        MPI_ERR_UNSUPPORTED_OPERATION = 52,
        MPI_ERR_WIN = 53,
        MPI_SUCCESS = 0,
        MPI_ERR_PROC_ABORTED = 74,
        MPI_ERR_SESSION = 78,
        MPI_ERR_VALUE_TOO_LARGE = 79,
        MPIX_ERR_PROC_FAILED = 75,
        MPIX_ERR_PROC_FAILED_PENDING = 76,
        MPIX_ERR_REVOKED = 77,
    }
    // Error classes of the tool interface
    int c_int {
        MPI_T_ERR_CANNOT_INIT = 56,
        MPI_T_ERR_CVAR_SET_NEVER = 64,
        MPI_T_ERR_CVAR_SET_NOT_NOW = 63,
        MPI_T_ERR_INVALID = 72,
        MPI_T_ERR_INVALID_HANDLE = 59,
        MPI_T_ERR_INVALID_INDEX = 57,
        MPI_T_ERR_INVALID_ITEM = 58,
        MPI_T_ERR_INVALID_NAME = 73,
        MPI_T_ERR_INVALID_SESSION = 62,
        MPI_T_ERR_MEMORY = 54,
        MPI_T_ERR_NOT_INITIALIZED = 55,
        MPI_T_ERR_OUT_OF_HANDLES = 60,
        MPI_T_ERR_OUT_OF_SESSIONS = 61,
        MPI_T_ERR_PVAR_NO_ATOMIC = 67,
        MPI_T_ERR_PVAR_NO_STARTSTOP = 65,
        MPI_T_ERR_PVAR_NO_WRITE = 66,
    }
    // How a datatype was made
    int c_int {
        MPI_COMBINER_CONTIGUOUS = 2,
        MPI_COMBINER_DARRAY = 13,
        MPI_COMBINER_DUP = 1,
        MPI_COMBINER_F90_COMPLEX = 15,
        MPI_COMBINER_F90_INTEGER = 16,
        MPI_COMBINER_F90_REAL = 14,
        MPI_COMBINER_HINDEXED = 8,
        MPI_COMBINER_HINDEXED_BLOCK = 18,
        MPI_COMBINER_HVECTOR = 5,
        MPI_COMBINER_INDEXED = 6,
        MPI_COMBINER_INDEXED_BLOCK = 9,
        MPI_COMBINER_NAMED = 0,
        MPI_COMBINER_RESIZED = 17,
        MPI_COMBINER_STRUCT = 11,
        MPI_COMBINER_SUBARRAY = 12,
        MPI_COMBINER_VECTOR = 3,
    }
    // Longest strings
    int c_int {
        MPI_MAX_DATAREP_STRING = 128,
        MPI_MAX_ERROR_STRING = 256,
        MPI_MAX_INFO_KEY = 36,
        MPI_MAX_INFO_VAL = 256,
        MPI_MAX_LIBRARY_VERSION_STRING = 256,
        MPI_MAX_OBJECT_NAME = 64,
        MPI_MAX_PORT_NAME = 1024,
        MPI_MAX_PROCESSOR_NAME = 256,
        MPI_MAX_PSET_NAME_LEN = 512,
        MPI_MAX_STRINGTAG_LEN = 1024,
    }
    // Modes and assertions
    int c_int {
        MPI_MODE_APPEND = 128,
        MPI_MODE_CREATE = 1,
        MPI_MODE_DELETE_ON_CLOSE = 16,
        MPI_MODE_EXCL = 64,
        MPI_MODE_NOCHECK = 1,
        MPI_MODE_NOPRECEDE = 2,
        MPI_MODE_NOPUT = 4,
        MPI_MODE_NOSTORE = 8,
        MPI_MODE_NOSUCCEED = 16,
        MPI_MODE_RDONLY = 2,
        MPI_MODE_RDWR = 8,
        MPI_MODE_SEQUENTIAL = 256,
        MPI_MODE_UNIQUE_OPEN = 32,
        MPI_MODE_WRONLY = 4,
    }
    // Tool interface
    int c_int {
        MPI_T_BIND_MPI_COMM = 1,
        MPI_T_BIND_MPI_DATATYPE = 2,
        MPI_T_BIND_MPI_ERRHANDLER = 3,
        MPI_T_BIND_MPI_FILE = 4,
        MPI_T_BIND_MPI_GROUP = 5,
        MPI_T_BIND_MPI_INFO = 10,
        MPI_T_BIND_MPI_MESSAGE = 9,
        MPI_T_BIND_MPI_OP = 6,
        MPI_T_BIND_MPI_REQUEST = 7,
        MPI_T_BIND_MPI_WIN = 8,
        MPI_T_BIND_NO_OBJECT = 0,
        MPI_T_PVAR_CLASS_AGGREGATE = 7,
        MPI_T_PVAR_CLASS_COUNTER = 6,
        MPI_T_PVAR_CLASS_GENERIC = 9,
        MPI_T_PVAR_CLASS_HIGHWATERMARK = 4,
        MPI_T_PVAR_CLASS_LEVEL = 1,
        MPI_T_PVAR_CLASS_LOWWATERMARK = 5,
        MPI_T_PVAR_CLASS_PERCENTAGE = 3,
        MPI_T_PVAR_CLASS_SIZE = 2,
        MPI_T_PVAR_CLASS_STATE = 0,
        MPI_T_PVAR_CLASS_TIMER = 8,
        MPI_T_SCOPE_ALL = 5,
        MPI_T_SCOPE_ALL_EQ = 6,
        MPI_T_SCOPE_CONSTANT = 0,
        MPI_T_SCOPE_GROUP = 3,
        MPI_T_SCOPE_GROUP_EQ = 4,
        MPI_T_SCOPE_LOCAL = 2,
        MPI_T_SCOPE_READONLY = 1,
        MPI_T_VERBOSITY_MPIDEV_ALL = 8,
        MPI_T_VERBOSITY_MPIDEV_BASIC = 6,
        MPI_T_VERBOSITY_MPIDEV_DETAIL = 7,
        MPI_T_VERBOSITY_TUNER_ALL = 5,
        MPI_T_VERBOSITY_TUNER_BASIC = 3,
        MPI_T_VERBOSITY_TUNER_DETAIL = 4,
        MPI_T_VERBOSITY_USER_ALL = 2,
        MPI_T_VERBOSITY_USER_BASIC = 0,
        MPI_T_VERBOSITY_USER_DETAIL = 1,
    }
    address MPI_Comm {
        MPI_COMM_NULL = ompi_mpi_comm_null,
        MPI_COMM_SELF = ompi_mpi_comm_self,
        MPI_COMM_WORLD = ompi_mpi_comm_world,
    }
    address MPI_Group {
        MPI_GROUP_EMPTY = ompi_mpi_group_empty,
        MPI_GROUP_NULL = ompi_mpi_group_null,
    }
    address MPI_Datatype {
        MPI_2DOUBLE_PRECISION = ompi_mpi_2dblprec,
        MPI_2INT = ompi_mpi_2int,
        MPI_2INTEGER = ompi_mpi_2integer,
        MPI_2REAL = ompi_mpi_2real,
        MPI_AINT = ompi_mpi_aint,
        MPI_BYTE = ompi_mpi_byte,
        MPI_CHAR = ompi_mpi_char,
        MPI_CHARACTER = ompi_mpi_character,
        MPI_COMPLEX = ompi_mpi_cplex,
        MPI_COMPLEX16 = ompi_mpi_complex16,
        MPI_COMPLEX32 = ompi_mpi_complex32,
        MPI_COMPLEX8 = ompi_mpi_complex8,
        MPI_COUNT = ompi_mpi_count,
        MPI_CXX_BOOL = ompi_mpi_cxx_bool,
        MPI_CXX_DOUBLE_COMPLEX = ompi_mpi_cxx_dblcplex,
        MPI_CXX_FLOAT_COMPLEX = ompi_mpi_cxx_cplex,
        MPI_CXX_LONG_DOUBLE_COMPLEX = ompi_mpi_cxx_ldblcplex,
        MPI_C_BOOL = ompi_mpi_c_bool,
        MPI_C_COMPLEX = ompi_mpi_c_float_complex,
        MPI_C_DOUBLE_COMPLEX = ompi_mpi_c_double_complex,
        MPI_C_FLOAT_COMPLEX = ompi_mpi_c_float_complex,
        MPI_C_LONG_DOUBLE_COMPLEX = ompi_mpi_c_long_double_complex,
        MPI_DATATYPE_NULL = ompi_mpi_datatype_null,
        MPI_DOUBLE = ompi_mpi_double,
        MPI_DOUBLE_COMPLEX = ompi_mpi_dblcplex,
        MPI_DOUBLE_INT = ompi_mpi_double_int,
        MPI_DOUBLE_PRECISION = ompi_mpi_dblprec,
        MPI_FLOAT = ompi_mpi_float,
        MPI_FLOAT_INT = ompi_mpi_float_int,
        MPI_INT = ompi_mpi_int,
        MPI_INT16_T = ompi_mpi_int16_t,
        MPI_INT32_T = ompi_mpi_int32_t,
        MPI_INT64_T = ompi_mpi_int64_t,
        MPI_INT8_T = ompi_mpi_int8_t,
        MPI_INTEGER = ompi_mpi_integer,
        MPI_INTEGER1 = ompi_mpi_integer1,
        MPI_INTEGER2 = ompi_mpi_integer2,
        MPI_INTEGER4 = ompi_mpi_integer4,
        MPI_INTEGER8 = ompi_mpi_integer8,
        MPI_LOGICAL = ompi_mpi_logical,
        MPI_LOGICAL1 = ompi_mpi_logical1,
        MPI_LOGICAL2 = ompi_mpi_logical2,
        MPI_LOGICAL4 = ompi_mpi_logical4,
        MPI_LOGICAL8 = ompi_mpi_logical8,
        MPI_LONG = ompi_mpi_long,
        MPI_LONG_DOUBLE = ompi_mpi_long_double,
        MPI_LONG_DOUBLE_INT = ompi_mpi_longdbl_int,
        MPI_LONG_INT = ompi_mpi_long_int,
        MPI_LONG_LONG = ompi_mpi_long_long_int,
        MPI_LONG_LONG_INT = ompi_mpi_long_long_int,
        MPI_OFFSET = ompi_mpi_offset,
        MPI_PACKED = ompi_mpi_packed,
        MPI_REAL = ompi_mpi_real,
        MPI_REAL16 = ompi_mpi_real16,
        MPI_REAL4 = ompi_mpi_real4,
        MPI_REAL8 = ompi_mpi_real8,
        MPI_SHORT = ompi_mpi_short,
        MPI_SHORT_INT = ompi_mpi_short_int,
        MPI_SIGNED_CHAR = ompi_mpi_signed_char,
        MPI_UINT16_T = ompi_mpi_uint16_t,
        MPI_UINT32_T = ompi_mpi_uint32_t,
        MPI_UINT64_T = ompi_mpi_uint64_t,
        MPI_UINT8_T = ompi_mpi_uint8_t,
        MPI_UNSIGNED = ompi_mpi_unsigned,
        MPI_UNSIGNED_CHAR = ompi_mpi_unsigned_char,
        MPI_UNSIGNED_LONG = ompi_mpi_unsigned_long,
        MPI_UNSIGNED_LONG_LONG = ompi_mpi_unsigned_long_long,
        MPI_UNSIGNED_SHORT = ompi_mpi_unsigned_short,
        MPI_WCHAR = ompi_mpi_wchar,
    }
    address MPI_Op {
        MPI_BAND = ompi_mpi_op_band,
        MPI_BOR = ompi_mpi_op_bor,
        MPI_BXOR = ompi_mpi_op_bxor,
        MPI_LAND = ompi_mpi_op_land,
        MPI_LOR = ompi_mpi_op_lor,
        MPI_LXOR = ompi_mpi_op_lxor,
        MPI_MAX = ompi_mpi_op_max,
        MPI_MAXLOC = ompi_mpi_op_maxloc,
        MPI_MIN = ompi_mpi_op_min,
        MPI_MINLOC = ompi_mpi_op_minloc,
        MPI_NO_OP = ompi_mpi_op_no_op,
        MPI_OP_NULL = ompi_mpi_op_null,
        MPI_PROD = ompi_mpi_op_prod,
        MPI_REPLACE = ompi_mpi_op_replace,
        MPI_SUM = ompi_mpi_op_sum,
    }
    address MPI_Request {
        MPI_REQUEST_NULL = ompi_request_null,
    }
    address MPI_Message {
        MPI_MESSAGE_NO_PROC = ompi_message_no_proc,
        MPI_MESSAGE_NULL = ompi_message_null,
    }
    address MPI_Errhandler {
        MPI_ERRHANDLER_NULL = ompi_mpi_errhandler_null,
        MPI_ERRORS_ARE_FATAL = ompi_mpi_errors_are_fatal,
        MPI_ERRORS_RETURN = ompi_mpi_errors_return,
        #[cfg(has_mpi_session_init)]
        MPI_ERRORS_ABORT = ompi_mpi_errors_abort,
    }
    address MPI_Info {
        MPI_INFO_ENV = ompi_mpi_info_env,
        MPI_INFO_NULL = ompi_mpi_info_null,
    }
    address MPI_Win {
        MPI_WIN_NULL = ompi_mpi_win_null,
    }
    address MPI_File {
        MPI_FILE_NULL = ompi_mpi_file_null,
    }
    address MPI_Session {
        #[cfg(has_mpi_session_init)]
        MPI_SESSION_NULL = ompi_mpi_instance_null,
    }
    int MPI_Offset {
        MPI_DISPLACEMENT_CURRENT = -54278278,
    }
    pointer *mut c_void {
        MPI_BOTTOM = 0,
        MPI_IN_PLACE = 1,
    }
    pointer *mut *mut c_char {
        MPI_ARGV_NULL = 0,
    }
    pointer *mut *mut *mut c_char {
        MPI_ARGVS_NULL = 0,
    }
    pointer *mut c_int {
        MPI_ERRCODES_IGNORE = 0,
    }
    pointer *mut MPI_Status {
        MPI_STATUSES_IGNORE = 0,
        MPI_STATUS_IGNORE = 0,
    }
    pointer MPI_T_enum {
        MPI_T_ENUM_NULL = 0,
    }
    pointer MPI_T_cvar_handle {
        MPI_T_CVAR_HANDLE_NULL = 0,
    }
    pointer MPI_T_pvar_session {
        MPI_T_PVAR_SESSION_NULL = 0,
    }
    pointer MPI_T_pvar_handle {
        MPI_T_PVAR_HANDLE_NULL = 0,
    }
    absent c_int {
        MPI_COMM_TYPE_RESOURCE_GUIDED = c_int::MIN + 9,
    }
    // Error classes
    absent c_int {
        MPI_ERR_ERRHANDLER = c_int::MIN + 10,
        MPI_ERR_ABI = c_int::MIN + 13,
    }
    // Error classes of the tool interface
    absent c_int {
        MPI_T_ERR_NOT_SUPPORTED = c_int::MIN + 5,
        MPI_T_ERR_NOT_ACCESSIBLE = c_int::MIN + 12,
    }
    // How a datatype was made
    absent c_int {
        MPI_COMBINER_VALUE_INDEX = c_int::MIN + 8,
    }
    // Tool interface
    absent c_int {
        MPI_T_BIND_MPI_SESSION = c_int::MIN + 11,
    }
    absent MPI_Datatype {
        MPI_INTEGER16 = MPI_DATATYPE_NULL,
        MPI_COMPLEX4 = MPI_DATATYPE_NULL,
        MPI_REAL2 = MPI_DATATYPE_NULL,
        MPI_LOGICAL16 = MPI_DATATYPE_NULL,
    }
    absent MPI_Errhandler {
        #[cfg(not(has_mpi_session_init))]
        MPI_ERRORS_ABORT = MPI_ERRORS_ARE_FATAL,
    }
    absent MPI_Session {
        #[cfg(not(has_mpi_session_init))]
        MPI_SESSION_NULL = ptr::null_mut(),
    }
    absent *mut c_void {
        MPI_BUFFER_AUTOMATIC = ptr::null_mut(),
    }
    absent MPI_T_cb_safety {
        MPI_T_CB_REQUIRE_ASYNC_SIGNAL_SAFE = c_uint::MAX - 1,
        MPI_T_CB_REQUIRE_MPI_RESTRICTED = c_uint::MAX - 2,
        MPI_T_CB_REQUIRE_NONE = c_uint::MAX - 3,
        MPI_T_CB_REQUIRE_THREAD_SAFE = c_uint::MAX - 4,
    }
    absent MPI_T_source_order {
        MPI_T_SOURCE_ORDERED = c_uint::MAX - 6,
        MPI_T_SOURCE_UNORDERED = c_uint::MAX - 7,
    }
}
