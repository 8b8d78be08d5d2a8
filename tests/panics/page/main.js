// The page: what runs of the module is counted before anything is loaded.

import { arm, hasFired } from './arm.js';

/** The memories of all instances, as far as they are still there; and the calls of the faster kernel. */
const memories = [];
const kernel = { isThere: false, calls: 0 };
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (...args) => {
  const instance = await instantiate(...args);
  const { exports } = instance;
  const memory = Object.values(exports).find((it) => it instanceof WebAssembly.Memory);
  // shared.wasm passes on that of its instance.
  const isKnown = memories.some((known) => known.deref() === memory);
  if (memory && !isKnown && !exports.is_fused) memories.push(new WeakRef(memory));
  if (!exports.is_fused) return instance;
  kernel.isThere = true;
  const shared_secret = () => {
    kernel.calls++;
    exports.shared_secret();
  };
  return { exports: { ...exports, shared_secret } };
};

const { Amplify, Auth, AuthenticationDetails, CognitoUser, Hub } = await import('./dist/index.js');

const described = (error) =>
  error instanceof Error
    ? {
        name: error.name,
        code: error.code,
        message: error.message,
        ...(error.cause && { cause: error.cause.name }),
      }
    : { text: String(error) };
const configure = (more) =>
  Amplify.configure({
    Auth: {
      userPoolId: 'eu-west-1_AbCdEf123',
      userPoolWebClientId: 'client',
      endpoint: new URL('/service/', location.href).href,
      authenticationFlowType: 'USER_PASSWORD_AUTH',
      ...more,
    },
  });
configure();

const events = [];
Hub.listen('auth', ({ payload: { event } }) => events.push(event));

/** `{ value }` of what a promise gives, or `{ error }`. */
const outcome = (promise) =>
  Promise.resolve(promise).then(
    (value) => ({ value: value?.username ?? value }),
    (error) => ({ error: described(error) }),
  );
const call = (method, ...args) => outcome(Auth[method](...args));
/** How a method of a user object tells a function, and an object of functions. */
const callBack = (method, ...args) => {
  const user = Auth.user ?? Auth.createCognitoUser('ana');
  return new Promise((resolve) => {
    const tell = (error, value) => resolve(error ? { error: described(error) } : { value });
    user[method](...args, tell);
  });
};
const authenticate = () =>
  new Promise((resolve) => {
    const details = new AuthenticationDetails({ Username: 'ana', Password: 'Secret-123' });
    Auth.createCognitoUser('ana').authenticateUser(details, {
      onSuccess: () => resolve({ value: 'signed in' }),
      onFailure: (error) => resolve({ error: described(error) }),
    });
  });

/** What the tokens that are stored, or given, have been counted as. */
const countsOf = (tokens) => tokens.map((token) => JSON.parse(atob(token.split('.')[1])).count);
const session = async () => {
  try {
    const { signInUserSession: it, username } = await Auth.currentAuthenticatedUser();
    const counts = countsOf([it.idToken.jwtToken, it.accessToken.jwtToken]);
    return { username, counts: [...counts, Number(it.refreshToken.token.split('-')[1])] };
  } catch (error) {
    return String(error);
  }
};
const storedTokens = () => Object.keys(localStorage).filter((key) => key.endsWith('Token'));

/** How many instances of the module are not collected yet. */
const instances = async () => {
  for (let round = 0; round < 5; round++) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return memories.filter((memory) => memory.deref()).length;
};

window.app = {
  Auth,
  CognitoUser,
  arm,
  authenticate,
  call,
  callBack,
  configure,
  events,
  hasFired,
  instances,
  kernel,
  memories,
  session,
  storedTokens,
};
