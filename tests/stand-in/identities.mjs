// Identity pools, in the words of `cognito-identity`: who somebody is, and keys for AWS. The keys are not good for anything.
// A guest's identity that somebody signs in with becomes the user's; if the user has one already, it is merged and gone.
//
// https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetId.html, API_GetCredentialsForIdentity.html
import { notAuthorized, refuse } from './refuse.mjs';
import { claimsOf } from './tokens.mjs';

const LIFE_S = 3600;

// An identity pool: `{ userPool, settings, identities }`. An identity: `{ logins }`, by its id; each login is
// `<provider>/<sub>`.

/** Whose the tokens are. */
function loginsOf({ settings, userPool }, tokens = {}) {
  return Object.entries(tokens).map(([provider, token]) => {
    const { ClientId } =
      settings.CognitoIdentityProviders?.find(({ ProviderName }) => ProviderName === provider) ??
      notAuthorized('Token is not from a supported provider of this identity pool.');
    const claims = claimsOf(String(token));
    if (claims?.token_use !== 'id' || claims.aud !== ClientId || !claims.iss.endsWith(`/${userPool.id}`))
      notAuthorized('Invalid login token. Not a Cognito token.');
    const now = Math.floor(userPool.now() / 1000);
    if (now >= claims.exp) notAuthorized(`Invalid login token. Token expired: ${now} >= ${claims.exp}`);
    return `${provider}/${claims.sub}`;
  });
}

/** The identity that has one of the logins. */
const known = ({ identities }, logins) =>
  [...identities].find(([, identity]) => logins.some((login) => identity.logins.has(login)))?.[0];

function checkGuests({ settings }, logins) {
  if (!logins.length && !settings.AllowUnauthenticatedIdentities)
    notAuthorized('Unauthenticated access is not supported for this identity pool.');
}

/** For an administrator. */
export function createIdentityPool(server, settings) {
  const [{ ProviderName } = {}] = settings.CognitoIdentityProviders ?? [];
  const id = server.nextUuid();
  const userPool = server.pools.get(ProviderName?.split('/').at(-1));
  server.identityPools.set(id, { userPool, settings, identities: new Map() });
  return { ...settings, IdentityPoolId: id };
}

export const identityOperations = {
  GetId(server, { IdentityPoolId, Logins }) {
    const pool =
      server.identityPools.get(IdentityPoolId) ??
      refuse('ResourceNotFoundException', `IdentityPool '${IdentityPoolId}' not found.`);
    const logins = loginsOf(pool, Logins);
    checkGuests(pool, logins);
    const id = known(pool, logins) ?? server.nextUuid();
    if (!pool.identities.has(id)) pool.identities.set(id, { logins: new Set(logins) });
    return { IdentityId: id };
  },

  GetCredentialsForIdentity(server, { IdentityId: asked, Logins }) {
    const pool = poolOfIdentity(server, asked) ?? refuse('ResourceNotFoundException', `Identity '${asked}' not found.`);
    const logins = loginsOf(pool, Logins);
    checkGuests(pool, logins);
    const identity = pool.identities.get(asked);
    if (identity.logins.size && !logins.length) notAuthorized(`Access to Identity '${asked}' is forbidden.`);
    if (identity.logins.size && !logins.some((login) => identity.logins.has(login)))
      notAuthorized("Logins don't match. Please include at least one valid login for this identity or identity pool.");
    const theirs = known(pool, logins) ?? asked;
    if (theirs !== asked) pool.identities.delete(asked);
    for (const login of logins) pool.identities.get(theirs).logins.add(login);
    return {
      IdentityId: theirs,
      Credentials: {
        AccessKeyId: `ASIA${server.nextId(16).toUpperCase()}`,
        SecretKey: server.nextId(40),
        SessionToken: server.nextId(200),
        Expiration: Math.floor(pool.userPool.now() / 1000) + LIFE_S,
      },
    };
  },
};

const poolOfIdentity = ({ identityPools }, id) => [...identityPools.values()].find((pool) => pool.identities.has(id));

/** The user pool behind an identity pool or an identity: its faults are theirs, too. */
export const userPoolOf = (server, { IdentityPoolId, IdentityId }) =>
  (server.identityPools.get(IdentityPoolId) ?? poolOfIdentity(server, IdentityId))?.userPool;
