// Automatic sign-in after a sign-up: waits for the confirmation, and marks the wait in the storage. The module does the
// sign-in itself.
//
// The password stays in memory until the sign-in has ended or the page is left. It is never stored, so that a reload
// ends the automatic sign-in. By the marks, the next page can say so.
//
// Source: `@aws-amplify/auth/src/Auth.ts`, `handleAutoSignIn`.

const WANTED = 'amplify-auto-sign-in';
const POLLING = 'amplify-polling-started';

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

function removeMarks(auth, pageParts) {
  for (const key of [POLLING, WANTED]) change(auth, pageParts, 'removeItem', key);
}

function fail(auth, pageParts, message = 'autoSignInError') {
  removeMarks(auth, pageParts);
  pageParts.dispatch('autoSignIn_failure', null, message);
}

/** Waits, unless the run ends before: the promise then never settles, and holds nothing. */
const delay = (run, milliseconds) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    run.end = () => clearTimeout(timer);
  });

const confirmation = (run, Hub) =>
  new Promise((/** @type {(value?: undefined) => void} */ resolve) => {
    run.end = Hub.listen('auth', ({ payload: { event } }) => {
      if (event !== 'confirmSignUp') return;
      run.end();
      resolve();
    });
  });

async function run(auth, { username, password, autoSignIn }, isConfirmed, pageParts) {
  const { validationData, clientMetaData = {} } = autoSignIn;
  // A later sign-up takes the place of one that still waits.
  const thisRun = {};
  auth.autoSignInInitiated?.end?.();
  auth.autoSignInInitiated = thisRun;
  // `dispose` ends it, too.
  const signal = pageParts.signalOf(auth);
  signal.addEventListener('abort', () => thisRun.end?.());
  const isReplaced = () => signal.aborted || auth.autoSignInInitiated !== thisRun;
  change(auth, pageParts, 'setItem', WANTED, 'true');
  const byLink = !isConfirmed && auth._config.signUpVerificationMethod === 'link';
  const limit = Date.now() + LIMIT_MS;
  if (byLink) change(auth, pageParts, 'setItem', POLLING, 'true');
  else if (!isConfirmed) await confirmation(thisRun, pageParts.Hub);
  for (;;) {
    if (byLink) await delay(thisRun, INTERVAL_MS);
    if (isReplaced()) return;
    if (Date.now() > limit && byLink)
      return fail(auth, pageParts, 'Please confirm your account and use your credentials to sign in.');
    try {
      const user = await auth._autoSignIn({ username, password, validationData }, undefined, clientMetaData);
      pageParts.dispatch('autoSignIn', user, `${username} has signed in successfully`);
      return removeMarks(auth, pageParts);
    } catch (error) {
      if (isReplaced()) return;
      if (!byLink || !isPassing(error)) {
        pageParts.dispatch('signIn_failure', error, `${username} failed to signin`);
        return fail(auth, pageParts);
      }
    }
  }
}

/** Dispatches `autoSignIn_failure` if the previous page waited for a confirmation: its password is lost with it. */
export function endFormerSignIn(auth, pageParts) {
  if (!auth.autoSignInInitiated && auth._storage.getItem(POLLING) === 'true') fail(auth, pageParts);
}

/** Functions by method of Auth. Each runs after a call of that method has succeeded. */
export const followUp = {
  signUp(auth, [params], result, pageParts) {
    if (params?.autoSignIn?.enabled) run(auth, { ...params }, result.userConfirmed, pageParts);
  },
  confirmSignUp(auth, args, result, pageParts) {
    if (!auth.autoSignInInitiated && auth._storage.getItem(WANTED) === 'true') fail(auth, pageParts);
  },
};
