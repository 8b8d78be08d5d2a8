// Where this package differs from v5 on purpose, and why. `scenario` and `step` say where, `aspect` in what; `v5` and
// `ours` are a pattern for what each side says there, or words about it. A difference that is not listed fails the
// suite, and so does one that is listed but does not occur.

const FAILURE = [/^outcome/, /^hub \w+_failure 1$/];
const RETRIES = /^(?=(.*\n){4})(InitiateAuth\n?|RevokeToken\n?)+$/;
/** Steps of a scenario that goes through answers, by the name of the answer. */
const answered = (...names) => new RegExp(`(^|: )(${names.map((name) => name.replace(/[{}[\]]/g, '\\$&')).join('|')})(: the session)?$`);
const LACKING = answered('{}', 'empty body', 'HTML', 'null options');
const CHALLENGES = answered('SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'SELECT_MFA_TYPE', 'MFA_SETUP', 'EMAIL_OTP', 'NEW_PASSWORD_REQUIRED', 'CUSTOM_CHALLENGE', 'another challenge', 'another answer');
const all = (reason, ...differences) => differences.map((difference) => ({ reason, ...difference }));

export default [
  {
    reason: 'A challenge that waits for its answer is kept in sessionStorage for three minutes, so that a reload does not lose it (currentChallenge).',
    aspect: 'kept beside',
    v5: 'keeps nothing',
    ours: /sessionStorage cognito-auth-wasm\.challenge/,
  },
  ...all(
    'A refused request without an error type is an Error with name, code and message, not a TypeError of the engine.',
    {
      scenario: ['bad replies: signUp', 'bad replies: confirmSignUp', 'bad replies: resendSignUp', 'bad replies: signIn, InitiateAuth', 'bad replies: signIn, RespondToAuthChallenge', 'bad replies: GetUser of userAttributes'],
      step: [/^500/, '400 {}', '400 []', '400 null', '400 text', 'message only'],
      aspect: FAILURE,
      v5: /^(rejected\n)?error TypeError/,
      ours: /name InvalidResponse/,
    },
    { scenario: 'a bad sign-in leaves another session alone', step: 'HTML', aspect: FAILURE, v5: /error TypeError/, ours: /name InvalidResponse/ },
    { scenario: 'refresh fails: network, 500 and odd replies', step: '500 HTML', aspect: FAILURE, v5: /error TypeError/, ours: /name InvalidResponse/ },
    { scenario: 'signOut: GlobalSignOut fails', step: '500', aspect: FAILURE, v5: /error TypeError/, ours: /name InvalidResponse/ },
  ),

  ...all(
    'An answer that lacks what the service promises is an Error with name, code and message, and changes nothing that is stored.',
    {
      scenario: ['odd replies: signIn, InitiateAuth', 'odd replies: signIn, RespondToAuthChallenge', 'odd replies: signIn, USER_PASSWORD_AUTH'],
      step: ['empty body', 'HTML', '{}', '[]', /^no /, 'ChallengeParameters null', 'tokens at once', 'tokens that are numbers', /^AuthenticationResult/],
      aspect: FAILURE,
      v5: 'a TypeError of the engine, or the error of a later step',
      ours: /name InvalidResponse/,
    },
    {
      scenario: ['odd replies: signIn, RespondToAuthChallenge', 'odd replies: signIn, USER_PASSWORD_AUTH'],
      step: ['empty body', 'HTML', '{}', '[]', /^no /, /^AuthenticationResult/],
      aspect: ['stored', 'writes'],
      v5: /(accessToken|idToken) = (\n|$)/,
      ours: /^$/,
    },
    { scenario: 'odd replies: signIn, RespondToAuthChallenge', step: [/^no /, 'AuthenticationResult empty'], aspect: ['requests', 'hub'], v5: 'tries to refresh, and sends signIn_failure only when it has failed before', ours: 'signIn_failure at once' },
    { scenario: 'odd replies: signIn, InitiateAuth', step: 'no USER_ID_FOR_SRP', aspect: 'hub', v5: /undefined failed to signin/, ours: /typed failed to signin/ },
    { scenario: 'odd replies: signIn without a password', step: ['empty body', 'HTML', '{}', '[]'], aspect: [...FAILURE, 'stored', 'writes', 'hub'], v5: 'stores empty tokens and says that none are stored', ours: 'signIn_failure, and nothing stored' },
    { scenario: 'bad replies: GetUser of userAttributes', step: ['empty body', 'HTML', '{}', '[]'], aspect: 'outcome', v5: /error TypeError/, ours: /name InvalidResponse/ },
    {
      scenario: 'refresh fails: network, 500 and odd replies',
      step: ['empty body', '{}', /^AuthenticationResult/, 'a challenge'],
      aspect: [...FAILURE, 'stored', 'writes', 'hub'],
      v5: 'a TypeError of the engine; of an empty result an empty session, which is stored',
      ours: 'an Error; what was stored stays',
    },
    { scenario: 'odd replies: signIn, RespondToAuthChallenge', step: ['tokens that are not JWTs', 'tokens without exp'], aspect: FAILURE.concat(/^hub tokenRefresh_failure/), v5: /error TypeError/, ours: /name InvalidResponse/ },
  ),

  ...all(
    'User data without attributes does not hang the promise: it is asked for again, or left out.',
    { scenario: 'bad replies: GetUser of currentUserPoolUser', step: ['empty body', 'HTML', '{}', '[]'], aspect: ['outcome', 'unhandled', 'stored', 'writes'], v5: 'hangs', ours: 'resolves without attributes' },
    { scenario: 'broken storage: user data', step: [/^garbage/, /^no attributes/, /^null/, /^attributes null/], aspect: ['outcome', 'unhandled', 'stored', 'writes', 'requests'], v5: 'hangs, or goes without', ours: 'one GetUser' },
  ),

  ...all(
    'A challenge that v5 does not know resolves with its name, and nothing is stored.',
    { scenario: ['odd replies: signIn, RespondToAuthChallenge', 'odd replies: signIn, USER_PASSWORD_AUTH'], step: ['EMAIL_OTP', 'an unknown challenge'], aspect: ['outcome', 'stored', 'writes', 'hub'], v5: 'stores empty tokens and rejects with a TypeError', ours: 'resolves' },
    { scenario: 'odd replies: signIn without a password', step: ['SMS_MFA', 'PASSWORD_VERIFIER'], aspect: ['outcome', 'stored', 'writes'], v5: 'stores empty tokens and rejects', ours: 'resolves' },
    { scenario: 'odd replies: signIn, InitiateAuth', step: 'another challenge at once', aspect: ['outcome', 'hub'], v5: 'rejects with a TypeError', ours: 'resolves' },
    { scenario: 'signIn: with made-up SRP values', step: ['another challenge name', 'another challenge name: signed out'], aspect: ['outcome', 'stored', 'writes', 'requests', 'hub', 'Auth.user'], v5: 'takes any challenge for PASSWORD_VERIFIER', ours: 'resolves with the challenge' },
  ),

  ...all(
    'SRP values that are not hexadecimal, or not below N, are refused.',
    { scenario: 'odd replies: signIn, InitiateAuth', step: [/^SRP_B/, /^SALT/, 'empty SRP_B', /^no S/], aspect: [...FAILURE, 'requests'], v5: 'reads some number out of them and goes on', ours: /InvalidResponse|^$/ },
    { scenario: 'signIn: with made-up SRP values', step: 'B above N', aspect: ['outcome', 'stored', 'writes', 'requests', 'hub', 'Auth.user'], v5: 'goes on', ours: 'rejects' },
  ),

  ...all(
    'signIn never throws before it returns: what is wrong rejects.',
    { scenario: 'signIn: bad arguments', step: ['undefined', 'null', 'nothing'], aspect: 'outcome', v5: /^threw\nerror TypeError/, ours: /^rejected\nerror Error\nmessage The username should either be a string or one of the sign in types/ },
    { scenario: 'signIn: two at once', aspect: 'outcome 1', v5: /^threw$/, ours: /^rejected$/ },
  ),
  ...all('An unknown flow type does not block later sign-ins.', {
    scenario: 'signIn: an unknown flow type', step: 'afterwards', aspect: ['outcome', 'stored', 'Auth.user', 'requests', 'writes', 'hub'], v5: 'Pending sign-in attempt already in progress', ours: 'signs in',
  }),
  ...all(
    'NEW_PASSWORD_REQUIRED: a required attribute without the usual prefix keeps its name; lists that are missing are empty.',
    { scenario: 'signIn: forms of NEW_PASSWORD_REQUIRED', step: 'full', aspect: 'outcome', v5: /requiredAttributes\.2: string$/, ours: /requiredAttributes\.2: string phone_number$/ },
    { scenario: 'signIn: forms of NEW_PASSWORD_REQUIRED', step: ['no required list', 'empty text'], aspect: ['outcome', 'hub'], v5: /error SyntaxError|signIn_failure/, ours: /^resolved|^$/ },
    { scenario: 'signIn: forms of NEW_PASSWORD_REQUIRED', step: ['not JSON', 'the list is not JSON'], aspect: FAILURE, v5: /error SyntaxError/, ours: /name InvalidResponse/ },
  ),

  ...all(
    'userAttributes of a user without a session rejects instead of never settling.',
    { scenario: ['before configuration: userAttributes', 'signed out: every method'], step: [/^of /, /^userAttributes of/], aspect: ['outcome', 'unhandled'], v5: /^hangs|^rejection/, ours: /^rejected|^$/ },
  ),

  ...all(
    'A refresh that the service refuses for good is not tried again; where it does not say that the token has ended, it is asked once in the way of rotating tokens.',
    {
      scenario: ['broken storage: tokens', 'refresh refused: messages that mean the session is over', 'CognitoUser: getSession', 'CognitoUser: refreshSession', 'federated info in storage'],
      aspect: ['requests', 'waits'],
      v5: /(InitiateAuth\n){4}InitiateAuth|^200\n400\n800\n1600\n3200$/,
      ours: /^$|^GetTokensFromRefreshToken$/,
    },
    { scenario: 'refresh fails: network, 500 and odd replies', step: ['aborted', 'not found'], aspect: ['requests', 'waits'], v5: /(InitiateAuth\n){4}InitiateAuth|^200\n400\n800\n1600\n3200$/, ours: /^$/ },
  ),
  ...all(
    'Requests that fail are repeated after random pauses, from a budget.',
    { scenario: 'refresh fails: network, 500 and odd replies', step: ['network', /^500/, 'throttled'], aspect: ['requests', 'waits'], v5: /InitiateAuth|\d00/, ours: 'other pauses; nothing is repeated once the budget is used up' },
    { scenario: 'refresh: succeeds at the third try', aspect: 'waits', v5: /200|400/, ours: 'other pauses' },
  ),
  ...all(
    'What is only read is asked for again when there was no verdict.',
    { aspect: ['requests', 'waits'], v5: /^$/, ours: /(GetUser|GetDevice|ListDevices)$|^\d+(\n\d+)?$/ },
  ),
  ...all(
    'An event of its own says that a session has ended for good.',
    { aspect: 'hub', v5: /^$/, ours: /^auth: sessionExpired, "The session has ended", from Auth$/ },
  ),
  ...all(
    'A clock that was set back after the tokens came is noticed: the drift is found anew by a refresh.',
    { scenario: 'broken storage: clock drift', step: 'drift "7200"', aspect: ['outcome', 'stored', 'requests', 'writes', 'hub'], v5: 'believes a clock that says that the tokens are not issued yet', ours: 'refreshes' },
  ),
  ...all(
    'Tokens are written in an order of which no part makes a session.',
    { scenario: 'a storage of the app', step: 'while signing in', aspect: 'value', v5: /log\.0\.1: string [^\n]*idToken/, ours: /log\.0\.1: string [^\n]*refreshToken/ },
    { scenario: 'a storage of the app', step: 'while signing out', aspect: 'value', v5: /log\.0\.1: string [^\n]*idToken/, ours: /log\.0\.1: string [^\n]*LastAuthUser/ },
  ),
  ...all(
    'A reply with status 200 that is neither a JSON object nor empty, such as the page of a captive portal, does not count as success.',
    { scenario: 'bad replies: resendSignUp', step: ['HTML', '[]'], aspect: 'outcome', v5: /^resolved/, ours: /name InvalidResponse/ },
    { scenario: 'changePassword: bad arguments and answers', step: 'HTML', aspect: 'outcome', v5: /^resolved/, ours: /name InvalidResponse/ },
    { scenario: 'forgotPassword: bad arguments and answers', step: ['ask: HTML', 'submit: HTML'], aspect: ['outcome', 'hub'], v5: /^resolved|successful|has initiated/, ours: /name InvalidResponse|_failure/ },
    {
      scenario: 'updateUserAttributes, deleteUserAttributes: answers',
      step: ['update: HTML', 'delete: HTML'],
      aspect: ['outcome', 'stored', 'requests', 'writes', 'hub'],
      v5: 'resolves, and asks for the attributes',
      ours: 'rejects',
    },
    { scenario: 'verifyUserAttribute, verifyUserAttributeSubmit: answers', step: ['ask: HTML', 'submit: HTML'], aspect: 'outcome', v5: /^resolved/, ours: /name InvalidResponse/ },
    { scenario: 'ConfirmDevice: answers', step: 'HTML', aspect: ['stored', 'writes'], v5: /deviceKey/, ours: /^$/ },
    { scenario: 'rememberDevice, forgetDevice, fetchDevices: answers', step: ['remember: HTML', 'forget: HTML'], aspect: ['outcome', 'stored', 'writes'], v5: 'resolves, and drops the device', ours: 'rejects' },
    { scenario: 'deleteUser: answers', step: 'HTML', aspect: ['outcome', 'stored', 'writes', 'hub', 'Auth.user', 'order'], v5: 'resolves, and removes what is stored', ours: 'rejects' },
  ),
  ...all('currentSession gives the session of the user that it has just loaded; v5 looks it up once more, and refreshes tokens anew that came expired.', {
    scenario: 'refresh: answers', step: 'tokens that are expired already', aspect: ['requests', 'hub'], v5: 'refreshes twice', ours: 'refreshes once',
  }),
  ...all(
    'A refresh token that comes back empty does not replace the one there is.',
    { scenario: 'refresh: answers', step: ['an empty refresh token', 'a null refresh token'], aspect: ['outcome', 'stored', 'writes'], v5: /(token: string|refreshToken =) ?$/m, ours: /made-up-refresh-of-ana/ },
  ),

  ...all(
    'signOut removes what is stored first, without a refresh, and only then revokes.',
    {
      scenario: ['signOut: here', 'signOut: arguments', 'signOut: what is kept', 'signIn: after a reload', 'signIn: as another user while signed in', 'signIn: e-mail addresses as usernames', 'signIn: Unicode and spaces', 'Hub: a listener that throws', 'Hub: what listeners find in storage and Auth.user'],
      aspect: 'order',
      v5: /request RevokeToken 1\n(remove .*\n)+/,
      ours: /(remove .*\n){5}request RevokeToken 1/,
    },
    { scenario: 'CognitoUser: signOut', step: 'with a callback', aspect: 'order', v5: /request RevokeToken 1\n(remove .*\n)+/, ours: /(remove .*\n){5}request RevokeToken 1/ },
    { scenario: 'signOut: expired tokens', v5: 'refreshes before it signs out; what follows has other tokens', ours: 'does not' },
    { scenario: 'signOut: expired tokens that cannot be refreshed', step: /^here/, aspect: ['stored', 'requests', 'hub', 'waits', 'writes'], v5: 'tries for six seconds, and offline stays signed in', ours: 'signs out' },
    { scenario: 'signOut: tokens that cannot be revoked', step: 'no id token', aspect: ['stored', 'writes'], v5: 'leaves the other tokens behind', ours: 'removes them' },
    { scenario: 'signOut: RevokeToken fails', aspect: ['requests', 'waits'], v5: 'waits for six tries', ours: 'waits for one; further ones are made in the background' },
    { scenario: 'signOut: while another call waits for a refresh', aspect: 'requests', v5: /^RevokeToken\nRevokeToken$/, ours: /^$/ },
    { scenario: 'CognitoUser: signOut', step: ['the revocation is refused', 'expired and no refresh'], aspect: ['callback callback 1', 'requests', 'waits', 'hub'], v5: 'gives the error of the revocation or of the refresh', ours: 'has signed out' },
    { scenario: 'signOut: expired tokens that cannot be refreshed', step: /^everywhere/, aspect: ['requests', 'waits'], v5: 'tries a refused refresh six times', ours: 'once' },
  ),
  ...all(
    'A revocation that the service refuses is not tried again.',
    { scenario: 'CognitoUser: globalSignOut and revokeTokens', step: 'refused', aspect: ['requests', 'waits'], v5: /RevokeToken|^200/, ours: /^$/ },
  ),

  ...all(
    'What storage refuses is kept in memory, for as long as the page lives.',
    { scenario: 'a full storage', v5: 'the sign-in fails', ours: 'signs in' },
    { scenario: 'storage that is blocked from the start', aspect: 'writes', v5: 'tries once, when it is configured', ours: 'tries each time' },
    { scenario: 'configure: bare keys, then more of them', step: 'the instance', aspect: 'value', v5: /storage: boolean true/, ours: /storage: boolean false/ },
  ),

  ...all(
    'The log of an AuthError is for developers, in our words.',
    {
      scenario: ['before configuration: every method', 'configured without a user pool: every method', 'configured with a client id only: every method'],
      step: ['signUp', 'confirmSignUp', 'resendSignUp', 'signIn', 'signIn without a password', 'currentUserPoolUser'],
      aspect: 'outcome',
      v5: /^log: string \n +Error: Amplify has not been configured correctly/,
      ours: /^log: string No user pool is configured\.[^\n]*$/,
    },
    { scenario: 'signUp: bad arguments', aspect: 'outcome', v5: /^log: string [^\n]*$/, ours: /^log: string [^\n]*$/ },
  ),

  ...all(
    'A refresh does not put deviceKey on the user object.',
    {
      scenario: ['tokens expired: refreshed', 'tokens that live two minutes', 'signed in: bypassCache', 'signIn: tokens without the admin scope', 'federated info in storage', 'CognitoUser: refreshSession', 'CognitoUser: getUserData and getUserAttributes'],
      aspect: ['outcome', 'Auth.user', 'value'],
      v5: /keys [^\n]*deviceKey/,
      ours: /^(?![^]*deviceKey)/,
    },
  ),
  ...all(
    'The marks of an automatic sign-in are removed together, and the application is told once it has had time to listen.',
    { scenario: 'confirmSignUp: a stale mark of auto sign-in', aspect: ['stored', 'writes', 'order'], v5: 'removes one, or whatever it holds', ours: 'removes both, if it is one' },
  ),
  ...all(
    'Until their part of the module is loaded, which the first call of one of them does, methods of the objects that need it answer later.',
    ...['setSignInUserSession', 'cacheTokens'].map((name) => ({ scenario: 'CognitoUser, before any call', step: new RegExp(`^${name}, the first call`), aspect: 'outcome', v5: /^returned/, ours: /^resolved/ })),
    ...['getSession', 'getUserData', 'getMFAOptions', 'globalSignOut'].map((name) => ({ scenario: 'CognitoUser, before any call', step: new RegExp(`^${name}, the first call`), aspect: /^callback \w+ 1$/, v5: /^before the call returned$/, ours: /^later$/ })),
  ),
  ...all(
    'CognitoUser.signOut with a callback removes first and calls back without an error, after the revocation or a second.',
    { scenario: 'CognitoUser: signOut', step: 'signed out already', aspect: 'callback callback 1', v5: /^0\. error Error/, ours: /^$/ },
    { scenario: 'CognitoUser: signOut', step: 'with a callback', aspect: 'waits', v5: 'none', ours: /^1000$/ },
  ),
  ...all(
    'A cache of user data that is of no use is replaced by asking again.',
    { scenario: 'CognitoUser: getUserData and getUserAttributes', step: ['garbage', 'attributes', /^data refused|^data, network|^attributes|^bypassed, the refresh|^expired/], aspect: ['callback callback 1', 'stored', 'writes', 'requests', 'hub', 'waits'], v5: 'calls back with the SyntaxError of the cache', ours: 'asks, and has a cache from then on' },
  ),
  ...all(
    'A refresh stays with the user it was asked for, and nobody gets a session of another user.',
    { scenario: 'CognitoUser: refreshSession', step: ['the last user is another', 'the name has changed', 'there is no last user', 'a bad token', 'an empty token'], aspect: ['stored', 'writes', 'value'], v5: /somebody/, ours: /^(?![^]*somebody)/ },
    { scenario: 'tokens expired: one refresh for all who wait', step: ['userSession three times', 'one session'], aspect: ['outcome 2', 'value'], v5: 'gives all the same session object', ours: 'gives each its own; the other user is refused' },
  ),
  ...all(
    'Which of several calls under way settles first is not promised.',
    { scenario: ['tokens expired: one refresh for all who wait', 'signed in: several calls at once'], aspect: 'order', v5: /resolved \d/, ours: /resolved \d/ },
  ),
  ...all(
    'An error of GetUser has no key statusCode without a value.',
    { scenario: ['signIn: answers of GetUser', 'refresh refused: signed out everywhere elsewhere'], aspect: 'outcome', v5: /^keys code, name, statusCode\nstatusCode: undefined$/, ours: /^keys code, name$/ },
  ),
  ...all(
    'A token without readable claims is one without claims.',
    { scenario: 'tokens', step: [/ five$/, / true$/], aspect: 'outcome', v5: /^threw\nerror TypeError/, ours: /^returned/ },
    { scenario: 'broken storage: tokens', step: /^access token of null/, aspect: ['outcome', 'stored', 'writes', 'requests', 'hub'], v5: 'a TypeError of the engine', ours: 'refreshes, as with any other unreadable token' },
  ),
  ...all('Hub.listen without a callback says so.', { scenario: 'Hub: bad arguments', step: ['listen: no callback', 'listen: null callback'], aspect: 'outcome', v5: /^error TypeError/, ours: /message No callback supplied to Hub/ }),
  ...all(
    'Credentials is not a category of its own, so a storage is synchronised, and its event sent, once.',
    { scenario: 'Amplify.configure', step: ['nested', 'merged shallowly'], aspect: 'hub', v5: /credentials_configured[^\n]*\n[^\n]*credentials_configured/, ours: /^$/ },
    { scenario: 'a storage of the app with sync', aspect: ['value', 'unhandled'], v5: 'twice', ours: 'once' },
  ),
  ...all(
    'A username or password that is not text is sent as text; the service takes nothing else.',
    {
      scenario: ['confirmSignUp: arguments and what is sent', 'resendSignUp: arguments and what is sent', 'signIn: odd types of username and password', 'signUp: what is sent'],
      step: ['a number for a username', 'a number', 'a number as username', 'a number as password', 'true as password', 'an object as password', 'a username that is a number', 'a username that is an object'],
      aspect: [/^request \w+ 1$/, 'hub signUp 1', 'outcome'],
      v5: /(\w = (\d|true|\{\})|PASSWORD\.a = 1|user\.username: (number|class))/,
      ours: /"|user\.username: string/,
    },
  ),
  ...all(
    'CognitoUserPool.signUp without arguments sends them empty rather than not at all; the service refuses both.',
    { scenario: 'user pools', step: 'signUp with nothing', aspect: 'request SignUp 1', v5: /^$/, ours: /body\.Username = ""/ },
  ),
  ...all(
    'A sign-up whose answer lacks UserConfirmed or UserSub is an Error with name, code and message.',
    { scenario: 'signUp: answers', step: ['nothing', 'odd types'], aspect: 'outcome', v5: /^resolved/, ours: /name InvalidResponse/ },
    { scenario: 'signUp: answers', step: ['nothing', 'odd types'], aspect: 'hub', v5: /signUp,/, ours: /signUp_failure,/ },
  ),
  ...all(
    'The copy of the user data stays until sign-out, also when new tokens are expired on arrival.',
    { scenario: 'refresh: answers', step: 'tokens that are expired already', aspect: 'stored', v5: /^$/, ours: /userData/ },
    { scenario: 'refresh: answers', step: 'tokens that are expired already', aspect: 'writes', v5: /remove .*userData/, ours: /^$/ },
  ),
  ...all(
    'A CognitoUser that signed in by callbacks has no key for a challenge that there was not.',
    { scenario: 'CognitoUser: authenticateUser', step: 'afterwards', aspect: 'value', v5: /challengeName: undefined/, ours: /userDataKey$/ },
  ),

  // ---- answers to challenges, second factors, attributes, devices, the account ----

  ...all(
    'An answer that lacks what the service promises is an Error with name, code and message, and changes nothing that is stored.',
    {
      scenario: ['completeNewPassword: odd answers', 'confirmSignIn: odd answers', 'sendCustomChallengeAnswer: odd answers', 'MFA_SETUP: answers', 'SELECT_MFA_TYPE: answers', 'getMFAOptions, enableSMS, disableSMS: answers', 'setPreferredMFA: answers', 'setupTOTP, verifyTotpToken: answers'],
      step: LACKING,
      v5: 'a TypeError of the engine, empty tokens that are stored, or success without what was asked for',
      ours: 'rejects',
    },
  ),
  ...all(
    'Any challenge may follow any answer: it resolves with its name, and nothing is stored.',
    {
      scenario: ['completeNewPassword: odd answers', 'confirmSignIn: odd answers', 'sendCustomChallengeAnswer: odd answers', 'MFA_SETUP: answers', 'SELECT_MFA_TYPE: answers'],
      step: CHALLENGES,
      v5: 'a TypeError of the engine, after empty tokens were stored; or never settles',
      ours: 'the challenge',
    },
    { scenario: 'confirmSignIn: EMAIL_OTP', step: 'sign in', aspect: ['outcome', 'stored', 'writes', 'hub'], v5: 'stores empty tokens and rejects with a TypeError', ours: 'resolves with the challenge' },
  ),
  ...all(
    'confirmSignIn without a type answers the challenge that there is, and sends a code under its own name.',
    { scenario: 'confirmSignIn: codes of an authenticator app that are not good', step: ['as if by SMS', 'of a later time', 'right'], v5: 'answers SMS_MFA, which the service refuses', ours: 'signs in' },
    { scenario: 'confirmSignIn: bad arguments', step: 'another type', aspect: 'request RespondToAuthChallenge 1', v5: /SMS_MFA_CODE/, ours: /EMAIL_OTP_CODE/ },
  ),
  ...all(
    'signOut removes what is stored first, without a refresh, and only then revokes.',
    { scenario: ['completeNewPassword', 'confirmSignIn: SMS_MFA', 'MFA_SETUP', 'devices: confirmed, then proven by SRP'], step: 'sign out', aspect: 'order', v5: /request RevokeToken 1\n(remove .*\n)+/, ours: /(remove .*\n){5}request RevokeToken 1/ },
  ),
  { reason: 'A refresh does not put deviceKey on the user object.', aspect: 'Auth.user', v5: /keys [^\n]*deviceKey/, ours: /^(?![^]*deviceKey)/ },
  ...all(
    'A refresh that the service refuses for good is not tried again.',
    { scenario: ['getPreferredMFA', 'setPreferredMFA: answers'], step: ['{"bypassCache":true}', /^set: /], aspect: ['requests', 'waits'], v5: /(InitiateAuth\n){4}InitiateAuth|^200\n400\n800\n1600\n3200/, ours: /^$/ },
  ),
  ...all(
    'A refresh does not put deviceKey on the user object.',
    { scenario: 'devices: confirmed, then proven by SRP', step: ['refresh', 'sign out'], aspect: ['outcome', 'hub signOut 1'], v5: /keys [^\n]*deviceKey/, ours: /^(?![^]*deviceKey)/ },
  ),
  ...all(
    'updateUserAttributes without attributes changes nothing and succeeds, instead of never settling.',
    { scenario: 'attributes: arguments', step: ['update: nothing', 'update: null'], v5: 'hangs', ours: 'resolves' },
  ),
  ...all(
    'The log of an AuthError is for developers, in our words.',
    { scenario: 'forgotPassword: bad arguments and answers', step: ['before configuration', 'submit before configuration'], aspect: 'outcome', v5: /^log: string \n +Error: Amplify has not been configured correctly/, ours: /^log: string No user pool is configured\.[^\n]*$/ },
  ),
  ...all(
    'A username or password that is not text is sent as text; the service takes nothing else.',
    { scenario: 'forgotPassword: bad arguments and answers', step: ['ask: a number', 'submit: numbers'], aspect: [/^request/, /^hub /], v5: /(= |number )\d$/m, ours: /"\d"|string \d/ },
  ),
  ...all(
    'verifiedContact names addresses that are text.',
    { scenario: 'userAttributes, verifiedContact: answers', step: 'contact: odd values', aspect: 'outcome', v5: /number 5/, ours: /^(?![^]*number)/ },
  ),
  ...all(
    'User data without attributes is not kept, and calls for no refresh.',
    { scenario: 'updateUserAttributes, deleteUserAttributes: answers', step: /then GetUser: \{\}$/, aspect: ['stored', 'writes', 'requests', 'hub', 'waits'], v5: 'stores it, and refreshes at the next change', ours: 'does neither' },
  ),
  ...all(
    'A device that cannot be confirmed does not fail the sign-in, and one without key or group is none.',
    {
      scenario: 'ConfirmDevice: answers',
      step: [/Exception$/, 'network', 'aborted', /^metadata: (empty|no group|no key)$/],
      v5: 'rejects, with the tokens stored; or stores "undefined"',
      ours: 'signs in without a device',
    },
  ),
  { reason: 'A user object does not keep verifierDevices, which is of no use once the device is confirmed.', aspect: 'Auth.user', v5: /verifierDevices/, ours: /^(?![^]*verifierDevices)/ },
  ...all(
    'A user object does not keep verifierDevices, which is of no use once the device is confirmed.',
    {
      scenario: ['devices: in the other flows', 'devices: one that is known but not remembered comes after the second factor', 'devices: one that is remembered stands for the second factor'],
      step: ['new password', 'the code'],
      aspect: ['outcome', 'hub signIn 1'],
      v5: /verifierDevices/,
      ours: /^(?![^]*verifierDevices)/,
    },
    { scenario: 'devices: the same, where a session is good once', step: 'start', aspect: 'hub signIn 1', v5: /verifierDevices/, ours: /^(?![^]*verifierDevices)/ },
  ),
  ...all(
    'A device that the service has forgotten is dropped, and the sign-in goes on without it, in every flow.',
    { scenario: 'devices: deleted elsewhere', step: 'sign in with a password that is sent', v5: 'rejects, now and ever after', ours: 'signs in' },
    { scenario: 'DEVICE_SRP_AUTH: answers', step: 'no such device', v5: 'rejects', ours: 'begins again without the device' },
  ),
  ...all(
    'A device key without its password is not sent.',
    { scenario: 'devices: with a password that is sent', step: 'no device password', v5: 'sends it, and fails', ours: 'signs in, as from a new device' },
    { scenario: 'DEVICE_SRP_AUTH: answers', step: 'no device known', v5: 'a TypeError of the engine', ours: /^$|name InvalidResponse/ },
  ),
  ...all(
    'DEVICE_SRP_AUTH after a code is answered with the session that came with it; v5 sends the one before, which is used up.',
    { scenario: 'devices: the same, where a session is good once', step: 'the code', v5: 'is refused', ours: 'signs in' },
  ),
  ...all(
    'An answer that lacks what the service promises is an Error with name, code and message, and changes nothing that is stored.',
    { scenario: 'DEVICE_SRP_AUTH: answers', step: ['empty body', 'tokens missing', 'another challenge', 'good'], v5: 'a TypeError of the engine, or empty tokens; made-up metadata of a device is ignored after a proof', ours: 'an Error, or the challenge' },
  ),
  ...all(
    'A refresh that the service refuses for good is not tried again.',
    { scenario: 'deleteUser: answers', step: 'expired', aspect: ['requests', 'waits'], v5: /(InitiateAuth\n){4}InitiateAuth|^200\n400\n800\n1600\n3200/, ours: /^$/ },
  ),
  ...all(
    'The marks of an automatic sign-in are written once the sign-up is accepted. One that fails says so and is over; while a link is not followed, nothing is told.',
    {
      scenario: 'autoSignIn: with a link that nobody follows',
      step: ['asked once', 'asked twice', 'three minutes later', 'no more', 'import (page 2)'],
      v5: 'signIn_failure every five seconds, and a mark that the next page takes for a failure again',
      ours: 'autoSignIn_failure once, after three minutes',
    },
    { scenario: ['autoSignIn: with a code', 'autoSignIn: with a link', 'autoSignIn: fails', 'autoSignIn: with a link that nobody follows', 'autoSignIn: confirmed at once, and into a challenge'], step: 'sign up', aspect: 'order', v5: /^call\nset amplify-auto-sign-in/, ours: /^call\nrequest SignUp 1/ },
    { scenario: 'autoSignIn: fails', step: ['sign-up refused', 'no password', 'not enabled', 'confirm', 'confirm again'], v5: 'leaves the mark; tries again at the next confirmation', ours: 'is over' },
  ),
  ...all(
    'The event updateUserAttributes tells of every attribute that was sent, also of inherited ones.',
    { scenario: 'attributes: arguments', step: 'update: inherited', aspect: 'hub updateUserAttributes 1', v5: /^keys own$/, ours: /^keys own, inherited/ },
  ),
  ...all(
    'fetchDevices lists a device without attributes, and rejects an answer without devices with an Error.',
    { scenario: 'rememberDevice, forgetDevice, fetchDevices: answers', step: ['fetch: {}', 'fetch: empty body', 'fetch: HTML', 'fetch: null', 'fetch: no attributes'], aspect: 'outcome', v5: /error TypeError/, ours: /name InvalidResponse|^resolved/ },
  ),
  ...all(
    'A refresh that the service refuses for good is not tried again.',
    { scenario: 'rememberDevice, forgetDevice, fetchDevices: answers', step: /^expired: /, aspect: ['requests', 'waits'], v5: /(InitiateAuth\n){4}InitiateAuth|^200\n400\n800\n1600\n3200/, ours: /^$|^GetTokensFromRefreshToken$/ },
  ),
  ...all(
    'A device key without its password is not sent.',
    { scenario: 'sendCustomChallengeAnswer: bad arguments and answers', step: 'a device is known', aspect: 'request RespondToAuthChallenge 1', v5: /DEVICE_KEY = "made-up-device"/, ours: /^$/ },
  ),
  ...all(
    'A method that is called without a user, or with one that is not signed in, rejects, instead of a TypeError or of never settling.',
    { scenario: 'without a user: every method', step: / (of (undefined|null|\{\}|text|without a session)|before configuration)$/, aspect: ['outcome', 'unhandled'], v5: /error TypeError|^hangs|^rejection/, ours: /name (AuthError|Error)|^$/ },
  ),
  ...all(
    'The log of an AuthError is for developers, in our words.',
    { scenario: 'without a user: every method', step: / before configuration$/, aspect: 'outcome', v5: /^log: string \n +Error: Amplify has not been configured correctly/, ours: /^log: string No user pool is configured\.[^\n]*$/ },
  ),
  ...all(
    'An answer that lacks what the service promises is an Error with name, code and message, and changes nothing that is stored.',
    {
      scenario: ['callbacks: challenges', 'callbacks: every answer, of somebody who is not', 'callbacks: every answer, of somebody who is signed in'],
      step: LACKING,
      v5: 'a TypeError of the engine, empty tokens that are stored, or success without what was asked for',
      ours: 'onFailure, or an error',
    },
  ),
  ...all('Any challenge may follow any answer: it resolves with its name, and nothing is stored.', {
    scenario: 'callbacks: challenges', step: CHALLENGES, aspect: ['callbacks', 'stored', 'writes'], v5: /onFailure|clockDrift = NaN/, ours: /^(?![^]*onFailure)/,
  }),
  ...all(
    'DEVICE_SRP_AUTH after a code is answered with the session that came with it; v5 sends the one before, which is used up.',
    { scenario: 'devices: one that is known but not remembered comes after the second factor', step: 'the code again', aspect: ['request RespondToAuthChallenge 2', 'hub signIn 1', 'outcome'], v5: /Session( =|:)[^\n]*<Session 2>/, ours: /Session( =|:)[^\n]*<Session 3>/ },
  ),
  ...all(
    'A method that is called without a user, or with one that is not signed in, rejects, instead of a TypeError or of never settling.',
    { scenario: 'expired tokens: every method', step: /^(refused|no refresh token): /, aspect: ['outcome', 'unhandled'], v5: /^hangs|^rejection/, ours: /^rejected|^$/ },
  ),
  ...all(
    'A refresh that the service refuses for good is not tried again.',
    { scenario: 'expired tokens: every method', step: /^refused: /, aspect: ['requests', 'waits'], v5: /(InitiateAuth\n){4}InitiateAuth|^200\n400\n800\n1600\n3200/, ours: /^$/ },
  ),
  ...all(
    'An answer that lacks what the service promises is an Error with name, code and message, and changes nothing that is stored.',
    { scenario: 'expired tokens: every method', step: /: verifyTotpToken$/, v5: 'stores empty tokens and says that somebody has signed in', ours: 'rejects' },
  ),
  ...all('A device key that is not known is left out of a request, also after a refresh.', {
    scenario: 'expired tokens: every method', step: ['refreshed: rememberDevice', 'refreshed: forgetDevice'], aspect: /^request/, v5: /DeviceKey = null/, ours: /^$/,
  }),
  ...all(
    'A challenge answered without a user, or with what is none, rejects with v5\'s own words for a missing user; a copy of a user object will do.',
    {
      scenario: 'challenges without a user',
      step: [/before configuration$/, / of (undefined|null|\{\}|text|copied)$/],
      aspect: ['outcome', 'requests', 'hub'],
      v5: 'a TypeError of the engine',
      ours: 'an Error, or the answer is sent',
    },
  ),
  ...all(
    'A refresh whose answer is empty is an Error with name, code and message.',
    { scenario: 'setPreferredMFA: what the user has already', aspect: /^hub tokenRefresh_failure/, v5: /error TypeError/, ours: /name InvalidResponse/ },
  ),
  ...all(
    'An error of GetUser is the one that the service or the network gave, without a key statusCode.',
    { scenario: ['getPreferredMFA', 'setPreferredMFA: answers', 'deleted elsewhere: every method', 'disabled: every method', 'signed out elsewhere: every method'], step: [/^bypassing the cache/, /GetUser: /, 'getPreferredMFA', 'setPreferredMFA'], aspect: 'outcome', v5: /statusCode/, ours: /^(?![^]*statusCode)/ },
  ),
  ...all('A token whose claims are null has none, and says so without an exception.', {
    scenario: 'tokens', step: ['CognitoIdToken null', 'CognitoAccessToken null'], aspect: 'outcome', v5: /^threw/, ours: /^returned/,
  }),
  ...all('An answer that lacks what the service promises is an Error with name, code and message, and changes nothing that is stored.', {
    scenario: 'signIn: with made-up SRP values', step: 'an empty secret block', v5: 'signs it, empty as it is', ours: 'rejects',
  }),
];
