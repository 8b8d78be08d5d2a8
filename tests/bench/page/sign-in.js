// The page in which whole sign-ins are measured: all libraries, and Cognito's part played in the page.
import { CognitoStub } from './cognito-stub.js';
import './apps/v5.js';
import './apps/v6.js';
import './apps/v6-session.js';
import './apps/ours.js';

const { bench } = globalThis;
const stub = await CognitoStub.for(bench.config, ...bench.credentials);
bench.answer = async (operation, body) => {
  const reply = await stub.answer(operation, body);
  await ownTask();
  return reply;
};

/** A reply comes in a task of its own, as it does from the network. */
const ownTask = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(port1.close());
    port2.postMessage(0);
  });

/** As a visitor: nobody is signed in, and the page has just configured its library. */
async function signIn(name, { idleMs = 0 }) {
  const { configure, signIn } = bench.libraries[name];
  localStorage.clear();
  stub.expectSignIn();
  configure();
  if (idleMs) await new Promise((resolve) => setTimeout(resolve, idleMs));
  performance.mark('sign-in-begins');
  const start = performance.now();
  await signIn();
  const end = performance.now();
  performance.mark('sign-in-ends');
  await stub.verify();
  return end - start;
}

/** Milliseconds of each of so many calls of `currentSession`, with the session that the last sign-in left. */
async function currentSessions(name, calls) {
  const { currentSession } = bench.libraries[name];
  const times = [];
  for (let call = 0; call < calls; call++) {
    await ownTask();
    const start = performance.now();
    await currentSession();
    times.push(performance.now() - start);
  }
  return times;
}

/** In a task of its own, so that what the caller did before is no part of the first task. */
const inOwnTask =
  (run) =>
  (...args) =>
    new Promise((resolve, reject) => setTimeout(() => run(...args).then(resolve, reject)));

bench.signIn = inOwnTask((name, options = {}) => signIn(name, options));
bench.currentSessions = inOwnTask(currentSessions);
