// The worker that keeps refresh tokens away from the page: it sends the requests to Cognito itself, puts a placeholder where
// a reply brings a refresh token, and the token where a request names the placeholder. The page's side is tokens.js. An
// application's own worker file imports this one, as a dedicated worker or a shared one.

import { textOf } from './reply.js';

/** By placeholder: the token, the only address that it may be sent to, and the refresh under way. */
const kept = new Map();
/** What the pages have stored: all but the refresh tokens, and for the pages of a shared worker. */
const stored = new Map();
const pages = new Set();
/** By page and number: what ends a request. */
const requests = new Map();

/** Where requests name a refresh token. Nowhere else is a placeholder replaced, so that no reply can show what was put in. */
const places = {
  InitiateAuth: (body) => [body.AuthParameters, 'REFRESH_TOKEN'],
  GetTokensFromRefreshToken: (body) => [body, 'RefreshToken'],
  RevokeToken: (body) => [body, 'Token'],
};

const parse = (text) => {
  try {
    return JSON.parse(text);
  } catch {}
};

const newPlaceholder = () =>
  `in-the-worker-${Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;

async function exchange({ url, operation, init }, signal) {
  const reply = await fetch(url, { ...init, signal });
  const headers = ['x-amzn-errortype', 'retry-after'].flatMap((name) => {
    const value = reply.headers.get(name);
    return value === null ? [] : [[name, value]];
  });
  return { status: reply.status, headers, text: (await textOf(reply)) ?? '' };
}

async function send(request, signal) {
  const body = parse(request.init.body);
  const [holder, name] = (body && places[request.operation]?.(body)) || [];
  const placeholder = holder?.[name];
  const entry = kept.get(placeholder);
  if (entry && entry.url !== request.url) throw new TypeError('A token goes to nobody but the service that issued it');
  let token;
  const begin = async () => {
    if (entry) {
      token = holder[name] = entry.token;
      request.init.body = JSON.stringify(body);
    }
    const answer = await exchange(request, signal);
    const reply = parse(answer.text);
    const result = reply?.AuthenticationResult;
    if (typeof result?.RefreshToken === 'string' && result.RefreshToken) {
      // One that rotates stays behind its placeholder: another page may still have the old one.
      const name = entry ? placeholder : newPlaceholder();
      if (entry) entry.token = result.RefreshToken;
      else kept.set(name, { token: result.RefreshToken, url: request.url });
      result.RefreshToken = name;
      answer.text = JSON.stringify(reply);
    }
    if (token) answer.text = answer.text.replaceAll(token, placeholder);
    if (entry && request.operation === 'RevokeToken' && answer.status < 300) kept.delete(placeholder);
    return answer;
  };
  if (!entry) return begin();
  // One after the other: of two with the same token the second may need what the first brings.
  const turn = (entry.turn ?? Promise.resolve()).then(begin);
  entry.turn = turn.catch(() => {});
  return turn;
}

function store(change, from) {
  const [key, text] = change;
  if (text !== undefined) stored.set(key, text);
  else if (key === undefined) stored.clear();
  else stored.delete(key);
  for (const page of pages) if (page !== from) page.postMessage({ change });
}

function serve(page) {
  pages.add(page);
  page.onmessage = async ({ data: { open, change, abort, id, request } }) => {
    if (open) page.postMessage({ stored: [...stored] });
    if (change) store(change, page);
    if (abort) requests.get(page)?.get(abort)?.abort();
    if (!request) return;
    const controller = new AbortController();
    const own = requests.get(page) ?? requests.set(page, new Map()).get(page);
    own.set(id, controller);
    try {
      page.postMessage({ id, answer: await send(request, controller.signal) });
    } catch (error) {
      page.postMessage({ id, failed: { name: error?.name, message: error?.message } });
    }
    own.delete(id);
  };
}

if ('onconnect' in globalThis) globalThis.onconnect = ({ ports: [port] }) => serve(port);
else serve(globalThis);
