// Plays Cognito's part in a page that signs in by itself (`?call=signInAndOut`), and refuses a wrong proof at once.
import { CognitoStub } from './cognito-stub.js';

const { bench } = globalThis;
const starting = CognitoStub.for(bench.config, ...bench.credentials).then((stub) => {
  stub.expectSignIn();
  return stub;
});

bench.answer = async (operation, body) => {
  const stub = await starting;
  const reply = await stub.answer(operation, body);
  if (operation === 'RespondToAuthChallenge') await stub.verify();
  return reply;
};
