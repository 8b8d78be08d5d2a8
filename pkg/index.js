// Browsers, bundlers, workers, CDNs.

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

// Written whole, so that bundlers recognise them. They lie beside the file that build.mjs makes of this one.
const assets = [new URL('./auth.wasm', import.meta.url), new URL('./fma.wasm', import.meta.url)];
const isModule = (response) => response.ok && !response.headers.get('content-type')?.startsWith('text/html');

export const AuthClass = defineAuth(async (which) => {
  const { href } = assets[which];
  // Vite's dependency optimiser moves this file, but not the wasm beside it.
  for (const url of new Set([href, href.replace('/.vite/deps/', '/cognito-auth-wasm/dist/')])) {
    const response = await fetch(url);
    if (isModule(response)) return response;
  }
  throw new Error(`cognito-auth-wasm: no wasm at ${href}; if a tool pre-bundles dependencies, exclude this one`);
});

export const Auth = new AuthClass(null);
Amplify.register(Auth);
export default Auth;
