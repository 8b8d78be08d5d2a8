// Second factors: authenticator apps, codes by SMS and e-mail, and which of them a user prefers.
import { invalid, refuse } from './refuse.mjs';
import { recall, remember, spend } from './sessions.mjs';
import { STEP_MS, base32, totp } from './totp.mjs';
import { userOf } from './tokens.mjs';

const SETTINGS = {
  SMSMfaSettings: 'SMS_MFA',
  SoftwareTokenMfaSettings: 'SOFTWARE_TOKEN_MFA',
  EmailMfaSettings: 'EMAIL_OTP',
  WebAuthnMfaSettings: 'WEB_AUTHN',
};

/** Which factors stand between a user and the tokens. */
export function factorsOf(pool, user) {
  if (pool.mfa === 'OFF') return { enabled: [] };
  const enabled = pool.factors.filter((factor) => user.mfa.has(factor));
  // Where a second factor is required, a number that is verified is one.
  if (
    pool.mfa === 'ON' &&
    !enabled.length &&
    pool.factors.includes('SMS_MFA') &&
    user.attributes.phone_number_verified === 'true'
  )
    enabled.push('SMS_MFA');
  return { enabled, preferred: enabled.includes(user.preferred) ? user.preferred : undefined };
}

/** What a user may sign in with: of what the pool lets come first, and an app. */
function configured(pool, user) {
  const first = pool.settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? ['PASSWORD'];
  const has = {
    PASSWORD: user.password !== undefined,
    EMAIL_OTP: Boolean(user.attributes.email),
    SMS_OTP: Boolean(user.attributes.phone_number),
    WEB_AUTHN: user.passkeys.size > 0,
  };
  return [...first.filter((factor) => has[factor]), ...(user.totp ? ['SOFTWARE_TOKEN'] : [])];
}

/** 'right', 'wrong', or 'used': a code is good for one step either way, and once. */
export function checkTotp(pool, app, code) {
  for (const step of [0, -1, 1]) {
    const at = Math.floor(pool.now() / STEP_MS) + step;
    if (totp(app.secret, at * STEP_MS) !== code) continue;
    if ((app.used ??= new Set()).has(at)) return 'used';
    app.used.add(at);
    return 'right';
  }
  return 'wrong';
}

/** Who asks to set up an app: somebody who is signed in, or somebody whom MFA_SETUP has asked to. */
function whose(pool, { AccessToken, Session }) {
  if (AccessToken) return { user: userOf(pool, AccessToken).user };
  if (!Session) invalid('Either AccessToken or Session is required.');
  const session = recall(pool, undefined, Session, 'MFA_SETUP');
  return { user: session.signIn.user, session };
}

/** The next session of the same challenge. */
function next(pool, { signIn }, used, more) {
  spend(pool, used);
  return { Session: remember(pool, signIn, 'MFA_SETUP', more) };
}

export const operations = {
  AssociateSoftwareToken(pool, request) {
    const { user, session } = whose(pool, request);
    if (!pool.factors.includes('SOFTWARE_TOKEN_MFA') || pool.mfa === 'OFF')
      refuse('SoftwareTokenMFANotFoundException', 'Software Token MFA has not been enabled by the userPool');
    const secret = base32(pool.bytes(`secret ${user.username}`, 32));
    user.associated = { secret };
    return { SecretCode: secret, ...(session && next(pool, session, request.Session)) };
  },

  VerifySoftwareToken(pool, request) {
    const { user, session } = whose(pool, request);
    if (!user.associated) refuse('EnableSoftwareTokenMFAException', 'Software token has not been associated');
    if (checkTotp(pool, user.associated, request.UserCode) !== 'right')
      refuse('EnableSoftwareTokenMFAException', 'Code mismatch and fail enable Software Token MFA');
    user.totp = Object.assign(user.associated, { name: request.FriendlyDeviceName });
    user.associated = undefined;
    return { Status: 'SUCCESS', ...(session && next(pool, session, request.Session, { verified: true })) };
  },

  GetUserAuthFactors(pool, { AccessToken }) {
    const { user } = userOf(pool, AccessToken);
    const factors = configured(pool, user);
    return {
      Username: user.username,
      ...(user.preferred && { PreferredMfaSetting: user.preferred }),
      ...(user.mfa.size && { UserMFASettingList: [...user.mfa] }),
      ...(factors.length && { ConfiguredUserAuthFactors: factors }),
    };
  },

  SetUserMFAPreference(pool, request) {
    const { user } = userOf(pool, request.AccessToken);
    return setPreference(pool, user, request);
  },

  SetUserSettings(pool, { AccessToken, MFAOptions }) {
    const { user } = userOf(pool, AccessToken);
    for (const { DeliveryMedium, AttributeName } of MFAOptions) {
      if (DeliveryMedium !== 'SMS' || AttributeName !== 'phone_number') invalid('Invalid MFA options given.');
      if (user.attributes.phone_number_verified !== 'true')
        invalid('User does not have delivery config set to turn on SMS_MFA');
    }
    user.options = MFAOptions.length ? MFAOptions : undefined;
    if (MFAOptions.length) user.mfa.add('SMS_MFA');
    else user.mfa.delete('SMS_MFA');
    return {};
  },
};

/** A passkey counts for two factors where the pool says so, for who has another second factor. */
const mayBeSecond = (pool, user) =>
  pool.settings.WebAuthnConfiguration?.FactorConfiguration === 'MULTI_FACTOR_WITH_USER_VERIFICATION' &&
  user.mfa.size > 0;

export function setPreference(pool, user, request) {
  const asked = Object.entries(SETTINGS)
    .filter(([name]) => request[name])
    .map(([name, factor]) => [factor, request[name]]);
  if (asked.filter(([, { PreferredMfa }]) => PreferredMfa).length > 1) invalid('Only one MFA method can be preferred.');
  for (const [factor, { Enabled }] of asked) {
    if (factor === 'SOFTWARE_TOKEN_MFA' && !user.totp) invalid('User has not verified software token mfa');
    if (!Enabled) continue;
    if (factor === 'WEB_AUTHN' && !mayBeSecond(pool, user)) invalid('User cannot be set up for WEB_AUTHN MFA');
    if (factor === 'SMS_MFA' && user.attributes.phone_number_verified !== 'true')
      invalid('User does not have delivery config set to turn on SMS_MFA');
    if (factor === 'EMAIL_OTP' && user.attributes.email_verified !== 'true')
      invalid('User does not have delivery config set to turn on EMAIL_OTP');
  }
  for (const [factor, { Enabled, PreferredMfa }] of asked) {
    if (Enabled) user.mfa.add(factor);
    else user.mfa.delete(factor);
    if (PreferredMfa && Enabled) user.preferred = factor;
    else if (user.preferred === factor) user.preferred = undefined;
  }
  return {};
}
