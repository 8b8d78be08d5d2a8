// A user pool, an app client and the users of a scenario.
import { FORGOT_PASSWORD_CODE, SIGN_UP_CODE, totp } from '../../local-cognito/local-cognito.mjs';

const PASSWORD = 'Passw0rd!';

/**
 * `scenario.pool` is for both servers, `scenario.standIn` the settings that only the stand-in knows. Its clock stands still,
 * like that of the page. `scenario.questions` makes it a pool with custom challenges: `[{ Parameters, Answer }]`.
 */
export async function prepare(server, scenario, name, now) {
  const { questions, srp = false, tries = 3 } = scenario;
  const pool = { ...scenario.pool };
  if (name === 'stand-in') {
    pool.pool = {
      Clock: now,
      ...pool.pool,
      ...scenario.standIn,
      ...(questions && { CustomAuth: { Rounds: questions, Srp: srp, Tries: tries } }),
    };
  } else if (questions) {
    pool.lambdaConfig = await lambdas(server, questions, srp, tries);
  }
  const { userPoolId, clientId, region, endpoint } = await server.createUserPool({ ...pool, client: scenario.client });
  const users = {};
  const subs = {};
  for (const [
    username,
    { password = PASSWORD, state = 'confirmed', attributes, mfa, email = `${username.replace(/\W/g, '')}@example.com` },
  ] of Object.entries(scenario.users ?? {})) {
    users[username] = { password, email };
    if (state === 'unconfirmed') {
      const { UserSub } = await server.api('SignUp', {
        ClientId: clientId,
        Username: username,
        Password: password,
        UserAttributes: [{ Name: 'email', Value: email }],
      });
      subs[username] = UserSub;
      continue;
    }
    subs[username] = await server.createUser(userPoolId, {
      username,
      password,
      email,
      attributes,
      temporary: state === 'temporary',
    });
    const of = { UserPoolId: userPoolId, Username: username };
    if (state === 'disabled') await server.admin('AdminDisableUser', of);
    if (state === 'reset') await server.admin('AdminResetUserPassword', of);
    if (state === 'totp')
      users[username].secret = await server.enrolTotp({ userPoolId, clientId }, { username, password });
    if (mfa) await server.admin('AdminSetUserMFAPreference', { ...of, ...mfa });
  }
  return { config: { userPoolId, userPoolWebClientId: clientId, region, endpoint }, users, subs };
}

/** The codes that users get. The local Cognito has the same one for everybody, and a clock that goes on. */
export function codesOf(server, name, userPoolId) {
  if (name === 'stand-in') {
    return {
      codeOf: (username) => server.lastCode(userPoolId, username),
      totpOf: async (SecretCode, Steps) =>
        (await server.admin('Totp', { UserPoolId: userPoolId, SecretCode, Steps })).Code,
    };
  }
  return {
    codeOf: (username, purpose) => (purpose === 'ForgotPassword' ? FORGOT_PASSWORD_CODE : SIGN_UP_CODE),
    totpOf: (secret, steps) => totp(secret, Date.now() + steps * 30_000),
  };
}

/** Custom challenges for the local Cognito; each pool may share them, for they know nothing of it. */
async function lambdas(server, questions, srp, tries) {
  const cache = (server.lambdas ??= new Map());
  const key = JSON.stringify([questions, srp, tries]);
  if (!cache.has(key)) cache.set(key, make(server, `q${cache.size}`, questions, srp, tries));
  return cache.get(key);
}

async function make(server, name, questions, srp, tries) {
  const common = `
    const questions = ${JSON.stringify(questions)};
    const asked = (event) => event.request.session.filter((step) => step.challengeName === 'CUSTOM_CHALLENGE');
    const passed = (event) => asked(event).filter((step) => step.challengeResult).length;`;
  const define = `${common}
    exports.handler = async (event) => {
      const steps = event.request.session;
      const response = { issueTokens: false, failAuthentication: false };
      const wrong = asked(event).length - asked(event).map((step) => step.challengeResult).lastIndexOf(true) - 1;
      if (passed(event) === questions.length) response.issueTokens = true;
      else if (wrong >= ${tries}) response.failAuthentication = true;
      else if (${srp} && steps.length === 1 && steps[0].challengeName === 'SRP_A') response.challengeName = 'PASSWORD_VERIFIER';
      else response.challengeName = 'CUSTOM_CHALLENGE';
      event.response = response;
      return event;
    };`;
  const create = `${common}
    exports.handler = async (event) => {
      const { Parameters, Answer } = questions[passed(event)];
      event.response = { publicChallengeParameters: Parameters, privateChallengeParameters: { answer: Answer } };
      return event;
    };`;
  const check = `
    exports.handler = async (event) => {
      event.response = { answerCorrect: event.request.challengeAnswer === event.request.privateChallengeParameters.answer };
      return event;
    };`;
  const [DefineAuthChallenge, CreateAuthChallenge, VerifyAuthChallengeResponse] = await Promise.all(
    Object.entries({ define, create, check }).map(([part, source]) => server.createLambda(`${name}-${part}`, source)),
  );
  return { DefineAuthChallenge, CreateAuthChallenge, VerifyAuthChallengeResponse };
}
