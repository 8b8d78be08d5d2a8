// Auth as an application meets it. `configure` and the fields answer at once, and current-user.js answers from the
// stored session. Every other method waits for the module, which does the work (`src/v5`). This file knows nothing of
// Cognito's protocol. `pkg/build.mjs` bundles it with the files that it imports.

import { merged } from './configuration.js';
import { authAnswers, hasSession, notAuthenticated, userAnswers } from './current-user.js';
import { CookieStorage } from './fetched-storage.js';
import { follow } from './follow.js';
import { lookForReturn } from './hosted-return.js';
import { Hub } from './hub.js';
import { dispatch, failed, owners } from './page-parts.js';
import { authMethods, poolMethods, signedInUserMethods, userMethods } from '#methods';
import { callBack, callObject, core, load } from './load.js';
import { CognitoUser, CognitoUserPool, pageStorage } from './objects.js';

/** Says that an automatic sign-in has ended, if the storage has its mark. */
async function endFormerSignIn(auth) {
  await auth._storageReady;
  if (auth._storage.getItem('amplify-polling-started') !== 'true') return;
  await load();
  core.endFormerSignIn(auth);
}

export class AuthClass {
  #unfollow;

  constructor(config) {
    this._channel = config?.hubChannel || 'auth';
    this.user = null;
    this.userPool = null;
    this.pendingSignIn = null;
    this.autoSignInInitiated = false;
    /** Wraps the callback of a refresh. The Hub event is dispatched before the callback is called. */
    this.wrapRefreshSessionCallback = (callback) => (error, data) => {
      if (data) dispatch('tokenRefresh', undefined, 'New token retrieved', this);
      else dispatch('tokenRefresh_failure', error, 'Failed to retrieve new token', this);
      return callback(error, data);
    };
    // Applications pass these on as they are, for instance to AWS's SDK.
    for (const name of ['currentCredentials', 'currentUserCredentials', 'awsCredentials'])
      this[name] = this[name].bind(this);
    // Called first, so that its listener runs before an application's.
    this.#unfollow = follow(this);
    this.configure(config);
  }

  /** Ends this Auth's requests that are under way: each call rejects with an `AbortError`. */
  abortRequests() {
    this._requests?.abort(new DOMException('Aborted', 'AbortError'));
    this._requests = undefined;
  }

  /**
   * Lets go of everything: listeners, the channel to other tabs, requests, an automatic sign-in, the storage. This Auth
   * is not configured any more. What is stored stays.
   */
  dispose() {
    this.abortRequests();
    /** @type {any} */ (this.autoSignInInitiated).abort?.();
    this.#unfollow();
    this._config = /** @type {any} */ ({});
    this.user = this.userPool = this._storage = null;
  }

  getModuleName() {
    return 'Auth';
  }

  configure(config) {
    if (!config) return this._config || {};
    this._config = merged(this._config, config);
    const { userPoolId, userPoolWebClientId, endpoint, storage, cookieStorage, ssr } = this._config;
    if (storage && Object.keys(pageStorage).some((method) => typeof storage[method] !== 'function'))
      throw new Error('Empty storage object');
    this._storage = storage || (cookieStorage || ssr ? new CookieStorage(cookieStorage || { ssr }) : pageStorage);
    this._storageReady = this._storageSync = this._storage.sync?.() ?? Promise.resolve();
    if (userPoolId) {
      // The user of another app client is nobody here.
      if (this.userPool?.clientId !== userPoolWebClientId) this.user = null;
      this.userPool = new CognitoUserPool(
        { UserPoolId: userPoolId, ClientId: userPoolWebClientId, endpoint, Storage: this._storage },
        this.wrapRefreshSessionCallback,
      );
      owners.set(this.userPool, this);
      for (const option of ['requestTimeout', 'refreshTokenRotation'])
        if (this._config[option]) this.userPool.client[option] = this._config[option];
    }
    Hub.dispatch(
      'core',
      { event: 'credentials_configured', data: null, message: 'Credentials has been configured successfully' },
      'Credentials',
    );
    lookForReturn(this);
    dispatch('configured', null, 'The Auth category has been configured successfully', this);
    // The previous page may have waited for an automatic sign-in, which ended with that page.
    if (userPoolId && !this.autoSignInInitiated) endFormerSignIn(this).catch(() => {});
    return this._config;
  }

  createCognitoUser(username) {
    const user = new CognitoUser({ Username: username, Pool: this.userPool, Storage: this._storage });
    const { authenticationFlowType } = this._config;
    if (authenticationFlowType) user.setAuthenticationFlowType(authenticationFlowType);
    return user;
  }

  essentialCredentials({ accessKeyId, sessionToken, secretAccessKey, identityId, authenticated }) {
    return { accessKeyId, sessionToken, secretAccessKey, identityId, authenticated };
  }
}

/** A copy of a plain object, and of the plain objects in it, to a depth. */
const copied = (given, depth) =>
  given?.constructor === Object && depth
    ? Object.fromEntries(Object.entries(given).map(([name, value]) => [name, copied(value, depth - 1)]))
    : given;

/**
 * Adds methods to a class. A method calls its function of `answers`, which may call the module instead of answering. A
 * method without one calls the module at once. `forward` makes the call of the module.
 */
function addMethods(target, names, answers, forward) {
  for (const name of names) {
    const answer = answers[name];
    target.prototype[name] = function (...args) {
      const callModule = (given = args) => forward(name, this, given);
      return answer ? answer(this, callModule, ...args) : callModule();
    };
  }
}

// The names that are written out here are methods that core.js has and the module has not.
addMethods(AuthClass, ['currentChallenge', ...authMethods], authAnswers, async (name, auth, args) => {
  // An application may empty its form meanwhile. What other methods are given may be a user object, which they change.
  if (/^sign(In|Up)$/.test(name)) args = args.map((given) => copied(given, 3));
  // Not for a return from the hosted page, which calls this itself.
  await Promise.all([load(name), auth._storageReady]);
  return core.callMethod(name, auth, args);
});
addMethods(CognitoUser, [...Object.keys(userAnswers), ...userMethods], userAnswers, (...call) =>
  callBack('CognitoUserMethods', ...call),
);
// Without a session they call back before they return, as in v5.
addMethods(CognitoUser, signedInUserMethods, {}, (name, user, args) =>
  hasSession(user) ? callBack('SignedInUserMethods', name, user, args) : failed(args)(notAuthenticated()),
);
// Methods of the module that return a promise in v5.
addMethods(CognitoUser, ['createGetUserRequest', 'fetchUserData', 'refreshSessionIfPossible'], {}, (...call) =>
  callObject('CognitoUserMethods', ...call),
);
addMethods(CognitoUserPool, poolMethods, {}, (...call) => callBack('CognitoUserPoolMethods', ...call));

export const CognitoHostedUIIdentityProvider = {
  Cognito: 'COGNITO',
  Google: 'Google',
  Facebook: 'Facebook',
  Amazon: 'LoginWithAmazon',
  Apple: 'SignInWithApple',
};

export const GRAPHQL_AUTH_MODE = {
  API_KEY: 'API_KEY',
  AWS_IAM: 'AWS_IAM',
  OPENID_CONNECT: 'OPENID_CONNECT',
  AMAZON_COGNITO_USER_POOLS: 'AMAZON_COGNITO_USER_POOLS',
  AWS_LAMBDA: 'AWS_LAMBDA',
};
