import { Amplify } from 'aws-amplify';
import { fetchUserAttributes, signIn, signOut } from 'aws-amplify/auth';

const { config, credentials, register } = globalThis.bench;
Amplify.configure({
  Auth: { Cognito: { userPoolId: config.userPoolId, userPoolClientId: config.userPoolWebClientId } },
});
const [username, password] = credentials;
register('v6-sign-in-and-out', {
  async signInAndOut() {
    await signIn({ username, password });
    await fetchUserAttributes();
    await signOut();
  },
});
