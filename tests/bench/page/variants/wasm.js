// Our kernels: a module with the exports that `src/fma/lib.rs` describes; for a secret of 1024 bits, those that
// `tests/bench/kernel/lib.rs` adds.
import { fromBytes, toBytes } from '../exchange.js';

const NUMBER = 384;
const SHORT = 32;

export class Wasm {
  constructor({ id, name, url, secretBits = 256 }) {
    Object.assign(this, { id, name, url, secretBits });
  }

  async load() {
    const { instance } = await WebAssembly.instantiateStreaming(fetch(this.url));
    const { exports } = instance;
    if (exports.is_fused && !exports.is_fused())
      throw new Error(`${this.name}: this processor has no fused multiply-add`);
    const long = this.secretBits === 1024 ? '_1024' : '';
    this.aPub = exports[`a_pub${long}`];
    this.sharedSecret = exports[`shared_secret${long}`];
    this.memory = exports.memory;
    this.at = exports[`buffer${long}`]();
    this.secretBytes = this.secretBits / 8;
    // a + u * x has 512 bits, or one more than a.
    this.exponentBytes = Math.max(2 * SHORT, this.secretBytes + 1);
  }

  prepare({ a, x, u, B }) {
    this.secret = toBytes(a, this.secretBytes);
    this.x = toBytes(x, SHORT);
    this.B = toBytes(B, NUMBER);
    // One product of 256 bits, which the package computes outside its kernels: not on the clock.
    this.exponent = toBytes(a + u * x, this.exponentBytes);
  }

  a() {
    return this.#run(this.aPub, [NUMBER, this.secret]);
  }

  s() {
    return this.#run(this.sharedSecret, [0, this.B], [NUMBER, this.x], [NUMBER + SHORT, this.exponent]);
  }

  #run(compute, ...input) {
    for (const [at, bytes] of input) new Uint8Array(this.memory.buffer, this.at + at).set(bytes);
    compute();
    return new Uint8Array(this.memory.buffer, this.at, NUMBER).slice();
  }

  number(result) {
    return fromBytes(result);
  }
}
