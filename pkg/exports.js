// The exports that all entries of the package share. Each entry adds its own Auth.

export { CognitoHostedUIIdentityProvider, GRAPHQL_AUTH_MODE } from './auth.js';
export { AuthErrorStrings } from './error-texts.js';
export { CookieStorage } from './fetched-storage.js';
export { Amplify, Hub } from './hub.js';
export {
  AuthenticationDetails,
  CognitoAccessToken,
  CognitoIdToken,
  CognitoRefreshToken,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserPool,
  CognitoUserSession,
} from './objects.js';
