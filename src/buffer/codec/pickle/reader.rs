//! Reads a pickle: the opcodes of plain data of protocols 2 to 5. See `pickletools` of Python for what they do.

use super::graph::{Graph, Id, Node, TooMany};

/// A reader on its way through a pickle.
struct Reader<'de> {
    pickle: &'de [u8],
    rest: &'de [u8],
    graph: Graph<'de>,
    stack: Vec<Id>,
    /// Lengths of the stack at the marks that are open.
    marks: Vec<usize>,
    memo: Vec<Id>,
}

/// The values of a pickle that ends where the bytes do.
pub(super) fn read(pickle: &[u8]) -> Result<Graph<'_>, String> {
    let mut reader = Reader {
        pickle,
        rest: pickle,
        graph: Graph::default(),
        stack: Vec::new(),
        marks: Vec::new(),
        memo: Vec::new(),
    };
    loop {
        let at = pickle.len() - reader.rest.len();
        let [opcode] = reader.array()?;
        if opcode == b'.' {
            break;
        }
        reader.step(opcode).map_err(|why| format!("opcode {opcode:#04x} at byte {at}: {why}"))?;
    }
    let root = reader.pop()?;
    if !reader.rest.is_empty() {
        return Err(format!("{} bytes are left over", reader.rest.len()));
    }
    reader.graph.set_root(root);
    Ok(reader.graph)
}

impl<'de> Reader<'de> {
    fn step(&mut self, opcode: u8) -> Result<(), String> {
        match opcode {
            0x80 => match self.array()? {
                [2..=5] => Ok(()),
                [other] => Err(format!("protocol {other} is not known")),
            },
            // The length of a frame says how much to read ahead; everything is here already.
            0x95 => self.array::<8>().map(drop),
            b'(' => {
                self.marks.push(self.stack.len());
                Ok(())
            }
            b'0' => self.pop().map(drop),
            b'1' => self.pop_to_mark().map(drop),
            b'2' => {
                let top = self.top()?;
                self.stack.push(top);
                Ok(())
            }

            0x94 => self.memoize(None),
            b'q' => self.number::<1>().and_then(|id| self.memoize(Some(id))),
            b'r' => self.number::<4>().and_then(|id| self.memoize(Some(id))),
            b'h' => self.number::<1>().and_then(|id| self.recall(id)),
            b'j' => self.number::<4>().and_then(|id| self.recall(id)),

            b'N' => self.push(Node::None),
            0x88 => self.push(Node::Bool(true)),
            0x89 => self.push(Node::Bool(false)),
            b'K' => self.number::<1>().and_then(|int| self.push(Node::Int(int as i64))),
            b'M' => self.number::<2>().and_then(|int| self.push(Node::Int(int as i64))),
            b'J' => {
                let int = i32::from_le_bytes(self.array()?);
                self.push(Node::Int(int.into()))
            }
            0x8a => self.number::<1>().and_then(|len| self.long(len)),
            0x8b => self.number::<4>().and_then(|len| self.long(len)),
            b'G' => {
                let float = f64::from_be_bytes(self.array()?);
                self.push(Node::Float(float))
            }

            b'C' => self.number::<1>().and_then(|len| self.bytes(len)),
            b'B' => self.number::<4>().and_then(|len| self.bytes(len)),
            0x8e | 0x96 => self.number::<8>().and_then(|len| self.bytes(len)),
            0x8c => self.number::<1>().and_then(|len| self.text(len)),
            b'X' => self.number::<4>().and_then(|len| self.text(len)),
            0x8d => self.number::<8>().and_then(|len| self.text(len)),

            b')' => self.tuple(self.stack.len()),
            0x85..=0x87 => {
                let len = usize::from(opcode - 0x84);
                let start = self.stack.len().checked_sub(len).filter(|&start| start >= self.floor());
                self.tuple(start.ok_or(UNDERFLOW)?)
            }
            b't' => {
                let start = self.close_mark()?;
                self.tuple(start)
            }

            b']' => self.push(Node::List(Vec::new())),
            b'l' => self.pop_to_mark().and_then(|elements| self.push(Node::List(elements))),
            b'a' => {
                let element = self.pop()?;
                self.extend_list(vec![element])
            }
            b'e' => self.pop_to_mark().and_then(|elements| self.extend_list(elements)),

            b'}' => self.push(Node::Dict(Vec::new())),
            b'd' => self.pop_to_mark().and_then(pairs).and_then(|entries| self.push(Node::Dict(entries))),
            b's' => {
                let (value, key) = (self.pop()?, self.pop()?);
                self.extend_dict(vec![key, value])
            }
            b'u' => self.pop_to_mark().and_then(pairs).and_then(|entries| self.extend_dict(entries)),

            0x8f => self.push(Node::Set(Vec::new())),
            0x90 => {
                let elements = self.pop_to_mark()?;
                match self.top_mut()? {
                    Node::Set(set) => set.extend(elements),
                    _ => return Err("it adds to something that is no set".into()),
                }
                Ok(())
            }
            0x91 => self.pop_to_mark().and_then(|elements| self.push(Node::Set(elements))),

            b'c' | 0x93 | b'i' | b'o' | b'R' | 0x81 | 0x92 | b'b' | b'P' | b'Q' | 0x82..=0x84 => {
                Err("it names a class or a function, and nothing of the kind is run here: \
                     send None, bool, int, float, str, bytes, list, tuple, dict or set"
                    .into())
            }
            0x97 | 0x98 => Err("it refers to data outside of the message".into()),
            _ => Err("it is not known in protocols 2 to 5".into()),
        }
    }

    fn extend_list(&mut self, elements: Vec<Id>) -> Result<(), String> {
        match self.top_mut()? {
            // The pickler begins with an empty list and adds a thousand at a time.
            Node::List(list) if list.is_empty() => *list = elements,
            Node::List(list) => list.extend(elements),
            _ => return Err("it adds to something that is no list".into()),
        }
        Ok(())
    }

    fn extend_dict(&mut self, entries: Vec<Id>) -> Result<(), String> {
        match self.top_mut()? {
            Node::Dict(dict) if dict.is_empty() => *dict = entries,
            Node::Dict(dict) => dict.extend(entries),
            _ => return Err("it adds to something that is no dict".into()),
        }
        Ok(())
    }

    fn take(&mut self, len: usize) -> Result<&'de [u8], String> {
        let (taken, rest) = self.rest.split_at_checked(len).ok_or_else(|| {
            format!("{len} bytes were expected, {} of {} are left", self.rest.len(), self.pickle.len())
        })?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], String> {
        self.take(N).map(|bytes| bytes.try_into().unwrap_or([0; N]))
    }

    /// A length or a small integer of `N` bytes.
    fn number<const N: usize>(&mut self) -> Result<usize, String> {
        let mut bytes = [0; 8];
        bytes[..N].copy_from_slice(&self.array::<N>()?);
        usize::try_from(u64::from_le_bytes(bytes)).map_err(|error| error.to_string())
    }

    fn long(&mut self, len: usize) -> Result<(), String> {
        let bytes = self.take(len)?;
        if len > 16 {
            return Err(format!("an int of {len} bytes is longer than 128 bits"));
        }
        let mut number = [if bytes.last().is_some_and(|last| last & 0x80 != 0) { 0xff } else { 0 }; 16];
        number[..len].copy_from_slice(bytes);
        match i64::try_from(i128::from_le_bytes(number)) {
            Ok(int) => self.push(Node::Int(int)),
            Err(_) => self.push(Node::Long(bytes)),
        }
    }

    fn bytes(&mut self, len: usize) -> Result<(), String> {
        let bytes = self.take(len)?;
        self.push(Node::Bytes(bytes))
    }

    fn text(&mut self, len: usize) -> Result<(), String> {
        let text = std::str::from_utf8(self.take(len)?).map_err(|error| error.to_string())?;
        self.push(Node::Text(text))
    }

    /// Everything above `start` becomes a tuple.
    fn tuple(&mut self, start: usize) -> Result<(), String> {
        let id = self.graph.add_tuple(self.stack.drain(start..))?;
        self.stack.push(id);
        Ok(())
    }

    fn push(&mut self, node: Node<'de>) -> Result<(), String> {
        let id = self.graph.add(node)?;
        self.stack.push(id);
        Ok(())
    }

    /// What is below the last mark is out of reach.
    fn floor(&self) -> usize {
        self.marks.last().copied().unwrap_or(0)
    }

    fn pop(&mut self) -> Result<Id, String> {
        let floor = self.floor();
        if self.stack.len() > floor { self.stack.pop() } else { None }.ok_or_else(|| UNDERFLOW.into())
    }

    fn top(&self) -> Result<Id, String> {
        self.stack[self.floor()..].last().copied().ok_or_else(|| UNDERFLOW.into())
    }

    fn top_mut(&mut self) -> Result<&mut Node<'de>, String> {
        let top = self.top()?;
        self.graph.node_mut(top).ok_or_else(|| UNDERFLOW.into())
    }

    fn close_mark(&mut self) -> Result<usize, String> {
        self.marks.pop().ok_or_else(|| "no mark is open".into())
    }

    fn pop_to_mark(&mut self) -> Result<Vec<Id>, String> {
        let start = self.close_mark()?;
        Ok(self.stack.split_off(start))
    }

    /// Remembers the value on top under the next number. All picklers count up; a number that was left out could ask for
    /// any amount of memory.
    fn memoize(&mut self, id: Option<usize>) -> Result<(), String> {
        let top = self.top()?;
        match id {
            Some(id) if id < self.memo.len() => self.memo[id] = top,
            Some(id) if id > self.memo.len() => return Err("it leaves out a number of the memo".into()),
            _ => self.memo.push(top),
        }
        Ok(())
    }

    fn recall(&mut self, id: usize) -> Result<(), String> {
        let node = *self.memo.get(id).ok_or("it recalls what was not memoized")?;
        self.stack.push(node);
        Ok(())
    }
}

const UNDERFLOW: &str = "the stack is empty";

impl From<TooMany> for String {
    fn from(_: TooMany) -> String {
        "more than 2^32 values".into()
    }
}

/// Keys and values in turn.
fn pairs(entries: Vec<Id>) -> Result<Vec<Id>, String> {
    if entries.len() % 2 == 0 { Ok(entries) } else { Err("a key has no value".into()) }
}
