// Whether the hosted UI is configured, and whether whoever is signed in came by it. The module asks here, too.

import { OWN_DATA, claimsOf, keysOf, readItem } from './stored-session.js';

/** v5's storage key of whether the last sign-in was at the hosted page, of any user of any app client: `true` or `false`. */
export const CAME_BY_HOSTED_UI = 'amplify-signin-with-hostedUI';

/**
 * The configuration of the hosted UI; `undefined` if there is none.
 *
 * Mended: `oauth.awsCognito` counts for each of the methods.
 */
export const hostedUi = ({ oauth }) => (oauth?.redirectSignIn === undefined ? oauth?.awsCognito : oauth);

/**
 * Whether whoever is signed in came by the hosted page. The tokens from there have the scope `openid` at least. A note may
 * be of a former session: v5 leaves those that are not its own.
 *
 * Mended: v5 asks its key alone, which another tab or app client may have written. It counts for a session that v5 has left.
 */
export function cameByHostedUi({ _config, _storage, userPool }) {
  const user = hostedUi(_config) && userPool?.getCurrentUser();
  if (!user) return false;
  const keys = keysOf(userPool.clientId, user.username);
  const read = (key) => readItem(_storage, key);
  return (
    !!(read(keys.hostedUI) || read(keys.oauthMetadata) || read(CAME_BY_HOSTED_UI) === 'true') &&
    claimsOf(read(keys.accessToken)).scope !== OWN_DATA
  );
}
