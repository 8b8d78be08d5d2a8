// Node, Bun, server rendering, test runners.

import { readFile } from 'node:fs/promises';
import { defineAuth } from './auth.js';
import { Amplify } from './hub.js';

export { AuthErrorStrings, CognitoHostedUIIdentityProvider, GRAPHQL_AUTH_MODE } from './auth.js';
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

const files = ['./auth.wasm', './fma.wasm'];

export const AuthClass = defineAuth((which) => readFile(new URL(files[which], import.meta.url)));

export const Auth = new AuthClass(null);
Amplify.register(Auth);
export default Auth;
