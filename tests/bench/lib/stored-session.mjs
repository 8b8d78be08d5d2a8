// Sessions as v5 leaves them in the storage, in the form of Playwright's `storageState`.
import { withFreshPage } from './browser.mjs';
import { openSignIn, signInOnce } from '../parts/sign-in.mjs';

const HOUR = 3600;

/** One that is valid for an hour, and the same an hour after its tokens have expired. */
export async function storedSessions(browser, server) {
  const valid = await withFreshPage(browser, async (page) => {
    await openSignIn(page, server);
    await signInOnce(page, 'v5');
    return page.context().storageState();
  });
  const [{ origin, localStorage }] = valid.origins;
  const stored = (ending) => localStorage.find(({ name }) => name.endsWith(ending)).value;
  if (!stored('.userData').includes('email')) throw new Error('v5 has stored no attributes');

  // What the service answers to the refresh: `page/harness.js`.
  const refreshed = {
    AuthenticationResult: {
      AccessToken: stored('.accessToken'),
      IdToken: stored('.idToken'),
      ExpiresIn: HOUR,
      TokenType: 'Bearer',
    },
    ChallengeParameters: {},
  };
  const items = localStorage.map(({ name, value }) => ({
    name,
    value: /\.(access|id)Token$/.test(name) ? earlier(value, 2 * HOUR) : value,
  }));
  items.push({ name: 'bench.refreshed', value: JSON.stringify(refreshed) });
  return { valid, expired: { cookies: [], origins: [{ origin, localStorage: items }] } };
}

/** The token as it would be if it had been issued earlier. */
function earlier(token, seconds) {
  const [header, claims, signature] = token.split('.');
  const moved = JSON.parse(Buffer.from(claims, 'base64url'));
  for (const name of ['auth_time', 'iat', 'exp']) moved[name] -= seconds;
  return [header, Buffer.from(JSON.stringify(moved)).toString('base64url'), signature].join('.');
}
