// Auth as an application meets it: `configure` and the fields answer at once, everything else waits for the module
// and is done there (`src/js/`). This file knows no Cognito. `pkg/build.mjs` makes one minified file of all of them.

import { follow } from './follow.js';
import { Hub } from './hub.js';
import { dispatch } from './lent.js';
import { core, load } from './load.js';
import { authMethods } from './methods.js';
import { CognitoUser, CognitoUserPool, pageStorage } from './objects.js';

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

export class AuthClass {
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
    // First, so that it hears of an event before an application's listeners.
    follow(this);
    this.configure(config);
  }

  /** Ends the requests under way. */
  abortRequests() {
    core?.abortRequests();
  }

  getModuleName() {
    return 'Auth';
  }

  configure(config) {
    if (!config) return this._config || {};
    this._config = { ...this._config, ...fromAwsExports(config), ...config.Auth, ...config };
    const { userPoolId, userPoolWebClientId, endpoint, storage } = this._config;
    if (storage && Object.keys(pageStorage).some((method) => typeof storage[method] !== 'function'))
      throw new Error('Empty storage object');
    this._storage = storage || pageStorage;
    this._storageSync = Promise.resolve(this._storage.sync?.());
    if (userPoolId) {
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
    // A page before this one may have waited for an automatic sign-in.
    if (userPoolId && !this.autoSignInInitiated && this._storage.getItem('amplify-polling-started') === 'true')
      load().then(() => core.endFormerSignIn(this), () => {});
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

// The one besides the module's own, who must answer the open challenge, is done in core.js itself.
['currentChallenge', ...authMethods].forEach((name, number) => {
  AuthClass.prototype[name] = async function (...args) {
    const place = number - 1;
    await load(name, place);
    return core.callMethod(name, place, this, args);
  };
});

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
