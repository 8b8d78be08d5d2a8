// The names of all exports, and of the members of each class, of each entry point.
import { createRequire } from 'node:module';
import * as node from 'cognito-auth-wasm';
import * as browser from './node_modules/cognito-auth-wasm/dist/index.js';

const required = createRequire(import.meta.url)('./node_modules/cognito-auth-wasm/dist/node.cjs');
const describe = (exports) =>
  Object.fromEntries(
    Object.entries(exports).map(([name, value]) => [
      name,
      typeof value === 'function' ? Object.getOwnPropertyNames(value.prototype).concat(inherited(value)) : typeof value,
    ]),
  );
const inherited = (Class) => {
  const parent = Object.getPrototypeOf(Class.prototype);
  return parent === Object.prototype ? [] : Object.getOwnPropertyNames(parent);
};
console.log(JSON.stringify({ node: describe(node), required: describe(required), browser: describe(browser) }));
