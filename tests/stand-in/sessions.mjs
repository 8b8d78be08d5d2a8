// What the service keeps of a sign-in between a challenge and its answer.
import { ATTEMPTS, MINUTE_MS } from './pool.mjs';
import { notAuthorized, refuse } from './refuse.mjs';

/** How long an answer may take: three minutes, or as many as the app client says. */
export const lifeOf = ({ AuthSessionValidity = 3 }) => AuthSessionValidity * MINUTE_MS;
export const NO_SESSION = 'Invalid session for the user.';

/** Keeps it under a string of which nobody can make anything. */
export function remember(pool, signIn, challenge, more = {}) {
  const id = pool.bytes(`${pool.id} session ${signIn.name}`, 192).toString('base64url');
  pool.sessions.set(id, { signIn, challenge, until: pool.now() + lifeOf(signIn.client), wrong: 0, ...more });
  return id;
}

/** What is kept under it, for this client (any, if it does not say) and this challenge. */
export function recall(pool, client, id, challenge) {
  const session = pool.sessions.get(id);
  if (!session || (client && session.signIn.client !== client)) notAuthorized(NO_SESSION);
  if (pool.now() > session.until) notAuthorized('Invalid session for the user, session is expired.');
  if (challenge && session.challenge !== challenge) notAuthorized(NO_SESSION);
  return session;
}

/** An answer uses its session up; what comes next has another. A test may ask for a more patient service. */
export const spend = (pool, id) => pool.settings.SessionsCanBeUsedAgain || pool.sessions.delete(id);

/** A wrong answer leaves the session as it is, a few times. */
export function wrong(pool, id, session, type, message) {
  if (++session.wrong >= ATTEMPTS) pool.sessions.delete(id);
  refuse(type, message);
}
