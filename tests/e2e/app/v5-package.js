// Amplify v5 under our package's exports, for AUTH_PACKAGE=v5.
export { Auth, Auth as default, CognitoUser, CookieStorage } from '@aws-amplify/auth';
export { Amplify, Hub } from '@aws-amplify/core';
