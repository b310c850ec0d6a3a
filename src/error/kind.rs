//! What kind of failure an [`Error`](crate::Error) is: the error classes of the standard, and ours.

use oxmpi_sys as ffi;
use std::ffi::c_int;

/// Writes the enum, its one-line explanations and the table from MPI's class numbers, which differ by library.
macro_rules! error_kinds {
    (
        ours { $( $our:ident = $our_text:literal, )* }
        classes { $( $(#[$gate:meta])? $variant:ident = $class:ident $name:literal, $text:literal, )* }
    ) => {
        /// The kind of an [`Error`](crate::Error): every error class of MPI, and those that oxmpi itself finds.
        ///
        /// The numbers of MPI's error classes differ from library to library; these names do not.
        ///
        /// MPI 5.0 section 9.4, "Error Codes and Classes".
        #[non_exhaustive]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ErrorKind {
            $( #[doc = $our_text] $our, )*
            $( #[doc = $text] #[doc(alias = $name)] $variant, )*
        }

        impl ErrorKind {
            /// One line that says what the kind means.
            pub fn description(self) -> &'static str {
                match self {
                    $( ErrorKind::$our => $our_text, )*
                    $( ErrorKind::$variant => $text, )*
                }
            }

            /// The kind of an MPI error class, as `MPI_Error_class` gives it.
            pub(crate) fn from_class(class: c_int) -> ErrorKind {
                $( $(#[$gate])? if class == ffi::$class as c_int { return ErrorKind::$variant; } )*
                ErrorKind::Unknown
            }
        }
    };
}

error_kinds! {
    ours {
        NotInitialized = "MPI is not initialized yet",
        AlreadyInitialized = "MPI is initialized already",
        Finalized = "MPI is finalized",
        WrongThread = "this thread may not call MPI now",
        Unsupported = "the MPI library lacks what was asked for",
        CountOverflow = "a count is beyond what the MPI library can be given",
        InvalidValue = "a value arrived that its Rust type does not have",
        Incomplete = "what arrived is not a whole number of elements",
        PeerFailed = "another rank has an error and could not take part",
        Cancelled = "the operation was cancelled",
        Closed = "the other side of the channel is gone",
        Encode = "an object could not be encoded",
        Decode = "a message is not an encoded object of this type",
    }
    classes {
        Buffer = MPI_ERR_BUFFER "MPI_ERR_BUFFER", "a buffer is invalid",
        Count = MPI_ERR_COUNT "MPI_ERR_COUNT", "a count or length is invalid",
        Type = MPI_ERR_TYPE "MPI_ERR_TYPE", "a datatype is invalid",
        Tag = MPI_ERR_TAG "MPI_ERR_TAG", "a tag is out of range",
        Comm = MPI_ERR_COMM "MPI_ERR_COMM", "a communicator is invalid",
        Rank = MPI_ERR_RANK "MPI_ERR_RANK", "a rank is out of range",
        Request = MPI_ERR_REQUEST "MPI_ERR_REQUEST", "a request is invalid",
        Root = MPI_ERR_ROOT "MPI_ERR_ROOT", "a root is out of range",
        Group = MPI_ERR_GROUP "MPI_ERR_GROUP", "a group is invalid",
        Op = MPI_ERR_OP "MPI_ERR_OP", "an operation is invalid for this type",
        Topology = MPI_ERR_TOPOLOGY "MPI_ERR_TOPOLOGY", "a topology is invalid",
        Dims = MPI_ERR_DIMS "MPI_ERR_DIMS", "dimensions are invalid",
        Arg = MPI_ERR_ARG "MPI_ERR_ARG", "an argument is invalid",
        Unknown = MPI_ERR_UNKNOWN "MPI_ERR_UNKNOWN", "an error of unknown class",
        Truncated = MPI_ERR_TRUNCATE "MPI_ERR_TRUNCATE", "a message is longer than the buffer that receives it",
        Other = MPI_ERR_OTHER "MPI_ERR_OTHER", "an error of the MPI library",
        Intern = MPI_ERR_INTERN "MPI_ERR_INTERN", "an internal error of the MPI library",
        InStatus = MPI_ERR_IN_STATUS "MPI_ERR_IN_STATUS", "the error is in the status of a request",
        Pending = MPI_ERR_PENDING "MPI_ERR_PENDING", "a request is pending",
        Access = MPI_ERR_ACCESS "MPI_ERR_ACCESS", "permission denied",
        Amode = MPI_ERR_AMODE "MPI_ERR_AMODE", "a file access mode is invalid",
        Assert = MPI_ERR_ASSERT "MPI_ERR_ASSERT", "an assertion argument is invalid",
        BadFile = MPI_ERR_BAD_FILE "MPI_ERR_BAD_FILE", "a file name is invalid",
        Base = MPI_ERR_BASE "MPI_ERR_BASE", "a window base is invalid",
        Conversion = MPI_ERR_CONVERSION "MPI_ERR_CONVERSION", "a data conversion failed",
        Disp = MPI_ERR_DISP "MPI_ERR_DISP", "a displacement is invalid",
        DupDatarep = MPI_ERR_DUP_DATAREP "MPI_ERR_DUP_DATAREP", "a data representation of this name exists",
        FileExists = MPI_ERR_FILE_EXISTS "MPI_ERR_FILE_EXISTS", "the file exists",
        FileInUse = MPI_ERR_FILE_IN_USE "MPI_ERR_FILE_IN_USE", "the file is in use",
        File = MPI_ERR_FILE "MPI_ERR_FILE", "a file handle is invalid",
        InfoKey = MPI_ERR_INFO_KEY "MPI_ERR_INFO_KEY", "an info key is too long",
        InfoNoKey = MPI_ERR_INFO_NOKEY "MPI_ERR_INFO_NOKEY", "an info key does not exist",
        InfoValue = MPI_ERR_INFO_VALUE "MPI_ERR_INFO_VALUE", "an info value is too long",
        Info = MPI_ERR_INFO "MPI_ERR_INFO", "an info object is invalid",
        Io = MPI_ERR_IO "MPI_ERR_IO", "an input or output error",
        Keyval = MPI_ERR_KEYVAL "MPI_ERR_KEYVAL", "an attribute key is invalid",
        LockType = MPI_ERR_LOCKTYPE "MPI_ERR_LOCKTYPE", "a lock type is invalid",
        Name = MPI_ERR_NAME "MPI_ERR_NAME", "a service name is not published",
        NoMem = MPI_ERR_NO_MEM "MPI_ERR_NO_MEM", "memory is exhausted",
        NotSame = MPI_ERR_NOT_SAME "MPI_ERR_NOT_SAME", "the ranks gave different arguments where they must agree",
        NoSpace = MPI_ERR_NO_SPACE "MPI_ERR_NO_SPACE", "no space is left on the device",
        NoSuchFile = MPI_ERR_NO_SUCH_FILE "MPI_ERR_NO_SUCH_FILE", "the file does not exist",
        Port = MPI_ERR_PORT "MPI_ERR_PORT", "a port name is invalid",
        ProcAborted = MPI_ERR_PROC_ABORTED "MPI_ERR_PROC_ABORTED", "a peer process aborted",
        Quota = MPI_ERR_QUOTA "MPI_ERR_QUOTA", "the quota is exceeded",
        ReadOnly = MPI_ERR_READ_ONLY "MPI_ERR_READ_ONLY", "the file or file system is read-only",
        RmaAttach = MPI_ERR_RMA_ATTACH "MPI_ERR_RMA_ATTACH", "memory cannot be attached to the window",
        RmaConflict = MPI_ERR_RMA_CONFLICT "MPI_ERR_RMA_CONFLICT", "accesses to a window conflict",
        RmaFlavor = MPI_ERR_RMA_FLAVOR "MPI_ERR_RMA_FLAVOR", "the window is of the wrong flavor",
        RmaRange = MPI_ERR_RMA_RANGE "MPI_ERR_RMA_RANGE", "target memory is outside of the window",
        RmaShared = MPI_ERR_RMA_SHARED "MPI_ERR_RMA_SHARED", "memory cannot be shared",
        RmaSync = MPI_ERR_RMA_SYNC "MPI_ERR_RMA_SYNC", "window synchronization calls are out of order",
        Service = MPI_ERR_SERVICE "MPI_ERR_SERVICE", "a service is not published",
        Session = MPI_ERR_SESSION "MPI_ERR_SESSION", "a session is invalid",
        Size = MPI_ERR_SIZE "MPI_ERR_SIZE", "a size is invalid",
        Spawn = MPI_ERR_SPAWN "MPI_ERR_SPAWN", "processes could not be spawned",
        UnsupportedDatarep = MPI_ERR_UNSUPPORTED_DATAREP "MPI_ERR_UNSUPPORTED_DATAREP", "a data representation is not supported",
        UnsupportedOperation = MPI_ERR_UNSUPPORTED_OPERATION "MPI_ERR_UNSUPPORTED_OPERATION", "the operation is not supported on this object",
        ValueTooLarge = MPI_ERR_VALUE_TOO_LARGE "MPI_ERR_VALUE_TOO_LARGE", "a value does not fit its type",
        Win = MPI_ERR_WIN "MPI_ERR_WIN", "a window is invalid",
        #[cfg(not(oxmpi_family = "open_mpi"))]
        Errhandler = MPI_ERR_ERRHANDLER "MPI_ERR_ERRHANDLER", "an error handler is invalid",
        #[cfg(not(oxmpi_family = "open_mpi"))]
        Abi = MPI_ERR_ABI "MPI_ERR_ABI", "an ABI call is invalid",
    }
}
