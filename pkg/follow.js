// The listeners of an Auth. They follow who is signed in, in this tab and in others, and make the module ready when
// somebody is about to sign in.

import { wasAsked } from './current-user.js';
import { CAME_BY_HOSTED_UI } from './hosted-session.js';
import { Hub } from './hub.js';
import { dispatch } from './page-parts.js';
import { core, load } from './load.js';
import { endTabSession, removeLostSession } from './tab-session.js';

/** Follows until the function that this returns is called. */
export function follow(auth) {
  let knownUsername;
  let channel;
  let opening;
  let listening;

  // Reads who is signed in, and dispatches an event if another tab has changed that. A tab's message says no more than
  // that somebody signed in or out, because tabs need not share the storage.
  const checkUser = (elsewhere) => {
    let user;
    try {
      user = auth.userPool?.getCurrentUser() ?? null;
    } catch {
      // The application's storage cannot say.
      return;
    }
    if (knownUsername === (knownUsername = user?.username) || !elsewhere) return;
    auth.user = user;
    dispatch(user ? 'signedInElsewhere' : 'signedOutElsewhere', user, 'The user has changed in another tab', auth);
  };

  // Loads the module when a password field is used, and makes it ready, so that nobody waits. Such a field is the one sign
  // of a sign-in that a page gives before its first call. A page without one loads nothing.
  const expectSignIn = ({ target }) => {
    if (target?.type !== 'password') return;
    load('signIn').then(
      () => core.expectSignIn(auth),
      () => {},
    );
  };

  // In a task of its own: what a page asks at once need not wait for it.
  const open = () => {
    // Not before: Cloudflare's workers make none while a script is imported.
    listening = new AbortController();
    const { signal } = listening;
    channel = new BroadcastChannel('cognito-auth-wasm');
    channel.addEventListener('message', checkUser, { signal });
    // A tab with v5 posts no message, but its writes raise this event.
    addEventListener('storage', checkUser, { signal });
    document.addEventListener(
      'visibilitychange',
      () => {
        // A page that asked for no session so far needs none now.
        if ((core || wasAsked) && knownUsername && !document.hidden && navigator.onLine)
          auth.currentSession().catch(() => {});
      },
      { signal },
    );
    // A field that a password manager fills need not have the focus.
    for (const event of ['focusin', 'input']) document.addEventListener(event, expectSignIn, { signal });
    expectSignIn({ target: document.activeElement });
    removeLostSession(auth.userPool?.clientId);
    // Another tab may have changed it since the last time.
    checkUser(true);
  };

  const unlisten = Hub.listen(auth._channel, ({ payload: { event } }) => {
    if (/^(signIn|verify|cognitoHostedUI)$/.test(event))
      auth._storage.setItem(CAME_BY_HOSTED_UI, `${event === 'cognitoHostedUI'}`);
    else if (event === 'signOut') auth._storage.removeItem(CAME_BY_HOSTED_UI);
    // Not before a sign-out has ended: it removes the session twice, and must not find another tab's.
    if (auth.userPool && /^(configured|signOut|sessionExpired)$/.test(event)) endTabSession(auth.userPool.clientId);
    if (event === 'configured' && auth.userPool) {
      if (globalThis.document && globalThis.BroadcastChannel) opening ??= setTimeout(open);
      Promise.resolve(auth._storageSync).then(
        () => checkUser(),
        () => {},
      );
    }
    if (/^(sign(In|Out)|oAuthSignOut|sessionExpired)$/.test(event)) {
      checkUser();
      channel?.postMessage(0);
    }
  });
  return () => {
    unlisten();
    clearTimeout(opening);
    listening?.abort();
  };
}
