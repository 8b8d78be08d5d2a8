// What the stand-in promises, asked of it directly. What the packages of v5 make of it is in v5.test.mjs.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createPublicKey, createHmac, verify } from 'node:crypto';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as srp from './srp.mjs';
import { startStandIn, totp } from './stand-in.mjs';

const PASSWORD = 'Passw0rd!';
const NEW = 'Another0ne!';
let standIn;
before(async () => (standIn = await startStandIn()));
after(() => standIn.stop());

/** A pool with a user, and short ways to ask it. */
async function world({ user = {}, clock = 1_800_000_000_000, ...options } = {}) {
  const ids = await standIn.createUserPool({ ...options, pool: { Clock: clock, ...options.pool } });
  const { userPoolId, clientId: ClientId } = ids;
  if (user)
    await standIn.createUser(userPoolId, { username: 'ana', password: PASSWORD, email: 'ana@example.com', ...user });
  const w = {
    ...ids,
    admin: (operation, body) => standIn.admin(operation, { UserPoolId: userPoolId, ...body }),
    api: (operation, body) => standIn.api(operation, body),
    app: (operation, body) => standIn.api(operation, { ClientId, ...body }),
    start: (PASSWORD_ = PASSWORD, more = {}) =>
      w.app('InitiateAuth', {
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'ana', PASSWORD: PASSWORD_, ...more },
      }),
    answer: (ChallengeName, Session, answers) =>
      w.app('RespondToAuthChallenge', { ChallengeName, Session, ChallengeResponses: { USERNAME: 'ana', ...answers } }),
    tokens: async () => (await w.start()).AuthenticationResult,
    refresh: (REFRESH_TOKEN, more = {}) =>
      w.app('InitiateAuth', { AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN, ...more } }),
    code: () => standIn.lastCode(userPoolId, 'ana'),
    wait: (Seconds) => w.admin('MoveClock', { Seconds }),
  };
  return w;
}
const refused = (promise, code, said) => assert.rejects(promise, { code, ...(said && { said }) });
const claims = (jwt) => JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url'));
const phone = { attributes: { phone_number: '+15550100', phone_number_verified: 'true' } };
const three = { mfa: 'OPTIONAL', pool: { Factors: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'] }, user: phone };

// ---- arithmetic ----

test('the server computes the key of the recorded exchange of v5', () => {
  const group = 'AbCdEf123';
  const [name, password, salt] = ['a1b2c3d4-user', 'Pässw0rd!', Buffer.from('d4a5c1e0f7b6938475a1b2c3d4e5f607', 'hex')];
  const a = BigInt(`0x${'00112233445566778899aabbccddeeff'.repeat(8)}`);
  const b = BigInt(`0x${'0f1e2d3c4b5a69788796a5b4c3d2e1f0'.repeat(8)}`);
  const v = srp.verifier(group, name, password, salt);
  const B = srp.publicValue(v, b);
  assert.ok(B.toString(16).startsWith('d392fb95825bf04776b6016295f17376'));
  const key = srp.sessionKey(srp.power(srp.g, a), B, v, b);
  assert.equal(key.toString('hex'), '93cf5e01bd19819b9a80de34593c387f');
  assert.equal(
    srp.signature(key, group, name, 'VGhpcyBpcyBhIHNlY3JldCBibG9jaw==', 'Tue Feb 3 04:05:06 UTC 2026'),
    'gK9tiZagumLZa3OZI2YDiPvTRUT+oLalhQ2Tz+9oONw=',
  );
});

test('totp gives the values of RFC 6238', () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  assert.deepEqual(
    [59, 1111111109, 20000000000].map((s) => totp(secret, s * 1000)),
    ['287082', '081804', '353130'],
  );
});

// ---- the wire ----

test('preflights and refusals look like the service', async () => {
  const preflight = await fetch(standIn.url, {
    method: 'OPTIONS',
    headers: {
      Origin: 'http://app.example',
      'Access-Control-Request-Headers': 'cache-control,content-type,x-amz-target,x-amz-user-agent,x-other',
    },
  });
  assert.equal(preflight.headers.get('access-control-allow-origin'), '*');
  assert.equal(
    preflight.headers.get('access-control-allow-headers'),
    'cache-control,content-type,x-amz-target,x-amz-user-agent',
  );
  const post = (operation, body, headers) =>
    fetch(standIn.url, {
      method: 'POST',
      headers: { 'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}`, ...headers },
      body,
    });
  const { clientId } = await world();
  const response = await post(
    'InitiateAuth',
    JSON.stringify({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'ana', PASSWORD: 'no' },
    }),
  );
  assert.equal(response.status, 400);
  assert.equal(response.headers.get('content-type'), 'application/x-amz-json-1.1');
  assert.equal(response.headers.get('x-amzn-errortype'), 'NotAuthorizedException:');
  assert.match(response.headers.get('access-control-expose-headers'), /x-amzn-ErrorType/);
  assert.deepEqual(await response.json(), {
    __type: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
  });
  assert.equal((await (await post('GetUser', '{')).json()).__type, 'SerializationException');
  assert.equal((await (await post('Nothing', '{}')).json()).__type, 'UnknownOperationException');
  assert.equal((await (await post('AdminGetUser', '{}')).json()).__type, 'MissingAuthenticationTokenException');
  const json = await post('GetUser', '{}', { 'Content-Type': 'application/json' });
  assert.equal(json.status, 200);
  assert.match((await json.json()).Output.__type, /UnknownOperationException$/);
});

test('requests that are not well formed', async () => {
  const { app, api, clientId, tokens } = await world();
  await refused(
    api('GetUser', {}),
    'InvalidParameterException',
    "1 validation error detected: Value null at 'accessToken' failed to satisfy constraint: Member must not be null",
  );
  await refused(api('GetUser', { AccessToken: null }), 'InvalidParameterException');
  await refused(
    api('GetUser', { AccessToken: 7 }),
    'SerializationException',
    'NUMBER_VALUE cannot be converted to String',
  );
  await refused(api('GetUser', { AccessToken: 'not a token' }), 'InvalidParameterException');
  await refused(api('GetUser', { AccessToken: 'rubbish' }), 'NotAuthorizedException', 'Invalid Access Token');
  await refused(
    api('SignUp', { ClientId: 'nobody', Username: 'x', Password: PASSWORD }),
    'ResourceNotFoundException',
    'User pool client nobody does not exist.',
  );
  await refused(app('ConfirmSignUp', { Username: '', ConfirmationCode: 'a b' }), 'InvalidParameterException');
  await refused(app('InitiateAuth', { AuthFlow: 'USER_AUTH_X' }), 'InvalidParameterException');
  await refused(
    app('InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: 'ana' } }),
    'InvalidParameterException',
    'Missing required parameter PASSWORD',
  );
  await refused(
    app('InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: 7 } }),
    'SerializationException',
  );
  await refused(
    app('RespondToAuthChallenge', {
      ChallengeName: 'SMS_MFA',
      ChallengeResponses: { USERNAME: 'ana' },
      Session: 'short',
    }),
    'InvalidParameterException',
  );
  await refused(
    api('VerifySoftwareToken', { AccessToken: (await tokens()).AccessToken, UserCode: 'abc' }),
    'InvalidParameterException',
  );
  assert.ok(clientId);
});

test('the same script has the same codes in another pool, and other tokens', async () => {
  const [one, two] = [await world({ user: null }), await world({ user: null })];
  const codes = [];
  for (const w of [one, two]) {
    await w.app('SignUp', {
      Username: 'ana',
      Password: PASSWORD,
      UserAttributes: [{ Name: 'email', Value: 'ana@example.com' }],
    });
    codes.push(await w.code());
  }
  assert.match(codes[0], /^\d{6}$/);
  assert.equal(codes[0], codes[1]);
  for (const w of [one, two]) await w.admin('AdminConfirmSignUp', { Username: 'ana' });
  assert.notEqual((await one.tokens()).RefreshToken, (await two.tokens()).RefreshToken);
});

// ---- signing up ----

test('sign up, confirm, and what can go wrong on the way', async () => {
  const w = await world({ user: null });
  const Username = 'ana';
  const UserAttributes = [{ Name: 'email', Value: 'ana@example.com' }];
  const signUp = (rest) => w.app('SignUp', { Username, Password: PASSWORD, UserAttributes, ...rest });
  for (const [Password, why] of [
    ['short', 'Password not long enough'],
    ['passw0rd!', 'Password must have uppercase characters'],
    ['PASSW0RD!', 'Password must have lowercase characters'],
    ['Password!', 'Password must have numeric characters'],
    ['Passw0rdd', 'Password must have symbol characters'],
  ]) {
    await refused(signUp({ Password }), 'InvalidPasswordException', `Password did not conform with policy: ${why}`);
  }
  await refused(
    signUp({ UserAttributes: [{ Name: 'email', Value: 'no' }] }),
    'InvalidParameterException',
    'Invalid email address format.',
  );
  await refused(signUp({ UserAttributes: [{ Name: 'sub', Value: 'x' }] }), 'InvalidParameterException');
  const { UserConfirmed, CodeDeliveryDetails } = await signUp();
  assert.equal(UserConfirmed, false);
  assert.deepEqual(CodeDeliveryDetails, { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'a***@e***' });
  await refused(signUp(), 'UsernameExistsException', 'User already exists');
  await refused(w.start(), 'UserNotConfirmedException', 'User is not confirmed.');
  const confirm = (ConfirmationCode) => w.app('ConfirmSignUp', { Username, ConfirmationCode });
  await refused(confirm('000000'), 'CodeMismatchException', 'Invalid verification code provided, please try again.');
  const old = await w.code();
  await w.app('ResendConfirmationCode', { Username });
  assert.notEqual(await w.code(), old);
  await refused(confirm(old), 'CodeMismatchException');
  await w.wait(24 * 3600 + 1);
  await refused(confirm(await w.code()), 'ExpiredCodeException', 'Invalid code provided, please request a code again.');
  await w.app('ResendConfirmationCode', { Username });
  await confirm(await w.code());
  await refused(
    confirm(await w.code()),
    'NotAuthorizedException',
    'User cannot be confirmed. Current status is CONFIRMED',
  );
  await refused(
    w.app('ResendConfirmationCode', { Username }),
    'InvalidParameterException',
    'User is already confirmed.',
  );
  assert.equal(claims((await w.tokens()).IdToken).email_verified, true);
});

test('too many wrong codes, too many requests for one', async () => {
  const w = await world({ user: null });
  await w.app('SignUp', {
    Username: 'ana',
    Password: PASSWORD,
    UserAttributes: [{ Name: 'email', Value: 'ana@example.com' }],
  });
  for (let n = 0; n < 5; n++)
    await refused(w.app('ConfirmSignUp', { Username: 'ana', ConfirmationCode: '1' }), 'CodeMismatchException');
  await refused(
    w.app('ConfirmSignUp', { Username: 'ana', ConfirmationCode: await w.code() }),
    'TooManyFailedAttemptsException',
  );
  for (let n = 0; n < 5; n++) await w.app('ResendConfirmationCode', { Username: 'ana' });
  await refused(
    w.app('ResendConfirmationCode', { Username: 'ana' }),
    'LimitExceededException',
    'Attempt limit exceeded, please try after some time.',
  );
  await w.wait(3601);
  await w.app('ResendConfirmationCode', { Username: 'ana' });
});

test('an alias that somebody else has', async () => {
  const w = await world({ aliasAttributes: ['email'] });
  await w.app('SignUp', {
    Username: 'bea',
    Password: PASSWORD,
    UserAttributes: [{ Name: 'email', Value: 'ana@example.com' }],
  });
  const ConfirmationCode = await standIn.lastCode(w.userPoolId, 'bea');
  await refused(w.app('ConfirmSignUp', { Username: 'bea', ConfirmationCode }), 'AliasExistsException');
  await w.app('ConfirmSignUp', { Username: 'bea', ConfirmationCode, ForceAliasCreation: true });
  assert.equal(
    (
      await w.app('InitiateAuth', {
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'ana@example.com', PASSWORD },
      })
    ).AuthenticationResult.TokenType,
    'Bearer',
  );
});

// ---- passwords ----

test('who may not sign in, and what is said of it', async () => {
  const w = await world();
  const open = await world({ client: { PreventUserExistenceErrors: 'LEGACY' } });
  const nobody = { AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: 'nobody', PASSWORD } };
  await refused(w.app('InitiateAuth', nobody), 'NotAuthorizedException', 'Incorrect username or password.');
  await refused(open.app('InitiateAuth', nobody), 'UserNotFoundException', 'User does not exist.');
  const srpStart = { AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME: 'nobody', SRP_A: 'abc' } };
  const [one, two] = [await w.app('InitiateAuth', srpStart), await w.app('InitiateAuth', srpStart)];
  assert.equal(one.ChallengeParameters.SALT, two.ChallengeParameters.SALT);
  assert.equal(one.ChallengeParameters.USER_ID_FOR_SRP, 'nobody');
  assert.equal(one.Session, undefined);
  await refused(
    w.app('InitiateAuth', { ...srpStart, AuthParameters: { USERNAME: 'ana', SRP_A: '0' } }),
    'InvalidParameterException',
  );
  await w.admin('AdminDisableUser', { Username: 'ana' });
  await refused(w.start(), 'NotAuthorizedException', 'User is disabled.');
  await w.admin('AdminEnableUser', { Username: 'ana' });
  await w.admin('AdminResetUserPassword', { Username: 'ana' });
  await refused(w.start(), 'PasswordResetRequiredException', 'Password reset required for the user');
  await refused(
    (await world({ client: { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] } })).start(),
    'InvalidParameterException',
    'USER_PASSWORD_AUTH flow not enabled for this client',
  );
});

test('five wrong passwords make a user wait', async () => {
  const w = await world();
  for (let n = 0; n < 5; n++) await refused(w.start('no'), 'NotAuthorizedException', 'Incorrect username or password.');
  await refused(w.start(), 'NotAuthorizedException', 'Password attempts exceeded');
  await w.wait(1);
  await w.tokens();
});

test('ForgotPassword and ConfirmForgotPassword', async () => {
  const w = await world();
  const confirm = (ConfirmationCode, Password = NEW, Username = 'ana') =>
    w.app('ConfirmForgotPassword', { Username, ConfirmationCode, Password });
  await refused(confirm('123456'), 'ExpiredCodeException');
  const { CodeDeliveryDetails } = await w.app('ForgotPassword', { Username: 'ana' });
  assert.equal(CodeDeliveryDetails.Destination, 'a***@e***');
  await refused(confirm('000000'), 'CodeMismatchException');
  await refused(confirm(await w.code(), 'short'), 'InvalidPasswordException');
  await confirm(await w.code());
  await refused(confirm(await w.code()), 'ExpiredCodeException');
  await w.start(NEW);
  assert.equal((await w.app('ForgotPassword', { Username: 'nobody' })).CodeDeliveryDetails.DeliveryMedium, 'EMAIL');
  await refused(confirm('1', NEW, 'nobody'), 'CodeMismatchException');
  for (let n = 0; n < 4; n++) await w.app('ForgotPassword', { Username: 'ana' });
  await refused(w.app('ForgotPassword', { Username: 'ana' }), 'LimitExceededException');
  await w.wait(3601);
  await refused(confirm(await w.code()), 'ExpiredCodeException');
  const open = await world({ client: { PreventUserExistenceErrors: 'LEGACY' }, user: { email: undefined } });
  await refused(
    open.app('ForgotPassword', { Username: 'nobody' }),
    'UserNotFoundException',
    'Username/client id combination not found.',
  );
  await refused(open.app('ForgotPassword', { Username: 'ana' }), 'InvalidParameterException');
});

test('ChangePassword', async () => {
  const w = await world({ pool: { Policies: { PasswordPolicy: { PasswordHistorySize: 2 } } } });
  const { AccessToken } = await w.tokens();
  const change = (PreviousPassword, ProposedPassword) =>
    w.api('ChangePassword', { AccessToken, PreviousPassword, ProposedPassword });
  await refused(change('no-no', NEW), 'NotAuthorizedException', 'Incorrect username or password.');
  await refused(change(PASSWORD, 'short'), 'InvalidPasswordException');
  await refused(change(PASSWORD, PASSWORD), 'PasswordHistoryPolicyViolationException');
  await change(PASSWORD, NEW);
  await refused(w.start(), 'NotAuthorizedException');
  await w.start(NEW);
  for (let n = 0; n < 5; n++) await refused(change('no-no', NEW), 'NotAuthorizedException');
  await refused(change(NEW, PASSWORD), 'LimitExceededException');
});

test('NEW_PASSWORD_REQUIRED wants the required attributes and keeps to the policy', async () => {
  const w = await world({ pool: { Schema: [{ Name: 'family_name', Required: true }] }, user: { temporary: true } });
  const { ChallengeName, ChallengeParameters, Session } = await w.start();
  assert.equal(ChallengeName, 'NEW_PASSWORD_REQUIRED');
  assert.deepEqual(JSON.parse(ChallengeParameters.requiredAttributes), ['userAttributes.family_name']);
  assert.deepEqual(JSON.parse(ChallengeParameters.userAttributes), {
    email: 'ana@example.com',
    email_verified: 'true',
  });
  const answer = (answers) => w.answer('NEW_PASSWORD_REQUIRED', Session, answers);
  const name = { 'userAttributes.family_name': 'Ng' };
  await refused(
    answer({ NEW_PASSWORD: NEW }),
    'InvalidParameterException',
    'Invalid attributes given, family_name is missing',
  );
  await refused(answer({ NEW_PASSWORD: 'short', ...name }), 'InvalidPasswordException');
  const { AuthenticationResult } = await answer({ NEW_PASSWORD: NEW, ...name });
  assert.equal(claims(AuthenticationResult.IdToken).family_name, 'Ng');
  await refused(answer({ NEW_PASSWORD: NEW, ...name }), 'NotAuthorizedException', 'Invalid session for the user.');
});

// ---- second factors ----

test('SMS_MFA: wrong, then right, and never twice', async () => {
  const w = await world(three);
  await w.admin('AdminSetUserMFAPreference', { Username: 'ana', SMSMfaSettings: { Enabled: true } });
  const { ChallengeName, ChallengeParameters, Session } = await w.start();
  assert.equal(ChallengeName, 'SMS_MFA');
  assert.deepEqual(ChallengeParameters, {
    CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS',
    CODE_DELIVERY_DESTINATION: '+****0100',
    USER_ID_FOR_SRP: 'ana',
  });
  const code = await w.code();
  const answer = (SMS_MFA_CODE, session = Session) => w.answer('SMS_MFA', session, { SMS_MFA_CODE });
  await refused(
    w.answer('SMS_MFA', Session, {}),
    'InvalidParameterException',
    'Missing required parameter SMS_MFA_CODE',
  );
  await refused(answer('000000'), 'CodeMismatchException', 'Invalid code or auth state for the user.');
  await refused(answer(code, `${Session}x`), 'NotAuthorizedException', 'Invalid session for the user.');
  await refused(
    w.app('RespondToAuthChallenge', {
      ChallengeName: 'SMS_MFA',
      Session,
      ChallengeResponses: { USERNAME: 'bea', SMS_MFA_CODE: code },
    }),
    'NotAuthorizedException',
  );
  assert.ok((await answer(code)).AuthenticationResult.AccessToken);
  await refused(answer(code), 'NotAuthorizedException', 'Invalid session for the user.');
});

test('a session lives three minutes, and bears four wrong answers', async () => {
  const w = await world(three);
  await w.admin('AdminSetUserMFAPreference', { Username: 'ana', SMSMfaSettings: { Enabled: true } });
  const late = await w.start();
  await w.wait(181);
  await refused(
    w.answer('SMS_MFA', late.Session, { SMS_MFA_CODE: await w.code() }),
    'NotAuthorizedException',
    'Invalid session for the user, session is expired.',
  );
  const { Session } = await w.start();
  for (let n = 0; n < 5; n++)
    await refused(w.answer('SMS_MFA', Session, { SMS_MFA_CODE: '0' }), 'CodeMismatchException');
  await refused(
    w.answer('SMS_MFA', Session, { SMS_MFA_CODE: await w.code() }),
    'NotAuthorizedException',
    'Invalid session for the user.',
  );
});

test('SOFTWARE_TOKEN_MFA: enrolled, asked for, and no code good twice', async () => {
  const w = await world(three);
  const { AccessToken } = await w.tokens();
  await refused(
    w.api('SetUserMFAPreference', { AccessToken, SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } }),
    'InvalidParameterException',
    'User has not verified software token mfa',
  );
  const { SecretCode, Session: none } = await w.api('AssociateSoftwareToken', { AccessToken });
  assert.equal(none, undefined);
  const code = async (Steps = 0) => (await w.admin('Totp', { SecretCode, Steps })).Code;
  await refused(
    w.api('VerifySoftwareToken', { AccessToken, UserCode: '000000' }),
    'EnableSoftwareTokenMFAException',
    'Code mismatch and fail enable Software Token MFA',
  );
  await refused(
    w.api('VerifySoftwareToken', { AccessToken, UserCode: await code(2) }),
    'EnableSoftwareTokenMFAException',
  );
  assert.deepEqual(await w.api('VerifySoftwareToken', { AccessToken, UserCode: await code() }), { Status: 'SUCCESS' });
  await w.api('SetUserMFAPreference', { AccessToken, SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } });
  const { ChallengeName, Session } = await w.start();
  assert.equal(ChallengeName, 'SOFTWARE_TOKEN_MFA');
  const answer = (SOFTWARE_TOKEN_MFA_CODE) => w.answer('SOFTWARE_TOKEN_MFA', Session, { SOFTWARE_TOKEN_MFA_CODE });
  await refused(
    w.answer('SMS_MFA', Session, { SMS_MFA_CODE: await code(1) }),
    'CodeMismatchException',
    'Invalid code or auth state for the user.',
  );
  await refused(answer('000000'), 'CodeMismatchException', 'Invalid code received for user');
  await refused(answer(await code()), 'ExpiredCodeException', 'Your software token has already been used once.');
  await w.wait(30);
  await answer(await code());
});

test('GetUserAuthFactors: what there is, and nothing of what there is not', async () => {
  const w = await world({
    ...three,
    pool: {
      ...three.pool,
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'SMS_OTP', 'WEB_AUTHN'] } },
    },
  });
  const { AccessToken } = await w.tokens();
  assert.deepEqual(await w.api('GetUserAuthFactors', { AccessToken }), {
    Username: 'ana',
    ConfiguredUserAuthFactors: ['PASSWORD', 'SMS_OTP'],
  });
  await standIn.enrolTotp(w, { username: 'ana' });
  assert.deepEqual(await w.api('GetUserAuthFactors', { AccessToken }), {
    Username: 'ana',
    PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
    UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    ConfiguredUserAuthFactors: ['PASSWORD', 'SMS_OTP', 'SOFTWARE_TOKEN'],
  });
  await refused(
    w.api('GetUserAuthFactors', { AccessToken: 'rubbish' }),
    'NotAuthorizedException',
    'Invalid Access Token',
  );
});

test('SELECT_MFA_TYPE, EMAIL_OTP, and a preference', async () => {
  const w = await world(three);
  await standIn.enrolTotp(w, { username: 'ana', prefer: false });
  await w.admin('AdminSetUserMFAPreference', {
    Username: 'ana',
    SMSMfaSettings: { Enabled: true },
    EmailMfaSettings: { Enabled: true },
  });
  const chosen = await w.start();
  assert.equal(chosen.ChallengeName, 'SELECT_MFA_TYPE');
  assert.deepEqual(JSON.parse(chosen.ChallengeParameters.MFAS_CAN_CHOOSE), [
    'SMS_MFA',
    'SOFTWARE_TOKEN_MFA',
    'EMAIL_OTP',
  ]);
  await refused(w.answer('SELECT_MFA_TYPE', chosen.Session, { ANSWER: 'OTHER' }), 'InvalidParameterException');
  const asked = await w.answer('SELECT_MFA_TYPE', chosen.Session, { ANSWER: 'EMAIL_OTP' });
  assert.equal(asked.ChallengeName, 'EMAIL_OTP');
  assert.equal(asked.ChallengeParameters.CODE_DELIVERY_DESTINATION, 'a***@e***');
  await refused(w.answer('SELECT_MFA_TYPE', chosen.Session, { ANSWER: 'SMS_MFA' }), 'NotAuthorizedException');
  await w.answer('EMAIL_OTP', asked.Session, { EMAIL_OTP_CODE: await w.code() });
  await w.admin('AdminSetUserMFAPreference', {
    Username: 'ana',
    SMSMfaSettings: { Enabled: true, PreferredMfa: true },
  });
  assert.equal((await w.start()).ChallengeName, 'SMS_MFA');
});

test('MFA_SETUP', async () => {
  const w = await world({ mfa: 'ON' });
  const asked = await w.start();
  assert.equal(asked.ChallengeName, 'MFA_SETUP');
  assert.equal(asked.ChallengeParameters.MFAS_CAN_SETUP, '["SOFTWARE_TOKEN_MFA"]');
  await refused(w.answer('MFA_SETUP', asked.Session, {}), 'NotAuthorizedException');
  const { SecretCode, Session } = await w.api('AssociateSoftwareToken', { Session: asked.Session });
  await refused(
    w.api('AssociateSoftwareToken', { Session: asked.Session }),
    'NotAuthorizedException',
    'Invalid session for the user.',
  );
  await refused(w.api('VerifySoftwareToken', { Session, UserCode: '000000' }), 'EnableSoftwareTokenMFAException');
  const verified = await w.api('VerifySoftwareToken', {
    Session,
    UserCode: (await w.admin('Totp', { SecretCode })).Code,
  });
  await refused(w.answer('MFA_SETUP', Session, {}), 'NotAuthorizedException');
  assert.ok((await w.answer('MFA_SETUP', verified.Session, {})).AuthenticationResult);
  assert.equal((await w.start()).ChallengeName, 'SOFTWARE_TOKEN_MFA');
});

// ---- custom challenges ----

test('custom challenges: each answer has a new session, and wrong ones come to an end', async () => {
  const w = await world({
    pool: {
      CustomAuth: {
        Tries: 2,
        Rounds: [
          { Parameters: { question: '6 x 7' }, Answer: '42' },
          { Parameters: { question: 'again' }, Answer: '43' },
        ],
      },
    },
  });
  const begin = (USERNAME) => w.app('InitiateAuth', { AuthFlow: 'CUSTOM_AUTH', AuthParameters: { USERNAME } });
  const first = await begin('ana');
  assert.equal(first.ChallengeParameters.question, '6 x 7');
  const wrong = await w.answer('CUSTOM_CHALLENGE', first.Session, { ANSWER: '41' });
  assert.notEqual(wrong.Session, first.Session);
  await refused(w.answer('CUSTOM_CHALLENGE', first.Session, { ANSWER: '42' }), 'NotAuthorizedException');
  const second = await w.answer('CUSTOM_CHALLENGE', wrong.Session, { ANSWER: '42' });
  assert.equal(second.ChallengeParameters.question, 'again');
  assert.ok((await w.answer('CUSTOM_CHALLENGE', second.Session, { ANSWER: '43' })).AuthenticationResult);
  const { Session } = await begin('ana');
  const again = await w.answer('CUSTOM_CHALLENGE', Session, { ANSWER: '' });
  await refused(
    w.answer('CUSTOM_CHALLENGE', again.Session, { ANSWER: '1' }),
    'NotAuthorizedException',
    'Incorrect username or password.',
  );
  assert.equal((await begin('nobody')).ChallengeName, 'CUSTOM_CHALLENGE');
});

// ---- attributes ----

test('attributes: changed, verified, deleted', async () => {
  const w = await world({
    aliasAttributes: ['email'],
    pool: {
      Schema: [
        { Name: 'email', Required: true },
        { Name: 'custom:fixed', Mutable: false },
      ],
    },
  });
  await standIn.createUser(w.userPoolId, { username: 'bea', password: PASSWORD, email: 'bea@example.com' });
  const { AccessToken } = await w.tokens();
  const update = (Name, Value) => w.api('UpdateUserAttributes', { AccessToken, UserAttributes: [{ Name, Value }] });
  const get = async (name) =>
    (await w.api('GetUser', { AccessToken })).UserAttributes.find(({ Name }) => Name === name)?.Value;
  assert.deepEqual(await update('given_name', 'Ana'), { CodeDeliveryDetailsList: [] });
  await refused(update('sub', 'x'), 'InvalidParameterException', 'user.sub: Attribute cannot be updated.\n');
  await refused(update('custom:fixed', 'x'), 'InvalidParameterException');
  await refused(update('unheard', 'x'), 'InvalidParameterException');
  await refused(
    update('email_verified', 'true'),
    'NotAuthorizedException',
    'A client attempted to write unauthorized attribute',
  );
  await refused(
    update('email', 'bea@example.com'),
    'AliasExistsException',
    'An account with the given email already exists.',
  );
  const verify = (Code, AttributeName = 'email') => w.api('VerifyUserAttribute', { AccessToken, AttributeName, Code });
  await refused(verify('123456'), 'ExpiredCodeException');
  const { CodeDeliveryDetailsList } = await update('email', 'new@example.com');
  assert.deepEqual(CodeDeliveryDetailsList, [
    { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'n***@e***' },
  ]);
  assert.equal(await get('email_verified'), 'false');
  await refused(verify('000000'), 'CodeMismatchException');
  await verify(await w.code());
  assert.equal(await get('email_verified'), 'true');
  await refused(
    w.api('GetUserAttributeVerificationCode', { AccessToken, AttributeName: 'phone_number' }),
    'InvalidParameterException',
  );
  await w.api('GetUserAttributeVerificationCode', { AccessToken, AttributeName: 'email' });
  await w.wait(24 * 3600 + 1);
  await refused(verify(await w.code()), 'NotAuthorizedException', 'Access Token has expired');
  const remove = async (name) =>
    w.api('DeleteUserAttributes', { AccessToken: (await w.tokens()).AccessToken, UserAttributeNames: [name] });
  await remove('given_name');
  await refused(remove('email'), 'InvalidParameterException');
});

test('an attribute that waits for its code before it changes', async () => {
  const w = await world({
    pool: { UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] } },
  });
  const { AccessToken } = await w.tokens();
  const email = async () =>
    (await w.api('GetUser', { AccessToken })).UserAttributes.find(({ Name }) => Name === 'email').Value;
  await w.api('UpdateUserAttributes', { AccessToken, UserAttributes: [{ Name: 'email', Value: 'new@example.com' }] });
  assert.equal(await email(), 'ana@example.com');
  await w.api('VerifyUserAttribute', { AccessToken, AttributeName: 'email', Code: await w.code() });
  assert.equal(await email(), 'new@example.com');
});

// ---- tokens ----

test('tokens are signed and carry the claims of the real ones', async () => {
  const w = await world();
  await w.admin('AdminAddUserToGroup', { Username: 'ana', GroupName: 'admins' });
  const { AccessToken, IdToken, ExpiresIn, RefreshToken, TokenType } = await w.tokens();
  assert.deepEqual([ExpiresIn, TokenType], [3600, 'Bearer']);
  assert.equal(RefreshToken.split('.').length, 5);
  const { keys } = await standIn.jwks(w.userPoolId);
  for (const jwt of [AccessToken, IdToken]) {
    const [head, body, signature] = jwt.split('.');
    const { kid, alg } = JSON.parse(Buffer.from(head, 'base64url'));
    assert.equal(alg, 'RS256');
    assert.ok(
      verify(
        'sha256',
        Buffer.from(`${head}.${body}`),
        createPublicKey({ key: keys.find((key) => key.kid === kid), format: 'jwk' }),
        Buffer.from(signature, 'base64url'),
      ),
    );
  }
  const id = claims(IdToken);
  const access = claims(AccessToken);
  assert.deepEqual(
    [id.token_use, id.aud, id['cognito:username'], id.email, id.email_verified],
    ['id', w.clientId, 'ana', 'ana@example.com', true],
  );
  assert.deepEqual(
    [access.token_use, access.client_id, access.username, access.scope],
    ['access', w.clientId, 'ana', 'aws.cognito.signin.user.admin'],
  );
  assert.deepEqual([access.iat, access.exp - access.iat, access.auth_time], [1_800_000_000, 3600, 1_800_000_000]);
  assert.equal(id.origin_jti, access.origin_jti);
  assert.deepEqual(access['cognito:groups'], ['admins']);
  assert.equal(access.iss, `https://cognito-idp.us-east-1.amazonaws.com/${w.userPoolId}`);
  const forged = `${AccessToken.split('.')[0]}.${Buffer.from(JSON.stringify({ ...access, username: 'bea' })).toString('base64url')}.${AccessToken.split('.')[2]}`;
  await refused(w.api('GetUser', { AccessToken: forged }), 'NotAuthorizedException', 'Invalid Access Token');
  await refused(w.api('GetUser', { AccessToken: IdToken }), 'NotAuthorizedException', 'Invalid Access Token');
});

test('refreshed, revoked, signed out elsewhere, disabled, deleted', async () => {
  const w = await world();
  const first = await w.tokens();
  await w.wait(100);
  const { AuthenticationResult: fresh } = await w.refresh(first.RefreshToken, { DEVICE_KEY: null });
  assert.equal(fresh.RefreshToken, undefined);
  assert.equal(claims(fresh.AccessToken).auth_time, claims(first.AccessToken).auth_time);
  assert.equal(claims(fresh.AccessToken).iat, claims(first.AccessToken).iat + 100);
  await refused(w.refresh('rubbish'), 'NotAuthorizedException', 'Invalid Refresh Token');
  await refused(w.app('RevokeToken', { Token: first.AccessToken }), 'UnsupportedTokenTypeException');
  await w.app('RevokeToken', { Token: first.RefreshToken });
  await refused(w.refresh(first.RefreshToken), 'NotAuthorizedException', 'Refresh Token has been revoked');
  await refused(
    w.api('GetUser', { AccessToken: fresh.AccessToken }),
    'NotAuthorizedException',
    'Access Token has been revoked',
  );
  const [here, there] = [await w.tokens(), await w.tokens()];
  await w.api('GlobalSignOut', { AccessToken: here.AccessToken });
  await refused(
    w.api('GetUser', { AccessToken: there.AccessToken }),
    'NotAuthorizedException',
    'Access Token has been revoked',
  );
  const last = await w.tokens();
  await w.admin('AdminDisableUser', { Username: 'ana' });
  await refused(w.api('GetUser', { AccessToken: last.AccessToken }), 'NotAuthorizedException', 'User is disabled.');
  await refused(w.refresh(last.RefreshToken), 'NotAuthorizedException', 'User is disabled.');
  await w.admin('AdminDeleteUser', { Username: 'ana' });
  await refused(w.api('GetUser', { AccessToken: last.AccessToken }), 'UserNotFoundException', 'User does not exist.');
  await refused(w.refresh(last.RefreshToken), 'UserNotFoundException', 'User does not exist.');
});

test('a refresh token that rotates, with a time of grace', async () => {
  const w = await world({ client: { RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 } } });
  const { RefreshToken } = await w.tokens();
  const rotate = (token) => w.app('GetTokensFromRefreshToken', { RefreshToken: token });
  await refused(w.refresh(RefreshToken), 'InvalidParameterException');
  const { AuthenticationResult: one } = await rotate(RefreshToken);
  assert.notEqual(one.RefreshToken, RefreshToken);
  await w.wait(9);
  assert.ok((await rotate(RefreshToken)).AuthenticationResult.RefreshToken);
  await w.wait(1);
  await refused(rotate(RefreshToken), 'RefreshTokenReuseException');
  assert.ok((await rotate(one.RefreshToken)).AuthenticationResult.RefreshToken);
  const without = await world();
  const { AuthenticationResult: kept } = await without.app('GetTokensFromRefreshToken', {
    RefreshToken: (await without.tokens()).RefreshToken,
  });
  assert.equal(kept.RefreshToken, undefined);
});

test('a client with a secret', async () => {
  const w = await world({ client: { GenerateSecret: true } });
  await refused(
    w.start(),
    'NotAuthorizedException',
    `Client ${w.clientId} is configured with secret but SECRET_HASH was not received`,
  );
  await refused(w.start(PASSWORD, { SECRET_HASH: 'x' }), 'NotAuthorizedException');
  const hash = createHmac('sha256', standIn.pools.get(w.userPoolId).clients.get(w.clientId).ClientSecret)
    .update(`ana${w.clientId}`)
    .digest('base64');
  await w.start(PASSWORD, { SECRET_HASH: hash });
});

// ---- devices ----

test('devices: only where the pool tracks them, and only with their key', async () => {
  const none = await world();
  const { AccessToken, NewDeviceMetadata } = await none.tokens();
  assert.equal(NewDeviceMetadata, undefined);
  await refused(none.api('ListDevices', { AccessToken }), 'InvalidParameterException');
  const w = await world({ pool: { DeviceConfiguration: { DeviceOnlyRememberedOnUserPrompt: true } } });
  const tokens = await w.tokens();
  const { DeviceKey } = tokens.NewDeviceMetadata;
  const as = { AccessToken: tokens.AccessToken, DeviceKey };
  await refused(w.api('GetDevice', as), 'ResourceNotFoundException', 'Device does not exist.');
  await refused(
    w.api('ConfirmDevice', { ...as, DeviceSecretVerifierConfig: { Salt: '?', PasswordVerifier: 'AA==' } }),
    'InvalidParameterException',
  );
  const config = { DeviceSecretVerifierConfig: { Salt: 'AQ==', PasswordVerifier: 'Ag==' }, DeviceName: 'a test' };
  assert.deepEqual(await w.api('ConfirmDevice', { ...as, ...config }), { UserConfirmationNecessary: true });
  await refused(w.api('ConfirmDevice', { ...as, ...config }), 'DeviceKeyExistsException');
  await refused(w.api('UpdateDeviceStatus', { ...as, DeviceRememberedStatus: 'x' }), 'InvalidParameterException');
  await w.api('UpdateDeviceStatus', { ...as, DeviceRememberedStatus: 'remembered' });
  const { Devices } = await w.api('ListDevices', { AccessToken: as.AccessToken, Limit: 60 });
  assert.equal(Devices[0].DeviceAttributes.find(({ Name }) => Name === 'device_name').Value, 'a test');
  await refused(w.refresh(tokens.RefreshToken), 'NotAuthorizedException', 'Invalid Refresh Token.');
  await w.refresh(tokens.RefreshToken, { DEVICE_KEY: DeviceKey });
  await refused(w.api('ForgetDevice', { AccessToken: as.AccessToken }), 'InvalidParameterException');
  await w.api('ForgetDevice', as);
  await refused(w.api('GetDevice', as), 'ResourceNotFoundException');
  await refused(w.start(PASSWORD, { DEVICE_KEY: DeviceKey }), 'ResourceNotFoundException', 'Device does not exist.');
});

test('devices come in pages', async () => {
  const w = await world({ pool: { DeviceConfiguration: {} } });
  let AccessToken;
  for (let n = 0; n < 3; n++) {
    const tokens = await w.tokens();
    AccessToken = tokens.AccessToken;
    await w.api('ConfirmDevice', {
      AccessToken,
      DeviceKey: tokens.NewDeviceMetadata.DeviceKey,
      DeviceSecretVerifierConfig: { Salt: 'AQ==', PasswordVerifier: 'Ag==' },
    });
  }
  const one = await w.api('ListDevices', { AccessToken, Limit: 2 });
  const two = await w.api('ListDevices', { AccessToken, Limit: 2, PaginationToken: one.PaginationToken });
  assert.deepEqual([one.Devices.length, two.Devices.length, two.PaginationToken], [2, 1, undefined]);
});

// ---- faults ----

test('faults, as many as were asked for', async () => {
  const w = await world();
  const { AccessToken } = await w.tokens();
  const get = () => w.api('GetUser', { AccessToken });
  const raw = () =>
    fetch(standIn.url, {
      method: 'POST',
      headers: { 'X-Amz-Target': 'AWSCognitoIdentityProviderService.GetUser' },
      body: JSON.stringify({ AccessToken }),
    });
  const fault = (how) => w.admin('Fault', { Operation: 'GetUser', ...how });
  await fault({ Kind: 'abort' });
  await assert.rejects(get(), TypeError);
  await fault({ Kind: 'error', Status: 500 });
  await refused(get(), 'InternalErrorException');
  await fault({ Kind: 'error', Type: 'TooManyRequestsException', Message: 'Rate exceeded', Times: 2 });
  await refused(get(), 'TooManyRequestsException', 'Rate exceeded');
  await refused(get(), 'TooManyRequestsException');
  await fault({ Kind: 'html' });
  const html = await raw();
  assert.deepEqual([html.status, html.headers.get('content-type')], [503, 'text/html']);
  await fault({ Kind: 'truncated' });
  await assert.rejects((await raw()).json(), SyntaxError);
  await fault({ Kind: 'slow', DelayMs: 100 });
  const began = performance.now();
  await get();
  assert.ok(performance.now() - began > 90);
  await w.admin('Fault', { Operation: 'ChangePassword', Kind: 'abort', After: true });
  await assert.rejects(w.api('ChangePassword', { AccessToken, PreviousPassword: PASSWORD, ProposedPassword: NEW }));
  await w.start(NEW);
  await fault({ Times: -1 });
  await refused(get(), 'InternalErrorException');
  await refused(get(), 'InternalErrorException');
  await w.admin('ClearFaults');
  await get();
});

test('another pool has its own clock and its own faults', async () => {
  const [one, two] = [await world(), await world()];
  const tokens = await two.tokens();
  await one.wait(7200);
  await one.admin('Fault', { Times: -1 });
  await two.api('GetUser', { AccessToken: tokens.AccessToken });
});

test('from the command line: it says where it is, and ends when it is told to', async () => {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./main.mjs', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    let text = '';
    for await (const chunk of child.stdout) if (/\n}\n/.test((text += chunk))) break;
    const { Auth, users } = JSON.parse(text.slice(text.indexOf('{')));
    const reply = await fetch(Auth.endpoint, {
      method: 'POST',
      headers: { 'X-Amz-Target': 'AWSCognitoIdentityProviderService.InitiateAuth' },
      body: JSON.stringify({
        ClientId: Auth.userPoolWebClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'ana', PASSWORD: users.ana },
      }),
    });
    assert.equal(reply.status, 200);
  } finally {
    child.kill('SIGTERM');
  }
  assert.equal(await ended, 0);
});

// ---- passkeys (what an authenticator makes is in tests/e2e/passkeys.spec.js)

test('a registration of a passkey is refused for what it is', async () => {
  const pool = {
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } },
    WebAuthnConfiguration: { RelyingPartyId: 'example.com' },
  };
  const w = await world({ pool });
  const { AccessToken } = await w.tokens();
  const start = async () =>
    (await w.api('StartWebAuthnRegistration', { AccessToken })).CredentialCreationOptions.challenge;
  const credential = (challenge, response, { origin = 'https://app.example.com', ...more } = {}) => ({
    id: 'aWQ',
    rawId: 'aWQ',
    type: 'public-key',
    clientExtensionResults: {},
    ...more,
    response: {
      clientDataJSON: Buffer.from(JSON.stringify({ type: 'webauthn.create', challenge, origin })).toString('base64url'),
      attestationObject: 'oA',
      authenticatorData: 'AA',
      publicKey: 'AA',
      publicKeyAlgorithm: -7,
      transports: [],
      ...response,
    },
  });
  const complete = (Credential, token = AccessToken) =>
    w.api('CompleteWebAuthnRegistration', { AccessToken: token, Credential });

  const challenge = await start();
  for (const [response, more] of [
    [{ publicKey: undefined }],
    [{ authenticatorData: 'AA==' }],
    [{ attestationObject: '+/8' }],
    [{ publicKeyAlgorithm: -8 }],
    [{ other: 1 }],
    [{}, { rawId: 'b3RoZXI' }],
    [{}, { type: 'password' }],
    [{}, { clientExtensionResults: { prf: {} } }],
  ])
    await refused(complete(credential(challenge, response, more)), 'InvalidParameterException');
  await refused(complete('text'), 'SerializationException');
  await refused(complete(credential('b3RoZXI')), 'WebAuthnChallengeNotFoundException');
  for (const origin of ['https://example.org', 'http://example.com', 'https://notexample.com', 'no origin'])
    await refused(complete(credential(challenge, {}, { origin })), 'WebAuthnOriginNotAllowedException');
  const other = await standIn.createClient(w.userPoolId);
  const { AuthenticationResult } = await standIn.api('InitiateAuth', {
    ClientId: other,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'ana', PASSWORD },
  });
  await refused(complete(credential(challenge), AuthenticationResult.AccessToken), 'WebAuthnClientMismatchException');
  // What proves nothing spends the challenge.
  await refused(complete(credential(challenge)), 'WebAuthnCredentialNotSupportedException');
  await refused(complete(credential(challenge)), 'WebAuthnChallengeNotFoundException');
  const late = await start();
  await w.wait(61);
  await refused(complete(credential(late)), 'WebAuthnChallengeNotFoundException');

  assert.deepEqual(await w.api('ListWebAuthnCredentials', { AccessToken }), { Credentials: [] });
  await refused(w.api('ListWebAuthnCredentials', { AccessToken, NextToken: 'x' }), 'InvalidParameterException');
  await refused(w.api('ListWebAuthnCredentials', { AccessToken, MaxResults: 21 }), 'InvalidParameterException');
  await refused(w.api('DeleteWebAuthnCredential', { AccessToken, CredentialId: 'aWQ' }), 'ResourceNotFoundException');
});

test('a pool that offers no passkeys says so', async () => {
  for (const [pool, code] of [
    [{}, 'WebAuthnNotEnabledException'],
    [
      { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } },
      'WebAuthnConfigurationMissingException',
    ],
  ]) {
    const w = await world({ pool });
    const { AccessToken } = await w.tokens();
    await refused(w.api('StartWebAuthnRegistration', { AccessToken }), code);
  }
});
