// Methods of CognitoUser that answer with a promise. `call` does what the module does under the same name.

export const promised = {
  createGetUserRequest: (user, call) =>
    new Promise((resolve, reject) => call([(error, data) => (error ? reject(error) : resolve(data))])),

  async fetchUserData(user) {
    const data = await user.createGetUserRequest();
    user.cacheUserData(data);
    return data;
  },

  /** Never rejects: an error is its result. */
  refreshSessionIfPossible: (user, call, /** @type {{ clientMetadata?: object }} */ { clientMetadata } = {}) =>
    new Promise((/** @type {(error?: unknown) => void} */ resolve) => {
      const token = user.signInUserSession?.getRefreshToken();
      if (token?.getToken()) user.refreshSession(token, resolve, clientMetadata);
      else resolve();
    }),
};
