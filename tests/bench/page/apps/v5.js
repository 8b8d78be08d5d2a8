import { Auth } from '@aws-amplify/auth';

const { config, credentials, register } = globalThis.bench;
Auth.configure(config);
register('v5', {
  configure: () => Auth.configure(config),
  signIn: () => Auth.signIn(...credentials),
  currentSession: () => Auth.currentSession(),
  currentAuthenticatedUser: () => Auth.currentAuthenticatedUser(),
  async signInAndOut() {
    await Auth.signIn(...credentials);
    await Auth.signOut();
  },
});
