import Default, { Auth, type SignInResult } from 'cognito-auth-wasm';

export const user: SignInResult = await Auth.signIn('ana', 'secret');
// @ts-expect-error the types were found: `any` would not mind
Default.noSuchMethod();
