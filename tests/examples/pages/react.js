import { createElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Amplify, Auth, Hub } from 'cognito-auth-wasm';
import awsExports from '../aws-exports.js';
import { useUser } from '../react-hook.js';
import { greeting } from './greeting.js';

Amplify.configure(awsExports);
Object.assign(window, { Auth, Hub });
const App = () => greeting(useUser());
const root = createRoot(document.querySelector('main'));
root.render(createElement(StrictMode, null, createElement(App)));
window.unmount = () => root.unmount();
