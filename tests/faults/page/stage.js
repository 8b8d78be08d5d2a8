// One case: a flow meets a fault, and then is tried again without it. Everything that is not as it should be is a line of text.
import { Auth, AuthenticationDetails, Hub } from 'cognito-auth-wasm';
import { flows, limitOf, outcome } from '../cases.js';
import { pendingTimers, rest, settled } from './clock.js';
import { answerAll, ask, faults, inject, moveClocks, sent } from './faults.js';

/** So long at most something waits behind a call's back: a challenge, for its removal. A call that has not ended then never does. */
const LIMIT_MS = 900_000;
const REFRESHED_S = 2 * 3600;
const PASSWORD = 'Passw0rd!';
const NEW_PASSWORD = 'N3w-passw0rd!';
const P = 'CognitoIdentityServiceProvider';

const heard = [];
for (const channel of ['auth']) Hub.listen(channel, ({ payload }) => heard.push(payload));
const stray = [];
addEventListener('unhandledrejection', ({ reason }) => stray.push(`unhandled rejection: ${reason}`));
addEventListener('error', ({ message }) => stray.push(`uncaught: ${message}`));
for (const method of ['log', 'info', 'warn', 'error', 'debug'])
  console[method] = (...args) => stray.push(`printed: ${args.join(' ')}`);

// ---- storage, with the turn of the event loop in which each key was written

let turn = 0;
const writtenIn = new Map();
for (const method of ['setItem', 'removeItem']) {
  const original = Storage.prototype[method];
  Storage.prototype[method] = function (key, ...value) {
    writtenIn.set(String(key), turn);
    queueMicrotask(() => turn++);
    return original.call(this, key, ...value);
  };
}

const SESSION = /\.(LastAuthUser|idToken|accessToken|refreshToken|clockDrift)$/;
const DEVICE = /\.(deviceKey|randomPasswordKey|deviceGroupKey)$/;
const stored = () => ({ ...localStorage });
const sessionIn = (storage) =>
  Object.fromEntries(
    Object.entries(storage)
      .filter(([key]) => SESSION.test(key))
      .sort(),
  );
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** Of a user: old, new, none, or what is wrong with it. */
function sessionState(t, before, after) {
  const [was, is] = [sessionIn(before), sessionIn(after)];
  if (same(was, is)) return 'old';
  const keys = (name) => `${P}.${t.config.userPoolWebClientId}.${name}`;
  const of = (name) => is[keys(`${t.username}.${name}`)];
  const mine = Object.keys(is).filter((key) => key.startsWith(keys(`${t.username}.`)) || key === keys('LastAuthUser'));
  if (!mine.length) return 'none';
  const issued = t.seen.filter(({ AccessToken }) => AccessToken === of('accessToken'))[0];
  const wrong = [
    !issued && 'an access token that was not issued',
    issued && issued.IdToken !== of('idToken') && 'an ID token of another time',
    issued && (issued.RefreshToken ?? t.tokens?.RefreshToken) !== of('refreshToken') && 'another refresh token',
    is[keys('LastAuthUser')] !== t.username && `LastAuthUser ${is[keys('LastAuthUser')]}`,
    !/^-?\d+$/.test(of('clockDrift')) && `clockDrift ${of('clockDrift')}`,
    new Set(mine.filter((key) => is[key] !== was[key]).map((key) => writtenIn.get(key))).size > 1 &&
      'written in more than one go',
  ].filter(Boolean);
  return wrong.length ? `torn: ${wrong.join(', ')}` : 'new';
}

/**
 * What else is stored: the copy of the user's data, how somebody signed in, the device, and the challenge of this tab.
 * A user of another provider is stored when there are credentials, not before.
 */
function strayKeys(t, before, after, isFine) {
  const strays = Object.entries(after)
    .filter(([key, value]) => {
      if (SESSION.test(key) || DEVICE.test(key) || before[key] === value) return false;
      if (key === 'amplify-signin-with-hostedUI') return value !== String(t.pool === t.pools.hosted);
      // It comes and goes with the session.
      if (key.endsWith(`.${t.username}.hostedUI`))
        return t.pool !== t.pools.hosted || !(key.replace(/hostedUI$/, 'idToken') in after);
      if (key === 'aws-amplify-federatedInfo') {
        const { token, user } = JSON.parse(value);
        return !isFine || token !== t.idToken || !user.id;
      }
      if (key === `CognitoIdentityId-${t.pool.identityPoolId}`) return false;
      if (key === 'amplify-redirected-from-hosted-ui' || key === 'cognito-auth-wasm.oauth.claimed') return false;
      if (key.endsWith(`.${t.username}.userData`))
        return !JSON.parse(value).UserAttributes.some(({ Name }) => Name === 'email');
      return true;
    })
    .map(([key]) => `stored besides: ${key}`);
  const device = Object.keys(after).filter((key) => DEVICE.test(key));
  if (device.length % 3) strays.push(`half a device is stored: ${device}`);
  for (const [key, value] of Object.entries({ ...sessionStorage })) {
    const [, kind] = key.match(/^cognito-auth-wasm\.(challenge|signUp)\./) ?? [];
    if (!kind || !JSON.parse(value)[kind === 'signUp' ? 'username' : 'challengeName'])
      strays.push(`stored for this tab: ${key}`);
    if ([t.password, t.newPassword, t.code].some((secret) => secret && value.includes(secret)))
      strays.push(`a secret is stored for this tab: ${key}`);
  }
  return strays;
}

// ---- secrets

const SECRET = new Set([
  'Password',
  'PASSWORD',
  'ProposedPassword',
  'PreviousPassword',
  'NEW_PASSWORD',
  'ConfirmationCode',
  'Code',
  'UserCode',
  'SecretCode',
  'AccessToken',
  'IdToken',
  'RefreshToken',
  'REFRESH_TOKEN',
  'Token',
  'Session',
  'SECRET_BLOCK',
  'PASSWORD_CLAIM_SECRET_BLOCK',
  'PASSWORD_CLAIM_SIGNATURE',
  'SMS_MFA_CODE',
  'SOFTWARE_TOKEN_MFA_CODE',
  'EMAIL_OTP_CODE',
  'SMS_OTP_CODE',
  'ANSWER',
  'CREDENTIAL',
  'code',
  'code_verifier',
  'access_token',
  'id_token',
  'refresh_token',
  'SecretKey',
  'SessionToken',
]);

function collect(value, secrets, key) {
  if (typeof value === 'string') {
    if (SECRET.has(key) && value.length > 1) secrets.add(value);
  } else if (value && typeof value === 'object') {
    for (const [name, each] of Object.entries(value)) collect(each, secrets, name);
  }
  return secrets;
}

/** All text of a value, the stack of an error included. */
function textOf(value, depth = 0) {
  if (value === null || typeof value !== 'object' || depth > 5) return String(value);
  return Object.getOwnPropertyNames(value)
    .map((name) => `${name} ${textOf(value[name], depth + 1)}`)
    .join('\n');
}

function leaks(t, what, value) {
  const secrets = collect(
    [
      sent.map(({ body, answers }) => [body, answers]),
      { Password: t.password, NEW_PASSWORD: t.newPassword, Code: t.code, SecretCode: t.secret, IdToken: t.idToken },
      t.seen,
    ],
    new Set(),
  );
  const text = textOf(value);
  return [...secrets]
    .filter((secret) => text.includes(secret))
    .map((secret) => `${what} tells a secret: ${secret.slice(0, 12)}…`);
}

// ---- users

let count = 0;

/** What a service in trouble has cost of the budget for repetitions is earned again: each case begins with all of it. */
async function refillBudget() {
  answerAll();
  await settled(Promise.all(Array.from({ length: 20 }, () => Auth.resendSignUp('nobody'))), 0);
  inject();
}

/** A user for one case, in the state that the flow begins with. */
async function prepare({ pools }, flow) {
  localStorage.clear();
  sessionStorage.clear();
  inject();
  const pool = pools[flow.pool ?? 'plain'];
  await moveClocks(pool);
  const { endpoint, userPoolId, clientId } = pool;
  const config = { userPoolId, userPoolWebClientId: clientId, region: pool.region, endpoint };
  const username = `user${location.search.replace('?', '-')}-${++count}`;
  const admin = (operation, body) => ask(endpoint, operation, { UserPoolId: userPoolId, ...body }, { admin: true });
  const api = (operation, body) => ask(endpoint, operation, { ClientId: clientId, ...body });
  let steps = 0;
  const t = {
    Auth,
    AuthenticationDetails,
    Hub,
    pool,
    pools,
    config,
    username,
    password: PASSWORD,
    newPassword: NEW_PASSWORD,
    email: `${username}@example.com`,
    seen: [],
    admin,
    wait: (seconds) => moveClocks(pool, seconds),
    lastCode: async () => (await admin('Messages', { Username: username })).Messages.at(-1).Code,
    /** Each code of an authenticator app is good once. */
    totp: async () => (await admin('Totp', { SecretCode: t.secret, Steps: steps++ })).Code,
  };
  Auth.configure({
    authenticationFlowType: undefined,
    oauth: undefined,
    identityPoolId: undefined,
    refreshHandlers: undefined,
    ...config,
    ...flow.config?.(t),
  });
  if (flow.from === 'nobody') return begun(flow, t);
  const attributes = Object.entries({ email: t.email, ...flow.attributes }).map(([Name, Value]) => ({ Name, Value }));
  if (flow.from === 'unconfirmed') {
    await api('SignUp', { Username: username, Password: PASSWORD, UserAttributes: attributes });
    t.code = await t.lastCode();
    return t;
  }
  const create = async (Username) => {
    await admin('AdminCreateUser', {
      Username,
      UserAttributes: [...attributes, { Name: 'email_verified', Value: 'true' }],
    });
    await admin('AdminSetUserPassword', { Username, Password: PASSWORD, Permanent: flow.from !== 'temporary' });
  };
  await create(username);
  if (flow.from === 'confirmed' || flow.from === 'temporary') return begun(flow, t);

  const signedIn = flow.from === 'another signed in' ? `${username}-before` : username;
  if (signedIn !== username) await create(signedIn);
  const { AuthenticationResult: tokens } = await api('InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: signedIn, PASSWORD },
  });
  const store = (name, value) => localStorage.setItem(`${P}.${clientId}.${name}`, value);
  store(`${signedIn}.idToken`, tokens.IdToken);
  store(`${signedIn}.accessToken`, tokens.AccessToken);
  store(`${signedIn}.refreshToken`, tokens.RefreshToken);
  store(`${signedIn}.clockDrift`, '0');
  store('LastAuthUser', signedIn);
  if (flow.copy)
    store(`${signedIn}.userData`, JSON.stringify(await ask(endpoint, 'GetUser', { AccessToken: tokens.AccessToken })));
  if (signedIn === username) t.tokens = tokens;
  if (flow.from === 'expired') await moveClocks(pool, REFRESHED_S);
  return begun(flow, t);
}

async function begun(flow, t) {
  if (!flow.begin) return t;
  const result = await settled((async () => flow.begin(t))(), LIMIT_MS);
  if (!('value' in result)) throw new Error(`before the fault: ${ended(result)}`);
  note(t);
  return t;
}

// ---- one case

const describe = (error) =>
  error instanceof Error ? `${error.name}/${error.code}: ${error.message}` : `${typeof error} ${String(error)}`;

/** What is wrong with an error, as `index.d.ts` has them. */
function wrongError(error, documented, codes, { rejects: text, words = {} }) {
  if (text !== undefined)
    return error === text && documented.texts.includes(text) ? [] : [`rejects with ${describe(error)}, not "${text}"`];
  if (!(error instanceof Error)) return [`rejects with ${describe(error)}, which is no Error`];
  const { name, code } = error;
  if (
    !code &&
    codes.some((each) => words[each] === error.message) &&
    name === 'AuthError' &&
    documented.texts.includes(error.message)
  )
    return [];
  const wanted = code === 'NetworkError' ? 'Error' : code;
  if (!documented.codes.includes(code)) return [`rejects with ${describe(error)}, which is not documented`];
  if (name !== wanted) return [`rejects with ${describe(error)}, whose name is not the documented one`];
  return codes.includes(code) ? [] : [`rejects with ${describe(error)}, not ${codes.join(' or ')}`];
}

const attempt = (flow, t) => settled((async () => flow.call(t))(), LIMIT_MS);

function note(t) {
  for (const { answers } of sent)
    for (const { json } of answers) {
      const { access_token: AccessToken, id_token: IdToken, refresh_token: RefreshToken } = json;
      if (AccessToken) t.seen.push({ AccessToken, IdToken, RefreshToken });
      if (json.AuthenticationResult) t.seen.push(json.AuthenticationResult);
    }
}

/** Whether the service has done something that it does only once. */
const isDone = (flow) =>
  sent.some(
    ({ operation, answers }) =>
      answers.some(({ status }) => status === 200) &&
      flow.requests.some(({ again, fresh, ...request }) => request.operation === operation && again && !fresh),
  );

const ended = (result) =>
  result.hangs ? 'never settles' : 'error' in result ? `rejects with ${describe(result.error)}` : 'resolves';

/** The flow in fair weather: it must make exactly the requests of the table. */
export async function rehearse(setup, name) {
  const flow = flows.find((each) => each.name === name);
  const t = await prepare(setup, flow);
  const before = stored();
  inject();
  heard.length = 0;
  const result = await attempt(flow, t);
  note(t);
  const problems = [];
  const operations = sent.map(({ operation }) => operation);
  const listed = flow.requests.map(({ operation }) => operation);
  if (!same(operations, listed)) problems.push(`sends ${operations}, the table has ${listed}`);
  if (!('value' in result)) problems.push(ended(result));
  else problems.push(...wrongValue(flow, result.value));
  await rest(LIMIT_MS);
  problems.push(...wrongStorage(flow, t, before, true), ...wrongEvents(flow, true));
  return { problems, taintedBy: result.hangs };
}

function wrongValue(flow, value) {
  try {
    return !flow.gives || flow.gives(value) ? [] : [`resolves with ${JSON.stringify(value)}`];
  } catch (error) {
    return [`resolves with ${JSON.stringify(value)}: ${error}`];
  }
}

function wrongStorage(flow, t, before, isFine) {
  const after = stored();
  const state = sessionState(t, before, after);
  const wanted = isFine ? (flow.becomes ?? ['old']) : flow.refreshes ? ['old', 'new'] : ['old'];
  return [
    ...(wanted.includes(state) ? [] : [`the session in storage is ${state}, not ${wanted.join(' or ')}`]),
    ...strayKeys(t, before, after, isFine),
  ];
}

function wrongEvents(flow, isFine) {
  if (!flow.events) return [];
  const [done, failed] = flow.events;
  const wanted = [isFine ? done : failed].filter(Boolean);
  const told = heard.map(({ event }) => event).filter((event) => event === done || event === failed);
  return same(told, wanted)
    ? []
    : [`tells the Hub ${told.join(', ') || 'nothing'}, not ${wanted.join(', ') || 'nothing'}`];
}

export async function run(setup, name, { step, fault, lasting }) {
  const flow = flows.find((each) => each.name === name);
  const t = await prepare(setup, flow);
  await refillBudget();
  const before = stored();
  heard.length = stray.length = 0;
  writtenIn.clear();
  inject({ step, fault, lasting });

  const result = await attempt(flow, t);
  note(t);
  const problems = [];
  const wanted = outcome(flow, faults, { step, fault, lasting });
  let states = 1;
  if (result.hangs) {
    problems.push(`never settles, and nothing is left that could end it (after ${result.tookMs} ms)`);
    return { problems, states, taintedBy: true, tookMs: result.tookMs };
  }
  const limitMs = limitOf(flow, { step, lasting });
  if (result.tookMs > limitMs) problems.push(`takes ${result.tookMs} ms, more than ${limitMs}`);
  const isFine = 'value' in result;
  if (isFine) {
    if (!wanted.fine && !wanted.maybe) problems.push(`resolves, but was to reject with ${wanted.codes.join(' or ')}`);
    problems.push(...wrongValue(flow, result.value));
  } else {
    if (wanted.fine) problems.push(`was to resolve, but rejects with ${describe(result.error)}`);
    else problems.push(...wrongError(result.error, setup.documented, wanted.codes, flow));
    problems.push(...leaks(t, 'the error', result.error));
  }
  problems.push(...wrongStorage(flow, t, before, isFine), ...wrongEvents(flow, isFine));
  for (const { event, data, message } of heard)
    if (/failure/.test(event)) problems.push(...leaks(t, `the event ${event}`, { data, message }));

  // What goes on behind the caller's back must end, too, and change nothing that is stored.
  const atOnce = stored();
  const background = await rest(LIMIT_MS);
  if (pendingTimers()) problems.push(`${pendingTimers()} timers are left after ${background} ms`);
  if (!same(atOnce, stored())) problems.push('storage changes after the promise has settled');
  states++;
  const { done: isSent, passes, garbled } = faults[fault];
  if (flow.revokes && (isSent || ((passes || garbled) && !lasting))) problems.push(...(await notRevoked(t)));

  // Once more, without the fault.
  const done = isDone(flow);
  inject();
  const again = await attempt(flow, t);
  note(t);
  if (done) {
    const refused = flow.spent ?? flow.requests.map((request) => request.again).filter(Boolean);
    const said = again.error?.code ?? again.error?.name;
    if (again.hangs || !refused.includes(said))
      problems.push(`then ${ended(again)}, but the service has done it already, and should say ${refused}`);
    const recovered = await settled((async () => flow.recover(t))(), LIMIT_MS);
    if (!('value' in recovered)) problems.push(`then, to recover, ${ended(recovered)}`);
  } else if (!('value' in again)) {
    problems.push(`then, without the fault, ${ended(again)}`);
  } else {
    problems.push(...wrongValue(flow, again.value));
    // What the first try did or did not do, the session is now as after a good one.
    const state = sessionState(t, before, stored());
    const last = flow.becomes ?? ['old'];
    if (!last.includes(state))
      problems.push(`then, without the fault, the session in storage is ${state}, not ${last.join(' or ')}`);
  }
  states++;
  await rest(LIMIT_MS);
  problems.push(...stray);
  return { problems, states, tookMs: result.tookMs, taintedBy: again.hangs };
}

async function notRevoked({ pool, ...t }) {
  const asked = ask(pool.endpoint, 'InitiateAuth', {
    ClientId: pool.clientId,
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    AuthParameters: { REFRESH_TOKEN: t.tokens.RefreshToken },
  });
  return asked.then(
    () => ['the refresh token is good after sign-out'],
    ({ code }) => (code === 'NotAuthorizedException' ? [] : [`a refresh after sign-out says ${code}`]),
  );
}
