//! What lives as long as the page: refreshes under way, how often requests may be repeated, the key pair of the next sign-in.

use crate::cognito::RetryBudget;
use crate::session::Flights;
use crate::srp::Ephemeral;
use core::cell::RefCell;

/// One for each thread: natively each test has its own.
#[derive(Default)]
pub(crate) struct PageState {
    pub flights: Flights,
    pub retry_budget: RetryBudget,
    pub prepared: RefCell<Option<Ephemeral>>,
    /// What goes on by itself.
    #[cfg(target_arch = "wasm32")]
    pub tasks: crate::js::Tasks,
}

/// Wasm here has one thread, and no std for `thread_local!`.
#[cfg(target_arch = "wasm32")]
pub(crate) fn with<R>(run: impl FnOnce(&PageState) -> R) -> R {
    static STATE: wasm_bindgen::__rt::LazyCell<PageState> = wasm_bindgen::__rt::LazyCell::new(PageState::default);
    run(&STATE)
}

#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn with<R>(run: impl FnOnce(&PageState) -> R) -> R {
    std::thread_local! {
        static STATE: PageState = PageState::default();
    }
    STATE.with(run)
}
