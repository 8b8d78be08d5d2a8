// What Amplify v5 computes with: amazon-cognito-identity-js.
import AuthenticationHelper from 'amazon-cognito-identity-js/es/AuthenticationHelper.js';
import BigInteger from 'amazon-cognito-identity-js/es/BigInteger.js';
import { N, g, k } from '../exchange.js';

const big = (number) => new BigInteger(number.toString(16), 16);

export class V5 {
  constructor({ id = 'v5', name = 'amazon-cognito-identity-js', secretBits = 1024 } = {}) {
    Object.assign(this, { id, name, secretBits });
  }

  /** Not its constructor, which computes an A already. */
  async load() {
    this.helper = Object.assign(Object.create(AuthenticationHelper.prototype), { N: big(N), g: big(g), k: big(k) });
  }

  prepare({ a, x, u, B }) {
    Object.assign(this.helper, { smallAValue: big(a), UValue: big(u) });
    Object.assign(this, { x: big(x), B: big(B) });
  }

  /** The callbacks are called before the function returns. */
  a() {
    let result;
    this.helper.calculateA(this.helper.smallAValue, (error, A) => (result = error ?? A));
    return result;
  }

  s() {
    let result;
    this.helper.calculateS(this.x, this.B, (error, S) => (result = error ?? S));
    return result;
  }

  number(result) {
    return BigInt('0x' + result.toString(16));
  }
}
