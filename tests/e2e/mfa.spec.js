// The factors of whoever is signed in, on the stand-in: the local Cognito does not know the operation.
import { PASSWORD, expect, oursOf, onStandIn } from './fixtures.js';

const SignInPolicy = { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] };

const test = onStandIn.extend({
  pool: [
    async ({ cognito }, use) =>
      use(await cognito.createUserPool({ mfa: 'OPTIONAL', pool: { Policies: { SignInPolicy } } })),
    { scope: 'worker' },
  ],
});
const ours = oursOf(test);

/** What `getUserAuthFactors` resolves with; members that are undefined are told, too. */
const ask = (app) => app.page.evaluate(async () => Object.entries(await window.Auth.getUserAuthFactors()));

ours(
  'the factors of whoever is signed in are fresh from the service, and may be asked for twice',
  async ({ app, cognito, newUser }) => {
    const { username } = await newUser();
    await app.run('signIn', username, PASSWORD);
    await app.forgetEvents();
    expect(await ask(app)).toEqual([
      ['username', username],
      ['preferredMfaSetting', undefined],
      ['userMFASettingList', undefined],
      ['configuredUserAuthFactors', ['PASSWORD', 'EMAIL_OTP']],
    ]);
    expect(app.calls.at(-1)).toEqual({ operation: 'GetUserAuthFactors', body: { AccessToken: expect.any(String) } });

    await cognito.enrolTotp(app.pool, { username });
    await app.hurry();
    await cognito.admin('Fault', {
      UserPoolId: app.pool.userPoolId,
      Operation: 'GetUserAuthFactors',
      Times: 1,
      Kind: 'html',
    });
    app.calls.length = 0;
    expect(await ask(app)).toEqual([
      ['username', username],
      ['preferredMfaSetting', 'SOFTWARE_TOKEN_MFA'],
      ['userMFASettingList', ['SOFTWARE_TOKEN_MFA']],
      ['configuredUserAuthFactors', ['PASSWORD', 'EMAIL_OTP', 'SOFTWARE_TOKEN']],
    ]);
    expect(app.operations().filter((operation) => operation === 'GetUserAuthFactors')).toHaveLength(2);
    expect(await app.events()).toEqual([]);
  },
);

ours('nobody is signed in, or the service refuses: nothing is told of factors', async ({ app, cognito, newUser }) => {
  await expect(app.run('getUserAuthFactors')).rejects.toBe('No current user');
  expect(app.calls).toEqual([]);

  const { username } = await newUser();
  await app.run('signIn', username, PASSWORD);
  await cognito.admin('Fault', {
    UserPoolId: app.pool.userPoolId,
    Operation: 'GetUserAuthFactors',
    Times: 1,
    Kind: 'error',
    Type: 'NotAuthorizedException',
    Message: 'Access Token does not have required scopes',
  });
  await expect(app.run('getUserAuthFactors')).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    code: 'NotAuthorizedException',
    message: 'Access Token does not have required scopes',
  });
});
