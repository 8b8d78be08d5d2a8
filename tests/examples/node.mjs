// Signs in once; later runs go on with the session, which is kept in a file.
import { readFileSync, writeFileSync } from 'node:fs';
import { Amplify, Auth } from 'cognito-auth-wasm';
import awsExports from './aws-exports.js';

const FILE = new URL('./session.json', import.meta.url);
const read = () => {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8'));
  } catch {
    return [];
  }
};
const items = new Map(read());
const save = () => writeFileSync(FILE, JSON.stringify([...items]), { mode: 0o600 });
const storage = {
  getItem: (key) => items.get(key),
  setItem: (key, value) => save(items.set(key, value)),
  removeItem: (key) => save(items.delete(key)),
  clear: () => save(items.clear()),
};
Amplify.configure({ ...awsExports, storage });

const { APP_USER, APP_PASSWORD } = process.env;
const user = await Auth.currentAuthenticatedUser().catch(() => Auth.signIn(APP_USER, APP_PASSWORD));
console.log(user.challengeName ?? `Hello ${user.attributes.email}`);
