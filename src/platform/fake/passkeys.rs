//! The browser's dialogues about passkeys.

use super::{Fake, yield_now};
use crate::platform::PasskeyPrompt;
use crate::wire::Value;

impl Fake {
    /// Lets the browser answer its next passkey dialogue so. A browser with no such answer knows no passkeys.
    pub(crate) fn passkey(self, answer: Result<Value, Value>) -> Self {
        self.0.borrow_mut().passkeys.push_back(answer);
        self
    }

    /// The browser can be told that a passkey is gone.
    pub(crate) fn forgetting(self) -> Self {
        self.0.borrow_mut().forgotten = Some(Vec::new());
        self
    }

    pub(super) async fn dialogue(&self) -> Result<Value, Value> {
        yield_now().await;
        self.0
            .borrow_mut()
            .passkeys
            .pop_front()
            .expect("a dialogue is expected")
    }

    /// The options of the passkeys that the browser was to make.
    pub(crate) fn creations(&self) -> Vec<Value> {
        self.0.borrow().creations.clone()
    }

    /// How the browser was asked for passkeys, with the options.
    pub(crate) fn prompts(&self) -> Vec<(PasskeyPrompt, Value)> {
        self.0.borrow().prompts.clone()
    }

    /// The passkeys that the browser was told to be gone: `<relying party> <ID>` each.
    pub(crate) fn forgotten(&self) -> Vec<String> {
        self.0.borrow().forgotten.clone().unwrap_or_default()
    }
}
