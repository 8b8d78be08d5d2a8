// Opens the package as a plain page in Chromium, without a bundler, goes a user's ways in it, and counts the files
// that the page fetched: brotli 11, all JavaScript and wasm, without the optional kernel. Beside it v5 and v6,
// bundled by esbuild.
//
//   make test-size                    prints the tables, and fails when a way is longer than its limit
//   make test-size SIZE=--write       writes docs/size.md as well
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetched, launch, runPage, withFreshPage } from './lib/browser.mjs';
import { buildPages } from './lib/build.mjs';
import { DOCS } from './lib/paths.mjs';
import { serve } from './lib/serve.mjs';
import {
  COOKIES,
  CREDENTIALS,
  HOSTED_RETURN,
  HOSTED_UI,
  KERNEL,
  LIMITS,
  PASSKEYS,
  PASSKEY_AUTOFILL,
  PASSKEY_SETTINGS,
  PASSWORDLESS,
  apart,
  files,
  hold,
  ofUserPool,
  sum,
} from './lib/sizes.mjs';
import { storedSessions } from './lib/stored-session.mjs';

/** `asks`: the operations that each library must have sent, for the journey to be what it is called. */
const JOURNEYS = [
  {
    name: '`currentSession()` of a valid stored session',
    call: 'currentSession',
    session: 'valid',
    asks: /^$/,
    limit: LIMITS.session,
    peers: ['v5', 'v6-session'],
  },
  {
    name: '`currentAuthenticatedUser()` of a valid stored session',
    call: 'currentAuthenticatedUser',
    session: 'valid',
    // The attributes are in v5's cache.
    asks: /^$/,
    limit: LIMITS.session,
    peers: ['v5'],
  },
  {
    name: '`currentSession()` with expired tokens: a refresh',
    call: 'currentSession',
    session: 'expired',
    asks: /^(InitiateAuth|GetTokensFromRefreshToken)$/,
    limit: LIMITS.refresh,
    peers: ['v5', 'v6-session'],
  },
  {
    name: 'sign-in by SRP with attributes, then sign-out',
    call: 'signInAndOut',
    document: 'cognito.html',
    asks: /^GetUser InitiateAuth RespondToAuthChallenge RevokeToken$/,
    limit: LIMITS.signIn,
    peers: ['v5', 'v6-sign-in-and-out'],
  },
  {
    name: 'return from the hosted page, then `currentSession()`',
    call: 'currentSession&code=a-code&state=a-state',
    document: 'hosted.html',
    asks: /^(GetUser )?token$/,
    limit: LIMITS.hostedReturn,
    peers: ['v5'],
  },
];
/** How long after the end something may still be fetched that counts. */
const AFTERWARDS_MS = 1000;

const server = await serve(await buildPages({ withKernels: false }));
const browser = await launch();
const rows = [];
try {
  const sessions = await storedSessions(browser, server);
  for (const journey of JOURNEYS) {
    const ours = (await namesFetched(journey, sessions, 'ours-unbundled', 'pkg/dist/')).filter(
      (name) => name !== KERNEL,
    );
    const row = { ...journey, files: ours, bytes: bytesOf('ours-unbundled/pkg/dist', ours) };
    for (const peer of journey.peers)
      row[peer.slice(0, 2)] = bytesOf(peer, await namesFetched(journey, sessions, peer, ''));
    rows.push(row);
  }
} finally {
  await browser.close();
  await server.stop();
}

const all = files();
rows.push({
  name: 'all of the user-pool API',
  files: ofUserPool(all).map(({ name }) => name),
  bytes: sum(ofUserPool(all)),
  limit: LIMITS.all,
  // Its class is one file, which also has the hosted UI and the identity pool.
  v5: rows[0].v5,
  v6: bytesOf('v6-all', ['app.js']),
});
console.table(
  rows.map(({ name, bytes, limit, files, v5, v6 }) => ({
    journey: name,
    bytes,
    limit,
    files: files.join(' '),
    v5,
    v6,
  })),
);
hold([...rows.map(({ name, bytes, limit }) => ({ what: name, bytes, limit })), ...apart(all)]);
if (process.argv.includes('--write')) {
  mkdirSync(DOCS, { recursive: true });
  writeFileSync(join(DOCS, 'size.md'), text());
}

/** Goes a journey once, and gives the names of the files fetched for it from a folder of the page's. */
function namesFetched({ call, session, document = '', asks }, sessions, page, folder) {
  return withFreshPage(
    browser,
    async (tab) => {
      const names = fetched(tab, `${server.url}/${page}/${folder}`);
      const { called, done, ...asked } = await runPage(tab, `${server.url}/${page}/${document}?call=${call}`, 'done');
      await tab.waitForTimeout(AFTERWARDS_MS);
      const operations = Object.keys(asked).sort().join(' ');
      if (!asks.test(operations)) throw new Error(`${page}, ${call}: it asked for ${operations || 'nothing'}`);
      return names;
    },
    { storageState: sessions[session] },
  );
}

function bytesOf(folder, names) {
  return names.reduce((total, name) => {
    const bytes = server.bytes[`/${folder}/${name}`];
    if (!bytes) throw new Error(`${folder} has no ${name}`);
    return total + bytes;
  }, 0);
}

function text() {
  const kB = (bytes) => (bytes ? (bytes / 1000).toFixed(1) : '');
  const table = (head, rows) =>
    [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return `# Sizes

\`make test-size SIZE=--write\` writes this page; \`make test\` holds the limits. All sizes are kB after brotli 11.

## What a page fetches for a journey

Each journey runs in Chromium, in a page without a bundler and with nothing in its cache. What the page has fetched a
second after its end is counted: all JavaScript and wasm. The optional kernel, \`${KERNEL}\`, is counted apart, as
nobody waits for it. v5 and v6 are bundled by esbuild, each app with the functions that the journey needs. v5's class is
one file, which has the hosted UI and the identity pool as well; of v6 they are left out.

${table(
  ['Journey', 'kB', 'limit', 'v5', 'v6', 'files'],
  rows.map(({ name, bytes, limit, files, v5, v6 }) => [name, kB(bytes), kB(limit), kB(v5), kB(v6), files.join(', ')]),
)}

## The files

${table(
  ['File', 'bytes', 'brotli 11'],
  all.map(({ name, raw, brotli }) => [name, raw, brotli]),
)}

\`${KERNEL}\` is fetched by the first computation only, where the browser has relaxed SIMD. Its limit is
${kB(LIMITS.kernel)} kB. \`${CREDENTIALS}\` is fetched by the first call for AWS credentials; its limit is
${kB(LIMITS.credentials)} kB. \`${HOSTED_RETURN}\` is fetched by a return from the hosted page; its limit is
${kB(LIMITS.hostedReturnPart)} kB. With it, \`${HOSTED_UI}\` is fetched by who leaves for there; its limit is
${kB(LIMITS.hostedUi)} kB. \`${PASSWORDLESS}\` is fetched by who lets users choose how they sign in; its limit is ${kB(LIMITS.passwordless)} kB.
\`${COOKIES}\` is fetched where the session is to be in cookies; its limit is ${kB(LIMITS.cookies)} kB.
\`${PASSKEYS}\` is fetched by who signs in with a passkey; its limit is ${kB(LIMITS.passkeys)} kB. With it,
\`${PASSKEY_AUTOFILL}\` is fetched where the browser offers them in an input; its limit is ${kB(LIMITS.passkeyAutofill)} kB; and
\`${PASSKEY_SETTINGS}\` is fetched by who registers, lists or deletes some; its limit is ${kB(LIMITS.passkeySettings)} kB.
`;
}
