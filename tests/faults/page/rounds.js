// Signs in and out, again and again, over a service that answers at once inside the page and checks the SRP proofs.
import { pendingTimers, rest } from './clock.js';
import { Auth, Hub } from 'cognito-auth-wasm';
import { CognitoStub } from '../../bench/page/cognito-stub.js';

const config = {
  region: 'eu-west-1',
  userPoolId: 'eu-west-1_Bench0000',
  userPoolWebClientId: 'bench0client',
  endpoint: 'https://cognito.invalid/',
};
const USERNAME = 'ana@example.com';
const PASSWORD = 'Passw0rd!';
/** The arithmetic of the service's side, which is slow, is done once for so many rounds. */
const ROUNDS_PER_PROOF = 50;

// ---- what is counted

const memories = [];
// The account's part has the memory of the first.
const note = (instance) =>
  memories.push(...Object.values(instance.exports).filter((it) => it instanceof WebAssembly.Memory));
for (const name of ['instantiate', 'instantiateStreaming']) {
  const original = WebAssembly[name];
  WebAssembly[name] = async (...args) => {
    const result = await original.apply(WebAssembly, args);
    note(result.instance ?? result);
    return result;
  };
}

window.counts = () => ({
  modules: memories.map(({ buffer }) => buffer.byteLength),
  timers: pendingTimers(),
  hub: Hub.listeners.length,
  stored: localStorage.length + sessionStorage.length,
});

// ---- the service

const realFetch = globalThis.fetch.bind(globalThis);
let stub;
const base64url = (text) => btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

/** A token that can be revoked, so that sign-out asks for it. */
function revocable(jwt) {
  const [head, payload, signature] = jwt.split('.');
  const claims = JSON.parse(atob(payload.replace(/-/g, '+').replace(/_/g, '/')));
  return [head, base64url(JSON.stringify({ ...claims, origin_jti: 'o', jti: crypto.randomUUID() })), signature].join(
    '.',
  );
}

globalThis.fetch = async (input, init) => {
  const operation = new Headers(init?.headers).get('x-amz-target')?.split('.')[1];
  if (!operation) return realFetch(input, init);
  // Never answered: only the leak asks for it.
  if (operation === 'ResendConfirmationCode') return new Promise(() => {});
  if (operation === 'RevokeToken') return new Response('');
  const reply = stub.answer(operation, JSON.parse(init.body));
  if (operation !== 'RespondToAuthChallenge') return reply;
  const body = await reply.json();
  for (const name of ['AccessToken', 'IdToken'])
    body.AuthenticationResult[name] = revocable(body.AuthenticationResult[name]);
  return new Response(JSON.stringify(body));
};

// ---- rounds

const kept = [];
/** What a round may leave behind, to see that the bounds notice: about 1 kB each. */
const leaks = {
  'objects of the page': () => kept.push(crypto.getRandomValues(new Uint8Array(512)).join('').slice(0, 1024)),
  listeners: () => addEventListener('online', () => kept.length),
  timers: () => setTimeout(() => {}, 1e9),
  'calls that the module waits for': () => {
    for (let call = 0; call < 4; call++) Auth.resendSignUp('x').catch(() => {});
  },
};

window.begin = async () => {
  stub = await CognitoStub.for(config, USERNAME, PASSWORD);
  // A request that is never answered is waited for, for as long as the test lasts.
  Auth.configure({ ...config, requestTimeout: 2 ** 30 });
};

let done = 0;
let proofs = 0;
window.rounds = async (count, leak) => {
  for (let round = 0; round < count; round++) {
    if (done++ % ROUNDS_PER_PROOF === 0) stub.expectSignIn();
    const user = await Auth.signIn(USERNAME, PASSWORD);
    if (user.attributes.email !== USERNAME || !localStorage.length) throw new Error('not signed in');
    if (done % ROUNDS_PER_PROOF === 0) {
      await stub.verify();
      proofs++;
    }
    await Auth.signOut();
    if (localStorage.length) throw new Error('not signed out');
    // What goes on for a second behind the caller's back.
    await rest(10_000);
    leaks[leak]?.();
  }
  return { rounds: done, proofs };
};
window.ready = true;
