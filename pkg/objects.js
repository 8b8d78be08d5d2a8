// The objects that an application holds: ordinary JavaScript, with own fields that it may read and write. The module
// does their work with the service (`src/v5/user.rs`), and gets them as they are. current-user.js answers from the
// stored session.

import { claimsOf, clockDriftSince, deviceFields, keyPrefixOf, keysOf, seconds } from './stored-session.js';
import { clearTabSessions, tabStorage } from './tab-session.js';

const memory = new Map();

/**
 * localStorage, with the page's memory for writes that it refuses (absent, blocked, full). Such a write stays in memory
 * until there is room or the page is left. Later writes stay there, too: another tab never sees a later write without
 * an earlier one.
 */
export const sharedStorage = {
  getItem(key) {
    if (memory.has(key)) return memory.get(key);
    try {
      return globalThis.localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  setItem(key, value) {
    memory.delete(key);
    memory.set(key, String(value));
    try {
      for (const [key, value] of memory) {
        globalThis.localStorage.setItem(key, value);
        memory.delete(key);
      }
    } catch {}
  },
  removeItem(key) {
    memory.delete(key);
    try {
      globalThis.localStorage.removeItem(key);
    } catch {}
  },
  clear() {
    memory.clear();
    try {
      globalThis.localStorage.clear();
    } catch {}
  },
};

/** The storage of sessions where none is configured: that, but for a session that is this tab's own. */
export const pageStorage = {
  getItem: (key) => (tabStorage(key) ?? sharedStorage).getItem(key),
  setItem: (key, value) => (tabStorage(key) ?? sharedStorage).setItem(key, value),
  removeItem: (key) => (tabStorage(key) ?? sharedStorage).removeItem(key),
  clear() {
    clearTabSessions();
    sharedStorage.clear();
  },
};

const userKeys = ({ pool, username }) => keysOf(pool.getClientId(), username);

export class CognitoUser {
  constructor(data) {
    if (data?.Username == null || data.Pool == null) throw new Error('Username and Pool information are required.');
    this.username = data.Username;
    this.pool = data.Pool;
    this.Session = null;
    this.client = data.Pool.client;
    this.signInUserSession = null;
    this.authenticationFlowType = 'USER_SRP_AUTH';
    this.storage = data.Storage || pageStorage;
    this.keyPrefix = keyPrefixOf(this.pool.getClientId());
    this.userDataKey = userKeys(this).userData;
  }
  getUsername() {
    return this.username;
  }
  getSignInUserSession() {
    return this.signInUserSession;
  }
  getAuthenticationFlowType() {
    return this.authenticationFlowType;
  }
  setAuthenticationFlowType(authenticationFlowType) {
    this.authenticationFlowType = authenticationFlowType;
  }
  getUserContextData() {
    return this.pool.getUserContextData(this.username);
  }
  getCognitoUserSession(result) {
    return new CognitoUserSession({
      IdToken: new CognitoIdToken(result),
      AccessToken: new CognitoAccessToken(result),
      RefreshToken: new CognitoRefreshToken(result),
    });
  }
  getCachedDeviceKeyAndPassword() {
    const keys = userKeys(this);
    if (!this.storage.getItem(keys.deviceKey)) return;
    for (const field in deviceFields) this[field] = this.storage.getItem(keys[deviceFields[field]]);
  }
  cacheDeviceKeyAndPassword() {
    const keys = userKeys(this);
    for (const field in deviceFields) this.storage.setItem(keys[deviceFields[field]], this[field]);
  }
  clearCachedDeviceKeyAndPassword() {
    const keys = userKeys(this);
    for (const field in deviceFields) this.storage.removeItem(keys[deviceFields[field]]);
  }
  getUserDataFromCache() {
    return this.storage.getItem(this.userDataKey);
  }
  isFetchUserDataAndTokenRequired(params) {
    return params?.bypassCache ?? false;
  }
  isSessionRevocable(token) {
    return !!token?.decodePayload().origin_jti;
  }
}

export class CognitoUserPool {
  constructor(data, wrapRefreshSessionCallback) {
    const { UserPoolId, ClientId, endpoint, fetchOptions, Storage, AdvancedSecurityDataCollectionFlag } = data || {};
    if (!UserPoolId || !ClientId) throw new Error('Both UserPoolId and ClientId are required.');
    if (UserPoolId.length > 55 || !/^[\w-]+_[0-9a-zA-Z]+$/.test(UserPoolId))
      throw new Error('Invalid UserPoolId format.');
    this.userPoolId = UserPoolId;
    this.clientId = ClientId;
    this.client = {
      endpoint: endpoint || `https://cognito-idp.${UserPoolId.split('_')[0]}.amazonaws.com/`,
      fetchOptions: fetchOptions?.credentials ? { credentials: fetchOptions.credentials } : {},
    };
    this.advancedSecurityDataCollectionFlag = AdvancedSecurityDataCollectionFlag !== false;
    this.storage = Storage || pageStorage;
    if (wrapRefreshSessionCallback) this.wrapRefreshSessionCallback = wrapRefreshSessionCallback;
  }
  getUserPoolId() {
    return this.userPoolId;
  }
  getUserPoolName() {
    return this.userPoolId.split('_')[1];
  }
  getClientId() {
    return this.clientId;
  }
  /** The user of the last sign-in, without a session; null when nobody is signed in. */
  getCurrentUser() {
    const Username = this.storage.getItem(keysOf(this.clientId).lastAuthUser);
    return Username ? new CognitoUser({ Username, Pool: this, Storage: this.storage }) : null;
  }
  /** The device's data, by AWS's script for advanced security; `undefined` if the page has no such script. */
  getUserContextData(username) {
    if (typeof AmazonCognitoAdvancedSecurityData === 'undefined') return undefined;
    const EncodedData =
      this.advancedSecurityDataCollectionFlag &&
      AmazonCognitoAdvancedSecurityData.getData(username, this.userPoolId, this.clientId);
    return EncodedData ? { EncodedData } : {};
  }
}

export class CognitoUserSession {
  /** @param {Record<string, any>} data */
  constructor({ IdToken, RefreshToken, AccessToken, ClockDrift } = {}) {
    if (AccessToken == null || IdToken == null) throw new Error('Id token and Access Token must be present.');
    this.idToken = IdToken;
    this.refreshToken = RefreshToken;
    this.accessToken = AccessToken;
    this.clockDrift = ClockDrift === undefined ? this.calculateClockDrift() : ClockDrift;
  }
  getIdToken() {
    return this.idToken;
  }
  getRefreshToken() {
    return this.refreshToken;
  }
  getAccessToken() {
    return this.accessToken;
  }
  getClockDrift() {
    return this.clockDrift;
  }
  /** Whole seconds that the device is ahead of the service. */
  calculateClockDrift() {
    return clockDriftSince(this.accessToken.getIssuedAt(), this.idToken.getIssuedAt());
  }
  isValid() {
    const now = seconds() - this.clockDrift;
    return now < this.accessToken.getExpiration() && now < this.idToken.getExpiration();
  }
}

class CognitoJwtToken {
  constructor(token) {
    this.jwtToken = token || '';
    this.payload = this.decodePayload();
  }
  getJwtToken() {
    return this.jwtToken;
  }
  getExpiration() {
    return this.payload.exp;
  }
  getIssuedAt() {
    return this.payload.iat;
  }
  /** The claims, read anew; an empty object if there are none to read. */
  decodePayload() {
    return claimsOf(this.jwtToken);
  }
}

export class CognitoIdToken extends CognitoJwtToken {
  /** @param {{ IdToken?: string }} data */
  constructor({ IdToken } = {}) {
    super(IdToken);
  }
}

export class CognitoAccessToken extends CognitoJwtToken {
  /** @param {{ AccessToken?: string }} data */
  constructor({ AccessToken } = {}) {
    super(AccessToken);
  }
}

export class CognitoRefreshToken {
  /** @param {{ RefreshToken?: string }} data */
  constructor({ RefreshToken } = {}) {
    this.token = RefreshToken || '';
  }
  getToken() {
    return this.token;
  }
}

export class CognitoUserAttribute {
  /** @param {{ Name?: string, Value?: string }} data */
  constructor({ Name, Value } = {}) {
    this.Name = Name || '';
    this.Value = Value ?? '';
  }
  getValue() {
    return this.Value;
  }
  setValue(value) {
    this.Value = value;
    return this;
  }
  getName() {
    return this.Name;
  }
  setName(name) {
    this.Name = name;
    return this;
  }
  toString() {
    return JSON.stringify(this);
  }
  toJSON() {
    return { Name: this.Name, Value: this.Value };
  }
}

export class AuthenticationDetails {
  constructor(data) {
    this.validationData = data?.ValidationData || {};
    this.authParameters = data?.AuthParameters || {};
    this.clientMetadata = data?.ClientMetadata || {};
    this.username = data?.Username;
    this.password = data?.Password;
  }
  getUsername() {
    return this.username;
  }
  getPassword() {
    return this.password;
  }
  getValidationData() {
    return this.validationData;
  }
  getAuthParameters() {
    return this.authParameters;
  }
  getClientMetadata() {
    return this.clientMetadata;
  }
}
