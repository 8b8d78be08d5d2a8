// Cognito's operations, flows, challenges, claims and attributes, in words.

const OPERATIONS: Record<string, string> = {
  SignUp: 'Creates the account and sends a code.',
  ConfirmSignUp: 'Checks the code.',
  ResendConfirmationCode: 'Sends a new code.',
  InitiateAuth: 'Begins a sign-in.',
  RespondToAuthChallenge: 'Answers a challenge.',
  GetUser: 'Reads the attributes.',
  RevokeToken: 'Makes the refresh token useless.',
  GlobalSignOut: 'Ends the sessions on every device.',
  ChangePassword: 'Replaces the password.',
  ForgotPassword: 'Sends a code to set a new password with.',
  ConfirmForgotPassword: 'Checks the code and sets the new password.',
  UpdateUserAttributes: 'Writes attributes.',
  DeleteUserAttributes: 'Removes attributes.',
  GetUserAttributeVerificationCode: 'Sends a code to verify an attribute with.',
  VerifyUserAttribute: 'Checks the code and marks the attribute as verified.',
  AssociateSoftwareToken: 'Makes a secret for an authenticator app.',
  VerifySoftwareToken: 'Checks the app’s code and arms it.',
  SetUserMFAPreference: 'Chooses the second factor.',
  ConfirmDevice: 'Gives this device a password of its own.',
  ListDevices: 'Lists the devices.',
  UpdateDeviceStatus: 'Remembers this device.',
  ForgetDevice: 'Forgets this device.',
  DeleteUser: 'Deletes the account.',
  StartWebAuthnRegistration: 'Tells what kind of passkey it takes.',
  CompleteWebAuthnRegistration: 'Keeps the public key of the passkey.',
  ListWebAuthnCredentials: 'Lists the passkeys.',
  DeleteWebAuthnCredential: 'Forgets the passkey.',
  token: 'Trades the code of the hosted page for tokens.',
  GetId: 'Finds or makes an identity.',
  GetCredentialsForIdentity: 'Lends that identity keys for AWS.',
};

const FLOWS: Record<string, string> = {
  USER_SRP_AUTH: 'Begins with a public SRP value; sends no password.',
  USER_PASSWORD_AUTH: 'Sends the username and the password.',
  CUSTOM_AUTH: 'Begins a sign-in with the pool’s own challenges.',
  REFRESH_TOKEN_AUTH: 'Trades the refresh token for new tokens.',
  PASSWORD_VERIFIER: 'Proves the password with a signature.',
  DEVICE_SRP_AUTH: 'Begins the proof that this device is remembered.',
  DEVICE_PASSWORD_VERIFIER: 'Proves the device with a signature.',
  SMS_MFA: 'Answers with the code of the text message.',
  SOFTWARE_TOKEN_MFA: 'Answers with the code of the app.',
  EMAIL_OTP: 'Answers with the code of the e-mail.',
  SELECT_MFA_TYPE: 'Chooses the second factor.',
  USER_AUTH: 'Begins a sign-in by a factor of the user’s choice.',
  SELECT_CHALLENGE: 'Chooses the factor.',
  SMS_OTP: 'Answers with the code of the text message.',
  WEB_AUTHN: 'Answers with a signature of the passkey.',
  MFA_SETUP: 'Ends the set-up of the second factor.',
  NEW_PASSWORD_REQUIRED: 'Sets the new password.',
  CUSTOM_CHALLENGE: 'Answers the pool’s own question.',
};

const MODULES: Record<string, string> = {
  auth: 'Loads the compiled package, once.',
  account: 'Loads its part for accounts, once.',
  challenges: 'Loads its part for answers to challenges, once.',
  passwordless: 'Loads its part for sign-ins by choice, once.',
  passkeys: 'Loads its part for sign-ins with passkeys, once.',
  passkey_autofill: 'Loads its part for passkeys in an input, once.',
  passkey_settings: 'Loads its part for making and deleting passkeys, once.',
  hosted_return: 'Loads its part for the return from the hosted page, once.',
  hosted_ui: 'Loads its part for the way to the hosted page, once.',
  credentials: 'Loads its part for AWS credentials, once.',
  fma: 'Loads a faster kernel for SRP, once.',
};

/** A sentence for a module, by its file's first word. */
export const describeModule = (name: string): string => MODULES[name] ?? '';

/** A sentence for a request. Of its body only the names of flow and challenge are looked at. */
export function describeRequest(operation: string, body: string | undefined): string {
  const name = body?.match(/"(?:AuthFlow|ChallengeName)":"([A-Z_]+)"/)?.[1];
  return (name && FLOWS[name]) || OPERATIONS[operation] || '';
}

/** In the order to read them in: whom, until when, for what; then the ids. Others, such as attributes, come after the first. */
const CLAIMS: Record<string, string> = {
  username: 'Username',
  'cognito:username': 'Username',
  'cognito:groups': 'Groups',
  auth_time: 'Signed in',
  iat: 'Issued',
  exp: 'Expires',
  token_use: 'Kind of token',
  scope: 'Allows',
  iss: 'Issued by',
  aud: 'For app client',
  client_id: 'For app client',
  sub: 'User id',
  jti: 'Token id',
  origin_jti: 'Sign-in id',
  event_id: 'Event id',
  version: 'Version',
};
const ORDER = Object.keys(CLAIMS);

const ATTRIBUTES: Record<string, string> = {
  sub: 'User id',
  email: 'E-mail',
  email_verified: 'E-mail verified',
  phone_number: 'Phone',
  phone_number_verified: 'Phone verified',
  name: 'Name',
  given_name: 'Given name',
  family_name: 'Family name',
  middle_name: 'Middle name',
  nickname: 'Nickname',
  preferred_username: 'Preferred username',
  profile: 'Profile page',
  picture: 'Picture',
  website: 'Website',
  gender: 'Gender',
  birthdate: 'Date of birth',
  zoneinfo: 'Time zone',
  locale: 'Locale',
  address: 'Address',
};
/** Those that a user may have, by Cognito's names. */
export const STANDARD_ATTRIBUTES: readonly string[] = Object.keys(ATTRIBUTES).filter(
  (name) => name !== 'sub' && !name.endsWith('_verified'),
);

const FACTORS: Record<string, string> = {
  NOMFA: 'None',
  SMS_MFA: 'Text message',
  SOFTWARE_TOKEN_MFA: 'Authenticator app',
  EMAIL_OTP: 'E-mail',
  SMS_OTP: 'Text message',
  PASSWORD_SRP: 'Password',
  PASSWORD: 'Password, sent to Cognito',
  WEB_AUTHN: 'Passkey',
};

export const attributeLabel = (name: string): string =>
  ATTRIBUTES[name] ?? name.replace(/^custom:/, '').replaceAll('_', ' ');
const FACTOR_HINTS: Record<string, string> = {
  NOMFA: 'The password alone.',
  SMS_MFA: 'A code to your phone number.',
  SOFTWARE_TOKEN_MFA: 'A code that your phone makes.',
  EMAIL_OTP: 'A code to your e-mail address.',
  SMS_OTP: 'A code to your phone number.',
  PASSWORD_SRP: 'It does not leave this browser.',
  PASSWORD: 'For user pools that migrate their users.',
  WEB_AUTHN: 'With a finger, a face or a PIN.',
};

/** The names in Cognito's JSON text, such as `["SMS_MFA","SOFTWARE_TOKEN_MFA"]`. */
export function namesIn(json: string | undefined): string[] {
  try {
    const names: unknown = JSON.parse(json ?? '[]');
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}

interface AttributeInput {
  type?: 'email' | 'tel' | 'url' | 'date';
  autocomplete?: string;
  placeholder?: string;
  mismatch?: string;
}

const INPUTS: Record<string, AttributeInput> = {
  email: { type: 'email', autocomplete: 'email', mismatch: 'Enter an e-mail address, such as ana@example.com.' },
  phone_number: { type: 'tel', autocomplete: 'tel', placeholder: '+34600123456' },
  website: {
    type: 'url',
    autocomplete: 'url',
    placeholder: 'https://example.com',
    mismatch: 'Enter a full address, such as https://example.com.',
  },
  birthdate: { type: 'date', autocomplete: 'bday' },
  name: { autocomplete: 'name' },
  given_name: { autocomplete: 'given-name' },
  family_name: { autocomplete: 'family-name' },
  nickname: { autocomplete: 'nickname' },
  zoneinfo: { placeholder: 'Europe/Madrid' },
  locale: { placeholder: 'es-ES' },
};

/** How to type it. */
export const attributeInput = (name: string): AttributeInput => INPUTS[name] ?? { autocomplete: 'off' };

const WAYS: Record<string, string> = {
  WEB_AUTHN: 'a passkey',
  EMAIL_OTP: 'a code by e-mail',
  SMS_OTP: 'a code by text message',
};

export const wayOf = (factor: string): string => WAYS[factor] ?? 'a password';
export const factorHint = (name: string): string | undefined => FACTOR_HINTS[name];
export const factorLabel = (name: string): string => FACTORS[name] ?? name;
export const claimLabel = (name: string): string => CLAIMS[name] ?? attributeLabel(name);
export const claimRank = (name: string): number =>
  ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.indexOf('cognito:groups') + 0.5;
