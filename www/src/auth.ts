// The sign-up, sign-in and sign-out flow: calls of the package, and where the page goes after each.
import { signal } from '@preact/signals';
import { Auth, Hub, type ChallengedUser, type SignedInUser } from 'cognito-auth-wasm';
import { step } from './activity';
import { codeOf } from './errors';
import { notify } from './notice';
import { go } from './router';

/** The signed-in user. When it comes or goes, `routes` changes the view. */
export const user = signal<SignedInUser | undefined>(undefined);
/** The user of a sign-in that waits for an answer. */
export const challenged = signal<ChallengedUser | undefined>(undefined);
/** Who signs up or in, so that the next form need not ask again. */
export const username = signal('');
/** Where the confirmation code went, as Cognito tells it. */
export const destination = signal<string | undefined>(undefined);

// The package also signs out by itself, when Cognito says that the session is gone.
Hub.listen('auth', ({ payload }) => {
  if (payload.event === 'signOut') user.value = undefined;
});

export async function restoreSession(): Promise<void> {
  try {
    user.value = await step('Auth.currentAuthenticatedUser()', () => Auth.currentAuthenticatedUser());
  } catch {
    user.value = undefined;
  }
}

export async function signUp(name: string, email: string, password: string): Promise<void> {
  const result = await step('Auth.signUp({ username, … })', () =>
    Auth.signUp({ username: name, password, attributes: { email } }));
  username.value = name;
  if (result.userConfirmed) {
    go('/sign-in');
    notify('Your account is ready. Sign in.');
  } else {
    destination.value = result.codeDeliveryDetails?.Destination;
    go('/confirm');
  }
}

export async function confirmSignUp(name: string, code: string): Promise<void> {
  await step('Auth.confirmSignUp(username, code)', () => Auth.confirmSignUp(name, code));
  username.value = name;
  destination.value = undefined;
  go('/sign-in');
  notify('Your account is confirmed. Sign in.');
}

export async function resendSignUp(name: string): Promise<void> {
  const { CodeDeliveryDetails: delivery } = await step('Auth.resendSignUp(username)', () => Auth.resendSignUp(name));
  username.value = name;
  destination.value = delivery?.Destination;
  notify(delivery?.Destination ? `A new code is on its way to ${delivery.Destination}.` : 'A new code is on its way.');
}

export async function signIn(name: string, password: string): Promise<void> {
  username.value = name;
  try {
    const result = await step('Auth.signIn(username, password)', () => Auth.signIn(name, password));
    if (result.challengeName === undefined) {
      user.value = result;
    } else {
      challenged.value = result;
      go('/challenge');
    }
  } catch (error) {
    if (codeOf(error) !== 'UserNotConfirmedException') throw error;
    destination.value = undefined;
    go('/confirm');
    notify('This account is not confirmed yet. Enter the code from your e-mail, or ask for a new one.');
  }
}

/** New tokens and fresh attributes, whatever is cached. */
export async function refresh(): Promise<void> {
  let refused: unknown;
  const stop = Hub.listen('auth', ({ payload }) => {
    if (payload.event === 'tokenRefresh_failure') refused = payload.data;
  });
  try {
    user.value = await step('Auth.currentAuthenticatedUser({ bypassCache: true })', () => Auth.currentAuthenticatedUser({ bypassCache: true }));
  } catch {
    user.value = undefined;
  } finally {
    stop();
  }
  // The package keeps the user when only the refresh failed; after a refusal the stored tokens are gone all the same.
  if (codeOf(refused) === 'NotAuthorizedException') user.value = undefined;
  if (!user.value) {
    notify('Your session has ended. Sign in again.', 'warning');
  } else if (refused) {
    notify('No new tokens: Cognito could not be reached. The present ones stay.', 'warning');
  } else {
    notify('New tokens and attributes have arrived.');
  }
}

export async function signOut({ everywhere }: { everywhere: boolean }): Promise<void> {
  if (everywhere) await step('Auth.signOut({ global: true })', () => Auth.signOut({ global: true }));
  else await step('Auth.signOut()', () => Auth.signOut());
  user.value = undefined;
  notify(everywhere ? 'You are signed out on every device.' : 'You are signed out.');
}
