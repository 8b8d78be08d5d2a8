// Serves as many requests, each of another user, one after the other, and prints every so often how much is held:
// `--expose-gc many.mjs <count> <every>`.

import { Amplify, AuthClass, Hub, withSSRContext } from '../../pkg/dist/node.js';

const [, , count, every] = process.argv;
const [userPoolId, userPoolWebClientId] = ['eu-west-1_AbCdEf123', 'client'];
const now = Math.floor(Date.now() / 1000);
const token = (claims) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
const tokens = (username, iat) => {
  const claims = {
    iss: `https://cognito-idp.eu-west-1.amazonaws.com/${userPoolId}`,
    client_id: userPoolWebClientId,
    ...{ iat, exp: iat + 3600, username, scope: 'aws.cognito.signin.user.admin', origin_jti: 'j' },
  };
  return { IdToken: token(claims), AccessToken: token(claims), RefreshToken: `of-${username}` };
};
const replies = {
  InitiateAuth: ({ AuthParameters: { REFRESH_TOKEN } }) => ({
    AuthenticationResult: tokens(REFRESH_TOKEN.slice('of-'.length), now),
  }),
  GetUser: ({ AccessToken }) => ({
    Username: JSON.parse(atob(AccessToken.split('.')[1])).username,
    UserAttributes: [],
  }),
  RevokeToken: () => ({}),
};
globalThis.fetch = async (_, { headers, body }) =>
  new Response(JSON.stringify(replies[headers['X-Amz-Target'].split('.')[1]](JSON.parse(body))));

Amplify.configure({ Auth: { userPoolId, userPoolWebClientId } });
const P = `CognitoIdentityServiceProvider.${userPoolWebClientId}`;

for (let done = 1; done <= count; done++) {
  const username = `user-${done}`;
  // Of three requests, two come with expired tokens.
  const { IdToken, AccessToken, RefreshToken } = tokens(username, done % 3 ? now - 7200 : now);
  const cookie = `${P}.LastAuthUser=${username}; ${P}.${username}.idToken=${IdToken}; ${P}.${username}.accessToken=${AccessToken}; ${P}.${username}.refreshToken=${RefreshToken}`;
  const set = [];
  const auth =
    done % 2
      ? AuthClass.forRequest({ cookies: cookie, setCookie: (text) => set.push(text) })
      : withSSRContext({ req: { headers: { cookie } } }).Auth;
  const user = await auth.currentAuthenticatedUser();
  if (user.username !== username) throw new Error(`${username} is ${user.username}`);
  if (done % 10 === 0) await auth.signOut();
  if (done % every) continue;
  // What ends in a task of its own has ended.
  await new Promise((resolve) => setTimeout(resolve, 50));
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  console.log(JSON.stringify({ done, heapUsed, external, listeners: Hub.listeners.length }));
}
