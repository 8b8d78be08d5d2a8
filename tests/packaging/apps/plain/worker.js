// Import maps do not reach workers.
import { Amplify, Auth } from './node_modules/cognito-auth-wasm/dist/index.js';
import { attempt } from './attempt.js';

onmessage = async ({ data }) => postMessage(await attempt({ Amplify, Auth }, data.endpoint, data.clientId));
