import { Auth } from 'cognito-auth-wasm';

const { config, credentials, register } = globalThis.bench;
Auth.configure(config);
register('ours', {
  configure: () => Auth.configure(config),
  signIn: () => Auth.signIn(...credentials),
  currentSession: () => Auth.currentSession(),
  currentAuthenticatedUser: () => Auth.currentAuthenticatedUser(),
  async signInAndOut() {
    await Auth.signIn(...credentials);
    await Auth.signOut();
  },
});
