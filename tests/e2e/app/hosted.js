import { Amplify, Auth, Hub } from 'cognito-auth-wasm';
import { config, watch } from './hosted-page.js';

watch(Auth, Hub);
Amplify.configure(config());
window.asked();
