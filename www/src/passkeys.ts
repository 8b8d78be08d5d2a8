// Passkeys: of the signed-in user, and to sign in with.
import { Auth, type Passkey } from 'cognito-auth-wasm';
import { step } from './activity';
import { arrive, asUser, username } from './auth';

/** Without it, a button would be of no use. */
export const hasPasskeys = 'PublicKeyCredential' in globalThis;

/** Whether this browser was told to remember who has a passkey: else the page of the sign-in fetches nothing for it. */
const OFFERS = 'demo.offersPasskey';

export function listPasskeys(): Promise<Passkey[]> {
  return asUser('Auth.listPasskeys()', () => Auth.listPasskeys());
}

export async function registerPasskey({ rememberUsername }: { rememberUsername: boolean }): Promise<void> {
  const options = rememberUsername ? '{ rememberUsername: true }' : '';
  await asUser(`Auth.registerPasskey(${options})`, () => Auth.registerPasskey({ rememberUsername }));
  offer(rememberUsername);
}

export async function deletePasskey(id: string): Promise<void> {
  await asUser('Auth.deletePasskey(id)', () => Auth.deletePasskey(id));
  offer(false);
}

export async function signInWithPasskey(name: string): Promise<void> {
  username.value = name;
  arrive(await step('Auth.signInWithPasskey({ username })', () => Auth.signInWithPasskey({ username: name })));
}

/** Offers the passkey in the drop-down of the field; what comes back ends that. */
export function offerPasskey(): () => void {
  const controller = new AbortController();
  if (offers()) {
    step('Auth.signInWithPasskey({ autofill: true })', () =>
      Auth.signInWithPasskey({ autofill: true, signal: controller.signal }),
    ).then(
      (user) => user && arrive(user),
      // Another sign-in has begun, or the view is left.
      () => {},
    );
  }
  return () => controller.abort();
}

function offers(): boolean {
  try {
    return hasPasskeys && localStorage.getItem(OFFERS) !== null;
  } catch {
    return false;
  }
}

function offer(wanted: boolean): void {
  try {
    if (wanted) localStorage.setItem(OFFERS, '1');
    else localStorage.removeItem(OFFERS);
  } catch {
    /* then the next page does not offer it */
  }
}
