// Auth as an application meets it: `configure` and the fields answer at once, everything else waits for the module
// and is done there (`src/js/`). This file knows no Cognito.

import instantiate, { callAuth, callObject, lendHost } from './dist/cognito_auth_wasm.js';
import { Hub } from './hub.js';
import {
  CognitoAccessToken,
  CognitoIdToken,
  CognitoRefreshToken,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserPool,
  CognitoUserSession,
  lend,
  pageStorage,
} from './objects.js';

class AuthError extends Error {
  constructor(name, message, log) {
    super(message);
    this.constructor = AuthError; // Parity: v5's errors have this key of their own.
    this.name = name;
    this.log = log;
  }
}

/** What the module does: the same list is in `src/js.rs`. */
const methods = [
  'signUp', 'confirmSignUp', 'resendSignUp', 'signIn', 'signOut', 'userSession', 'currentSession',
  'currentUserPoolUser', 'currentAuthenticatedUser', 'currentUserInfo', 'userAttributes',
];

const dispatch = (event, data, message) => Hub.dispatch('auth', { event, data, message }, 'Auth');

/** What the module needs of this side. */
const host = {
  ignore() {},
  dispatch,
  newError(message, name, code) {
    const error = new Error(message);
    if (name) error.name = name;
    if (code) error.code = code;
    return error;
  },
  newAuthError: (name, message, log) => new AuthError(name, message, log),
  newUser: (Username, Pool) => new CognitoUser({ Username, Pool, Storage: Pool.storage }),
  newAttribute: (Name, Value) => new CognitoUserAttribute({ Name, Value }),
  newSession: (IdToken, AccessToken, RefreshToken, ClockDrift) =>
    new CognitoUserSession({
      IdToken: new CognitoIdToken({ IdToken }),
      AccessToken: new CognitoAccessToken({ AccessToken }),
      RefreshToken: new CognitoRefreshToken({ RefreshToken }),
      ClockDrift,
    }),
};

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

/** `fetchModule` gives the wasm: a Response or bytes. A failed load may be tried again. */
export function defineAuth(fetchModule) {
  let loaded = false;
  let loading;
  const load = () =>
    (loading ??= fetchModule()
      .then((module_or_path) => instantiate({ module_or_path }))
      .then(() => {
        lendHost(host);
        loaded = true;
      })
      .catch((error) => {
        loading = undefined;
        throw error;
      }));
  // A method that answers at once can do so when the module is there, as it is after any call of Auth.
  lend((...call) => (loaded ? callObject(...call) : load().then(() => callObject(...call))));

  class AuthClass {
    constructor(config) {
      this.user = null;
      this.userPool = null;
      this.pendingSignIn = null;
      /** Wraps the callback of a refresh: the Hub is told of its result first. */
      this.wrapRefreshSessionCallback = (callback) => (error, data) => {
        if (data) dispatch('tokenRefresh', undefined, 'New token retrieved');
        else dispatch('tokenRefresh_failure', error, 'Failed to retrieve new token');
        return callback(error, data);
      };
      this.configure(config);
      // Registered first, so that it runs before an application's listeners.
      Hub.listen('auth', ({ payload: { event } }) => {
        const key = 'amplify-signin-with-hostedUI';
        if (event === 'signIn' || event === 'verify') this._storage.setItem(key, 'false');
        else if (event === 'cognitoHostedUI') this._storage.setItem(key, 'true');
        else if (event === 'signOut') this._storage.removeItem(key);
      });
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
      if (userPoolId)
        this.userPool = new CognitoUserPool(
          { UserPoolId: userPoolId, ClientId: userPoolWebClientId, endpoint, Storage: this._storage },
          this.wrapRefreshSessionCallback,
        );
      Hub.dispatch(
        'core',
        { event: 'credentials_configured', data: null, message: 'Credentials has been configured successfully' },
        'Credentials',
      );
      dispatch('configured', null, 'The Auth category has been configured successfully');
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

  for (const name of methods)
    AuthClass.prototype[name] = async function (...args) {
      await load();
      return callAuth(name, this, args);
    };

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
