import { expect, test as base } from './fixtures.js';

const DEFINE = `exports.handler = async (event) => {
  const last = event.request.session.at(-1);
  const after = { SRP_A: 'PASSWORD_VERIFIER', PASSWORD_VERIFIER: 'CUSTOM_CHALLENGE' };
  const passed = last?.challengeName === 'CUSTOM_CHALLENGE' && last.challengeResult;
  event.response = { issueTokens: Boolean(passed), failAuthentication: false, challengeName: passed ? undefined : after[last?.challengeName] ?? 'CUSTOM_CHALLENGE' };
  return event;
};`;
const CREATE = `exports.handler = async (event) => {
  event.response = { publicChallengeParameters: { question: '6 x 7' }, privateChallengeParameters: { answer: '42' } };
  return event;
};`;
const VERIFY = `exports.handler = async (event) => {
  event.response = { answerCorrect: event.request.challengeAnswer === event.request.privateChallengeParameters.answer };
  return event;
};`;

const test = base.extend({
  /** A pool that asks a question of its own, after the password if there is one. */
  pool: [
    async ({ cognito }, use, { workerIndex }) => {
      const lambdaConfig = {
        DefineAuthChallenge: await cognito.createLambda(`define-${workerIndex}`, DEFINE),
        CreateAuthChallenge: await cognito.createLambda(`create-${workerIndex}`, CREATE),
        VerifyAuthChallengeResponse: await cognito.createLambda(`verify-${workerIndex}`, VERIFY),
      };
      await use(await cognito.createUserPool({ lambdaConfig }));
    },
    { scope: 'worker' },
  ],
});

test("signIn without a password asks the pool's own question", async ({ app, newUser }) => {
  const { username } = await newUser();
  const asked = await app.run('signIn', username);
  expect(asked).toMatchObject({
    username,
    challengeName: 'CUSTOM_CHALLENGE',
    challengeParam: { question: '6 x 7' },
    signInUserSession: null,
  });
  expect(app.calls).toEqual([
    {
      operation: 'InitiateAuth',
      body: {
        AuthFlow: 'CUSTOM_AUTH',
        ClientId: app.pool.clientId,
        AuthParameters: { USERNAME: username },
        ClientMetadata: {},
      },
    },
  ]);
  expect(await app.stored()).toEqual({});
  expect((await app.events()).map(([event]) => event)).toEqual(['configured']);
  await answered(app, { username, answers: ['41', '42'] });
  expect((await app.events()).at(-1)).toEqual(['signIn', `A user ${username} has been signed in`]);
});

test('CUSTOM_AUTH with a password proves it first', async ({ newApp, newUser }) => {
  const app = await newApp({ config: { authenticationFlowType: 'CUSTOM_AUTH' } });
  const { username, password } = await newUser();
  const asked = await app.run('signIn', username, password);
  expect(asked).toMatchObject({ username, challengeName: 'CUSTOM_CHALLENGE', challengeParam: { question: '6 x 7' } });
  expect(app.calls.map(({ body }) => body.AuthParameters?.CHALLENGE_NAME ?? body.ChallengeName)).toEqual([
    'SRP_A',
    'PASSWORD_VERIFIER',
  ]);
  expect(JSON.stringify(app.calls)).not.toContain(password);
  expect(await app.stored()).toEqual({});
  await answered(app, { username, password, answers: ['42'] });
  await expect(app.run('signIn', username, 'Wr0ngword!')).rejects.toMatchObject({ code: 'NotAuthorizedException' });
});

/** The user gives these answers, the last of them right, and is signed in. The local Cognito takes three steps, proofs included. */
async function answered({ page }, { username, password, answers }) {
  const result = await page.evaluate(
    async ([username, password, answers]) => {
      const user = await window.Auth.signIn(username, password);
      let last = user;
      const isSame = [];
      for (const answer of answers)
        isSame.push((last = await window.Auth.sendCustomChallengeAnswer(user, answer)) === user);
      return { isSame, username: last.username, email: last.attributes.email, left: user.challengeName };
    },
    [username, password, answers],
  );
  expect(result).toEqual({
    isSame: answers.map((_, i) => i < answers.length - 1),
    username,
    email: expect.stringContaining('@'),
    left: undefined,
  });
}
