// USER_AUTH: the user chooses the first factor. A password, a code by e-mail or SMS, a passkey, or the session of a confirmed
// sign-up, and what the service asks where none of them is named.
import { confirmedDevice } from './devices.mjs';
import { factorsOf } from './mfa.mjs';
import { hasPasskey, isProof, requestOptions } from './passkeys.mjs';
import { masked } from './pool.mjs';
import { invalid, notAuthorized, refuse } from './refuse.mjs';
import { NO_SESSION, lifeOf, recall, remember, spend, wrong } from './sessions.mjs';
import { WRONG, ask, hidden, lastly, need, passwordVerifier, provePassword, proven, standing } from './sign-in.mjs';

/** The codes that may come first, and where they are sent. */
const CODES = { EMAIL_OTP: 'email', SMS_OTP: 'phone_number' };
const CHALLENGES = ['PASSWORD', 'PASSWORD_SRP', 'WEB_AUTHN', ...Object.keys(CODES)];

export const firstFactors = (pool) => pool.settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? ['PASSWORD'];
/** Whether a code may be the only factor, so that nobody needs a password. */
export const needsNoPassword = (pool) => firstFactors(pool).some((factor) => CODES[factor]);

/** Who is asked for a second factor signs in with a password first. */
const mayBeCode = (pool, user) => pool.mfa !== 'ON' && !(user && factorsOf(pool, user).enabled.length);

/** A passkey may count as both factors. */
const mayBePasskey = (pool, user) =>
  (mayBeCode(pool, user) ||
    pool.settings.WebAuthnConfiguration?.FactorConfiguration === 'MULTI_FACTOR_WITH_USER_VERIFICATION') &&
  (!user || hasPasskey(user));

/** What this user may answer with. Somebody who does not exist has all that the pool allows. */
function possible(pool, user) {
  return firstFactors(pool).flatMap((factor) => {
    if (factor === 'PASSWORD') return !user || user.password !== undefined ? ['PASSWORD', 'PASSWORD_SRP'] : [];
    if (factor === 'WEB_AUTHN') return mayBePasskey(pool, user) ? [factor] : [];
    if (CODES[factor]) return mayBeCode(pool, user) && (!user || user.attributes[CODES[factor]]) ? [factor] : [];
    return [];
  });
}

const isChallenge = (name) =>
  CHALLENGES.includes(name) ||
  invalid(
    `1 validation error detected: Value '${name}' failed to satisfy constraint: Member must satisfy enum value set: [${CHALLENGES.join(', ')}]`,
  );

/** InitiateAuth. */
export function begin(pool, client, given, Session) {
  if (pool.settings.UserPoolTier === 'LITE')
    refuse('FeatureUnavailableInTierException', 'This feature is not available in the tier of the user pool.');
  const name = need(given, 'USERNAME');
  const preferred = given.PREFERRED_CHALLENGE;
  if (preferred) isChallenge(preferred);
  const user = pool.find(name);
  if (!user && !hidden(client)) refuse('UserNotFoundException', 'User does not exist.');
  const signIn = { client, user, name: user?.username ?? name, device: given.DEVICE_KEY, chosen: true };
  if (user) {
    standing(pool, user);
    knowDevice(pool, signIn);
  }
  if (Session) return afterSignUp(pool, client, signIn, Session);
  const available = possible(pool, user);
  // Nobody is asked as everybody is, but for the choice: it would tell what there is.
  const asked = preferred ?? (user ? undefined : available.find((factor) => CODES[factor]));
  return asked && available.includes(asked) ? challenge(pool, signIn, asked, given) : choice(pool, signIn);
}

/** A device that is named must be known. */
function knowDevice(pool, signIn) {
  if (!pool.devices) signIn.device = undefined;
  if (!signIn.device || confirmedDevice(signIn.user, signIn.device)) return;
  // The same answer may come again without it.
  signIn.device = undefined;
  refuse('ResourceNotFoundException', 'Device does not exist.');
}

/** The confirmation of the sign-up was the first factor. */
function afterSignUp(pool, client, signIn, id) {
  const { signIn: signUp, proof } = recall(pool, client, id, 'CONFIRMED');
  if (signUp.user !== signIn.user) notAuthorized(NO_SESSION);
  spend(pool, id);
  const isEligible = possible(pool, signIn.user).some((factor) => CODES[factor]);
  return proof && isEligible ? lastly(pool, signIn) : choice(pool, signIn);
}

function choice(pool, signIn) {
  return {
    ...ask(pool, signIn, 'SELECT_CHALLENGE', { USERNAME: signIn.name }),
    AvailableChallenges: possible(pool, signIn.user),
  };
}

/** The challenge that was chosen, or what comes after it where the answer came with the choice. */
function challenge(pool, signIn, factor, given) {
  const { user, name } = signIn;
  if (factor === 'PASSWORD') {
    if (given.PASSWORD === undefined) return ask(pool, signIn, 'PASSWORD', { USERNAME: name });
    provePassword(pool, user, user && user.password === given.PASSWORD);
    return proven(pool, signIn);
  }
  if (factor === 'PASSWORD_SRP') {
    if (given.SRP_A === undefined) return ask(pool, signIn, 'PASSWORD_SRP', { USERNAME: name });
    return passwordVerifier(pool, signIn, given.SRP_A);
  }
  if (factor === 'WEB_AUTHN') {
    const challenge = pool.bytes(`passkey of ${name}`, 16).toString('base64url');
    return {
      ChallengeName: factor,
      Session: remember(pool, signIn, factor, { passkeyChallenge: challenge, isFirst: true }),
      ChallengeParameters: { USERNAME: name, CREDENTIAL_REQUEST_OPTIONS: requestOptions(pool, user, challenge) },
    };
  }
  return sendCode(pool, signIn, factor);
}

function sendCode(pool, signIn, factor) {
  const { user, name, client } = signIn;
  const purpose = `first factor ${factor}`;
  const medium = factor === 'EMAIL_OTP' ? 'EMAIL' : 'SMS';
  const Destination = user
    ? pool.send(user, purpose, CODES[factor], { lives: lifeOf(client), digits: 8 }).Destination
    : masked(medium === 'SMS' ? '+15550100' : name.includes('@') ? name : `${name}@g`, medium);
  const code = user && pool.codes.get(`${user.attributes.sub} ${purpose}`).code;
  return {
    ChallengeName: factor,
    Session: remember(pool, signIn, factor, { code, isFirst: true }),
    ChallengeParameters: {
      CODE_DELIVERY_DELIVERY_MEDIUM: medium,
      CODE_DELIVERY_DESTINATION: Destination,
      USERNAME: name,
    },
  };
}

/** A code that came first. It shows that the address is the user's, and confirms who is not confirmed. */
export function answerFirstCode(pool, session, factor, answer, id) {
  const { signIn, challenge, code } = session;
  const { user } = signIn;
  if (challenge !== factor || !code || need(answer, `${factor}_CODE`) !== code)
    wrong(pool, id, session, 'CodeMismatchException', 'Invalid code or auth state for the user.');
  signIn.device = answer.DEVICE_KEY ?? signIn.device;
  knowDevice(pool, signIn);
  spend(pool, id);
  user.attributes[`${CODES[factor]}_verified`] = 'true';
  if (user.status === 'UNCONFIRMED') user.status = 'CONFIRMED';
  return lastly(pool, signIn);
}

export const answers = {
  SELECT_CHALLENGE(pool, client, answer, id) {
    const session = recall(pool, client, id);
    // Another choice is possible as long as no code was right.
    if (session.challenge !== 'SELECT_CHALLENGE' && !session.isFirst) notAuthorized(NO_SESSION);
    const { signIn } = session;
    const factor = need(answer, 'ANSWER');
    isChallenge(factor);
    if (factor === 'PASSWORD') need(answer, 'PASSWORD');
    if (factor === 'PASSWORD_SRP') need(answer, 'SRP_A');
    signIn.device = answer.DEVICE_KEY ?? signIn.device;
    if (signIn.user) knowDevice(pool, signIn);
    const isPossible = possible(pool, signIn.user).includes(factor);
    const reply = isPossible ? challenge(pool, signIn, factor, answer) : choice(pool, signIn);
    spend(pool, id);
    return reply;
  },

  async WEB_AUTHN(pool, client, answer, id) {
    const { signIn, passkeyChallenge } = recall(pool, client, id, 'WEB_AUTHN');
    const credential = need(answer, 'CREDENTIAL');
    // Whatever it proves, the challenge is spent.
    spend(pool, id);
    if (!(await isProof(pool, signIn.user, passkeyChallenge, credential))) notAuthorized('Invalid passkey.');
    return lastly(pool, signIn);
  },

  SMS_OTP: (pool, client, answer, id) =>
    answerFirstCode(pool, recall(pool, client, id, 'SMS_OTP'), 'SMS_OTP', answer, id),
  PASSWORD: (pool, client, answer, id) => answerPassword(pool, client, 'PASSWORD', 'PASSWORD', answer, id),
  PASSWORD_SRP: (pool, client, answer, id) => answerPassword(pool, client, 'PASSWORD_SRP', 'SRP_A', answer, id),
};

/** The answer to a challenge that was asked for by its name, without its answer. */
function answerPassword(pool, client, factor, member, answer, id) {
  const { signIn } = recall(pool, client, id, factor);
  need(answer, member);
  signIn.device = answer.DEVICE_KEY ?? signIn.device;
  const reply = challenge(pool, signIn, factor, answer);
  spend(pool, id);
  return reply;
}

// ---- sign-up

/** The session that a sign-up begins. Its confirmation goes on with it, and a sign-in ends it. */
export const sessionOfSignUp = (pool, client, user) =>
  client.ExplicitAuthFlows.includes('ALLOW_USER_AUTH')
    ? { Session: remember(pool, { client, user, name: user.username }, 'SIGN_UP') }
    : {};

/** The session that a confirmation is given with. */
export function signUpOf(pool, client, user, id) {
  const session = recall(pool, client, id, 'SIGN_UP');
  if (session.signIn.user !== user) notAuthorized(NO_SESSION);
}

/** What the confirmation gives: without the sign-up's session, one that proves nothing. */
export function sessionOfConfirmation(pool, client, user, id) {
  if (!client.ExplicitAuthFlows.includes('ALLOW_USER_AUTH')) return {};
  if (id) spend(pool, id);
  return { Session: remember(pool, { client, user, name: user.username }, 'CONFIRMED', { proof: Boolean(id) }) };
}
