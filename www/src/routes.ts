// The views, and who may see them. A new view is one line here.
import { computed, effect, signal } from '@preact/signals';
import type { FunctionComponent } from 'preact';
import { challenged, user } from './auth';
import { go, path } from './router';
import { userPool } from './settings';
import { Account } from './views/account';
import { Challenge } from './views/challenge';
import { Attributes } from './views/attributes';
import { Confirm } from './views/confirm';
import { Credentials } from './views/credentials';
import { Delete } from './views/delete';
import { Devices } from './views/devices';
import { ForgotPassword } from './views/forgot-password';
import { Mfa } from './views/mfa';
import { Passkeys } from './views/passkeys';
import { Password } from './views/password';
import { ResetPassword } from './views/reset-password';
import { Settings } from './views/settings';
import { SignIn } from './views/sign-in';
import { SignInCode } from './views/sign-in-code';
import { SignUp } from './views/sign-up';
import { Speed } from './views/speed';

interface Route {
  view: FunctionComponent;
  for: 'guests' | 'users' | 'everyone';
}

const routes: Record<string, Route> = {
  '/sign-in': { view: SignIn, for: 'guests' },
  '/sign-in-code': { view: SignInCode, for: 'guests' },
  '/sign-up': { view: SignUp, for: 'guests' },
  '/confirm': { view: Confirm, for: 'guests' },
  '/challenge': { view: Challenge, for: 'guests' },
  '/forgot-password': { view: ForgotPassword, for: 'guests' },
  '/reset-password': { view: ResetPassword, for: 'guests' },
  '/account': { view: Account, for: 'users' },
  '/account/attributes': { view: Attributes, for: 'users' },
  '/account/password': { view: Password, for: 'users' },
  '/account/mfa': { view: Mfa, for: 'users' },
  '/account/passkeys': { view: Passkeys, for: 'users' },
  '/account/devices': { view: Devices, for: 'users' },
  '/account/delete': { view: Delete, for: 'users' },
  '/credentials': { view: Credentials, for: 'everyone' },
  '/settings': { view: Settings, for: 'everyone' },
  '/speed': { view: Speed, for: 'everyone' },
};

const started = signal(false);

/** Undefined until it is known whether somebody is signed in. */
export const route = computed(() => (started.value ? routes[path.value] : undefined));

/** From now on the page leads guests to the sign-in, and users to their account. */
export function startRouting(): void {
  started.value = true;
  effect(() => {
    const target = redirect();
    if (target) go(target, { replace: true });
  });
}

function redirect(): string | undefined {
  const audience = route.value?.for;
  if (audience === 'everyone') return undefined;
  if (!userPool.value) return '/settings';
  if (user.value) return audience === 'users' ? undefined : '/account';
  const entrance = challenged.value ? '/challenge' : '/sign-in';
  if (audience !== 'guests') return entrance;
  return path.value === '/challenge' && !challenged.value ? entrance : undefined;
}
