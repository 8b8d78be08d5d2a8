// Who is signed in, and the ways in and out: calls of the package, and where the page goes after each.
import { signal } from '@preact/signals';
import {
  Auth,
  Hub,
  type ChallengedUser,
  type FirstFactor,
  type SignedInUser,
  type SignInResult,
} from 'cognito-auth-wasm';
import { step } from './activity';
import { codeOf, messageOf } from './errors';
import { notify } from './notice';
import { go, path } from './router';

/** The signed-in user. When it comes or goes, `routes` changes the view. */
export const user = signal<SignedInUser | undefined>(undefined);
/** The sign-in that waits for an answer. The package may ask again with the same user object: every question has its own wrapper. */
export const challenged = signal<{ asked: ChallengedUser; round: number } | undefined>(undefined);
/** Who signs up or in, so that the next form need not ask again. */
export const username = signal('');
/** Where the last code went, as Cognito tells it. */
export const destination = signal<string | undefined>(undefined);

/** The name in the token: after an SRP sign-in the user object has it too, but not with every flow. */
export function nameOf(someone: SignedInUser): string {
  const name: unknown = someone.getSignInUserSession()?.getAccessToken().payload.username;
  return typeof name === 'string' ? name : someone.getUsername();
}

let leaving = false;
// The package also signs out by itself, when Cognito says that the session is gone.
Hub.listen('auth', ({ payload }) => {
  if (payload.event !== 'signOut' || !user.value) return;
  if (leaving) user.value = undefined;
  else sessionEnded();
});

function sessionEnded(): void {
  user.value = undefined;
  notify('Your session has ended. Sign in again.', 'warning');
}

/** After a load of the page: who is signed in, or else the question at which a sign-in was left. */
export async function restoreSession(): Promise<void> {
  challenged.value = undefined;
  try {
    user.value = await step('Auth.currentAuthenticatedUser()', () => Auth.currentAuthenticatedUser());
  } catch {
    user.value = undefined;
    const asked = await step('Auth.currentChallenge()', () => Auth.currentChallenge());
    if (!asked) return;
    challenged.value = { asked, round: 1 };
    // Who was on a form of the sign-in is still signing in. Later, the way back to the form is open.
    if (path.value.startsWith('/sign-in')) go('/challenge', { replace: true });
  }
}

/** The question is not asked again after a reload either. */
export async function leaveChallenge(): Promise<void> {
  challenged.value = undefined;
  await step('Auth.signOut()', () => Auth.signOut());
}

export async function signIn(name: string, password?: string): Promise<void> {
  username.value = name;
  try {
    arrive(
      await (password
        ? step('Auth.signIn(username, password)', () => Auth.signIn(name, password))
        : step('Auth.signIn(username)', () => Auth.signIn(name))),
    );
  } catch (error) {
    switch (codeOf(error)) {
      case 'UserNotConfirmedException':
        destination.value = undefined;
        go('/confirm');
        return notify(
          'This account is not confirmed yet. Enter the code from your e-mail, or ask for a new one.',
          'warning',
        );
      case 'PasswordResetRequiredException':
        destination.value = undefined;
        go('/reset-password');
        return notify('This password must be reset. Enter the code you were sent, or ask for a new one.', 'warning');
      default:
        throw error;
    }
  }
}

export async function signInByCode(name: string, preferredChallenge: FirstFactor): Promise<void> {
  username.value = name;
  arrive(
    await step(`Auth.signIn({ username, preferredChallenge: '${preferredChallenge}' })`, () =>
      Auth.signIn({ username: name, preferredChallenge }),
    ),
  );
}

/** What the hosted page, or the way back from it, has refused since the page was opened. */
export const hostedFailure = signal<unknown>(undefined);
Hub.listen('auth', ({ payload }) => {
  if (payload.event === 'cognitoHostedUI_failure') hostedFailure.value = payload.data;
});

/** Leaves the page. `restoreSession` finds the user when it has come back. */
export async function signInThere(): Promise<void> {
  await step('Auth.federatedSignIn()', () => Auth.federatedSignIn());
}

/** Where a sign-in leads: into the account, or to the next question. */
export function arrive(result: SignInResult): void {
  if (result.challengeName === undefined) {
    user.value = result;
    challenged.value = undefined;
  } else {
    challenged.value = { asked: result, round: (challenged.value?.round ?? 0) + 1 };
    go('/challenge');
  }
}

/** A call for whoever is signed in. The user object that it gets has valid tokens, even if those of the page have expired. */
export async function asUser<T>(title: string, run: (current: SignedInUser) => Promise<T>): Promise<T> {
  try {
    return await step(title, async () => run(await Auth.currentUserPoolUser()));
  } catch (error) {
    if (user.value && isOver(error)) sessionEnded();
    throw error;
  }
}

function isOver(error: unknown): boolean {
  const refused = codeOf(error) === 'NotAuthorizedException' || codeOf(error) === 'UserNotFoundException';
  if (refused) return /\btoken\b|not exist|disabled/i.test(messageOf(error));
  return (
    error === 'No current user' ||
    /user is not authenticated|cannot retrieve a new session|missing an id token/i.test(messageOf(error))
  );
}

/** Shows what the last call has changed. */
export async function reloadUser(): Promise<void> {
  user.value = await asUser('Auth.currentAuthenticatedUser({ bypassCache: true })', () =>
    Auth.currentAuthenticatedUser({ bypassCache: true }),
  );
}

/** New tokens and fresh attributes, whatever is cached. */
export async function refresh(): Promise<void> {
  let refused: unknown;
  const stop = Hub.listen('auth', ({ payload }) => {
    if (payload.event === 'tokenRefresh_failure') refused = payload.data;
  });
  try {
    user.value = await step('Auth.currentAuthenticatedUser({ bypassCache: true })', () =>
      Auth.currentAuthenticatedUser({ bypassCache: true }),
    );
  } catch {
    return sessionEnded();
  } finally {
    stop();
  }
  // The package keeps the user when only the refresh failed; after a refusal the stored tokens are gone all the same.
  if (codeOf(refused) === 'NotAuthorizedException') sessionEnded();
  else if (refused) notify('No new tokens: Cognito could not be reached. The present ones stay.', 'warning');
  else notify('New tokens and attributes have arrived.');
}

export async function signOut({ everywhere }: { everywhere: boolean }): Promise<void> {
  await leave(() =>
    everywhere
      ? step('Auth.signOut({ global: true })', () => Auth.signOut({ global: true }))
      : step('Auth.signOut()', () => Auth.signOut()),
  );
  notify(everywhere ? 'You are signed out on every device.' : 'You are signed out.');
}

export async function deleteUser(): Promise<void> {
  await leave(() => asUser('Auth.deleteUser()', () => Auth.deleteUser()));
  username.value = '';
  notify('Your account is deleted.');
}

/** Tells a way out that was asked for from a session that ends by itself. */
async function leave(run: () => Promise<unknown>): Promise<void> {
  leaving = true;
  try {
    await run();
    user.value = undefined;
  } finally {
    leaving = false;
  }
}
