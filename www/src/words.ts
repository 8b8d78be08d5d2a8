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
  WebAssembly: 'Loads the compiled package, once.',
};

const FLOWS: Record<string, string> = {
  USER_SRP_AUTH: 'Begins with a public SRP value; sends no password.',
  USER_PASSWORD_AUTH: 'Sends the username and the password.',
  CUSTOM_AUTH: 'Begins a sign-in with the pool’s own challenges.',
  REFRESH_TOKEN_AUTH: 'Trades the refresh token for new tokens.',
  PASSWORD_VERIFIER: 'Proves the password with a signature.',
};

/** A sentence for a request. Of its body only the names of flow and challenge are looked at. */
export function describeRequest(operation: string, body: string | undefined): string {
  const name = body?.match(/"(?:AuthFlow|ChallengeName)":"([A-Z_]+)"/)?.[1];
  return (name && FLOWS[name]) || OPERATIONS[operation] || '';
}

const CHALLENGES: Record<string, string> = {
  NEW_PASSWORD_REQUIRED: 'An administrator gave this account a temporary password, and you must choose your own now.',
  SMS_MFA: 'A code was sent to your phone as a text message.',
  SOFTWARE_TOKEN_MFA: 'The pool asks for the code of your authenticator app.',
  SELECT_MFA_TYPE: 'You must choose how to receive the second factor.',
  MFA_SETUP: 'The pool requires a second factor, and this account has none yet.',
  EMAIL_OTP: 'A code was sent to your e-mail address.',
  CUSTOM_CHALLENGE: 'The pool asks a question of its own.',
};

export function describeChallenge(name: string): string {
  return CHALLENGES[name] ?? 'The pool asks for one more step.';
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
  preferred_username: 'Preferred username',
  locale: 'Locale',
  zoneinfo: 'Time zone',
};

export const attributeLabel = (name: string): string => ATTRIBUTES[name] ?? name.replace(/^custom:/, '').replaceAll('_', ' ');
export const claimLabel = (name: string): string => CLAIMS[name] ?? attributeLabel(name);
export const claimRank = (name: string): number => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.indexOf('cognito:groups') + 0.5);
