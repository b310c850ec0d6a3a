//! What a pickle describes: values that refer to each other, one of them the whole. Nothing here is nested in Rust's sense, so
//! nothing recurses when it is dropped, and a part that is named twice is there once.

/// The number of a node.
pub(super) type Id = u32;

/// One value.
#[derive(Debug)]
pub(super) enum Node<'de> {
    /// `None`.
    None,
    /// `True`, `False`.
    Bool(bool),
    /// An integer of at most 64 bits.
    Int(i64),
    /// A longer one, in little-endian two's complement of at most 16 bytes.
    Long(&'de [u8]),
    /// A float.
    Float(f64),
    /// `bytes`, `bytearray`.
    Bytes(&'de [u8]),
    /// `str`.
    Text(&'de str),
    /// `tuple`: nodes one behind the other in [`Graph::tuples`].
    Tuple { start: u32, len: u32 },
    /// `list`.
    List(Vec<Id>),
    /// `set`, `frozenset`.
    Set(Vec<Id>),
    /// `dict`: keys and values in turn.
    Dict(Vec<Id>),
}

/// All values of a pickle.
#[derive(Debug, Default)]
pub(super) struct Graph<'de> {
    nodes: Vec<Node<'de>>,
    tuples: Vec<Id>,
    root: Id,
}

/// Numbers of nodes are 32 bits, since there are many: a pickle past that is refused.
#[derive(Debug)]
pub(super) struct TooMany;

impl<'de> Graph<'de> {
    /// Of a message without bytes.
    pub(super) fn none() -> Graph<'de> {
        Graph { nodes: vec![Node::None], ..Graph::default() }
    }

    pub(super) fn root(&self) -> Id {
        self.root
    }

    pub(super) fn set_root(&mut self, root: Id) {
        self.root = root;
    }

    /// A node, by the number that `add` gave it.
    pub(super) fn node(&self, id: Id) -> &Node<'de> {
        self.nodes.get(id as usize).unwrap_or(&Node::None)
    }

    pub(super) fn node_mut(&mut self, id: Id) -> Option<&mut Node<'de>> {
        self.nodes.get_mut(id as usize)
    }

    /// The elements of a tuple.
    pub(super) fn tuple(&self, start: u32, len: u32) -> &[Id] {
        let (start, len) = (start as usize, len as usize);
        self.tuples.get(start..start + len).unwrap_or_default()
    }

    pub(super) fn add(&mut self, node: Node<'de>) -> Result<Id, TooMany> {
        let id = Id::try_from(self.nodes.len()).map_err(|_| TooMany)?;
        self.nodes.push(node);
        Ok(id)
    }

    pub(super) fn add_tuple(&mut self, elements: impl ExactSizeIterator<Item = Id>) -> Result<Id, TooMany> {
        let start = u32::try_from(self.tuples.len()).map_err(|_| TooMany)?;
        let len = u32::try_from(elements.len()).map_err(|_| TooMany)?;
        self.tuples.extend(elements);
        self.add(Node::Tuple { start, len })
    }
}
