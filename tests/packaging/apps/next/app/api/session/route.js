import { AuthClass } from 'cognito-auth-wasm';
import { cookies } from 'next/headers';
import { config } from '../../../auth-config.js';

export async function GET() {
  const store = await cookies();
  const auth = AuthClass.forRequest({
    config,
    cookies: store,
    setCookie: (text, { name, value, ...attributes }) => store.set(name, value, attributes),
  });
  const user = await auth.currentAuthenticatedUser().catch(() => null);
  return Response.json({ email: user?.attributes.email ?? null });
}
