// Auth on servers: an instance for each request, whose session lies in the request's cookies. Nothing is shared between
// two requests: each has its own storage and events.
//
// Source: `aws-amplify/src/withSSRContext.ts` and `@aws-amplify/core/src/UniversalStorage`, of v5.

import { AuthClass } from './auth.js';
import { requestStorage } from './request-storage.js';
import { Amplify } from './hub.js';
import { newSession } from './page-parts.js';
import { OWN_DATA, areValid, claimsOf, keysOf, readTokens } from './stored-session.js';

let endEarly = false;

/** What a request has begun ends with it there, so that no other waits for it. */
export const endEarlyHere = () => (endEarly = true);

const unverified = (message) =>
  Object.assign(new Error(message), { name: 'TokensUnverified', code: 'TokensUnverified' });

const UNCHECKED =
  'Nobody has checked the tokens of this request: give `verify`, or access tokens of the scope ' + OWN_DATA;
const FOREIGN = 'The tokens of this request are not of one user of this app client';

/** Whether both tokens are of one user. */
const areOfOne = (idToken, accessToken) => claimsOf(idToken).sub === claimsOf(accessToken).sub;

/**
 * The Auth of a request. `refreshes` says when it refreshes tokens (`RefreshRule` in `src/platform.rs`), `verify` checks
 * one.
 *
 * Its events go to a channel of their own, so that what listens on `auth` hears of no request's user.
 */
class RequestAuth extends AuthClass {
  constructor(config, refreshes, verify) {
    super(null);
    // Nobody disposes of it, so that nothing may hold it: it hears no events.
    this.dispose();
    this._channel = config.hubChannel ?? 'request';
    this._refreshes = refreshes;
    this._verify = verify;
    this.configure(config);
  }

  configure(config) {
    const configured = super.configure(config);
    if (!this.userPool) return configured;
    const ownerOf = this._ownerOf.bind(this);
    Object.assign(this.userPool.client, { refreshes: this._refreshes, endsEarly: endEarly, ownerOf });
    if (this._verify) this._storageSync = this._checked = this._check();
    return configured;
  }

  /**
   * The tokens, if they are valid and the user pool has signed them. Others are left out. Expired ones only serve to be
   * refreshed, by the service: the refresh token and the access token, which may name the device.
   */
  async _check() {
    /** @type {any} */
    const pool = this.userPool;
    const tokens = storedTokens(pool);
    if (!tokens) return undefined;
    const { idToken } = keysOf(pool.clientId, lastAuthUser(pool));
    // Not even later: tokens that seem to be of the future count as expired, until their time has come.
    if (!areValid(tokens)) return void pool.storage.take(idToken, 'expired');
    const isGenuine = async (token) => (await this._verify(token)) !== false;
    const checked = await Promise.all([isGenuine(tokens.idToken), isGenuine(tokens.accessToken)]).catch(() => [false]);
    if (!checked.includes(false) && areOfOne(tokens.idToken, tokens.accessToken)) return tokens;
    return void pool.storage.take(idToken, null);
  }

  /**
   * The name of the user whose tokens these are. The one under which they lie in cookies is whatever a browser says. The
   * module calls this before it gives a user. `data` is the answer to `GetUser` with the access token. Throws where there
   * is neither that nor `verify`: the error of `GetUser`, if it was asked.
   */
  _ownerOf(idToken, accessToken, data, error) {
    if (!data && !this._verify) throw error ?? unverified(UNCHECKED);
    const { username, client_id, iss } = claimsOf(accessToken);
    const { clientId, userPoolId } = /** @type {any} */ (this.userPool);
    // The service answers to good tokens of any user pool.
    const isOurs = client_id === clientId && `${iss}`.endsWith(`/${userPoolId}`);
    if (!isOurs || !areOfOne(idToken, accessToken)) throw unverified(FOREIGN);
    return data?.Username ?? username;
  }

  /** Verified tokens are answer enough. Else the service is asked who the user is. */
  async currentSession() {
    const tokens = await this._checked;
    if (tokens && areValid(tokens) && storedTokens(this.userPool)?.accessToken === tokens.accessToken)
      return newSession(tokens.idToken, tokens.accessToken, tokens.refreshToken, tokens.clockDrift);
    return /** @type {any} */ (AuthClass.prototype).currentSession.call(this);
  }
}

const lastAuthUser = ({ storage, clientId }) => storage.getItem(keysOf(clientId).lastAuthUser);

/** The tokens of whoever is signed in. */
function storedTokens(pool) {
  const username = lastAuthUser(pool);
  return username ? readTokens(pool.storage, keysOf(pool.clientId, username)) : undefined;
}

/** @param {{ [option: string]: any }} options */
function newAuth({ cookies, setCookie, config, attributes, verify, refreshes }) {
  config ??= /** @type {any} */ (Amplify).Auth.configure();
  const options = { ...config, ...config.Auth };
  const storage = requestStorage(cookies, setCookie, { ...options.cookieStorage, ...attributes });
  return new RequestAuth({ ...options, storage }, refreshes, verify);
}

/**
 * An Auth for one request.
 *
 * `cookies` is the `Cookie` header, a function that gives the decoded value of a cookie's name, or an object with such a
 * function as `get`. `setCookie(text, { name, value, …attributes })` adds a `Set-Cookie` header to the response. Without
 * it, tokens are not refreshed. `config` is that of the shared Auth, if it is left out. `attributes` are those of the
 * cookies that are set. `verify(token)` checks a token that has not expired. It rejects, or gives false, for one that the
 * user pool has not signed, which then counts as missing.
 *
 * @param {{ [option: string]: any }} options
 */
export function forRequest(options = {}) {
  return newAuth({ ...options, refreshes: options.setCookie ? 'expired' : 'never' });
}

const nameOf = (cookie) => cookie.split('=')[0];

/** A function that adds a `Set-Cookie` header to Node's response, or to one as a web function gives it. */
const cookieSetter = (response) => (text) => {
  if (response.headers?.append) return response.headers.append('Set-Cookie', text);
  const others = [response.getHeader('Set-Cookie') ?? []].flat().filter((other) => nameOf(other) !== nameOf(text));
  response.setHeader('Set-Cookie', [...others, text]);
};

/**
 * v5's: an Amplify of its own for a request, with its `Auth`. With `res`, the response, new tokens are set as cookies.
 * Without it they end with the request, as in v5, which sets none. `verify` is that of `forRequest`.
 *
 * @param {{ req?: any, res?: any, verify?: any }} context
 */
export function withSSRContext({ req, res, verify } = {}) {
  const headers = req?.headers ?? {};
  const header = (name) => (typeof headers.get === 'function' ? headers.get(name) : headers[name]);
  const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(header('host'));
  const setCookie = res && cookieSetter(res);
  const attributes = isLocal ? { secure: false } : {};
  const refreshes = setCookie ? 'expired' : 'unstored';
  const auth = newAuth({ cookies: header('cookie'), setCookie, attributes, verify, refreshes });
  const amplify = new /** @type {any} */ (Amplify.constructor)();
  // Later configurations must not bring the page's storage.
  amplify._config = { ...Amplify.configure(), storage: auth._storage };
  amplify._components = [auth];
  return Object.assign(amplify, { Auth: auth });
}

Object.assign(AuthClass, { forRequest });
