import { Amplify } from 'aws-amplify';
import { fetchAuthSession, getCurrentUser, signIn, signOut } from 'aws-amplify/auth';

const { userPoolId, userPoolWebClientId, endpoint } = JSON.parse(new URLSearchParams(location.search).get('config'));
Amplify.configure({
  Auth: { Cognito: { userPoolId, userPoolClientId: userPoolWebClientId, userPoolEndpoint: endpoint } },
});
// In the form in which the tests call Auth.
window.Auth = {
  signIn: (username, password) => signIn({ username, password }),
  signOut,
  currentUser: getCurrentUser,
  async currentSession() {
    const { tokens } = await fetchAuthSession();
    return { accessToken: String(tokens?.accessToken), idToken: String(tokens?.idToken) };
  },
};
window.started = true;
