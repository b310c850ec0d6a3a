//! How a datatype was made: the constructor, and its arguments.

use super::Type;
use crate::error::{Error, ErrorKind, Result, check};
use oxmpi_sys as ffi;
use std::ffi::c_int;

/// The constructor that a datatype was made with.
macro_rules! combiners {
    ($( $name:ident $mpi:literal $raw:ident $text:literal; )*) => {
        /// The constructor that a datatype was made with.
        ///
        /// MPI 5.0 section 5.1.13.
        #[non_exhaustive]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Combiner {
            $( #[doc = $text] #[doc(alias = $mpi)] $name, )*
            /// Another one, by the number that the library gives it.
            Other(i32),
        }

        impl Combiner {
            fn from_raw(raw: c_int) -> Combiner {
                $( if raw == ffi::$raw as c_int { return Combiner::$name; } )*
                Combiner::Other(raw)
            }
        }
    };
}

combiners! {
    Named "MPI_COMBINER_NAMED" MPI_COMBINER_NAMED "None: the type is predefined.";
    Dup "MPI_COMBINER_DUP" MPI_COMBINER_DUP "`MPI_Type_dup`";
    Contiguous "MPI_COMBINER_CONTIGUOUS" MPI_COMBINER_CONTIGUOUS "`MPI_Type_contiguous`";
    Vector "MPI_COMBINER_VECTOR" MPI_COMBINER_VECTOR "`MPI_Type_vector`";
    Hvector "MPI_COMBINER_HVECTOR" MPI_COMBINER_HVECTOR "`MPI_Type_create_hvector`";
    Indexed "MPI_COMBINER_INDEXED" MPI_COMBINER_INDEXED "`MPI_Type_indexed`";
    Hindexed "MPI_COMBINER_HINDEXED" MPI_COMBINER_HINDEXED "`MPI_Type_create_hindexed`";
    IndexedBlock "MPI_COMBINER_INDEXED_BLOCK" MPI_COMBINER_INDEXED_BLOCK "`MPI_Type_create_indexed_block`";
    HindexedBlock "MPI_COMBINER_HINDEXED_BLOCK" MPI_COMBINER_HINDEXED_BLOCK "`MPI_Type_create_hindexed_block`";
    Struct "MPI_COMBINER_STRUCT" MPI_COMBINER_STRUCT "`MPI_Type_create_struct`";
    Subarray "MPI_COMBINER_SUBARRAY" MPI_COMBINER_SUBARRAY "`MPI_Type_create_subarray`";
    Darray "MPI_COMBINER_DARRAY" MPI_COMBINER_DARRAY "`MPI_Type_create_darray`";
    F90Real "MPI_COMBINER_F90_REAL" MPI_COMBINER_F90_REAL "`MPI_Type_create_f90_real`";
    F90Complex "MPI_COMBINER_F90_COMPLEX" MPI_COMBINER_F90_COMPLEX "`MPI_Type_create_f90_complex`";
    F90Integer "MPI_COMBINER_F90_INTEGER" MPI_COMBINER_F90_INTEGER "`MPI_Type_create_f90_integer`";
    Resized "MPI_COMBINER_RESIZED" MPI_COMBINER_RESIZED "`MPI_Type_create_resized`";
    ValueIndex "MPI_COMBINER_VALUE_INDEX" MPI_COMBINER_VALUE_INDEX "`MPI_Type_get_value_index`";
}

impl Combiner {
    /// Whether types of this kind belong to the library, and must not be freed.
    fn is_predefined(self) -> bool {
        matches!(
            self,
            Combiner::Named | Combiner::F90Real | Combiner::F90Complex | Combiner::F90Integer | Combiner::ValueIndex
        )
    }
}

/// How a datatype was made, and how many arguments of each kind its constructor had.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The constructor.
    pub combiner: Combiner,
    /// Arguments of type `int`.
    pub integers: usize,
    /// Arguments of type `MPI_Aint`.
    pub addresses: usize,
    /// Arguments of type `MPI_Count`: only of types that were made by functions with `_c`.
    pub large_counts: usize,
    /// Datatypes.
    pub datatypes: usize,
}

/// The arguments that a datatype was made with, in the order that the standard lists them in.
#[non_exhaustive]
#[derive(Debug)]
pub struct TypeContents {
    /// The constructor.
    pub combiner: Combiner,
    /// Arguments of type `int`.
    pub integers: Vec<i32>,
    /// Arguments of type `MPI_Aint`.
    pub addresses: Vec<isize>,
    /// Arguments of type `MPI_Count`: only of types that were made by functions with `_c`.
    pub large_counts: Vec<i64>,
    /// Datatypes: equal to those that were given. Freed when they are dropped, unless they are predefined.
    pub datatypes: Vec<Type>,
}

impl Type {
    /// The constructor of the type, and how many arguments it had.
    ///
    /// Local. MPI 5.0 section 5.1.13.
    ///
    /// # Errors
    /// As [`size`](Type::size).
    ///
    /// ```no_run
    /// use oxmpi::datatype::Combiner;
    /// # let mpi = oxmpi::init()?;
    /// assert_eq!(mpi.type_of::<f64>()?.envelope()?.combiner, Combiner::Named);
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Type_get_envelope")]
    #[doc(alias = "MPI_Type_get_envelope_c")]
    pub fn envelope(&self) -> Result<Envelope> {
        const CALL: &str = "MPI_Type_get_envelope";
        let _call = self.enter(CALL)?;
        let mut combiner: c_int = 0;
        #[cfg(has_mpi_type_get_envelope_c)]
        let numbers = {
            let mut numbers: [ffi::MPI_Count; 4] = [0; 4];
            let [integers, addresses, large_counts, datatypes] = &mut numbers;
            // SAFETY: past the gate; a live type, and places for five numbers.
            let code = unsafe {
                ffi::MPI_Type_get_envelope_c(self.raw, integers, addresses, large_counts, datatypes, &mut combiner)
            };
            check(CALL, code)?;
            numbers
        };
        #[cfg(not(has_mpi_type_get_envelope_c))]
        let numbers = {
            let [mut integers, mut addresses, mut datatypes]: [c_int; 3] = [0; 3];
            // SAFETY: past the gate; a live type, and places for four numbers.
            let code = unsafe {
                ffi::MPI_Type_get_envelope(self.raw, &mut integers, &mut addresses, &mut datatypes, &mut combiner)
            };
            check(CALL, code)?;
            [integers, addresses, 0, datatypes]
        };
        let [integers, addresses, large_counts, datatypes] = numbers.map(|number| usize::try_from(number).unwrap_or(0));
        Ok(Envelope { combiner: Combiner::from_raw(combiner), integers, addresses, large_counts, datatypes })
    }

    /// The arguments that the type was made with. A predefined type has none.
    ///
    /// Local. MPI 5.0 section 5.1.13.
    ///
    /// # Errors
    /// As [`size`](Type::size).
    ///
    /// ```no_run
    /// use oxmpi::datatype::layout::Layout;
    /// # let mpi = oxmpi::init()?;
    /// let copy = Layout::<f64>::vector(4, 1, 5)?.commit(&mpi)?.dup()?;
    /// let original = &copy.contents()?.datatypes[0];
    /// assert_eq!(original.size()?, 32);
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Type_get_contents")]
    #[doc(alias = "MPI_Type_get_contents_c")]
    pub fn contents(&self) -> Result<TypeContents> {
        const CALL: &str = "MPI_Type_get_contents";
        let _call = self.enter(CALL)?;
        let Envelope { combiner, integers, addresses, large_counts, datatypes } = self.envelope()?;
        let mut contents = TypeContents {
            combiner,
            integers: vec![0; integers],
            addresses: vec![0; addresses],
            large_counts: vec![0; large_counts],
            datatypes: Vec::new(),
        };
        if combiner == Combiner::Named {
            return Ok(contents); // asking is an error
        }
        let mut handles = vec![ffi::MPI_DATATYPE_NULL; datatypes];
        let TypeContents { integers, addresses, large_counts, .. } = &mut contents;
        #[cfg(has_mpi_type_get_contents_c)]
        // SAFETY: past the gate; a live type; each list is as long as MPI is told.
        let code = unsafe {
            ffi::MPI_Type_get_contents_c(
                self.raw,
                integers.len() as ffi::MPI_Count,
                addresses.len() as ffi::MPI_Count,
                large_counts.len() as ffi::MPI_Count,
                handles.len() as ffi::MPI_Count,
                integers.as_mut_ptr(),
                addresses.as_mut_ptr(),
                large_counts.as_mut_ptr(),
                handles.as_mut_ptr(),
            )
        };
        #[cfg(not(has_mpi_type_get_contents_c))]
        let code = {
            debug_assert!(large_counts.is_empty());
            // The lengths came as ints.
            let lengths = [integers.len(), addresses.len(), handles.len()].map(|length| length as c_int);
            // SAFETY: past the gate; a live type; each list is as long as MPI is told.
            unsafe {
                ffi::MPI_Type_get_contents(
                    self.raw,
                    lengths[0],
                    lengths[1],
                    lengths[2],
                    integers.as_mut_ptr(),
                    addresses.as_mut_ptr(),
                    handles.as_mut_ptr(),
                )
            }
        };
        check(CALL, code)?;
        for raw in handles {
            if raw == ffi::MPI_DATATYPE_NULL {
                return Err(Error::new(
                    ErrorKind::Intern,
                    CALL,
                    "the library gave no datatype where it said there is one",
                ));
            }
            let mut datatype = Type { raw, instance: self.instance, owned: false };
            datatype.owned = !datatype.envelope()?.combiner.is_predefined();
            contents.datatypes.push(datatype);
        }
        Ok(contents)
    }
}
