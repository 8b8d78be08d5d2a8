const { Amplify, Auth } = require('cognito-auth-wasm');

const [endpoint, clientId] = process.argv.slice(2);
import('./attempt.js')
  .then(({ attempt }) => attempt({ Amplify, Auth }, endpoint, clientId))
  .then((result) => console.log(JSON.stringify(result)));
