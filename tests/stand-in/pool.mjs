// A user pool: its settings, clients, users, and the clock it lives by.
import { createHash } from 'node:crypto';
import { invalid, refuse } from './refuse.mjs';

const POLICY = {
  MinimumLength: 8,
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
};
const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/;
export const MINUTE_MS = 60_000;
/** How many wrong codes, or requests for one, are too many. */
export const ATTEMPTS = 5;
const BOOLEANS = new Set(['email_verified', 'phone_number_verified']);
const STANDARD = new Set([
  'address',
  'birthdate',
  'email',
  'email_verified',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'phone_number_verified',
  'picture',
  'preferred_username',
  'profile',
  'updated_at',
  'website',
  'zoneinfo',
]);

export class UserPool {
  clients = new Map();
  users = new Map();
  codes = new Map();
  sessions = new Map();
  secretBlocks = new Map();
  /** What a sign-in began, by `origin_jti`: it ends all tokens that came of it. */
  origins = new Map();
  refreshTokens = new Map();
  /** Of the hosted pages: who else may vouch for a user, codes that have not been exchanged, who a browser is. */
  identityProviders = new Map();
  authorizationCodes = new Map();
  browserSessions = new Map();
  /** Registrations of passkeys that have begun, by challenge. */
  registrations = new Map();
  messages = [];
  /** What the trigger before the generation of tokens answers. */
  tokenGeneration = {};
  faults = [];
  #moved = 0;
  #counts = new Map();

  constructor(id, settings) {
    this.id = id;
    this.settings = settings;
    this.region = id.split('_')[0];
    this.name = id.split('_')[1];
    this.issuer = `https://cognito-idp.${this.region}.amazonaws.com/${id}`;
    this.policy = { ...POLICY, ...settings.Policies?.PasswordPolicy };
    this.mfa = settings.MfaConfiguration ?? 'OFF';
    /** Which second factors there are. */
    this.factors = settings.Factors ?? ['SOFTWARE_TOKEN_MFA'];
    this.devices = settings.DeviceConfiguration;
    this.autoVerified = settings.AutoVerifiedAttributes ?? [];
    this.aliases = settings.AliasAttributes ?? [];
    this.usernameAttributes = settings.UsernameAttributes ?? [];
    this.required = (settings.Schema ?? []).filter(({ Required }) => Required).map(({ Name }) => Name);
  }

  /** The time, in ms: that of the machine, or one that stands still, and as far ahead as a test has moved it. */
  now() {
    return (this.settings.Clock ?? Date.now()) + this.#moved;
  }
  moveClock(seconds) {
    this.#moved += seconds * 1000;
  }

  /** Bytes that only this pool has, and the same ones whenever a test runs: what is asked for, and how often it was. */
  bytes(what, length = 32) {
    const count = (this.#counts.get(what) ?? 0) + 1;
    this.#counts.set(what, count);
    const parts = [];
    for (let part = 0; part * 32 < length; part++)
      parts.push(createHash('sha256').update(`${what} ${count} ${part}`).digest());
    return Buffer.concat(parts).subarray(0, length);
  }
  uuid(what) {
    const hex = this.bytes(`${this.id} ${what}`, 16).toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  // ---- users ----

  key(name) {
    return this.settings.UsernameConfiguration?.CaseSensitive === false ? name.toLowerCase() : name;
  }

  /** The user of a name, a `sub`, or a verified alias. */
  find(name) {
    const user = this.users.get(this.key(name));
    if (user) return user;
    for (const user of this.users.values()) {
      if (user.attributes.sub === name) return user;
      if (this.usernameAttributes.some((each) => user.attributes[each] === name)) return user;
      if (
        this.aliases.some(
          (each) =>
            user.attributes[each] === name &&
            (each === 'preferred_username' || user.attributes[`${each}_verified`] === 'true'),
        )
      )
        return user;
    }
    return undefined;
  }

  /** Who else has this address, where addresses are names. */
  holder(attribute, value, except) {
    const used = this.aliases.includes(attribute) || this.usernameAttributes.includes(attribute);
    return used
      ? [...this.users.values()].find(
          (user) =>
            user !== except &&
            user.attributes[attribute] === value &&
            user.attributes[`${attribute}_verified`] === 'true',
        )
      : undefined;
  }

  add(username, password, attributes, status) {
    const sub = this.uuid(`sub ${username}`);
    const byAddress = this.usernameAttributes.length > 0;
    const all = { sub, ...attributes };
    if (byAddress) all[username.includes('@') ? 'email' : 'phone_number'] ??= username;
    const user = {
      username: byAddress ? sub : username,
      status,
      password,
      attributes: all,
      enabled: true,
      created: this.now(),
      modified: this.now(),
      mfa: new Set(),
      preferred: undefined,
      options: undefined,
      totp: undefined,
      devices: new Map(),
      passkeys: new Map(),
      failures: 0,
      lockedUntil: 0,
      history: [],
    };
    this.users.set(this.key(user.username), user);
    return user;
  }

  checkPassword(password) {
    const fail = (why) => refuse('InvalidPasswordException', `Password did not conform with policy: ${why}`);
    const { MinimumLength, RequireLowercase, RequireNumbers, RequireSymbols, RequireUppercase } = this.policy;
    if (password.length < MinimumLength) fail('Password not long enough');
    if (RequireUppercase && !/\p{Lu}/u.test(password)) fail('Password must have uppercase characters');
    if (RequireLowercase && !/\p{Ll}/u.test(password)) fail('Password must have lowercase characters');
    if (RequireNumbers && !/\d/.test(password)) fail('Password must have numeric characters');
    if (RequireSymbols && !SYMBOL.test(password)) fail('Password must have symbol characters');
  }

  setPassword(user, password) {
    this.checkPassword(password);
    const kept = this.policy.PasswordHistorySize ?? 0;
    if (kept && [user.password, ...user.history].slice(0, kept).includes(password)) {
      refuse('PasswordHistoryPolicyViolationException', 'Password has previously been used');
    }
    if (user.password) user.history.unshift(user.password);
    Object.assign(user, {
      password,
      verifier: undefined,
      status: 'CONFIRMED',
      failures: 0,
      lockedUntil: 0,
      modified: this.now(),
    });
  }

  /** `[{ Name, Value }]` as an object, if a user may set these. */
  attributes(list, { own = true } = {}) {
    const attributes = {};
    for (const { Name, Value = '' } of list ?? []) {
      if (typeof Name !== 'string' || typeof Value !== 'string')
        refuse('SerializationException', 'NUMBER_VALUE cannot be converted to String');
      const known = STANDARD.has(Name) || /^(custom|dev):/.test(Name) || Name === 'sub';
      if (!known)
        invalid(`Attributes did not conform to the schema: Type for attribute {${Name}} could not be determined\n`);
      if (
        own &&
        (Name === 'sub' || (this.settings.Schema ?? []).some((each) => each.Name === Name && each.Mutable === false))
      )
        invalid(`user.${Name}: Attribute cannot be updated.\n`);
      if (own && BOOLEANS.has(Name))
        refuse('NotAuthorizedException', 'A client attempted to write unauthorized attribute');
      if (Name === 'email' && Value && !/^\S+@\S+\.\S+$/.test(Value)) invalid('Invalid email address format.');
      if (Name === 'phone_number' && Value && !/^\+\d{6,15}$/.test(Value)) invalid('Invalid phone number format.');
      attributes[Name] = Value;
    }
    return attributes;
  }

  listed(user) {
    return Object.entries(user.attributes).map(([Name, Value]) => ({ Name, Value }));
  }

  // ---- codes ----

  /** Sends a code for something, and says where to, as the service shows it. */
  send(
    user,
    purpose,
    attribute,
    { lives = 24 * 60 * MINUTE_MS, value = user.attributes[attribute], digits = 6, ...more } = {},
  ) {
    const medium = attribute === 'email' ? 'EMAIL' : 'SMS';
    const code = String(this.bytes(`code ${user.username} ${purpose}`, 4).readUInt32BE() % 10 ** digits).padStart(
      digits,
      '0',
    );
    this.codes.set(`${user.attributes.sub} ${purpose}`, {
      code,
      until: this.now() + lives,
      tries: 0,
      attribute,
      value,
      ...more,
    });
    this.messages.push({
      To: value,
      Medium: medium,
      Purpose: purpose,
      Username: user.username,
      Code: code,
      Timestamp: this.now(),
    });
    return { AttributeName: attribute, DeliveryMedium: medium, Destination: masked(value, medium) };
  }

  /** The code that was sent, if this is it; it is then used up. */
  check(
    user,
    purpose,
    given,
    { tooMany = 'LimitExceededException', mismatch = 'Invalid verification code provided, please try again.' } = {},
  ) {
    const key = `${user.attributes.sub} ${purpose}`;
    const sent = this.codes.get(key);
    if (sent?.tries >= ATTEMPTS) refuse(tooMany, 'Attempt limit exceeded, please try after some time.');
    if (!sent || this.now() > sent.until)
      refuse('ExpiredCodeException', 'Invalid code provided, please request a code again.');
    if (sent.code !== given) {
      sent.tries++;
      refuse('CodeMismatchException', mismatch);
    }
    return { sent, use: () => this.codes.delete(key) };
  }

  /** Refuses what has been asked for too often within the hour. */
  limit(user, what) {
    const hour = this.now() - 60 * MINUTE_MS;
    const times = ((user.asked ??= {})[what] = (user.asked[what] ?? []).filter((at) => at > hour));
    if (times.length >= ATTEMPTS)
      refuse('LimitExceededException', 'Attempt limit exceeded, please try after some time.');
    times.push(this.now());
  }
}

export function masked(value, medium) {
  if (medium === 'SMS') return `+${'*'.repeat(Math.max(value.length - 5, 1))}${value.slice(-4)}`;
  const [name, host] = value.split('@');
  return `${name[0]}***@${host?.[0] ?? ''}***`;
}
