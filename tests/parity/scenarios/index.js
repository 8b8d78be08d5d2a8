// Every scenario: `{ name, covers, on?, users?, pool?, client?, exactDrift?, cold?, run }`. `run` is executed in the page, with the `t` of
// page/stage.js; when it is a list, the page is loaded anew between the parts. `exactDrift`: no real clock is involved.
// `cold`: our module is not loaded before the first step.
// `on` lists the servers it runs on: the local Cognito if it does not say. lib/prepare.js has what else it may say.
import account from './account.js';
import attributes from './attributes.js';
import before from './before-configuration.js';
import callbacks from './callbacks.js';
import challenges from './challenges.js';
import classes from './classes.js';
import cognitoUser from './cognito-user.js';
import configure from './configure.js';
import credentials from './credentials.js';
import currentUser from './current-user.js';
import devices from './devices.js';
import hostedUi from './hosted-ui.js';
import hub from './hub.js';
import mfa from './mfa.js';
import password from './password.js';
import replies from './replies.js';
import signIn from './sign-in.js';
import signOut from './sign-out.js';
import signUp from './sign-up.js';
import storage from './storage.js';

const all = [
  ...configure,
  ...before,
  ...signUp,
  ...signIn,
  ...challenges,
  ...replies,
  ...currentUser,
  ...credentials,
  ...mfa,
  ...password,
  ...attributes,
  ...devices,
  ...account,
  ...hostedUi,
  ...signOut,
  ...cognitoUser,
  ...callbacks,
  ...classes,
  ...hub,
  ...storage,
];
const twice = all.map(({ name }) => name).filter((name, index, names) => names.indexOf(name) !== index);
if (twice.length) throw new Error(`two scenarios of one name: ${twice}`);
export default all;
