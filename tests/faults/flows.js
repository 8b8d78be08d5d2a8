// What an application does, and the requests it makes of the service in fair weather. A new flow is a few lines here: the
// suite makes a case of each request, each fault of `page/faults.js`, and whether the fault lasts.
//
//   pool      of `lib/pools.js`: plain, factors, setup, choice, passkeys, devices, hosted, identities
//   from      what is there before: nobody, unconfirmed, temporary, confirmed, signed in, expired, another signed in
//   copy      whether there is a copy of the user's data in storage, too
//   config    gives what Auth is configured with besides
//   begin     what is done before the fault, in fair weather
//   call      what is done; `t` has Auth, the user's username, password, newPassword and email, and what `begin` left there
//   requests  the operations, in order, each with what follows from its nature:
//               tolerated  the call succeeds without it
//               retried    it is sent again after a failure that may pass
//               dispensable  it is not waited for as long as others
//               unread     nothing in its reply is used: it may be empty
//               again      what the service says when it gets the request again
//               fresh      the next try does not send it again, but a new one
//   becomes   what the session in storage may be when the call has succeeded: old, new, none
//   events    of the Hub, one when it has succeeded, one when it has failed
//   gives     whether the result is one
//   rejects   what every failure is, where it is a bare string; `words`: the message of an AuthError that stands for a code
//   spent     what the next try may be refused with when the service has done the first; `again` if not given
//   recover   what an application does then

const needed = { operation: 'GetUser', retried: true };
const get = { ...needed, tolerated: true, dispensable: true };
const refresh = { operation: 'InitiateAuth', retried: true };
const proof = { operation: 'RespondToAuthChallenge', again: 'NotAuthorizedException', fresh: true };
const answer = { operation: 'RespondToAuthChallenge', again: 'NotAuthorizedException' };
const identity = [
  { operation: 'GetId', retried: true },
  { operation: 'GetCredentialsForIdentity', retried: true },
];
const signIn = ({ Auth, username, password }) => Auth.signIn(username, password);
const challenge = (name) => (user) => user.challengeName === name && user.Session.length > 20;
const user = ({ username, attributes }) => Boolean(username && (!attributes || attributes.email));
const valid = (session) => session.isValid();
const done = (result) => result === 'SUCCESS';
const BY_CHOICE = { pool: 'choice', from: 'confirmed', config: () => ({ authenticationFlowType: 'USER_AUTH' }) };
/** Waits for a code that comes first. */
const mailed = async (t) => {
  t.user = await t.Auth.signIn({ username: t.username, preferredChallenge: 'EMAIL_OTP' });
  t.code = await t.lastCode();
};
const choosing = async (t) => void (t.user = await t.Auth.signIn(t.username));
/** A session that a lost reply has used up is no loss: the choice begins anew. */
const chosen = { operation: 'RespondToAuthChallenge' };
const BY_PASSKEY = { pool: 'passkeys', from: 'signed in' };
const registerPasskey = async (t) => void ({ id: t.id } = await t.Auth.registerPasskey());
const withPasskey = async (t) => {
  await registerPasskey(t);
  await t.Auth.signOut();
};
const registered = ({ Auth, username, email }) => Auth.signUp({ username, attributes: { email } });
const PLAIN = () => ({ authenticationFlowType: 'USER_PASSWORD_AUTH' });
const PHONE = { phone_number: '+15550100', phone_number_verified: 'true' };
const me = ({ Auth, username }) => Auth.createCognitoUser(username);
const withNewPassword = ({ Auth, username, newPassword }) => Auth.signIn(username, newPassword);
const current = async (t) => void (t.user = await t.Auth.currentUserPoolUser());
/** Signs in up to the question. */
const asked = async (t) => void (t.user = await signIn(t));
const signs = { becomes: ['new'], events: ['signIn', 'signIn_failure'], gives: user };

export const flows = [
  // ---- sign-up
  {
    name: 'signUp',
    from: 'nobody',
    call: ({ Auth, username, password, email }) => Auth.signUp({ username, password, attributes: { email } }),
    requests: [{ operation: 'SignUp', again: 'UsernameExistsException' }],
    events: ['signUp', 'signUp_failure'],
    gives: ({ userConfirmed, userSub }) => userConfirmed === false && Boolean(userSub),
    recover: ({ Auth, username }) => Auth.resendSignUp(username),
  },
  {
    name: 'confirmSignUp',
    from: 'unconfirmed',
    call: ({ Auth, username, code }) => Auth.confirmSignUp(username, code),
    requests: [{ operation: 'ConfirmSignUp', again: 'NotAuthorizedException', unread: true }],
    events: ['confirmSignUp'],
    gives: (result) => result === 'SUCCESS',
    recover: signIn,
  },
  {
    name: 'resendSignUp',
    from: 'unconfirmed',
    call: ({ Auth, username }) => Auth.resendSignUp(username),
    requests: [{ operation: 'ResendConfirmationCode', unread: true }],
  },

  // ---- sign-in
  {
    name: 'signIn, SRP',
    from: 'confirmed',
    call: signIn,
    requests: [{ operation: 'InitiateAuth' }, proof, get],
    ...signs,
  },
  {
    name: 'signIn, SRP, as somebody else',
    from: 'another signed in',
    call: signIn,
    requests: [{ operation: 'InitiateAuth' }, proof, get],
    ...signs,
  },
  {
    name: 'signIn, USER_PASSWORD_AUTH',
    from: 'confirmed',
    config: PLAIN,
    call: signIn,
    requests: [{ operation: 'InitiateAuth' }, get],
    ...signs,
  },
  {
    name: 'signIn, CUSTOM_AUTH',
    from: 'confirmed',
    call: ({ Auth, username }) => Auth.signIn(username),
    requests: [{ operation: 'InitiateAuth' }],
    events: [, 'signIn_failure'],
    gives: challenge('CUSTOM_CHALLENGE'),
  },
  {
    name: 'signIn, CUSTOM_AUTH after the password',
    from: 'confirmed',
    config: () => ({ authenticationFlowType: 'CUSTOM_AUTH' }),
    call: signIn,
    requests: [{ operation: 'InitiateAuth' }, proof],
    events: [, 'signIn_failure'],
    gives: challenge('CUSTOM_CHALLENGE'),
  },
  {
    name: 'signIn, NEW_PASSWORD_REQUIRED',
    from: 'temporary',
    call: signIn,
    requests: [{ operation: 'InitiateAuth' }, proof],
    events: [, 'signIn_failure'],
    gives: challenge('NEW_PASSWORD_REQUIRED'),
  },

  // ---- by a factor of the user's choice
  {
    ...BY_CHOICE,
    name: 'signIn, USER_AUTH',
    call: signIn,
    requests: [{ operation: 'InitiateAuth' }, proof, get],
    ...signs,
  },
  {
    ...BY_CHOICE,
    name: 'signIn, EMAIL_OTP',
    call: ({ Auth, username }) => Auth.signIn({ username, preferredChallenge: 'EMAIL_OTP' }),
    requests: [{ operation: 'InitiateAuth' }],
    events: [, 'signIn_failure'],
    gives: challenge('EMAIL_OTP'),
  },
  {
    ...BY_CHOICE,
    name: 'confirmSignIn, EMAIL_OTP that comes first',
    begin: mailed,
    call: ({ Auth, user, code }) => Auth.confirmSignIn(user, code),
    requests: [answer, get],
    becomes: ['new'],
    events: ['signIn'],
    gives: user,
    recover: afresh,
  },
  {
    ...BY_CHOICE,
    name: 'resendSignInCode',
    begin: mailed,
    call: ({ Auth, user }) => Auth.resendSignInCode(user),
    requests: [{ operation: 'InitiateAuth' }],
    gives: challenge('EMAIL_OTP'),
  },
  {
    ...BY_CHOICE,
    name: 'selectChallenge, EMAIL_OTP',
    begin: choosing,
    call: ({ Auth, user }) => Auth.selectChallenge(user, 'EMAIL_OTP'),
    requests: [chosen],
    events: [, 'signIn_failure'],
    gives: challenge('EMAIL_OTP'),
  },
  {
    ...BY_CHOICE,
    name: 'selectChallenge, PASSWORD_SRP',
    begin: choosing,
    call: ({ Auth, user, password }) => Auth.selectChallenge(user, 'PASSWORD_SRP', { password }),
    requests: [chosen, proof, get],
    ...signs,
  },
  {
    ...BY_CHOICE,
    name: 'signUp, without a password',
    from: 'nobody',
    call: registered,
    requests: [{ operation: 'SignUp', again: 'UsernameExistsException' }],
    events: ['signUp', 'signUp_failure'],
    gives: ({ userConfirmed, userSub }) => userConfirmed === false && Boolean(userSub),
    recover: ({ Auth, username }) => Auth.resendSignUp(username),
  },
  {
    ...BY_CHOICE,
    name: 'confirmSignUp, without a password',
    from: 'nobody',
    async begin(t) {
      await registered(t);
      t.code = await t.lastCode();
    },
    call: ({ Auth, username, code }) => Auth.confirmSignUp(username, code),
    requests: [{ operation: 'ConfirmSignUp', again: 'NotAuthorizedException', unread: true }],
    events: ['confirmSignUp'],
    gives: done,
    // Where the first reply was lost, the second tells that it is done.
    spent: ['NotAuthorizedException', undefined],
    recover: ({ Auth, username }) => Auth.signIn(username),
  },
  {
    ...BY_CHOICE,
    name: 'the sign-in after a sign-up without a password',
    from: 'nobody',
    async begin(t) {
      await registered(t);
      await t.Auth.confirmSignUp(t.username, await t.lastCode());
    },
    call: ({ Auth, username }) => Auth._autoSignIn({ username }),
    // The session is good once: afterwards the user is asked.
    requests: [{ operation: 'InitiateAuth' }, get],
    becomes: ['new', 'old'],
    gives: (result) => user(result) || challenge('SELECT_CHALLENGE')(result),
  },

  // ---- passkeys
  {
    ...BY_PASSKEY,
    name: 'registerPasskey',
    call: ({ Auth }) => Auth.registerPasskey(),
    requests: [
      { operation: 'StartWebAuthnRegistration', retried: true },
      { operation: 'CompleteWebAuthnRegistration', again: 'WebAuthnChallengeNotFoundException', unread: true },
    ],
    gives: ({ id }) => Boolean(id),
    // The browser has kept what the service has.
    spent: ['PasskeyExists'],
    recover: ({ Auth }) => Auth.listPasskeys(),
  },
  {
    ...BY_PASSKEY,
    name: 'registerPasskey, expired',
    from: 'expired',
    call: ({ Auth }) => Auth.registerPasskey(),
    requests: [
      refresh,
      { operation: 'StartWebAuthnRegistration', retried: true },
      { operation: 'CompleteWebAuthnRegistration', again: 'WebAuthnChallengeNotFoundException', unread: true },
    ],
    becomes: ['new'],
    refreshes: true,
    gives: ({ id }) => Boolean(id),
    spent: ['PasskeyExists'],
    recover: ({ Auth }) => Auth.listPasskeys(),
  },
  {
    ...BY_PASSKEY,
    name: 'listPasskeys',
    begin: registerPasskey,
    call: ({ Auth }) => Auth.listPasskeys(),
    requests: [{ operation: 'ListWebAuthnCredentials', retried: true }],
    gives: ([{ id, createdAt }]) => Boolean(id && createdAt.getTime()),
  },
  {
    ...BY_PASSKEY,
    name: 'deletePasskey',
    begin: registerPasskey,
    call: ({ Auth, id }) => Auth.deletePasskey(id),
    requests: [
      { operation: 'ListWebAuthnCredentials', tolerated: true, retried: true, dispensable: true },
      { operation: 'DeleteWebAuthnCredential', again: 'ResourceNotFoundException', unread: true },
    ],
    recover: registerPasskey,
  },
  {
    ...BY_PASSKEY,
    name: 'signInWithPasskey',
    begin: withPasskey,
    call: ({ Auth, username }) => Auth.signInWithPasskey({ username }),
    requests: [{ operation: 'InitiateAuth' }, proof, get],
    ...signs,
  },
  {
    ...BY_PASSKEY,
    name: 'signInWithPasskey, autofill',
    begin: withPasskey,
    call: ({ Auth, username }) => Auth.signInWithPasskey({ username, autofill: true }),
    requests: [{ operation: 'InitiateAuth' }, proof, get],
    becomes: ['new'],
    events: ['signIn'],
    gives: user,
  },
  {
    ...BY_PASSKEY,
    name: 'selectChallenge, WEB_AUTHN',
    config: BY_CHOICE.config,
    async begin(t) {
      await withPasskey(t);
      await choosing(t);
    },
    call: ({ Auth, user }) => Auth.selectChallenge(user, 'WEB_AUTHN'),
    requests: [chosen, proof, get],
    ...signs,
  },

  // ---- the current user
  {
    name: 'currentSession, valid',
    from: 'signed in',
    call: ({ Auth }) => Auth.currentSession(),
    requests: [get],
    gives: valid,
  },
  {
    name: 'currentSession, expired',
    from: 'expired',
    call: ({ Auth }) => Auth.currentSession(),
    requests: [refresh, get],
    becomes: ['new'],
    events: ['tokenRefresh', 'tokenRefresh_failure'],
    gives: valid,
  },
  {
    name: 'currentSession, expired, ten at once',
    from: 'expired',
    copy: true,
    call: async ({ Auth }) => (await Promise.all(Array.from({ length: 10 }, () => Auth.currentSession())))[9],
    requests: [refresh],
    becomes: ['new'],
    events: ['tokenRefresh', 'tokenRefresh_failure'],
    gives: valid,
  },
  {
    name: 'currentAuthenticatedUser, valid',
    from: 'signed in',
    call: ({ Auth }) => Auth.currentAuthenticatedUser(),
    requests: [get],
    gives: user,
  },
  {
    name: 'currentAuthenticatedUser, expired',
    from: 'expired',
    call: ({ Auth }) => Auth.currentAuthenticatedUser(),
    rejects: 'The user is not authenticated',
    requests: [refresh, get],
    becomes: ['new'],
    events: ['tokenRefresh', 'tokenRefresh_failure'],
    gives: user,
  },
  {
    name: 'currentAuthenticatedUser, bypassCache',
    from: 'signed in',
    copy: true,
    call: ({ Auth }) => Auth.currentAuthenticatedUser({ bypassCache: true }),
    // Without the data the tokens are not refreshed either.
    requests: [get, { ...refresh, tolerated: true }],
    becomes: ['new', 'old'],
    gives: user,
  },
  {
    name: 'currentUserPoolUser, expired',
    from: 'expired',
    call: ({ Auth }) => Auth.currentUserPoolUser(),
    requests: [refresh, get],
    becomes: ['new'],
    events: ['tokenRefresh', 'tokenRefresh_failure'],
    gives: user,
  },
  {
    name: 'currentUserInfo',
    from: 'signed in',
    copy: true,
    call: ({ Auth }) => Auth.currentUserInfo(),
    requests: [{ ...needed, tolerated: true }],
    gives: (info) => Boolean(info),
  },
  {
    name: 'userSession, expired',
    from: 'expired',
    copy: true,
    call: ({ Auth, username }) => Auth.userSession(Auth.createCognitoUser(username)),
    requests: [refresh],
    becomes: ['new'],
    events: ['tokenRefresh', 'tokenRefresh_failure'],
    gives: valid,
  },
  {
    name: 'userAttributes',
    from: 'signed in',
    copy: true,
    call: ({ Auth, username }) => Auth.userAttributes(Auth.createCognitoUser(username)),
    requests: [needed],
    gives: (attributes) => attributes.some(({ Name }) => Name === 'email'),
  },

  // ---- sign-out
  {
    name: 'signOut',
    from: 'signed in',
    copy: true,
    call: ({ Auth }) => Auth.signOut(),
    requests: [{ operation: 'RevokeToken', tolerated: true, retried: true }],
    becomes: ['none'],
    events: ['signOut'],
    revokes: true,
  },
  {
    name: 'signOut, expired',
    from: 'expired',
    copy: true,
    call: ({ Auth }) => Auth.signOut(),
    requests: [{ operation: 'RevokeToken', tolerated: true, retried: true }],
    becomes: ['none'],
    events: ['signOut'],
    revokes: true,
  },
  {
    name: 'signOut, global',
    from: 'signed in',
    copy: true,
    call: ({ Auth }) => Auth.signOut({ global: true }),
    requests: [{ operation: 'GlobalSignOut', again: 'NotAuthorizedException', unread: true }],
    becomes: ['none'],
    events: ['signOut'],
    spent: ['NotAuthorizedException', undefined],
    recover: ({ Auth }) => Auth.signOut(),
  },
  {
    name: 'signOut, global, expired',
    from: 'expired',
    copy: true,
    call: ({ Auth }) => Auth.signOut({ global: true }),
    requests: [refresh, { operation: 'GlobalSignOut', again: 'NotAuthorizedException', unread: true }],
    becomes: ['none'],
    refreshes: true,
    events: ['signOut'],
    spent: ['NotAuthorizedException', undefined],
    recover: ({ Auth }) => Auth.signOut(),
  },

  // ---- challenges
  {
    name: 'confirmSignIn, SMS_MFA',
    pool: 'factors',
    from: 'confirmed',
    attributes: PHONE,
    config: PLAIN,
    async begin(t) {
      await t.admin('AdminSetUserMFAPreference', {
        Username: t.username,
        SMSMfaSettings: { Enabled: true, PreferredMfa: true },
      });
      await asked(t);
      t.code = await t.lastCode();
    },
    call: ({ Auth, user, code }) => Auth.confirmSignIn(user, code),
    requests: [answer, get],
    becomes: ['new'],
    events: ['signIn'],
    gives: user,
    recover: afresh,
  },
  {
    name: 'confirmSignIn, SOFTWARE_TOKEN_MFA',
    pool: 'factors',
    from: 'confirmed',
    config: PLAIN,
    async begin(t) {
      t.secret ??= (await t.admin('EnrolTotp', { Username: t.username })).SecretCode;
      await asked(t);
      t.code = await t.totp();
    },
    call: ({ Auth, user, code }) => Auth.confirmSignIn(user, code, 'SOFTWARE_TOKEN_MFA'),
    requests: [answer, get],
    becomes: ['new'],
    events: ['signIn'],
    gives: user,
    recover: afresh,
  },
  {
    name: 'confirmSignIn, after SELECT_MFA_TYPE',
    pool: 'factors',
    from: 'confirmed',
    attributes: PHONE,
    config: PLAIN,
    async begin(t) {
      t.secret ??= (await t.admin('EnrolTotp', { Username: t.username, Prefer: false })).SecretCode;
      await t.admin('AdminSetUserMFAPreference', { Username: t.username, SMSMfaSettings: { Enabled: true } });
      await asked(t);
    },
    call: ({ user }) =>
      new Promise((resolve, onFailure) =>
        user.sendMFASelectionAnswer('SOFTWARE_TOKEN_MFA', {
          onFailure,
          onSuccess: resolve,
          mfaRequired: resolve,
          totpRequired: resolve,
        }),
      ),
    requests: [answer],
    gives: (name) => name === 'SOFTWARE_TOKEN_MFA',
    recover: afresh,
  },
  {
    name: 'completeNewPassword',
    from: 'temporary',
    config: PLAIN,
    begin: asked,
    call: ({ Auth, user, newPassword }) => Auth.completeNewPassword(user, newPassword),
    requests: [answer],
    becomes: ['new'],
    events: ['signIn', 'completeNewPassword_failure'],
    gives: user,
    recover: withNewPassword,
  },
  {
    name: 'sendCustomChallengeAnswer',
    from: 'confirmed',
    begin: async (t) => void (t.user = await t.Auth.signIn(t.username)),
    call: ({ Auth, user }) => Auth.sendCustomChallengeAnswer(user, 'the answer is 42'),
    requests: [answer, get],
    ...signs,
    recover: afresh,
  },
  {
    name: 'setupTOTP, for MFA_SETUP',
    pool: 'setup',
    from: 'confirmed',
    config: PLAIN,
    begin: asked,
    call: ({ Auth, user }) => Auth.setupTOTP(user),
    requests: [{ operation: 'AssociateSoftwareToken', again: 'NotAuthorizedException' }],
    gives: (secret) => /^[A-Z2-7]{16,}$/.test(secret),
    // It may be called as often as its answer arrives.
    spent: ['NotAuthorizedException', undefined],
    recover: afresh,
  },
  {
    name: 'verifyTotpToken, for MFA_SETUP',
    pool: 'setup',
    from: 'confirmed',
    config: PLAIN,
    async begin(t) {
      await asked(t);
      t.secret = await t.Auth.setupTOTP(t.user);
      t.code = await t.totp();
    },
    call: ({ Auth, user, code }) => Auth.verifyTotpToken(user, code),
    requests: [{ operation: 'VerifySoftwareToken', again: 'NotAuthorizedException' }, answer],
    becomes: ['new'],
    events: ['verify'],
    gives: valid,
    spent: ['NotAuthorizedException', 'EnableSoftwareTokenMFAException', undefined],
    recover: withTheApp,
  },

  // ---- second factors of who is signed in
  {
    name: 'setupTOTP',
    pool: 'factors',
    from: 'signed in',
    begin: current,
    call: ({ Auth, user }) => Auth.setupTOTP(user),
    requests: [{ operation: 'AssociateSoftwareToken' }],
    gives: (secret) => /^[A-Z2-7]{16,}$/.test(secret),
  },
  {
    name: 'verifyTotpToken',
    pool: 'factors',
    from: 'signed in',
    async begin(t) {
      await current(t);
      t.secret = await t.Auth.setupTOTP(t.user);
      t.code = await t.totp();
    },
    call: ({ Auth, user, code }) => Auth.verifyTotpToken(user, code),
    requests: [{ operation: 'VerifySoftwareToken', again: 'EnableSoftwareTokenMFAException', unread: true }],
    events: ['verify'],
    recover: ({ Auth, user }) => Auth.setupTOTP(user),
  },
  {
    name: 'getPreferredMFA, bypassCache',
    pool: 'factors',
    from: 'signed in',
    copy: true,
    begin: current,
    call: ({ Auth, user }) => Auth.getPreferredMFA(user, { bypassCache: true }),
    requests: [needed, { ...refresh, tolerated: true }],
    becomes: ['new', 'old'],
    gives: (name) => name === 'NOMFA',
  },
  {
    name: 'setPreferredMFA',
    pool: 'factors',
    from: 'signed in',
    copy: true,
    async begin(t) {
      await t.admin('EnrolTotp', { Username: t.username, Prefer: false });
      await current(t);
    },
    call: ({ Auth, user }) => Auth.setPreferredMFA(user, 'TOTP'),
    requests: [
      needed,
      { ...refresh, tolerated: true },
      { operation: 'SetUserMFAPreference', unread: true },
      needed,
      { ...refresh, tolerated: true },
    ],
    becomes: ['new', 'old'],
    refreshes: true,
    gives: done,
  },
  {
    name: 'disableSMS',
    pool: 'factors',
    from: 'signed in',
    copy: true,
    begin: current,
    call: ({ Auth, user }) => Auth.disableSMS(user),
    requests: [{ operation: 'SetUserSettings', unread: true }],
    gives: done,
  },
  {
    name: 'getMFAOptions',
    pool: 'factors',
    from: 'signed in',
    copy: true,
    begin: current,
    call: ({ Auth, user }) => Auth.getMFAOptions(user),
    requests: [needed],
    gives: (options) => options === undefined,
  },

  // ---- passwords, attributes, the account
  {
    name: 'changePassword',
    from: 'signed in',
    copy: true,
    call: (t) => t.Auth.changePassword(me(t), t.password, t.newPassword),
    requests: [{ operation: 'ChangePassword', again: 'NotAuthorizedException', unread: true }],
    gives: done,
    recover: withNewPassword,
  },
  {
    name: 'changePassword, expired',
    from: 'expired',
    copy: true,
    call: (t) => t.Auth.changePassword(me(t), t.password, t.newPassword),
    requests: [refresh, { operation: 'ChangePassword', again: 'NotAuthorizedException', unread: true }],
    becomes: ['new'],
    refreshes: true,
    gives: done,
    recover: withNewPassword,
  },
  {
    name: 'forgotPassword',
    from: 'confirmed',
    call: ({ Auth, username }) => Auth.forgotPassword(username),
    requests: [{ operation: 'ForgotPassword', unread: true }],
    events: ['forgotPassword', 'forgotPassword_failure'],
  },
  {
    name: 'forgotPasswordSubmit',
    from: 'confirmed',
    async begin(t) {
      await t.Auth.forgotPassword(t.username);
      t.code = await t.lastCode();
    },
    call: ({ Auth, username, code, newPassword }) => Auth.forgotPasswordSubmit(username, code, newPassword),
    requests: [{ operation: 'ConfirmForgotPassword', again: 'ExpiredCodeException', unread: true }],
    events: ['forgotPasswordSubmit', 'forgotPasswordSubmit_failure'],
    gives: done,
    recover: withNewPassword,
  },
  {
    name: 'updateUserAttributes',
    from: 'signed in',
    copy: true,
    call: (t) => t.Auth.updateUserAttributes(me(t), { name: 'Ana' }),
    requests: [{ operation: 'UpdateUserAttributes', unread: true }, get, { ...refresh, tolerated: true }],
    becomes: ['new', 'old'],
    events: ['updateUserAttributes', 'updateUserAttributes_failure'],
    gives: done,
  },
  {
    name: 'deleteUserAttributes',
    from: 'signed in',
    copy: true,
    call: (t) => t.Auth.deleteUserAttributes(me(t), ['name']),
    requests: [{ operation: 'DeleteUserAttributes', unread: true }, get, { ...refresh, tolerated: true }],
    becomes: ['new', 'old'],
    gives: done,
  },
  {
    name: 'verifiedContact',
    from: 'signed in',
    copy: true,
    call: (t) => t.Auth.verifiedContact(me(t)),
    requests: [needed],
    gives: ({ verified }) => Boolean(verified.email),
  },
  {
    name: 'verifyCurrentUserAttribute',
    from: 'signed in',
    copy: true,
    call: ({ Auth }) => Auth.verifyCurrentUserAttribute('email'),
    requests: [{ operation: 'GetUserAttributeVerificationCode', unread: true }],
    gives: done,
  },
  {
    name: 'verifyUserAttributeSubmit',
    from: 'signed in',
    copy: true,
    async begin(t) {
      await current(t);
      await t.Auth.verifyUserAttribute(t.user, 'email');
      t.code = await t.lastCode();
    },
    call: ({ Auth, user, code }) => Auth.verifyUserAttributeSubmit(user, 'email', code),
    requests: [{ operation: 'VerifyUserAttribute', again: 'ExpiredCodeException', unread: true }],
    gives: done,
    recover: ({ Auth, user }) => Auth.verifyUserAttribute(user, 'email'),
  },
  {
    name: 'deleteUser',
    from: 'signed in',
    copy: true,
    call: ({ Auth }) => Auth.deleteUser(),
    requests: [{ operation: 'DeleteUser', again: 'UserNotFoundException', unread: true }],
    becomes: ['none'],
    events: ['userDeleted'],
    gives: done,
    // `No current user.`
    spent: ['UserNotFoundException', 'Error'],
    recover: ({ Auth }) => Auth.signOut(),
  },

  // ---- devices
  {
    name: 'signIn, on a new device',
    pool: 'devices',
    from: 'confirmed',
    config: PLAIN,
    call: signIn,
    requests: [{ operation: 'InitiateAuth' }, { operation: 'ConfirmDevice', tolerated: true }, get],
    ...signs,
  },
  {
    name: 'signIn, on a known device',
    pool: 'devices',
    from: 'confirmed',
    config: PLAIN,
    async begin(t) {
      await signIn(t);
      await t.Auth.signOut();
    },
    call: signIn,
    requests: [{ operation: 'InitiateAuth' }, proof, proof, get],
    ...signs,
  },
  {
    name: 'rememberDevice',
    pool: 'devices',
    from: 'confirmed',
    config: PLAIN,
    begin: signIn,
    call: ({ Auth }) => Auth.rememberDevice(),
    requests: [{ operation: 'UpdateDeviceStatus', unread: true }],
    words: { NetworkError: 'Network Error' },
    gives: done,
  },
  {
    name: 'forgetDevice',
    pool: 'devices',
    from: 'confirmed',
    config: PLAIN,
    begin: signIn,
    call: ({ Auth }) => Auth.forgetDevice(),
    requests: [{ operation: 'ForgetDevice', again: 'ResourceNotFoundException', unread: true }],
    words: { NetworkError: 'Network Error' },
    gives: done,
    spent: ['ResourceNotFoundException', 'AuthError'],
    recover: signIn,
  },
  {
    name: 'fetchDevices',
    pool: 'devices',
    from: 'confirmed',
    config: PLAIN,
    begin: signIn,
    call: ({ Auth }) => Auth.fetchDevices(),
    requests: [{ operation: 'ListDevices', retried: true }],
    words: { NetworkError: 'Network Error' },
    gives: ([device]) => Boolean(device.id),
  },

  // ---- the hosted page
  {
    name: 'return from the hosted page',
    pool: 'hosted',
    from: 'confirmed',
    config: hostedUi,
    call: returns,
    requests: [{ operation: 'token', again: 'invalid_grant', fresh: true }],
    becomes: ['new'],
    events: ['signIn', 'signIn_failure'],
  },
  {
    name: 'return from the hosted page, as somebody else',
    pool: 'hosted',
    from: 'another signed in',
    config: hostedUi,
    call: returns,
    requests: [{ operation: 'token', again: 'invalid_grant', fresh: true }],
    becomes: ['new'],
    events: ['signIn', 'signIn_failure'],
  },

  // ---- AWS credentials
  {
    name: 'currentUserCredentials of a guest',
    pool: 'identities',
    from: 'confirmed',
    config: identityPool,
    begin: formerOnesEnd,
    call: credentials,
    requests: identity,
    gives: ({ authenticated, secretAccessKey }) => !authenticated && Boolean(secretAccessKey),
  },
  {
    name: 'currentUserCredentials of a guest who is known',
    pool: 'identities',
    from: 'confirmed',
    config: identityPool,
    async begin(t) {
      await credentials(t);
      await formerOnesEnd(t);
    },
    call: credentials,
    requests: identity.slice(1),
    gives: ({ authenticated, secretAccessKey }) => !authenticated && Boolean(secretAccessKey),
  },
  {
    name: 'currentUserCredentials of a user',
    pool: 'identities',
    from: 'signed in',
    config: identityPool,
    call: credentials,
    requests: identity,
    gives: ({ authenticated, secretAccessKey }) => authenticated && Boolean(secretAccessKey),
  },
  {
    name: 'currentUserCredentials, expired',
    pool: 'identities',
    from: 'expired',
    config: identityPool,
    call: credentials,
    requests: [refresh, ...identity],
    refreshes: true,
    becomes: ['new'],
    gives: ({ authenticated, secretAccessKey }) => authenticated && Boolean(secretAccessKey),
  },
  {
    name: 'federatedSignIn, by a token',
    pool: 'identities',
    from: 'signed in',
    config: identityPool,
    begin: takeToken,
    call: federatedSignIn,
    requests: identity,
    events: ['signIn'],
    gives: ({ authenticated, secretAccessKey }) => authenticated && Boolean(secretAccessKey),
  },
  {
    name: 'federatedSignIn, by a token, for a known identity',
    pool: 'identities',
    from: 'signed in',
    config: identityPool,
    async begin(t) {
      takeToken(t);
      t.identityId = (await federatedSignIn(t)).identityId;
      localStorage.clear();
    },
    call: federatedSignIn,
    requests: identity.slice(1),
    events: ['signIn'],
    gives: ({ authenticated, secretAccessKey }) => authenticated && Boolean(secretAccessKey),
  },
  {
    name: 'currentUserCredentials by a token that a refresh handler gives',
    pool: 'identities',
    from: 'signed in',
    config: (t) => ({
      ...identityPool(t),
      refreshHandlers: { [providerOf(t)]: async () => ({ token: t.idToken, expires_at: Date.now() + 3_600_000 }) },
    }),
    begin(t) {
      takeToken(t);
      const info = {
        provider: providerOf(t),
        token: 'a former one',
        user: { name: 'Eve' },
        expires_at: Date.now() - 1,
      };
      localStorage.setItem('aws-amplify-federatedInfo', JSON.stringify(info));
    },
    call: credentials,
    requests: identity,
    gives: ({ authenticated, secretAccessKey }) => authenticated && Boolean(secretAccessKey),
  },

  // ---- in the callback style
  {
    name: 'CognitoUser.authenticateUser',
    from: 'confirmed',
    call: (t) =>
      new Promise((onSuccess, onFailure) =>
        me(t).authenticateUser(new t.AuthenticationDetails({ Username: t.username, Password: t.password }), {
          onSuccess,
          onFailure,
        }),
      ),
    requests: [{ operation: 'InitiateAuth' }, proof],
    becomes: ['new'],
    gives: valid,
  },
  {
    name: 'CognitoUser.getSession, expired',
    from: 'expired',
    copy: true,
    call: (t) =>
      new Promise((resolve, reject) =>
        me(t).getSession((error, session) => (error ? reject(error) : resolve(session))),
      ),
    requests: [refresh],
    becomes: ['new'],
    events: ['tokenRefresh', 'tokenRefresh_failure'],
    gives: valid,
  },
];

function identityPool({ pool: { identityPoolId, endpoint } }) {
  return { identityPoolId, identityPoolEndpoint: endpoint };
}

/** Asked of the service each time. */
function credentials({ Auth }) {
  return Auth.currentUserCredentials();
}

/** Until then, a failure does no harm. */
function formerOnesEnd({ wait }) {
  return wait(3600);
}

/** To the identity pool, a user pool is a provider like others. */
function providerOf({ pool: { region, userPoolId } }) {
  return `cognito-idp.${region}.amazonaws.com/${userPoolId}`;
}

/** Of the session only the ID token is left, as one that the app has from a provider. */
function takeToken(t) {
  t.idToken = t.tokens.IdToken;
  localStorage.clear();
}

function federatedSignIn(t) {
  const response = { token: t.idToken, expires_at: Date.now() + 3_600_000, identity_id: t.identityId };
  return t.Auth.federatedSignIn(providerOf(t), response, { name: 'Eve' });
}

/** The page is not left: the address that it would go to is kept. */
function hostedUi(t) {
  return {
    oauth: {
      domain: t.pool.endpoint.slice(0, -1),
      scope: ['openid', 'aws.cognito.signin.user.admin'],
      redirectSignIn: 'https://app.example/',
      redirectSignOut: 'https://app.example/',
      responseType: 'code',
      urlOpener: (url) => t.opened(url),
    },
  };
}

/** A whole attempt. What fails on the way back is told to the Hub only. */
async function returns(t) {
  const opened = new Promise((resolve) => (t.opened = resolve));
  await t.Auth.federatedSignIn();
  const { Location } = await t.admin('Authorize', { Username: t.username, Url: await opened });
  let failure;
  const stop = t.Hub.listen('auth', ({ payload }) => {
    if (payload.event === 'signIn_failure') failure = payload.data;
  });
  await t.Auth._handleAuthResponse(Location);
  stop();
  if (failure) throw failure;
}

/** What was spent is done again from its beginning. */
async function afresh(t) {
  await this.begin(t);
  return this.call(t);
}

/** An app that is set up is asked for at the next sign-in. */
async function withTheApp(t) {
  await asked(t);
  if (t.user.challengeName === 'SOFTWARE_TOKEN_MFA')
    return t.Auth.confirmSignIn(t.user, await t.totp(), 'SOFTWARE_TOKEN_MFA');
  t.secret = await t.Auth.setupTOTP(t.user);
  return t.Auth.verifyTotpToken(t.user, await t.totp());
}
