// The user objects that applications give to methods of Auth. One that was kept as JSON has no methods and no storage,
// and one that was kept in a store may be frozen, or behind a proxy that ignores what is set. What a sign-in or a refresh
// brings could not be set on any of them.

import { storedChallenge } from './challenge.js';
import { USER_UNCHANGEABLE } from './error-texts.js';
import { deviceFields } from './stored-session.js';

/** A member; `undefined` if there is none or its getter throws. */
function member(object, name) {
  try {
    return object?.[name];
  } catch {
    return undefined;
  }
}

const has = (object, method) => typeof member(object, method) === 'function';

/** Whether members can be set and removed. Asked by doing it: a proxy may say that it has set what it has not. */
export function canChange(object) {
  const probe = Symbol();
  try {
    object[probe] = true;
    return object[probe] && delete object[probe];
  } catch {
    return false;
  }
}

/** The members of a user object that a copy takes over, besides the session. */
const fields = [
  'Session',
  'authenticationFlowType',
  'challengeName',
  'challengeParam',
  'availableChallenges',
  'preferredChallenge',
  'remember',
  ...Object.keys(deviceFields),
];

/**
 * The user object that a method works on: the given one if it has its methods, and can be changed; else a new one with
 * the same state, in the user pool and the storage of `auth`. Throws if that cannot be, before anything is sent. What is
 * no user object is given back.
 *
 * `isLasting` says that the method changes a challenge that a later call goes on with. Then the later call must find the
 * change: on the given object, or stored over a reload of the page.
 */
function usableUser(auth, user, isLasting, { AuthError, newSession }) {
  const pool = member(user, 'pool');
  const username = member(user, 'username');
  if (!pool || typeof username !== 'string') return user;
  const storage = member(user, 'storage') || member(pool, 'storage');
  const isWhole = has(user, 'getSession') && has(pool, 'getClientId') && has(storage, 'setItem');
  const isChangeable = canChange(user);
  if (isWhole && isChangeable) return user;
  const { userPool } = auth;
  if (!userPool) throw new AuthError('NoUserPoolError', 'DEFAULT_MSG');
  if (member(pool, 'clientId') !== userPool.clientId) throw new Error('The user object is of another app client');
  const copy = auth.createCognitoUser(username);
  for (const field of fields) {
    const value = member(user, field);
    if (value !== undefined) copy[field] = value;
  }
  const { idToken, accessToken, refreshToken, clockDrift } = member(user, 'signInUserSession') ?? {};
  if (idToken && accessToken)
    copy.signInUserSession = newSession(idToken.jwtToken, accessToken.jwtToken, refreshToken?.token, clockDrift);
  const stored = copy.challengeName && storedChallenge(userPool);
  const isStored = stored?.username === username && stored?.challengeName === copy.challengeName;
  // The stored one is the newest.
  if (isStored) copy.Session = stored.Session;
  else if (isLasting && !copy.signInUserSession && !isChangeable) throw new Error(USER_UNCHANGEABLE);
  return copy;
}

/**
 * Calls a method with the arguments, of which a user object is usable. A challenge session that the method has brought is
 * also set on the given object, if it can be changed.
 */
export async function withUsableUser(auth, name, args, pageParts, call) {
  const [given] = args;
  const user = usableUser(auth, given, name === 'setupTOTP', pageParts);
  if (user === given) return call(args);
  const result = await call([user, ...args.slice(1)]);
  if (canChange(given)) given.Session = user.Session;
  return result;
}
