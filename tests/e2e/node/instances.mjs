// Signs in with as many instances as a server has requests, one after the other, and prints every so often how much is
// held: `--expose-gc instances.mjs <count> <every> <dispose or leave>`.
import { AuthClass, Hub } from 'cognito-auth-wasm';
import { memoryStorage } from 'cognito-auth-wasm/tokens';

const [, , count, every, end] = process.argv;
const now = Math.floor(Date.now() / 1000);
const token = (claims) =>
  `e30.${Buffer.from(JSON.stringify({ iat: now, exp: now + 3600, ...claims })).toString('base64url')}.s`;
const replies = {
  InitiateAuth: {
    AuthenticationResult: {
      IdToken: token({}),
      AccessToken: token({ scope: 'aws.cognito.signin.user.admin', origin_jti: 'j' }),
      RefreshToken: 'r',
    },
  },
  GetUser: { Username: 'ana', UserAttributes: [] },
  SignUp: { UserConfirmed: false, UserSub: 's' },
};
globalThis.fetch = async (_, { headers }) =>
  new Response(JSON.stringify(replies[headers['X-Amz-Target'].split('.')[1]]));

for (let done = 1; done <= count; done++) {
  const auth = new AuthClass({
    userPoolId: 'eu-west-1_AbCdEf123',
    userPoolWebClientId: 'client',
    authenticationFlowType: 'USER_PASSWORD_AUTH',
    storage: memoryStorage(),
  });
  // Waits for a confirmation that never comes, with a listener of its own.
  if (done % 10 === 0)
    await auth.signUp({
      username: 'bea',
      password: 'x',
      attributes: { email: 'b@b.b' },
      autoSignIn: { enabled: true },
    });
  await auth.signIn('ana', 'p');
  await auth.currentSession();
  if (end === 'dispose') auth.dispose();
  if (done % every) continue;
  // What ends in a task of its own has ended.
  await new Promise((resolve) => setTimeout(resolve, 50));
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  console.log(JSON.stringify({ done, heapUsed, external, listeners: Hub.listeners.length }));
}
