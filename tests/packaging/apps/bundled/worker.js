import { Amplify, Auth } from 'cognito-auth-wasm';
import { attempt } from './attempt.js';

onmessage = async ({ data }) => postMessage(await attempt({ Amplify, Auth }, data.endpoint, data.clientId));
