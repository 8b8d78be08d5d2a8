// Every shape of a configuration under Auth's own keys.

/** The keys of an `aws-exports` file. */
const fromAwsExports = (config) =>
  config.aws_user_pools_id || config.aws_cognito_identity_pool_id
    ? {
        userPoolId: config.aws_user_pools_id,
        userPoolWebClientId: config.aws_user_pools_web_client_id,
        region: config.aws_cognito_region,
        identityPoolId: config.aws_cognito_identity_pool_id,
        identityPoolRegion: config.aws_cognito_region,
        mandatorySignIn: config.aws_mandatory_sign_in === 'enable',
        signUpVerificationMethod: config.aws_cognito_sign_up_verification_method || 'code',
      }
    : {};

/** The members of an object of `amplify_outputs.json` under the names that v6 has elsewhere: `user_pool_id`, userPoolId. */
const camelCased = (members) =>
  Object.fromEntries(
    Object.entries(members).map(([name, value]) => [
      // Of addresses, v6 also leaves out that they are some: `redirect_sign_in_uri`, redirectSignIn.
      name.replace(/_(uri$)?(.?)/g, (word, uri, letter) => letter.toUpperCase()),
      value,
    ]),
  );

/** The keys of v6: `Auth.Cognito` of a resource configuration, or `auth` of `amplify_outputs.json`. */
function fromV6({ Auth, auth }) {
  const members = Auth?.Cognito ?? auth;
  if (!members) return undefined;
  const given = camelCased(members);
  const oauth = given.oauth ?? given.loginWith?.oauth;
  return {
    ...given,
    userPoolWebClientId: given.userPoolClientId,
    mandatorySignIn: !(given.allowGuestAccess ?? given.unauthenticatedIdentitiesEnabled),
    ...(given.userPoolEndpoint && { endpoint: given.userPoolEndpoint }),
    ...(oauth && { oauth: { ...camelCased(oauth), scope: oauth.scopes } }),
  };
}

/** The configuration, with what is given merged over it: as a whole, but for the functions of `refreshHandlers`. */
export function merged(config, given) {
  const result = { ...config, ...fromAwsExports(given), ...fromV6(given), ...given.Auth, ...given };
  result.refreshHandlers &&= { ...config?.refreshHandlers, ...result.refreshHandlers };
  return result;
}
