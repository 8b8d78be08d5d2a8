import { Amplify, Auth } from 'cognito-auth-wasm';
import { attempt } from './attempt.js';

const answer = (from) =>
  new Promise((resolve, reject) => {
    from.onmessage = ({ data }) => resolve(data);
    from.onerror = (event) => reject(new Error(event.message || 'the worker failed'));
  });

window.inPage = (endpoint, clientId) => attempt({ Amplify, Auth }, endpoint, clientId);

// Nothing is configured, so that it rejects; what it loads is of interest.
window.call = (method) => Auth[method]('ana').catch(() => {});
window.idle = () => new Promise((resolve) => requestIdleCallback(resolve));

window.inWorker = (endpoint, clientId) => {
  const worker = new Worker('./worker.js', { type: 'module' });
  worker.postMessage({ endpoint, clientId });
  return answer(worker);
};

window.inServiceWorker = async (endpoint, clientId) => {
  await navigator.serviceWorker.register('./service-worker.js', { type: 'module' });
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  active.postMessage({ endpoint, clientId }, [port2]);
  return answer(port1);
};
