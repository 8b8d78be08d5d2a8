// A session of this tab alone, which is not remembered: it lies in sessionStorage, over reloads, and no other tab and no
// later visit sees it. While the tab has one, the page's storages read and write it there. The module begins it, at a
// sign-in (`src/session.rs`).

import { isDeviceKey, keysOf, meaningOf } from './stored-session.js';

/** sessionStorage, for a key of a session that is this tab's own; `undefined` for any other. Devices are remembered. */
export function tabStorage(key) {
  try {
    const { clientId } = meaningOf(key);
    if (clientId && !isDeviceKey(key) && sessionStorage.getItem(keysOf(clientId).tabSession)) return sessionStorage;
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
    if (!sessionStorage.getItem(lastAuthUser)) sessionStorage.removeItem(tabSession);
  } catch {}
}
