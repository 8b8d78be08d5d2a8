// Signing in by itself after a sign-up: what waits for the confirmation, and the marks of it in the storage. The sign-in
// itself is the module's.
//
// The password is held here until the sign-in has ended or the page is left, and it is never stored. So a reload ends
// the automatic sign-in; the marks are what lets the next page say so.
//
// Source: `@aws-amplify/auth/src/Auth.ts`, `handleAutoSignIn`.

import { dispatch, sleep } from './host.js';
import { Hub } from './hub.js';

const WANTED = 'amplify-auto-sign-in';
const POLLING = 'amplify-polling-started';

// How often the service is asked whether the link was followed, and for how long.
const INTERVAL_MS = 5000;
const LIMIT_MS = 3 * 60 * 1000;

/** What the service says before the link is followed, and what passes. */
const isPassing = ({ code }) =>
  /^(UserNotConfirmed|TooManyRequests|InternalError)Exception$|^NetworkError$/.test(code);

const isMarked = ({ _storage }, key) => _storage.getItem(key) === 'true';

function end(auth) {
  auth._storage.removeItem(POLLING);
  auth._storage.removeItem(WANTED);
}

function fail(auth, message = 'autoSignInError') {
  end(auth);
  dispatch('autoSignIn_failure', null, message);
}

const confirmation = () =>
  new Promise((resolve) => {
    const stop = Hub.listen('auth', ({ payload: { event } }) => {
      if (event !== 'confirmSignUp') return;
      stop();
      resolve();
    });
  });

async function run(auth, { username, password, autoSignIn }, isConfirmed) {
  const { validationData, clientMetaData = {} } = autoSignIn;
  // A later sign-up takes the place of one that still waits.
  const own = {};
  auth.autoSignInInitiated = own;
  const isReplaced = () => auth.autoSignInInitiated !== own;
  auth._storage.setItem(WANTED, 'true');
  const byLink = !isConfirmed && auth._config.signUpVerificationMethod === 'link';
  const limit = Date.now() + LIMIT_MS;
  if (byLink) auth._storage.setItem(POLLING, 'true');
  else if (!isConfirmed) await confirmation();
  for (;;) {
    if (byLink) await sleep(INTERVAL_MS);
    if (isReplaced()) return;
    if (Date.now() > limit && byLink)
      return fail(auth, 'Please confirm your account and use your credentials to sign in.');
    try {
      const user = await auth._autoSignIn({ username, password, validationData }, undefined, clientMetaData);
      dispatch('autoSignIn', user, `${username} has signed in successfully`);
      return end(auth);
    } catch (error) {
      if (!byLink || !isPassing(error)) {
        dispatch('signIn_failure', error, `${username} failed to signin`);
        return fail(auth);
      }
    }
  }
}

/** Adds it to `signUp` and `confirmSignUp`. */
export function addAutoSignIn({ prototype }) {
  const { signUp, confirmSignUp } = prototype;

  prototype.signUp = async function (...args) {
    const params = { ...args[0] };
    const result = await signUp.apply(this, args);
    if (params.autoSignIn?.enabled) run(this, params, result.userConfirmed);
    return result;
  };

  prototype.confirmSignUp = async function (...args) {
    const result = await confirmSignUp.apply(this, args);
    if (!this.autoSignInInitiated && isMarked(this, WANTED)) fail(this);
    return result;
  };
}

/** What a page before this one waited for, it took along: the application is told, once it has had time to listen. */
export function endFormer(auth) {
  if (auth.autoSignInInitiated || !isMarked(auth, POLLING)) return;
  end(auth);
  queueMicrotask(() => fail(auth));
}
