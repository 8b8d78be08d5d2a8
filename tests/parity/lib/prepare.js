// A user pool, an app client and the users of a scenario.

const PASSWORD = 'Passw0rd!';

export async function prepare(cognito, scenario) {
  const { userPoolId, clientId, region, endpoint } = await cognito.createUserPool({ ...scenario.pool, client: scenario.client });
  const users = {};
  const subs = {};
  for (const [username, { password = PASSWORD, state = 'confirmed', attributes, email = `${username.replace(/\W/g, '')}@example.com` }] of Object.entries(scenario.users ?? {})) {
    users[username] = { password, email };
    if (state === 'unconfirmed') {
      const { UserSub } = await cognito.api('SignUp', { ClientId: clientId, Username: username, Password: password, UserAttributes: [{ Name: 'email', Value: email }] });
      subs[username] = UserSub;
      continue;
    }
    subs[username] = await cognito.createUser(userPoolId, { username, password, email, attributes, temporary: state === 'temporary' });
    const of = { UserPoolId: userPoolId, Username: username };
    if (state === 'disabled') await cognito.admin('AdminDisableUser', of);
    if (state === 'reset') await cognito.admin('AdminResetUserPassword', of);
    if (state === 'totp') users[username].secret = await cognito.enrolTotp({ clientId }, { username, password });
  }
  return { config: { userPoolId, userPoolWebClientId: clientId, region, endpoint }, users, subs };
}
