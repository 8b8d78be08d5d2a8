// Whether the page is a return from the hosted page. The module finishes a return (`src/hosted_ui`). A page that is none
// loads nothing for it.

import { BAD_SCOPES, OAUTH_FAILED, PARSING_CALLBACK } from './error-texts.js';
import { hostedUi } from './hosted-session.js';
import { LONGEST_WAIT_MS, dispatch, inTime } from './page-parts.js';

/** The key of the attempts that this tab has begun. Also in `src/hosted_ui/attempts.rs`. The other key is v5's. */
const ATTEMPTS = 'cognito-auth-wasm.oauth';
const V5_STATE = 'oauth_state';

function isExpected() {
  try {
    return sessionStorage.getItem(ATTEMPTS) || sessionStorage.getItem(V5_STATE);
  } catch {
    return false;
  }
}

/**
 * Looks at the page's address, and has a return finished. Methods that ask for the user wait for that meanwhile. Throws
 * if the configured scopes are no list of texts.
 *
 * Mended: v5 throws in a worker, which has no page to return to.
 */
export function lookForReturn(auth) {
  const hosted = hostedUi(auth._config);
  // As in v5: one of `options` stands before the rest.
  const { scopes = [] } = { scopes: hosted?.scope, ...hosted?.options };
  if (!Array.isArray(scopes) || scopes.some((scope) => typeof scope !== 'string')) throw new Error(BAD_SCOPES);
  if (!hosted || !auth._config.userPoolId || !globalThis.document) return;
  const { href } = location;
  dispatch('parsingCallbackUrl', { url: href }, PARSING_CALLBACK, auth);
  // Again and again until the page is left: a later `configure` must wait for it, too.
  if (/[?#&](code|error|access_token)=/.test(href) && isExpected())
    auth._returning ??= auth._handleAuthResponse(href, auth._storageSync).catch((error) => {
      for (const event of ['signIn', 'cognitoHostedUI', 'customState'])
        dispatch(event + '_failure', error, OAUTH_FAILED, auth);
    });
  if (auth._returning) auth._storageSync = Promise.all([auth._storageSync, inTime(LONGEST_WAIT_MS, auth._returning)]);
}
