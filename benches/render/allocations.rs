//! The system's allocator with a counter before it. This is the one place with `unsafe`.

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

struct Counting;

#[global_allocator]
static COUNTING: Counting = Counting;

static COUNT: AtomicU64 = AtomicU64::new(0);

/// How often `work` asked for memory; growing a block counts as asking.
pub fn during<Output>(work: impl FnOnce() -> Output) -> u64 {
    let before = COUNT.load(Relaxed);
    drop(work());
    COUNT.load(Relaxed) - before
}

/// Frees a big block once, after which glibc keeps freed memory for reuse, as it does in any program that has run
/// for a while. Otherwise whoever makes the first large statement would pay the kernel for its pages each time.
pub fn settle() {
    drop(black_box(Vec::<u8>::with_capacity(16 << 20)));
}

/// A load and a store, not a locked increment: the bench has one thread, and the count must not be felt in the times.
fn count() {
    COUNT.store(COUNT.load(Relaxed) + 1, Relaxed);
}

// SAFETY: every call goes to `System` unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count();
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        unsafe { System.realloc(block, layout, size) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        unsafe { System.dealloc(block, layout) }
    }
}
