// Signing in by itself after a sign-up: what waits for the confirmation, and the marks of it in the storage. The sign-in
// itself is the module's.
//
// The password is held here until the sign-in has ended or the page is left, and it is never stored. So a reload ends
// the automatic sign-in; the marks are what lets the next page say so.
//
// Source: `@aws-amplify/auth/src/Auth.ts`, `handleAutoSignIn`.

import { later, lent } from './host.js';

const WANTED = 'amplify-auto-sign-in';
const POLLING = 'amplify-polling-started';

// How often the service is asked whether the link was followed, and for how long.
const INTERVAL_MS = 5000;
const LIMIT_MS = 3 * 60 * 1000;

/** What the service says before the link is followed, and what passes. */
const isPassing = ({ code }) =>
  /^(UserNotConfirmed|TooManyRequests|InternalError)Exception$|^NetworkError$/.test(code);

function end(auth) {
  auth._storage.removeItem(POLLING);
  auth._storage.removeItem(WANTED);
}

function fail(auth, message = 'autoSignInError') {
  end(auth);
  lent.dispatch('autoSignIn_failure', null, message);
}

const confirmation = () =>
  new Promise((resolve) => {
    const stop = lent.Hub.listen('auth', ({ payload: { event } }) => {
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
    if (byLink) await later(INTERVAL_MS);
    if (isReplaced()) return;
    if (Date.now() > limit && byLink)
      return fail(auth, 'Please confirm your account and use your credentials to sign in.');
    try {
      const user = await auth._autoSignIn({ username, password, validationData }, undefined, clientMetaData);
      lent.dispatch('autoSignIn', user, `${username} has signed in successfully`);
      return end(auth);
    } catch (error) {
      if (!byLink || !isPassing(error)) {
        lent.dispatch('signIn_failure', error, `${username} failed to signin`);
        return fail(auth);
      }
    }
  }
}

/** What a page before this one waited for, it took along: the application is told. */
export function endFormerSignIn(auth) {
  if (!auth.autoSignInInitiated && auth._storage.getItem(POLLING) === 'true') fail(auth);
}

/** What follows a call of these methods that went well. */
export const followUp = {
  signUp(auth, [params], result) {
    if (params?.autoSignIn?.enabled) run(auth, { ...params }, result.userConfirmed);
  },
  confirmSignUp(auth) {
    if (!auth.autoSignInInitiated && auth._storage.getItem(WANTED) === 'true') fail(auth);
  },
};
