// Calls the methods of CognitoUser that are named as arguments; prints what each calls back with, and rejects with.
import { CognitoUser, CognitoUserPool } from 'cognito-auth-wasm';

const Pool = new CognitoUserPool({ UserPoolId: 'eu-west-1_AbCdEf123', ClientId: 'client' });
const user = new CognitoUser({ Username: 'ana', Pool });
const answers = {};
for (const name of process.argv.slice(2)) {
  const byFunction = await new Promise((resolve) => user[name]((error) => resolve(error.message)));
  const byObject = await new Promise((resolve) => user[name]({ onSuccess: resolve, onFailure: (error) => resolve(error.message) }));
  const byPromise = await user[name]().catch((error) => error.message);
  answers[name] = [byFunction, byObject, byPromise];
}
const saySo = Object.getOwnPropertyNames(CognitoUser.prototype).filter((name) => /is not in this version/.test(CognitoUser.prototype[name]));
console.log(JSON.stringify({ answers, saySo }));
