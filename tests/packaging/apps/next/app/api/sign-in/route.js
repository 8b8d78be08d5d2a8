import { AuthClass } from 'cognito-auth-wasm';
import { memoryStorage } from 'cognito-auth-wasm/tokens';
import { signInAndOut } from '../../../sign-in.js';

export async function POST(request) {
  const { config, user } = await request.json();
  return Response.json(await signInAndOut(new AuthClass({ ...config, storage: memoryStorage() }), user));
}
