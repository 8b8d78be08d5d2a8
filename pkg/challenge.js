// Stores the challenge that a sign-in of this tab waits for, so that a reload does not end the sign-in. The challenge
// lies in sessionStorage under a key of our own: Amplify reads nothing there, and other tabs do not see it.

// The longest that an app client may let the service wait for an answer (`AuthSessionValidity`). By default it waits three
// minutes, and refuses a later answer.
const LIFETIME_MS = 15 * 60 * 1000;
const keyOf = (pool) => `cognito-auth-wasm.challenge.${pool.clientId}`;

/**
 * The stored challenge, `{ username, alias, Session, challengeName, … }`; `undefined` if there is none. One that has
 * expired is removed.
 */
export function storedChallenge(pool) {
  try {
    const stored = JSON.parse(sessionStorage.getItem(keyOf(pool)) ?? 'null');
    if (stored.until > Date.now()) return stored;
  } catch {}
  removeChallenge(pool);
}

/** Stores the challenge that the user must answer. Without a name, it is the stored one with a new `Session`. */
export function storeChallenge(user, challengeName, challengeParam) {
  // The sessionStorage of a server's runtime would be that of all its users.
  if (!globalThis.document) return;
  const { pool, username, alias, Session, availableChallenges, preferredChallenge, remember } = user;
  try {
    const challenge = {
      username,
      alias,
      Session,
      challengeName,
      challengeParam,
      availableChallenges,
      preferredChallenge,
      remember,
      until: Date.now() + LIFETIME_MS,
    };
    const before = challengeName ? challenge : storedChallenge(pool);
    sessionStorage.setItem(keyOf(pool), JSON.stringify({ ...before, Session, until: challenge.until }));
    // Removes it on time even if nobody reads it again. A timer must not keep Node running.
    /** @type {any} */ (setTimeout(storedChallenge, LIFETIME_MS, { clientId: pool.clientId })).unref?.();
  } catch {}
}

export function removeChallenge(pool) {
  try {
    sessionStorage.removeItem(keyOf(pool));
  } catch {}
}

/** The user who must answer this tab's open challenge, also after a reload; null if there is none. */
export function currentChallenge(auth) {
  const { userPool } = auth;
  const { username, until, ...fields } = (userPool && storedChallenge(userPool)) || {};
  if (!fields.challengeName) return null;
  // What is `undefined` is not in JSON, and so no field.
  const user = Object.assign(auth.createCognitoUser(username), fields);
  user.getCachedDeviceKeyAndPassword();
  return user;
}
