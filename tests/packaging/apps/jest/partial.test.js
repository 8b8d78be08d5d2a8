import { Auth, AuthErrorStrings } from 'cognito-auth-wasm';

jest.mock('cognito-auth-wasm', () => ({
  ...jest.requireActual('cognito-auth-wasm'),
  Auth: { currentAuthenticatedUser: jest.fn(async () => ({ username: 'ana' })) },
}));

test('one export is replaced, and the others are as they were', async () => {
  expect(await Auth.currentAuthenticatedUser()).toEqual({ username: 'ana' });
  expect(AuthErrorStrings.EMPTY_USERNAME).toBe('Username cannot be empty');
});
