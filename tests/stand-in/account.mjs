// What users do with their own account: sign up, attributes, passwords, and its end.
import { MINUTE_MS, masked } from './pool.mjs';
import { invalid, notAuthorized, refuse } from './refuse.mjs';
import { signOutEverywhere, userOf } from './tokens.mjs';
import { needsNoPassword, sessionOfConfirmation, sessionOfSignUp, signUpOf } from './user-auth.mjs';

const HOUR_MS = 60 * MINUTE_MS;
const hidden = (client) => client.PreventUserExistenceErrors === 'ENABLED';
const address = (pool, user) => pool.autoVerified.find((name) => user.attributes[name]);

/** A Lambda that says no, as the pool's `Lambda` has it: `{ PreSignUp: 'not you' }`. */
function trigger(pool, name) {
  const says = pool.settings.Lambda?.[name];
  if (says) refuse('UserLambdaValidationException', `${name} failed with error ${says}.`);
}

function taken(pool, user, attribute, value) {
  if (pool.holder(attribute, value, user))
    refuse('AliasExistsException', `An account with the given ${attribute} already exists.`);
}

export const operations = {
  SignUp(pool, { Username, Password, UserAttributes }, client) {
    if (pool.settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly)
      notAuthorized('SignUp is not permitted for this user pool');
    if (pool.aliases.includes('email') && Username.includes('@'))
      invalid('Username cannot be of email format, since user pool is configured for email alias.');
    if (pool.usernameAttributes.length && !/^\S+@\S+\.\S+$|^\+\d+$/.test(Username))
      invalid('Username should be an email.');
    trigger(pool, 'PreSignUp');
    // An empty one is none.
    const password = Password || undefined;
    if (password || !needsNoPassword(pool)) pool.checkPassword(password ?? '');
    const attributes = pool.attributes(UserAttributes);
    for (const name of pool.required)
      if (!attributes[name]) invalid(`Attributes did not conform to the schema: ${name}: The attribute is required\n`);
    if (pool.find(Username))
      refuse(
        'UsernameExistsException',
        pool.usernameAttributes.length ? 'An account with the given email already exists.' : 'User already exists',
      );
    const user = pool.add(Username, password, attributes, pool.settings.AutoConfirm ? 'CONFIRMED' : 'UNCONFIRMED');
    const sends = !pool.settings.AutoConfirm && address(pool, user);
    return {
      ...(sends && { CodeDeliveryDetails: pool.send(user, 'SignUp', sends) }),
      UserConfirmed: user.status === 'CONFIRMED',
      UserSub: user.attributes.sub,
      ...sessionOfSignUp(pool, client, user),
    };
  },

  ConfirmSignUp(pool, { Username, ConfirmationCode, ForceAliasCreation, Session }, client) {
    const user = pool.find(Username);
    if (!user)
      hidden(client)
        ? refuse('ExpiredCodeException', 'Invalid code provided, please request a code again.')
        : refuse('UserNotFoundException', 'Username/client id combination not found.');
    if (user.status !== 'UNCONFIRMED') notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
    if (Session) signUpOf(pool, client, user, Session);
    const { sent, use } = pool.check(user, 'SignUp', ConfirmationCode, { tooMany: 'TooManyFailedAttemptsException' });
    const holder = pool.holder(sent.attribute, sent.value, user);
    if (holder && !ForceAliasCreation)
      refuse('AliasExistsException', `An account with the ${sent.attribute} already exists.`);
    if (holder) holder.attributes[`${sent.attribute}_verified`] = 'false';
    use();
    user.attributes[`${sent.attribute}_verified`] = 'true';
    Object.assign(user, { status: 'CONFIRMED', modified: pool.now() });
    return sessionOfConfirmation(pool, client, user, Session);
  },

  ResendConfirmationCode(pool, { Username }, client) {
    const user = pool.find(Username);
    if (!user) return simulated(client, Username);
    if (user.status !== 'UNCONFIRMED') invalid('User is already confirmed.');
    pool.limit(user, 'ResendConfirmationCode');
    const to = address(pool, user) ?? invalid('Cannot resend codes. Auto verification not turned on.');
    return { CodeDeliveryDetails: pool.send(user, 'SignUp', to) };
  },

  GetUser(pool, { AccessToken }) {
    const { user } = userOf(pool, AccessToken);
    return shown(pool, user);
  },

  DeleteUser(pool, { AccessToken }) {
    const { user } = userOf(pool, AccessToken);
    pool.users.delete(pool.key(user.username));
    return {};
  },

  GlobalSignOut(pool, { AccessToken }) {
    signOutEverywhere(pool, userOf(pool, AccessToken).user);
    return {};
  },

  UpdateUserAttributes(pool, { AccessToken, UserAttributes }) {
    const { user } = userOf(pool, AccessToken);
    trigger(pool, 'CustomMessage');
    const attributes = pool.attributes(UserAttributes);
    for (const [name, value] of Object.entries(attributes)) {
      if (pool.required.includes(name) && !value) invalid(`user.${name}: Attribute cannot be empty.\n`);
      taken(pool, user, name, value);
    }
    const CodeDeliveryDetailsList = [];
    const waits = pool.settings.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? [];
    for (const [name, value] of Object.entries(attributes)) {
      const changes = user.attributes[name] !== value;
      if (!(changes && waits.includes(name))) user.attributes[name] = value;
      if ((name !== 'email' && name !== 'phone_number') || !changes) continue;
      if (!waits.includes(name)) user.attributes[`${name}_verified`] = 'false';
      if (pool.autoVerified.includes(name))
        CodeDeliveryDetailsList.push(pool.send(user, `verify ${name}`, name, { value }));
    }
    user.modified = pool.now();
    return { CodeDeliveryDetailsList };
  },

  DeleteUserAttributes(pool, { AccessToken, UserAttributeNames }) {
    const { user } = userOf(pool, AccessToken);
    for (const name of UserAttributeNames) {
      if (typeof name !== 'string') refuse('SerializationException', 'NUMBER_VALUE cannot be converted to String');
      if (name === 'sub' || pool.required.includes(name)) invalid(`user.${name}: Attribute cannot be deleted.\n`);
    }
    for (const name of UserAttributeNames) {
      delete user.attributes[name];
      delete user.attributes[`${name}_verified`];
    }
    return {};
  },

  GetUserAttributeVerificationCode(pool, { AccessToken, AttributeName: name }) {
    const { user } = userOf(pool, AccessToken);
    if (name !== 'email' && name !== 'phone_number') invalid('Attribute cannot be verified.');
    if (!user.attributes[name])
      invalid(`User does not have a ${name === 'email' ? 'email' : 'phone number'} to verify.`);
    pool.limit(user, `code for ${name}`);
    return { CodeDeliveryDetails: pool.send(user, `verify ${name}`, name) };
  },

  VerifyUserAttribute(pool, { AccessToken, AttributeName: name, Code }) {
    const { user } = userOf(pool, AccessToken);
    if (name !== 'email' && name !== 'phone_number') invalid('Attribute cannot be verified.');
    const { sent, use } = pool.check(user, `verify ${name}`, Code);
    taken(pool, user, name, sent.value);
    use();
    Object.assign(user.attributes, { [name]: sent.value, [`${name}_verified`]: 'true' });
    return {};
  },

  ChangePassword(pool, { AccessToken, PreviousPassword, ProposedPassword }) {
    const { user } = userOf(pool, AccessToken);
    if (user.wrongPasswords >= 5)
      refuse('LimitExceededException', 'Attempt limit exceeded, please try after some time.');
    if (user.password !== PreviousPassword) {
      user.wrongPasswords = (user.wrongPasswords ?? 0) + 1;
      notAuthorized('Incorrect username or password.');
    }
    pool.setPassword(user, ProposedPassword);
    user.wrongPasswords = 0;
    return {};
  },

  ForgotPassword(pool, { Username }, client) {
    const user = pool.find(Username);
    const to =
      user &&
      ['email', 'phone_number'].find((name) => user.attributes[`${name}_verified`] === 'true' && user.attributes[name]);
    if (hidden(client) && (!user || !user.enabled || !to)) return simulated(client, Username);
    if (!user) refuse('UserNotFoundException', 'Username/client id combination not found.');
    if (!user.enabled) notAuthorized('User is disabled.');
    if (user.status === 'FORCE_CHANGE_PASSWORD') notAuthorized('User password cannot be reset in the current state.');
    if (!to) invalid('Cannot reset password for the user as there is no registered/verified email or phone_number');
    pool.limit(user, 'ForgotPassword');
    return { CodeDeliveryDetails: pool.send(user, 'ForgotPassword', to, { lives: HOUR_MS }) };
  },

  ConfirmForgotPassword(pool, { Username, ConfirmationCode, Password }, client) {
    const user = pool.find(Username);
    if (!user || !user.enabled)
      hidden(client)
        ? refuse('CodeMismatchException', 'Invalid verification code provided, please try again.')
        : refuse('UserNotFoundException', 'Username/client id combination not found.');
    const { sent, use } = pool.check(user, 'ForgotPassword', ConfirmationCode);
    pool.setPassword(user, Password);
    use();
    user.attributes[`${sent.attribute}_verified`] = 'true';
    return {};
  },
};

/** What the service says for a user it does not want to say anything about. */
function simulated(client, name) {
  if (!hidden(client)) refuse('UserNotFoundException', 'Username/client id combination not found.');
  return {
    CodeDeliveryDetails: {
      AttributeName: 'email',
      DeliveryMedium: 'EMAIL',
      Destination: masked(name.includes('@') ? name : `${name}@g`, 'EMAIL'),
    },
  };
}

export function shown(pool, user) {
  return {
    ...(user.options && { MFAOptions: user.options }),
    ...(user.preferred && { PreferredMfaSetting: user.preferred }),
    UserAttributes: pool.listed(user),
    ...(user.mfa.size && { UserMFASettingList: [...user.mfa] }),
    Username: user.username,
  };
}
