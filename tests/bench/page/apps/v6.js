import { Amplify } from 'aws-amplify';
import { signIn } from 'aws-amplify/auth';

const { config, credentials, register } = globalThis.bench;
const configure = () =>
  Amplify.configure({
    Auth: { Cognito: { userPoolId: config.userPoolId, userPoolClientId: config.userPoolWebClientId } },
  });
const [username, password] = credentials;

configure();
register('v6', { configure, signIn: () => signIn({ username, password }) });
