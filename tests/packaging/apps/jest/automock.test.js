import Default, { Amplify, Auth, AuthClass, CognitoUser, Hub } from 'cognito-auth-wasm';
import { memoryStorage } from 'cognito-auth-wasm/tokens';

jest.mock('cognito-auth-wasm');
jest.mock('cognito-auth-wasm/tokens');

test('each method is a mock', async () => {
  Auth.signIn.mockResolvedValue({ username: 'ana' });
  expect(await Auth.signIn('ana', 'Secret-123')).toEqual({ username: 'ana' });
  expect(Auth.signIn).toHaveBeenCalledWith('ana', 'Secret-123');
  expect(Default.signIn).toBe(Auth.signIn);
  for (const mock of [
    Amplify.configure,
    Auth.configure,
    Auth.currentAuthenticatedUser,
    Auth.currentChallenge,
    Hub.listen,
    memoryStorage,
    new AuthClass().signOut,
    new CognitoUser().getSession,
  ])
    expect(jest.isMockFunction(mock)).toBe(true);
  expect(Amplify.configure({})).toBeUndefined();
});
