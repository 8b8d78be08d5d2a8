// Auth as an application meets it: `configure` and the fields answer at once, everything else waits for the module
// and is done there (`src/js/`). This file knows no Cognito. `pkg/build.mjs` makes one minified file of all of them.

import { Hub } from './hub.js';
import { authMethods } from './methods.js';
import { dispatch, lent } from './lent.js';
import { CognitoUser, CognitoUserPool, lend, pageStorage } from './objects.js';

/** The keys of an `aws-exports` file under Auth's own names. */
const fromAwsExports = (config) =>
  config.aws_user_pools_id || config.aws_cognito_identity_pool_id
    ? {
        userPoolId: config.aws_user_pools_id,
        userPoolWebClientId: config.aws_user_pools_web_client_id,
        region: config.aws_cognito_region,
        identityPoolId: config.aws_cognito_identity_pool_id,
        identityPoolRegion: config.aws_cognito_region,
        mandatorySignIn: config.aws_mandatory_sign_in === 'enable',
        signUpVerificationMethod: config.aws_cognito_sign_up_verification_method || 'code',
      }
    : {};

const isStorage = (storage) =>
  ['getItem', 'setItem', 'removeItem', 'clear'].every((method) => typeof storage[method] === 'function');

/**
 * `loadCore` gives core.js, `fetchModule(0)` the wasm, a Response or bytes, and with other numbers the parts that core.js
 * asks for. A failed load may be tried again.
 */
export function defineAuth(loadCore, fetchModule) {
  let core;
  let loading;
  const load = () => {
    if (!loading) {
      loading = Promise.all([fetchModule(0), loadCore()]).then(async ([source, loaded]) => {
        await loaded.start(source, lent, fetchModule);
        core = loaded;
      });
      loading.catch(() => {
        loading = undefined;
      });
    }
    return loading;
  };
  // Somebody is about to sign in: the one sign of it that a page gives before its first call. A page without a password
  // field loads nothing, and nobody waits: the numbers are computed when the page is idle.
  const expectSignIn = ({ target }) => {
    if (target?.type === 'password') load().then(() => (globalThis.requestIdleCallback ?? setTimeout)(core.prepare), () => {});
  };
  // A method that answers at once can do so when the module is there, as it is after any call of Auth.
  lend((...call) => (core ? core.callObject(...call) : load().then(() => core.callObject(...call))));

  class AuthClass {
    constructor(config) {
      this.user = null;
      this.userPool = null;
      this.pendingSignIn = null;
      this.autoSignInInitiated = false;
      /** Wraps the callback of a refresh: the Hub is told of its result first. */
      this.wrapRefreshSessionCallback = (callback) => (error, data) => {
        if (data) dispatch('tokenRefresh', undefined, 'New token retrieved');
        else dispatch('tokenRefresh_failure', error, 'Failed to retrieve new token');
        return callback(error, data);
      };
      // Tabs tell each other that somebody signed in or out. Who that is, they look up: they may not share the storage.
      const channel = globalThis.document && globalThis.BroadcastChannel && new BroadcastChannel('cognito-auth-wasm');
      let known;
      const look = (elsewhere) => {
        const user = this.userPool?.getCurrentUser() ?? null;
        if (known === (known = user?.username) || !elsewhere) return;
        this.user = user;
        dispatch(user ? 'signedInElsewhere' : 'signedOutElsewhere', user, 'The user has changed in another tab');
      };
      // Registered first, so that it runs before an application's listeners.
      Hub.listen('auth', ({ payload: { event } }) => {
        const key = 'amplify-signin-with-hostedUI';
        if (event === 'signIn' || event === 'verify') this._storage.setItem(key, 'false');
        else if (event === 'cognitoHostedUI') this._storage.setItem(key, 'true');
        else if (event === 'signOut') this._storage.removeItem(key);
        if (event === 'configured') this._storageSync.then(() => look(), () => {});
        if (/^(sign(In|Out)|sessionExpired)$/.test(event)) {
          look();
          channel?.postMessage(0);
        }
      });
      if (channel) {
        channel.onmessage = look;
        // From a tab with v5.
        addEventListener('storage', look);
        document.addEventListener('visibilitychange', () => {
          if (core && known && !document.hidden && navigator.onLine) this.currentSession().catch(() => {});
        });
      }
      this.configure(config);
    }

    /** Ends the requests under way. */
    abortRequests() {
      core?.abortRequests();
    }

    /** Who must answer the challenge that is open in this tab, also after a reload; else null. */
    async currentChallenge() {
      await load();
      return core.currentChallenge(this);
    }

    getModuleName() {
      return 'Auth';
    }

    configure(config) {
      if (!config) return this._config || {};
      this._config = { ...this._config, ...fromAwsExports(config), ...config.Auth, ...config };
      const { userPoolId, userPoolWebClientId, endpoint, storage } = this._config;
      if (storage && !isStorage(storage)) throw new Error('Empty storage object');
      this._storage = storage || pageStorage;
      this._storageSync = Promise.resolve(this._storage.sync?.());
      if (userPoolId) {
        // A field that a password manager fills need not have the focus.
        for (const event of ['focusin', 'input']) globalThis.document?.addEventListener(event, expectSignIn);
        this.userPool = new CognitoUserPool(
          { UserPoolId: userPoolId, ClientId: userPoolWebClientId, endpoint, Storage: this._storage },
          this.wrapRefreshSessionCallback,
        );
        for (const option of ['requestTimeout', 'refreshTokenRotation'])
          if (this._config[option]) this.userPool.client[option] = this._config[option];
      }
      Hub.dispatch(
        'core',
        { event: 'credentials_configured', data: null, message: 'Credentials has been configured successfully' },
        'Credentials',
      );
      dispatch('configured', null, 'The Auth category has been configured successfully');
      if (userPoolId) this.#endFormerSignIn();
      return this._config;
    }

    /** What a page before this one waited for, it took along: the application is told, once it has had time to listen. */
    #endFormerSignIn() {
      const started = 'amplify-polling-started';
      if (this.autoSignInInitiated || this._storage.getItem(started) !== 'true') return;
      for (const key of [started, 'amplify-auto-sign-in']) this._storage.removeItem(key);
      queueMicrotask(() => dispatch('autoSignIn_failure', null, 'autoSignInError'));
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

  authMethods.forEach((name, place) => {
    AuthClass.prototype[name] = async function (...args) {
      await load();
      return core.callMethod(name, place, this, args);
    };
  });

  return AuthClass;
}

export const AuthErrorStrings = {
  DEFAULT_MSG: 'Authentication Error',
  EMPTY_EMAIL: 'Email cannot be empty',
  EMPTY_PHONE: 'Phone number cannot be empty',
  EMPTY_USERNAME: 'Username cannot be empty',
  INVALID_USERNAME: 'The username should either be a string or one of the sign in types',
  EMPTY_PASSWORD: 'Password cannot be empty',
  EMPTY_CODE: 'Confirmation code cannot be empty',
  SIGN_UP_ERROR: 'Error creating account',
  NO_MFA: 'No valid MFA method provided',
  INVALID_MFA: 'Invalid MFA type',
  EMPTY_CHALLENGE: 'Challenge response cannot be empty',
  NO_USER_SESSION: 'Failed to get the session because the user is empty',
  NETWORK_ERROR: 'Network Error',
  DEVICE_CONFIG: 'Device tracking has not been configured in this User Pool',
  AUTOSIGNIN_ERROR: 'Please use your credentials to sign in',
};

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
