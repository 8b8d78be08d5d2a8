// Which user pool the page talks to: the visitor's own, kept in localStorage, or else the one `make demo` started.
import { computed, signal } from '@preact/signals';
import { Auth } from 'cognito-auth-wasm';
import { step } from './activity';

export interface UserPool {
  region: string;
  userPoolId: string;
  clientId: string;
  endpoint?: string | undefined;
  /** Of the hosted page, with a scheme where that is not https. */
  domain?: string | undefined;
}

export interface PasswordPolicy {
  MinimumLength: number;
  RequireUppercase: boolean;
  RequireLowercase: boolean;
  RequireNumbers: boolean;
  RequireSymbols: boolean;
}

/** What `make demo` tells the page about the pool it made. */
export interface LocalPool extends UserPool {
  /** Codes that are always the same, if they are. */
  signUpCode?: string;
  resetCode?: string;
  /** The server prints them where it was started. */
  codesInTerminal?: boolean;
  /** At the same address as the user pool. */
  identityPoolId?: string;
  passwordPolicy: PasswordPolicy;
}

const KEY = 'demo.userPool';

export const ownPool = signal<UserPool | undefined>(undefined);
export const localPool = signal<LocalPool | undefined>(undefined);
export const userPool = computed<UserPool | undefined>(() => ownPool.value ?? localPool.value);
/** Only of the local pool: a browser cannot ask Cognito for it. */
export const passwordPolicy = computed(() => (ownPool.value ? undefined : localPool.value?.passwordPolicy));
/** What to do without an e-mail or a text message. */
export const codes = computed<Pick<LocalPool, 'signUpCode' | 'resetCode' | 'codesInTerminal'>>(() =>
  ownPool.value ? {} : (localPool.value ?? {}),
);

/** Of the local service only. */
export const identityPoolId = computed(() => (ownPool.value ? undefined : localPool.value?.identityPoolId));

export async function loadSettings(): Promise<void> {
  localPool.value = await fetchLocalPool();
  const own = readOwnPool();
  if (own) await useOwnPool(own);
  else if (localPool.value) await configure(localPool.value);
}

/** Throws what the package says against the pool, and then leaves all as it was. */
export async function useOwnPool(pool: UserPool): Promise<void> {
  await configure(pool);
  ownPool.value = pool;
  try {
    localStorage.setItem(KEY, JSON.stringify(pool));
  } catch {
    /* then for this page only */
  }
}

export async function useLocalPool(): Promise<void> {
  if (localPool.value) await configure(localPool.value);
  ownPool.value = undefined;
  try {
    localStorage.removeItem(KEY);
  } catch {
    /* nothing was kept either */
  }
}

async function configure({
  region,
  userPoolId,
  clientId,
  endpoint,
  domain,
  ...rest
}: UserPool | LocalPool): Promise<void> {
  const here = `${location.origin}/`;
  await step('Auth.configure(config)', () =>
    Auth.configure({
      region,
      userPoolId,
      userPoolWebClientId: clientId,
      // Written even when absent: configurations are merged, and what was set earlier would stay.
      endpoint: endpoint || undefined,
      identityPoolId: 'identityPoolId' in rest ? rest.identityPoolId : undefined,
      identityPoolEndpoint: endpoint || undefined,
      oauth: domain
        ? {
            domain,
            scope: ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'],
            redirectSignIn: here,
            redirectSignOut: here,
            responseType: 'code',
          }
        : undefined,
    }),
  );
}

function readOwnPool(): UserPool | undefined {
  try {
    const pool = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    return pool?.userPoolId && pool.clientId ? pool : undefined;
  } catch {
    return undefined;
  }
}

async function fetchLocalPool(): Promise<LocalPool | undefined> {
  try {
    const response = await fetch('/local-cognito.json');
    // A server that answers every path with the page is not `make demo`.
    return response.ok && response.headers.get('Content-Type')?.includes('json') ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}
