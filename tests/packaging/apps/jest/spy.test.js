import { Auth, Hub } from 'cognito-auth-wasm';

test('a method of Auth, spied on, and put back', async () => {
  const original = Auth.signIn;
  const signIn = jest.spyOn(Auth, 'signIn').mockResolvedValue({ username: 'ana' });
  expect(await Auth.signIn('ana', 'Secret-123')).toEqual({ username: 'ana' });
  expect(signIn).toHaveBeenCalledTimes(1);
  signIn.mockRestore();
  expect(Auth.signIn).toBe(original);
});

test('an event of the Hub', () => {
  const dispatch = jest.spyOn(Hub, 'dispatch');
  Auth.configure({ clientMetadata: {} });
  expect(dispatch).toHaveBeenCalledWith('auth', expect.objectContaining({ event: 'configured' }), 'Auth');
  dispatch.mockRestore();
});
