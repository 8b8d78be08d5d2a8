// What Amplify v6 computes with. The package does not export it: whoever bundles this points `amplify-v6-srp` at
// `dist/esm/providers/cognito/utils/srp` of the `@aws-amplify/auth` inside `aws-amplify`.
import BigInteger from 'amplify-v6-srp/BigInteger/BigInteger.mjs';
import { calculateA } from 'amplify-v6-srp/calculate/calculateA.mjs';
import { calculateS } from 'amplify-v6-srp/calculate/calculateS.mjs';
import { N, g, k } from '../exchange.js';

const big = (number) => new BigInteger(number.toString(16), 16);

export class V6 {
  constructor({ id = 'v6', name = 'aws-amplify', secretBits = 1024 } = {}) {
    Object.assign(this, { id, name, secretBits });
  }

  async load() {
    this.group = { N: big(N), g: big(g), k: big(k) };
  }

  prepare({ a, x, u, B }) {
    this.numbers = { ...this.group, a: big(a), x: big(x), U: big(u), B: big(B) };
  }

  a() {
    return calculateA(this.numbers);
  }

  s() {
    return calculateS(this.numbers);
  }

  number(result) {
    return BigInt('0x' + result.toString(16));
  }
}
