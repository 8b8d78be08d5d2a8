// Passkeys: registered, listed and deleted by whoever is signed in. What an authenticator says is verified.
import { createPublicKey } from 'node:crypto';
import { invalid, refuse } from './refuse.mjs';
import { userOf } from './tokens.mjs';

/** How many a user may have. */
const MOST = 20;
const TIMEOUT_MS = 60_000;
const ALGORITHMS = [-7, -257];
const BASE64URL = /^[\w-]+$/;
const NOT_VALID = 'Credential data is not valid.';

// Not needed by most suites, and half a second to load.
let webAuthn;
const verifier = () => (webAuthn ??= import('@simplewebauthn/server'));

const settings = (pool) => pool.settings.WebAuthnConfiguration ?? {};
const isRequired = (pool) => settings(pool).UserVerification === 'required';

/** The relying party, if the pool lets a passkey come first. */
function relyingParty(pool) {
  if (!pool.settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors?.includes('WEB_AUTHN'))
    refuse('WebAuthnNotEnabledException', 'WebAuthn is not enabled for this user pool.');
  return (
    settings(pool).RelyingPartyId ??
    refuse('WebAuthnConfigurationMissingException', 'The relying party of the user pool is not configured.')
  );
}

/** Whether a page there may use the passkeys of the relying party. */
function isOriginOf(origin, relyingParty) {
  const { protocol, hostname } = URL.canParse(origin) ? new URL(origin) : {};
  const isSecure = protocol === 'https:' || hostname === 'localhost' || hostname?.endsWith('.localhost');
  return isSecure && (hostname === relyingParty || hostname.endsWith(`.${relyingParty}`));
}

/** The members of an object: which ones it must have, and which it may have; each with its test. */
function hasMembers(object, must, may = {}) {
  if (object === null || typeof object !== 'object' || Array.isArray(object)) return false;
  const all = { ...must, ...may };
  return (
    Object.keys(must).every((name) => name in object) &&
    Object.entries(object).every(([name, value]) => all[name]?.(value))
  );
}

const isBase64url = (text) => typeof text === 'string' && BASE64URL.test(text);
const isTexts = (list) => Array.isArray(list) && list.every((text) => typeof text === 'string');
const isExtensions = (value) =>
  hasMembers(value, {}, { credProps: (props) => hasMembers(props, {}, { rk: (rk) => typeof rk === 'boolean' }) });
const isAttachment = (value) => value === null || ['platform', 'cross-platform'].includes(value);

const isCredential = (credential, isResponse) =>
  hasMembers(
    credential,
    {
      id: isBase64url,
      rawId: (id) => id === credential.id,
      type: (type) => type === 'public-key',
      clientExtensionResults: isExtensions,
      response: isResponse,
    },
    { authenticatorAttachment: isAttachment },
  );

/** The real service wants more than the two members that the browser must give. */
const isAttestation = (response) =>
  hasMembers(response, {
    clientDataJSON: isBase64url,
    attestationObject: isBase64url,
    authenticatorData: isBase64url,
    publicKey: isBase64url,
    publicKeyAlgorithm: (algorithm) => ALGORITHMS.includes(algorithm),
    transports: isTexts,
  });

const isAssertion = (response) =>
  hasMembers(
    response,
    { clientDataJSON: isBase64url, authenticatorData: isBase64url, signature: isBase64url },
    { userHandle: (handle) => handle === null || isBase64url(handle) },
  );

/** What the browser says of its page and of the challenge. */
function clientData({ response }, type) {
  try {
    const data = JSON.parse(Buffer.from(response.clientDataJSON, 'base64url'));
    return data.type === type ? data : invalid(NOT_VALID);
  } catch {
    return invalid(NOT_VALID);
  }
}

const idOf = (text) => Buffer.from(text).toString('base64url');
const shown = ({ id, relyingParty, transports, attachment, createdAt }, place) => ({
  CredentialId: id,
  FriendlyCredentialName: `Passkey ${place + 1}`,
  RelyingPartyId: relyingParty,
  AuthenticatorTransports: transports,
  CreatedAt: createdAt / 1000,
  ...(attachment && { AuthenticatorAttachment: attachment }),
});

export const operations = {
  StartWebAuthnRegistration(pool, { AccessToken }) {
    const { user, claims } = userOf(pool, AccessToken);
    const id = relyingParty(pool);
    if (user.passkeys.size >= MOST) refuse('LimitExceededException', 'The user has too many passkeys.');
    const challenge = pool.bytes(`passkey ${user.username}`, 16).toString('base64url');
    pool.registrations.set(challenge, { user, client: claims.client_id, until: pool.now() + TIMEOUT_MS });
    return {
      CredentialCreationOptions: {
        rp: { id, name: id },
        user: { id: idOf(user.attributes.sub), name: user.username, displayName: user.username },
        challenge,
        pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
        timeout: TIMEOUT_MS,
        excludeCredentials: [...user.passkeys.keys()].map((id) => ({ id, type: 'public-key' })),
        authenticatorSelection: {
          requireResidentKey: true,
          residentKey: 'required',
          userVerification: isRequired(pool) ? 'required' : 'preferred',
        },
      },
    };
  },

  async CompleteWebAuthnRegistration(pool, { AccessToken, Credential }) {
    const { user, claims } = userOf(pool, AccessToken);
    const id = relyingParty(pool);
    if (!isCredential(Credential, isAttestation)) invalid(NOT_VALID);
    const { challenge, origin } = clientData(Credential, 'webauthn.create');
    const begun = pool.registrations.get(challenge);
    if (!begun || begun.user !== user || pool.now() > begun.until)
      refuse('WebAuthnChallengeNotFoundException', 'The challenge of the registration was not found.');
    if (begun.client !== claims.client_id)
      refuse('WebAuthnClientMismatchException', 'The access token is of another app client.');
    if (!isOriginOf(origin, id)) refuse('WebAuthnOriginNotAllowedException', 'The origin is not allowed.');
    // Whatever it proves, the challenge is spent.
    pool.registrations.delete(challenge);
    const { verifyRegistrationResponse } = await verifier();
    const { registrationInfo } = await verifyRegistrationResponse({
      response: Credential,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: isRequired(pool),
      supportedAlgorithmIDs: ALGORITHMS,
    }).catch((error) =>
      /RP ID/.test(error.message)
        ? refuse('WebAuthnRelyingPartyMismatchException', 'The relying party is another one.')
        : refuse('WebAuthnCredentialNotSupportedException', error.message),
    );
    const { authenticatorData, publicKey, publicKeyAlgorithm, transports } = Credential.response;
    if (!isSame(registrationInfo, authenticatorData, publicKey, publicKeyAlgorithm)) invalid(NOT_VALID);
    const { counter } = registrationInfo.credential;
    user.passkeys.set(Credential.id, {
      id: Credential.id,
      key: registrationInfo.credential.publicKey,
      counter,
      transports,
      attachment: Credential.authenticatorAttachment,
      relyingParty: id,
      createdAt: pool.now(),
    });
    return {};
  },

  ListWebAuthnCredentials(pool, { AccessToken, MaxResults = MOST, NextToken }) {
    const { user } = userOf(pool, AccessToken);
    if (MaxResults < 0 || MaxResults > MOST)
      invalid(
        `1 validation error detected: Value '${MaxResults}' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to ${MOST}`,
      );
    const all = [...user.passkeys.values()].map(shown);
    const from = NextToken ? all.findIndex(({ CredentialId }) => `after-${CredentialId}` === NextToken) + 1 : 0;
    if (NextToken && !from) invalid('Invalid pagination token');
    const page = all.slice(from, from + Math.min(MaxResults || MOST, pool.settings.PasskeysAPage ?? MOST));
    return {
      Credentials: page,
      ...(from + page.length < all.length && { NextToken: `after-${page.at(-1).CredentialId}` }),
    };
  },

  DeleteWebAuthnCredential(pool, { AccessToken, CredentialId }) {
    const { user } = userOf(pool, AccessToken);
    if (!user.passkeys.delete(CredentialId)) refuse('ResourceNotFoundException', 'The passkey does not exist.');
    return {};
  },
};

/** Whether the members that repeat what the attestation says do say the same. */
function isSame({ credential, attestationObject }, authenticatorData, publicKey, algorithm) {
  let jwk;
  try {
    jwk = createPublicKey({ key: Buffer.from(publicKey, 'base64url'), format: 'der', type: 'spki' }).export({
      format: 'jwk',
    });
  } catch {
    return false;
  }
  const cose = Buffer.from(credential.publicKey);
  const holds = (text) => cose.includes(Buffer.from(text, 'base64url'));
  return (
    Buffer.from(attestationObject).includes(Buffer.from(authenticatorData, 'base64url')) &&
    (algorithm === -7 ? holds(jwk.x) && holds(jwk.y) : holds(jwk.n))
  );
}

// ---- a sign-in

export const hasPasskey = (user) => user.passkeys.size > 0;

/** `CREDENTIAL_REQUEST_OPTIONS`. For somebody who does not exist, they match nothing. */
export function requestOptions(pool, user, challenge) {
  return JSON.stringify({
    challenge,
    timeout: 180_000,
    rpId: relyingParty(pool),
    allowCredentials: [...(user?.passkeys.values() ?? [{ id: idOf('nobody'), transports: [] }])].map(
      ({ id, transports }) => ({ id, type: 'public-key', transports }),
    ),
    userVerification: isRequired(pool) ? 'required' : 'preferred',
    hints: [],
    attestation: 'none',
    attestationFormats: [],
  });
}

/** Whether the text of a credential proves that whoever answers has a passkey of the user. A malformed one is refused. */
export async function isProof(pool, user, challenge, text) {
  let credential;
  try {
    credential = JSON.parse(text);
  } catch {
    invalid(NOT_VALID);
  }
  if (!isCredential(credential, isAssertion)) invalid(NOT_VALID);
  const { origin } = clientData(credential, 'webauthn.get');
  const id = relyingParty(pool);
  const passkey = user?.passkeys.get(credential.id);
  const { userHandle } = credential.response;
  if (!passkey || !isOriginOf(origin, id)) return false;
  if (userHandle && userHandle !== idOf(user.attributes.sub)) return false;
  const { verifyAuthenticationResponse } = await verifier();
  // It throws at what it cannot read, too, as at a signature that is none.
  const result = await verifyAuthenticationResponse({
    response: credential,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    credential: { id: passkey.id, publicKey: passkey.key, counter: passkey.counter },
    requireUserVerification: isRequired(pool),
  }).catch(() => ({ verified: false }));
  if (result.verified) passkey.counter = result.authenticationInfo.newCounter;
  return result.verified;
}
