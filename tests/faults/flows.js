// What an application does, and the requests it makes of the service in fair weather. A new flow is a few lines here: the
// suite makes a case of each request, each fault of `page/faults.js`, and whether the fault lasts.
//
//   from      what is there before: nobody, unconfirmed, confirmed, signed in, expired
//   copy      whether there is a copy of the user's data in storage, too
//   call      what is done; `t` has Auth, and the user's username, password, email and code
//   requests  the operations, in order, each with what follows from its nature:
//               tolerated  the call succeeds without it
//               retried    it is sent again after a failure that may pass
//               unread     nothing in its reply is used
//               again      what the service says when it gets the request again
//   becomes   what the session in storage is when the call has succeeded: old, new, none
//   events    of the Hub, one when it has succeeded, one when it has failed
//   recover   what an application does when the service says `again`

const get = { operation: 'GetUser', tolerated: true, retried: true };
const refresh = { operation: 'InitiateAuth', retried: true };
const proof = { operation: 'RespondToAuthChallenge', again: 'NotAuthorizedException' };
const signIn = ({ Auth, username, password }) => Auth.signIn(username, password);
const challenge = (name) => (user) => user.challengeName === name && user.Session.length > 20;
const user = ({ username, attributes }) => Boolean(username && (!attributes || attributes.email));
const valid = (session) => session.isValid();
const signs = { becomes: ['new'], events: ['signIn', 'signIn_failure'], gives: user };

export const flows = [
  // ---- sign-up
  {
    name: 'signUp', from: 'nobody',
    call: ({ Auth, username, password, email }) => Auth.signUp({ username, password, attributes: { email } }),
    requests: [{ operation: 'SignUp', again: 'UsernameExistsException' }],
    events: ['signUp', 'signUp_failure'], gives: ({ userConfirmed, userSub }) => userConfirmed === false && Boolean(userSub),
    recover: ({ Auth, username }) => Auth.resendSignUp(username),
  },
  {
    name: 'confirmSignUp', from: 'unconfirmed',
    call: ({ Auth, username, code }) => Auth.confirmSignUp(username, code),
    requests: [{ operation: 'ConfirmSignUp', again: 'NotAuthorizedException', unread: true }],
    events: ['confirmSignUp'], gives: (result) => result === 'SUCCESS', recover: signIn,
  },
  {
    name: 'resendSignUp', from: 'unconfirmed',
    call: ({ Auth, username }) => Auth.resendSignUp(username),
    requests: [{ operation: 'ResendConfirmationCode', unread: true }],
  },

  // ---- sign-in
  { name: 'signIn, SRP', from: 'confirmed', call: signIn, requests: [{ operation: 'InitiateAuth' }, proof, get], ...signs },
  { name: 'signIn, SRP, as somebody else', from: 'another signed in', call: signIn, requests: [{ operation: 'InitiateAuth' }, proof, get], ...signs },
  {
    name: 'signIn, USER_PASSWORD_AUTH', from: 'confirmed', config: { authenticationFlowType: 'USER_PASSWORD_AUTH' }, call: signIn,
    requests: [{ operation: 'InitiateAuth' }, get], ...signs,
  },
  {
    name: 'signIn, CUSTOM_AUTH', from: 'confirmed', call: ({ Auth, username }) => Auth.signIn(username),
    requests: [{ operation: 'InitiateAuth' }], events: [, 'signIn_failure'], gives: challenge('CUSTOM_CHALLENGE'),
  },
  {
    name: 'signIn, CUSTOM_AUTH after the password', from: 'confirmed', config: { authenticationFlowType: 'CUSTOM_AUTH' }, call: signIn,
    requests: [{ operation: 'InitiateAuth' }, proof], events: [, 'signIn_failure'], gives: challenge('CUSTOM_CHALLENGE'),
  },
  {
    name: 'signIn, NEW_PASSWORD_REQUIRED', from: 'temporary', call: signIn,
    requests: [{ operation: 'InitiateAuth' }, proof], events: [, 'signIn_failure'], gives: challenge('NEW_PASSWORD_REQUIRED'),
  },

  // ---- the current user
  { name: 'currentSession, valid', from: 'signed in', call: ({ Auth }) => Auth.currentSession(), requests: [get], gives: valid },
  {
    name: 'currentSession, expired', from: 'expired', call: ({ Auth }) => Auth.currentSession(),
    requests: [refresh, get], becomes: ['new'], events: ['tokenRefresh', 'tokenRefresh_failure'], gives: valid,
  },
  {
    name: 'currentSession, expired, ten at once', from: 'expired', copy: true,
    call: async ({ Auth }) => (await Promise.all(Array.from({ length: 10 }, () => Auth.currentSession())))[9],
    requests: [refresh], becomes: ['new'], events: ['tokenRefresh', 'tokenRefresh_failure'], gives: valid,
  },
  { name: 'currentAuthenticatedUser, valid', from: 'signed in', call: ({ Auth }) => Auth.currentAuthenticatedUser(), requests: [get], gives: user },
  {
    name: 'currentAuthenticatedUser, expired', from: 'expired', call: ({ Auth }) => Auth.currentAuthenticatedUser(), rejects: 'The user is not authenticated',
    requests: [refresh, get], becomes: ['new'], events: ['tokenRefresh', 'tokenRefresh_failure'], gives: user,
  },
  {
    name: 'currentAuthenticatedUser, bypassCache', from: 'signed in', copy: true, call: ({ Auth }) => Auth.currentAuthenticatedUser({ bypassCache: true }),
    // Without the data the tokens are not refreshed either.
    requests: [get, { ...refresh, tolerated: true }], becomes: ['new', 'old'], gives: user,
  },
  {
    name: 'currentUserPoolUser, expired', from: 'expired', call: ({ Auth }) => Auth.currentUserPoolUser(),
    requests: [refresh, get], becomes: ['new'], events: ['tokenRefresh', 'tokenRefresh_failure'], gives: user,
  },
  { name: 'currentUserInfo', from: 'signed in', copy: true, call: ({ Auth }) => Auth.currentUserInfo(), requests: [get], gives: (info) => Boolean(info) },
  {
    name: 'userSession, expired', from: 'expired', copy: true,
    call: ({ Auth, username }) => Auth.userSession(Auth.createCognitoUser(username)),
    requests: [refresh], becomes: ['new'], events: ['tokenRefresh', 'tokenRefresh_failure'], gives: valid,
  },
  {
    name: 'userAttributes', from: 'signed in', copy: true,
    call: ({ Auth, username }) => Auth.userAttributes(Auth.createCognitoUser(username)),
    requests: [{ operation: 'GetUser', retried: true }], gives: (attributes) => attributes.some(({ Name }) => Name === 'email'),
  },

  // ---- sign-out
  {
    name: 'signOut', from: 'signed in', copy: true, call: ({ Auth }) => Auth.signOut(),
    requests: [{ operation: 'RevokeToken', tolerated: true, retried: true }], becomes: ['none'], events: ['signOut'], revokes: true,
  },
  {
    name: 'signOut, expired', from: 'expired', copy: true, call: ({ Auth }) => Auth.signOut(),
    requests: [{ operation: 'RevokeToken', tolerated: true, retried: true }], becomes: ['none'], events: ['signOut'], revokes: true,
  },
  {
    name: 'signOut, global', from: 'signed in', copy: true, call: ({ Auth }) => Auth.signOut({ global: true }),
    requests: [{ operation: 'GlobalSignOut', again: 'NotAuthorizedException', unread: true }], becomes: ['none'], events: ['signOut'],
    recover: ({ Auth }) => Auth.signOut(),
  },
  {
    name: 'signOut, global, expired', from: 'expired', copy: true, call: ({ Auth }) => Auth.signOut({ global: true }),
    requests: [refresh, { operation: 'GlobalSignOut', again: 'NotAuthorizedException', unread: true }], becomes: ['none'], refreshes: true, events: ['signOut'],
    recover: ({ Auth }) => Auth.signOut(),
  },
];
