//! Panics that a test (`tests/panics`) asks for. Not in the published module.

use std::cell::RefCell;
use std::hint::black_box;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The kind of panic that the test's page asks for at that place.
    #[wasm_bindgen(js_namespace = globalThis, js_name = panicAt, catch)]
    fn panic_at(place: &str) -> Result<JsValue, JsValue>;
}

/// Panics or traps at that place in the way that the page asks for, if it asks for one.
pub(crate) fn at(place: &str) {
    let asked = panic_at(place).ok().and_then(|way| way.as_string());
    match asked.as_deref() {
        Some("panic") => panic!("asked for at {place}"),
        Some("index") => {
            let bytes = place.as_bytes();
            black_box(bytes[black_box(bytes.len())]);
        }
        Some("borrow") => {
            let cell = RefCell::new(0);
            let _first = black_box(&cell).borrow_mut();
            *black_box(&cell).borrow_mut() += 1;
        }
        Some("stack") => {
            black_box(deep(black_box(u64::MAX)));
        }
        Some("memory") => {
            // The two together are larger than the memory can be.
            let half = Vec::<u8>::with_capacity(isize::MAX as usize);
            black_box((half, Vec::<u8>::with_capacity(isize::MAX as usize)));
        }
        _ => {}
    }
}

/// Recurses until the stack overflows.
#[inline(never)]
fn deep(left: u64) -> u64 {
    if left == 0 { 0 } else { black_box(deep(left - 1)) + 1 }
}
