import { Amplify } from 'aws-amplify';
import { fetchAuthSession } from 'aws-amplify/auth';

const { config, register } = globalThis.bench;
Amplify.configure({
  Auth: { Cognito: { userPoolId: config.userPoolId, userPoolClientId: config.userPoolWebClientId } },
});
register('v6-session', {
  async currentSession() {
    const { tokens } = await fetchAuthSession();
    // It resolves without tokens where v5 rejects.
    if (!tokens) throw new Error('nobody is signed in');
  },
});
