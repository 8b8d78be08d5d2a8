// Tokens, sessions and the current user.
import { Auth, Hub, CognitoUser } from 'aws-amplify';
import type { CognitoUserSession } from 'amazon-cognito-identity-js';

// 6. a header for an API call
export async function authorization(): Promise<{ Authorization: string }> {
  const session = await Auth.currentSession();
  return { Authorization: `Bearer ${session.getIdToken().getJwtToken()}` };
}

// 7. promise style
export function token(): Promise<string | null> {
  return Auth.currentSession()
    .then((session) => session.getAccessToken().getJwtToken())
    .catch((error) => {
      console.error(error);
      return null;
    });
}

// 8. reading straight through, as JavaScript apps turned TypeScript do
export async function claims() {
  const user = await Auth.currentAuthenticatedUser();
  const { payload, jwtToken } = user.signInUserSession.idToken;
  const groups: string[] = payload['cognito:groups'] || [];
  return {
    jwtToken,
    groups,
    sub: payload.sub,
    tenant: payload['custom:tenant'].split('-')[0],
    expires: payload.exp * 1000,
  };
}

// 9. destructuring the user
export async function profile() {
  const { username, attributes } = await Auth.currentAuthenticatedUser({ bypassCache: true });
  const name: string = `${attributes.given_name} ${attributes.family_name}`;
  return {
    username,
    name,
    email: attributes.email.toLowerCase(),
    verified: attributes.email_verified === true,
    plan: attributes['custom:plan'],
  };
}

// 10. all attributes in a table
export async function table() {
  const user = await Auth.currentAuthenticatedUser();
  const rows = Object.keys(user.attributes).map((key) => [key, String(user.attributes[key])]);
  const list = await Auth.userAttributes(user);
  for (const attribute of list) rows.push([attribute.getName(), attribute.Value.trim()]);
  return rows;
}

// 11. a session of a given user, annotated
export async function minutesLeft(): Promise<number> {
  const user = await Auth.currentUserPoolUser();
  const session: CognitoUserSession = await Auth.userSession(user);
  return Math.round((session.getIdToken().getExpiration() * 1000 - Date.now()) / 60000);
}

// 12. callback style
export function refresh(): Promise<string> {
  return new Promise((resolve, reject) => {
    Auth.currentAuthenticatedUser().then((user) => {
      user.getSession((err: Error | null, session: CognitoUserSession | null) => {
        if (err || !session) return reject(err);
        user.refreshSession(session.getRefreshToken(), (error: any, fresh: any) => {
          if (error) return reject(error);
          resolve(fresh.getIdToken().getJwtToken());
        });
      });
    });
  });
}

// 13. is somebody signed in?
export const isSignedIn = async (): Promise<boolean> => {
  try {
    await Auth.currentAuthenticatedUser();
    return true;
  } catch {
    return false;
  }
};

// 14. currentUserInfo
export async function greeting() {
  const info = await Auth.currentUserInfo();
  if (!info) return 'Hello';
  return `Hello ${info.attributes.name || info.username}`;
}

// 15. both at once
export async function both() {
  const [user, session] = await Promise.all([Auth.currentAuthenticatedUser(), Auth.currentSession()]);
  return { id: user.attributes.sub, valid: session.isValid(), refresh: session.getRefreshToken().getToken() };
}

// 16. refresh events
Hub.listen('auth', (data) => {
  switch (data.payload.event) {
    case 'tokenRefresh':
      console.log('token refreshed');
      break;
    case 'tokenRefresh_failure':
      console.log('failed', data.payload.data);
      void Auth.signOut();
      break;
    case 'configured':
      console.log('the Auth module is configured', data.payload.message);
  }
});

// 39. a refresh whose callback takes the session as given
export async function renew() {
  const user: CognitoUser = await Auth.currentAuthenticatedUser();
  const token = (await Auth.currentSession()).getRefreshToken();
  user.refreshSession(token, (err, session) => {
    if (err) throw err;
    const { idToken, refreshToken, accessToken } = session;
    console.log(idToken.jwtToken, refreshToken.token, accessToken.jwtToken);
  });
  user.refreshSession(token, (err: any, session: CognitoUserSession) => console.log(err, session.isValid()));
  user.refreshSession(token, (err: { code: string }, session: { idToken: { jwtToken: string } }) =>
    console.log(err.code, session.idToken.jwtToken),
  );
}
