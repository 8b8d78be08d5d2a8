// What fifteen lines of JavaScript do: BigInt, square and multiply.
import { N, g, k } from '../exchange.js';

function power(base, exponent) {
  let result = 1n;
  for (let square = base; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * square) % N;
    square = (square * square) % N;
  }
  return result;
}

export class NaiveBigInt {
  constructor({ id = 'bigint', name = 'BigInt', secretBits = 256 } = {}) {
    Object.assign(this, { id, name, secretBits });
  }

  async load() {}

  prepare(exchange) {
    this.exchange = exchange;
  }

  a() {
    return power(g, this.exchange.a);
  }

  s() {
    const { a, x, u, B } = this.exchange;
    const base = (B - k * power(g, x)) % N;
    return power(base < 0n ? base + N : base, a + u * x);
  }

  number(result) {
    return result;
  }
}
