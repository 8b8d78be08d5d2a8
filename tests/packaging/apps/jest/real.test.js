import { Amplify, Auth, AuthClass } from 'cognito-auth-wasm';
import { memoryStorage } from 'cognito-auth-wasm/tokens';
import { signInAndOut } from './sign-in.js';

const { config, user, result } = JSON.parse(process.env.SIGN_IN);

test('the shared Auth', async () => {
  Amplify.configure({ Auth: config });
  expect(await signInAndOut(Auth, user)).toEqual(result);
});

test('an instance with a storage of its own', async () => {
  expect(await signInAndOut(new AuthClass({ ...config, storage: memoryStorage() }), user)).toEqual(result);
});

test('errors are those of this realm', async () => {
  const error = await Auth.signIn(user.username, 'Wrong-123').catch((error) => error);
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ code: 'NotAuthorizedException', message: 'Incorrect username or password.' });
});

test('fetch as the test replaces it', async () => {
  const { fetch } = globalThis;
  globalThis.fetch = jest.fn(async () => {
    throw new TypeError('Failed to fetch');
  });
  try {
    await expect(Auth.signIn(user.username, user.password)).rejects.toMatchObject({ code: 'NetworkError' });
    expect(globalThis.fetch).toHaveBeenCalledTimes(1);
    expect(globalThis.fetch.mock.calls[0][0]).toBe(config.endpoint);
  } finally {
    globalThis.fetch = fetch;
  }
});
