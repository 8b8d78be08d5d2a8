// Sign-up and its confirmation, and the sign-in that may follow by itself.
import { Auth, Hub, type SignInResult } from 'cognito-auth-wasm';
import { step } from './activity';
import { arrive, destination, username } from './auth';
import { notify } from './notice';
import { go } from './router';

/** Resolves when the automatic sign-in has ended; undefined while there is none to wait for. */
let signingIn: Promise<SignInResult | undefined> | undefined;
let expectNone = (): void => {};

export async function signUp(
  name: string,
  email: string,
  password: string | undefined,
  { autoSignIn }: { autoSignIn: boolean },
): Promise<void> {
  const title = autoSignIn
    ? 'Auth.signUp({ username, …, autoSignIn: { enabled: true } })'
    : 'Auth.signUp({ username, … })';
  expectNone();
  await needPassword(Boolean(password));
  if (autoSignIn) expectSignIn();
  const result = await step(title, () =>
    Auth.signUp({
      username: name,
      ...(password && { password }),
      attributes: { email },
      ...(autoSignIn && { autoSignIn: { enabled: true } }),
    }),
  );
  username.value = name;
  if (result.userConfirmed) return ready('Your account is ready');
  destination.value = result.codeDeliveryDetails?.Destination;
  go('/confirm');
}

let needsPassword = true;

/** Where the flow is by choice, a sign-up needs no password. Otherwise this page chooses the flow of each sign-in. */
async function needPassword(needed: boolean): Promise<void> {
  if (needed === needsPassword) return;
  needsPassword = needed;
  const authenticationFlowType = needed ? undefined : 'USER_AUTH';
  await step(`Auth.configure({ authenticationFlowType: ${needed ? 'undefined' : "'USER_AUTH'"} })`, () =>
    Auth.configure({ authenticationFlowType }),
  );
}

export async function confirmSignUp(name: string, code: string): Promise<void> {
  await step('Auth.confirmSignUp(username, code)', () => Auth.confirmSignUp(name, code));
  username.value = name;
  destination.value = undefined;
  await ready('Your account is confirmed');
}

export async function resendSignUp(name: string): Promise<void> {
  const { CodeDeliveryDetails: delivery } = await step('Auth.resendSignUp(username)', () => Auth.resendSignUp(name));
  username.value = name;
  destination.value = delivery?.Destination;
  notify(delivery?.Destination ? `A new code is on its way to ${delivery.Destination}.` : 'A new code is on its way.');
}

async function ready(done: string): Promise<void> {
  const result = await signingIn;
  signingIn = undefined;
  await needPassword(true);
  if (result) return arrive(result);
  go('/sign-in');
  notify(`${done}. Sign in.`);
}

/**
 * Lists the automatic sign-in as a step of its own. It begins with the event that says that the account is confirmed, so this must
 * listen before the package does.
 */
function expectSignIn(): void {
  const stop = Hub.listen('auth', ({ payload }) => {
    const confirmed = payload.event === 'confirmSignUp' || (payload.event === 'signUp' && payload.data.userConfirmed);
    if (!confirmed) return;
    stop();
    signingIn = step('autoSignIn', outcome).catch(() => undefined);
  });
  expectNone = () => {
    stop();
    signingIn = undefined;
  };
}

function outcome(): Promise<SignInResult> {
  return new Promise((resolve, reject) => {
    const stop = Hub.listen('auth', ({ payload }) => {
      if (payload.event === 'autoSignIn') resolve(payload.data);
      else if (payload.event === 'autoSignIn_failure' || payload.event === 'signIn_failure') reject(payload.data);
      else return;
      stop();
    });
  });
}
