// In Node: what becomes of calls when the module traps, as JSON. Run: node node.mjs <folder of the build> <endpoint>

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { arm } from './page/arm.js';

const [folder, endpoint] = process.argv.slice(2);
const { Amplify, Auth } = await import(pathToFileURL(path.join(folder, 'node.js')));
Amplify.configure({
  Auth: {
    userPoolId: 'eu-west-1_AbCdEf123',
    userPoolWebClientId: 'client',
    endpoint,
    authenticationFlowType: 'USER_PASSWORD_AUTH',
  },
});

const described = ({ code, cause }) => [code, cause?.name];
const signIn = () => Auth.signIn('ana', 'Secret-123').then(({ username }) => username, described);
const callBack = (method, ...args) =>
  new Promise((resolve) => Auth.user[method](...args, (error, value) => resolve(error ? described(error) : value)));
const result = {};
for (const place of ['method', 'future', 'write']) {
  arm(place);
  result[place] = [await signIn(), await signIn()];
}
for (const place of ['method', 'future', 'callback']) {
  arm(place);
  const change = () => callBack('changePassword', 'Secret-123', 'Secret-456');
  result[`${place}, called back`] = [await change(), await change()];
}
arm('future', 'stack');
result.stack = [await signIn(), await signIn()];
// What nobody is told of is shown.
arm('future');
const shown = new Promise((resolve) => (console.error = (error) => resolve(described(error))));
Auth.user.changePassword('Secret-123', 'Secret-456');
result.shown = await shown;
result.after = await signIn();
// What a callback throws is shown, too.
const thrown = new Promise((resolve) => (console.error = (error) => resolve(error.message)));
arm('future');
Auth.user.changePassword('Secret-123', 'Secret-456', () => {
  throw new Error('thrown by the callback');
});
result.thrown = await thrown;
process.stdout.write(JSON.stringify(result));
