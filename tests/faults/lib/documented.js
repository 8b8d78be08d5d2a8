// What `index.d.ts` says that a promise may reject with.
import { readFileSync } from 'node:fs';

const text = readFileSync(new URL('../../../pkg/index.d.ts', import.meta.url), 'utf8');
const COMMENT = /\/\*\*[^]*?\*\//g;
const union = text.replace(COMMENT, '').match(/export type CognitoErrorCode =([^;]*);/)[1];
const comments = text
  .match(COMMENT)
  .join('\n')
  .replace(/\n\s*\*\s?/g, ' ');

export const documented = {
  /** Of the type `CognitoErrorCode`. */
  codes: [...union.matchAll(/'(\w+)'/g)].map(([, code]) => code),
  /** Messages, and bare strings, that a comment quotes. */
  texts: [...comments.matchAll(/`'?([^`']+)'?`/g)].map(([, quoted]) => quoted),
};
