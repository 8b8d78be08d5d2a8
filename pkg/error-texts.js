// The texts of errors that are found before anything is sent, and of events. They are Amplify's own: applications compare
// them.

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

// Texts that the page says before the module is there, and the module, too, which reads them here when it is compiled
// (`src/error.rs`).
export const NO_USERNAME = 'Username is null. Cannot retrieve a new session';
export const NO_ID_TOKEN = 'Local storage is missing an ID Token, Please authenticate';
export const NO_REFRESH_TOKEN = 'Cannot retrieve a new session. Please authenticate.';
export const NO_USER_POOL = 'No User Pool in the configuration.';
export const NO_CURRENT_USER = 'No current user';
export const NOBODY_AUTHENTICATED = 'The user is not authenticated';
export const SIGNED_OUT = 'A user has been signed out';
export const BAD_SCOPES = 'scopes must be a String Array';
export const PARSING_CALLBACK = 'The callback url is being parsed';
export const OAUTH_FAILED = 'The OAuth response flow failed';
export const NO_REPLY = 'Network error';
export const USER_UNCHANGEABLE = 'The user object cannot be changed';
export const USER_NOT_AUTHENTICATED = 'User is not authenticated';

export const SAME_SITE = 'The sameSite value of cookieStorage must be "lax", "strict" or "none".';
export const NOT_SECURE = 'sameSite = None requires the Secure attribute in latest browser versions.';
