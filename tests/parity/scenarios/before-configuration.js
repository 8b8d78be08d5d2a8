const calls = {
  signUp: (t) => t.Auth.signUp({ username: 'ana', password: 'x' }),
  confirmSignUp: (t) => t.Auth.confirmSignUp('ana', '123456'),
  resendSignUp: (t) => t.Auth.resendSignUp('ana'),
  signIn: (t) => t.Auth.signIn('ana', 'x'),
  'signIn without a password': (t) => t.Auth.signIn('ana'),
  currentAuthenticatedUser: (t) => t.Auth.currentAuthenticatedUser(),
  currentUserPoolUser: (t) => t.Auth.currentUserPoolUser(),
  currentSession: (t) => t.Auth.currentSession(),
  'userSession of nobody': (t) => t.Auth.userSession(undefined),
  currentUserInfo: (t) => t.Auth.currentUserInfo(),
  signOut: (t) => t.Auth.signOut(),
  'signOut everywhere': (t) => t.Auth.signOut({ global: true }),
};
const covers = [
  'signUp',
  'confirmSignUp',
  'resendSignUp',
  'signIn',
  'currentAuthenticatedUser',
  'currentUserPoolUser',
  'currentSession',
  'userSession',
  'currentUserInfo',
  'signOut',
];

const run = (start) => async (t) => {
  start?.(t);
  for (const [name, make] of Object.entries(calls)) await t.call(name, () => make(t));
  await t.call('createCognitoUser', () => t.Auth.createCognitoUser('ana'));
};

export default [
  { name: 'before configuration: every method', covers, run: run() },
  {
    name: 'configured without a user pool: every method',
    covers,
    run: run((t) => t.Auth.configure({ region: 'us-east-1' })),
  },
  {
    name: 'configured with a client id only: every method',
    covers,
    run: run((t) => t.Auth.configure({ userPoolWebClientId: 'client', region: 'us-east-1' })),
  },
  {
    name: 'before configuration: userAttributes',
    covers: ['userAttributes'],
    async run(t) {
      await t.call('of nobody', () => t.Auth.userAttributes(undefined));
      await t.call('of null', () => t.Auth.userAttributes(null));
    },
  },
];
