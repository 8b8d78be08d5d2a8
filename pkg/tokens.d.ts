/**
 * Where tokens are kept, for pages that do not want them in `localStorage`. Nothing of this is loaded unless you import it.
 *
 * | | A script that gets into the page can | After a reload | Several tabs |
 * | --- | --- | --- | --- |
 * | `localStorage`, the default | take all tokens, and use them for as long as the refresh token is valid (30 days unless you set it otherwise) | signed in | share the session |
 * | {@link memoryStorage} | take all tokens, too, from `Auth.currentSession()`; nothing is left for one that comes later, or for who has the disk | signed out | each signs in |
 * | {@link keepTokensIn} a `Worker` | take the access token and the ID token (an hour unless you set it otherwise), and have the worker send for new ones while the page is open; not take the refresh token | signed out | each signs in |
 * | {@link keepTokensIn} a `SharedWorker` | the same | signed in while another tab of the site is open, else signed out | share the session |
 *
 * No form helps against a script that is there while the user types the password: it can sign in by itself.
 *
 * @packageDocumentation
 */

import type { ICognitoStorage } from './index.js';

/** A storage that ends with the page: `Auth.configure({ storage: memoryStorage() })`. */
export declare function memoryStorage(): ICognitoStorage;

/** What `configure` takes. */
export interface KeptTokens {
  /** In memory, and without refresh tokens: in their place are names that mean something to the worker alone. */
  storage: ICognitoStorage;
}

/**
 * Keeps refresh tokens in a worker, out of the reach of every script in the page, this package's own included.
 *
 * ```js
 * // tokens.worker.js
 * import 'cognito-auth-wasm/token-worker';
 *
 * // app.js
 * import { keepTokensIn } from 'cognito-auth-wasm/tokens';
 * const worker = new SharedWorker(new URL('./tokens.worker.js', import.meta.url), { type: 'module' });
 * Amplify.configure({ Auth: { userPoolId, userPoolWebClientId, ...keepTokensIn(worker) } });
 * ```
 *
 * The worker sends every request to Cognito, and trades the code of the hosted page: for that, `globalThis.fetch` is replaced by a
 * function that hands those requests over, and passes all others on. Where a reply brings a refresh token, the page gets a placeholder
 * instead, and that is what `session.getRefreshToken().getToken()` gives; where a refresh or a revocation names the placeholder, the
 * worker puts the token in, and sends it to no other address than the one that issued it. A token of the hosted page goes to the user
 * pool's endpoint alone.
 *
 * What it costs: the session ends with the worker (see the table above), so a user whose only tab is reloaded signs in again, and a
 * remembered device is forgotten; no session of `localStorage` is taken over; v5 beside it cannot refresh. The app's policy must
 * allow the worker: `worker-src 'self'`, under Trusted Types also a policy for the worker's URL. Where it cannot be loaded, every call
 * rejects and says so.
 *
 * What it does not do: a script in the page can read the access token and the ID token, call Cognito with them, and have the worker
 * refresh and revoke, as long as the page is open. While the user's session at the hosted page lasts, it can send the browser there for
 * a code of its own.
 */
export declare function keepTokensIn(worker: Worker | SharedWorker): KeptTokens;
