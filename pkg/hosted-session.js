// Whether the hosted UI is configured, and whether whoever is signed in came by it. The module asks here, too.

import { readItem } from './stored-session.js';

/** The storage key of whether whoever is signed in came by the hosted page: `true` or `false`. */
export const CAME_BY_HOSTED_UI = 'amplify-signin-with-hostedUI';

/**
 * The configuration of the hosted UI; `undefined` if there is none.
 *
 * Mended: `oauth.awsCognito` counts for each of the methods.
 */
export const hostedUi = ({ oauth }) => (oauth?.redirectSignIn === undefined ? oauth?.awsCognito : oauth);

/** Whether whoever is signed in came by the hosted page. */
export const cameByHostedUi = ({ _config, _storage, userPool }) =>
  !!hostedUi(_config) && readItem(_storage, CAME_BY_HOSTED_UI) === 'true' && !!userPool?.getCurrentUser();
