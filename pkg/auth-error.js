// v5's error for a wrong argument, or a missing configuration.

/** What a developer should look at: the `log` of `DEFAULT_MSG`. Other errors log their message. */
const NO_POOL_LOG = 'No user pool is configured. Call Amplify.configure() with a userPoolId first.';

/** The class of these errors. `texts` is index.js's `AuthErrorStrings`, so that core.js need not have them again. */
export const authErrorWith = (texts) =>
  class AuthError extends Error {
    constructor(name, text) {
      super(texts[text]);
      this.constructor = AuthError; // Parity: v5's errors have this key of their own.
      this.name = name;
      this.log = text === 'DEFAULT_MSG' ? NO_POOL_LOG : this.message;
    }
  };
