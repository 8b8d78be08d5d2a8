// What the demo can talk to. Each starts a server with a user pool that can do all that the server can, and gives its address,
// the pool as the page gets it, what lets a page come back from the hosted page, and what stops it.
import { FORGOT_PASSWORD_CODE, SIGN_UP_CODE, startCognito } from '../tests/local-cognito/local-cognito.mjs';
import { HOSTED_CLIENT, startStandIn } from '../tests/stand-in/stand-in.mjs';
import { startFront } from './front.mjs';

/** Short enough to watch tokens expire; the least that AWS allows. */
const TOKEN_LIFE_S = 300;
const CLIENT = { ...HOSTED_CLIENT, AccessTokenValidity: TOKEN_LIFE_S, IdTokenValidity: TOKEN_LIFE_S };
const PASSWORD_POLICY = {
  MinimumLength: 8,
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
};
/** Of a sign-in without a password. */
const QUESTION = 'What is 6 × 7?';
const ANSWER = '42';

export const SERVICES = { ministack, 'stand-in': standIn };

async function ministack() {
  const cognito = await startCognito();
  const front = await startFront(cognito.url);
  const pool = await cognito.createUserPool({
    mfa: 'OPTIONAL',
    lambdaConfig: await createQuestion(cognito),
    pool: { PoolName: 'demo', Policies: { PasswordPolicy: PASSWORD_POLICY } },
    client: CLIENT,
  });
  return {
    url: cognito.url,
    about: `the confirmation code is always ${SIGN_UP_CODE}, that of a reset ${FORGOT_PASSWORD_CODE}`,
    pool: {
      ...pool,
      endpoint: front.url,
      domain: front.url.slice(0, -1),
      identityPoolId: await cognito.createIdentityPool(pool),
      signUpCode: SIGN_UP_CODE,
      resetCode: FORGOT_PASSWORD_CODE,
      passwordPolicy: PASSWORD_POLICY,
    },
    comeBackTo: (address) => comeBackTo(cognito, pool, address),
    stop() {
      front.stop();
      return cognito.stop();
    },
  };
}

/** The hosted page sends users there, and nowhere else. */
const comeBackTo = (service, { userPoolId, clientId }, address) =>
  service.admin('UpdateUserPoolClient', {
    UserPoolId: userPoolId,
    ClientId: clientId,
    CallbackURLs: [address],
    LogoutURLs: [address],
  });

/** The triggers of a pool that asks one question, and takes three answers. */
async function createQuestion(cognito) {
  const sources = {
    DefineAuthChallenge: `
      const answers = event.request.session;
      const passed = answers.some(({ challengeResult }) => challengeResult);
      event.response = { issueTokens: passed, failAuthentication: !passed && answers.length >= 3, challengeName: passed ? undefined : 'CUSTOM_CHALLENGE' };`,
    CreateAuthChallenge: `
      event.response = { publicChallengeParameters: { question: '${QUESTION}' }, privateChallengeParameters: { answer: '${ANSWER}' } };`,
    VerifyAuthChallengeResponse: `
      event.response = { answerCorrect: event.request.challengeAnswer.trim() === event.request.privateChallengeParameters.answer };`,
  };
  const arns = Object.entries(sources).map(async ([trigger, source]) => [
    trigger,
    await cognito.createLambda(trigger, `exports.handler = async (event) => {${source}\nreturn event;\n};`),
  ]);
  return Object.fromEntries(await Promise.all(arns));
}

/** With somebody to sign in as for each kind of question. */
async function standIn() {
  const server = await startStandIn();
  const pool = await server.createUserPool({
    mfa: 'OPTIONAL',
    pool: {
      PoolName: 'demo',
      Policies: {
        PasswordPolicy: PASSWORD_POLICY,
        SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'] },
      },
      WebAuthnConfiguration: { RelyingPartyId: 'localhost' },
      AutoVerifiedAttributes: ['email', 'phone_number'],
      Factors: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'],
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true },
      CustomAuth: { Rounds: [{ Parameters: { question: QUESTION }, Answer: ANSWER }] },
    },
    client: {
      ...CLIENT,
      ExplicitAuthFlows: ['USER_AUTH', 'USER_SRP_AUTH', 'USER_PASSWORD_AUTH', 'CUSTOM_AUTH', 'REFRESH_TOKEN_AUTH'].map(
        (flow) => `ALLOW_${flow}`,
      ),
    },
  });
  const password = 'Passw0rd!';
  const enabled = { Enabled: true, PreferredMfa: false };
  const people = {
    ana: { about: 'has an e-mail address and a phone number' },
    sms: { about: 'is asked for a code by SMS', factors: { SMSMfaSettings: enabled } },
    two: {
      about: 'is asked to choose between two factors',
      factors: { SMSMfaSettings: enabled, EmailMfaSettings: enabled },
    },
    new: { about: 'is asked for a new password', temporary: true },
  };
  for (const [username, { factors, temporary }] of Object.entries(people)) {
    const attributes = { phone_number: '+15550100', phone_number_verified: 'true' };
    await server.createUser(pool.userPoolId, {
      username,
      password,
      email: `${username}@example.com`,
      attributes,
      temporary,
    });
    if (factors)
      await server.admin('AdminSetUserMFAPreference', { UserPoolId: pool.userPoolId, Username: username, ...factors });
  }
  const printing = printCodes(server.pools.get(pool.userPoolId).messages);
  return {
    url: server.url,
    about: `the stand-in; codes appear below; users, with the password ${password}:`,
    people: Object.entries(people).map(([username, { about }]) => `${username}  ${about}`),
    pool: {
      ...pool,
      domain: server.url.slice(0, -1),
      identityPoolId: await server.createIdentityPool(pool),
      codesInTerminal: true,
      passwordPolicy: PASSWORD_POLICY,
    },
    comeBackTo: (address) => comeBackTo(server, pool, address),
    stop() {
      clearInterval(printing);
      return server.stop();
    },
  };
}

function printCodes(messages) {
  let printed = 0;
  return setInterval(() => {
    for (const { Medium, To, Code, Purpose } of messages.slice(printed))
      console.log(`  ${Medium} to ${To}: ${Code}  (${Purpose})`);
    printed = messages.length;
  }, 200);
}
