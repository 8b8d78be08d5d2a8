// Configurations of v6, as they stand in an app.
import { expect, ours } from './fixtures.js';

const outputs = ({ region, userPoolId, clientId }) => ({
  version: '1.4',
  auth: { aws_region: region, user_pool_id: userPoolId, user_pool_client_id: clientId, mfa_configuration: 'NONE' },
});
const resources = ({ userPoolId, clientId, endpoint }) => ({
  Auth: { Cognito: { userPoolId, userPoolClientId: clientId, userPoolEndpoint: endpoint } },
});

for (const [name, configOf] of [
  ['amplify_outputs.json', (pool) => ({ ...outputs(pool), Auth: { endpoint: pool.endpoint } })],
  ['a resource configuration', resources],
])
  ours(`${name} signs in`, async ({ app, pool, newUser }) => {
    const { username, password } = await newUser();
    const found = await app.page.evaluate(
      async ([config, username, password]) => {
        const auth = new window.Auth.constructor(config);
        await auth.signIn(username, password);
        return (await auth.currentSession()).getAccessToken().payload.client_id;
      },
      [configOf(pool), username, password],
    );
    expect(found).toBe(pool.clientId);
  });

ours('what is missing is named when it is needed', async ({ app, pool }) => {
  const failures = await app.page.evaluate(
    async (configs) => {
      const failures = [];
      for (const config of configs)
        try {
          const auth = new window.Auth.constructor(config);
          await auth.signIn('ana', 'secret');
        } catch ({ message, log }) {
          failures.push(log ?? message);
        }
      return failures;
    },
    [
      { Auth: { Cognito: {} } },
      { version: '1', auth: {} },
      { auth: { user_pool_id: pool.userPoolId } },
      { auth: { user_pool_id: 'x', user_pool_client_id: 'y' } },
    ],
  );
  const noPool = 'No user pool is configured. Call Amplify.configure() with a userPoolId first.';
  expect(failures).toEqual([
    noPool,
    noPool,
    'Both UserPoolId and ClientId are required.',
    'Invalid UserPoolId format.',
  ]);
});
