// Signs out where the wasm cannot be loaded, and prints what became of the session.
import { AuthClass, Hub } from 'cognito-auth-wasm';

const CLIENT = 'CognitoIdentityServiceProvider.client';
const claims = { exp: Math.floor(Date.now() / 1000) + 3600, iat: Math.floor(Date.now() / 1000), origin_jti: 'j' };
const token = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
const items = new Map([
  [`${CLIENT}.LastAuthUser`, 'ana'],
  [`${CLIENT}.ana.idToken`, token],
  [`${CLIENT}.ana.accessToken`, token],
  [`${CLIENT}.ana.refreshToken`, 'refresh'],
  [`${CLIENT}.ana.clockDrift`, '0'],
  [`${CLIENT}.ana.deviceKey`, 'stays'],
]);
const storage = {
  getItem: (key) => items.get(key) ?? null,
  setItem: (key, text) => void items.set(key, text),
  removeItem: (key) => void items.delete(key),
  clear: () => items.clear(),
};
const auth = new AuthClass({ userPoolId: 'eu-west-1_AbCdEf123', userPoolWebClientId: 'client', storage });
const hadSession = (await auth.currentSession()).isValid();
const events = [];
Hub.listen('auth', ({ payload: { event } }) => events.push(event));
const result = await auth.signOut();
const global = await auth.signOut({ global: true }).catch(({ name }) => name);
console.log(JSON.stringify({ hadSession, result: result ?? null, left: [...items], events, global }));
