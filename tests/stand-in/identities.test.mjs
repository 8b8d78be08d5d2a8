// Identity pools of the stand-in, asked directly and by Amplify v5.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { startStandIn } from './stand-in.mjs';

const { Auth } = createRequire(import.meta.url)('@aws-amplify/auth');

const CLOCK = 1_800_000_000_000;
const PASSWORD = 'Passw0rd!';
let standIn;
before(async () => (standIn = await startStandIn()));
after(() => standIn.stop());

/** A user pool with a user, and an identity pool. */
async function world({ clock = CLOCK, ...settings } = {}) {
  const ids = await standIn.createUserPool({ pool: { Clock: clock } });
  await standIn.createUser(ids.userPoolId, { username: 'ana', password: PASSWORD });
  const IdentityPoolId = await standIn.createIdentityPool(ids, settings);
  const provider = `cognito-idp.us-east-1.amazonaws.com/${ids.userPoolId}`;
  return {
    ...ids,
    IdentityPoolId,
    provider,
    async logins() {
      const { AuthenticationResult } = await standIn.api('InitiateAuth', {
        ClientId: ids.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'ana', PASSWORD },
      });
      return { [provider]: AuthenticationResult.IdToken };
    },
    id: async (Logins) => (await standIn.api('GetId', { IdentityPoolId, Logins })).IdentityId,
    keys: (IdentityId, Logins) => standIn.api('GetCredentialsForIdentity', { IdentityId, Logins }),
  };
}
const refused = (promise, code, said) => assert.rejects(promise, { code, said });

test('a guest is a new identity each time, with keys for an hour', async () => {
  const w = await world();
  const guest = await w.id();
  assert.match(guest, /^us-east-1:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(await w.id(), guest);
  const { IdentityId, Credentials } = await w.keys(guest);
  assert.equal(IdentityId, guest);
  assert.equal(Credentials.Expiration, CLOCK / 1000 + 3600);
  assert.notEqual((await w.keys(guest)).Credentials.SessionToken, Credentials.SessionToken);
});

test('a user has one identity; a guest who signs in becomes it, or is merged into it', async () => {
  const w = await world();
  const [guest, other] = [await w.id(), await w.id()];
  const logins = await w.logins();
  assert.equal((await w.keys(guest, logins)).IdentityId, guest);
  assert.equal(await w.id(logins), guest);
  await refused(w.keys(guest), 'NotAuthorizedException', `Access to Identity '${guest}' is forbidden.`);
  assert.equal((await w.keys(other, logins)).IdentityId, guest);
  await refused(w.keys(other, logins), 'ResourceNotFoundException', `Identity '${other}' not found.`);
});

test('what it refuses', async () => {
  const w = await world();
  const logins = await w.logins();
  const closed = await world({ AllowUnauthenticatedIdentities: false });
  const no = 'Unauthenticated access is not supported for this identity pool.';
  await refused(closed.id(), 'NotAuthorizedException', no);
  const unknown = 'Token is not from a supported provider of this identity pool.';
  await refused(closed.id(logins), 'NotAuthorizedException', unknown);
  await refused(w.id({ [w.provider]: 'x' }), 'NotAuthorizedException', 'Invalid login token. Not a Cognito token.');
  const id = await w.id(logins);
  await standIn.admin('MoveClock', { UserPoolId: w.userPoolId, Seconds: 3600 });
  const late = `Invalid login token. Token expired: ${CLOCK / 1000 + 3600} >= ${CLOCK / 1000 + 3600}`;
  await refused(w.keys(id, logins), 'NotAuthorizedException', late);
  const none = "IdentityPool 'us-east-1:none' not found.";
  await refused(standIn.api('GetId', { IdentityPoolId: 'us-east-1:none' }), 'ResourceNotFoundException', none);
  await standIn.admin('Fault', { UserPoolId: w.userPoolId, Operation: 'GetId', Type: 'TooManyRequestsException' });
  await assert.rejects(w.id(), { code: 'TooManyRequestsException' });
});

test('Amplify: a guest, who signs in, and out', async () => {
  // v5 goes by the clock of this process.
  const w = await world({ clock: Date.now() });
  const { fetch } = globalThis;
  // v5 knows no other address of an identity pool.
  globalThis.fetch = (input, init) =>
    fetch(String(input).replace(/^https:\/\/cognito-identity\.us-east-1\.amazonaws\.com\//, standIn.url), init);
  try {
    const { userPoolId, clientId: userPoolWebClientId, region, endpoint, IdentityPoolId: identityPoolId } = w;
    Auth.configure({ userPoolId, userPoolWebClientId, region, endpoint, identityPoolId });
    const guest = await Auth.currentCredentials();
    assert.equal(guest.authenticated, false);
    await Auth.signIn('ana', PASSWORD);
    const user = await Auth.currentCredentials();
    assert.deepEqual([user.authenticated, user.identityId], [true, guest.identityId]);
    assert.equal(await w.id(await w.logins()), guest.identityId);
    await Auth.signOut();
    assert.notEqual((await Auth.currentCredentials()).identityId, guest.identityId);
  } finally {
    globalThis.fetch = fetch;
  }
});
