//! The tab: its address, a session that is its own, and other pages of the same storage.

use super::Fake;
use crate::platform::{Platform, Shelf};
use crate::wire::Value;

impl Fake {
    /// Opens that address in the tab.
    pub(crate) fn at(self, address: &str) -> Self {
        self.0.borrow_mut().address = Some(address.into());
        self
    }

    /// Whether the key is one of a session that is this tab's own, as in `pkg/tab-session.js`.
    pub(super) fn is_in_tab(&self, key: &Value) -> bool {
        let key = key.as_text().unwrap_or_default();
        let client_id = key.split('.').nth(1).unwrap_or_default();
        let mark = (Shelf::Tab, format!("cognito-auth-wasm.tab.{client_id}"));
        let is_of_device = ["deviceKey", "randomPasswordKey", "deviceGroupKey"]
            .iter()
            .any(|name| key.ends_with(name));
        self.0.borrow().shelves.contains_key(&mark)
            && key.starts_with("CognitoIdentityServiceProvider.")
            && !is_of_device
    }

    /// A copy of this tab: with the same storage, and a copy of what is the tab's own.
    pub(crate) fn duplicated(&self) -> Self {
        let tab = self.reopened();
        let (shelves, address) = (self.0.borrow().shelves.clone(), self.address());
        tab.0.borrow_mut().shelves = shelves;
        tab.0.borrow_mut().address = Some(address);
        tab
    }

    /// A page that is opened afterwards, with the same storage.
    pub(crate) fn reopened(&self) -> Self {
        let page = Fake::new();
        page.0.borrow_mut().storage = self.storage();
        page.0.borrow_mut().now_ms = self.now_ms();
        page
    }
}
