import { Amplify, Auth, AuthClass } from 'cognito-auth-wasm';
import { memoryStorage } from 'cognito-auth-wasm/tokens';
import { expect, test, vi } from 'vitest';
import { signInAndOut } from './sign-in.js';

const { config, user, result } = JSON.parse(process.env.SIGN_IN);

test('the shared Auth', async () => {
  Amplify.configure({ Auth: config });
  expect(await signInAndOut(Auth, user)).toEqual(result);
});

test('an instance with a storage of its own', async () => {
  expect(await signInAndOut(new AuthClass({ ...config, storage: memoryStorage() }), user)).toEqual(result);
});

test('a method of Auth, spied on, and put back', async () => {
  const original = Auth.signIn;
  const signIn = vi.spyOn(Auth, 'signIn').mockResolvedValue({ username: 'ana' });
  expect(await Auth.signIn('ana', 'Secret-123')).toEqual({ username: 'ana' });
  signIn.mockRestore();
  expect(Auth.signIn).toBe(original);
});
