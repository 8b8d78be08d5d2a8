// Code that annotates what v5 leaves as `any`.
import { Amplify, Auth, Hub, CognitoHostedUIIdentityProvider, CognitoUser } from 'aws-amplify';
import type { HubCapsule } from 'aws-amplify';
import type {
  CognitoUserAttribute,
  CognitoUserSession,
  ISignUpResult,
  ChallengeName,
} from 'amazon-cognito-identity-js';
import type { SignUpParams } from '@aws-amplify/auth';
import { useState } from 'react';

// 17. an app's own user type, with the attributes it uses
export interface AppUser extends CognitoUser {
  username: string;
  attributes: { sub: string; email: string; 'custom:tenant': string };
  signInUserSession: CognitoUserSession;
  preferredMFA: string;
}
export async function appUser(): Promise<AppUser> {
  const user: AppUser = await Auth.currentAuthenticatedUser();
  console.log(user.attributes['custom:tenant'].length);
  return user;
}

// 18. the form that older answers recommend
interface UserWithAttributeList extends CognitoUser {
  username?: string;
  attributes?: CognitoUserAttribute[];
  challengeParam?: any;
}
export const withList = async () => {
  const user: UserWithAttributeList = await Auth.signIn('ana', 'secret');
  return user.attributes?.map((a) => a.Name);
};

// 19. v5's class as annotation, and its union with any
export async function classAnnotated(username: string, password: string) {
  const user: CognitoUser = await Auth.signIn(username, password);
  const name: ChallengeName | undefined = user.challengeName as ChallengeName | undefined;
  if (user.challengeName === 'SOFTWARE_TOKEN_MFA') return { mfa: true, name };
  const again: CognitoUser | any = await Auth.signIn({ username, password });
  return { mfa: false, name: again.whatever };
}

// 20. state typed with the class; `let` and later assignment
export function useTyped() {
  const [user, setUser] = useState<CognitoUser | null>(null);
  const [own, setOwn] = useState<AppUser | null>(null);
  async function load() {
    let current;
    try {
      current = await Auth.currentAuthenticatedUser();
    } catch {
      current = null;
    }
    setUser(current);
    setOwn(await Auth.currentAuthenticatedUser());
    setOwn((await Auth.currentUserPoolUser()) as AppUser);
    const result: ISignUpResult = await Auth.signUp({ username: 'a', password: 'b' });
    setUser(result.user);
  }
  return { user, own, load };
}

// 21. parameters built apart, with an interface for the attributes
interface Attributes {
  email: string;
  birthdate?: string;
}
export function register(username: string, password: string, attributes: Attributes) {
  const params: SignUpParams = {
    username,
    password,
    attributes,
    clientMetadata: { source: 'web' },
    validationData: { n: 1 },
  };
  return Auth.signUp(params);
}
export const registerPositional = (u: string, p: string, mail: string) => Auth.signUp(u, p, mail);
export const registerWithPhone = (u: string, p: string) => Auth.signUp(u, p, 'a@example.com', '+12065550100');

// 22. listeners with annotations, and their removal
const listener = ({ payload }: HubCapsule) => {
  if (payload.event === 'signIn') console.log('signed in as', payload.data.username);
};
Hub.listen('auth', listener);
Hub.remove('auth', listener);
Hub.listen('auth', async ({ payload: { event, data, message } }: any) => console.log(event, data.username, message));
Hub.listen(/signed in/, (capsule) => console.log(capsule.patternInfo, capsule.payload.data.username), 'logger');
Hub.listen('myChannel', ({ payload, source }) => console.log(payload.data.anything, source));
Hub.dispatch('myChannel', { event: 'done', data: { anything: 1 }, message: 'done' });
Hub.dispatch('auth', { event: 'signOut' }, 'App');

// 23. configuration in its three shapes; values from the environment
declare const env: { POOL?: string; CLIENT?: string };
Amplify.configure({
  Auth: {
    region: 'eu-west-1',
    userPoolId: env.POOL,
    userPoolWebClientId: env.CLIENT,
    mandatorySignIn: true,
    authenticationFlowType: 'USER_PASSWORD_AUTH',
    clientMetadata: { tenant: 'a' },
    oauth: {
      domain: 'x.auth.eu-west-1.amazoncognito.com',
      scope: ['openid'],
      redirectSignIn: '/',
      redirectSignOut: '/',
      responseType: 'code',
    },
    cookieStorage: { domain: 'example.com', path: '/', expires: 365, sameSite: 'strict', secure: true },
  },
  API: { endpoints: [{ name: 'api', endpoint: 'https://example.test' }] },
});
const widened = {
  Auth: {
    userPoolId: 'a_b',
    userPoolWebClientId: 'c',
    authenticationFlowType: 'CUSTOM_AUTH',
    signUpVerificationMethod: 'link',
  },
};
Amplify.configure(widened);
const current = Auth.configure();
console.log(current.userPoolId, current.userPoolWebClientId, current.authenticationFlowType);
class SessionStore {
  private items = new Map<string, string>();
  setItem(key: string, value: string): string {
    this.items.set(key, value);
    return value;
  }
  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }
  removeItem(key: string): boolean {
    return this.items.delete(key);
  }
  clear() {
    this.items.clear();
  }
}
Auth.configure({ userPoolId: 'a_b', userPoolWebClientId: 'c', storage: new SessionStore() });
Auth.configure({ storage: window.sessionStorage });

// 40. configuration that TypeScript has widened, or made readonly, and that has `null` where something is off
declare const environment: { [name: string]: string | undefined };
declare const handlers: object;
Amplify.configure({
  Auth: {
    mandatorySignIn: environment.MANDATORY,
    oauth: {
      domain: environment.DOMAIN,
      scope: ['openid'],
      redirectSignIn: environment.HERE,
      redirectSignOut: environment.HERE,
      responseType: 'code',
    },
    refreshHandlers: handlers,
  },
});
const withCookies = { userPoolId: 'a_b', cookieStorage: { domain: 'example.com', sameSite: 'strict', secure: true } };
Amplify.configure({ Auth: withCookies });
Auth.configure(withCookies);
const constant = {
  Auth: { oauth: { domain: 'd', scope: ['email'], redirectSignIn: '/', redirectSignOut: '/', responseType: 'code' } },
} as const;
Amplify.configure(constant);
Auth.configure({ clientMetadata: { n: 1 } });
Auth.configure({ oauth: null, identityPoolId: null, cookieStorage: null, storage: null });

// 41. v5 declares credentials, although the page leaves
export const google = () =>
  Auth.federatedSignIn({ provider: CognitoHostedUIIdentityProvider.Google }).then((cred) =>
    console.log(cred.identityId),
  );

// 42. a listener that does not look at the event, or not first
Hub.listen('auth', ({ payload: { event, data } }) => console.log(event.length, data?.username));
Hub.listen('auth', ({ payload }) => {
  const { event, data, message } = payload;
  if (data && data.attributes) console.log(event, message);
});

// 43. the level of v5's logger
Amplify.Logger.LOG_LEVEL = 'DEBUG';
