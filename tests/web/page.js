// The page's side for tests/web.rs, which the Makefile bundles: v5's objects as the package has them, what core.js gives the
// module, and a `fetch` that answers as it is told.

import { authErrorWith } from '../../pkg/auth-error.js';
import { removeChallenge, storeChallenge } from '../../pkg/challenge.js';
import { canChange } from '../../pkg/given-user.js';
import { Hub } from '../../pkg/hub.js';
import { pageParts } from '../../pkg/page-parts.js';
import { CognitoUser, CognitoUserPool, pageStorage } from '../../pkg/objects.js';

export { pageStorage };

/** What core.js puts into page.js. There is no faster kernel here, no autofill, and no part that could be missing. */
export const given = {
  ...pageParts,
  AuthError: authErrorWith(pageParts.AuthErrorStrings),
  removeChallenge,
  storeChallenge,
  canChange,
  accelerate: () => false,
  endAutofill() {},
  partError: () => undefined,
};

export const events = [];
export const requests = [];
let answers = [];

Hub.listen('auth', ({ payload: { event, message } }) => events.push(`${event}: ${message}`));

const newPool = () =>
  new CognitoUserPool({ UserPoolId: 'eu-west-1_AbCdEf123', ClientId: 'client', endpoint: 'https://cognito.test/' });

/** An Auth with the fields of auth.js's, whose users sign in by that flow. Nothing is stored, and no event was sent. */
export function newAuth(flow) {
  localStorage.clear();
  events.length = 0;
  const userPool = newPool();
  const createCognitoUser = (username) =>
    Object.assign(new CognitoUser({ Username: username, Pool: userPool }), { authenticationFlowType: flow });
  return { userPool, user: null, pendingSignIn: null, _config: {}, _storageSync: undefined, createCognitoUser };
}

/** A user object that an application makes itself. */
export const newUser = (username) => new CognitoUser({ Username: username, Pool: newPool() });

/** The next replies of `fetch`, in order: `[status, body]`. */
export function reply(list) {
  answers = [...list];
  requests.length = 0;
  globalThis.fetch = async (...args) => {
    const request = new Request(...args);
    requests.push({
      target: request.headers.get('x-amz-target'),
      url: request.url,
      body: await request.text(),
      type: request.headers.get('content-type'),
      cache: request.headers.get('cache-control'),
      agent: request.headers.get('x-amz-user-agent'),
    });
    const [status, body] = answers.shift();
    return new Response(body, { status });
  };
}

export const token = (claims) => `e30.${btoa(JSON.stringify(claims))}.s`;
