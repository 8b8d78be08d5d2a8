import { Amplify, Auth } from './node_modules/cognito-auth-wasm/dist/service-worker.js';
import { attempt } from './attempt.js';

addEventListener('message', (event) => {
  const { endpoint, clientId } = event.data;
  event.waitUntil(attempt({ Amplify, Auth }, endpoint, clientId).then((result) => event.ports[0].postMessage(result)));
});
