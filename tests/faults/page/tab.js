// One tab of an application.
import { Auth, Hub } from 'cognito-auth-wasm';

window.events = [];
Hub.listen('auth', ({ payload }) => window.events.push(payload.event));
window.configure = (config) => void Auth.configure(config);

/** `Auth[method](...args)`: `{ value }` or `{ error }`, as text that the test can read. */
window.run = async (method, ...args) => {
  try {
    const value = await Auth[method](...args);
    return { value: value?.username ?? value?.accessToken?.jwtToken ?? null };
  } catch (error) {
    return { error: error instanceof Error ? (error.code ?? error.message) : error };
  }
};
window.ready = true;
