import { Amplify, Auth, Hub } from 'cognito-auth-wasm';
import * as other from 'cognito-auth-wasm-again';
import { config, watch } from './hosted-page.js';

watch(Auth, Hub);
window.otherAuth = other.Auth;
Amplify.configure(config());
other.Amplify.configure(config());
window.asked();
