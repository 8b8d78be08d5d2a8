// Imported before the library under test, so that it sees everything the library does to the page: requests, storage
// writes, timers and unhandled rejections, in one list in the order they happened.

/** `{ step, kind, … }`, oldest first. */
export const log = [];
let step = 'import';
export const setStep = (name) => (step = name);
/** Appends an entry and gives it back, so that what is known later can be added to it. */
export const record = (kind, rest) => {
  const entry = { step, kind, ...rest };
  log.push(entry);
  return entry;
};

// ---- requests ----

const realFetch = globalThis.fetch.bind(globalThis);
let replies = {};
let inFlight = 0;
export const requestsInFlight = () => inFlight;
/** The same function, in flight until what it gives has settled. */
export const counted =
  (call) =>
  async (...args) => {
    inFlight++;
    try {
      return await call(...args);
    } finally {
      inFlight--;
    }
  };

/**
 * Answers an operation from a script instead of the server: `{ Operation: reply }` or `{ Operation: [reply, …] }`, the
 * last one again and again. A reply is `{ status?, json? | text?, headers?, error?, delay? }`, or a function of the
 * request's body that gives one. Operations that are not named go to the server.
 */
export const script = (byOperation) =>
  (replies = Object.fromEntries(Object.entries(byOperation).map(([op, list]) => [op, [list].flat()])));

const failures = {
  TypeError: () => new TypeError('Failed to fetch'),
  AbortError: () => new DOMException('The user aborted a request.', 'AbortError'),
  Error: () => new Error('Something else'),
  string: () => 'a bare string',
};

async function answer(operation, entry, request) {
  const list = replies[operation] ?? replies['*'];
  if (!list) return realFetch(request);
  let reply = list.length > 1 ? list.shift() : list[0];
  if (typeof reply === 'function') reply = reply(entry.body);
  if (reply.delay) await new Promise((resolve) => realTimeout(resolve, reply.delay));
  if (reply.error) throw failures[reply.error]();
  const { status = 200, headers = {}, json, text } = reply;
  return new Response(json === undefined ? (text ?? '') : JSON.stringify(json), { status, headers });
}

globalThis.fetch = counted(async (input, init) => {
  const request = new Request(input, init);
  // The page's own files, such as the wasm, are not the service.
  if (new URL(request.url).origin === location.origin) return realFetch(input, init);
  // The token endpoint is called by the last part of its address: token.
  const operation = (request.headers.get('x-amz-target') ?? new URL(request.url).pathname).split(/[./]/).pop();
  const { method, url, mode, credentials, cache, redirect, keepalive } = request;
  const entry = record('request', {
    operation,
    url,
    method,
    headers: Object.fromEntries(request.headers),
    options: { mode, credentials, cache, redirect, keepalive },
  });
  try {
    const body = typeof init?.body === 'string' ? init.body : await request.clone().text();
    const isForm = request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded');
    try {
      entry.body = isForm ? Object.fromEntries(new URLSearchParams(body)) : JSON.parse(body);
    } catch {
      entry.body = body;
    }
    const response = await answer(operation, entry, request);
    const reply = record('reply', { operation, status: response.status });
    reply.text = await response.clone().text();
    return response;
  } catch (error) {
    record('reply', { operation, status: 0, text: '' });
    throw error;
  }
});

for (const name of ['instantiate', 'instantiateStreaming']) WebAssembly[name] = counted(WebAssembly[name]);

// A lock is waited for until it is there; how long it is held is no matter.
const { request: realRequest } = LockManager.prototype;
LockManager.prototype.request = function (...args) {
  const callback = args.pop();
  let arrive;
  counted(() => new Promise((resolve) => (arrive = resolve)))();
  const held = realRequest.call(this, ...args, (lock) => (arrive(), callback(lock)));
  held.catch(arrive);
  return held;
};

// ---- storage ----

const areas = () => [
  ['localStorage', localStorage],
  ['sessionStorage', sessionStorage],
];
const areaOf = (storage) => areas().find(([, area]) => area === storage)?.[0] ?? 'storage';
const { setItem, removeItem, clear } = Storage.prototype;
let failing = null;
/** Makes writing, or everything, fail as in a page whose storage is full or blocked. */
export const breakStorage = (how) => (failing = how);
Storage.prototype.setItem = function (key, value) {
  record('write', { area: areaOf(this), action: 'set', key: String(key), value: String(value) });
  if (failing) throw new DOMException('full', 'QuotaExceededError');
  return setItem.call(this, key, value);
};
Storage.prototype.removeItem = function (key) {
  // Removing what is not there changes nothing.
  if (this.getItem(key) !== null) record('write', { area: areaOf(this), action: 'remove', key: String(key) });
  return removeItem.call(this, key);
};
Storage.prototype.clear = function () {
  record('write', { area: areaOf(this), action: 'clear', key: '' });
  return clear.call(this);
};
/** Writes of the scenario itself, which are not the library's. */
export const quietly = {
  set: (key, value) => setItem.call(localStorage, key, value),
  remove: (key) => removeItem.call(localStorage, key),
  clear: () => clear.call(localStorage),
};
export const storedNow = () =>
  areas().flatMap(([name, area]) => Object.keys(area).map((key) => [name, key, area.getItem(key)]));

// ---- the address ----

const { replaceState } = History.prototype;
History.prototype.replaceState = function (...args) {
  record('address', { url: String(args[2]) });
  return replaceState.apply(this, args);
};
/** The page is at another address, as if it had been opened there. */
export const arrive = (url) => replaceState.call(history, null, '', url);

// ---- the clock ----

// It stands still, at the same time on both sides, so that times need not be forgiven when they are compared.
const RealDate = Date;
let now = globalThis.parityNow ?? RealDate.now();
export const advance = (seconds) => (now += seconds * 1000);
globalThis.Date = class Date extends RealDate {
  constructor(...args) {
    super(...(args.length ? args : [now]));
  }
  static now() {
    return now;
  }
};

// ---- chance ----

// The same in each run: pauses at random might now and then be those of v5.
let seed = 1;
Crypto.prototype.getRandomValues = function (array) {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  for (let at = 0; at < bytes.length; at++) {
    // Marsaglia's xorshift.
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    bytes[at] = seed >>> 24;
  }
  return array;
};

// ---- timers ----

const { setInterval: realInterval, clearInterval: stopInterval, clearTimeout: stopTimeout } = globalThis;
const realTimeout = globalThis.setTimeout.bind(globalThis);
export const sleep = (ms) => new Promise((resolve) => realTimeout(resolve, ms));
let haste = 1;
/** What is longer than any pause is a time limit, and two are known by their numbers: that a tab waits for its turn to write,
 * and for data that it can do without. */
const isLimit = (ms) => ms >= 10_000 || ms === 3000 || ms === 5000;
/** The pauses under way. */
const pauses = new Set();
export const pausing = () => pauses.size > 0;
function pause(callback, ms, rest) {
  const timer = realTimeout(() => (pauses.delete(timer), callback(...rest)), ms);
  if (!isLimit(ms)) pauses.add(timer);
  return timer;
}
/** Timers of a second and more, once a scenario runs them itself: `{ due, callback, every? }`. */
let held = null;
export const hold = () => (held ??= []);
/** The timers that are due by then, the next one first. */
export const due = (until) => held.filter(({ due }) => due <= until).sort((a, b) => a.due - b.due);
/** Lets the clock go on to a timer, and runs it. */
export function run(timer) {
  now = timer.due;
  if (timer.every) timer.due += timer.every;
  else held.splice(held.indexOf(timer), 1);
  timer.callback();
}
const holding = (callback, ms, rest, every) => {
  const timer = { due: now + ms, callback: () => callback(...rest), every };
  held.push(timer);
  return timer;
};
/** Divides every wait of at least a tenth of a second, so that retries do not take their six seconds; they are recorded as they were asked for. */
export const hurry = (factor) => (haste = factor);
globalThis.setTimeout = function setTimeout(callback, ms = 0, ...rest) {
  if (held && ms >= 1000) return holding(callback, ms, rest);
  if (haste === 1 || ms < 100 || isLimit(ms)) return pause(callback, ms, rest);
  // Without the random part of v5's back-off, which is below 100 ms.
  record('wait', { ms: Math.floor(ms / 100) * 100 });
  return pause(callback, ms / haste, rest);
};
globalThis.setInterval = (callback, ms = 0, ...rest) =>
  held && ms >= 1000 ? holding(callback, ms, rest, ms) : realInterval.call(globalThis, callback, ms, ...rest);
const stopping = (stop) => (timer) => {
  pauses.delete(timer);
  if (typeof timer !== 'object' || timer === null) stop.call(globalThis, timer);
  else if (held?.includes(timer)) held.splice(held.indexOf(timer), 1);
};
globalThis.clearInterval = stopping(stopInterval);
globalThis.clearTimeout = stopping(stopTimeout);

// ---- what nobody handles ----

const text = (reason) =>
  reason instanceof TypeError
    ? 'TypeError'
    : reason instanceof Error
      ? `${reason.name}: ${reason.message}`
      : String(reason);
addEventListener('unhandledrejection', (event) => record('unhandled', { what: `rejection ${text(event.reason)}` }));
addEventListener('error', (event) => record('unhandled', { what: `error ${text(event.error ?? event.message)}` }));
