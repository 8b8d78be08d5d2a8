// A browser's cookies, as far as a server sees them, and the tokens in them.

import { startStandIn } from '../stand-in/stand-in.mjs';

export const PASSWORD = 'Passw0rd!';

/** A browser's cookies: `header()` goes with a request, `set(text)` takes a `Set-Cookie` of the response. */
export class Jar {
  cookies = new Map();
  /** The texts that were set, in their order. */
  texts = [];

  constructor(pairs = []) {
    for (const [name, text] of pairs) this.cookies.set(name, text);
  }
  header() {
    return [...this.cookies].map(([name, text]) => `${name}=${text}`).join('; ');
  }
  set = (text) => {
    this.texts.push(text);
    const [pair, ...attributes] = text.split('; ');
    const [name, ...rest] = pair.split('=');
    const expires = attributes.find((it) => it.startsWith('expires='));
    if (expires && new Date(expires.slice(8)) <= new Date()) this.cookies.delete(name);
    else this.cookies.set(name, rest.join('='));
  };
  /** The names without what all of an app client's have in common. */
  names() {
    return [...this.cookies.keys()].map((name) => name.replace(/^CognitoIdentityServiceProvider\.[^.]+\./, '')).sort();
  }
  /** A cookie's text, by the end of its name. */
  get(end) {
    return [...this.cookies].find(([name]) => name.endsWith(end))?.[1];
  }
  /** Sets a cookie that is there, by the end of its name. */
  put(end, text) {
    const [name] = [...this.cookies].find(([name]) => name.endsWith(end));
    this.cookies.set(name, text);
  }
  /** The same cookies after two hours. */
  later() {
    return new Jar([...this.cookies].map(([name, text]) => [name, /(id|access)Token$/.test(name) ? aged(text) : text]));
  }
}

export const claimsOf = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));

/** The token with other claims, and the signature of the former ones. */
export function forged(token, changes) {
  const [head, , signature] = token.split('.');
  const claims = Buffer.from(JSON.stringify({ ...claimsOf(token), ...changes }));
  return [head, claims.toString('base64url'), signature].join('.');
}

/** A token as if it had been issued two hours earlier. */
export function aged(token) {
  const claims = claimsOf(token);
  return forged(token, Object.fromEntries(['iat', 'exp', 'auth_time'].map((name) => [name, claims[name] - 7200])));
}

/** The cookies of one user's session under the name of another. */
export const renamed = (jar, from, to) =>
  new Jar(
    [...jar.cookies].map(([name, text]) =>
      name.endsWith('LastAuthUser') ? [name, to] : [name.replace(`.${from}.`, `.${to}.`), text],
    ),
  );

/** A service with a user pool, whose users are there when `newUser` has made them. */
export async function startService(options) {
  const operations = [];
  const standIn = await startStandIn({ log: (line) => operations.push(line.split(' ')[0]) });
  const { userPoolId, clientId, endpoint } = await standIn.createUserPool(options);
  const newUser = async (username, more) => {
    await standIn.createUser(userPoolId, { username, password: PASSWORD, email: `${username}@example.com`, ...more });
    return username;
  };
  const config = { userPoolId, userPoolWebClientId: clientId, endpoint };
  /** The operations that were asked for since the last call. */
  const asked = () => operations.splice(0).filter((name) => !/^(Admin|Create)/.test(name));
  return { standIn, config, newUser, asked, stop: () => standIn.stop() };
}
