// Methods of CognitoUser that return promises. `call` calls the module's method of the same name.

export const promised = {
  createGetUserRequest: (user, call) =>
    new Promise((resolve, reject) => call([(error, data) => (error ? reject(error) : resolve(data))])),

  async fetchUserData(user) {
    const data = await user.createGetUserRequest();
    user.cacheUserData(data);
    return data;
  },

  /** Refreshes the session, if the user has a refresh token. Never rejects: an error is the promise's value. */
  refreshSessionIfPossible: (user, call, /** @type {{ clientMetadata?: object }} */ { clientMetadata } = {}) =>
    new Promise((/** @type {(error?: unknown) => void} */ resolve) => {
      const token = user.signInUserSession?.getRefreshToken();
      if (token?.getToken()) user.refreshSession(token, resolve, clientMetadata);
      else resolve();
    }),
};
