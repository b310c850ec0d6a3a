//! Making the MPI type of a pattern: of vectors, blocks and structs, whose counts fit an `int` on every library.

use super::Shape;
use super::pattern::{Block, Kind, Node, Place};
use crate::datatype::{Datatype, Form, Of};
use crate::error::{Result, check};
use crate::gate::Call;
use oxmpi_sys as ffi;
use std::collections::HashMap;
use std::ffi::c_int;

/// The most that goes into one type: what is more becomes a type of types.
const CHUNK: u64 = 1 << 30;

/// The committed type of the elements that travel, at displacements from the first of them.
pub(super) fn travelling<T: Datatype>(shape: &Shape, form: Form, call: &Call) -> Result<ffi::MPI_Datatype> {
    let mut types = Types::of::<T>(form, call)?;
    let datatype = match &shape.place {
        Some(place) => types.node(&place.node)?,
        None => types.contiguous(0, types.element)?,
    };
    types.committed(datatype)
}

/// The committed type of a whole layout: displacements from the origin, and its bounds.
pub(super) fn whole<T: Datatype>(shape: &Shape, call: &Call) -> Result<ffi::MPI_Datatype> {
    let mut types = Types::of::<T>(Form::Typed, call)?;
    let datatype = types.whole(shape)?;
    types.committed(datatype)
}

/// The types made on the way. They are freed when this is dropped, which a type made of them survives.
struct Types<'c> {
    /// The type of an element. Its extent is `size`.
    element: ffi::MPI_Datatype,
    /// The size of an element, in bytes.
    size: isize,
    made: Vec<ffi::MPI_Datatype>,
    /// What was made of each part of another: layouts can have the same part often.
    of: HashMap<*const Node, ffi::MPI_Datatype>,
    /// Whether a struct was made, to whose end a library may add padding.
    structs: bool,
    /// All of this happens past the gate.
    _call: &'c Call,
}

impl<'c> Types<'c> {
    fn of<T: Datatype>(form: Form, call: &'c Call) -> Result<Types<'c>> {
        let element = match (form, Of::<T>::UNIFORM) {
            (Form::Typed, Some((basic, 1))) => basic.raw(),
            (Form::Bytes, _) if size_of::<T>() == 1 => ffi::MPI_BYTE,
            _ => T::cell().get(T::TYPEMAP, form, call)?,
        };
        let size = size_of::<T>() as isize;
        let made = Vec::with_capacity(2); // of most layouts one or two
        Ok(Types { element, size, made, of: HashMap::new(), structs: false, _call: call })
    }

    /// Commits one of the types, and hands it over.
    fn committed(mut self, mut datatype: ffi::MPI_Datatype) -> Result<ffi::MPI_Datatype> {
        // SAFETY: past the gate; a live type.
        check("MPI_Type_commit", unsafe { ffi::MPI_Type_commit(&mut datatype) })?;
        self.made.retain(|&made| made != datatype);
        Ok(datatype)
    }

    fn add(
        &mut self,
        call: &'static str,
        make: impl FnOnce(*mut ffi::MPI_Datatype) -> c_int,
    ) -> Result<ffi::MPI_Datatype> {
        let mut new = ffi::MPI_DATATYPE_NULL;
        check(call, make(&mut new))?;
        self.made.push(new);
        Ok(new)
    }

    /// Displacements from the origin, and the bounds of the layout.
    fn whole(&mut self, shape: &Shape) -> Result<ffi::MPI_Datatype> {
        let datatype = match &shape.place {
            Some(Place { at: 0, node }) => self.node(node)?,
            Some(place) => match &place.node.kind {
                Kind::Run => {
                    self.blocks(place.at, &[Block { at: 0, len: place.node.elements }], place.node.elements)?
                }
                Kind::Blocks(blocks) => self.blocks(place.at, blocks, place.node.elements)?,
                _ => self.listed(std::slice::from_ref(place))?,
            },
            None => self.contiguous(0, self.element)?,
        };
        // As they are of themselves? The type of an element is nobody's to hand over.
        let bounds = shape.place.as_ref().map(|place| (place.lower(), place.upper()));
        if bounds == Some((shape.lower, shape.upper)) && !self.structs && !self.made.is_empty() {
            return Ok(datatype);
        }
        let (lower, extent) = (shape.lower as isize * self.size, (shape.upper - shape.lower) as isize * self.size);
        self.add("MPI_Type_create_resized", |new| {
            // SAFETY: past the gate; a live type.
            unsafe { ffi::MPI_Type_create_resized(datatype, lower, extent, new) }
        })
    }

    /// A part of another type, which is made once.
    fn part(&mut self, node: &Node) -> Result<ffi::MPI_Datatype> {
        let key = std::ptr::from_ref(node);
        if let Some(made) = self.of.get(&key) {
            return Ok(*made);
        }
        let made = self.node(node)?;
        self.of.insert(key, made);
        Ok(made)
    }

    fn node(&mut self, node: &Node) -> Result<ffi::MPI_Datatype> {
        match &node.kind {
            Kind::Run => self.run(node.elements),
            Kind::Strided { count, stride, of } => self.strided(*count, *stride, of),
            Kind::Blocks(blocks) => self.blocks(0, blocks, node.elements),
            Kind::Listed(places) => self.listed(places),
        }
    }

    /// Elements one behind the other, as part of another type.
    fn run(&mut self, len: u64) -> Result<ffi::MPI_Datatype> {
        let (element, size) = (self.element, self.size);
        match c_int::try_from(len) {
            Ok(1) => Ok(element),
            Ok(len) => self.contiguous(len, element),
            Err(_) => self.repeated(len, size, element),
        }
    }

    fn contiguous(&mut self, len: c_int, of: ffi::MPI_Datatype) -> Result<ffi::MPI_Datatype> {
        // SAFETY: past the gate; a live type.
        self.add("MPI_Type_contiguous", |new| unsafe { ffi::MPI_Type_contiguous(len, of, new) })
    }

    fn strided(&mut self, count: u64, stride: i64, of: &Node) -> Result<ffi::MPI_Datatype> {
        let (element, bytes) = (self.element, stride as isize * self.size);
        if let (Kind::Run, Ok(times), Ok(len)) = (&of.kind, c_int::try_from(count), c_int::try_from(of.elements)) {
            if let Ok(stride) = c_int::try_from(stride) {
                // SAFETY: past the gate; a live type.
                return self
                    .add("MPI_Type_vector", |new| unsafe { ffi::MPI_Type_vector(times, len, stride, element, new) });
            }
            // SAFETY: past the gate; a live type.
            return self.add("MPI_Type_create_hvector", |new| unsafe {
                ffi::MPI_Type_create_hvector(times, len, bytes, element, new)
            });
        }
        let of = self.part(of)?;
        self.repeated(count, bytes, of)
    }

    /// Copies of a type, one every `stride` bytes. More than fit an `int` become copies of chunks of copies.
    fn repeated(&mut self, count: u64, stride: isize, of: ffi::MPI_Datatype) -> Result<ffi::MPI_Datatype> {
        let hvector = |types: &mut Self, count: c_int| {
            // SAFETY: past the gate; a live type.
            types.add("MPI_Type_create_hvector", |new| unsafe {
                ffi::MPI_Type_create_hvector(count, 1, stride, of, new)
            })
        };
        if let Ok(count) = c_int::try_from(count) {
            return hvector(self, count);
        }
        let (chunks, rest) = (count / CHUNK, count % CHUNK);
        // No displacement is beyond the bounds of the layout.
        let step = CHUNK as isize * stride;
        let chunk = hvector(self, CHUNK as c_int)?;
        let body = self.repeated(chunks, step, chunk)?;
        if rest == 0 {
            return Ok(body);
        }
        let tail = hvector(self, rest as c_int)?;
        self.joined(&[0, chunks as isize * step], &[body, tail])
    }

    /// Runs anywhere, at offsets from `origin`, of no more than `elements` elements.
    fn blocks(&mut self, origin: i64, blocks: &[Block], elements: u64) -> Result<ffi::MPI_Datatype> {
        if blocks.len() as u64 > CHUNK {
            let mut chunks = Vec::new();
            for chunk in blocks.chunks(CHUNK as usize) {
                chunks.push(self.blocks(origin, chunk, elements)?);
            }
            return self.joined(&vec![0; chunks.len()], &chunks);
        }
        let (count, element, size) = (blocks.len() as c_int, self.element, self.size);
        let displacements: Vec<ffi::MPI_Aint> =
            blocks.iter().map(|block| (origin + block.at) as isize * size).collect();
        const MOST: u64 = c_int::MAX as u64;
        if elements > MOST && blocks.iter().any(|block| block.len > MOST) {
            let mut runs = Vec::with_capacity(blocks.len());
            for block in blocks {
                runs.push(self.run(block.len)?);
            }
            return self.joined(&displacements, &runs);
        }
        let len = blocks[0].len;
        if blocks.iter().all(|block| block.len == len) {
            // SAFETY: past the gate; as many displacements as `count`; a live type.
            return self.add("MPI_Type_create_hindexed_block", |new| unsafe {
                ffi::MPI_Type_create_hindexed_block(count, len as c_int, displacements.as_ptr(), element, new)
            });
        }
        let lengths: Vec<c_int> = blocks.iter().map(|block| block.len as c_int).collect();
        // SAFETY: past the gate; as many lengths and displacements as `count`; a live type.
        self.add("MPI_Type_create_hindexed", |new| unsafe {
            ffi::MPI_Type_create_hindexed(count, lengths.as_ptr(), displacements.as_ptr(), element, new)
        })
    }

    fn listed(&mut self, places: &[Place]) -> Result<ffi::MPI_Datatype> {
        let mut displacements = Vec::with_capacity(places.len());
        let mut types = Vec::with_capacity(places.len());
        for place in places {
            displacements.push(place.at as isize * self.size);
            types.push(self.part(&place.node)?);
        }
        self.joined(&displacements, &types)
    }

    /// Types at displacements in bytes: as many of the one as of the other.
    fn joined(
        &mut self,
        displacements: &[ffi::MPI_Aint],
        datatypes: &[ffi::MPI_Datatype],
    ) -> Result<ffi::MPI_Datatype> {
        let most = CHUNK as usize;
        if displacements.len() > most {
            let mut chunks = Vec::new();
            for (at, of) in displacements.chunks(most).zip(datatypes.chunks(most)) {
                chunks.push(self.joined(at, of)?);
            }
            return self.joined(&vec![0; chunks.len()], &chunks);
        }
        self.structs = true;
        let (count, lengths) = (displacements.len() as c_int, vec![1; displacements.len()]);
        // SAFETY: past the gate; three lists of `count` items; live types.
        self.add("MPI_Type_create_struct", |new| unsafe {
            ffi::MPI_Type_create_struct(count, lengths.as_ptr(), displacements.as_ptr(), datatypes.as_ptr(), new)
        })
    }
}

impl Drop for Types<'_> {
    fn drop(&mut self) {
        for mut datatype in self.made.drain(..) {
            // SAFETY: past the gate; made by this value, and freed once.
            unsafe { ffi::MPI_Type_free(&mut datatype) };
        }
    }
}
