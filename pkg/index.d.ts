/**
 * Amazon Cognito user-pool authentication with the interface of Amplify JS v5's `Auth`.
 *
 * ```ts
 * import { Amplify, Auth } from 'cognito-auth-wasm';
 *
 * Amplify.configure({ Auth: { userPoolId: 'eu-west-1_AbCdEf123', userPoolWebClientId: '1example23456789' } });
 * const user = await Auth.signIn('ana@example.com', password);
 * if (!user.challengeName) console.log(user.attributes.email);
 * ```
 *
 * About the types: v5 declares `any` for most results. Here they are typed, and code written for v5 still compiles.
 * Every `any` that is left has a line starting with "Loose:" above it that says why.
 *
 * @packageDocumentation
 */

// ───────────────────────────────────────────────────────────── Auth

/** The shared instance, as in v5. It does nothing, and loads nothing, until it is called. */
export declare const Auth: AuthClass;
export default Auth;

/**
 * Sign-up, sign-in and sessions of one Cognito app client. Apps use the shared instance {@link Auth};
 * `new AuthClass(config)` serves a second user pool on the same page.
 *
 * Every method except `configure`, `getModuleName`, `createCognitoUser`, `essentialCredentials` and `wrapRefreshSessionCallback`
 * returns a promise, and reports every failure by rejecting it. What it may reject with:
 *
 * - {@link CognitoServiceError}: the service refused. Branch on `code`. `code: 'NetworkError'` if there was no reply at all.
 * - {@link AuthError}: the arguments or the configuration are wrong, and nothing was sent. It has no `code`.
 * - A plain `Error` without `code`, for the session errors listed at {@link AuthClass.currentSession}.
 * - A bare string, where v5 rejects with one: `'No current user'`, `'The user is not authenticated'`.
 *
 * Where the code of a method cannot be fetched, offline at its first call in the page, it rejects with `code: 'NetworkError'`, and its
 * `…_failure` is not sent.
 *
 * Methods that read or change the user pool reject with `NoUserPoolError` ({@link AuthError}) before `configure` has given a
 * `userPoolId`.
 */
export declare class AuthClass {
  /**
   * @param config - as for {@link AuthClass.configure}.
   */
  constructor(config?: AuthConfig | null);

  /**
   * An Auth for one request to a server, whose session lies in the request's cookies. Nothing is shared with other requests, and
   * nothing needs to be disposed of. Cookies of this package, of v5 and of v6 are read. Only servers have it: in a page, this throws.
   *
   * ```ts
   * import { AuthClass } from 'cognito-auth-wasm';
   *
   * async function handle(request: Request): Promise<Response> {
   *   const headers = new Headers();
   *   const auth = AuthClass.forRequest({
   *     cookies: request.headers.get('cookie'),
   *     setCookie: (text) => headers.append('Set-Cookie', text),
   *   });
   *   const user = await auth.currentAuthenticatedUser().catch(() => null);
   *   return new Response(user ? `Hello ${user.attributes.email}` : 'Please sign in', { headers });
   * }
   * ```
   *
   * Expired tokens are refreshed where `setCookie` is given. Else methods that need a session reject with an Error whose `code` is
   * `TokensExpired`, and {@link AuthClass.currentAuthenticatedUser} as for nobody.
   *
   * The tokens of a cookie count if `verify` accepts them, or the service does, which is asked for the user once. Else the same methods
   * reject with its error, or with an Error whose `code` is `TokensUnverified`. Without `verify`, nobody has checked the claims of the
   * ID token.
   *
   * Hub: events go to the channel `request`, or to the configured `hubChannel`. v5 has no such method.
   */
  static forRequest(options?: RequestOptions): AuthClass;

  /** The user whom the last call on this page found, or `null`. Ask {@link AuthClass.currentAuthenticatedUser} instead. */
  user: SignedInUser | null;
  /** The configured user pool, or `null`. */
  userPool: CognitoUserPool | null;

  /** Returns `"Auth"`. */
  getModuleName(): 'Auth';

  /**
   * Merges `config` into the configuration and returns the result. Synchronous.
   *
   * v5's three shapes are understood, also mixed: the keys at top level, `{ Auth: { … } }`, and the flat keys of `aws-exports.js`; and
   * v6's: `{ Auth: { Cognito: { … } } }`, and `amplify_outputs.json`.
   * Later calls overwrite key by key. Without an argument it only returns the current configuration.
   *
   * Sends the Hub event `configured`.
   *
   * @throws Error `Both UserPoolId and ClientId are required.`
   * @throws Error `Invalid UserPoolId format.`: the id is not `<region>_<name>`, or longer than 55 characters.
   * @throws Error `Empty storage object`: `storage` lacks one of `getItem`, `setItem`, `removeItem`, `clear`.
   * @throws Error `scopes must be a String Array`: `oauth.scope` is something else.
   */
  configure(config?: AuthConfig | null): AuthOptions;

  /**
   * Registers a user. Resolves once the service has accepted the sign-up; `userConfirmed` tells whether a code must still be
   * given to {@link AuthClass.confirmSignUp}.
   *
   * The password may be left out where `authenticationFlowType` is `USER_AUTH` and the user pool lets users sign in with a code: see the
   * guide "Passwordless". Elsewhere it rejects with `Password cannot be empty`, as in v5.
   *
   * Hub: `signUp` with the result, or `signUp_failure` with the error.
   *
   * Rejects with {@link AuthError} `Error creating account`, `Username cannot be empty` or `Password cannot be empty`, or with a
   * {@link CognitoServiceError}: `UsernameExistsException`, `InvalidPasswordException`, `InvalidParameterException`,
   * `UserLambdaValidationException`, `CodeDeliveryFailureException`, `LimitExceededException`, …
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html
   */
  signUp(params: SignUpParams): Promise<ISignUpResult>;
  /**
   * The positional form. It sends `email` and `phone_number` as attributes when they are not empty, and never sends the
   * configured `clientMetadata`, as in v5.
   */
  signUp(username: string, password: string, email?: string, phone_number?: string): Promise<ISignUpResult>;

  /**
   * Confirms a sign-up with the code that the user received. Resolves with `"SUCCESS"`.
   *
   * Hub: `confirmSignUp` with `"SUCCESS"`; nothing on failure.
   *
   * Rejects with {@link AuthError} `Username cannot be empty` or `Confirmation code cannot be empty`, or with a
   * {@link CognitoServiceError}: `CodeMismatchException`, `ExpiredCodeException`, `NotAuthorizedException` (already confirmed),
   * `AliasExistsException`, `UserNotFoundException`, `TooManyFailedAttemptsException`, …
   *
   * @typeParam Result - v5 declares `any` here; an annotation of the app's own is taken over unchecked.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html
   */
  confirmSignUp<Result = 'SUCCESS'>(username: string, code: string, options?: ConfirmSignUpOptions): Promise<Result>;

  /**
   * Sends the confirmation code again. Resolves with the service's reply, whose key is `CodeDeliveryDetails` with a capital C
   * (unlike {@link ISignUpResult.codeDeliveryDetails}). Sends no Hub event.
   *
   * Rejects with {@link AuthError} `Username cannot be empty`, or with a {@link CognitoServiceError}: `LimitExceededException`,
   * `UserNotFoundException`, `InvalidParameterException` (already confirmed), `CodeDeliveryFailureException`, …
   *
   * @typeParam Result - as for {@link AuthClass.confirmSignUp}.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResendConfirmationCode.html
   */
  resendSignUp<Result = ResendSignUpResult>(username: string, clientMetadata?: ClientMetaData): Promise<Result>;

  /**
   * Signs a user in. Resolves with a {@link SignedInUser}, or, if the service asks for more, with a {@link ChallengedUser} that
   * carries `challengeName` and `challengeParam`; the two are told apart by `challengeName`.
   *
   * With a password it runs `authenticationFlowType` of the configuration (SRP unless set otherwise; SRP never sends the
   * password). Without one, or with an empty one, it starts a custom flow (`CUSTOM_AUTH`).
   *
   * With `preferredChallenge`, or where `authenticationFlowType` is `USER_AUTH`, the user chooses how to sign in: by that factor, by the
   * password that is given (SRP unless `PASSWORD` is preferred), or, if neither is given or possible, by one of
   * `user.availableChallenges`: then the challenge is `SELECT_CHALLENGE`. v5 has none of it.
   *
   * Hub: `signIn` with the user, `signIn_failure` with the error, nothing on a challenge.
   *
   * Rejects with {@link AuthError} `Username cannot be empty` or
   * `The username should either be a string or one of the sign in types`; with an Error
   * `Pending sign-in attempt already in progress` (no `code`) while another sign-in with a password is running, or
   * `Authentication flow type is invalid.`; or with a {@link CognitoServiceError}: `NotAuthorizedException` (wrong password, or
   * unknown user where the app client hides which), `UserNotFoundException`, `UserNotConfirmedException`,
   * `PasswordResetRequiredException`, `TooManyRequestsException`, … With `preferredChallenge` also with {@link AuthError}
   * `Password cannot be empty`, `InvalidParameterException` (`USER_AUTH` is not enabled for the app client) or
   * `FeatureUnavailableInTierException`.
   *
   * @typeParam User - v5 declares `any` here, so apps annotate the result with a type of their own
   *   (`const user: MyUser = await Auth.signIn(…)`). That annotation is taken over unchecked; without one the result is typed.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
   */
  signIn<User = SignInResult>(username: string, password?: string, clientMetadata?: ClientMetaData): Promise<User>;
  /**
   * The object form. A second argument is ignored, as in v5; `clientMetadata` must be the third.
   * `validationData`, when not empty, is sent in place of `clientMetadata`.
   */
  signIn<User = SignInResult>(
    options: SignInOpts | string,
    ignored?: string,
    clientMetadata?: ClientMetaData,
  ): Promise<User>;

  /**
   * The signed-in user, with `attributes` and `preferredMFA`. Expired tokens are refreshed first. A new object at every call.
   *
   * The attributes come from a cache in the storage; `bypassCache: true` asks the service, and refreshes the tokens if there was
   * something in the cache. The user comes without attributes if the service does not give them in time: see
   * {@link AuthOptions.requestTimeout}.
   *
   * Rejects with the string `'The user is not authenticated'`, whatever the reason was, as in v5.
   *
   * **Offline or signed out?** With `allowStale: true` this rejects only when nobody is signed in, or the session is over. When the
   * tokens have expired and cannot be refreshed for now (no network, a timeout, throttling, a failing service, a wasm that cannot be
   * fetched), it resolves with the user as stored here, and `user.stale` is the error of the refresh. Its tokens are expired: services refuse them.
   *
   * ```ts
   * const user = await Auth.currentAuthenticatedUser({ allowStale: true });
   * if (user.stale) showOffline(user.attributes?.email, user.stale.code);
   * ```
   *
   * {@link AuthClass.currentUserPoolUser} rejects with the reason itself.
   *
   * @typeParam User - as for {@link AuthClass.signIn}.
   */
  currentAuthenticatedUser<User = SignedInUser>(params?: CurrentUserOpts): Promise<User>;

  /**
   * Like {@link AuthClass.currentAuthenticatedUser}, but rejects with the reason: the string `'No current user'` when nobody is
   * signed in, or an error of {@link AuthClass.currentSession}.
   *
   * @typeParam User - as for {@link AuthClass.signIn}.
   */
  currentUserPoolUser<User = SignedInUser>(params?: CurrentUserOpts): Promise<User>;

  /**
   * The three tokens of the signed-in user, refreshed if they have expired. Calls at the same time share one refresh, also those of
   * other tabs, where the browser has Web Locks.
   *
   * Tokens in the last tenth of their life (five minutes at most; where in it, is random) are given as they are and refreshed
   * behind the caller's back. A page that becomes visible also refreshes tokens that have expired.
   *
   * Hub, when a refresh was needed: `tokenRefresh`, or `tokenRefresh_failure` with the error, and then `sessionExpired` if the
   * service refused it for good.
   *
   * Only such a refusal ends the session. Whatever else fails (`code: 'NetworkError'`, `'InvalidResponse'`,
   * `TooManyRequestsException`, `InternalErrorException`, …) leaves it as it is, to be tried again.
   *
   * Rejects with the string `'No current user'`; with an Error without `code`: `No User Pool in the configuration.`,
   * `Local storage is missing an ID Token, Please authenticate`, `Cannot retrieve a new session. Please authenticate.`; or with the
   * {@link CognitoServiceError} of the refresh, such as `NotAuthorizedException` with the message `Refresh Token has expired` or
   * `Refresh Token has been revoked`. These last, and a deleted or disabled user, also sign the user out here (Hub `signOut`).
   */
  currentSession(): Promise<CognitoUserSession>;

  /**
   * The tokens of `user`, refreshed if they have expired; also sets `user.signInUserSession`.
   *
   * Rejects with {@link AuthError} `Failed to get the session because the user is empty`, or as {@link AuthClass.currentSession}.
   */
  userSession(user: AnyUser): Promise<CognitoUserSession>;

  /**
   * The attributes of `user`, always asked from the service.
   *
   * Rejects as {@link AuthClass.userSession}, or with the service's error. (v5 never settles when there is no session.)
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html
   */
  userAttributes(user: AnyUser): Promise<CognitoUserAttribute[]>;

  /**
   * `{ id, username, attributes }` of the signed-in user, with attributes fresh from the service. A user of another provider
   * ({@link AuthClass.federatedSignIn}) is as {@link AuthClass.currentAuthenticatedUser} gives it.
   *
   * Resolves with `null` when nobody is signed in, and with `{}` after an internal error. The type leaves both out, because v5 code
   * reads `info.attributes` straight away; ask for them with `currentUserInfo<CurrentUserInfo | null>()`.
   *
   * @typeParam Info - v5 declares `any` here; an annotation of the app's own is taken over unchecked.
   */
  currentUserInfo<Info = CurrentUserInfo>(): Promise<Info>;

  /**
   * Signs the user out of this browser: everything stored about the session is removed at once, also when offline, and then the
   * refresh token is revoked where the app client allows it. Resolves as well when nobody is signed in.
   *
   * A session that came by the hosted page is ended there, too: the page leaves for `redirectSignOut`. Where it does not, this resolves
   * after three seconds.
   *
   * With `global: true` the service ends all sessions of the user, on every device. If it refuses, this rejects with its
   * {@link CognitoServiceError} and the user stays signed in here.
   *
   * Tokens that other services already accepted stay valid for them until they expire.
   *
   * Hub: `signOut` with the user known in this page, or `null`. `oAuthSignOut` before the page leaves for the hosted page, and then
   * `signOut` only if it has not left.
   *
   * @typeParam Result - as for {@link AuthClass.confirmSignUp}.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html
   */
  signOut<Result = void>(opts?: SignOutOpts): Promise<Result>;

  /**
   * Replaces the password of `user`, who gives the old one. Resolves with `"SUCCESS"`. Sends no Hub event.
   *
   * Rejects as {@link AuthClass.userSession} (v5 never settles when there is no session), or with a {@link CognitoServiceError}:
   * `NotAuthorizedException` (the old password is wrong), `InvalidPasswordException`, `PasswordHistoryPolicyViolationException`,
   * `LimitExceededException`, `InvalidParameterException`, …
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ChangePassword.html
   */
  changePassword(
    user: AnyUser,
    oldPassword: string | undefined,
    newPassword: string,
    clientMetadata?: ClientMetaData,
  ): Promise<'SUCCESS'>;

  /**
   * Sends a code to a user who has forgotten the password; {@link AuthClass.forgotPasswordSubmit} takes it. Resolves with the
   * service's reply, which says where the code went. Where the app client hides which users exist, it also does so for a name that
   * nobody has.
   *
   * Hub: `forgotPassword` with a user object without a session, or `forgotPassword_failure` with the error.
   *
   * Rejects with {@link AuthError} `Username cannot be empty`, or with a {@link CognitoServiceError}: `UserNotFoundException`,
   * `InvalidParameterException` (no verified e-mail address or phone number), `NotAuthorizedException`, `LimitExceededException`,
   * `CodeDeliveryFailureException`, …
   *
   * @typeParam Result - as for {@link AuthClass.confirmSignUp}.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgotPassword.html
   */
  forgotPassword<Result = CodeDeliveryReply>(username: string, clientMetadata?: ClientMetaData): Promise<Result>;

  /**
   * Sets a new password with the code of {@link AuthClass.forgotPassword}. Resolves with `"SUCCESS"`; nobody is signed in by it.
   *
   * Hub: `forgotPasswordSubmit` with a user object without a session, or `forgotPasswordSubmit_failure` with the error.
   *
   * Rejects with {@link AuthError} `Username cannot be empty`, `Confirmation code cannot be empty` or `Password cannot be empty`, or
   * with a {@link CognitoServiceError}: `CodeMismatchException`, `ExpiredCodeException`, `InvalidPasswordException`,
   * `PasswordHistoryPolicyViolationException`, `LimitExceededException`, `TooManyFailedAttemptsException`, …
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmForgotPassword.html
   */
  forgotPasswordSubmit(
    username: string,
    code: string,
    password: string,
    clientMetadata?: ClientMetaData,
  ): Promise<'SUCCESS'>;

  /**
   * Changes attributes of `user`. `sub`, and names that contain `_verified`, are skipped: only the service sets those. Resolves with
   * `"SUCCESS"`.
   *
   * Where a pool verifies an attribute before it takes the new value over, a code goes out: the Hub event says so, and
   * {@link AuthClass.verifyCurrentUserAttributeSubmit} takes the code. What is cached of the user is fetched anew, and the tokens are
   * refreshed with it, so that their claims show the change; failures of these are ignored.
   *
   * Hub: `updateUserAttributes` with what became of each attribute, or `updateUserAttributes_failure` with the error.
   *
   * Rejects as {@link AuthClass.userSession} (v5 never settles when there is no session), or with a {@link CognitoServiceError}:
   * `InvalidParameterException`, `NotAuthorizedException` (the app client may not write it), `AliasExistsException`,
   * `CodeDeliveryFailureException`, …
   *
   * @param attributes - values go out as strings, numbers and booleans too; what is `undefined` is left out.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserAttributes.html
   */
  updateUserAttributes(user: AnyUser, attributes: object, clientMetadata?: ClientMetaData): Promise<'SUCCESS'>;

  /**
   * Removes attributes of `user`, by their names (`custom:` included). Resolves with `"SUCCESS"`. What is cached of the user is
   * fetched anew, as after {@link AuthClass.updateUserAttributes}. Sends no Hub event.
   *
   * Rejects as {@link AuthClass.userSession} (v5 never settles when there is no session), or with a {@link CognitoServiceError}:
   * `InvalidParameterException`, `NotAuthorizedException`, …
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserAttributes.html
   */
  deleteUserAttributes(user: AnyUser, attributeNames: string[]): Promise<'SUCCESS'>;

  /**
   * The e-mail address and the phone number of `user`, each under `verified` or under `unverified`, fresh from the service. One that
   * the user does not have is under neither.
   *
   * Rejects as {@link AuthClass.userAttributes}.
   */
  verifiedContact(user: AnyUser): Promise<VerifiedContact>;

  /**
   * Sends a code to the e-mail address or phone number of `user`; {@link AuthClass.verifyUserAttributeSubmit} takes it. Resolves with
   * `"SUCCESS"`, and does not say where the code went. Sends no Hub event.
   *
   * Rejects with an Error `User is not authenticated` (no `code`) if the object carries no session, or an expired one without a refresh
   * token; with the error of the refresh; or with a {@link CognitoServiceError}: `InvalidParameterException`, `LimitExceededException`, `CodeDeliveryFailureException`, …
   *
   * @param attr - `"email"` or `"phone_number"`.
   * @typeParam Result - v5 declares `void` here; an annotation of the app's own is taken over unchecked.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAttributeVerificationCode.html
   */
  verifyUserAttribute<Result = 'SUCCESS'>(
    user: AnyUser,
    attr: string,
    clientMetadata?: ClientMetaData,
  ): Promise<Result>;

  /**
   * Verifies an attribute of `user` with the code that was sent. Resolves with `"SUCCESS"`. What is cached of the
   * user is dropped: {@link AuthClass.currentAuthenticatedUser} gives the new `email_verified` or `phone_number_verified`.
   *
   * Rejects with {@link AuthError} `Confirmation code cannot be empty`, with an Error `User is not authenticated` as
   * {@link AuthClass.verifyUserAttribute}, or with a {@link CognitoServiceError}: `CodeMismatchException`, `ExpiredCodeException`,
   * `LimitExceededException`, `AliasExistsException`, …
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifyUserAttribute.html
   */
  verifyUserAttributeSubmit(user: AnyUser, attr: string, code: string): Promise<'SUCCESS'>;

  /**
   * {@link AuthClass.verifyUserAttribute} for whoever is signed in.
   *
   * Rejects as {@link AuthClass.currentUserPoolUser}, or with the service's error.
   *
   * @typeParam Result - as for {@link AuthClass.verifyUserAttribute}.
   */
  verifyCurrentUserAttribute<Result = 'SUCCESS'>(attr: string): Promise<Result>;

  /**
   * {@link AuthClass.verifyUserAttributeSubmit} for whoever is signed in.
   *
   * Rejects as {@link AuthClass.currentUserPoolUser}, with {@link AuthError} `Confirmation code cannot be empty`, or with the
   * service's error.
   */
  verifyCurrentUserAttributeSubmit(attr: string, code: string): Promise<'SUCCESS'>;

  /**
   * Which second factor the service asks `user` for: `"SOFTWARE_TOKEN_MFA"`, `"SMS_MFA"`, `"EMAIL_OTP"`, another name of the service, or `"NOMFA"`.
   * From the cache, unless `bypassCache` is set.
   *
   * Rejects as {@link AuthClass.verifyUserAttribute} without a session; with the string
   * `'invalid MFA Type'` if the user has several and prefers none; or with a {@link CognitoServiceError}. One that says that the session
   * is over signs the user out here (Hub `signOut`).
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html
   */
  getPreferredMFA(user: AnyUser, params?: GetPreferredMFAOpts): Promise<string>;

  /**
   * Sets which second factor the service asks `user` for, and arms it. `"NOMFA"` disarms all that are armed.
   * Resolves with `"SUCCESS"`, or with `"No change for mfa type"` if none was armed. Sends no Hub event.
   *
   * The user is asked from the service before and after, and the tokens are refreshed with it.
   *
   * Rejects as {@link AuthClass.verifyUserAttribute} without a session; with {@link AuthError}
   * `No valid MFA method provided`, or `Invalid MFA type` (none of several is preferred, or another kind is); or with a
   * {@link CognitoServiceError}: `InvalidParameterException` (the factor is not set up), … One that says that the session is over
   * signs the user out here (Hub `signOut`).
   *
   * @param mfaMethod - `"TOTP"` and `"SOFTWARE_TOKEN_MFA"` are the same, and so are `"SMS"` and `"SMS_MFA"`, `"EMAIL"` and `"EMAIL_OTP"`.
   *   `"WEB_AUTHN"` lets a passkey count for two factors, where the user pool does, of a user who has another second factor; it is never
   *   the preferred one. v5 knows neither e-mail nor passkeys.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserMFAPreference.html
   */
  setPreferredMFA(
    user: AnyUser,
    mfaMethod: 'TOTP' | 'SMS' | 'EMAIL' | 'NOMFA' | 'SMS_MFA' | 'SOFTWARE_TOKEN_MFA' | 'EMAIL_OTP' | 'WEB_AUTHN',
  ): Promise<'SUCCESS' | 'No change for mfa type'>;

  /**
   * Which factors whoever is signed in has: those that may come first at a sign-in, and those that are asked for second. Always asked
   * from the service. Among others it tells whether the user has a password. v5 has no such method. Sends no Hub event.
   *
   * Rejects as {@link AuthClass.currentUserPoolUser}, or with a {@link CognitoServiceError}: `NotAuthorizedException` (also for an
   * access token without the scope `aws.cognito.signin.user.admin`), `UserNotFoundException`, …
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAuthFactors.html
   */
  getUserAuthFactors(): Promise<UserAuthFactors>;

  /**
   * Registers a passkey of whoever is signed in: the browser shows its dialogue, and the service keeps the public key. Resolves with the
   * passkey's `id` once the service has it; the rest of it tells {@link AuthClass.listPasskeys}. Call it in answer to a click: Safari shows
   * no dialogue otherwise. v5 has no such method. Sends no Hub event.
   *
   * `signal` closes the dialogue: the call rejects with `signal.reason`. Once the user has agreed, it ends nothing any more.
   *
   * Rejects with `No current user` (a bare string) if nobody is signed in; with a {@link PasskeyError}; or with a
   * {@link CognitoServiceError}: `WebAuthnNotEnabledException` or `WebAuthnConfigurationMissingException` (the user pool offers no
   * passkeys), `WebAuthnOriginNotAllowedException` or `WebAuthnRelyingPartyMismatchException` (not on this page),
   * `WebAuthnChallengeNotFoundException` (it took too long), `WebAuthnCredentialNotSupportedException` (not this kind of key),
   * `LimitExceededException` (the user has too many), `NotAuthorizedException` (also for an access token without the scope
   * `aws.cognito.signin.user.admin`), …
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StartWebAuthnRegistration.html
   */
  registerPasskey(options?: {
    signal?: AbortSignal | undefined;
    /** As for {@link AuthClass.signInWithPasskey}. */
    rememberUsername?: boolean | undefined;
  }): Promise<{ id: string }>;

  /**
   * All passkeys of whoever is signed in. v5 has no such method. Sends no Hub event.
   *
   * Rejects with `No current user` (a bare string) if nobody is signed in, or with a {@link CognitoServiceError}.
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListWebAuthnCredentials.html
   */
  listPasskeys(): Promise<Passkey[]>;

  /**
   * Deletes a passkey of whoever is signed in. The browser is told, too, where it can be: it then offers the passkey no more. A name that
   * `rememberUsername` keeps is removed. v5 has no such method. Sends no Hub event.
   *
   * Rejects with `No current user` (a bare string) if nobody is signed in, or with a {@link CognitoServiceError}:
   * `ResourceNotFoundException` (there is no such passkey), …
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteWebAuthnCredential.html
   */
  deletePasskey(id: string): Promise<void>;

  /**
   * Signs in with a passkey: the browser shows its dialogue. Call it in answer to a click. Resolves with a {@link SignedInUser}, or with a
   * user who has a challenge: `SELECT_CHALLENGE` if this user has no passkey that may come first. Nothing is open then, and nobody was
   * told anything. Where the app client hides which users exist, an unknown name is asked for a passkey like any other. v5 has no such
   * method.
   *
   * Without `username` it is for whoever was signed in last, or whose name is remembered. `signal` closes the dialogue: the call rejects with `signal.reason`. A
   * dialogue that was closed leaves the challenge open: `Auth.selectChallenge(await Auth.currentChallenge(), …)` goes on in another way.
   *
   * {@link AuthClass.abortRequests} ends it with a {@link PasskeyError} `PasskeyAborted`, whose `cause` is the `AbortError`, while the
   * service is asked for the challenge or the dialogue is open; once the passkey is sent, with the `AbortError` itself.
   *
   * Hub: `signIn` with the user, `signIn_failure` with the error of the service, or with the `AbortError` when `abortRequests` ends a request;
   * nothing on a challenge, or when the browser gives no passkey.
   *
   * Rejects with {@link AuthError} `Username cannot be empty`; with a {@link PasskeyError}; or with a {@link CognitoServiceError}:
   * `NotAuthorizedException` (not the right passkey, or too late), `UserNotFoundException`, `UserNotConfirmedException`, …
   *
   * @typeParam User - as for {@link AuthClass.signIn}.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
   */
  signInWithPasskey<User = SignInResult>(options?: SignInWithPasskeyOptions & { autofill?: false }): Promise<User>;

  /**
   * Offers the passkey in the drop-down of an `<input autocomplete="username webauthn">`, and signs in once the user picks it. Call it when
   * the page has loaded; it may take hours. It asks the service for a challenge, and for another every two and a half minutes while the
   * page is visible.
   *
   * Resolves with `null` where there is nothing to offer: the browser cannot, no user is known, or the user has no passkey. It rejects
   * with `signal.reason`, or, when another sign-in begins or a dialogue for passkeys opens, with a {@link PasskeyError} `PasskeyAborted`;
   * else as the form above, without an error for a passkey that is not there.
   */
  signInWithPasskey<User = SignInResult>(options: SignInWithPasskeyOptions & { autofill: true }): Promise<User | null>;

  /** What this browser and page can do with passkeys. v5 has no such method. Sends no Hub event, and never rejects. */
  passkeySupport(): Promise<PasskeySupport>;

  /**
   * The `MFAOptions` of `user`, always asked from the service: an old form of MFA settings, `undefined` from today's service.
   *
   * Rejects as {@link AuthClass.verifyUserAttribute} without a session, or with the service's error.
   *
   * @deprecated ask {@link AuthClass.getPreferredMFA}.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html
   */
  getMFAOptions(user: AnyUser): Promise<MFAOption[]>;

  /**
   * Arms MFA by SMS for `user`, in an old form. Resolves with `"SUCCESS"`.
   *
   * Rejects as {@link AuthClass.verifyUserAttribute} without a session, or with the service's error.
   *
   * @deprecated call {@link AuthClass.setPreferredMFA}.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserSettings.html
   */
  enableSMS(user: AnyUser): Promise<'SUCCESS'>;

  /**
   * Disarms MFA by SMS for `user`, in an old form. Resolves with `"SUCCESS"`.
   *
   * Rejects as {@link AuthClass.enableSMS}.
   *
   * @deprecated call {@link AuthClass.setPreferredMFA}.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserSettings.html
   */
  disableSMS(user: AnyUser): Promise<'SUCCESS'>;

  /**
   * Deletes the signed-in user from the user pool, for good, and removes what is stored of the session here. Resolves with
   * `"SUCCESS"`.
   *
   * Hub: `userDeleted` with `"SUCCESS"`, then `signOut` with `null`.
   *
   * Rejects with an Error without `code`: `Cognito User pool does not exist` (none is configured) or `No current user.` (with the
   * dot); with an error of {@link AuthClass.userSession}; or with a {@link CognitoServiceError}: `NotAuthorizedException`, … After a
   * refusal by the service the user exists, and is signed in unless the session was over. After `code: 'NetworkError'` or
   * `'InvalidResponse'` the user may be deleted or not: the request may be lost, or only the reply. What is stored stays until
   * `currentAuthenticatedUser({ bypassCache: true })` rejects, because the service says that there is no such user.
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUser.html
   */
  deleteUser(): Promise<'SUCCESS'>;

  /**
   * Answers the challenge `SMS_MFA`, `SOFTWARE_TOKEN_MFA`, `EMAIL_OTP` or `SMS_OTP` with the code that the user typed. Resolves with
   * the same object as was given: signed in, with `attributes`, or, if the service asks for more, with the next challenge in
   * `challengeName` and `challengeParam`. After the last challenge these two stay as they were, as in v5: ask
   * `user.signInUserSession`, or the Hub.
   *
   * After a wrong code the same object may be used again.
   *
   * Hub: `signIn` with the user; nothing on failure.
   *
   * Rejects with {@link AuthError} `Confirmation code cannot be empty` or `Failed to get the session because the user is empty`, or with
   * a {@link CognitoServiceError}: `CodeMismatchException`, `ExpiredCodeException`, `NotAuthorizedException` (the three minutes are over, or
   * there were too many wrong codes: sign in again), `TooManyRequestsException`, …
   *
   * @param mfaType - which challenge is answered. If left out, the one that `user.challengeName` names, if it takes a code, else
   *   `SMS_MFA`. After {@link CognitoUser.sendMFASelectionAnswer}, give the challenge's name that `mfaRequired` or `totpRequired` was
   *   called with: `user.challengeName` is still the choice.
   * @typeParam User - as for {@link AuthClass.signIn}.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
   */
  confirmSignIn<User = SignInResult>(
    user: AnyUser,
    code: string,
    mfaType?: MfaType | (string & {}) | null,
    clientMetadata?: ClientMetaData,
  ): Promise<User>;

  /**
   * Answers the challenge `NEW_PASSWORD_REQUIRED`. Resolves with the same object as was given: signed in, without `attributes` and with
   * `challengeName` `undefined`, or, if the service asks for more, with the next challenge.
   *
   * Hub: `signIn` with the user, or `completeNewPassword_failure` with the error.
   *
   * Rejects with {@link AuthError} `Password cannot be empty` or `Failed to get the session because the user is empty`, or with a
   * {@link CognitoServiceError}: `InvalidPasswordException`, `InvalidParameterException` (a required attribute is missing),
   * `PasswordHistoryPolicyViolationException`, `NotAuthorizedException` (the three minutes are over: sign in again), …
   *
   * @param requiredAttributes - a value for each name in `challengeParam.requiredAttributes`, such as `{ name: 'Ana' }`.
   * @typeParam User - as for {@link AuthClass.signIn}.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
   */
  completeNewPassword<User = SignInResult>(
    user: AnyUser,
    password: string,
    requiredAttributes?: object | null,
    clientMetadata?: ClientMetaData,
  ): Promise<User>;

  /**
   * Answers a `CUSTOM_CHALLENGE`; also a `SELECT_CHALLENGE`, with the name of a factor that needs no password. Resolves with a new
   * {@link SignedInUser}, or, if the service asks for more, with the same object as was given, with the next challenge.
   *
   * Hub: `signIn` with the user, `signIn_failure` with the error, nothing on a challenge.
   *
   * Rejects with {@link AuthError} `Challenge response cannot be empty` or `Failed to get the session because the user is empty`, or with
   * a {@link CognitoServiceError}: `NotAuthorizedException` (wrong too often, or the three minutes are over), `UserLambdaValidationException`, …
   *
   * @typeParam User - as for {@link AuthClass.signIn}.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
   */
  sendCustomChallengeAnswer<User = SignInResult>(
    user: AnyUser,
    challengeResponses: string,
    clientMetadata?: ClientMetaData,
  ): Promise<User>;

  /**
   * Answers `SELECT_CHALLENGE` with one of `user.availableChallenges`, also once more to choose another factor while a code is waited for.
   * Resolves with the same object as was given, with the challenge of that factor; or, after a password, with a new {@link SignedInUser}
   * or the next challenge. A choice that came too late begins the sign-in anew, with that factor. v5 has no such method.
   *
   * ```ts
   * const user = await Auth.signIn({ username, preferredChallenge: 'EMAIL_OTP' });
   * if (user.challengeName === 'SELECT_CHALLENGE') await Auth.selectChallenge(user, 'PASSWORD_SRP', { password });
   * ```
   *
   * Hub: `signIn` with the user, `signIn_failure` with the error, nothing on a challenge.
   *
   * Rejects with {@link AuthError} `Challenge response cannot be empty`, `Password cannot be empty` (`PASSWORD` and `PASSWORD_SRP` need it)
   * or `Failed to get the session because the user is empty`, or with a {@link CognitoServiceError}: `NotAuthorizedException` (wrong
   * password), `UserNotConfirmedException`, `TooManyRequestsException`, …
   *
   * @typeParam User - as for {@link AuthClass.signIn}.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
   */
  selectChallenge<User = SignInResult>(
    user: AnyUser,
    factor: FirstFactor | (string & {}),
    options?: SelectChallengeOptions,
  ): Promise<User>;

  /**
   * Has the code of an `EMAIL_OTP` or `SMS_OTP` that comes first sent again: the sign-in begins anew by the same factor, and the code that
   * was sent before is good no more. Also after the time for it is over. Resolves with the same object as was given. Let users wait some
   * time before they ask for it: messages cost money, and the service limits them. v5 has no such method. Sends no Hub event.
   *
   * Rejects with an Error `There is no code of a first factor to send again` (no `code`): the challenge is another, or the code is a second
   * factor after a password, which would be needed again; or with a {@link CognitoServiceError}: `TooManyRequestsException`,
   * `LimitExceededException`, `CodeDeliveryFailureException`, …
   *
   * @typeParam User - as for {@link AuthClass.signIn}.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
   */
  resendSignInCode<User = SignInResult>(user: AnyUser, clientMetadata?: ClientMetaData): Promise<User>;

  /**
   * The challenge that a sign-in of this tab waits for, also after a reload, or `null`. What it resolves with is a user to answer it with,
   * as {@link AuthClass.signIn} gives one: a new object at every call. v5 has no such method: there a reload ends the sign-in.
   *
   * ```ts
   * const user = await Auth.currentChallenge();
   * if (user) showChallenge(user);
   * ```
   *
   * For this the name, the challenge and the `Session` of the attempt, and never a password, are kept in `sessionStorage`, under
   * `cognito-auth-wasm.challenge.<app client id>`: until it is answered, somebody signs in or out or begins to, the service refuses the
   * attempt for good, or 15 minutes are over, the longest that an app client may allow (`AuthSessionValidity`). Where that is less, a later
   * answer is refused. Where there is no `sessionStorage` it is `null`.
   *
   * Sends nothing, and never rejects.
   */
  currentChallenge(): Promise<ChallengedUser | null>;

  /**
   * Begins to register an authenticator app: resolves with the secret to show, in base32. Show it as a QR code of
   * `otpauth://totp/<app>:<user>?secret=<secret>&issuer=<app>`, then give the app's first code to {@link AuthClass.verifyTotpToken}.
   *
   * `user` is a signed-in user, or one who must answer the challenge `MFA_SETUP`.
   *
   * Rejects with {@link AuthError} `Failed to get the session because the user is empty`, or with a {@link CognitoServiceError}:
   * `NotAuthorizedException`, `SoftwareTokenMFANotFoundException` (the user pool does not allow it), …
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssociateSoftwareToken.html
   */
  setupTOTP(user: AnyUser): Promise<string>;

  /**
   * Checks the first code of an authenticator app.
   *
   * For a signed-in user it resolves with the service's reply, {@link TotpVerification}: look at its `Status`, which v5 does not check
   * either. Hub: `verify`.
   *
   * For a user who must answer the challenge `MFA_SETUP` it also answers that, and resolves with the session, or, if the service asks
   * for more, with the user and the next challenge. Hub: `signIn`, then `verify`, both with the user.
   *
   * After a wrong code the same object may be used again.
   *
   * Rejects with {@link AuthError} `Failed to get the session because the user is empty`, or with a {@link CognitoServiceError}:
   * `EnableSoftwareTokenMFAException` (wrong code), `CodeMismatchException`, `NotAuthorizedException` (the attempt is over), …
   *
   * @typeParam Result - what `user` makes of it, see above; v5 declares a `CognitoUserSession` in either case.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifySoftwareToken.html
   */
  verifyTotpToken<Result = CognitoUserSession>(user: AnyUser, challengeAnswer: string): Promise<Result>;

  /**
   * Has the service remember this device: where the user pool says so, MFA is not asked here again. Resolves with `"SUCCESS"`. The user pool
   * must track devices; its own key of this one is kept in the storage after each sign-in, also over a sign-out.
   *
   * Rejects with the string `'The user is not authenticated'`; with {@link AuthError} `Device tracking has not been configured in this User Pool`
   * or `Network Error`, both without `code`; or with a {@link CognitoServiceError}: `ResourceNotFoundException` (the device is forgotten), …
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateDeviceStatus.html
   */
  rememberDevice(): Promise<'SUCCESS'>;

  /**
   * Has the service forget this device, and removes its key from the storage. Resolves with `"SUCCESS"`, whatever v5's types say.
   *
   * Rejects as {@link AuthClass.rememberDevice}.
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgetDevice.html
   */
  forgetDevice(): Promise<void>;

  /**
   * The user's devices, at most 60 of them.
   *
   * Rejects as {@link AuthClass.rememberDevice}, but with an Error `The user is not authenticated`, as in v5.
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListDevices.html
   */
  fetchDevices(): Promise<IAuthDevice[]>;

  /**
   * Ends the requests of this instance that are under way, also those that wait to be repeated and those of its user objects: their calls reject with a
   * `DOMException` named `AbortError`. What the service has received, it may have done. Closes a dialogue for passkeys, too, and ends
   * autofill: these reject with a {@link PasskeyError} `PasskeyAborted`. v5 has no such method.
   */
  abortRequests(): void;

  /**
   * Lets go of everything that this instance holds: its listeners, its channel to other tabs, its requests (as
   * {@link AuthClass.abortRequests}), an automatic sign-in, and the storage, in which nothing changes. It is not
   * configured any more, and hears of nothing. For an instance that is not used again, as that of one request of a
   * server. v5 has no such method.
   */
  dispose(): void;

  /** A user object of the configured user pool, without a session. Sends nothing. */
  createCognitoUser(username: string): CognitoUser;

  /**
   * AWS credentials of the signed-in user, or of a guest if nobody is signed in, from the configured identity pool. They are
   * fetched when they are asked for first, kept in memory, and given again until ten minutes before their end; calls at the same
   * time share one request. Another user, or a sign-out, makes them new. While newer ones cannot be had, the former are given as
   * long as they are good. Bound to its instance, so that it can be passed on.
   *
   * Rejects with the string `No Cognito Identity pool provided for unauthenticated access` if no `identityPoolId` is configured,
   * with `cannot get guest credentials when mandatory signin enabled` where guests are refused, with an `Error` of the service
   * (`NotAuthorizedException`, `LimitExceededException`, …), or with `NetworkError`.
   *
   * For a user of {@link federatedSignIn}, whose token is stored, with `no refresh handler for provider`, or
   * `refreshing federation token failed: …`, too.
   */
  currentCredentials(): Promise<ICredentials>;

  /** The same, always fetched anew. Rejects as {@link currentCredentials} does. */
  currentUserCredentials(): Promise<ICredentials>;

  /**
   * The current credentials as clients of AWS SDK v3 take them: `new STSClient({ region, credentials: Auth.awsCredentials })`. The
   * client asks again before they end. Rejects as {@link currentCredentials} does. v5 has no such method.
   */
  awsCredentials(): Promise<AwsCredentials>;

  /**
   * Signs in on the hosted page, or at another provider: the page leaves for there, and the promise resolves. The user comes back to
   * `redirectSignIn`, where {@link AuthClass.configure} finishes the sign-in: it exchanges the code, once, whatever calls again, stores
   * the session, and takes its parameters out of the address. Methods that ask for the user wait for that, for ten seconds at most.
   *
   * Hub, in the page that comes back: `parsingCallbackUrl`, `codeFlow` (or `implicitFlow`), then `signIn` and `cognitoHostedUI` with
   * the user, and `customOAuthState` with the `customState`. Or `signIn_failure`, `cognitoHostedUI_failure` and `customState_failure`
   * with the error: its `code` is the service's (`access_denied`, `invalid_grant`, …) or `NetworkError`, `InvalidState`,
   * `ExpiredAttempt`, `InvalidNonce`, `InvalidResponse`.
   *
   * With `popup: true`, the page stays and the sign-in happens in a window of its own: the promise resolves when the user is signed in,
   * and rejects with the error, or with code `PopupClosed`. A browser that blocks the window gets the redirect.
   *
   * Rejects with an `Error` if neither pool or no hosted page is configured, outside of a page, and without a sessionStorage. With an
   * identity pool alone it resolves and does nothing.
   *
   * @typeParam Result - v5 declares credentials here, and v5 code reads them. At run time there are none, as in v5.
   */
  federatedSignIn<Result = ICredentials>(
    options?: FederatedSignInOptions | FederatedSignInOptionsCustom,
  ): Promise<Result>;
  /**
   * Signs in with the token of another provider (`google`, `facebook`, `amazon`, `developer`, or its domain), which the identity
   * pool takes. Gives the credentials. The token and the user are stored; {@link currentAuthenticatedUser} gives the user, with
   * `id`, the identity, and `token`. Hub event `signIn`.
   *
   * Rejects with an `Error` if neither pool is configured, or without a token; with the strings `You must specify a federated
   * provider` and `No Cognito Federated Identity pool provided`; with an `Error` of the service, or with `NetworkError`.
   */
  federatedSignIn(provider: string, response: FederatedResponse, user?: FederatedUser): Promise<ICredentials>;

  /**
   * Finishes a return from the hosted page at this address, as from a deep link; {@link AuthClass.configure} does it for the page's own.
   * Resolves in any case, with the AWS credentials if there is an identity pool: the events of {@link AuthClass.federatedSignIn} tell
   * what has come of it. Rejects with `OAuth responses require a User Pool defined in config` without one.
   */
  _handleAuthResponse(url?: string): Promise<ICredentials | undefined>;

  /** The five fields of AWS credentials that requests need, without `expiration`. Synchronous. */
  essentialCredentials(credentials: ICredentials): ICredentials;

  /**
   * Wraps a node-style callback so that it first sends the Hub event `tokenRefresh` (or `tokenRefresh_failure`).
   * It is what {@link CognitoUserPool} takes as second argument.
   */
  wrapRefreshSessionCallback: (callback: RefreshSessionCallback) => RefreshSessionCallback;
}

// ───────────────────────────────────────────────────────────── Amplify and Hub

/** The part of v5's `Amplify` that {@link Auth} needs. */
export interface AmplifyClass {
  /**
   * Merges `config` over what was configured before (one level deep), hands it to {@link AuthClass.configure}, and returns the
   * merged object. Without an argument it only returns it. Sections of other categories (`API`, `Storage`, …) are kept, not used.
   *
   * @throws as {@link AuthClass.configure}.
   */
  configure(config?: AuthConfig | null): AuthConfig;
  /** Adds a category: it is configured at once with what was configured so far, and again at every `configure`. */
  register(category: AmplifyCategory): void;
  /** Takes the level of v5's logger. Nothing is logged here. */
  Logger: { LOG_LEVEL?: string };
  /** The shared instance, which registers itself. */
  Auth: AuthClass;
}

/** What {@link AmplifyClass.register} takes. */
export interface AmplifyCategory {
  /** Its place on `Amplify`; without one it has none. */
  getModuleName?(): string;
  configure(config: AuthConfig): unknown;
}

/** See {@link AmplifyClass}. */
export declare const Amplify: AmplifyClass;

/** What {@link withSSRContext} takes: Node's request and response, or others with such headers. */
export interface SSRContext {
  req?:
    | { headers: { [name: string]: string | string[] | undefined } | { get(name: string): string | null | undefined } }
    | undefined;
  /** Where new tokens are set as cookies; v5 has no such option. */
  res?:
    | { headers: { append(name: string, value: string): unknown } }
    | {
        getHeader(name: string): string | number | string[] | undefined;
        setHeader(name: string, value: string[]): unknown;
      }
    | undefined;
  /** As for {@link AuthClass.forRequest}; v5 has no such option. */
  verify?: RequestOptions['verify'];
  /** Ignored: there is only `Auth`. */
  modules?: unknown[] | undefined;
}

/**
 * v5's: an Amplify of its own for a request to a server, with its `Auth` (see {@link AuthClass.forRequest}) and the configuration of
 * {@link Amplify}. Without `res`, expired tokens are refreshed for this request alone, as in v5. In a page it is the page's own
 * Amplify.
 */
export declare function withSSRContext(context?: SSRContext): AmplifyClass;

/**
 * What `payload.data` is in each event that is sent on the channel `auth`.
 *
 * An app that sends events of its own on this channel declares them by merging:
 *
 * ```ts
 * declare module 'cognito-auth-wasm' {
 *   interface AuthHubEvents { sessionWarning: { minutes: number } }
 * }
 * ```
 */
export interface AuthHubEvents {
  /** `Auth.configure` was called. */
  configured: null;
  /** A sign-up was accepted. */
  signUp: ISignUpResult;
  signUp_failure: CognitoError;
  /** A sign-up was confirmed. */
  confirmSignUp: 'SUCCESS';
  /**
   * A user signed in; also after the last challenge. (Without `attributes` after `completeNewPassword`, `verifyTotpToken` and a return
   * from the hosted page. After {@link AuthClass.federatedSignIn} with a provider's token it is the provider's user.)
   */
  signIn: SignedInUser;
  signIn_failure: CognitoError;
  /** The user left, or the session was found to be invalid: the user known in this page, or `null`. */
  signOut: SignedInUser | null;
  /** New tokens were stored. */
  tokenRefresh: undefined;
  tokenRefresh_failure: CognitoError;
  /**
   * The service ended the session for good: revoked, expired, or the user is disabled or deleted. What was stored is gone. With the
   * service's error. v5 has no such event.
   */
  sessionExpired: CognitoError;
  /**
   * Somebody signed in in another tab that shares the storage; now `Auth.user`: a user object without session and attributes, for
   * which ask {@link AuthClass.currentAuthenticatedUser}. v5 has no such event.
   */
  signedInElsewhere: CognitoUser;
  /** The user signed out in another tab that shares the storage; `Auth.user` is `null`. v5 has no such event. */
  signedOutElsewhere: null;
  /** The automatic sign-in after a sign-up ended: signed in, or with a challenge to answer. See {@link AutoSignInOptions}. */
  autoSignIn: SignInResult;
  /** There is no automatic sign-in any more: ask for the password. */
  autoSignIn_failure: null;
  /** `completeNewPassword` failed. */
  completeNewPassword_failure: CognitoError;
  /** An authenticator app was registered. */
  verify: CognitoUser;
  /** Attributes were changed: what became of each, by name. */
  updateUserAttributes: { [name: string]: UpdatedAttribute };
  updateUserAttributes_failure: CognitoError;
  /** A code for a new password was sent. The user object has no session. */
  forgotPassword: CognitoUser;
  forgotPassword_failure: CognitoError;
  /** A new password was set with a code. The user object has no session. */
  forgotPasswordSubmit: CognitoUser;
  forgotPasswordSubmit_failure: CognitoError;
  /** The user is gone from the user pool. */
  userDeleted: 'SUCCESS';
  /**
   * The page's address is looked at: at each `configure` with `oauth`, whether or not it is a return. The address may have a code: do
   * not log it.
   */
  parsingCallbackUrl: { url: string };
  /** The code that came back is traded for tokens. */
  codeFlow: object;
  /** Tokens came back in the fragment (`responseType: 'token'`). */
  implicitFlow: object;
  /** A return has signed the user in. Without `attributes`. */
  cognitoHostedUI: SignedInUser;
  /** A return has failed, or was refused: with `signIn_failure` and `customState_failure`, and the same error. */
  cognitoHostedUI_failure: CognitoError;
  /** The `customState` given to `federatedSignIn`. */
  customOAuthState: string;
  /** As `cognitoHostedUI_failure`. */
  customState_failure: CognitoError;
  /** The page leaves for the hosted page, to sign out there. */
  oAuthSignOut: object;
}

/** A payload on the channel `auth`: a union on `event`, so that a `switch` on it types `data`. Without one, `data` is `any`, as in v5. */
export type AuthHubPayload =
  | {
      [Event in keyof AuthHubEvents]: {
        event: Event;
        data: AuthHubEvents[Event];
        /** A sentence for a log, such as `A user ana has been signed in`. */
        message: string;
      };
    }[keyof AuthHubEvents]
  | OtherHubPayload;

/** No event is called so: this member of the union is gone wherever `event` is compared with a name. */
export interface OtherHubPayload {
  event: `(other) ${string}`;
  // Loose: v5 code reads from `data` without having looked at `event`.
  data: any;
  message: string;
}

/** A payload on any channel. */
export interface HubPayload {
  event: string;
  // Loose: an app's own channels carry what the app sends; v5 has `any` here and listeners read from it.
  data?: any;
  message?: string;
}

/** What a listener receives. */
export interface HubCapsule<Payload = HubPayload> {
  channel: string;
  payload: Payload;
  /** Who sent it: `"Auth"` for the events of {@link AuthHubEvents}. */
  source: string;
  /** The groups that a listener's regular expression matched in `payload.message`. */
  patternInfo?: string[];
}

/** What a listener on the channel `auth` receives. */
export type AuthHubCapsule = HubCapsule<AuthHubPayload>;

/** A listener on any channel. */
export type HubCallback = (capsule: HubCapsule) => void;

/** An older form of listener that v5 still takes. */
export interface LegacyCallback {
  onHubCapsule: HubCallback;
}

/** Events by channel. Listeners run synchronously, in the order in which they were added; what they throw is caught and logged. */
export interface HubClass {
  /**
   * Listens to what {@link Auth} does. Returns a function that stops listening.
   *
   * ```ts
   * const stop = Hub.listen('auth', ({ payload }) => {
   *   if (payload.event === 'signIn') greet(payload.data.username);
   * });
   * ```
   */
  listen(channel: 'auth', callback: (capsule: AuthHubCapsule) => void, listenerName?: string): () => void;
  /**
   * Listens to any channel, or, given a regular expression, to every event whose `payload.message` matches it.
   * Returns a function that stops listening.
   */
  listen(channel: string | RegExp, callback: HubCallback | LegacyCallback, listenerName?: string): () => void;
  /** Stops a listener. The function that `listen` returned does the same. */
  remove(channel: string | RegExp, listener: ((capsule: never) => void) | LegacyCallback): void;
  /**
   * Sends an event to the listeners of `channel`, before it returns.
   *
   * @param source - who sends; `''` if left out.
   * @param ampSymbol - ignored; v5 marks its own events with it.
   */
  dispatch(channel: string, payload: HubPayload, source?: string, ampSymbol?: symbol): void;
}

/** See {@link HubClass}. */
export declare const Hub: HubClass;

// ───────────────────────────────────────────────────────────── Configuration

/** How `signIn` with a password authenticates. */
export type AuthenticationFlowType = 'USER_SRP_AUTH' | 'USER_PASSWORD_AUTH' | 'CUSTOM_AUTH' | 'USER_AUTH';

/** The keys of the configuration, and what {@link AuthClass.configure} returns. */
export interface AuthOptions {
  /** `<region>_<name>`. It also decides the region that is called. */
  userPoolId?: string | undefined;
  /** The id of an app client without a secret. */
  userPoolWebClientId?: string | undefined;
  /** The region of the identity pool. The user pool's is taken from `userPoolId`. */
  region?: string | undefined;
  /** `USER_SRP_AUTH` if left out. Checked at `signIn`, not before. `USER_AUTH`, which v5 has not, lets users choose their factor. */
  authenticationFlowType?: AuthenticationFlowType | (string & {}) | undefined;
  /** Sent to the user pool's Lambda triggers with every call that gives none of its own. */
  clientMetadata?: { [key: string]: string } | undefined;
  /** A full URL that replaces the service's, such as a proxy or a local server. */
  endpoint?: string | undefined;
  /**
   * Where the session lives. `localStorage` if left out and usable, else the page's memory. `cognito-auth-wasm/tokens` has storages
   * that keep all tokens in memory, or the refresh token in a worker, where no script of the page can read it.
   */
  storage?: ICognitoStorage | undefined;
  /**
   * Milliseconds that a request may take; 20,000 if left out. Then it counts as not answered: `code: 'NetworkError'`, and `cause` is
   * a `DOMException` named `TimeoutError`.
   *
   * What reads (the user, the devices), refreshes or revokes is sent again after a random pause, up to three times in all for what is
   * read and six for the others: after no reply, throttling and server errors, and not before `Retry-After` where the page may see it.
   * What spends a code, a password or a challenge is sent once. A page in which requests go on failing repeats less and less.
   *
   * All tries of a request and the pauses between them, and a refresh as a whole, take 30 seconds at most, or `requestTimeout` if that
   * is longer. The user's data take five seconds at most in all, where the method can do without: when somebody signs in, of the
   * current user, and after attributes were changed.
   */
  requestTimeout?: number | undefined;
  /**
   * Whether the app client rotates refresh tokens: then `GetTokensFromRefreshToken` refreshes, instead of `InitiateAuth`. If left out,
   * it is found out, with one request more in each page that refreshes. v5 cannot refresh such sessions.
   */
  refreshTokenRotation?: boolean | undefined;
  /**
   * The Hub channel of this instance's events; `auth` if left out. It is taken from what is given to the constructor, at top level:
   * `new AuthClass({ …, hubChannel: 'staff' })`, and then `Hub.listen('staff', …)`. v5 has no such option.
   */
  hubChannel?: string | undefined;
  /** How the user confirms a sign-up; for automatic sign-in only. */
  signUpVerificationMethod?: 'code' | 'link' | (string & {}) | undefined;
  /** `<region>:<uuid>`. Enables AWS credentials. */
  identityPoolId?: string | undefined;
  /** Where the identity pool is. If left out: `region`, and if that is left out, too, where its id says. */
  identityPoolRegion?: string | undefined;
  /** Another address of the identity pool: a proxy, or an emulator. v5 has no such option. */
  identityPoolEndpoint?: string | undefined;
  /** Refuses guest credentials. */
  mandatorySignIn?: boolean | undefined;
  /**
   * Keeps the session in cookies, one for each key, under v5's names. Their code is fetched when this is configured: methods that
   * return a promise wait for it, and `userPool.getCurrentUser()` gives `null` until then. What the browser does not keep is an error
   * with the code `CookieRefused`. `storage` goes first.
   */
  cookieStorage?: ICookieStorageData | undefined;
  /**
   * In browsers, keeps the session in `localStorage`, with copies in cookies for the server of who is signed in and of the tokens.
   * What a server sets in these cookies goes first. `storage` and `cookieStorage` go first.
   */
  ssr?: boolean | undefined;
  /** The hosted page: {@link AuthClass.federatedSignIn}. */
  oauth?: AwsCognitoOAuthOpts | { awsCognito?: AwsCognitoOAuthOpts | undefined } | undefined;
  /**
   * By identity provider, how to renew its token, for users of `federatedSignIn(provider, …)`. A handler that rejects is called
   * again, seven times in all, unless its error has `nonRetryable: true`; then the user is signed out, but not by an error of the
   * network. One that has not answered after 30 seconds makes the call reject with `NetworkError`. A handler stays until a later
   * `configure` gives another one of its provider.
   */
  refreshHandlers?:
    Record<string, () => Promise<{ token: string; expires_at: number; identity_id?: string | undefined }>> | undefined;
}

/**
 * {@link AuthOptions} as `configure` takes them. v5 declares `any` here, and v5 code gives what it has: texts of an environment, objects
 * whose literals TypeScript has widened, or made readonly, and `null` for what is not there.
 */
export type GivenAuthOptions = {
  [Key in keyof AuthOptions]:
    | AuthOptions[Key]
    | (Key extends 'oauth' | 'cookieStorage' | 'clientMetadata' | 'refreshHandlers' ? object : never)
    | (Key extends 'mandatorySignIn' | 'ssr' ? string : never)
    | null;
};

/** The hosted page, and where the user comes back to. */
export interface AwsCognitoOAuthOpts {
  /** The user pool's domain. With a scheme (`http://127.0.0.1:4566`, for a service on this machine; not in v5) it is used as it is. */
  domain: string;
  scope: string[];
  /**
   * Where the user comes back to, letter by letter as the app client has it. Of several, separated by commas or as an array, the one of
   * this page is taken, else one of its origin, else the first.
   */
  redirectSignIn: string | string[];
  /** The same after {@link AuthClass.signOut}. */
  redirectSignOut: string | string[];
  /** `"code"`, with PKCE, or `"token"`, which gives no refresh token. The default is `"code"`. */
  responseType?: string | undefined;
  /** Opens an address in place of the browser's page. */
  urlOpener?: ((url: string, redirectUrl: string) => unknown) | undefined;
  /** Stands before the members above. */
  options?: object | undefined;
}

/** What one sign-in on the hosted page may say, besides the provider. All but `customState` are new. */
export interface HostedUIOptions {
  /** Any text; the event `customOAuthState` gives it back. */
  customState?: string | undefined;
  /** Where to come back to, in place of the configured one. */
  redirectUri?: string | undefined;
  /** In place of the configured `scope`. */
  scopes?: string[] | undefined;
  /** Fills in the username. */
  loginHint?: string | undefined;
  /** The language of the page. */
  lang?: string | undefined;
  /** The ID token must have it, too. */
  nonce?: string | undefined;
  /** Whether to ask the user again. */
  prompt?: 'NONE' | 'LOGIN' | 'CONSENT' | 'SELECT_ACCOUNT' | Lowercase<'NONE' | 'LOGIN' | 'CONSENT' | 'SELECT_ACCOUNT'> | undefined;
  /** In place of a provider's name: an identifier that the user pool has for it. */
  idpIdentifier?: string | undefined;
  /** In a window of its own. */
  popup?: boolean | undefined;
  /** `false`: the session is this tab's own, as with {@link SignInOpts.remember}. */
  remember?: boolean | undefined;
}

/** A provider that v5 knows by name, or another one's name. The default is the hosted page itself. */
export interface FederatedSignInOptions extends HostedUIOptions {
  provider?: (typeof CognitoHostedUIIdentityProvider)[keyof typeof CognitoHostedUIIdentityProvider] | (string & {}) | undefined;
}

/** A provider of the user pool, by its name. */
export interface FederatedSignInOptionsCustom extends HostedUIOptions {
  customProvider: string;
}

/** The token of another provider. */
export interface FederatedResponse {
  token: string;
  /** The identity, where the app's own provider (`developer`) knows it. */
  identity_id?: string | undefined;
  /** When the token ends, in milliseconds since 1970. Small numbers are seconds. */
  expires_at: number;
}

/** Who signed in at another provider, as the app knows. More members are stored, too. */
export interface FederatedUser {
  name?: string | undefined;
  email?: string | undefined;
  picture?: string | undefined;
  [member: string]: unknown;
}

/** The keys of a generated `aws-exports.js` that concern the user pool. */
export interface AwsExports {
  aws_user_pools_id?: string | undefined;
  aws_user_pools_web_client_id?: string | undefined;
  aws_cognito_region?: string | undefined;
  aws_cognito_identity_pool_id?: string | undefined;
  /** `"enable"` or anything else. */
  aws_mandatory_sign_in?: string | undefined;
  aws_cognito_sign_up_verification_method?: string | undefined;
}

/** `Auth.Cognito` of v6's resource configuration, as far as it is used. */
export interface CognitoResources {
  userPoolId?: string | undefined;
  userPoolClientId?: string | undefined;
  userPoolEndpoint?: string | undefined;
  identityPoolId?: string | undefined;
  identityPoolEndpoint?: string | undefined;
  /** Guest credentials are refused unless this is true. */
  allowGuestAccess?: boolean | undefined;
  signUpVerificationMethod?: 'code' | 'link' | undefined;
  loginWith?: { oauth?: object | undefined; username?: boolean; email?: boolean; phone?: boolean } | undefined;
  // Loose: v6's configurations say more than is used here.
  [key: string]: any;
}

/** What `configure` takes: any mix of v5's three shapes, or one of v6's. */
export interface AuthConfig extends GivenAuthOptions, AwsExports {
  Auth?: (GivenAuthOptions & { Cognito?: CognitoResources | undefined }) | undefined;
  /** Of v6's `amplify_outputs.json`. */
  auth?: { user_pool_id?: string | undefined; user_pool_client_id?: string | undefined } | object | undefined;
  // Loose: apps hand over their whole aws-exports, with the sections of other categories.
  [key: string]: any;
}

/** Where a session is kept. All four are synchronous. `window.localStorage` is one. */
export interface ICognitoStorage {
  setItem(key: string, value: string): void;
  /** The value, or `null` or `undefined` if there is none. */
  getItem(key: string): string | null | undefined;
  removeItem(key: string): void;
  clear(): void;
  /** Called by `configure`. The methods of `Auth` that return a promise wait for it; `signOut` removes what is there before that, too. */
  sync?(): PromiseLike<unknown>;
}

/** What {@link AuthClass.forRequest} takes. */
export interface RequestOptions {
  /**
   * The `Cookie` header; or a function that gives the decoded value of a cookie's name, as a text or as an object with it as `value`;
   * or an object with such a function as `get`, such as the `cookies()` of Next.
   */
  cookies?: string | null | undefined | RequestCookie | { get: RequestCookie };
  /**
   * Sets a cookie of the response: with the text of a `Set-Cookie` header, and the same in parts. A later call with the same `name`
   * takes the place of an earlier one. If left out, tokens are not refreshed.
   */
  setCookie?: ((text: string, cookie: ResponseCookie) => unknown) | undefined;
  /** As for {@link AuthClass.configure}; the one of the shared {@link Auth} if left out. */
  config?: AuthConfig | undefined;
  /** Of the cookies that are set. What is left out is `cookieStorage`'s, or `/`, 365 days, `secure`, `lax`. */
  attributes?: (ICookieStorageData & { httpOnly?: boolean | undefined }) | undefined;
  /**
   * Checks a token, such as by `aws-jwt-verify`: rejects, or gives `false`, for one that the user pool has not signed. Both tokens are
   * checked, once a request. If one is refused, nobody is signed in. If both are accepted, `currentSession()` sends no request. Needed
   * where access tokens lack the scope `aws.cognito.signin.user.admin`.
   */
  verify?: ((token: string) => unknown) | undefined;
}

/** Gives the decoded value of a cookie. */
export type RequestCookie = (name: string) => string | { value: string } | null | undefined;

/** A cookie that a response sets. One that has expired is to be removed. */
export interface ResponseCookie {
  /** As it is sent. */
  name: string;
  /** Not encoded yet. */
  value: string;
  path: string;
  domain?: string;
  /** Left out if it ends with the browser. */
  expires?: Date;
  secure: boolean;
  sameSite: 'strict' | 'lax' | 'none';
  httpOnly?: boolean;
}

/** Options of a session in cookies. */
export interface ICookieStorageData {
  /** If left out, only the host of the page gets the cookies; else that domain and all below it. */
  domain?: string | undefined;
  /** `/` if left out. Pages elsewhere do not see the cookies. */
  path?: string | undefined;
  /** Days, or when; 365 if left out. `null`: when the browser is closed. */
  expires?: number | Date | null | undefined;
  /** `true` if left out: for https only, and for `http://localhost` where the browser allows it. */
  secure?: boolean | undefined;
  sameSite?: 'strict' | 'lax' | 'none';
}

/**
 * A storage in cookies, which `cookieStorage` in the configuration makes, too. Before `sync()` has ended, each key is absent, and what
 * is stored or removed waits.
 *
 * @throws Error `The sameSite value of cookieStorage must be "lax", "strict" or "none".`
 * @throws Error `sameSite = None requires the Secure attribute in latest browser versions.`
 */
export declare class CookieStorage implements ICognitoStorage {
  constructor(data?: ICookieStorageData);
  /** `null` if there is none, whatever v5's types say. */
  getItem(key: string): string;
  /** @throws Error with code `CookieRefused`: the browser has not kept the cookie. The message says why. */
  setItem(key: string, value: string): string;
  removeItem(key: string): void;
  /** Removes every cookie that the page sees. */
  clear(): void;
  /** Fetches the code of the storage; rejects with code `NetworkError` if it cannot be had. */
  sync(): PromiseLike<unknown>;
}

// ───────────────────────────────────────────────────────────── Arguments

/** Passed on to the user pool's Lambda triggers. */
export type ClientMetaData = { [key: string]: string } | undefined;

/** The same, under the name that `amazon-cognito-identity-js` gives it. */
export type ClientMetadata = ClientMetaData;

/** The attributes that every user pool knows, and an app's own. Values are strings, also for numbers and dates. */
export interface SignUpAttributes {
  /** `name@host`. */
  email?: string;
  /** E.164: `+` and digits. */
  phone_number?: string;
  name?: string;
  given_name?: string;
  family_name?: string;
  middle_name?: string;
  nickname?: string;
  preferred_username?: string;
  profile?: string;
  picture?: string;
  website?: string;
  gender?: string;
  /** `YYYY-MM-DD`. */
  birthdate?: string;
  /** A name of the time-zone database, such as `Europe/Madrid`. */
  zoneinfo?: string;
  /** Such as `es-ES`. */
  locale?: string;
  address?: string;
  /** Seconds since 1970. */
  updated_at?: string;
  [custom: `custom:${string}`]: string | undefined;
}

/** The object form of {@link AuthClass.signUp}. */
export interface SignUpParams {
  username: string;
  /** May be left out where `authenticationFlowType` is `USER_AUTH`. */
  password?: string | undefined;
  /** Sent in key order; empty values as `""`. Any object is accepted, as in v5. */
  attributes?: SignUpAttributes | object | undefined;
  /** For the pre sign-up trigger. */
  validationData?: { [key: string]: unknown } | undefined;
  /** Sent instead of the configured one. */
  clientMetadata?: ClientMetaData;
  /** Signs in after confirmation. */
  autoSignIn?: AutoSignInOptions | undefined;
}

/**
 * Options of automatic sign-in after sign-up.
 *
 * Once the user is confirmed (at once; by the next {@link AuthClass.confirmSignUp}; or, with `signUpVerificationMethod: 'link'`, by a
 * link, for which the service is asked every 5 seconds for 3 minutes), the user is signed in with the password of the sign-up. Hub:
 * `signIn` and `autoSignIn`, or `autoSignIn` alone with a challenge; else `signIn_failure` with the error, or `autoSignIn_failure`.
 *
 * The password is kept in the page's memory and nowhere else, so it is gone after a reload. Where `authenticationFlowType` is `USER_AUTH`,
 * the session that `SignUp` and `ConfirmSignUp` give takes its place. It lies in `sessionStorage`, under
 * `cognito-auth-wasm.signUp.<app client id>`, for 15 minutes at most, so that a reload in between changes nothing.
 */
export interface AutoSignInOptions {
  enabled: boolean;
  /** With a capital D, as in v5. */
  clientMetaData?: ClientMetaData;
  validationData?: { [key: string]: unknown } | undefined;
  /** `false`: the session is this tab's own, as with {@link SignInOpts.remember}. v5 has no such option. */
  remember?: boolean | undefined;
}

/** Options of {@link AuthClass.confirmSignUp}. */
export interface ConfirmSignUpOptions {
  /** Takes the e-mail address or phone number over from another user who has it as alias. `true` if left out, as in v5. */
  forceAliasCreation?: boolean | undefined;
  clientMetadata?: ClientMetaData;
}

/** The object form of {@link AuthClass.signIn}. */
export interface SignInOpts {
  username: string;
  /** Without it, the custom flow starts, or with `preferredChallenge` or `USER_AUTH` the choice of a factor. */
  password?: string | undefined;
  /** The factor to sign in with. v5 has no such option. */
  preferredChallenge?: FirstFactor | (string & {}) | undefined;
  /**
   * `false`: the session is this tab's own. It lies in `sessionStorage` whatever is configured, over reloads, and no other tab and no
   * later visit sees it. It ends with the tab, a sign-out, or the next sign-in without this. The challenges in between keep it. v5 has
   * no such option.
   *
   * Rejected before anything is sent where there is no `sessionStorage`, or a `storage` is configured that is neither that nor a
   * `CookieStorage`.
   */
  remember?: boolean | undefined;
  /** For the Lambda triggers; sent in place of `clientMetadata` when not empty. */
  validationData?: { [key: string]: unknown } | undefined;
}

/** Options of {@link AuthClass.signInWithPasskey}. */
export interface SignInWithPasskeyOptions {
  /** Whose passkey; whoever was signed in last if left out, or whose name is remembered. */
  username?: string | undefined;
  /**
   * Keeps the user's name in localStorage beyond a sign-out, so that nobody has to type it again; `false` removes it, as
   * {@link AuthClass.deletePasskey} does. The name is personal data: ask people first. Left out, nothing changes.
   */
  rememberUsername?: boolean | undefined;
  /** Ends the call: it rejects with `signal.reason`. It ends nothing any more once the user has given the passkey. */
  signal?: AbortSignal | undefined;
  /** `false`: the session is this tab's own, as with {@link SignInOpts.remember}. */
  remember?: boolean | undefined;
  /** Sent instead of the configured one. */
  clientMetadata?: ClientMetaData;
}

/** Options of {@link AuthClass.selectChallenge}. */
export interface SelectChallengeOptions {
  /** For `WEB_AUTHN`: closes the dialogue, and the call rejects with `signal.reason`. */
  signal?: AbortSignal | undefined;
  /** For `WEB_AUTHN`: as for {@link AuthClass.signInWithPasskey}. */
  rememberUsername?: boolean | undefined;
  /** For `PASSWORD` and `PASSWORD_SRP`. */
  password?: string | undefined;
  /** Sent instead of the configured one. */
  clientMetadata?: ClientMetaData;
}

/** Options of {@link AuthClass.signOut}. */
export interface SignOutOpts {
  /** Ends the sessions on all devices. */
  global?: boolean | undefined;
}

/** Options of {@link AuthClass.currentAuthenticatedUser}. */
export interface CurrentUserOpts {
  /** Ask the service for the attributes. */
  bypassCache?: boolean | undefined;
  /** Resolve with the stored user, marked `stale`, when expired tokens cannot be refreshed for now. v5 has no such option. */
  allowStale?: boolean | undefined;
}

/** Options of {@link AuthClass.getPreferredMFA}. */
export interface GetPreferredMFAOpts {
  /** Ask the service; the tokens are refreshed, too, if there was something in the cache. */
  bypassCache: boolean;
}

/**
 * A user as an app holds it: a {@link CognitoUser}, or the app's own type of it, as v5 takes anything here.
 * Nothing, and objects that are no `CognitoUser`, are refused when called.
 */
export type AnyUser = CognitoUser | object | null | undefined;

// ───────────────────────────────────────────────────────────── Results

/** Where a code went. */
export interface CodeDeliveryDetails {
  /** `email` or `phone_number`. */
  AttributeName: string;
  /** `EMAIL` or `SMS`. */
  DeliveryMedium: string;
  /** Partly hidden, such as `a***@e***`. */
  Destination: string;
}

/** Result of {@link AuthClass.signUp}. */
export interface ISignUpResult {
  /** A user object without a session. */
  user: CognitoUser;
  /** Whether the user can sign in already. */
  userConfirmed: boolean;
  /** The user's permanent id, a UUID. */
  userSub: string;
  /** Where the code went; `undefined` at run time if none was sent. */
  codeDeliveryDetails: CodeDeliveryDetails;
}

/** What became of one attribute in {@link AuthClass.updateUserAttributes}. */
export interface UpdatedAttribute {
  /** `false` if the new value counts only once it is verified. */
  isUpdated: boolean;
  /** Where the code for that went. */
  codeDeliveryDetails?: CodeDeliveryDetails;
}

/** Result of {@link AuthClass.verifiedContact}. */
export interface VerifiedContact {
  verified: { email?: string; phone_number?: string };
  unverified: { email?: string; phone_number?: string };
}

/** Result of {@link AuthClass.resendSignUp}: the service's reply. */
export interface ResendSignUpResult {
  CodeDeliveryDetails: CodeDeliveryDetails;
}

/**
 * Attributes of a signed-in user by name. A user pool decides which exist: read one that may be missing with care.
 * An app can name its own by merging: `declare module 'cognito-auth-wasm' { interface UserAttributes { 'custom:plan': string } }`.
 */
export interface UserAttributes {
  /** The user's permanent id, a UUID. */
  sub: string;
  email: string;
  /** Converted from the service's text. */
  email_verified: boolean;
  phone_number: string;
  /** Converted from the service's text. */
  phone_number_verified: boolean;
  name: string;
  given_name: string;
  family_name: string;
  middle_name: string;
  nickname: string;
  preferred_username: string;
  profile: string;
  picture: string;
  website: string;
  gender: string;
  /** `YYYY-MM-DD`. */
  birthdate: string;
  zoneinfo: string;
  locale: string;
  address: string;
  /** Seconds since 1970. */
  updated_at: string;
  /** JSON text about the user's external identity providers. */
  identities: string;
  [custom: `custom:${string}`]: string;
  // Loose: strings but for the two above; v5 code reads `attributes[name]` as what it knows it to be.
  [name: string]: any;
}

/** Result of {@link AuthClass.currentUserInfo}. */
export interface CurrentUserInfo {
  /** The identity pool's id for this user, or `undefined` without an identity pool. */
  id: string | undefined;
  username: string;
  attributes: UserAttributes;
}

/** Temporary AWS credentials. */
export interface ICredentials {
  accessKeyId: string;
  sessionToken: string;
  secretAccessKey: string;
  identityId: string;
  /** `false` for guests. */
  authenticated: boolean;
  expiration?: Date;
}

/** Temporary AWS credentials, as AWS SDK v3 names them. */
export interface AwsCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiration: Date;
  /** The identity whose credentials they are, `<region>:<uuid>`. */
  identityId: string;
}

/**
 * A user with a session, as {@link AuthClass.signIn} and the `current…` methods give it.
 * It has no `challengeName`; `challengeParam` is listed (as `never`) only so that v5 code may read it before it checks.
 */
export interface SignedInUser extends CognitoUser {
  /** The service's name of the user: not the alias that was typed. */
  username: string;
  challengeName?: undefined;
  challengeParam: never;
  Session: null;
  signInUserSession: CognitoUserSession;
  /**
   * The user's attributes. Missing at run time if the access token does not have the scope `aws.cognito.signin.user.admin`, or the
   * service could not be asked.
   */
  attributes: UserAttributes;
  /** `"NOMFA"`, `"SMS_MFA"`, `"SOFTWARE_TOKEN_MFA"`, …; missing where `attributes` is. */
  preferredMFA: string;
  /** Why the session, which has expired, could not be refreshed for now; only with `allowStale`. */
  stale?: CognitoError;
}

/** The challenges that v5 knows. */
export type ChallengeName =
  'CUSTOM_CHALLENGE' | 'MFA_SETUP' | 'NEW_PASSWORD_REQUIRED' | 'SELECT_MFA_TYPE' | 'SMS_MFA' | 'SOFTWARE_TOKEN_MFA';

/**
 * Challenges of the service that v5 does not know. `signIn` reports them. `EMAIL_OTP` and `SMS_OTP` are answered by
 * {@link AuthClass.confirmSignIn}, the others by {@link AuthClass.selectChallenge}.
 */
export type OtherChallengeName =
  'EMAIL_OTP' | 'SMS_OTP' | 'PASSWORD' | 'PASSWORD_SRP' | 'SELECT_CHALLENGE' | 'WEB_AUTHN';

/** A factor that may come first, where the user chooses (`USER_AUTH`). `PASSWORD_SRP` proves the password without sending it. */
export type FirstFactor = 'PASSWORD' | 'PASSWORD_SRP' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN';

/** A passkey of {@link AuthClass.listPasskeys}. */
export interface Passkey {
  id: string;
  /** The service's name for it. No operation changes it. */
  name: string;
  /** The domain that it is for. */
  relyingPartyId: string;
  /** How it can be reached: `internal`, `hybrid`, `usb`, … */
  transports: string[];
  /** Whether it is in the device that registered it, or apart from it. */
  attachment?: 'platform' | 'cross-platform';
  createdAt: Date;
}

/** Result of {@link AuthClass.passkeySupport}. */
export interface PasskeySupport {
  /** Whether the page can ask for passkeys at all. It cannot in a worker, or where it came by plain http. */
  supported: boolean;
  /** Whether the browser offers passkeys in the drop-down of an input (conditional UI). */
  autofill: boolean;
  /** Whether the device itself can keep passkeys, and knows its user by a PIN, a finger or a face. */
  platformAuthenticator: boolean;
}

/** Challenges that are answered with a code: {@link AuthClass.confirmSignIn}. */
export type MfaType = 'SMS_MFA' | 'SOFTWARE_TOKEN_MFA' | 'EMAIL_OTP' | 'SMS_OTP';

/** A factor that a user may sign in with. `SOFTWARE_TOKEN` is an authenticator app, `WEB_AUTHN` a passkey. */
export type AuthFactor = 'PASSWORD' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN' | 'SOFTWARE_TOKEN';

/** Result of {@link AuthClass.getUserAuthFactors}. What the service leaves out is `undefined`. */
export interface UserAuthFactors {
  username: string;
  /** The second factor that is asked for, such as `"SOFTWARE_TOKEN_MFA"`. */
  preferredMfaSetting: string | undefined;
  /** The second factors that are armed. */
  userMFASettingList: string[] | undefined;
  configuredUserAuthFactors: AuthFactor[] | undefined;
}

/** Result of {@link AuthClass.verifyTotpToken} for a signed-in user: the service's reply. */
export interface TotpVerification {
  Status: 'SUCCESS' | 'ERROR';
}

/** A device of {@link AuthClass.fetchDevices}. */
export interface IAuthDevice {
  /** The device key. */
  id: string;
  /** What the device was called when it was confirmed: a browser's `navigator.userAgent`. `undefined` at run time if it has no name. */
  name: string;
}

/**
 * A user who must answer a challenge before there is a session. It is the object to answer with. Nothing is stored yet.
 *
 * The fields of a {@link SignedInUser} are listed (as `never`) only so that v5 code may read them before it checks; they are `null`
 * or missing.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
 */
export interface ChallengedUserOf<
  Name extends string,
  Parameters extends ChallengeParameters | NewPasswordParameters,
> extends CognitoUser {
  username: string;
  /** What the service asks. */
  challengeName: Name;
  /** The details, as the service sent them (see each challenge). */
  challengeParam: Parameters;
  /** Proves to the service which attempt is answered. */
  Session: string;
  signInUserSession: never;
  attributes: never;
  preferredMFA: never;
}

/** Challenge parameters by name, as the service sent them: strings, some of them JSON text. */
export interface ChallengeParameters {
  [name: string]: string;
}

/** Parameters where a code was sent. */
export interface CodeChallengeParameters extends ChallengeParameters {
  /** `SMS` or `EMAIL`. */
  CODE_DELIVERY_DELIVERY_MEDIUM: string;
  /** Partly hidden, such as `+*******0123`. */
  CODE_DELIVERY_DESTINATION: string;
}

/** Parameters of a code from an authenticator app. */
export interface TotpChallengeParameters extends ChallengeParameters {
  /** The name under which the app was registered. */
  FRIENDLY_DEVICE_NAME: string;
}

/** Parameters of a choice between kinds of MFA. */
export interface SelectMfaParameters extends ChallengeParameters {
  /** JSON text: an array such as `["SMS_MFA","SOFTWARE_TOKEN_MFA"]`. */
  MFAS_CAN_CHOOSE: string;
}

/** Parameters of setting up MFA. */
export interface MfaSetupParameters extends ChallengeParameters {
  /** JSON text: an array such as `["SOFTWARE_TOKEN_MFA"]`. */
  MFAS_CAN_SETUP: string;
}

/** Parameters of a password that must be replaced. */
export interface NewPasswordParameters {
  /** What the service already knows; `null` at run time if it sent nothing. */
  userAttributes: { [name: string]: string };
  /** Names of the attributes that must be given with the new password. */
  requiredAttributes: string[];
}

/** A user who must choose how to sign in: {@link AuthClass.selectChallenge}. */
export interface ChoosingUser extends ChallengedUserOf<'SELECT_CHALLENGE', ChallengeParameters> {
  /** What the user may choose from. */
  availableChallenges: FirstFactor[];
}

/** Names of later challenges, words joined with `_`. (As a plain `string` it could be empty, and `!user.challengeName` would tell nothing.) */
export type UnlistedChallengeName = `${string}_${string}`;

/**
 * A challenge that has no name here. Its `challengeParam` is declared as `never` so that comparing `challengeName` with a listed name
 * gives exactly that challenge's parameters; read it with `user.challengeParam as ChallengeParameters`.
 */
export interface UnlistedChallenge extends ChallengedUserOf<UnlistedChallengeName, never> {
  availableChallenges: never;
}

/** A user who must answer a challenge: a union on `challengeName`. */
export type ChallengedUser =
  | ChallengedUserOf<'SMS_MFA', CodeChallengeParameters>
  | ChallengedUserOf<'SOFTWARE_TOKEN_MFA', TotpChallengeParameters>
  | ChallengedUserOf<'SELECT_MFA_TYPE', SelectMfaParameters>
  | ChallengedUserOf<'MFA_SETUP', MfaSetupParameters>
  | ChallengedUserOf<'CUSTOM_CHALLENGE', ChallengeParameters>
  | ChallengedUserOf<'NEW_PASSWORD_REQUIRED', NewPasswordParameters>
  | ChallengedUserOf<'EMAIL_OTP', CodeChallengeParameters>
  | ChallengedUserOf<'SMS_OTP', CodeChallengeParameters>
  | ChoosingUser
  | ChallengedUserOf<'PASSWORD' | 'PASSWORD_SRP' | 'WEB_AUTHN', ChallengeParameters>
  | UnlistedChallenge;

/** Result of {@link AuthClass.signIn}: signed in if there is no `challengeName`, else the challenge that it names. */
export type SignInResult = SignedInUser | ChallengedUser;

// ───────────────────────────────────────────────────────────── Errors

/**
 * The `code` (and `name`) of a service error. Codes that are not listed pass through unchanged, so this is never the whole list.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html
 */
export type CognitoErrorCode =
  // The hosted page's and the token endpoint's.
  | 'access_denied'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_request'
  | 'invalid_scope'
  | 'login_required'
  | 'server_error'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'AliasExistsException'
  | 'CodeDeliveryFailureException'
  | 'CodeMismatchException'
  | 'ConcurrentModificationException'
  /** The browser has not kept a cookie of `cookieStorage`; `message` says why. Not a code of the service. */
  | 'CookieRefused'
  | 'DeviceKeyExistsException'
  | 'EnableSoftwareTokenMFAException'
  /** The user came back from the hosted page after more than an hour. Not a code of the service. */
  | 'ExpiredAttempt'
  | 'ExpiredCodeException'
  | 'FeatureUnavailableInTierException'
  | 'ForbiddenException'
  /**
   * A fault of this package: its module has stopped. Calls under way reject with it, what they held is let go, and the next call
   * starts the module anew. `cause` is the `RuntimeError`. Not a code of the service.
   */
  | 'InternalError'
  | 'InternalErrorException'
  | 'InvalidEmailRoleAccessPolicyException'
  | 'InvalidLambdaResponseException'
  /** The ID token is of another sign-in than the one with that `nonce`. Not a code of the service. */
  | 'InvalidNonce'
  | 'InvalidParameterException'
  | 'InvalidPasswordException'
  /**
   * The reply could not be understood, as the page of a captive portal, lacks what it must have, or is longer than 1 MiB. Whether
   * the service has got the request is not known. Not a code of the service.
   */
  | 'InvalidResponse'
  | 'InvalidSmsRoleAccessPolicyException'
  | 'InvalidSmsRoleTrustRelationshipException'
  /** What came back from the hosted page is not what this tab has asked for. Not a code of the service. */
  | 'InvalidState'
  | 'InvalidUserPoolConfigurationException'
  | 'LimitExceededException'
  | 'MFAMethodNotFoundException'
  /**
   * There was no reply: offline, blocked, or a wrong address. The message is `Network error`. Whether the service has got the request
   * is not known. Not a code of the service.
   */
  | 'NetworkError'
  | 'NotAuthorizedException'
  | 'PasswordHistoryPolicyViolationException'
  | 'PasswordResetRequiredException'
  /** The hosted page's window was closed before the user was signed in. Not a code of the service. */
  | 'PopupClosed'
  | 'RefreshTokenReuseException'
  | 'ResourceNotFoundException'
  | 'SoftwareTokenMFANotFoundException'
  | 'ThrottlingException'
  /** The tokens have expired, and nothing could keep new ones: on a server, without `setCookie`. Not a code of the service. */
  | 'TokensExpired'
  /**
   * On a server: nobody has checked the tokens of the request, or they are not of one user of this app client. Not a code of the
   * service.
   */
  | 'TokensUnverified'
  | 'TooManyFailedAttemptsException'
  | 'TooManyRequestsException'
  | 'UnauthorizedException'
  | 'UnexpectedLambdaException'
  | 'UnsupportedOperationException'
  | 'UnsupportedTokenTypeException'
  | 'UserLambdaValidationException'
  | 'UserNotConfirmedException'
  | 'UserNotFoundException'
  | 'UsernameExistsException'
  /**
   * A part of this package that was fetched later is of another version than the page, as after a deployment: reload the page. Not
   * a code of the service.
   */
  | 'VersionMismatch'
  | 'WebAuthnChallengeNotFoundException'
  | 'WebAuthnClientMismatchException'
  | 'WebAuthnConfigurationMissingException'
  | 'WebAuthnCredentialNotSupportedException'
  | 'WebAuthnNotEnabledException'
  | 'WebAuthnOriginNotAllowedException'
  | 'WebAuthnRelyingPartyMismatchException'
  | (string & {});

/** Any error object of this package: with `code` if the service, or the network, is the cause. */
export interface CognitoError extends Error {
  code?: CognitoErrorCode;
  /** What `fetch` rejected with, where there was no reply: a `TypeError`, or a `DOMException` named `TimeoutError`. */
  cause?: unknown;
}

/**
 * The service refused, its reply was not understood, or there was none.
 * `message` is the service's own text, or `"null"` if it sent none, as in v5.
 */
export interface CognitoServiceError extends CognitoError {
  /** The same as `code`, except for `NetworkError`, whose name is `"Error"`. */
  name: string;
  code: CognitoErrorCode;
  /** The HTTP status; only where the reply names its error in a header and not in its body. */
  statusCode?: number;
}

/**
 * Why the browser gave no passkey. Browsers do not tell a closed dialogue from one that has waited too long, or from a device without a
 * passkey that fits: all of these are `PasskeyCancelled`.
 */
export type PasskeyErrorCode =
  | 'PasskeyCancelled'
  | 'PasskeyAborted'
  | 'PasskeyBusy'
  | 'PasskeyExists'
  | 'PasskeyRelyingParty'
  | 'PasskeyNotSupported'
  | 'PasskeyFailed';

/** The browser gave no passkey. What to tell people is in the guide "Passkeys". */
export interface PasskeyError extends Error {
  name: 'PasskeyError';
  code: PasskeyErrorCode;
  /** What the browser threw, mostly a `DOMException`; `undefined` if it threw nothing. */
  cause: unknown;
}

/** The arguments or the configuration are wrong; nothing was sent. Its `message` is one of {@link AuthErrorStrings}. */
export interface AuthError extends Error {
  name: 'AuthError' | 'NoUserPoolError';
  /** A longer explanation for the developer, or the message again. */
  log: string;
  code?: undefined;
}

/** Texts of {@link AuthError}. */
export declare enum AuthErrorStrings {
  DEFAULT_MSG = 'Authentication Error',
  EMPTY_EMAIL = 'Email cannot be empty',
  EMPTY_PHONE = 'Phone number cannot be empty',
  EMPTY_USERNAME = 'Username cannot be empty',
  INVALID_USERNAME = 'The username should either be a string or one of the sign in types',
  EMPTY_PASSWORD = 'Password cannot be empty',
  EMPTY_CODE = 'Confirmation code cannot be empty',
  SIGN_UP_ERROR = 'Error creating account',
  NO_MFA = 'No valid MFA method provided',
  INVALID_MFA = 'Invalid MFA type',
  EMPTY_CHALLENGE = 'Challenge response cannot be empty',
  NO_USER_SESSION = 'Failed to get the session because the user is empty',
  NETWORK_ERROR = 'Network Error',
  DEVICE_CONFIG = 'Device tracking has not been configured in this User Pool',
  AUTOSIGNIN_ERROR = 'Please use your credentials to sign in',
}

/** Names of the ways in which a GraphQL API may authorize; values equal names. */
export declare enum GRAPHQL_AUTH_MODE {
  API_KEY = 'API_KEY',
  AWS_IAM = 'AWS_IAM',
  OPENID_CONNECT = 'OPENID_CONNECT',
  AMAZON_COGNITO_USER_POOLS = 'AMAZON_COGNITO_USER_POOLS',
  AWS_LAMBDA = 'AWS_LAMBDA',
}

/** Identity providers of the hosted UI. */
export declare enum CognitoHostedUIIdentityProvider {
  Cognito = 'COGNITO',
  Google = 'Google',
  Facebook = 'Facebook',
  Amazon = 'LoginWithAmazon',
  Apple = 'SignInWithApple',
}

// ───────────────────────────────────────────────────────────── Callbacks

/** Called with an error, or with `undefined` or `null` and the result. */
export type NodeCallback<E, T> = (err?: E, result?: T) => void;

/** As in v5: `NodeCallback.Any`. */
export declare namespace NodeCallback {
  // Loose: v5's, for callbacks of any method.
  type Any = NodeCallback<Error | undefined, any>;
}

/** The same with a third argument. */
export type UpdateAttributesNodeCallback<E, T, K> = (err?: E, result?: T, details?: K) => void;

/** Called with the new session, or with the error of the refresh. */
export type RefreshSessionCallback = NodeCallback<Error, CognitoUserSession>;

/** How a method reports `"SUCCESS"` (or what `Result` says) or an error. */
export interface ResultCallbacks<Result = string> {
  onSuccess(result: Result): void;
  onFailure(err: CognitoError): void;
}

/**
 * How the authentication methods of {@link CognitoUser} report what happened; exactly one of them is called. A challenge whose function
 * is missing, or for which there is none, is reported to `onFailure`: an Error with `code` `InvalidResponse`.
 */
export interface IAuthenticationCallback {
  /** @param userConfirmationNecessary - `true` if this device is new, and the user must say whether to remember it; else missing. */
  onSuccess(session: CognitoUserSession, userConfirmationNecessary?: boolean): void;
  onFailure(err: CognitoError): void;
  newPasswordRequired?(userAttributes: { [name: string]: string }, requiredAttributes: string[]): void;
  /** A code was sent: `SMS_MFA`, and at run time also `EMAIL_OTP` and `SMS_OTP`. */
  mfaRequired?(challengeName: ChallengeName, challengeParameters: ChallengeParameters): void;
  totpRequired?(challengeName: ChallengeName, challengeParameters: ChallengeParameters): void;
  customChallenge?(challengeParameters: ChallengeParameters): void;
  mfaSetup?(challengeName: ChallengeName, challengeParameters: ChallengeParameters): void;
  selectMFAType?(challengeName: ChallengeName, challengeParameters: ChallengeParameters): void;
}

/** How {@link CognitoUser.sendMFASelectionAnswer} reports which code to ask for. */
export interface MfaSelectionCallbacks {
  onSuccess(session: CognitoUserSession): void;
  onFailure(err: CognitoError): void;
  mfaRequired?(challengeName: ChallengeName, challengeParameters: ChallengeParameters): void;
  totpRequired?(challengeName: ChallengeName, challengeParameters: ChallengeParameters): void;
}

/** How a method reports that a code was sent; with `inputVerificationCode`, that is called in place of `onSuccess`. */
export interface CodeCallbacks<Result> {
  onSuccess(result: Result): void;
  onFailure(err: CognitoError): void;
  inputVerificationCode?(data: CodeDeliveryReply): void;
}

/** The service's reply when it sent a code. */
export interface CodeDeliveryReply {
  CodeDeliveryDetails: CodeDeliveryDetails;
}

// ───────────────────────────────────────────────────────────── User

/** What a {@link CognitoUser} is made of. */
export interface ICognitoUserData {
  Username: string;
  Pool: CognitoUserPool;
  /** The pool's storage if left out. */
  Storage?: ICognitoStorage;
}

/** Settings of one kind of MFA. */
export interface IMfaSettings {
  PreferredMfa: boolean;
  Enabled: boolean;
}

/** An old form of MFA settings. */
export interface MFAOption {
  DeliveryMedium: 'SMS' | 'EMAIL';
  AttributeName: string;
}

/**
 * The service's reply to GetUser. The last three are missing where the user has none.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html
 */
export interface UserData {
  Username: string;
  UserAttributes: ICognitoUserAttributeData[];
  MFAOptions: MFAOption[];
  PreferredMfaSetting: string;
  UserMFASettingList: string[];
}

/** Options of {@link CognitoUser.getSession}. */
export interface GetSessionOptions {
  clientMetadata: Record<string, string>;
}

/** The session and no error, or an error and no session. */
export type SessionResult = [error: Error, session: null] | [error: null, session: CognitoUserSession];

/**
 * A device that the service remembers.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeviceType.html
 */
export interface DeviceData {
  DeviceKey: string;
  DeviceAttributes: ICognitoUserAttributeData[];
  /** Seconds since 1970. */
  DeviceCreateDate: number;
  /** Seconds since 1970. */
  DeviceLastAuthenticatedDate: number;
  /** Seconds since 1970. */
  DeviceLastModifiedDate: number;
}

/**
 * A user of a user pool, with or without a session. An ordinary object: its fields may be read, written, logged and copied, and
 * nothing has to be freed. `JSON.stringify(user)` includes the tokens.
 *
 * A copy without methods (JSON, a spread), one that is frozen, and one behind a proxy that ignores what is set may be given to the
 * methods of `Auth`: they work on a new object of the same state, which those that resolve with a user resolve with. They reject
 * before anything is sent with `The user object is of another app client` where that is not the configured one, and with
 * `The user object cannot be changed` where the change could be kept nowhere.
 *
 * The methods take callbacks, as in v5. They call back at once when the answer is known locally, else after the reply. What a
 * callback throws reaches the caller then, else `reportError`, or Node's console.
 */
export declare class CognitoUser {
  /**
   * @throws Error `Username and Pool information are required.`
   */
  constructor(data: ICognitoUserData);

  /**
   * The name: as typed, and after an SRP sign-in the service's own. Always there; optional here so that an app's
   * `interface MyUser extends CognitoUser { username?: string }` compiles. See {@link SignedInUser.username}.
   */
  username?: string;
  pool: CognitoUserPool;
  /** The string that links a challenge to its answer, or `null`. */
  Session: string | null;
  /** The HTTP client that the user shares with its pool. */
  client: CognitoClient;
  /** The tokens, or `null`. */
  signInUserSession: CognitoUserSession | null;
  /** `"USER_SRP_AUTH"` unless changed. */
  authenticationFlowType: string;
  storage: ICognitoStorage;
  /** `CognitoIdentityServiceProvider.<app client id>`. */
  keyPrefix: string;
  /** The storage key of the cached {@link UserData}. */
  userDataKey: string;
  /** The challenge to answer; missing on a signed-in user. The result of `signIn` can be narrowed by it. */
  challengeName?: string | undefined;
  /** The challenge's details. */
  // Loose: apps redeclare it for the challenge they expect; the result of `signIn` is typed.
  challengeParam?: { [name: string]: any };
  /** The factors to choose from, once the service has named them (`SELECT_CHALLENGE`). Not in v5. */
  availableChallenges?: FirstFactor[];
  /** The factor that this sign-in has chosen. Not in v5. */
  preferredChallenge?: string;
  /** Set on signed-in users. */
  // Loose: apps redeclare it with the attributes they use (`interface MyUser extends CognitoUser { attributes: … }`).
  attributes?: { [name: string]: any };
  /** Set on signed-in users. */
  preferredMFA?: string;
  /** The key of this device, once known; `null` after a refresh without one. */
  deviceKey?: string | null;
  randomPassword?: string | null;
  deviceGroupKey?: string | null;

  /** Keeps `session` in the object and in the storage, and drops cached user data. */
  setSignInUserSession(session: CognitoUserSession): void;
  getSignInUserSession(): CognitoUserSession | null;
  getUsername(): string;
  getAuthenticationFlowType(): string;
  /** Returns nothing, whatever v5's types say. */
  setAuthenticationFlowType(authenticationFlowType: string): string;
  /** Reads `deviceKey`, `randomPassword` and `deviceGroupKey` from the storage. */
  getCachedDeviceKeyAndPassword(): void;

  /**
   * Calls back with the tokens, refreshed if they have expired; at once if they have not.
   *
   * Errors: `Username is null. Cannot retrieve a new session`, `Local storage is missing an ID Token, Please authenticate`,
   * `Cannot retrieve a new session. Please authenticate.`, or the {@link CognitoServiceError} of the refresh.
   */
  getSession(callback: (...result: SessionResult) => void, options?: GetSessionOptions): void;
  /** As v5 declares it. */
  getSession(
    callback: ((error: Error, session: null) => void) | ((error: null, session: CognitoUserSession) => void),
    options?: GetSessionOptions,
  ): void;

  /**
   * Fetches new tokens. Sends Hub `tokenRefresh` or `tokenRefresh_failure`.
   *
   * @param callback - called with `null` and the session, or with the {@link CognitoError} alone.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
   */
  refreshSession(
    refreshToken: CognitoRefreshToken,
    // Loose: v5 declares both `any`: code annotates the error as it likes, and reads the session without a look at the error.
    callback: (err: any, session: CognitoUserSession) => void,
    clientMetadata?: ClientMetadata,
  ): void;

  /**
   * Signs in with the password of `authenticationDetails`, by `authenticationFlowType`.
   *
   * Errors: `PASSWORD parameter is required`, `Authentication flow type is invalid.`, or those of {@link AuthClass.signIn}.
   */
  authenticateUser(authenticationDetails: AuthenticationDetails, callbacks: IAuthenticationCallback): void;
  /** Starts a custom flow without a password. */
  initiateAuth(authenticationDetails: AuthenticationDetails, callbacks: IAuthenticationCallback): void;
  /** What {@link CognitoUser.authenticateUser} does for `USER_SRP_AUTH` and `CUSTOM_AUTH`. */
  authenticateUserDefaultAuth(authenticationDetails: AuthenticationDetails, callbacks: IAuthenticationCallback): void;
  /** What {@link CognitoUser.authenticateUser} does for `USER_PASSWORD_AUTH`. */
  authenticateUserPlainUsernamePassword(
    authenticationDetails: AuthenticationDetails,
    callbacks: IAuthenticationCallback,
  ): void;
  /**
   * Goes on with a sign-in from a reply of the service to `InitiateAuth` or `RespondToAuthChallenge`.
   *
   * @param authenticationHelper - not used.
   */
  authenticateUserInternal(
    dataAuthenticate: object,
    authenticationHelper: unknown,
    callbacks: IAuthenticationCallback,
  ): void;
  /** Answers `DEVICE_SRP_AUTH` with what the storage, or the object, knows of this device. The other methods do so by themselves. */
  getDeviceResponse(callbacks: IAuthenticationCallback, clientMetadata?: ClientMetadata): void;
  /**
   * Answers `NEW_PASSWORD_REQUIRED`.
   *
   * Errors: `New password is required.`, or those of {@link AuthClass.completeNewPassword}.
   *
   * @param requiredAttributeData - a value for each required attribute, by its name.
   */
  completeNewPasswordChallenge(
    newPassword: string,
    requiredAttributeData: object | null,
    callbacks: IAuthenticationCallback,
    clientMetadata?: ClientMetadata,
  ): void;
  /**
   * Answers a challenge with a code. Another challenge may follow: then the functions of {@link IAuthenticationCallback} are called, if
   * they are there. Errors: those of {@link AuthClass.confirmSignIn}; an empty code is sent, as in v5.
   *
   * @param mfaType - as for {@link AuthClass.confirmSignIn}.
   */
  sendMFACode(
    confirmationCode: string,
    callbacks: IAuthenticationCallback,
    mfaType?: MfaType | (string & {}) | null,
    clientMetadata?: ClientMetadata,
  ): void;
  /** Answers a `CUSTOM_CHALLENGE`. Errors: those of {@link AuthClass.sendCustomChallengeAnswer}; an empty answer is sent, as in v5. */
  sendCustomChallengeAnswer(
    answerChallenge: unknown,
    callbacks: IAuthenticationCallback,
    clientMetadata?: ClientMetadata,
  ): void;
  /**
   * Answers `SELECT_MFA_TYPE`. The service then asks for a code of that kind: `mfaRequired` is called, or for an authenticator app
   * `totpRequired`; give the code to {@link AuthClass.confirmSignIn}, with the challenge's name that it is called with. `Auth` has no method of its own for this, as in v5.
   *
   * @param answerChallenge - `"SMS_MFA"`, `"SOFTWARE_TOKEN_MFA"` or `"EMAIL_OTP"`: one of `challengeParam.MFAS_CAN_CHOOSE`.
   */
  sendMFASelectionAnswer(answerChallenge: string, callbacks: MfaSelectionCallbacks): void;
  /** Gives the secret for an authenticator app. See {@link AuthClass.setupTOTP}. */
  associateSoftwareToken(callbacks: {
    associateSecretCode(secretCode: string): void;
    onFailure(err: CognitoError): void;
  }): void;
  /**
   * Checks the first code of an authenticator app, and answers the challenge `MFA_SETUP` if the user is not signed in. See
   * {@link AuthClass.verifyTotpToken}: for a signed-in user `onSuccess` is given the service's reply in place of a session.
   */
  verifySoftwareToken(
    totpCode: string,
    friendlyDeviceName: string,
    callbacks: { onSuccess(session: CognitoUserSession): void; onFailure(err: CognitoError): void },
  ): void;

  /**
   * Without a callback: forgets the session here, at once, and sends nothing.
   * With one: also revokes the refresh token where possible, then calls back with the error, if any.
   */
  signOut(callback?: (error?: Error) => void): void;
  /** Ends the user's sessions on all devices. */
  globalSignOut(callbacks: ResultCallbacks): void;
  /**
   * Revokes the refresh token and forgets nothing.
   *
   * @throws Error `Invalid revokeTokenCallback. It should be a function.`
   */
  revokeTokens(callback?: (error?: Error) => void): void;

  /** The user data: from the cache, or, when empty or with `bypassCache`, from the service. */
  getUserData(
    callback: NodeCallback<Error, UserData>,
    params?: { bypassCache?: boolean; clientMetadata?: ClientMetadata },
  ): void;
  /** The attributes, always from the service. */
  getUserAttributes(callback: NodeCallback<Error, CognitoUserAttribute[]>): void;
  /** The `MFAOptions` of GetUser; `undefined` from today's service. */
  getMFAOptions(callback: NodeCallback<Error, MFAOption[]>): void;
  /**
   * Changes attributes, and fetches what is cached of the user anew. Calls back with `"SUCCESS"`, and as third argument the service's
   * reply. Like all that follow up to `deleteUser`, it needs a session in the object, which is refreshed if it has expired; without
   * one it calls back with an Error `User is not authenticated`.
   */
  updateAttributes(
    attributes: (CognitoUserAttribute | ICognitoUserAttributeData)[],
    callback: UpdateAttributesNodeCallback<Error, string, { CodeDeliveryDetailsList?: CodeDeliveryDetails[] }>,
    clientMetadata?: ClientMetadata,
  ): void;
  /** Removes attributes by their names, and fetches what is cached of the user anew. */
  deleteAttributes(attributeList: string[], callback: NodeCallback<Error, string>): void;
  /** Sends a code to the e-mail address or phone number; with `inputVerificationCode`, that gets the reply. */
  getAttributeVerificationCode(
    name: string,
    callbacks: {
      onSuccess(success: string): void;
      onFailure(err: CognitoError): void;
      // Loose: v5 declares a string and passes an object with `CodeDeliveryDetails`; code for either must compile.
      inputVerificationCode?(data: any): void | null;
    },
    clientMetadata?: ClientMetadata,
  ): void;
  /** Verifies an attribute with the code that was sent. */
  verifyAttribute(attributeName: string, confirmationCode: string, callbacks: ResultCallbacks): void;
  /** Arms and prefers kinds of MFA. `null` leaves a kind of MFA as it is. */
  setUserMfaPreference(
    smsMfaSettings: IMfaSettings | null,
    softwareTokenMfaSettings: IMfaSettings | null,
    callback: NodeCallback<Error, string>,
  ): void;
  /**
   * Arms MFA by SMS, in an old form.
   *
   * @deprecated the service ignores it for MFA by authenticator app.
   */
  enableMFA(callback: NodeCallback<Error, string>): void;
  /**
   * Disarms MFA by SMS, in an old form.
   *
   * @deprecated the service ignores it for MFA by authenticator app.
   */
  disableMFA(callback: NodeCallback<Error, string>): void;
  /** Replaces the password. */
  changePassword(
    oldPassword: string,
    newPassword: string,
    callback: NodeCallback<Error, 'SUCCESS'>,
    clientMetadata?: ClientMetadata,
  ): void;
  /** Deletes the user from the user pool, for good, and what is stored of the session here. */
  deleteUser(callback: NodeCallback<Error, string>, clientMetadata?: ClientMetadata): void;

  /** Confirms a sign-up. Calls back with `null` and `"SUCCESS"`, or with the {@link CognitoError}. */
  confirmRegistration(
    code: string,
    forceAliasCreation: boolean,
    // Loose: v5's, whose code annotates both as it likes.
    callback: NodeCallback<any, any>,
    clientMetadata?: ClientMetadata,
  ): void;
  /** Sends the code of a sign-up again. Calls back with `null` and a {@link CodeDeliveryReply}, or with the {@link CognitoError}. */
  resendConfirmationCode(
    // Loose: v5's; code reads the result without a look at the error.
    callback: NodeCallback<any, any>,
    clientMetadata?: ClientMetadata,
  ): void;
  /** Sends a code to a user who has forgotten the password; with `inputVerificationCode`, that gets the reply. */
  forgotPassword(callbacks: CodeCallbacks<CodeDeliveryReply>, clientMetadata?: ClientMetadata): void;
  /** Sets a new password with the code that was sent. */
  confirmPassword(
    verificationCode: string,
    newPassword: string,
    callbacks: ResultCallbacks,
    clientMetadata?: ClientMetadata,
  ): void;

  /** Keeps the three device fields in the storage. */
  cacheDeviceKeyAndPassword(): void;
  /** Removes the three device fields from the storage. */
  clearCachedDeviceKeyAndPassword(): void;
  /** What the service knows of the device of `deviceKey`: `onSuccess` is given its reply, `{ Device: DeviceData }`. */
  getDevice(
    // Loose: v5 declares a string and passes an object with `Device`; code for either must compile.
    callbacks: ResultCallbacks<any>,
  ): void;
  /** Has the service forget the device of `deviceKey`, and removes the three device fields from the object and the storage. */
  forgetDevice(callbacks: ResultCallbacks): void;
  /** Has the service forget a device. What is stored stays. */
  forgetSpecificDevice(deviceKey: string, callbacks: ResultCallbacks): void;
  /** Has the service remember the device of `deviceKey`. */
  setDeviceStatusRemembered(callbacks: ResultCallbacks): void;
  /** Has the service no longer remember the device of `deviceKey`, which it goes on tracking. */
  setDeviceStatusNotRemembered(callbacks: ResultCallbacks): void;
  /**
   * A page of the user's devices. This method and the five before it need a session in the object, which is refreshed if it has
   * expired, and fail with `User is not authenticated` without one. Those that act on this device take `deviceKey` of the object, else
   * the stored one.
   *
   * @param limit - at most 60.
   * @param paginationToken - `PaginationToken` of the page before, or `null`.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListDevices.html
   */
  listDevices(
    limit: number,
    paginationToken: string | null,
    callbacks: ResultCallbacks<{ Devices: DeviceData[]; PaginationToken?: string }>,
  ): void;
}

// ───────────────────────────────────────────────────────────── User pool, session, tokens

/** The HTTP client of a pool. */
export interface CognitoClient {
  /** The URL that is called. */
  endpoint: string;
  fetchOptions?: object;
}

/** What a {@link CognitoUserPool} is made of. */
export interface ICognitoUserPoolData {
  UserPoolId: string;
  ClientId: string;
  /** A full URL that replaces the service's. */
  endpoint?: string;
  fetchOptions?: object;
  Storage?: ICognitoStorage;
  /** `true` if left out: send what AWS's advanced-security script collects, if the page has it. */
  AdvancedSecurityDataCollectionFlag?: boolean;
}

/** A user pool with one of its app clients. */
export declare class CognitoUserPool {
  /**
   * @throws Error `Both UserPoolId and ClientId are required.`
   * @throws Error `Invalid UserPoolId format.`
   */
  constructor(
    data: ICognitoUserPoolData,
    wrapRefreshSessionCallback?: (target: RefreshSessionCallback) => RefreshSessionCallback,
  );
  userPoolId: string;
  clientId: string;
  client: CognitoClient;
  advancedSecurityDataCollectionFlag: boolean;
  storage: ICognitoStorage;
  /** Present if it was given. */
  wrapRefreshSessionCallback?: (target: RefreshSessionCallback) => RefreshSessionCallback;

  getUserPoolId(): string;
  /** The id without its region. */
  getUserPoolName(): string;
  getClientId(): string;
  /** The user who signed in last, without a session, or `null`. Sends nothing. */
  getCurrentUser(): CognitoUser | null;
  signUp(
    username: string,
    password: string,
    userAttributes: (CognitoUserAttribute | ICognitoUserAttributeData)[],
    validationData: (CognitoUserAttribute | ICognitoUserAttributeData)[] | null,
    callback: NodeCallback<Error, ISignUpResult>,
    clientMetadata?: ClientMetadata,
  ): void;
}

/** What a {@link CognitoUserSession} is made of. */
export interface ICognitoUserSessionData {
  IdToken: CognitoIdToken;
  AccessToken: CognitoAccessToken;
  RefreshToken?: CognitoRefreshToken;
  /** Seconds; worked out from the tokens if left out. */
  ClockDrift?: number;
}

/** The three tokens of a sign-in. */
export declare class CognitoUserSession {
  /**
   * @throws Error `Id token and Access Token must be present.`
   */
  constructor(data: ICognitoUserSessionData);
  idToken: CognitoIdToken;
  refreshToken: CognitoRefreshToken;
  accessToken: CognitoAccessToken;
  /** Seconds by which this machine's clock is ahead of the service's. */
  clockDrift: number;

  getIdToken(): CognitoIdToken;
  getRefreshToken(): CognitoRefreshToken;
  getAccessToken(): CognitoAccessToken;
  /** Seconds. */
  getClockDrift(): number;
  /** Seconds between now and the time at which the older of the two tokens was issued. */
  calculateClockDrift(): number;
  /** Whether neither the id token nor the access token has expired, by the service's clock. */
  isValid(): boolean;
}

/** Claims that every token has. Times are seconds since 1970. All are missing if the token cannot be decoded. */
export interface TokenPayload {
  /** The user's permanent id. */
  sub: string;
  iss: string;
  exp: number;
  iat: number;
  auth_time: number;
  token_use: 'id' | 'access' | (string & {});
  // Loose: the rest (`cognito:groups`, `email`, an app's own) depends on the pool and its Lambda triggers; v5 code reads it as it knows it.
  [claim: string]: any;
}

/** Claims of an id token. */
export interface IdTokenPayload extends TokenPayload {
  /** The app client's id. */
  aud: string;
  'cognito:username': string;
}

/** Claims of an access token. */
export interface AccessTokenPayload extends TokenPayload {
  client_id: string;
  username: string;
  /** Names with a space between them. */
  scope: string;
}

/** Says who the user is. Its signature is not checked here: check it where it is relied on. */
export declare class CognitoIdToken {
  constructor(data: { IdToken: string });
  jwtToken: string;
  /** The claims; `{}` if the token cannot be decoded. */
  payload: IdTokenPayload;
  /** The token's text. */
  getJwtToken(): string;
  /** Seconds since 1970. */
  getExpiration(): number;
  /** Seconds since 1970. */
  getIssuedAt(): number;
  decodePayload(): IdTokenPayload;
}

/** Lets the user pool, and services that trust it, act for the user. */
export declare class CognitoAccessToken {
  constructor(data: { AccessToken: string });
  jwtToken: string;
  /** The claims; `{}` if the token cannot be decoded. */
  payload: AccessTokenPayload;
  /** The token's text. */
  getJwtToken(): string;
  /** Seconds since 1970. */
  getExpiration(): number;
  /** Seconds since 1970. */
  getIssuedAt(): number;
  decodePayload(): AccessTokenPayload;
}

/** Fetches new tokens. It is opaque: it has no claims to read. */
export declare class CognitoRefreshToken {
  constructor(data: { RefreshToken: string });
  token: string;
  /** The token's text. */
  getToken(): string;
}

/** An attribute as the service writes it. */
export interface ICognitoUserAttributeData {
  Name: string;
  Value: string;
}

/** An attribute as the service writes it, with v5's methods. */
export declare class CognitoUserAttribute implements ICognitoUserAttributeData {
  constructor(data: ICognitoUserAttributeData);
  Name: string;
  Value: string;
  getValue(): string;
  setValue(value: string): CognitoUserAttribute;
  getName(): string;
  setName(name: string): CognitoUserAttribute;
  /** JSON text of `{ Name, Value }`. */
  toString(): string;
  toJSON(): ICognitoUserAttributeData;
}

/** What {@link AuthenticationDetails} is made of. */
export interface IAuthenticationDetailsData {
  Username: string;
  Password?: string;
  ValidationData?: { [key: string]: unknown };
  AuthParameters?: { [key: string]: unknown };
  ClientMetadata?: ClientMetadata;
}

/** Name, password and the rest, for {@link CognitoUser.authenticateUser}. */
export declare class AuthenticationDetails {
  constructor(data: IAuthenticationDetailsData);
  getUsername(): string;
  getPassword(): string;
  /** `{}` if none was given. */
  // Loose: v5 declares an array and returns an object; code for either must compile.
  getValidationData(): any;
  /** `{}` if none was given. */
  getAuthParameters(): { [key: string]: unknown };
  /** `{}` if none was given. */
  getClientMetadata(): { [key: string]: string };
}

export {};
