// InitiateAuth and RespondToAuthChallenge: from a name to tokens, one challenge after the other.
import { createHash } from 'node:crypto';
import { confirmedDevice, newDevice } from './devices.mjs';
import { checkTotp, factorsOf } from './mfa.mjs';
import { ATTEMPTS } from './pool.mjs';
import { invalid, notAuthorized, refuse } from './refuse.mjs';
import { NO_SESSION, lifeOf, recall, remember, spend, wrong } from './sessions.mjs';
import * as srp from './srp.mjs';
import { refresh, signedIn } from './tokens.mjs';
import * as userAuth from './user-auth.mjs';

const TIMESTAMP =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [1-9]\d? \d\d:\d\d:\d\d UTC \d{4}$/;
export const WRONG = 'Incorrect username or password.';

export const ask = (pool, signIn, name, parameters, more) => ({
  ChallengeName: name,
  Session: remember(pool, signIn, name, more),
  ChallengeParameters: parameters,
});
export const need = (parameters, name) => parameters[name] ?? invalid(`Missing required parameter ${name}`);
export const hidden = (client) => client.PreventUserExistenceErrors === 'ENABLED';

// ---- the first step ----

const FLOWS = {
  USER_SRP_AUTH: 'USER_SRP_AUTH is not enabled for the client.',
  USER_PASSWORD_AUTH: 'USER_PASSWORD_AUTH flow not enabled for this client',
  CUSTOM_AUTH: 'CUSTOM_AUTH is not enabled for the client.',
  USER_AUTH: 'USER_AUTH flow not enabled for this client',
  REFRESH_TOKEN_AUTH: 'Auth flow not enabled for this client',
};

export function initiateAuth(pool, client, { AuthFlow, AuthParameters: given = {}, Session }) {
  const flow = AuthFlow === 'REFRESH_TOKEN' ? 'REFRESH_TOKEN_AUTH' : AuthFlow;
  if (!FLOWS[flow])
    invalid(
      `1 validation error detected: Value '${AuthFlow}' at 'authFlow' failed to satisfy constraint: Member must satisfy enum value set: [${Object.keys(FLOWS).join(', ')}]`,
    );
  if (!client.ExplicitAuthFlows.includes(`ALLOW_${flow}`)) invalid(FLOWS[flow]);
  if (flow === 'REFRESH_TOKEN_AUTH') {
    return {
      AuthenticationResult: refresh(pool, client, need(given, 'REFRESH_TOKEN'), given.DEVICE_KEY),
      ChallengeParameters: {},
    };
  }
  if (flow === 'USER_AUTH') return userAuth.begin(pool, client, given, Session);
  const name = need(given, 'USERNAME');
  const user = pool.find(name);
  if (!user && !hidden(client)) refuse('UserNotFoundException', 'User does not exist.');
  const signIn = {
    client,
    user,
    name: user?.username ?? name,
    device: given.DEVICE_KEY,
    custom: flow === 'CUSTOM_AUTH' ? { round: 0, wrong: 0 } : undefined,
  };
  if (user) standing(pool, user);
  if (flow === 'USER_PASSWORD_AUTH') {
    provePassword(pool, user, user?.password === need(given, 'PASSWORD'));
    return proven(pool, signIn);
  }
  if (flow === 'CUSTOM_AUTH' && !pool.settings.CustomAuth)
    refuse('InvalidLambdaResponseException', 'Custom auth lambda trigger is not configured for the user pool.');
  if (flow === 'USER_SRP_AUTH' || (given.CHALLENGE_NAME === 'SRP_A' && pool.settings.CustomAuth.Srp)) {
    return passwordVerifier(pool, signIn, need(given, 'SRP_A'));
  }
  return question(pool, signIn);
}

/** What stands in the way of any sign-in. */
export function standing(pool, user) {
  if (!user.enabled) notAuthorized('User is disabled.');
  if (user.status === 'RESET_REQUIRED')
    refuse('PasswordResetRequiredException', 'Password reset required for the user');
  if (pool.now() < user.lockedUntil) notAuthorized('Password attempts exceeded');
}

/** After five wrong passwords a user waits: one second, then two, four, up to a quarter of an hour. */
export function provePassword(pool, user, right) {
  if (right) return void (user.failures = 0);
  if (user && ++user.failures >= ATTEMPTS)
    user.lockedUntil = pool.now() + Math.min(2 ** (user.failures - ATTEMPTS), 900) * 1000;
  notAuthorized(WRONG);
}

export function proven(pool, signIn) {
  const { user } = signIn;
  if (user.status === 'UNCONFIRMED') refuse('UserNotConfirmedException', 'User is not confirmed.');
  checkDevice(pool, signIn);
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    const { sub, ...attributes } = user.attributes;
    const missing = pool.required.filter((name) => !attributes[name]).map((name) => `userAttributes.${name}`);
    return ask(pool, signIn, 'NEW_PASSWORD_REQUIRED', {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: JSON.stringify(missing),
      userAttributes: JSON.stringify(attributes),
    });
  }
  return signIn.custom ? question(pool, signIn) : secondFactor(pool, signIn);
}

function checkDevice(pool, signIn) {
  if (!pool.devices) signIn.device = undefined;
  if (signIn.device && !confirmedDevice(signIn.user, signIn.device))
    refuse('ResourceNotFoundException', 'Device does not exist.');
}

// ---- the password, proven without being sent ----

const saltFor = (pool, name) => createHash('sha256').update(`${pool.id} salt ${name}`).digest().subarray(0, 16);

function begin(pool, signIn, { group, name, v, salt, SRP_A }) {
  if (!/^[0-9a-fA-F]+$/.test(SRP_A)) invalid('SRP_A is not a valid hex value.');
  const A = BigInt(`0x${SRP_A}`);
  if (A % srp.N === 0n) invalid('SRP_A mod N must not be zero.');
  const b = srp.int(pool.bytes(`${pool.id} b ${signIn.name}`, 32));
  const B = srp.publicValue(v, b);
  const SECRET_BLOCK = pool.bytes(`${pool.id} secret block ${signIn.name}`, 512).toString('base64');
  pool.secretBlocks.set(SECRET_BLOCK, { signIn, group, name, v, A, B, b, until: pool.now() + lifeOf(signIn.client) });
  return { SALT: srp.bytes(srp.int(salt)).toString('hex').replace(/^00/, ''), SECRET_BLOCK, SRP_B: B.toString(16) };
}

/** Whether the client knew the password. The secret block is then used up, by the caller. */
function proof(pool, { PASSWORD_CLAIM_SECRET_BLOCK: block, PASSWORD_CLAIM_SIGNATURE: claim, TIMESTAMP: timestamp }) {
  const begun = pool.secretBlocks.get(block);
  if (!begun || pool.now() > begun.until) notAuthorized(WRONG);
  if (!TIMESTAMP.test(timestamp)) invalid('TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.');
  const key = srp.sessionKey(begun.A, begun.B, begun.v, begun.b);
  return { begun, right: srp.signature(key, begun.group, begun.name, block, timestamp) === claim };
}

export function passwordVerifier(pool, signIn, SRP_A) {
  const { user, name } = signIn;
  const salt = saltFor(pool, name);
  // Somebody who does not exist has a salt as well, and a password that nobody knows.
  const password = user?.password ?? pool.bytes('nobody').toString('hex');
  const v = user?.verifier ?? srp.verifier(pool.name, name, password, salt);
  if (user) user.verifier = v;
  const parameters = {
    ...begin(pool, signIn, { group: pool.name, name, v, salt, SRP_A }),
    USERNAME: name,
    USER_ID_FOR_SRP: name,
  };
  if (signIn.custom || signIn.chosen) return ask(pool, signIn, 'PASSWORD_VERIFIER', parameters);
  return { ChallengeName: 'PASSWORD_VERIFIER', ChallengeParameters: parameters };
}

// ---- answers ----

const ANSWERS = {
  PASSWORD_VERIFIER(pool, client, answer, id) {
    for (const name of ['PASSWORD_CLAIM_SECRET_BLOCK', 'PASSWORD_CLAIM_SIGNATURE', 'TIMESTAMP']) need(answer, name);
    // A device that is gone is found out before the proof is used up: the same answer may come again without it.
    const { signIn } = pool.secretBlocks.get(answer.PASSWORD_CLAIM_SECRET_BLOCK) ?? notAuthorized(WRONG);
    if (signIn.client !== client || signIn.name !== answer.USERNAME) notAuthorized(WRONG);
    if (signIn.custom || signIn.chosen) recall(pool, client, id, 'PASSWORD_VERIFIER');
    signIn.device = answer.DEVICE_KEY ?? signIn.device;
    const { right } = proof(pool, answer);
    if (right && signIn.user) {
      try {
        checkDevice(pool, signIn);
      } catch (error) {
        signIn.device = undefined;
        throw error;
      }
    }
    pool.secretBlocks.delete(answer.PASSWORD_CLAIM_SECRET_BLOCK);
    provePassword(pool, signIn.user, right && signIn.user);
    if (id) spend(pool, id);
    return proven(pool, signIn);
  },

  NEW_PASSWORD_REQUIRED(pool, client, answer, id) {
    const { signIn } = recall(pool, client, id, 'NEW_PASSWORD_REQUIRED');
    const { user } = signIn;
    const password = need(answer, 'NEW_PASSWORD');
    const given = Object.entries(answer)
      .filter(([name]) => name.startsWith('userAttributes.'))
      .map(([name, Value]) => ({ Name: name.slice(15), Value }));
    const attributes = pool.attributes(given);
    for (const name of pool.required)
      if (!(attributes[name] ?? user.attributes[name])) invalid(`Invalid attributes given, ${name} is missing`);
    pool.setPassword(user, password);
    Object.assign(user.attributes, attributes);
    spend(pool, id);
    return secondFactor(pool, signIn);
  },

  SMS_MFA: (pool, client, answer, id) => answerCode(pool, client, 'SMS_MFA', need(answer, 'SMS_MFA_CODE'), answer, id),
  EMAIL_OTP(pool, client, answer, id) {
    const session = recall(pool, client, id);
    return session.isFirst
      ? userAuth.answerFirstCode(pool, session, 'EMAIL_OTP', answer, id)
      : answerCode(pool, client, 'EMAIL_OTP', need(answer, 'EMAIL_OTP_CODE'), answer, id);
  },
  SOFTWARE_TOKEN_MFA: (pool, client, answer, id) =>
    answerCode(pool, client, 'SOFTWARE_TOKEN_MFA', need(answer, 'SOFTWARE_TOKEN_MFA_CODE'), answer, id),

  SELECT_MFA_TYPE(pool, client, answer, id) {
    const { signIn, choices } = recall(pool, client, id, 'SELECT_MFA_TYPE');
    const chosen = need(answer, 'ANSWER');
    if (!choices.includes(chosen)) invalid(`Invalid answer for SELECT_MFA_TYPE challenge: ${chosen}`);
    spend(pool, id);
    return askFactor(pool, signIn, chosen);
  },

  MFA_SETUP(pool, client, answer, id) {
    const { signIn, verified } = recall(pool, client, id, 'MFA_SETUP');
    if (!verified) notAuthorized(NO_SESSION);
    spend(pool, id);
    signIn.user.mfa.add('SOFTWARE_TOKEN_MFA');
    return lastly(pool, signIn);
  },

  CUSTOM_CHALLENGE(pool, client, answer, id) {
    const { signIn } = recall(pool, client, id, 'CUSTOM_CHALLENGE');
    const given = need(answer, 'ANSWER');
    spend(pool, id);
    const { Rounds, Tries = 3 } = pool.settings.CustomAuth;
    signIn.device = answer.DEVICE_KEY ?? signIn.device;
    if (signIn.user && given === Rounds[signIn.custom.round].Answer) {
      Object.assign(signIn.custom, { round: signIn.custom.round + 1, wrong: 0 });
      if (signIn.custom.round < Rounds.length) return question(pool, signIn);
      checkDevice(pool, signIn);
      return lastly(pool, signIn);
    }
    if (++signIn.custom.wrong >= Tries) notAuthorized(WRONG);
    return question(pool, signIn);
  },

  DEVICE_SRP_AUTH(pool, client, answer, id) {
    // v5 answers with the session before this one, when the challenge comes after a code.
    const { signIn } = recall(pool, client, id, pool.settings.SessionsCanBeUsedAgain ? undefined : 'DEVICE_SRP_AUTH');
    const device =
      confirmedDevice(signIn.user, need(answer, 'DEVICE_KEY')) ??
      refuse('ResourceNotFoundException', 'Device does not exist.');
    const parameters = begin(pool, signIn, {
      group: device.group,
      name: device.key,
      v: device.v,
      salt: device.salt,
      SRP_A: need(answer, 'SRP_A'),
    });
    spend(pool, id);
    return ask(pool, signIn, 'DEVICE_PASSWORD_VERIFIER', {
      ...parameters,
      DEVICE_KEY: device.key,
      USERNAME: signIn.name,
    });
  },

  DEVICE_PASSWORD_VERIFIER(pool, client, answer, id) {
    const { signIn } = recall(pool, client, id, 'DEVICE_PASSWORD_VERIFIER');
    const { begun, right } = proof(pool, answer);
    pool.secretBlocks.delete(answer.PASSWORD_CLAIM_SECRET_BLOCK);
    spend(pool, id);
    if (!right || begun.signIn !== signIn || begun.name !== answer.DEVICE_KEY) notAuthorized(WRONG);
    signIn.user.devices.get(begun.name).authenticated = pool.now();
    return tokens(pool, signIn);
  },
};

export function respondToAuthChallenge(pool, client, { ChallengeName, ChallengeResponses: answer = {}, Session }) {
  const known = { ...ANSWERS, ...userAuth.answers };
  const handle =
    known[ChallengeName] ??
    invalid(
      `1 validation error detected: Value '${ChallengeName}' at 'challengeName' failed to satisfy constraint: Member must satisfy enum value set: [${Object.keys(known).join(', ')}]`,
    );
  const name = need(answer, 'USERNAME');
  if (Session || ChallengeName !== 'PASSWORD_VERIFIER') {
    const { signIn } = recall(pool, client, Session ?? invalid('Missing required parameter Session'));
    if (signIn.name !== name && pool.find(name) !== signIn.user) notAuthorized(NO_SESSION);
    if (signIn.user && pool.users.get(pool.key(signIn.name)) !== signIn.user)
      refuse('UserNotFoundException', 'User does not exist.');
    if (signIn.user && !signIn.user.enabled) notAuthorized('User is disabled.');
  }
  return handle(pool, client, answer, Session);
}

// ---- second factors ----

const FACTORS = ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'];

function secondFactor(pool, signIn) {
  const { user } = signIn;
  const device = confirmedDevice(user, signIn.device);
  if (device?.remembered && pool.devices?.ChallengeRequiredOnNewDevice) return lastly(pool, signIn);
  const { enabled, preferred } = factorsOf(pool, user);
  if (!enabled.length && pool.mfa === 'ON')
    return ask(pool, signIn, 'MFA_SETUP', {
      MFAS_CAN_SETUP: JSON.stringify(pool.factors),
      USER_ID_FOR_SRP: user.username,
    });
  if (!enabled.length) return lastly(pool, signIn);
  if (enabled.length > 1 && !preferred) {
    return ask(
      pool,
      signIn,
      'SELECT_MFA_TYPE',
      { MFAS_CAN_CHOOSE: JSON.stringify(enabled), USER_ID_FOR_SRP: user.username },
      { choices: enabled },
    );
  }
  return askFactor(pool, signIn, preferred ?? enabled[0]);
}

function askFactor(pool, signIn, factor) {
  const { user } = signIn;
  if (factor === 'SOFTWARE_TOKEN_MFA')
    return ask(pool, signIn, factor, {
      FRIENDLY_DEVICE_NAME: user.totp.name ?? 'My TOTP device',
      USER_ID_FOR_SRP: user.username,
    });
  const sent = pool.send(user, factor, factor === 'SMS_MFA' ? 'phone_number' : 'email', {
    lives: lifeOf(signIn.client),
  });
  return ask(pool, signIn, factor, {
    CODE_DELIVERY_DELIVERY_MEDIUM: sent.DeliveryMedium,
    CODE_DELIVERY_DESTINATION: sent.Destination,
    USER_ID_FOR_SRP: user.username,
  });
}

function answerCode(pool, client, factor, code, answer, id) {
  const session = recall(pool, client, id);
  const { signIn, challenge } = session;
  if (!FACTORS.includes(challenge)) notAuthorized(NO_SESSION);
  // The code of another factor than the one that was asked for.
  if (challenge !== factor)
    wrong(pool, id, session, 'CodeMismatchException', 'Invalid code or auth state for the user.');
  if (factor === 'SOFTWARE_TOKEN_MFA') {
    const verdict = checkTotp(pool, signIn.user.totp, code);
    if (verdict === 'used')
      wrong(pool, id, session, 'ExpiredCodeException', 'Your software token has already been used once.');
    if (verdict !== 'right') wrong(pool, id, session, 'CodeMismatchException', 'Invalid code received for user');
  } else {
    const sent = pool.codes.get(`${signIn.user.attributes.sub} ${factor}`);
    if (sent?.code !== code)
      wrong(pool, id, session, 'CodeMismatchException', 'Invalid code or auth state for the user.');
    pool.codes.delete(`${signIn.user.attributes.sub} ${factor}`);
  }
  if (answer.DEVICE_KEY && pool.devices) {
    if (!confirmedDevice(signIn.user, answer.DEVICE_KEY)) invalid('Invalid device key given.');
    signIn.device = answer.DEVICE_KEY;
  }
  spend(pool, id);
  return lastly(pool, signIn);
}

function question(pool, signIn) {
  const { Parameters } = pool.settings.CustomAuth.Rounds[signIn.custom.round];
  return ask(pool, signIn, 'CUSTOM_CHALLENGE', { USERNAME: signIn.name, ...Parameters });
}

// ---- the end ----

/** A device that is known proves itself; a new one gets a key. */
export function lastly(pool, signIn) {
  if (confirmedDevice(signIn.user, signIn.device))
    return ask(pool, signIn, 'DEVICE_SRP_AUTH', { USERNAME: signIn.name });
  signIn.device = undefined;
  return tokens(pool, signIn, pool.devices && newDevice(pool, signIn.user));
}

const tokens = (pool, signIn, newDevice) => ({
  AuthenticationResult: signedIn(pool, { ...signIn, newDevice }),
  ChallengeParameters: {},
});
