// Automatic sign-in after a sign-up: waits for the confirmation, and marks the wait in the storage. The module does the
// sign-in itself.
//
// The password stays in memory until the sign-in has ended or the page is left. It is never stored, so that a reload
// ends the automatic sign-in. By the marks, the next page can say so.
//
// Source: `@aws-amplify/auth/src/Auth.ts`, `handleAutoSignIn`.

const WANTED = 'amplify-auto-sign-in';
const POLLING = 'amplify-polling-started';
/**
 * The key in sessionStorage of whose sign-up waits in this tab: `{ username, clientId, remember }`. The marks do not say
 * whose they are.
 */
const WAITING = 'cognito-auth-wasm.autoSignIn';

// After a sign-up with a link, the sign-in is tried this often, and for this long.
const INTERVAL_MS = 5000;
const LIMIT_MS = 3 * 60 * 1000;

/** Whether a later try may succeed: the user has not followed the link yet, or the failure is a passing one. */
const isPassing = ({ code }) => /^(UserNotConfirmed|TooManyRequests|InternalError)Exception$|^NetworkError$/.test(code);

/** Changes a mark. What the storage throws is reported, and changes nothing else: only a reload needs the marks. */
function change(auth, { report }, method, ...item) {
  try {
    auth._storage[method](...item);
  } catch (error) {
    report(error);
  }
}

/** Calls a method of this tab's sessionStorage. That of a server's runtime would be that of all its users. */
function inTab(method, ...item) {
  try {
    if (globalThis.document) return sessionStorage[method](WAITING, ...item);
  } catch {}
}

function removeMarks(auth, pageParts) {
  inTab('removeItem');
  for (const key of [POLLING, WANTED]) change(auth, pageParts, 'removeItem', key);
}

function fail(auth, pageParts, message = 'autoSignInError') {
  removeMarks(auth, pageParts);
  pageParts.dispatch('autoSignIn_failure', null, message, auth);
}

/** Waits; for ever, if the signal aborts before. */
const delay = (signal, milliseconds) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => clearTimeout(timer));
  });

/**
 * The next event of the Auth's channel that is one of these; none, if the signal aborts before. Instances may share the
 * channel: what tells of a user of another app client does not count.
 */
const nextOf = (signal, { Hub }, { _channel, userPool }, ...events) =>
  new Promise((/** @type {(event: string) => void} */ resolve) => {
    const stop = Hub.listen(_channel, ({ payload: { event, data } }) => {
      if (!events.includes(event) || (data?.pool ?? userPool).clientId !== userPool.clientId) return;
      stop();
      resolve(event);
    });
    signal.addEventListener('abort', stop);
  });

async function run(auth, signUp, isConfirmed, pageParts) {
  // A later sign-up takes the place of one that still waits.
  auth.autoSignInInitiated.abort?.();
  const thisRun = new AbortController();
  auth.autoSignInInitiated = thisRun;
  const { signal } = thisRun;
  await signInOnceConfirmed(auth, signUp, isConfirmed, pageParts, signal);
  // Lets go of what has been waited for.
  thisRun.abort();
}

async function signInOnceConfirmed(auth, { username, password, autoSignIn }, isConfirmed, pageParts, signal) {
  const { validationData, clientMetaData = {}, remember } = autoSignIn;
  const { clientId } = auth.userPool;
  let isSignedIn = false;
  if (!isConfirmed) nextOf(signal, pageParts, auth, 'signIn').then(() => (isSignedIn = true));
  inTab('setItem', JSON.stringify({ username, clientId, remember }));
  change(auth, pageParts, 'setItem', WANTED, 'true');
  const byLink = !isConfirmed && auth._config.signUpVerificationMethod === 'link';
  const limit = Date.now() + LIMIT_MS;
  if (byLink) change(auth, pageParts, 'setItem', POLLING, 'true');
  else if (!isConfirmed) await nextOf(signal, pageParts, auth, 'confirmSignUp', 'signIn');
  for (;;) {
    if (byLink) await delay(signal, INTERVAL_MS);
    if (signal.aborted) return;
    // Who has signed in by hand meanwhile stays signed in.
    if (isSignedIn) return removeMarks(auth, pageParts);
    // The account is unknown to another app client.
    if (auth.userPool.clientId !== clientId) return fail(auth, pageParts);
    if (Date.now() > limit && byLink)
      return fail(auth, pageParts, 'Please confirm your account and use your credentials to sign in.');
    try {
      const user = await auth._autoSignIn({ username, password, validationData, remember }, undefined, clientMetaData);
      pageParts.dispatch('autoSignIn', user, `${username} has signed in successfully`, auth);
      return removeMarks(auth, pageParts);
    } catch (error) {
      if (signal.aborted) return;
      if (!byLink || !isPassing(error)) {
        pageParts.dispatch('signIn_failure', error, `${username} failed to signin`, auth);
        return fail(auth, pageParts);
      }
    }
  }
}

/** Dispatches `autoSignIn_failure` if the previous page waited for a confirmation: its password is lost with it. */
export function endFormerSignIn(auth, pageParts) {
  if (!auth.autoSignInInitiated && auth._storage.getItem(POLLING) === 'true') fail(auth, pageParts);
}

/**
 * Functions by method of Auth. Each is called with a call's arguments before they are sent, because an application may
 * empty its form meanwhile. It gives a function that is called with the result if the call has succeeded.
 */
export const followUp = {
  signUp(auth, [params], pageParts) {
    const given = params?.autoSignIn?.enabled && { ...params };
    return ({ userConfirmed }) => given && run(auth, given, userConfirmed, pageParts);
  },
  confirmSignUp:
    (auth, [username], pageParts) =>
    () => {
      if (auth.autoSignInInitiated || auth._storage.getItem(WANTED) !== 'true') return;
      const waiting = JSON.parse(inTab('getItem') ?? '{}');
      const isOfTab = waiting.username === username && waiting.clientId === auth.userPool.clientId;
      // The session of the confirmation signs in without the password, which is lost.
      if (auth._config.authenticationFlowType === 'USER_AUTH' && isOfTab)
        run(auth, { username, autoSignIn: waiting }, true, pageParts);
      else fail(auth, pageParts);
    },
};
