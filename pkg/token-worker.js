// A worker that holds refresh tokens, so that no script of the page can read them. It sends the requests to Cognito
// itself. It puts a placeholder where a reply brings a refresh token, and the token where a request names the
// placeholder. The page's side is tokens.js. An application's own worker file imports this one, as a dedicated worker
// or a shared one.

import { textOf } from './reply.js';

/**
 * The refresh tokens, by placeholder: `{ token, url, queue }`. `url` is the only address that may get the token: the one
 * that has issued it; for one of the hosted page, the user pool's, which the request for it has named.
 */
const tokens = new Map();
/** The pages' storage, with placeholders for refresh tokens. The pages of a shared worker have it in common. */
const stored = new Map();
const pages = new Set();
/** The `AbortController`s of the requests under way, by page and then by number. */
const requests = new Map();

/**
 * The place of a new refresh token in a reply. What is no operation is sent to the token endpoint of a hosted page. Who
 * sends that has a code, and could trade it without this worker: to name another user pool there gives a script no token
 * that it could not have.
 */
const placeOfNew = ({ operation, url, init }, reply) =>
  operation === undefined
    ? [reply, 'refresh_token', init.userPoolEndpoint]
    : [reply?.AuthenticationResult, 'RefreshToken', url];

/**
 * The places of a refresh token in requests. A placeholder is replaced nowhere else, so that no reply can show the
 * token.
 */
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

const newPlaceholder = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `in-the-worker-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
};

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
  const entry = tokens.get(placeholder);
  if (entry && entry.url !== request.url)
    throw new DOMException('A token goes to nobody but the service that issued it', 'SecurityError');
  let token;
  const begin = async () => {
    if (entry) {
      token = holder[name] = entry.token;
      request.init.body = JSON.stringify(body);
    }
    const answer = await exchange(request, signal);
    const reply = parse(answer.text);
    const [result, member, url] = placeOfNew(request, reply);
    if (typeof result?.[member] === 'string' && result[member]) {
      // A token that rotates keeps its placeholder: another page may still have that.
      const name = entry ? placeholder : newPlaceholder();
      if (entry) entry.token = result[member];
      else tokens.set(name, { token: result[member], url });
      result[member] = name;
      answer.text = JSON.stringify(reply);
    }
    // A reply may show the token in another place.
    if (token) answer.text = answer.text.replaceAll(token, placeholder);
    if (entry && request.operation === 'RevokeToken' && answer.status < 300) tokens.delete(placeholder);
    return answer;
  };
  if (!entry) return begin();
  // Requests with the same token run one after the other: the second may need the token that the first brings.
  const queued = (entry.queue ?? Promise.resolve()).then(begin);
  entry.queue = queued.catch(() => {});
  return queued;
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
    const controllers = requests.get(page) ?? requests.set(page, new Map()).get(page);
    controllers.set(id, controller);
    try {
      page.postMessage({ id, answer: await send(request, controller.signal) });
    } catch (error) {
      page.postMessage({ id, failed: { name: error?.name, message: error?.message } });
    }
    controllers.delete(id);
  };
}

if ('onconnect' in globalThis) globalThis.onconnect = ({ ports: [port] }) => serve(port);
else serve(globalThis);
