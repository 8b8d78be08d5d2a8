// OpenSSL beside: `openssl.c`, compiled here, if the machine has a compiler and the library.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { N, newExchange, toHex } from '../page/exchange.js';
import { BENCH, WORK } from './paths.mjs';

/** Something with `version` and `run(secretBits, rounds)`, or nothing, and says why. */
export function openssl() {
  mkdirSync(WORK, { recursive: true });
  const program = join(WORK, 'openssl');
  try {
    execFileSync('gcc', ['-O2', '-Wall', '-Werror', join(BENCH, 'openssl.c'), '-lcrypto', '-o', program], {
      stdio: 'pipe',
    });
  } catch (error) {
    console.warn(
      `OpenSSL is left out: gcc and libssl-dev are needed.\n${String(error.stderr ?? error.message).split('\n')[0]}`,
    );
    return undefined;
  }
  return {
    version: execFileSync(program, ['--version'], { encoding: 'utf8' }).trim(),
    run: (...args) => run(program, ...args),
  };
}

/** Milliseconds of so many computations, each checked. */
function run(program, secretBits, rounds) {
  const exchanges = Array.from({ length: rounds }, () => newExchange(secretBits));
  const lineOf = ({ a, x, u, B }) => [a, x, a + u * x, B].map((number) => toHex(number, 0)).join(' ');
  const input = exchanges.map((exchange) => `${lineOf(exchange)}\n`).join('');
  const output = execFileSync(program, [toHex(N, 0)], { input, encoding: 'utf8' });
  const lines = output
    .trim()
    .split('\n')
    .map((line) => line.split(' '));
  return exchanges.map(({ expected }, i) => {
    const [aNs, sNs, A, S] = lines[i];
    if (BigInt(`0x${A}`) !== expected.A || BigInt(`0x${S}`) !== expected.S) throw new Error('OpenSSL: a wrong result');
    return { a: aNs / 1e6, s: sNs / 1e6, total: (+aNs + +sNs) / 1e6 };
  });
}
