import { Amplify, Auth } from 'cognito-auth-wasm';
import { attempt } from './attempt.js';

const [endpoint, clientId] = process.argv.slice(2);
console.log(JSON.stringify(await attempt({ Amplify, Auth }, endpoint, clientId)));
