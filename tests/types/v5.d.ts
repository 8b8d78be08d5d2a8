// What the umbrella package `aws-amplify` 5 re-exports, as far as the apps here use it.
export {
  Auth,
  CognitoUser,
  CognitoHostedUIIdentityProvider,
  GRAPHQL_AUTH_MODE,
  AuthErrorStrings,
} from '@aws-amplify/auth';
export { Amplify, Hub } from '@aws-amplify/core';
export type { HubCapsule, HubCallback, HubPayload } from '@aws-amplify/core/lib-esm/Hub';
