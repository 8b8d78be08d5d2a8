import auth = require('cognito-auth-wasm');

export const user: Promise<auth.SignInResult> = auth.Auth.signIn('ana', 'secret');
// @ts-expect-error the types were found: `any` would not mind
auth.Auth.noSuchMethod();
