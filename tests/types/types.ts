// What the declared types say. `Equal` compares exactly: it tells `any` from everything else.
import defaultExport, * as all from 'cognito-auth-wasm';
import {
  Amplify,
  Auth,
  AuthClass,
  AuthErrorStrings,
  CognitoHostedUIIdentityProvider,
  CognitoUser,
  CognitoUserPool,
  CognitoUserSession,
  GRAPHQL_AUTH_MODE,
  Hub,
  withSSRContext,
} from 'cognito-auth-wasm';
import type {
  AmplifyClass,
  AnyUser,
  AuthConfig,
  AuthError,
  AuthFactor,
  AuthHubPayload,
  AuthOptions,
  ChallengedUser,
  ChallengeParameters,
  CodeChallengeParameters,
  CodeDeliveryDetails,
  CodeDeliveryReply,
  CognitoError,
  CognitoErrorCode,
  CognitoServiceError,
  CognitoUserAttribute,
  CurrentUserInfo,
  DeviceData,
  FirstFactor,
  HubCapsule,
  IAuthDevice,
  IAuthenticationCallback,
  ICognitoStorage,
  ICredentials,
  ISignUpResult,
  MFAOption,
  MfaSetupParameters,
  NewPasswordParameters,
  Passkey,
  PasskeyError,
  PasskeySupport,
  ResendSignUpResult,
  SelectMfaParameters,
  SignedInUser,
  SignInResult,
  SignUpParams,
  TotpChallengeParameters,
  UpdatedAttribute,
  TotpVerification,
  UserAttributes,
  UserAuthFactors,
  VerifiedContact,
} from 'cognito-auth-wasm';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type IsAny<T> = 0 extends 1 & T ? true : false;
declare function expect<T extends true>(): T;

declare function is<Expected>(): {
  exactly<Actual>(actual: Actual & (Equal<Expected, Actual> extends true ? unknown : never)): void;
};

// The exports at run time, and nothing else.
expect<
  Equal<
    keyof typeof all,
    | 'default'
    | 'Auth'
    | 'AuthClass'
    | 'Amplify'
    | 'Hub'
    | 'withSSRContext'
    | 'CognitoUser'
    | 'CognitoUserPool'
    | 'CognitoUserSession'
    | 'CookieStorage'
    | 'CognitoIdToken'
    | 'CognitoAccessToken'
    | 'CognitoRefreshToken'
    | 'CognitoUserAttribute'
    | 'AuthenticationDetails'
    | 'AuthErrorStrings'
    | 'GRAPHQL_AUTH_MODE'
    | 'CognitoHostedUIIdentityProvider'
  >
>();
is<AuthClass>().exactly(Auth);
is<AuthClass>().exactly(defaultExport);

// Nothing that a value export has, takes or gives is `any`, but for what the list below names.
type Parts<T> = T extends (...args: infer A) => infer R ? A[number] | Awaited<R> | [R] : never;
type AnyIn<T> = {
  [K in keyof T]-?: IsAny<T[K]> extends true ? K : IsAny<Parts<T[K]>> extends true ? K : never;
}[keyof T];
type Instances = {
  [K in keyof typeof all]: (typeof all)[K] extends abstract new (...args: never[]) => infer I ? I : (typeof all)[K];
};
type AnyMembers = {
  [K in keyof Instances]: IsAny<Instances[K]> extends true ? K : AnyIn<Instances[K]>;
}[keyof Instances];
expect<Equal<AnyMembers, 'getValidationData'>>();
// The check itself sees an `any`: as a member, an argument, a result, a promise's value.
expect<
  Equal<
    AnyIn<{ a: any; b(x: any): void; c(): any; d(): Promise<any>; e(x: string): Promise<number>; f: string }>,
    'a' | 'b' | 'c' | 'd'
  >
>();

async function results() {
  is<SignInResult>().exactly(await Auth.signIn('ana', 'secret'));
  is<SignInResult>().exactly(await Auth.signIn('ana'));
  is<SignInResult>().exactly(await Auth.signIn('ana', 'secret', { device: 'web' }));
  is<SignInResult>().exactly(await Auth.signIn({ username: 'ana', password: 'secret' }));
  is<SignInResult>().exactly(
    await Auth.signIn({ username: 'ana', validationData: { n: 1 } }, undefined, { device: 'web' }),
  );
  is<ISignUpResult>().exactly(
    await Auth.signUp({ username: 'ana', password: 'secret', attributes: { email: 'a@b.c', 'custom:plan': 'x' } }),
  );
  is<ISignUpResult>().exactly(await Auth.signUp('ana', 'secret', 'a@b.c', '+12065550100'));
  is<'SUCCESS'>().exactly(await Auth.confirmSignUp('ana', '123456', { forceAliasCreation: false }));
  is<ResendSignUpResult>().exactly(await Auth.resendSignUp('ana', { device: 'web' }));
  is<SignedInUser>().exactly(await Auth.currentAuthenticatedUser());
  is<SignedInUser>().exactly(await Auth.currentUserPoolUser({ bypassCache: true }));
  is<CognitoError | undefined>().exactly((await Auth.currentAuthenticatedUser({ allowStale: true })).stale);
  is<void>().exactly(Auth.abortRequests());
  is<CognitoUserSession>().exactly(await Auth.currentSession());
  is<CognitoUserSession>().exactly(
    await Auth.userSession(
      new CognitoUser({ Username: 'ana', Pool: new CognitoUserPool({ UserPoolId: 'a_b', ClientId: 'c' }) }),
    ),
  );
  is<CognitoUserAttribute[]>().exactly(await Auth.userAttributes(await Auth.currentAuthenticatedUser()));
  is<CurrentUserInfo>().exactly(await Auth.currentUserInfo());
  is<CurrentUserInfo | null>().exactly(await Auth.currentUserInfo<CurrentUserInfo | null>());
  const asked = await Auth.signIn('ana', 'secret');
  is<SignInResult>().exactly(await Auth.confirmSignIn(asked, '123456'));
  is<SignInResult>().exactly(await Auth.confirmSignIn(asked, '123456', 'EMAIL_OTP', { device: 'web' }));
  is<SignInResult>().exactly(await Auth.confirmSignIn(asked, '123456', asked.challengeName));
  is<SignInResult>().exactly(await Auth.completeNewPassword(asked, 'Secret-2'));
  is<SignInResult>().exactly(await Auth.completeNewPassword(asked, 'Secret-2', { name: 'Ana' }, { device: 'web' }));
  is<SignInResult>().exactly(await Auth.sendCustomChallengeAnswer(asked, 'blue', { device: 'web' }));
  is<ChallengedUser | null>().exactly(await Auth.currentChallenge());
  is<string>().exactly(await Auth.setupTOTP(asked));
  is<CognitoUserSession>().exactly(await Auth.verifyTotpToken(asked, '123456'));
  is<TotpVerification>().exactly(await Auth.verifyTotpToken<TotpVerification>(asked, '123456'));
  is<'SUCCESS'>().exactly(await Auth.rememberDevice());
  is<void>().exactly(await Auth.forgetDevice());
  is<IAuthDevice[]>().exactly(await Auth.fetchDevices());
  is<void>().exactly(await Auth.signOut({ global: true }));
  const user = await Auth.currentAuthenticatedUser();
  is<'SUCCESS'>().exactly(await Auth.changePassword(user, 'old', 'new', { device: 'web' }));
  is<CodeDeliveryReply>().exactly(await Auth.forgotPassword('ana', { device: 'web' }));
  is<'SUCCESS'>().exactly(await Auth.forgotPasswordSubmit('ana', '123456', 'new', { device: 'web' }));
  is<'SUCCESS'>().exactly(await Auth.updateUserAttributes(user, { 'custom:plan': 'paid' }, { device: 'web' }));
  is<'SUCCESS'>().exactly(await Auth.deleteUserAttributes(user, ['nickname']));
  is<VerifiedContact>().exactly(await Auth.verifiedContact(user));
  is<'SUCCESS'>().exactly(await Auth.verifyUserAttribute(user, 'email', { device: 'web' }));
  is<'SUCCESS'>().exactly(await Auth.verifyUserAttributeSubmit(user, 'email', '123456'));
  is<'SUCCESS'>().exactly(await Auth.verifyCurrentUserAttribute('email'));
  is<'SUCCESS'>().exactly(await Auth.verifyCurrentUserAttributeSubmit('email', '123456'));
  is<string>().exactly(await Auth.getPreferredMFA(user, { bypassCache: true }));
  is<'SUCCESS' | 'No change for mfa type'>().exactly(await Auth.setPreferredMFA(user, 'TOTP'));
  await Auth.setPreferredMFA(user, 'EMAIL');
  await Auth.setPreferredMFA(user, 'WEB_AUTHN');
  is<SignInResult>().exactly(await Auth.signIn({ username: 'ana', preferredChallenge: 'EMAIL_OTP' }));
  is<SignInResult>().exactly(await Auth.selectChallenge(asked, 'PASSWORD_SRP', { password: 'secret' }));
  is<SignInResult>().exactly(await Auth.selectChallenge(asked, 'SMS_OTP', { clientMetadata: { device: 'web' } }));
  is<SignInResult>().exactly(await Auth.resendSignInCode(asked, { device: 'web' }));
  is<ISignUpResult>().exactly(await Auth.signUp({ username: 'ana', attributes: { email: 'ana@example.com' } }));
  // @ts-expect-error a factor is named
  await Auth.selectChallenge(asked);
  is<UserAuthFactors>().exactly(await Auth.getUserAuthFactors());
  is<AuthFactor[] | undefined>().exactly((await Auth.getUserAuthFactors()).configuredUserAuthFactors);
  is<{ id: string }>().exactly(await Auth.registerPasskey());
  await Auth.registerPasskey({ signal: new AbortController().signal, rememberUsername: true });
  is<Passkey[]>().exactly(await Auth.listPasskeys());
  is<Date>().exactly((await Auth.listPasskeys())[0]!.createdAt);
  is<void>().exactly(await Auth.deletePasskey('id'));
  is<SignInResult>().exactly(await Auth.signInWithPasskey());
  is<SignInResult>().exactly(await Auth.signInWithPasskey({ username: 'ana', signal: new AbortController().signal }));
  is<SignInResult | null>().exactly(await Auth.signInWithPasskey({ autofill: true, rememberUsername: false }));
  await Auth.selectChallenge(asked, 'WEB_AUTHN', { signal: new AbortController().signal });
  is<PasskeySupport>().exactly(await Auth.passkeySupport());
  // @ts-expect-error an ID is needed
  await Auth.deletePasskey();
  // @ts-expect-error there is no such factor
  (await Auth.getUserAuthFactors()).configuredUserAuthFactors?.includes('PASSKEY');
  is<MFAOption[]>().exactly(await Auth.getMFAOptions(user));
  is<'SUCCESS'>().exactly(await Auth.enableSMS(user));
  is<'SUCCESS'>().exactly(await Auth.disableSMS(user));
  is<'SUCCESS'>().exactly(await Auth.deleteUser());
  is<'Auth'>().exactly(Auth.getModuleName());
  is<AuthOptions>().exactly(Auth.configure({ userPoolId: 'a_b' }));
  is<AuthOptions>().exactly(Auth.configure({ requestTimeout: 5000, refreshTokenRotation: true }));
  // @ts-expect-error milliseconds
  Auth.configure({ requestTimeout: '5s' });
  // @ts-expect-error a text
  Auth.configure({ Auth: { userPoolId: 5 } });
  is<string | undefined>().exactly(Auth.configure().userPoolId);
  is<AuthConfig>().exactly(Amplify.configure({ Auth: { userPoolId: 'a_b' } }));
  is<CognitoUser>().exactly(Auth.createCognitoUser('ana'));
  is<AuthClass>().exactly(new AuthClass());
  is<AuthClass>().exactly(new AuthClass({ userPoolId: 'a_b', userPoolWebClientId: 'c' }));

  // An annotation, or a type argument, of the app's own is taken over.
  interface MyUser extends SignedInUser {
    attributes: UserAttributes & { 'custom:plan': 'free' | 'paid' };
  }
  const mine: MyUser = await Auth.currentAuthenticatedUser();
  is<'free' | 'paid'>().exactly(mine.attributes['custom:plan']);
  is<MyUser>().exactly(await Auth.currentAuthenticatedUser<MyUser>());
}

function challenges(user: SignInResult) {
  // Before the check, v5 code may read what a signed-in user has.
  is<string>().exactly(user.username);
  is<UserAttributes>().exactly(user.attributes);
  is<CognitoUserSession>().exactly(user.signInUserSession);
  is<string | null>().exactly(user.Session);

  if (!user.challengeName) {
    is<SignedInUser>().exactly(user);
    is<string>().exactly(user.attributes.email);
    is<boolean>().exactly(user.attributes.email_verified);
    is<string>().exactly(user.attributes['custom:plan'] as string);
    is<CognitoUserSession>().exactly(user.signInUserSession);
    is<undefined>().exactly(user.challengeName);
    return;
  }
  is<ChallengedUser>().exactly(user);
  is<string>().exactly(user.Session);
  // @ts-expect-error a challenged user has no attributes
  user.attributes.email;
  // @ts-expect-error a challenged user has no tokens
  user.signInUserSession.idToken;

  switch (user.challengeName) {
    case 'NEW_PASSWORD_REQUIRED':
      is<NewPasswordParameters>().exactly(user.challengeParam);
      is<string[]>().exactly(user.challengeParam.requiredAttributes);
      // @ts-expect-error only codes are delivered
      user.challengeParam.CODE_DELIVERY_DESTINATION;
      break;
    case 'SMS_MFA':
    case 'SMS_OTP':
    case 'EMAIL_OTP':
      is<CodeChallengeParameters>().exactly(user.challengeParam);
      is<string>().exactly(user.challengeParam.CODE_DELIVERY_DESTINATION);
      break;
    case 'SOFTWARE_TOKEN_MFA':
      is<TotpChallengeParameters>().exactly(user.challengeParam);
      break;
    case 'SELECT_MFA_TYPE':
      is<SelectMfaParameters>().exactly(user.challengeParam);
      break;
    case 'MFA_SETUP':
      is<MfaSetupParameters>().exactly(user.challengeParam);
      break;
    case 'CUSTOM_CHALLENGE':
    case 'WEB_AUTHN':
    case 'PASSWORD':
    case 'PASSWORD_SRP':
      is<ChallengeParameters>().exactly(user.challengeParam);
      break;
    case 'SELECT_CHALLENGE':
      is<FirstFactor[]>().exactly(user.availableChallenges);
      break;
    // A name that the service may invent is no error.
    case 'A_NEW_CHALLENGE':
      is<string>().exactly(user.Session);
      break;
    default:
      is<`${string}_${string}`>().exactly(user.challengeName);
      is<ChallengeParameters>().exactly(user.challengeParam as ChallengeParameters);
  }
}

function events() {
  const stop = Hub.listen('auth', ({ channel, source, payload, payload: { event, data, message } }) => {
    is<string>().exactly(channel);
    is<string>().exactly(source);
    is<string>().exactly(message);
    is<AuthHubPayload>().exactly(payload);
    // Before a look at the event, v5 code may read anything.
    expect<IsAny<typeof data>>();
    // Narrowed through the payload …
    if (payload.event === 'signUp') is<CodeDeliveryDetails>().exactly(payload.data.codeDeliveryDetails);
    // … and through what was taken out of it.
    switch (event) {
      case 'signIn':
        is<SignedInUser>().exactly(data);
        break;
      case 'signIn_failure':
      case 'signUp_failure':
      case 'tokenRefresh_failure':
      case 'sessionExpired':
        is<CognitoError>().exactly(data);
        is<CognitoErrorCode | undefined>().exactly(data.code);
        break;
      case 'signOut':
        is<SignedInUser | null>().exactly(data);
        break;
      case 'signedInElsewhere':
        is<CognitoUser>().exactly(data);
        break;
      case 'signedOutElsewhere':
        is<null>().exactly(data);
        break;
      case 'tokenRefresh':
        is<undefined>().exactly(data);
        break;
      case 'configured':
        is<null>().exactly(data);
        break;
      case 'confirmSignUp':
      case 'userDeleted':
        is<'SUCCESS'>().exactly(data);
        break;
      case 'updateUserAttributes':
        is<{ [name: string]: UpdatedAttribute }>().exactly(data);
        break;
      case 'forgotPassword':
      case 'forgotPasswordSubmit':
        is<CognitoUser>().exactly(data);
        break;
      case 'autoSignIn':
        is<SignInResult>().exactly(data);
        break;
      case 'autoSignIn_failure':
        is<null>().exactly(data);
        break;
      case 'sessionWarning':
        is<number>().exactly(data.minutes);
        break;
      // @ts-expect-error no such event
      case 'signedIn':
    }
  });
  is<() => void>().exactly(stop);
  Hub.listen('orders', (capsule) => is<HubCapsule>().exactly(capsule));
  Hub.listen(/auth/, (capsule) => is<string>().exactly(capsule.payload.event));
  Hub.listen('auth', { onHubCapsule: (capsule) => is<HubCapsule>().exactly(capsule) });
  Hub.remove('auth', (capsule: HubCapsule<AuthHubPayload>) => capsule.payload);
  // @ts-expect-error a channel is a string or a regular expression
  Hub.listen(5, () => {});
  // @ts-expect-error an event has a name
  Hub.dispatch('orders', { data: 1 });
}
// An app's own event on the channel `auth`.
declare module 'cognito-auth-wasm' {
  interface AuthHubEvents {
    sessionWarning: { minutes: number };
  }
}

function errors(error: CognitoServiceError | AuthError) {
  switch (error.code) {
    case 'UserNotConfirmedException':
    case 'NetworkError':
    case 'ACodeOfTomorrow':
      is<string>().exactly(error.message);
      break;
    case undefined:
      is<string>().exactly((error as AuthError).log);
  }
  const code: CognitoErrorCode = 'UsernameExistsException' satisfies CognitoErrorCode;
  const text: string = code;
  // @ts-expect-error an AuthError has no code
  ({}) as AuthError satisfies { code: string };
  if (error.message === AuthErrorStrings.EMPTY_USERNAME) return text;
  return error.name;
}

function passkeyErrors(error: PasskeyError) {
  switch (error.code) {
    case 'PasskeyCancelled':
    case 'PasskeyExists':
      is<unknown>().exactly(error.cause);
      break;
    // @ts-expect-error there is no such code
    case 'PasskeyLost':
  }
}

async function wrong() {
  // @ts-expect-error a username is required
  await Auth.signUp({ password: 'secret' });
  // @ts-expect-error a code is a string: a number would lose leading zeros
  await Auth.confirmSignUp('ana', 123456);
  // @ts-expect-error a username is required
  await Auth.signIn({ password: 'secret' });
  // @ts-expect-error nothing is no username
  await Auth.signIn(undefined);
  // @ts-expect-error metadata is text
  await Auth.resendSignUp('ana', { n: 1 });
  await Auth.signIn({ username: 'ana', password: 'p', remember: false });
  await Auth.federatedSignIn({ provider: 'Google', remember: false });
  await Auth.signInWithPasskey({ remember: false });
  await Auth.signUp({ username: 'ana', password: 'p', autoSignIn: { enabled: true, remember: false } });
  // @ts-expect-error remembered or not
  await Auth.signIn({ username: 'ana', password: 'p', remember: 'no' });
  // @ts-expect-error the option is a boolean
  await Auth.signOut({ global: 'yes' });
  // @ts-expect-error pool ids are strings
  Auth.configure({ userPoolId: 5 });
  // @ts-expect-error also one level down
  Amplify.configure({ Auth: { userPoolId: 5 } });
  // @ts-expect-error a storage has four methods
  Auth.configure({ storage: { getItem: () => null } });
  // @ts-expect-error storage is synchronous
  Auth.configure({ storage: { getItem: async () => null, setItem() {}, removeItem() {}, clear() {} } });
  // @ts-expect-error that is no kind of MFA
  await Auth.setPreferredMFA({}, 'MAIL');
  // @ts-expect-error names come as a list
  await Auth.deleteUserAttributes({}, 'nickname');
  // @ts-expect-error a code is a string
  await Auth.forgotPasswordSubmit('ana', 123456, 'new');
  Auth.configure({
    oauth: { domain: 'a.example', scope: ['openid'], redirectSignIn: ['https://a/'], redirectSignOut: 'https://a/' },
  });
  is<ICredentials>().exactly(await Auth.federatedSignIn());
  const redirected: Promise<void> = Auth.federatedSignIn();
  await Auth.federatedSignIn({ provider: 'Google', customState: 'x', prompt: 'login', popup: true });
  await Auth.federatedSignIn({ customProvider: 'acme', loginHint: 'ana@example.com' });
  // @ts-expect-error a list of scopes
  await Auth.federatedSignIn({ provider: 'Google', scopes: 'openid' });
  // @ts-expect-error a user is an object
  await Auth.userSession('ana');
  // @ts-expect-error a code is a string here, too
  await Auth.confirmSignIn(await Auth.signIn('ana'), 123456);
  // @ts-expect-error required attributes come in an object
  await Auth.completeNewPassword(await Auth.signIn('ana'), 'Secret-2', 'Ana');
}

// Arguments.
expect<Equal<Parameters<typeof Auth.userSession>, [user: AnyUser]>>();
expect<Equal<ReturnType<typeof Auth.essentialCredentials>, ICredentials>>();
Auth.wrapRefreshSessionCallback((error, session) => {
  is<Error | undefined>().exactly(error);
  is<CognitoUserSession | undefined>().exactly(session);
});
({ username: 'ana', password: 'secret', attributes: { email: 'a@b.c' } }) satisfies SignUpParams;
localStorage satisfies ICognitoStorage;

// Callbacks: either an error or a session.
function callbacks(user: CognitoUser, pool: CognitoUserPool) {
  user.getSession((error, session) => {
    if (error) {
      is<Error>().exactly(error);
      is<null>().exactly(session);
      return;
    }
    is<CognitoUserSession>().exactly(session);
    is<string>().exactly(session.idToken.jwtToken);
    is<number>().exactly(session.accessToken.payload.exp);
    is<string>().exactly(session.accessToken.payload.client_id);
    is<string>().exactly(session.idToken.payload['cognito:username']);
    is<string>().exactly(session.refreshToken.token);
    is<number>().exactly(session.getClockDrift());
  });
  is<string | undefined>().exactly(user.username);
  is<string | undefined>().exactly(user.challengeName);
  is<CognitoUserSession | null>().exactly(user.signInUserSession);
  is<CognitoUser | null>().exactly(pool.getCurrentUser());
  is<string>().exactly(user.pool.userPoolId);
  const handlers: IAuthenticationCallback = {
    onSuccess(session, userConfirmationNecessary) {
      is<CognitoUserSession>().exactly(session);
      is<boolean | undefined>().exactly(userConfirmationNecessary);
    },
    onFailure: (error) => is<CognitoError>().exactly(error),
    newPasswordRequired: (_userAttributes, requiredAttributes) => is<string[]>().exactly(requiredAttributes),
  };
  user.sendMFACode('123456', handlers, 'SMS_OTP');
  user.completeNewPasswordChallenge('Secret-2', { name: 'Ana' }, handlers);
  user.sendCustomChallengeAnswer('blue', handlers);
  user.sendMFASelectionAnswer('EMAIL_OTP', handlers);
  user.authenticateUserInternal({ ChallengeName: 'SMS_MFA' }, null, handlers);
  user.getDeviceResponse(handlers);
  user.listDevices(10, null, {
    onSuccess: ({ Devices }) => is<DeviceData[]>().exactly(Devices),
    onFailure: (error) => is<CognitoError>().exactly(error),
  });
  return handlers;
}

/** Requests to a server, by what frameworks have. */
function requests(
  request: Request,
  headers: Headers,
  node: { headers: { cookie?: string; 'set-cookie'?: string[] } },
  next: { get(name: string): { name: string; value: string } | undefined },
  record: Partial<Record<string, string>>,
) {
  is<AuthClass>().exactly(AuthClass.forRequest());
  AuthClass.forRequest({
    cookies: request.headers.get('cookie'),
    setCookie: (text) => headers.append('Set-Cookie', text),
  });
  AuthClass.forRequest({
    cookies: next,
    setCookie: (_, { name, value, ...rest }) => [name, value, rest.expires?.getTime()],
  });
  AuthClass.forRequest({ cookies: (name) => record[name], attributes: { httpOnly: true, sameSite: 'strict' } });
  AuthClass.forRequest({ config: { userPoolId: 'a_b' }, verify: async (token) => token !== '' });
  // @ts-expect-error no such attribute
  AuthClass.forRequest({ attributes: { maxAge: 1 } });
  is<AmplifyClass>().exactly(withSSRContext({ req: request, res: { headers } }));
  withSSRContext({ req: node, res: new Response(), verify: async () => true });
  return withSSRContext().Auth.currentAuthenticatedUser();
}

// Enums are values and types.
const provider: CognitoHostedUIIdentityProvider = CognitoHostedUIIdentityProvider.Google;
const mode: GRAPHQL_AUTH_MODE = GRAPHQL_AUTH_MODE.AMAZON_COGNITO_USER_POOLS;
is<'Username cannot be empty'>().exactly(`${AuthErrorStrings.EMPTY_USERNAME}` as const);

// Nothing above is run.
export { results, requests, challenges, events, errors, wrong, callbacks, provider, mode };
