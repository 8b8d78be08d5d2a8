import { AuthClass } from 'cognito-auth-wasm';
import { NextResponse } from 'next/server';
import { config as authConfig } from './auth-config.js';

export async function proxy(request) {
  const texts = [];
  const auth = AuthClass.forRequest({
    config: authConfig,
    cookies: request.cookies,
    setCookie(text, { name, value }) {
      texts.push(text);
      // So that the page that follows has the new tokens, too.
      if (value) request.cookies.set(name, value);
      else request.cookies.delete(name);
    },
  });
  const session = await auth.currentSession().catch(() => null);
  const response = session
    ? NextResponse.next({ request: { headers: request.headers } })
    : NextResponse.redirect(new URL('/', request.url));
  for (const text of texts) response.headers.append('Set-Cookie', text);
  return response;
}

export const config = { matcher: '/account/:path*' };
