import { Amplify, Auth } from 'cognito-auth-wasm';

self.onmessage = async ({ data: { config, username, password } }) => {
  try {
    Amplify.configure({ Auth: config });
    await Auth.signIn(username, password);
    const user = await Auth.currentAuthenticatedUser();
    const session = await Auth.currentSession();
    const result = { username: user.username, email: user.attributes.email, valid: session.isValid() };
    await Auth.signOut();
    result.after = await Auth.currentAuthenticatedUser().catch((error) => error);
    // The dialogue belongs to the page.
    const passkey = (options) => Auth.signInWithPasskey({ username, ...options }).catch(({ code }) => code);
    const { supported } = await Auth.passkeySupport();
    result.passkeys = [supported, await passkey(), await passkey({ autofill: true })];
    self.postMessage(result);
  } catch (error) {
    self.postMessage({ failed: String(error?.stack ?? error) });
  }
};
