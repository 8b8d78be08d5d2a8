//! The faster kernel, a module of its own (`src/fma`), which the page has fetched by the first computation.

use crate::srp::{Job, Work};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/pkg/page.js")]
extern "C" {
    /// Runs the job on the numbers in `work`, if the kernel has been fetched. Never waits for it.
    #[wasm_bindgen(js_namespace = page, js_name = accelerate)]
    fn accelerate_in_page(is_shared_secret: bool, work: &mut [u8]) -> bool;
}

/// Runs the job in the faster module, if that has been fetched.
pub(super) fn accelerate(job: Job, work: &mut Work) -> bool {
    accelerate_in_page(job == Job::SharedSecret, work)
}
