//! An allocator that counts, so that tests can say how much memory a call took.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

pub(crate) struct Counting;

thread_local! {
    static NOW: Cell<usize> = const { Cell::new(0) };
    static MOST: Cell<usize> = const { Cell::new(0) };
}

fn add(bytes: usize) {
    let now = NOW.get() + bytes;
    NOW.set(now);
    MOST.set(MOST.get().max(now));
}

// SAFETY: the system's allocator does it all.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        add(layout.size());
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, address: *mut u8, layout: Layout) {
        NOW.set(NOW.get().saturating_sub(layout.size()));
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(address, layout) }
    }

    unsafe fn realloc(&self, address: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        NOW.set(NOW.get().saturating_sub(layout.size()));
        add(size);
        // SAFETY: the caller's promise.
        unsafe { System.realloc(address, layout, size) }
    }
}

/// The most memory that this thread had at once while `run` ran, beyond what it had before, in bytes.
pub(crate) fn most_while<R>(run: impl FnOnce() -> R) -> (R, usize) {
    let before = NOW.get();
    MOST.set(before);
    let result = run();
    (result, MOST.get() - before)
}

#[test]
fn memory_is_counted() {
    let (vector, most) = most_while(|| drop(vec![0u8; 1000]));
    assert!((1000..2000).contains(&most), "{most}");
    vector
}
