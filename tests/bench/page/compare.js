// Compares implementations of SRP's client side by turns, in a page or wherever there is a clock.
//
// A variant is
//   name, secretBits       how it is called, and how long its secret a is
//   load()                 once: a promise, when it needs something
//   prepare(exchange)      takes the numbers of `exchange.js`, outside the clock
//   a(), s()               compute A = g^a and S = (B - k * g^x)^(a + u * x): on the clock, may return a promise
//   number(result)         what a() or s() returned, as a BigInt: outside the clock

import { newExchange } from './exchange.js';

/** One computation of A and S in milliseconds, checked. */
export async function measure(variant, exchange) {
  variant.prepare(exchange);
  const start = performance.now();
  const A = await variant.a();
  const between = performance.now();
  const S = await variant.s();
  const end = performance.now();
  for (const [name, result] of Object.entries({ A, S }))
    if (variant.number(result) !== exchange.expected[name]) throw new Error(`${variant.name}: wrong ${name}`);
  return { a: between - start, s: end - between, total: end - start };
}

/**
 * Measures every variant once in each round, each round beginning with another variant, so that what else the machine
 * does meets all alike. Variants with secrets of one length get the same numbers. Returns one list of times per
 * variant.
 */
export async function compare(variants, { rounds, firstRound = 0, onRound = () => {} }) {
  const times = variants.map(() => []);
  for (let round = firstRound; round < firstRound + rounds; round++) {
    const exchanges = new Map();
    for (const { secretBits } of variants)
      if (!exchanges.has(secretBits)) exchanges.set(secretBits, newExchange(secretBits));
    for (let turn = 0; turn < variants.length; turn++) {
      const i = (round + turn) % variants.length;
      await pause();
      times[i].push(await measure(variants[i], exchanges.get(variants[i].secretBits)));
    }
    onRound(round, times);
  }
  return times;
}

/**
 * Lets the page draw, and collect what the last variant left. Also, a thread that has just computed for long is
 * interrupted sooner, on a machine with other work: after a rest all begin alike.
 */
const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
