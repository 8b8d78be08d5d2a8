// What a trigger before the generation of tokens, or an administrator, changes between two refreshes: nothing of before is
// kept. Run `make build` first: node --test tests/stand-in/claims.test.mjs
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Auth, Hub } from '../../pkg/dist/node.js';
import { PASSWORD, aged, startService } from '../servers/lib.mjs';

let service;
const kept = new Map();
const storage = {
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => void kept.set(key, value),
  removeItem: (key) => void kept.delete(key),
  clear: () => kept.clear(),
};
before(async () => {
  service = await startService();
  Auth.configure({ ...service.config, storage });
});
after(() => service.stop());

const admin = (operation, body) =>
  service.standIn.admin(operation, { UserPoolId: service.config.userPoolId, Username: 'ana', ...body });

/** The stored tokens are two hours older: the next call refreshes them. */
function expire() {
  for (const [key, value] of kept) if (/\.(id|access)Token$/.test(key)) kept.set(key, aged(value));
}

test('after a refresh, claims, groups and scopes are those of the new tokens', async () => {
  await service.newUser('ana');
  await admin('AdminAddUserToGroup', { GroupName: 'editors' });
  await admin('GenerateTokens', {
    Details: {
      idTokenGeneration: { claimsToAddOrOverride: { tenant: 'one', plan: 'free' } },
      accessTokenGeneration: { claimsToAddOrOverride: { tenant: 'one' }, scopesToAdd: ['orders/read'] },
    },
  });
  await Auth.signIn('ana', PASSWORD);
  // The object of before, and the copy of the user's data that it has left.
  const former = await Auth.currentAuthenticatedUser();
  assert.equal(former.attributes.email, 'ana@example.com');
  const { payload } = former.getSignInUserSession().getIdToken();
  assert.deepEqual([payload.tenant, payload.plan, payload['cognito:groups']], ['one', 'free', ['editors']]);

  await admin('GenerateTokens', {
    Details: {
      idTokenGeneration: { claimsToAddOrOverride: { tenant: 'two' } },
      accessTokenGeneration: { claimsToAddOrOverride: { tenant: 'two' }, scopesToAdd: ['orders/write'] },
      groupOverrideDetails: { groupsToOverride: ['readers'] },
    },
  });
  await admin('AdminUpdateUserAttributes', { UserAttributes: [{ Name: 'email', Value: 'new@example.com' }] });
  expire();
  const events = [];
  const stop = Hub.listen('auth', ({ payload: { event } }) => events.push(event));
  const session = await Auth.currentSession();
  stop();
  assert.deepEqual(events, ['tokenRefresh']);

  const user = await Auth.currentAuthenticatedUser();
  const again = await Auth.currentUserPoolUser();
  for (const { signInUserSession } of [{ signInUserSession: session }, user, again]) {
    const id = signInUserSession.getIdToken().payload;
    const access = signInUserSession.getAccessToken().payload;
    assert.deepEqual(
      [id.tenant, id.plan, id['cognito:groups'], id.email],
      ['two', undefined, ['readers'], 'new@example.com'],
    );
    assert.deepEqual([access.tenant, access['cognito:groups']], ['two', ['readers']]);
    assert.equal(access.scope, 'aws.cognito.signin.user.admin orders/write');
  }
  // The copy of the user's attributes outlives a refresh, as in v5, until somebody asks past it.
  assert.equal(user.attributes.email, 'ana@example.com');
  const fresh = await Auth.currentAuthenticatedUser({ bypassCache: true });
  assert.equal(fresh.attributes.email, 'new@example.com');
  assert.equal((await Auth.currentUserInfo()).attributes.email, 'new@example.com');
  for (const text of kept.values()) assert.ok(!/ana@example\.com/.test(text), 'a copy of before is stored');
});

test('a refresh that takes the scope of the user’s own data away leaves a session without attributes', async () => {
  await admin('GenerateTokens', {
    Details: {
      accessTokenGeneration: { scopesToSuppress: ['aws.cognito.signin.user.admin'], scopesToAdd: ['orders/read'] },
    },
  });
  expire();
  const session = await Auth.currentSession();
  assert.equal(session.getAccessToken().payload.scope, 'orders/read');
  service.asked();
  const user = await Auth.currentAuthenticatedUser();
  assert.deepEqual(service.asked(), []);
  assert.equal(user.username, 'ana');
  assert.equal(user.attributes, undefined);
});
