// What an app of v5 imports, gathered in one place.
export { Auth, AuthErrorStrings, CognitoHostedUIIdentityProvider, GRAPHQL_AUTH_MODE, default } from '@aws-amplify/auth';
export { Amplify, Hub } from '@aws-amplify/core';
export {
  AuthenticationDetails,
  CognitoAccessToken,
  CognitoIdToken,
  CognitoRefreshToken,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserPool,
  CognitoUserSession,
  CookieStorage,
} from 'amazon-cognito-identity-js';
