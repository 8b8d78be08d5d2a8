import { AuthClass } from 'cognito-auth-wasm';
import { cookies } from 'next/headers';
import { config } from '../../auth-config.js';

export default async function Page() {
  // No setCookie: a page cannot set cookies.
  const auth = AuthClass.forRequest({ config, cookies: await cookies() });
  const user = await auth.currentAuthenticatedUser().catch(() => null);
  return <main>{user ? `Hello ${user.attributes.email}` : 'Please sign in'}</main>;
}
