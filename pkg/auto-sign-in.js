// Signing in by itself after a sign-up: what waits for the confirmation, and the marks of it in the storage. The sign-in
// itself is the module's.
//
// The password is held here until the sign-in has ended or the page is left, and it is never stored. So a reload ends
// the automatic sign-in; the marks are what lets the next page say so.
//
// Source: `@aws-amplify/auth/src/Auth.ts`, `handleAutoSignIn`.

const WANTED = 'amplify-auto-sign-in';
const POLLING = 'amplify-polling-started';

// How often the service is asked whether the link was followed, and for how long.
const INTERVAL_MS = 5000;
const LIMIT_MS = 3 * 60 * 1000;

/** What the service says before the link is followed, and what passes. */
const isPassing = ({ code }) => /^(UserNotConfirmed|TooManyRequests|InternalError)Exception$|^NetworkError$/.test(code);

function end(auth) {
  auth._storage.removeItem(POLLING);
  auth._storage.removeItem(WANTED);
}

function fail(auth, { dispatch }, message = 'autoSignInError') {
  end(auth);
  dispatch('autoSignIn_failure', null, message);
}

const later = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const confirmation = (Hub) =>
  new Promise((/** @type {(value?: undefined) => void} */ resolve) => {
    const stop = Hub.listen('auth', ({ payload: { event } }) => {
      if (event !== 'confirmSignUp') return;
      stop();
      resolve();
    });
  });

async function run(auth, { username, password, autoSignIn }, isConfirmed, pageParts) {
  const { validationData, clientMetaData = {} } = autoSignIn;
  // A later sign-up takes the place of one that still waits.
  const own = {};
  auth.autoSignInInitiated = own;
  const isReplaced = () => auth.autoSignInInitiated !== own;
  auth._storage.setItem(WANTED, 'true');
  const byLink = !isConfirmed && auth._config.signUpVerificationMethod === 'link';
  const limit = Date.now() + LIMIT_MS;
  if (byLink) auth._storage.setItem(POLLING, 'true');
  else if (!isConfirmed) await confirmation(pageParts.Hub);
  for (;;) {
    if (byLink) await later(INTERVAL_MS);
    if (isReplaced()) return;
    if (Date.now() > limit && byLink)
      return fail(auth, pageParts, 'Please confirm your account and use your credentials to sign in.');
    try {
      const user = await auth._autoSignIn({ username, password, validationData }, undefined, clientMetaData);
      pageParts.dispatch('autoSignIn', user, `${username} has signed in successfully`);
      return end(auth);
    } catch (error) {
      if (!byLink || !isPassing(error)) {
        pageParts.dispatch('signIn_failure', error, `${username} failed to signin`);
        return fail(auth, pageParts);
      }
    }
  }
}

/** What a page before this one waited for, it took along: the application is told. */
export function endFormerSignIn(auth, pageParts) {
  if (!auth.autoSignInInitiated && auth._storage.getItem(POLLING) === 'true') fail(auth, pageParts);
}

/** What follows a call of these methods that went well. */
export const followUp = {
  signUp(auth, [params], result, pageParts) {
    if (params?.autoSignIn?.enabled) run(auth, { ...params }, result.userConfirmed, pageParts);
  },
  confirmSignUp(auth, args, result, pageParts) {
    if (!auth.autoSignInInitiated && auth._storage.getItem(WANTED) === 'true') fail(auth, pageParts);
  },
};
