// The challenge that a sign-in of this tab waits for, so that a reload does not end it. It is kept in sessionStorage under a key
// of our own: Amplify reads nothing there, and other tabs do not see it.

const lifetime = 3 * 60 * 1000; // As long as the service takes an answer, unless the app client says otherwise.
const keyOf = (pool) => `cognito-auth-wasm.challenge.${pool.clientId}`;

/** What is kept: `{ username, Session, challengeName, challengeParam }`. What has expired is removed. */
function storedChallenge(pool) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(keyOf(pool)) ?? 'null');
    if (kept.until > Date.now()) return kept;
  } catch {}
  removeChallenge(pool);
}

/** Keeps what the user must answer: a challenge, or the same as before with the user's new `Session`. */
export function storeChallenge({ pool, username, Session }, challengeName, challengeParam) {
  try {
    const kept = { username, Session, challengeName, challengeParam, until: Date.now() + lifetime };
    const before = challengeName ? kept : storedChallenge(pool);
    sessionStorage.setItem(keyOf(pool), JSON.stringify({ ...before, Session, until: kept.until }));
    // Also if nobody asks for it again. A timer must not keep Node running.
    /** @type {any} */ (setTimeout(storedChallenge, lifetime, pool)).unref?.();
  } catch {}
}

export function removeChallenge(pool) {
  try {
    sessionStorage.removeItem(keyOf(pool));
  } catch {}
}

/** Who must answer the challenge that is open in this tab, also after a reload; else null. */
export function currentChallenge(auth) {
  const { userPool } = auth;
  const { username, Session, challengeName, challengeParam } = (userPool && storedChallenge(userPool)) || {};
  if (!challengeName) return null;
  const user = Object.assign(auth.createCognitoUser(username), { Session, challengeName, challengeParam });
  user.getCachedDeviceKeyAndPassword();
  return user;
}
