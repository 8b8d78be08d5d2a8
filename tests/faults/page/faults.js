// The page's `fetch`: it notes each call to the service, and does to one of them what a network or a service in trouble does.
import { setTime, track } from './clock.js';

const realFetch = globalThis.fetch.bind(globalThis);
const HTML = '<!doctype html><html><title>Sign in to the network</title><body>502 Bad Gateway</body></html>';
/** Less than any request may take. */
const SLOW_MS = 4000;

// ---- replies ----

/** A reply whose body is there; reading it takes no time of the page's. */
function reply(status, text, type = 'application/x-amz-json-1.1', headers = {}) {
  const response = new Response(text, { status, headers: { 'content-type': type, ...headers } });
  return tracked(response);
}

function tracked(response) {
  for (const method of ['text', 'json', 'arrayBuffer']) {
    const original = response[method].bind(response);
    response[method] = () => track(original());
  }
  const { body } = response;
  const getReader = body?.getReader.bind(body);
  if (body)
    body.getReader = () => {
      const reader = getReader();
      return { read: () => track(reader.read()), cancel: () => reader.cancel() };
    };
  return response;
}

// What was read part by part is put together by a Blob.
const { text } = Blob.prototype;
Blob.prototype.text = function () {
  return track(text.call(this));
};

/** In the words of the operations and of the token endpoint. */
const refusal = (status, type, headers) =>
  reply(
    status,
    JSON.stringify({ __type: type, message: `${type} of the fault suite`, error: type }),
    undefined,
    headers,
  );
const same = ({ status, text, headers }) => reply(status, text, headers['content-type'], headers);
const half = ({ text }) => text.slice(0, Math.floor(text.length / 2));
const failed = () => new TypeError('Failed to fetch');

function untilAborted(signal) {
  return new Promise((_, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener('abort', () => reject(signal.reason));
  });
}

const after = (ms, signal) => Promise.race([new Promise((resolve) => setTimeout(resolve, ms)), untilAborted(signal)]);

/** A reply that begins, and then does not go on as it should. */
function begun(done, signal, end) {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(half(done)));
      signal?.addEventListener('abort', () => controller.error(signal.reason));
      end?.(controller);
    },
  });
  const response = new Response(body, { status: done.status, headers: done.headers });
  return end ? tracked(response) : response;
}

// ---- faults ----

/**
 * Each gets `send`, which has the request carried out, and the signal that gives it up. `as` says what the caller may
 * make of it: nothing (`fine`), no reply, a reply that is none, or one of the service's own refusals. `done`: the service did it;
 * `passes`: what may be sent again is; `garbled`: it says nothing of what the service thinks.
 */
export const faults = {
  'connection refused': { as: 'NetworkError', passes: true, act: () => Promise.reject(failed()) },
  'no answer': { as: 'NetworkError', passes: true, act: (_, signal) => untilAborted(signal) },
  'reply lost': {
    as: 'NetworkError',
    passes: true,
    done: true,
    act: async (send) => (await send(), Promise.reject(failed())),
  },
  'no answer, but done': {
    as: 'NetworkError',
    passes: true,
    done: true,
    act: async (send, signal) => (await send(), untilAborted(signal)),
  },
  'reply stalls': {
    as: 'NetworkError',
    passes: true,
    done: true,
    act: async (send, signal) => begun(await send(), signal),
  },
  'reply breaks off': {
    as: 'broken',
    done: true,
    act: async (send, signal) => begun(await send(), signal, (controller) => controller.error(failed())),
  },
  'status 500': { as: 'InternalErrorException', passes: true, act: async () => refusal(500, 'InternalErrorException') },
  'status 500, but done': {
    as: 'InternalErrorException',
    passes: true,
    done: true,
    act: async (send) => (await send(), refusal(500, 'InternalErrorException')),
  },
  'status 502, empty': { as: 'InvalidResponse', passes: true, act: async () => reply(502, '', 'text/html') },
  'status 503, HTML': { as: 'InvalidResponse', passes: true, act: async () => reply(503, HTML, 'text/html') },
  'status 429': {
    as: 'TooManyRequestsException',
    passes: true,
    act: async () => refusal(429, 'TooManyRequestsException'),
  },
  'status 429, Retry-After': {
    as: 'TooManyRequestsException',
    passes: true,
    act: async () => refusal(429, 'TooManyRequestsException', { 'retry-after': '2' }),
  },
  'status 400, throttled': {
    as: 'ThrottlingException',
    passes: true,
    act: async () => refusal(400, 'ThrottlingException'),
  },
  'status 403, HTML': { as: 'InvalidResponse', act: async () => reply(403, HTML, 'text/html') },
  "a portal's HTML": { as: 'InvalidResponse', garbled: true, act: async () => reply(200, HTML, 'text/html') },
  'empty body': { as: 'empty', done: true, act: async (send) => (await send(), reply(200, '')) },
  'truncated JSON': {
    as: 'InvalidResponse',
    garbled: true,
    done: true,
    act: async (send) => reply(200, half(await send())),
  },
  'JSON of another kind': {
    as: 'InvalidResponse',
    garbled: true,
    done: true,
    act: async (send) => (await send(), reply(200, '[null, 7, "text"]')),
  },
  'wrong content type': {
    as: 'fine',
    done: true,
    act: async (send) => {
      const { status, text } = await send();
      return reply(status, text, 'text/plain');
    },
  },
  slow: {
    as: 'fine',
    done: true,
    act: async (send, signal) => {
      const done = await send();
      await after(SLOW_MS, signal);
      return same(done);
    },
  },
  'delivered twice, first reply': {
    as: 'fine',
    done: true,
    act: async (send) => {
      const done = await send();
      await send();
      return same(done);
    },
  },
  'delivered twice, second reply': {
    as: 'again',
    done: true,
    act: async (send) => {
      await send();
      return same(await send());
    },
  },
};

// ---- fetch ----

/** What the page sent, oldest first: `{ operation, body, answers: [{ status, json }] }`; to the token endpoint it is `token`. */
export const sent = [];
let plan;

/** From now on every request is answered at once, with nothing. */
export const answerAll = () => (plan = { step: 0, lasting: true, act: async () => reply(200, '{}') });

/** From now on: the fault of that name at the request of that number, counted from now; `lasting` at all that follow, too. */
export function inject({ step, fault, lasting } = {}) {
  sent.length = 0;
  plan = fault && { step, lasting, act: faults[fault].act };
}

globalThis.fetch = function fetch(input, init) {
  const target = new Headers(init?.headers).get('x-amz-target')?.split('.')[1];
  const operation = target ?? /\/oauth2\/(\w+)$/.exec(String(input))?.[1];
  if (!operation) return track(realFetch(input, init));
  const body = target ? JSON.parse(init.body) : Object.fromEntries(new URLSearchParams(init.body));
  const entry = { operation, body, answers: [] };
  const number = sent.push(entry) - 1;
  const { signal, ...rest } = init;
  const send = () => track(exchange(entry, input, rest));
  const isHit = plan && (plan.lasting ? number >= plan.step : number === plan.step);
  return isHit ? plan.act(send, signal) : send().then(same);
};

async function exchange(entry, input, init) {
  const response = await realFetch(input, init);
  const text = await response.text();
  entry.answers.push({ status: response.status, json: text ? JSON.parse(text) : {} });
  return { status: response.status, text, headers: Object.fromEntries(response.headers) };
}

// ---- the suite's own calls ----

/** A call to the service that is no part of what is tested; with `admin` as an administrator. A refusal throws. */
export async function ask(endpoint, operation, body, { admin = false } = {}) {
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
  };
  if (admin)
    headers.authorization =
      'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=0';
  const response = await track(realFetch(endpoint, { method: 'POST', headers, body: JSON.stringify(body) }));
  const json = JSON.parse((await track(response.text())) || '{}');
  if (!response.ok)
    throw Object.assign(new Error(`${operation}: ${json.__type}: ${json.message}`), { code: json.__type });
  return json;
}

/** Sets the page's clock to the service's, and both ahead by so many seconds. */
export async function moveClocks({ endpoint, userPoolId }, seconds = 0) {
  const { Now } = await ask(endpoint, 'MoveClock', { UserPoolId: userPoolId, Seconds: seconds }, { admin: true });
  setTime(Now);
}
