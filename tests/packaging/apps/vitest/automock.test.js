import { Auth, Hub } from 'cognito-auth-wasm';
import { expect, test, vi } from 'vitest';

vi.mock('cognito-auth-wasm');

test('each method is a mock', async () => {
  vi.mocked(Auth.signIn).mockResolvedValue({ username: 'ana' });
  expect(await Auth.signIn('ana', 'Secret-123')).toEqual({ username: 'ana' });
  expect(Auth.signIn).toHaveBeenCalledWith('ana', 'Secret-123');
  expect(vi.isMockFunction(Auth.currentSession)).toBe(true);
  expect(vi.isMockFunction(Hub.listen)).toBe(true);
});
