// The methods that the page answers from the stored session, while its tokens are valid: a page whose user is signed in
// fetches no wasm. A call that needs the service is forwarded to the module. The module reads the storage anew, so that
// both answer alike.
//
// Source: `@aws-amplify/auth/src/Auth.ts`, `currentUserPoolUser` and `_userSession`; `amazon-cognito-identity-js`.

import { removeChallenge } from './challenge.js';
import {
  NOBODY_AUTHENTICATED,
  NO_CURRENT_USER,
  NO_USERNAME,
  NO_USER_POOL,
  SIGNED_OUT,
  USER_NOT_AUTHENTICATED,
} from './error-texts.js';
import { cameByHostedUi } from './hosted-session.js';
import { core, load } from './load.js';
import { CognitoUser } from './objects.js';
import { LONGEST_WAIT_MS, dispatch, inTime, newSession, report, settle } from './page-parts.js';
import {
  allowUserData,
  areValid,
  attributesOf,
  cachedUserData,
  expireSoon,
  federatedInfoKey,
  federatedUser,
  keysOf,
  knownSession,
  numberOf,
  readItem,
  readTokens,
  removeItem,
  removeSession,
  removeTokens,
  storeSession,
  storeUserData,
  textOf,
} from './stored-session.js';

/** Whether anybody has asked for a session. */
export let wasAsked = false;

function known(storage, keys, inMemory) {
  wasAsked = true;
  return knownSession(storage, keys, inMemory, 1);
}

// ---- user objects, which may be an application's own copies of ours

/** A member; `undefined` if there is none or its getter throws. */
function member(object, name) {
  try {
    return object?.[name];
  } catch {
    return undefined;
  }
}

/** The storage and the keys of a user object's session: `[storage, keys]`. */
function placeOf(user) {
  const pool = member(user, 'pool');
  const storage = member(user, 'storage') || member(pool, 'storage');
  return [storage, keysOf(member(pool, 'clientId'), member(user, 'username'))];
}

/** The tokens that a user object carries; `undefined` if it carries none. */
function tokensOf(user) {
  const session = member(user, 'signInUserSession');
  const read = (name, field) => member(member(session, name), field);
  const [idToken, accessToken] = [read('idToken', 'jwtToken'), read('accessToken', 'jwtToken')];
  if (typeof idToken !== 'string' || typeof accessToken !== 'string') return undefined;
  const clockDrift = numberOf(member(session, 'clockDrift'));
  return { idToken, accessToken, refreshToken: textOf(read('refreshToken', 'token')), clockDrift };
}

/**
 * The session of these tokens, which is set on the user object. It stays the same object if the tokens are the same. An
 * object that cannot be changed stays as it is.
 */
function setSession(user, tokens) {
  const carried = tokensOf(user);
  let session = member(user, 'signInUserSession');
  if (!carried || Object.keys(carried).some((name) => carried[name] !== tokens[name])) {
    session = newSession(tokens.idToken, tokens.accessToken, tokens.refreshToken, tokens.clockDrift);
    Reflect.set(user, 'signInUserSession', session);
  }
  return session;
}

/** Whether the user object carries a session that is valid, or can be refreshed. */
export function hasSession(user) {
  const carried = tokensOf(user);
  return !!carried && !known(...placeOf(user), carried).error;
}

export const notAuthenticated = () => new Error(USER_NOT_AUTHENTICATED);

const noUsername = () => new Error(NO_USERNAME);

// ---- tokens in their last tenth

/** The Auth and user objects whose tokens expire soon, until their call of the module has ended. */
const refreshing = new WeakSet();

/**
 * Whether the page itself can answer with these tokens. In their last tenth, the module decides whether it refreshes
 * them in the background. A module that is not loaded yet is loaded when the page is idle, and `call` then calls it.
 */
function canGive(tokens, owner, call) {
  if (!expireSoon(tokens, 1)) return true;
  if (core) return false;
  if (!refreshing.has(owner)) {
    refreshing.add(owner);
    // A failure is not reported: the first call after the tokens have expired tries again.
    const remove = () => refreshing.delete(owner);
    (globalThis.requestIdleCallback ?? setTimeout)(() => load().then(call).then(remove, remove));
  }
  return true;
}

// ---- Auth

/**
 * A new object of the signed-in user, with session, `attributes` and `preferredMFA`; `undefined` where the service or
 * the module must be asked. Rejects where neither could change the answer.
 *
 * `failure` says that the module cannot be had. It is as with the module and no service then (`src/current_user.rs`):
 * valid tokens do without attributes, and with `allowStale`, expired ones make a user who is `stale`.
 */
async function storedUser(auth, options, failure) {
  wasAsked = true;
  const pool = auth.userPool;
  await auth._storageSync;
  const { storage, clientId } = pool;
  const username = readItem(storage, keysOf(clientId).lastAuthUser);
  // Parity: Amplify rejects with a bare text.
  if (!username) throw NO_CURRENT_USER;
  const keys = keysOf(clientId, username);
  const { valid, expired, error } = known(storage, keys);
  if (error) throw error;
  // On a server, the module asks whose the tokens are.
  const tokens = !pool.client.ownerOf && (valid ?? (failure && member(options, 'allowStale') && expired));
  if (!tokens && failure) throw failure;
  if (!tokens) return undefined;
  const isBypassed = valid && member(options, 'bypassCache');
  const data = isBypassed ? undefined : allowUserData(tokens) ? cachedUserData(storage, keys) : {};
  if (!failure && (!data || !canGive(tokens, auth, () => auth.currentSession()))) return undefined;
  /** @type {CognitoUser & { attributes?: object, preferredMFA?: string, stale?: Error }} */
  const user = new CognitoUser({ Username: username, Pool: pool, Storage: storage });
  setSession(user, tokens);
  if (!valid) user.stale = failure;
  if (data?.UserAttributes) {
    user.attributes = attributesOf(data);
    user.preferredMFA = textOf(data.PreferredMfaSetting) || 'NOMFA';
  }
  return user;
}

/** The page's answer, or the module's where the page has none. Where the module cannot be had, the page answers its failure. */
const answered = async (forward, answer) =>
  (await answer()) ??
  forward().catch((failure) => {
    if (core) throw failure;
    return answer(failure);
  });

/** Signs out whoever is signed in: the session is removed when this returns. Never rejects for what comes then. */
async function signOutHere({ userPool, _storage }) {
  removeItem(_storage, federatedInfoKey);
  removeChallenge(userPool);
  const user = userPool?.getCurrentUser();
  const ended = user && new Promise((resolve) => user.signOut(resolve));
  // The module may be on a stalled connection.
  await (core ? ended : inTime(1000, ended));
}

/**
 * Methods of Auth, by name. Each takes the Auth, `forward`, which calls the module instead, and the arguments. Each
 * returns a promise.
 */
export const authAnswers = {
  async currentSession(auth, forward) {
    if (!auth.userPool) throw new Error(NO_USER_POOL);
    return answered(forward, async (failure) => (await storedUser(auth, {}, failure))?.signInUserSession);
  },

  async currentUserPoolUser(auth, forward, options) {
    return auth.userPool ? answered(forward, (failure) => storedUser(auth, options, failure)) : forward();
  },

  /** Rejects with one and the same text, whatever has failed. */
  currentAuthenticatedUser: (auth, forward, options) =>
    answered(forward, async (failure) => {
      await auth._storageSync;
      let user = federatedUser(auth._storage);
      try {
        // Throws without a user pool.
        user ||= await storedUser(auth, options, failure);
      } catch {
        throw NOBODY_AUTHENTICATED;
      }
      if (user) auth.user = user;
      return user;
    }),

  async userSession(auth, forward, user) {
    // Copies of user objects have no methods: the module makes new objects of them.
    if (typeof member(user, 'username') !== 'string' || !member(user, 'getSession')) return forward();
    const { valid, error } = known(...placeOf(user), tokensOf(user));
    if (error) throw error;
    return valid && canGive(valid, user, () => auth.userSession(user)) ? setSession(user, valid) : forward();
  },

  /** Never rejects: without the code to read it, nobody can be asked to answer it. */
  currentChallenge: (auth, forward) => forward().catch(() => null),

  /** Never rejects: a page that cannot fetch it has no passkeys. */
  passkeySupport: (auth, forward) =>
    forward().catch(() => ({ supported: false, autofill: false, platformAuthenticator: false })),

  /** Removes the session before anything is waited for, because the page may be left now. */
  async signOut(auth, forward, options) {
    const isHosted = cameByHostedUi(auth);
    if (member(options, 'global')) await forward([options]);
    else {
      const done = signOutHere(auth);
      // A storage that is read in late may have a session, too.
      await auth._storageSync;
      await signOutHere(auth);
      await done;
    }
    // The page leaves for the hosted page. It is signed out here, whether or not it does.
    if (isHosted) await inTime(LONGEST_WAIT_MS, forward([options, true]).catch(report));
    dispatch('signOut', auth.user, SIGNED_OUT, auth);
    auth.user = null;
  },
};

// ---- CognitoUser

const cacheTokens = (user) => {
  const tokens = tokensOf(user);
  if (tokens) storeSession(...placeOf(user), user.username, tokens);
};

const clearCachedUserData = (user) => {
  const [storage, keys] = placeOf(user);
  removeItem(storage, keys.userData);
};

const clearCachedUser = (user) => removeSession(...placeOf(user), user.username);

const cleanClientData = (user) => {
  clearCachedUser(user);
  user.signInUserSession = null;
};

/**
 * Methods of CognitoUser, by name. Each takes the user, `forward`, which calls the module instead, and the arguments.
 * Each has answered, or stored and removed what it should, when it returns.
 */
export const userAnswers = {
  getSession(user, forward, callback) {
    if (typeof user.username !== 'string') return settle(callback, noUsername(), null);
    const { valid, error } = known(...placeOf(user), tokensOf(user));
    if (error) return settle(callback, error, null);
    return valid ? settle(callback, null, setSession(user, valid)) : forward();
  },

  getUserData(user, forward, callback, params) {
    if (!hasSession(user)) {
      clearCachedUserData(user);
      return settle(callback, notAuthenticated(), null);
    }
    const areUsable = areValid(/** @type {any} */ (tokensOf(user))) && !member(params, 'bypassCache');
    const data = areUsable && cachedUserData(...placeOf(user));
    return data ? settle(callback, null, data) : forward();
  },

  /** With a callback, the module revokes the refresh token, and removes the session once more when no other tab writes. */
  signOut(user, forward, callback) {
    removeChallenge(user.pool);
    const tokens = readTokens(...placeOf(user)) ?? tokensOf(user);
    cleanClientData(user);
    if (typeof callback === 'function') return forward([callback, tokens]);
  },

  revokeTokens(user, forward, callback = /** @type {(error: Error) => void} */ (() => {})) {
    if (typeof callback !== 'function') throw new Error('Invalid revokeTokenCallback. It should be a function.');
    return user.signInUserSession ? forward() : callback(notAuthenticated());
  },

  setSignInUserSession(user, forward, session) {
    clearCachedUserData(user);
    user.signInUserSession = session;
    cacheTokens(user);
  },

  cacheTokens,
  cacheUserData: (user, forward, data) => storeUserData(...placeOf(user), data),
  clearCachedUserData,
  clearCachedTokens: (user) => removeTokens(...placeOf(user), user.username),
  clearCachedUser,
  cleanClientData,
};
