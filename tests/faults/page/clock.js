// The page's time, which is not the machine's. It stands still while anything is under way, and moves on to the next
// timer when the page waits for nothing else: no test waits for a timeout, and none comes too early on a slow machine.
const realTimeout = globalThis.setTimeout.bind(globalThis);
const RealDate = Date;
const channel = new MessageChannel();
const turns = [];
channel.port1.onmessage = () => turns.shift()();

let now = RealDate.now();
let timers = [];
let lastId = 0;
let busy = 0;
let whenIdle;

globalThis.Date = class Date extends RealDate {
  constructor(...args) {
    super(...(args.length ? args : [now]));
  }
  static now() {
    return now;
  }
};
globalThis.setTimeout = (call, ms = 0, ...args) => {
  timers.push({ id: ++lastId, at: now + Math.max(Number(ms) || 0, 0), call: () => call(...args) });
  return lastId;
};
globalThis.clearTimeout = (id) => {
  timers = timers.filter((timer) => timer.id !== id);
};
AbortSignal.timeout = (ms) => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(new DOMException('signal timed out', 'TimeoutError')), ms);
  return controller.signal;
};

export const time = () => now;
export const setTime = (ms) => (now = ms);
export const pendingTimers = () => timers.length;

/** Counts a promise as something under way that ends by itself: time stands still until then. */
export async function track(promise) {
  busy++;
  try {
    return await promise;
  } finally {
    if (--busy === 0) whenIdle?.();
  }
}

// The compiling of a part of the module takes the machine's time: long, on a busy one.
for (const name of ['compile', 'compileStreaming', 'instantiate', 'instantiateStreaming']) {
  const original = WebAssembly[name];
  WebAssembly[name] = (...args) => track(original.apply(WebAssembly, args));
}

// A lock that is free is granted soon, but not at once; one that another holds may take for ever, and is then given up.
const { request } = LockManager.prototype;
LockManager.prototype.request = function (name, ...rest) {
  const work = rest.pop();
  let granted;
  track(
    Promise.race([new Promise((resolve) => (granted = resolve)), new Promise((resolve) => realTimeout(resolve, 2000))]),
  );
  const asked = request.call(this, name, ...rest, (lock) => (granted(), work(lock)));
  asked.catch(granted);
  return asked;
};

const turn = () => new Promise((resolve) => (turns.push(resolve), channel.port2.postMessage(0)));

/** Until nothing is under way but what waits for time to pass. */
async function quiet() {
  for (let idle = 0; idle < 3; idle++) {
    if (busy) {
      await new Promise((resolve) => (whenIdle = resolve));
      idle = 0;
    }
    await turn();
  }
}

/** Moves on to the next timer and calls it; false if there is none until `end`. */
function next(end) {
  const timer = timers.reduce((first, each) => (!first || each.at < first.at ? each : first), undefined);
  if (!timer || timer.at > end) return false;
  timers = timers.filter((each) => each !== timer);
  now = Math.max(now, timer.at);
  timer.call();
  return true;
}

/** How the promise ends: `{ value }` or `{ error }`, or `{ hangs: true }` if nothing is left that could end it within `limitMs`. */
export async function settled(promise, limitMs) {
  let outcome;
  promise.then(
    (value) => (outcome = { value }),
    (error) => (outcome = { error }),
  );
  const began = now;
  do await quiet();
  while (!outcome && next(began + limitMs));
  return { ...(outcome ?? { hangs: true }), tookMs: now - began };
}

/** Until no timer is left, `limitMs` at most; gives how long that took. */
export async function rest(limitMs) {
  const began = now;
  do await quiet();
  while (next(began + limitMs));
  return now - began;
}
