import { Amplify, Auth, Hub } from 'cognito-auth-wasm';
import { StrictMode, createElement, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { config, watch } from './hosted-page.js';

watch(Auth, Hub);
window.mounted = 0;

function App() {
  const [name, setName] = useState('');
  useEffect(() => {
    window.mounted++;
    Amplify.configure(config());
    window.asked();
    Auth.currentAuthenticatedUser().then(
      ({ username }) => setName(username),
      () => setName('nobody'),
    );
  }, []);
  return name;
}
createRoot(document.getElementById('root')).render(createElement(StrictMode, null, createElement(App)));
