import { AuthClass } from 'cognito-auth-wasm';
import { answer } from './requests.js';

export default {
  fetch: (request, env) => answer(AuthClass, JSON.parse(env.CONFIG), request),
};
