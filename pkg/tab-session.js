// A session of this tab alone, which is not remembered: it lies in sessionStorage, over reloads, and no other tab and no
// later visit sees it. While the tab has one, the page's storages read and write it there. The module begins it, at a
// sign-in (`src/session.rs`).
//
// For each app client for which a tab has ever been asked for such a session, localStorage has a mark, which the module
// sets. Without it, nobody looks into sessionStorage: the first look waits for the browser's other process.

import { isDeviceKey, keysOf, meaningOf } from './stored-session.js';

const isMarked = (clientId) => localStorage.getItem(keysOf(clientId).tabSession);

/** sessionStorage, for a key of a session that is this tab's own; `undefined` for any other. Devices are remembered. */
export function tabStorage(key) {
  try {
    const { clientId } = meaningOf(key);
    if (!clientId || isDeviceKey(key) || !isMarked(clientId)) return undefined;
    if (sessionStorage.getItem(keysOf(clientId).tabSession)) return sessionStorage;
  } catch {}
}

/** Removes all sessions that are this tab's own. */
export function clearTabSessions() {
  try {
    for (const key of Object.keys(sessionStorage)) tabStorage(key)?.removeItem(key);
  } catch {}
}

/** The tab has no session of its own any more if nobody is signed in there. */
export function endTabSession(clientId) {
  const { lastAuthUser, tabSession } = keysOf(clientId);
  try {
    if (isMarked(clientId) && !sessionStorage.getItem(lastAuthUser)) sessionStorage.removeItem(tabSession);
  } catch {}
}

/** Removes a session that the tab does not find any more: who clears localStorage signs out all tabs. */
export function removeLostSession(clientId) {
  try {
    if (isMarked(clientId) || !sessionStorage.getItem(keysOf(clientId).tabSession)) return;
    for (const key of Object.keys(sessionStorage))
      if (meaningOf(key).clientId === clientId) sessionStorage.removeItem(key);
    sessionStorage.removeItem(keysOf(clientId).tabSession);
  } catch {}
}
