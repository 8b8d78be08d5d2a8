import { Amplify, Auth, Hub } from 'cognito-auth-wasm';
import { keepTokensIn, memoryStorage } from 'cognito-auth-wasm/tokens';

// For the tests.
Object.assign(window, { Auth, Hub, events: [] });
Hub.listen('auth', ({ payload }) => window.events.push(payload));

const parameters = new URLSearchParams(location.search);
const { tokens = 'dedicated', ...config } = JSON.parse(parameters.get('config')) ?? window.authConfig;
const kinds = {
  memory: () => ({ storage: memoryStorage() }),
  dedicated: () => keepTokensIn(new Worker(new URL('./tokens.worker.js', import.meta.url), { type: 'module' })),
  missing: () => keepTokensIn(new Worker('/missing.js', { type: 'module' })),
  shared: () => keepTokensIn(new SharedWorker(new URL('./tokens.worker.js', import.meta.url), { type: 'module' })),
};
Amplify.configure({ Auth: { ...config, ...kinds[tokens]() } });
Auth.currentAuthenticatedUser()
  .catch(() => {})
  .finally(() => {
    window.started = true;
  });
