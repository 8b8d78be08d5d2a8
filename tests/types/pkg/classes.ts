// The classes of pkg/objects.js are what index.d.ts declares, as far as their methods stand there: those that the module
// does are added when the page loads (tests/packaging).

import type * as declared from '../../../pkg/index.js';
import * as objects from '../../../pkg/objects.js';
import { Hub } from '../../../pkg/hub.js';

export const idToken: declared.CognitoIdToken = new objects.CognitoIdToken({ IdToken: '' });
export const accessToken: declared.CognitoAccessToken = new objects.CognitoAccessToken({ AccessToken: '' });
export const refreshToken: declared.CognitoRefreshToken = new objects.CognitoRefreshToken({ RefreshToken: '' });
export const session: declared.CognitoUserSession = new objects.CognitoUserSession({
  IdToken: idToken,
  AccessToken: accessToken,
  RefreshToken: refreshToken,
});
export const attribute: declared.CognitoUserAttribute = new objects.CognitoUserAttribute({ Name: '', Value: '' });
export const details: declared.AuthenticationDetails = new objects.AuthenticationDetails({ Username: '' });
export const hub: Pick<typeof declared.Hub, 'remove' | 'dispatch'> = Hub;
export const pool: Omit<declared.CognitoUserPool, 'signUp' | 'getCurrentUser'> = new objects.CognitoUserPool(
  {},
  () => {},
);
