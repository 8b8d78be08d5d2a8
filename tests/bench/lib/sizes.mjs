// The package's files that a browser may fetch, their sizes, and what they may be.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { PKG } from './paths.mjs';

export const DIST = join(PKG, 'dist');
/** Optional, and nobody waits for it: counted apart. */
export const KERNEL = 'fma.wasm';
/** What beside the user pool a page may use: fetched by whoever uses it. */
export const CREDENTIALS = 'credentials.wasm';
/** Fetched by a return from the hosted page, and with the next one by who leaves for there. */
export const HOSTED_RETURN = 'hosted_return.wasm';
export const HOSTED_UI = 'hosted_ui.wasm';
/** Codes in place of passwords: fetched by whoever lets users choose. */
export const PASSWORDLESS = 'passwordless.wasm';
export const COOKIES = 'cookie-storage.js';
/** Fetched by whoever signs in with a passkey; with the others by autofill, and by whoever registers, lists or deletes some. */
export const PASSKEYS = 'passkeys.wasm';
export const PASSKEY_AUTOFILL = 'passkey_autofill.wasm';
export const PASSKEY_SETTINGS = 'passkey_settings.wasm';
/** Entries for others than pages. */
const ELSEWHERE = ['node.js', 'service-worker.js', 'edge.js', 'workerd.js'];

/** Bytes, brotli 11. A limit moves only in a commit that says why: those of the journeys are what was reached, with little air. What
 * is aimed at are 7, 36, 43, 40 and 58 kB (docs/architecture.md says what bounds them). */
export const LIMITS = {
  kernel: 5_000,
  session: 8_620,
  refresh: 42_500,
  signIn: 60_600,
  hostedReturn: 56_100,
  all: 77_000,
  credentials: 6_700,
  hostedReturnPart: 8_700,
  hostedUi: 5_000,
  passwordless: 3_500,
  cookies: 2_500,
  passkeys: 5_600,
  passkeyAutofill: 2_500,
  passkeySettings: 5_200,
};

/** The files that are counted apart, and their limits. */
const APART = {
  [KERNEL]: LIMITS.kernel,
  [CREDENTIALS]: LIMITS.credentials,
  [HOSTED_RETURN]: LIMITS.hostedReturnPart,
  [HOSTED_UI]: LIMITS.hostedUi,
  [PASSWORDLESS]: LIMITS.passwordless,
  [COOKIES]: LIMITS.cookies,
  [PASSKEYS]: LIMITS.passkeys,
  [PASSKEY_AUTOFILL]: LIMITS.passkeyAutofill,
  [PASSKEY_SETTINGS]: LIMITS.passkeySettings,
};

/** As a good host compresses ahead. */
export const compress = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 } });

/** Names and sizes: { name, raw, brotli }, the kernel's among them. */
export const files = () =>
  readdirSync(DIST)
    .filter((name) => /\.(js|wasm)$/.test(name) && !ELSEWHERE.includes(name))
    .map((name) => {
      const bytes = readFileSync(join(DIST, name));
      return { name, raw: bytes.length, brotli: compress(bytes).length };
    });

export const sum = (files) => files.reduce((total, { brotli }) => total + brotli, 0);
/** The files of the user-pool API. */
export const ofUserPool = (files) => files.filter(({ name }) => !(name in APART));
/** The rows of the files that are counted apart. */
export const apart = (files) =>
  Object.entries(APART).map(([what, limit]) => ({
    what,
    bytes: sum(files.filter(({ name }) => name === what)),
    limit,
  }));

/** Rows of { what, bytes, limit }: prints those that are too large, and fails the process then. */
export function hold(rows) {
  for (const { what, bytes, limit } of rows)
    if (bytes > limit) {
      console.error(`${what}: ${bytes} bytes (brotli 11) are more than ${limit}`);
      process.exitCode = 1;
    }
}
