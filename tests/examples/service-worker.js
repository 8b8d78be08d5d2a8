import { Amplify, Auth } from 'cognito-auth-wasm/service-worker';
import awsExports from './aws-exports.js';

// A service worker has no localStorage, and is stopped when it has nothing to do: a Cache keeps the session.
const items = new Map();
let saved = caches.open('session');
const save = () => {
  const write = (cache) => cache.put('/session', new Response(JSON.stringify([...items]))).then(() => cache);
  saved = saved.then(write);
};
const storage = {
  getItem: (key) => items.get(key),
  setItem: (key, value) => save(items.set(key, value)),
  removeItem: (key) => save(items.delete(key)),
  clear: () => save(items.clear()),
  // `configure` calls it, and Auth waits for it.
  async sync() {
    const former = await (await saved).match('/session');
    for (const [key, value] of former ? await former.json() : []) items.set(key, value);
  },
};
Amplify.configure({ ...awsExports, storage });

addEventListener('message', (event) => {
  const { username, password } = event.data;
  const told = Auth.signIn(username, password).then(
    (user) => ({ username: user.username }),
    ({ message }) => ({ message }),
  );
  event.waitUntil(told.then((answer) => event.ports[0].postMessage(answer)).then(() => saved));
});

// The page asks for /api/…; the API is asked with the token, which the page never sees.
addEventListener('fetch', (event) => {
  const { request } = event;
  if (!new URL(request.url).pathname.startsWith('/api/')) return;
  const withToken = (session) => {
    const headers = new Headers(request.headers);
    headers.set('Authorization', session.getIdToken().getJwtToken());
    return fetch(new Request(request, { headers }));
  };
  event.respondWith(Auth.currentSession().then(withToken, () => new Response(null, { status: 401 })));
});
