// The page's values, as the module holds them: by number. A number is good for as long as the call of the application
// lives that brought it forth: all its numbers are given back at once, when the last of its tasks has ended. So the
// module needs neither to count who holds a value nor to drop it, and nothing of a call can be reached after its end.
//
// A number is not given out again soon: one that is used too late gives `undefined`, and never another call's value.

import { firstOfAccount } from './methods.js';

let wasm;

/** Takes the exports of the module, or of another part of it, and gives all there are. */
export const connect = (exports) => (wasm = { ...wasm, ...exports });

/** By number. The first four are `undefined`, `null`, `true` and `false`. */
export const values = new Map([[0], [1, null], [2, true], [3, false]]);
let last = 3;
/** What the call that runs now has: its numbers, and how many of its tasks are under way. */
let arena;

export const value = (number) => values.get(number);

export const keep = (value) => {
  if (value === undefined) return 0;
  do last = (last + 1) % 0x7fffffff;
  while (values.has(last));
  values.set(last, value);
  arena.numbers.push(last);
  return last;
};

const release = (arena) => {
  if (!--arena.tasks) for (const number of arena.numbers) values.delete(number);
};

function inArena(call) {
  const before = arena;
  const own = (arena = { tasks: 1, numbers: [] });
  try {
    return call();
  } finally {
    arena = before;
    release(own);
  }
}

/** The number of what `make` gives; if it throws, of what it throws, with all bits turned. */
export const attempt = (make) => {
  try {
    return keep(make());
  } catch (thrown) {
    return ~keep(thrown);
  }
};

/** The number of what `make` gives; that of `undefined` if it throws. */
export const quietly = (make) => Math.max(0, attempt(make));

// ---- what the page calls

/** A method of Auth, by its place, with the functions of a promise. */
export const callAuth = (method, ...args) =>
  inArena(() => {
    const numbers = args.map((it) => keep(it));
    return method < firstOfAccount ? wasm.callAuth(method, ...numbers) : wasm.callAccount(method, ...numbers);
  });
const callMethod = (call) => (method, object, args) =>
  inArena(() => {
    const thrown = call(method, keep(object), keep(args));
    if (thrown) throw value(thrown);
  });
export const callUser = callMethod((...args) => wasm.callUser(...args));
export const callObject = callMethod((...args) => wasm.callObject(...args));

export const prepare = () => inArena(() => wasm.prepare());

// ---- tasks

const tasks = new Set();
let running;
let again;

/** Lets every task go on that can. A task may call the application, which may call Auth: what that starts has its turn
 * when the task has paused. A task that traps is over, and holds up nobody else. */
export function run() {
  again = true;
  if (running) return;
  running = true;
  const before = arena;
  while (again) {
    again = false;
    for (const task of [...tasks]) {
      arena = task.arena;
      let ended = true;
      try {
        ended = wasm.poll(task.number);
      } catch (trap) {
        setTimeout(() => {
          throw trap;
        });
      }
      if (ended) {
        tasks.delete(task);
        release(task.arena);
      }
    }
  }
  arena = before;
  running = false;
}

export function spawn(number) {
  arena.tasks++;
  tasks.add({ number, arena });
  run();
}

export function wait(promise) {
  const waiting = {};
  const settled = (rejected) => (result) => {
    waiting.settled = { rejected, result };
    run();
  };
  Promise.resolve(value(promise)).then(settled(false), settled(true));
  return keep(waiting);
}

/** The lowest number while the promise has not settled. */
export const outcome = (waiting) => {
  const { settled } = value(waiting);
  if (!settled) return -0x80000000;
  return settled.rejected ? ~keep(settled.result) : keep(settled.result);
};

/** Keeps the values of the call that runs now beyond its end, until they are let go. */
export const hold = () => {
  arena.tasks++;
  return keep(arena);
};
export const letGo = (held) => release(value(held));
/** The same value for the call that runs now, where another one brought it forth. */
export const adopt = (number) => keep(value(number));

// ---- values

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

export const bytes = (at, length) => new Uint8Array(wasm.memory.buffer, at, length);
export const string = (at, length) => decoder.decode(bytes(at, length));

export const text = (at, length) => keep(string(at, length));
export const float = (number) => keep(number);
export const object = () => keep({});
export const get = (object, at, length) => quietly(() => value(object)[string(at, length)]);
export const element = (list, place) => quietly(() => value(list)[place]);
export const set = (object, at, length, member) => {
  quietly(() => {
    value(object)[string(at, length)] = value(member);
  });
};
export const remove = (object, at, length) => {
  quietly(() => {
    delete value(object)[string(at, length)];
  });
};
export const setMember = (object, name, member) => {
  quietly(() => {
    value(object)[value(name)] = value(member);
  });
};
export const parse = (text) => quietly(() => JSON.parse(value(text)));
export const stringify = (object) => attempt(() => JSON.stringify(value(object)));
// NaN where these throw.
export const number = (it) => value(quietly(() => Number(value(it))));
export const integer = (it) => value(quietly(() => parseInt(value(it))));
export const asText = (it) => quietly(() => String(value(it) ?? '')) || keep('');
export const add = (one, other) => quietly(() => value(one) + value(other));
export const same = (one, other) => value(one) === value(other);
export const truthy = (it) => !!value(it);
export const isList = (it) => Array.isArray(value(it));
const types = ['string', 'object', 'boolean', 'function'];
export const isA = (it, type) => typeof value(it) === types[type];
export const encode = (text, at, length) => encoder.encodeInto(value(text), bytes(at, length)).written;
export const apply = (it, self, ...args) => attempt(() => value(it).apply(value(self), args.map(value)));
export const call = (object, at, length, ...args) =>
  attempt(() => value(object)[string(at, length)](...args.map(value)));
