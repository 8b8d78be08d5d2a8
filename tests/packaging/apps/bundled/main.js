import './configure.js';
import { Amplify, Auth, CookieStorage } from 'cognito-auth-wasm';
import { attempt } from './attempt.js';

window.inPage = (endpoint, clientId) => attempt({ Amplify, Auth }, endpoint, clientId);

/** What a storage in cookies stores: its code is fetched for that. */
window.inCookies = async () => {
  const storage = new CookieStorage({ secure: false });
  await storage.sync();
  storage.setItem('a b', 'c');
  return document.cookie;
};

window.inWorker = (endpoint, clientId) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message || 'the worker failed'));
    worker.postMessage({ endpoint, clientId });
  });
