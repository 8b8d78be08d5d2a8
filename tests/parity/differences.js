// Where this package differs from v5 on purpose, and why. `scenario` and `step` say where, `aspect` in what; `v5` and
// `ours` are a pattern for what each side says there and the other does not. A difference that is not listed fails the
// suite, and so does one that is listed but does not occur, or that would accept anything. One that `isByChance` need not
// occur.

const FAILURE = [/^outcome/, /^hub \w+_failure 1$/];
/** Steps of a scenario that goes through answers, by the name of the answer. */
const answered = (...names) =>
  new RegExp(`(^|: )(${names.map((name) => name.replace(/[{}[\]]/g, '\\$&')).join('|')})(: the session)?$`);
const LACKING = answered('{}', 'empty body', 'HTML', 'null options');
const CHALLENGES = answered(
  'SMS_MFA',
  'SOFTWARE_TOKEN_MFA',
  'SELECT_MFA_TYPE',
  'MFA_SETUP',
  'EMAIL_OTP',
  'NEW_PASSWORD_REQUIRED',
  'CUSTOM_CHALLENGE',
  'another challenge',
  'another answer',
);

/** What many rows say. */
const NOTHING = /^$/;
const ENGINE_ERROR = /error (Type|Syntax)Error/;
const INVALID = /name InvalidResponse/;
const EMPTY_TOKENS = /(accessToken|idToken) = (\n|$)/;
const TOKENS = /accessToken = <(made-up )?access token/;
const CHALLENGE = /challengeName: string \w+/;
const NOT_AUTHENTICATED = /message User is not authenticated/;
const REVOKED = /message Refresh Token has been revoked/;
/** The steps of methods that v5 refreshes no session for. */
const RENEWED = (state) =>
  new RegExp(
    `^${state}: (getMFAOptions|[gs]etPreferredMFA|(enable|disable)SMS|setupTOTP|verify(TotpToken|UserAttribute(Submit)?))$`,
  );
/** How long v5 waits between its tries. */
const V5_PAUSES = /^200\n400\n800\n1600\n3200$/;
/** Of random length, and none once the budget is used up. */
const PAUSES = /^(\d+(\n\d+)*)?$/;

/** What v5 keeps of an attempt at the hosted page. */
const V5_ATTEMPT = /^((set |remove )?sessionStorage (oauth_state|ouath_pkce_key)( = <[^\n]*)?(\n|$))+$/;
const RETURN_FAILURE = /^hub (signIn|cognitoHostedUI|customState)_failure 1$/;

/** The steps whose reply has not what a sign-in needs. */
const UNREADABLE = [
  'empty body',
  'HTML',
  '{}',
  '[]',
  /^no /,
  'ChallengeParameters null',
  'tokens at once',
  'tokens that are numbers',
  /^AuthenticationResult/,
];

/** Where, and a row for each aspect: the aspect, what v5 says there, what ours says. */
const rows = (where, ...values) => values.map(([aspect, v5, ours]) => ({ ...where, aspect, v5, ours }));
const all = (reason, ...differences) => differences.map((difference) => ({ reason, ...difference }));

export default [
  ...all(
    'E-mail is a second factor, too: setPreferredMFA takes it, and NOMFA disarms it.',
    ...rows(
      { scenario: 'setPreferredMFA: what the user has already', step: ['e-mail preferred: NOMFA', 'method "EMAIL"'] },
      [
        'outcome',
        /^rejected\n.*message (Invalid MFA type|No valid MFA method provided)\n/s,
        /^resolved\nstring SUCCESS$/,
      ],
      ['requests', NOTHING, /^SetUserMFAPreference$/],
      ['writes', NOTHING, /^set localStorage \S+\.userData = /],
      ['hub', NOTHING, /tokenRefresh_failure/],
    ),
    {
      scenario: 'setPreferredMFA: what the user has already',
      step: 'e-mail and SMS: NOMFA',
      aspect: 'request SetUserMFAPreference 1',
      v5: NOTHING,
      ours: /^body\.EmailMfaSettings\.Enabled = false\nbody\.EmailMfaSettings\.PreferredMfa = false$/,
    },
  ),
  {
    reason:
      'A challenge that waits for its answer is kept in sessionStorage for 15 minutes, so that a reload does not lose it (currentChallenge).',
    aspect: 'kept beside',
    v5: NOTHING,
    ours: /sessionStorage cognito-auth-wasm\.challenge/,
  },
  {
    reason:
      'Whose sign-up waits for its confirmation is kept in sessionStorage, so that nobody else’s signs in by its mark.',
    aspect: 'kept beside',
    v5: NOTHING,
    ours: /^(set sessionStorage cognito-auth-wasm\.autoSignIn with username, clientId|remove sessionStorage cognito-auth-wasm\.autoSignIn)$/,
  },
  ...all(
    'A refused request without an error type is an Error with name, code and message, not a TypeError of the engine.',
    {
      scenario: [
        'bad replies: signUp',
        'bad replies: confirmSignUp',
        'bad replies: resendSignUp',
        'bad replies: signIn, InitiateAuth',
        'bad replies: signIn, RespondToAuthChallenge',
        'bad replies: GetUser of userAttributes',
      ],
      step: [/^500/, '400 {}', '400 []', '400 null', '400 text', 'message only'],
      aspect: FAILURE,
      v5: /^(rejected\n)?error TypeError/,
      ours: /name InvalidResponse/,
    },
    {
      scenario: 'a bad sign-in leaves another session alone',
      step: 'HTML',
      aspect: FAILURE,
      v5: /error TypeError/,
      ours: /name InvalidResponse/,
    },
    {
      scenario: 'refresh fails: network, 500 and odd replies',
      step: '500 HTML',
      aspect: FAILURE,
      v5: /error TypeError/,
      ours: /name InvalidResponse/,
    },
    {
      scenario: 'signOut: GlobalSignOut fails',
      step: '500',
      aspect: FAILURE,
      v5: /error TypeError/,
      ours: /name InvalidResponse/,
    },
  ),

  ...all(
    'An answer that lacks what the service promises is an Error with name, code and message, and changes nothing that is stored.',
    // v5: a TypeError of the engine, or the error of a later step.
    ...rows(
      {
        scenario: [
          'odd replies: signIn, InitiateAuth',
          'odd replies: signIn, RespondToAuthChallenge',
          'odd replies: signIn, USER_PASSWORD_AUTH',
        ],
        step: UNREADABLE,
      },
      ['hub signIn_failure 1', ENGINE_ERROR, INVALID],
      ['outcome', ENGINE_ERROR, INVALID],
    ),
    ...rows(
      {
        scenario: 'odd replies: signIn, InitiateAuth',
        step: UNREADABLE,
      },
      ['hub signIn_failure 1', /message refused by the script/, INVALID],
      ['outcome', /message refused by the script/, INVALID],
    ),
    ...rows(
      {
        scenario: 'odd replies: signIn, RespondToAuthChallenge',
        step: UNREADABLE,
      },
      ['outcome', /message Local storage is missing an ID Token, Please authenticate/, INVALID],
    ),
    {
      scenario: ['odd replies: signIn, RespondToAuthChallenge', 'odd replies: signIn, USER_PASSWORD_AUTH'],
      step: ['empty body', 'HTML', '{}', '[]', /^no /, /^AuthenticationResult/],
      aspect: ['stored', 'writes'],
      v5: /(accessToken|idToken) = (\n|$)/,
      ours: /^$/,
    },
    // v5: tries to refresh, and sends signIn_failure only when it has failed before. Ours: signIn_failure at once.
    ...rows(
      { scenario: 'odd replies: signIn, RespondToAuthChallenge', step: [/^no /, 'AuthenticationResult empty'] },
      ['requests', /^InitiateAuth\nRespondToAuthChallenge\nInitiateAuth$/, NOTHING],
      ['hub', /^auth: tokenRefresh_failure,[^\n]*$/, /^auth: signIn_failure,[^\n]*$/],
      ['hub', NOTHING, /^auth: signIn_failure,[^\n]*$/],
    ),
    {
      scenario: 'odd replies: signIn, InitiateAuth',
      step: 'no USER_ID_FOR_SRP',
      aspect: 'hub',
      v5: /undefined failed to signin/,
      ours: /typed failed to signin/,
    },
    // v5: stores empty tokens and says that none are stored. Ours: signIn_failure, and nothing stored.
    ...rows(
      { scenario: 'odd replies: signIn without a password', step: ['empty body', 'HTML', '{}', '[]'] },
      ['outcome', /message Local storage is missing an ID Token, Please authenticate/, INVALID],
      [['stored', 'writes'], EMPTY_TOKENS, NOTHING],
      ['hub', NOTHING, /^auth: signIn_failure,[^\n]*$/],
    ),
    {
      scenario: 'bad replies: GetUser of userAttributes',
      step: ['empty body', 'HTML', '{}', '[]'],
      aspect: 'outcome',
      v5: /error TypeError/,
      ours: /name InvalidResponse/,
    },
    // v5: a TypeError of the engine; of an empty result an empty session, which is stored. Ours: an Error; what was stored stays.
    ...rows(
      {
        scenario: 'refresh fails: network, 500 and odd replies',
        step: ['empty body', '{}', /^AuthenticationResult/, 'a challenge'],
      },
      ['hub tokenRefresh_failure 1', ENGINE_ERROR, INVALID],
      ['outcome', ENGINE_ERROR, INVALID],
      ['outcome', /message Local storage is missing an ID Token, Please authenticate/, INVALID],
      ['stored', EMPTY_TOKENS, TOKENS],
      ['writes', EMPTY_TOKENS, NOTHING],
      ['hub', /^auth: tokenRefresh,[^\n]*$/, /^auth: tokenRefresh_failure,[^\n]*$/],
    ),
    {
      scenario: 'odd replies: signIn, RespondToAuthChallenge',
      step: ['tokens that are not JWTs', 'tokens without exp'],
      aspect: FAILURE.concat(/^hub tokenRefresh_failure/),
      v5: /error TypeError/,
      ours: /name InvalidResponse/,
    },
  ),

  ...all(
    'User data without attributes does not hang the promise: it is asked for again, or left out.',
    // v5: hangs. Ours: resolves without attributes.
    ...rows(
      { scenario: 'bad replies: GetUser of currentUserPoolUser', step: ['empty body', 'HTML', '{}', '[]'] },
      ['outcome', /^hangs/, /^resolved/],
      ['stored', /\buserData\b/, NOTHING],
      ['writes', /^set [^\n]*\buserData\b/, NOTHING],
      ['unhandled', /^rejection TypeError$/, NOTHING],
    ),
    // v5: hangs, or goes without. Ours: one GetUser.
    ...rows(
      { scenario: 'broken storage: user data', step: [/^garbage/, /^no attributes/, /^null/, /^attributes null/] },
      ['outcome', /^keys (?![^\n]*attributes)/, /^keys [^\n]*attributes/],
      [['stored', 'writes'], NOTHING, /\buserData\b/],
      ['outcome', /^hangs/, /^resolved/],
      ['stored', /\buserData\b/, /\buserData\b/],
      ['writes', NOTHING, /^set [^\n]*\buserData\b/],
      ['requests', /^GetUser$/, NOTHING],
      ['writes', /^set [^\n]*\buserData\b/, NOTHING],
      ['unhandled', /^rejection TypeError$/, NOTHING],
      ['requests', NOTHING, /^GetUser$/],
    ),
  ),

  ...all(
    'A challenge that v5 does not know resolves with its name, and nothing is stored.',
    // v5: stores empty tokens and rejects with a TypeError. Ours: resolves.
    ...rows(
      {
        scenario: ['odd replies: signIn, RespondToAuthChallenge', 'odd replies: signIn, USER_PASSWORD_AUTH'],
        step: ['EMAIL_OTP', 'an unknown challenge'],
      },
      ['outcome', ENGINE_ERROR, CHALLENGE],
      [['stored', 'writes'], EMPTY_TOKENS, NOTHING],
      ['hub', /^auth: signIn_failure,[^\n]*$/, NOTHING],
    ),
    // v5: stores empty tokens and rejects. Ours: resolves.
    ...rows(
      { scenario: 'odd replies: signIn without a password', step: ['SMS_MFA', 'PASSWORD_VERIFIER'] },
      ['outcome', /message Local storage is missing an ID Token, Please authenticate/, CHALLENGE],
      [['stored', 'writes'], EMPTY_TOKENS, NOTHING],
    ),
    // v5: rejects with a TypeError. Ours: resolves.
    ...rows(
      { scenario: 'odd replies: signIn, InitiateAuth', step: 'another challenge at once' },
      ['outcome', ENGINE_ERROR, CHALLENGE],
      ['hub', /^auth: signIn_failure,[^\n]*$/, NOTHING],
    ),
    // v5: takes any challenge for PASSWORD_VERIFIER. Ours: resolves with the challenge.
    ...rows(
      {
        scenario: 'signIn: with made-up SRP values',
        step: ['another challenge name', 'another challenge name: signed out'],
      },
      ['outcome', /^keys [^\n]*attributes/, CHALLENGE],
      [['stored', 'writes'], TOKENS, NOTHING],
      ['Auth.user', /^ana with a session/, /^the-canonical-name with a session/],
      ['requests', /^RespondToAuthChallenge\nGetUser$/, NOTHING],
      ['hub', /^auth: signIn,[^\n]*$/, NOTHING],
    ),
  ),

  ...all(
    'SRP values that are not hexadecimal, or not below N, are refused.',
    // v5: reads some number out of them and goes on.
    ...rows(
      { scenario: 'odd replies: signIn, InitiateAuth', step: [/^SRP_B/, /^SALT/, 'empty SRP_B', /^no S/] },
      ['hub signIn_failure 1', /message B cannot be zero\./, /InvalidResponse|^$/],
      ['outcome', /message B cannot be zero\./, /InvalidResponse|^$/],
      ['hub signIn_failure 1', /message refused by the script/, /InvalidResponse|^$/],
      ['outcome', /message refused by the script/, /InvalidResponse|^$/],
      ['requests', /^RespondToAuthChallenge$/, /InvalidResponse|^$/],
    ),
    // v5: goes on. Ours: rejects.
    ...rows(
      { scenario: 'signIn: with made-up SRP values', step: 'B above N' },
      ['outcome', /^resolved/, /message B cannot be zero\./],
      [['stored', 'writes'], TOKENS, NOTHING],
      ['requests', /^RespondToAuthChallenge\nGetUser$/, NOTHING],
      ['hub', /^auth: signIn,[^\n]*$/, /^auth: signIn_failure,[^\n]*$/],
    ),
  ),

  ...all(
    'signIn never throws before it returns: what is wrong rejects.',
    {
      scenario: 'signIn: bad arguments',
      step: ['undefined', 'null', 'nothing'],
      aspect: 'outcome',
      v5: /^threw\nerror TypeError/,
      ours: /^rejected\nerror Error\nmessage The username should either be a string or one of the sign in types/,
    },
    { scenario: 'signIn: two at once', aspect: 'outcome 1', v5: /^threw$/, ours: /^rejected$/ },
  ),
  ...all(
    'An unknown flow type does not block later sign-ins.',
    // v5: Pending sign-in attempt already in progress. Ours: signs in.
    ...rows(
      { scenario: 'signIn: an unknown flow type', step: 'afterwards' },
      ['outcome', /message Pending sign-in attempt already in progress/, /^resolved/],
      [['stored', 'writes'], NOTHING, TOKENS],
      ['Auth.user', /^null$/, /^ana with a session/],
      ['requests', NOTHING, /^InitiateAuth\nRespondToAuthChallenge\nGetUser$/],
      ['hub', NOTHING, /^auth: signIn,[^\n]*$/],
    ),
  ),
  ...all(
    'NEW_PASSWORD_REQUIRED: a required attribute without the usual prefix keeps its name; lists that are missing are empty.',
    {
      scenario: 'signIn: forms of NEW_PASSWORD_REQUIRED',
      step: 'full',
      aspect: 'outcome',
      v5: /requiredAttributes\.2: string$/,
      ours: /requiredAttributes\.2: string phone_number$/,
    },
    {
      scenario: 'signIn: forms of NEW_PASSWORD_REQUIRED',
      step: ['no required list', 'empty text'],
      aspect: ['outcome', 'hub'],
      v5: /error SyntaxError|signIn_failure/,
      ours: /^resolved|^$/,
    },
    {
      scenario: 'signIn: forms of NEW_PASSWORD_REQUIRED',
      step: ['not JSON', 'the list is not JSON'],
      aspect: FAILURE,
      v5: /error SyntaxError/,
      ours: /name InvalidResponse/,
    },
  ),

  ...all('userAttributes of a user without a session rejects instead of never settling.', {
    scenario: ['before configuration: userAttributes', 'signed out: every method'],
    step: [/^of /, /^userAttributes of/],
    aspect: ['outcome', 'unhandled'],
    v5: /^hangs|^rejection/,
    ours: /^rejected|^$/,
  }),

  ...all(
    'A refresh that the service refuses for good is not tried again; where it does not say that the token has ended, it is asked once in the way of rotating tokens.',
    {
      scenario: [
        'broken storage: tokens',
        'refresh refused: messages that mean the session is over',
        'refresh refused: several calls at once',
        'CognitoUser: getSession',
        'CognitoUser: refreshSession',
        'federated info in storage',
      ],
      aspect: ['requests', 'waits'],
      v5: /(InitiateAuth\n){4}InitiateAuth|^200\n400\n800\n1600\n3200$/,
      ours: /^$|^GetTokensFromRefreshToken$/,
    },
    {
      scenario: 'refresh fails: network, 500 and odd replies',
      step: ['aborted', 'not found'],
      aspect: ['requests', 'waits'],
      v5: /(InitiateAuth\n){4}InitiateAuth|^200\n400\n800\n1600\n3200$/,
      ours: /^$/,
    },
  ),
  ...all(
    'Requests that fail are repeated after random pauses, from a budget.',
    // Ours: other pauses; nothing is repeated once the budget is used up.
    ...rows(
      { scenario: 'refresh fails: network, 500 and odd replies', step: ['network', /^500/, 'throttled'] },
      ['waits', /InitiateAuth|\d00/, PAUSES],
      ['requests', /InitiateAuth|\d00/, NOTHING],
    ),
    // Ours: other pauses.
    ...rows({ scenario: 'refresh: succeeds at the third try' }, ['waits', /200|400/, PAUSES]),
  ),
  ...all('What is only read is asked for again when there was no verdict.', {
    aspect: ['requests', 'waits'],
    v5: /^$/,
    // Pauses, and what is left of the time for a reply.
    ours: /(GetUser|GetDevice|ListDevices)$|^\d+(\n\d+){0,3}$/,
  }),
  ...all('An event of its own says that a session has ended for good.', {
    aspect: 'hub',
    v5: /^$/,
    ours: /^auth: sessionExpired, "The session has ended", from Auth$/,
  }),
  ...all(
    'A clock that was set back after the tokens came is noticed: the drift is found anew by a refresh.',
    // v5: believes a clock that says that the tokens are not issued yet. Ours: refreshes.
    ...rows(
      { scenario: 'broken storage: clock drift', step: 'drift "7200"' },
      ['outcome', /^clockDrift: number 7200$/, /^clockDrift: number 0$/],
      ['stored', /\bclockDrift\b/, /\bclockDrift\b/],
      ['requests', NOTHING, /^InitiateAuth$/],
      ['writes', NOTHING, TOKENS],
      ['hub', NOTHING, /^auth: tokenRefresh,[^\n]*$/],
    ),
  ),
  ...all(
    'Tokens are written in an order of which no part makes a session.',
    {
      scenario: 'a storage of the app',
      step: 'while signing in',
      aspect: 'value',
      v5: /log\.0\.1: string [^\n]*idToken/,
      ours: /log\.0\.1: string [^\n]*refreshToken/,
    },
    {
      scenario: 'a storage of the app',
      step: 'while signing out',
      aspect: 'value',
      v5: /log\.0\.1: string [^\n]*idToken/,
      ours: /log\.0\.1: string [^\n]*LastAuthUser/,
    },
  ),
  ...all(
    'A reply with status 200 that is neither a JSON object nor empty, such as the page of a captive portal, does not count as success.',
    {
      scenario: 'bad replies: resendSignUp',
      step: ['HTML', '[]'],
      aspect: 'outcome',
      v5: /^resolved/,
      ours: /name InvalidResponse/,
    },
    {
      scenario: 'changePassword: bad arguments and answers',
      step: 'HTML',
      aspect: 'outcome',
      v5: /^resolved/,
      ours: /name InvalidResponse/,
    },
    {
      scenario: 'forgotPassword: bad arguments and answers',
      step: ['ask: HTML', 'submit: HTML'],
      aspect: ['outcome', 'hub'],
      v5: /^resolved|successful|has initiated/,
      ours: /name InvalidResponse|_failure/,
    },
    // v5: resolves, and asks for the attributes. Ours: rejects.
    ...rows(
      { scenario: 'updateUserAttributes, deleteUserAttributes: answers', step: ['update: HTML', 'delete: HTML'] },
      ['outcome', /^resolved/, INVALID],
      ['stored', /\buserData\b/, NOTHING],
      ['requests', /^GetUser$/, NOTHING],
      ['writes', /^set [^\n]*\buserData\b/, NOTHING],
      ['hub', /^auth: updateUserAttributes,[^\n]*$/, /^auth: updateUserAttributes_failure,[^\n]*$/],
    ),
    {
      scenario: 'verifyUserAttribute, verifyUserAttributeSubmit: answers',
      step: ['ask: HTML', 'submit: HTML'],
      aspect: 'outcome',
      v5: /^resolved/,
      ours: /name InvalidResponse/,
    },
    { scenario: 'ConfirmDevice: answers', step: 'HTML', aspect: ['stored', 'writes'], v5: /deviceKey/, ours: /^$/ },
    // v5: resolves, and drops the device. Ours: rejects.
    ...rows(
      { scenario: 'rememberDevice, forgetDevice, fetchDevices: answers', step: ['remember: HTML', 'forget: HTML'] },
      ['outcome', /^resolved/, INVALID],
      ['stored', NOTHING, /\b(deviceGroupKey|deviceKey|randomPasswordKey)\b/],
      ['writes', /^remove [^\n]*\b(deviceGroupKey|deviceKey|randomPasswordKey)\b/, NOTHING],
    ),
    // v5: resolves, and removes what is stored. Ours: rejects.
    ...rows(
      { scenario: 'deleteUser: answers', step: 'HTML' },
      ['outcome', /^resolved/, INVALID],
      ['stored', NOTHING, TOKENS],
      ['Auth.user', /^null$/, /^somebody$/],
      ['writes', /^remove [^\n]*\b(LastAuthUser|accessToken|clockDrift|idToken|refreshToken)\b/, NOTHING],
      ['hub', /^auth: userDeleted,[^\n]*\nauth: signOut,[^\n]*$/, NOTHING],
    ),
  ),
  ...all(
    'currentSession gives the session of the user that it has just loaded; v5 looks it up once more, and refreshes tokens anew that came expired.',
    // v5: refreshes twice. Ours: refreshes once.
    ...rows(
      { scenario: 'refresh: answers', step: 'tokens that are expired already' },
      ['requests', /^InitiateAuth\nInitiateAuth$/, NOTHING],
      ['hub', /^auth: tokenRefresh,[^\n]*\nauth: tokenRefresh,[^\n]*$/, NOTHING],
    ),
  ),
  ...all('A refresh token that comes back empty does not replace the one there is.', {
    scenario: 'refresh: answers',
    step: ['an empty refresh token', 'a null refresh token'],
    aspect: ['outcome', 'stored', 'writes'],
    v5: /(token: string|refreshToken =) ?$/m,
    ours: /made-up-refresh-of-ana/,
  }),

  ...all(
    'signOut removes what is stored first, without a refresh, and only then revokes.',
    {
      scenario: [
        'credentials: of the user',
        'credentials: federatedSignIn beside a user of the user pool',
        'signOut: here',
        'signOut: arguments',
        'signOut: what is kept',
        'sessionStorage as the storage',
        'signIn: after a reload',
        'signIn: as another user while signed in',
        'signIn: e-mail addresses as usernames',
        'signIn: Unicode and spaces',
        'Hub: a listener that throws',
        'Hub: what listeners find in storage and Auth.user',
        'hosted UI: a session that came by password',
        'hosted UI: signOut',
      ],
      aspect: 'order',
      v5: /request RevokeToken 1\n(remove .*\n)+/,
      ours: /(remove .*\n){5}request RevokeToken 1/,
    },
    {
      scenario: 'CognitoUser: signOut',
      step: 'with a callback',
      aspect: 'order',
      v5: /request RevokeToken 1\n(remove .*\n)+/,
      ours: /(remove .*\n){5}request RevokeToken 1/,
    },
    // v5: refreshes before it signs out; what follows has other tokens. Ours: does not.
    ...rows(
      { scenario: 'signOut: expired tokens', step: 'begin' },
      ['stored', TOKENS, TOKENS],
      ['request GetUser 2', /body\.AccessToken = "<access token 3>"/, /body\.AccessToken = "<access token 2>"/],
      [
        'hub signIn 2',
        /^signInUserSession\.idToken\.jwtToken: string <id token 3>/,
        /^signInUserSession\.idToken\.jwtToken: string <id token 2>/,
      ],
    ),
    ...rows(
      { scenario: 'signOut: expired tokens', step: 'everywhere' },
      ['request GlobalSignOut 1', /body\.AccessToken = "<access token 4>"/, /body\.AccessToken = "<access token 3>"/],
      [
        'hub signOut 1',
        /^signInUserSession\.idToken\.jwtToken: string <id token 3>/,
        /^signInUserSession\.idToken\.jwtToken: string <id token 2>/,
      ],
    ),
    ...rows({ scenario: 'signOut: expired tokens', step: ['begin', 'everywhere'] }, ['writes', TOKENS, TOKENS]),
    ...rows(
      { scenario: 'signOut: expired tokens', step: 'here' },
      ['requests', /^InitiateAuth$/, NOTHING],
      ['writes', TOKENS, NOTHING],
      ['hub', /^auth: tokenRefresh,[^\n]*$/, NOTHING],
    ),
    // v5: tries for six seconds, and offline stays signed in. Ours: signs out.
    ...rows(
      { scenario: 'signOut: expired tokens that cannot be refreshed', step: /^here/ },
      ['stored', TOKENS, NOTHING],
      ['requests', /^(InitiateAuth\n){5}InitiateAuth$/, /^RevokeToken$/],
      ['hub', /^auth: tokenRefresh_failure,[^\n]*$/, NOTHING],
      ['waits', V5_PAUSES, /^1000$/],
      ['writes', NOTHING, /^remove [^\n]*\b(LastAuthUser|accessToken|clockDrift|idToken|refreshToken|userData)\b/],
    ),
    // v5: leaves the other tokens behind. Ours: removes them.
    ...rows(
      { scenario: 'signOut: tokens that cannot be revoked', step: 'no id token' },
      ['stored', TOKENS, NOTHING],
      ['writes', NOTHING, /^remove [^\n]*\b(LastAuthUser|accessToken|clockDrift|refreshToken)\b/],
    ),
    // v5: waits for six tries. Ours: waits for one; further ones are made in the background.
    ...rows(
      { scenario: 'signOut: RevokeToken fails' },
      ['requests', /^(RevokeToken\n){5}RevokeToken$/, NOTHING],
      ['waits', V5_PAUSES, /^1000\n1000$/],
      ['waits', V5_PAUSES, /^1000$/],
      ['requests', NOTHING, /^(RevokeToken\n){5}RevokeToken$/],
      ['waits', NOTHING, PAUSES],
    ),
    {
      scenario: 'signOut: while another call waits for a refresh',
      aspect: 'requests',
      v5: /^RevokeToken\nRevokeToken$/,
      ours: /^$/,
    },
    // v5: gives the error of the revocation or of the refresh. Ours: has signed out.
    ...rows(
      { scenario: 'CognitoUser: signOut', step: ['the revocation is refused', 'expired and no refresh'] },
      ['callback callback 1', /message no/, /^0\. undefined$/],
      ['requests', /^(RevokeToken\n){5}RevokeToken$/, NOTHING],
      ['waits', V5_PAUSES, /^1000$/],
      ['requests', /^(InitiateAuth\n){5}InitiateAuth$/, /^RevokeToken$/],
      ['hub', /^auth: tokenRefresh_failure,[^\n]*$/, NOTHING],
    ),
    // v5: tries a refused refresh six times. Ours: once.
    ...rows(
      { scenario: 'signOut: expired tokens that cannot be refreshed', step: /^everywhere/ },
      ['requests', /^(InitiateAuth\n){5}InitiateAuth$/, NOTHING],
      ['requests', /^(InitiateAuth\n){5}InitiateAuth$/, /^GetTokensFromRefreshToken$/],
      ['waits', V5_PAUSES, PAUSES],
    ),
  ),
  ...all('A revocation that the service refuses is not tried again.', {
    scenario: 'CognitoUser: globalSignOut and revokeTokens',
    step: 'refused',
    aspect: ['requests', 'waits'],
    v5: /RevokeToken|^200/,
    ours: /^$/,
  }),

  ...all(
    'With ssr, v5 writes by assigning members of localStorage, which the recorder does not see. The cookies are compared.',
    ...rows({ scenario: 'ssr', step: ['sign in', 'refresh', 'sign out'] }, [
      'writes',
      NOTHING,
      /^(set|remove) localStorage CognitoIdentityServiceProvider/,
    ]),
  ),
  ...all(
    'What storage refuses is kept in memory, for as long as the page lives.',
    // v5: the sign-in fails. Ours: signs in.
    ...rows(
      { scenario: 'a full storage', step: 'sign in' },
      ['outcome', /message full/, /^resolved/],
      ['writes', /^set [^\n]*\bidToken\b/, /^set [^\n]*\brefreshToken\b/],
      ['hub', /^auth: signIn_failure,[^\n]*$/, /^auth: signIn,[^\n]*$/],
    ),
    ...rows({ scenario: 'a full storage', step: ['sign in', 'who is it'] }, [
      'Auth.user',
      /^null$/,
      /^ana with a session/,
    ]),
    ...rows({ scenario: 'a full storage', step: 'who is it' }, ['outcome', /^rejected/, /^resolved/]),
    // v5: tries once, when it is configured. Ours: tries each time.
    ...rows({ scenario: 'storage that is blocked from the start' }, ['writes', NOTHING, /^set [^\n]*\brefreshToken\b/]),
    {
      scenario: 'configure: bare keys, then more of them',
      step: 'the instance',
      aspect: 'value',
      v5: /storage: boolean true/,
      ours: /storage: boolean false/,
    },
  ),

  ...all(
    'The log of an AuthError is for developers, in our words.',
    {
      scenario: [
        'before configuration: every method',
        'configured without a user pool: every method',
        'configured with a client id only: every method',
      ],
      step: ['signUp', 'confirmSignUp', 'resendSignUp', 'signIn', 'signIn without a password', 'currentUserPoolUser'],
      aspect: 'outcome',
      v5: /^log: string \n +Error: Amplify has not been configured correctly/,
      ours: /^log: string No user pool is configured\.[^\n]*$/,
    },
    { scenario: 'signUp: bad arguments', aspect: 'outcome', v5: /^log: string [^\n]*$/, ours: /^log: string [^\n]*$/ },
  ),

  ...all('A refresh does not put deviceKey on the user object.', {
    scenario: [
      'tokens expired: refreshed',
      'tokens that live two minutes',
      'signed in: bypassCache',
      'signIn: tokens without the admin scope',
      'federated info in storage',
      'CognitoUser: refreshSession',
      'CognitoUser: getUserData and getUserAttributes',
    ],
    aspect: ['outcome', 'Auth.user', 'value'],
    v5: /keys [^\n]*deviceKey/,
    ours: /^(?![^]*deviceKey)/,
  }),
  ...all('A refresh does not put deviceKey on the user object.', {
    scenario: 'sessionStorage as the storage',
    aspect: 'hub signOut 1',
    v5: /keys [^\n]*deviceKey/,
    ours: /^(?![^]*deviceKey)/,
  }),
  ...all(
    'The marks of an automatic sign-in are removed together, and the application is told once it has had time to listen.',
    // v5: removes one, or whatever it holds. Ours: removes both, if it is one.
    ...rows(
      { scenario: 'confirmSignUp: a stale mark of auto sign-in' },
      ['stored', NOTHING, /\bamplify-polling-started\b/],
      [
        'writes',
        /^remove [^\n]*\b(amplify-auto-sign-in|amplify-polling-started)\b/,
        /^remove [^\n]*\b(amplify-auto-sign-in|amplify-polling-started)\b/,
      ],
      [
        'order',
        /^call\nhub credentials_configured 1\nhub configured 1\nhub autoSignIn_failure 1\nremove amplify-auto-sign-in\nremove amplify-polling-started\nresolved$/,
        /^call\nhub credentials_configured 1\nhub configured 1\nremove amplify-polling-started\nremove amplify-auto-sign-in\nhub autoSignIn_failure 1\nresolved$/,
      ],
      ['writes', /^remove [^\n]*\bamplify-polling-started\b/, NOTHING],
      ['writes', NOTHING, /^remove [^\n]*\bamplify-polling-started\b/],
    ),
  ),
  ...all(
    'CognitoUser.signOut with a callback removes first and calls back without an error, after the revocation or a second.',
    {
      scenario: 'CognitoUser: signOut',
      step: 'signed out already',
      aspect: 'callback callback 1',
      v5: /^0\. error Error/,
      ours: /^0\. undefined$/,
    },
    { scenario: 'CognitoUser: signOut', step: 'with a callback', aspect: 'waits', v5: NOTHING, ours: /^1000$/ },
  ),
  ...all(
    'A cache of user data that is of no use is replaced by asking again.',
    // v5: calls back with the SyntaxError of the cache. Ours: asks, and has a cache from then on.
    ...rows(
      {
        scenario: 'CognitoUser: getUserData and getUserAttributes',
        step: ['garbage', 'attributes', /^data refused|^data, network|^attributes|^bypassed, the refresh|^expired/],
      },
      ['callback callback 1', ENGINE_ERROR, /^later/],
      ['stored', NOTHING, /\buserData\b/],
      ['callback callback 1', /message Access Token has been revoked/, /^before the call returned/],
      ['callback callback 1', /message Network error/, /^before the call returned/],
      ['stored', NOTHING, TOKENS],
      ['writes', NOTHING, /^set [^\n]*\buserData\b/],
      ['requests', /^GetUser$/, NOTHING],
      ['requests', /^(InitiateAuth\n){5}InitiateAuth$/, NOTHING],
      ['writes', /^remove [^\n]*\b(LastAuthUser|accessToken|clockDrift|idToken|refreshToken)\b/, NOTHING],
      ['hub', /^auth: tokenRefresh_failure,[^\n]*$/, NOTHING],
      ['waits', V5_PAUSES, NOTHING],
    ),
  ),
  ...all(
    'A refresh stays with the user it was asked for, and nobody gets a session of another user.',
    {
      scenario: 'CognitoUser: refreshSession',
      step: [
        'the last user is another',
        'the name has changed',
        'there is no last user',
        'a bad token',
        'an empty token',
      ],
      aspect: ['stored', 'writes', 'value'],
      v5: /somebody/,
      ours: /^(?![^]*somebody)/,
    },
    // v5: gives all the same session object. Ours: gives each its own; the other user is refused.
    ...rows(
      { scenario: 'tokens expired: one refresh for all who wait', step: ['userSession three times', 'one session'] },
      ['outcome 2', /^resolved/, /message Local storage is missing an ID Token, Please authenticate/],
      ['value', /^1: boolean true\n2: boolean true$/, /^1: boolean false\n2: boolean false$/],
    ),
  ),
  ...all('Which of several calls under way settles first is not promised.', {
    scenario: ['tokens expired: one refresh for all who wait', 'signed in: several calls at once'],
    aspect: 'order',
    v5: /resolved \d/,
    ours: /resolved \d/,
    // Replies of the service come in any order.
    isByChance: true,
  }),
  ...all('An error of GetUser has no key statusCode without a value.', {
    scenario: ['signIn: answers of GetUser', 'refresh refused: signed out everywhere elsewhere'],
    aspect: 'outcome',
    v5: /^keys code, name, statusCode\nstatusCode: undefined$/,
    ours: /^keys code, name$/,
  }),
  ...all(
    'A token without readable claims is one without claims.',
    {
      scenario: 'tokens',
      step: [/ five$/, / true$/],
      aspect: 'outcome',
      v5: /^threw\nerror TypeError/,
      ours: /^returned/,
    },
    // v5: a TypeError of the engine. Ours: refreshes, as with any other unreadable token.
    ...rows(
      { scenario: 'broken storage: tokens', step: /^access token of null/ },
      ['stored', /\b(LastAuthUser|accessToken|clockDrift|idToken|refreshToken)\b/, NOTHING],
      ['outcome', ENGINE_ERROR, /message Invalid Refresh Token/],
      ['requests', NOTHING, /^InitiateAuth\nGetTokensFromRefreshToken$/],
      ['writes', NOTHING, /^remove [^\n]*\b(LastAuthUser|accessToken|clockDrift|idToken|refreshToken)\b/],
      ['hub', NOTHING, /^auth: tokenRefresh_failure,[^\n]*\nauth: sessionExpired,[^\n]*$/],
    ),
  ),
  ...all('An Auth has no Credentials of v5’s core: its own methods give AWS credentials.', {
    scenario: 'what is exported',
    step: 'Auth.Credentials',
    aspect: 'value',
    v5: /^string object$/,
    ours: /^string undefined$/,
  }),
  ...all('A listener of a pattern is removed itself, and not the first one of the pattern.', {
    scenario: 'Hub: patterns are removed by a literal of their own',
    step: ['of two: told'],
    aspect: 'value',
    v5: /string second/,
    ours: /string first/,
  }),
  ...all('Hub.listen without a callback says so.', {
    scenario: 'Hub: bad arguments',
    step: ['listen: no callback', 'listen: null callback'],
    aspect: 'outcome',
    v5: /^error TypeError/,
    ours: /message No callback supplied to Hub/,
  }),
  ...all(
    'Credentials is not a category of its own, so a storage is synchronised, and its event sent, once.',
    {
      scenario: 'Amplify.configure',
      step: ['nested', 'merged shallowly'],
      aspect: 'hub',
      v5: /credentials_configured[^\n]*\n[^\n]*credentials_configured/,
      ours: /^$/,
    },
    {
      scenario: 'Amplify: the log level, and what is no category',
      step: ['configure'],
      aspect: 'hub',
      v5: /credentials_configured[^\n]*\n[^\n]*credentials_configured/,
      ours: /^$/,
    },
    // v5: twice. Ours: once.
    ...rows(
      { scenario: 'a storage of the app with sync' },
      ['value', /^array 2\n1: array 1\n1\.0: string sync$/, /^array 1$/],
      ['value', /^array 2\n1: array 1\n1\.0: string synced$/, /^array 1$/],
      ['unhandled', /^rejection Error: cannot sync\nrejection Error: cannot sync$/, NOTHING],
    ),
    ...rows({ scenario: 'a storage of the app behind promises' }, ['value', /^array 10\n/, /^array 5$/]),
  ),
  ...all('A username or password that is not text is sent as text; the service takes nothing else.', {
    scenario: [
      'confirmSignUp: arguments and what is sent',
      'resendSignUp: arguments and what is sent',
      'signIn: odd types of username and password',
      'signUp: what is sent',
    ],
    step: [
      'a number for a username',
      'a number',
      'a number as username',
      'a number as password',
      'true as password',
      'an object as password',
      'a username that is a number',
      'a username that is an object',
    ],
    aspect: [/^request \w+ 1$/, 'hub signUp 1', 'outcome'],
    v5: /(\w = (\d|true|\{\})|PASSWORD\.a = 1|user\.username: (number|class))/,
    ours: /"|user\.username: string/,
  }),
  ...all(
    'CognitoUserPool.signUp without arguments sends them empty rather than not at all; the service refuses both.',
    {
      scenario: 'user pools',
      step: 'signUp with nothing',
      aspect: 'request SignUp 1',
      v5: /^$/,
      ours: /body\.Username = ""/,
    },
  ),
  ...all(
    'A sign-up whose answer lacks UserConfirmed or UserSub is an Error with name, code and message.',
    {
      scenario: 'signUp: answers',
      step: ['nothing', 'odd types'],
      aspect: 'outcome',
      v5: /^resolved/,
      ours: /name InvalidResponse/,
    },
    {
      scenario: 'signUp: answers',
      step: ['nothing', 'odd types'],
      aspect: 'hub',
      v5: /signUp,/,
      ours: /signUp_failure,/,
    },
  ),
  ...all(
    'The copy of the user data stays until sign-out, also when new tokens are expired on arrival.',
    {
      scenario: 'refresh: answers',
      step: 'tokens that are expired already',
      aspect: 'stored',
      v5: /^$/,
      ours: /userData/,
    },
    {
      scenario: 'refresh: answers',
      step: 'tokens that are expired already',
      aspect: 'writes',
      v5: /remove .*userData/,
      ours: /^$/,
    },
  ),
  ...all('A CognitoUser that signed in by callbacks has no key for a challenge that there was not.', {
    scenario: 'CognitoUser: authenticateUser',
    step: 'afterwards',
    aspect: 'value',
    v5: /challengeName: undefined/,
    ours: /userDataKey$/,
  }),

  ...all(
    'AWS credentials are fetched when they are asked for; a sign-in does not wait for them.',
    ...rows(
      { scenario: 'credentials: with an identity pool, signIn' },
      ['requests', /^GetId\nGetCredentialsForIdentity$/, NOTHING],
      ['requests', NOTHING, /^GetId\nGetCredentialsForIdentity$/],
    ),
    ...rows(
      { scenario: 'credentials: what is not configured', step: ['signIn', 'mandatory, signed in'] },
      ['requests', /^GetId\nGetCredentialsForIdentity$/, NOTHING],
      ['requests', NOTHING, /^GetId\nGetCredentialsForIdentity$/],
    ),
    ...rows({ scenario: 'credentials: refusals', step: 'begin' }, ['requests', /^GetCredentialsForIdentity$/, NOTHING]),
    ...rows(
      { scenario: 'credentials: federatedSignIn beside a user of the user pool', step: ['signIn', /: ana$/] },
      // Ours: shows the attributes that the user has now.
      ['requests', /^GetId\nGetCredentialsForIdentity$/, /^GetUser$/],
      ['requests', NOTHING, /^GetId\nGetCredentialsForIdentity$/],
    ),
  ),
  ...all(
    'Without credentials the promise rejects, with the code; a guest’s are not given to a user.',
    // v5: resolves with the Error, after it has asked for a guest's credentials.
    ...rows(
      { scenario: 'credentials: refusals', step: ['a guest without a role', 'a user without a login'] },
      ['outcome', /^resolved/, /^rejected\nkeys code, name\ncode: string \w+Exception$/],
      ['requests', /^GetId\nGetId$/, NOTHING],
    ),
    // v5: gives the error without its code.
    ...rows({ scenario: 'credentials: federatedSignIn that cannot be', step: 'refused' }, [
      'outcome',
      /\$metadata/,
      /^keys code, name\ncode: string NotAuthorizedException$/,
    ]),
  ),
  ...all(
    'federatedSignIn without a token rejects before anything is sent.',
    // v5: a TypeError of the engine without a response. Without a token, it signs in with the identity of a guest.
    ...rows(
      { scenario: 'credentials: federatedSignIn that cannot be', step: ['no response', 'null', 'no token'] },
      ['outcome', ENGINE_ERROR, /message Federation requires the token of the provider/],
      ['outcome', /^resolved/, /message Federation requires the token of the provider/],
      ['requests', /^GetId\nGetCredentialsForIdentity$/, NOTHING],
      ['writes', /aws-amplify-federatedInfo/, NOTHING],
      ['hub', /^auth: signIn,[^\n]*$/, NOTHING],
    ),
    ...rows(
      {
        scenario: 'credentials: federatedSignIn that cannot be',
        step: ['no token', 'null', 'refused', 'no identity pool'],
      },
      ['stored', /aws-amplify-federatedInfo/, NOTHING],
      ['Auth.user', /^object without a session/, /^null$/],
    ),
  ),
  ...all(
    'A refresh handler that reaches nobody, or gives no token, leaves the user as it is.',
    // v5: signs the user out, or makes the credentials of a guest the user's.
    ...rows(
      {
        scenario: 'credentials: of another provider',
        step: ['over, and the handler reaches nobody', 'over, and the handler gives nothing'],
      },
      ['stored', NOTHING, /"token":"a"/],
      ['writes', /^remove localStorage aws-amplify-federatedInfo$/, NOTHING],
    ),
    ...rows(
      { scenario: 'credentials: of another provider', step: /^over, and the handler gives (nothing|no token)$/ },
      ['outcome', /^string [^\n]*: TypeError: |^resolved/, /message Federation requires the token of the provider/],
    ),
    ...rows(
      { scenario: 'credentials: of another provider', step: 'over, and the handler gives no token' },
      ['stored', /"user":\{"id":"eve"/, /"token":"a"/],
      ['writes', /"user":\{"id":"eve"/, NOTHING],
      ['requests', /^GetId\nGetCredentialsForIdentity$/, NOTHING],
    ),
  ),

  // ---- answers to challenges, second factors, attributes, devices, the account ----

  ...all(
    'An answer that lacks what the service promises is an Error with name, code and message, and changes nothing that is stored.',
    // v5: a TypeError of the engine, empty tokens that are stored, or success without what was asked for. Ours: rejects.
    ...rows({ scenario: 'completeNewPassword: odd answers', step: LACKING }, [
      'hub completeNewPassword_failure 1',
      ENGINE_ERROR,
      INVALID,
    ]),
    ...rows(
      {
        scenario: [
          'completeNewPassword: odd answers',
          'confirmSignIn: odd answers',
          'sendCustomChallengeAnswer: odd answers',
        ],
        step: LACKING,
      },
      ['outcome', ENGINE_ERROR, INVALID],
    ),
    ...rows(
      {
        scenario: [
          'completeNewPassword: odd answers',
          'confirmSignIn: odd answers',
          'MFA_SETUP: answers',
          'sendCustomChallengeAnswer: odd answers',
        ],
        step: LACKING,
      },
      [['stored', 'writes'], EMPTY_TOKENS, NOTHING],
    ),
    ...rows(
      {
        scenario: [
          'getMFAOptions, enableSMS, disableSMS: answers',
          'MFA_SETUP: answers',
          'setPreferredMFA: answers',
          'setupTOTP, verifyTotpToken: answers',
        ],
        step: LACKING,
      },
      ['outcome', /^resolved/, INVALID],
    ),
    ...rows(
      { scenario: 'MFA_SETUP: answers', step: LACKING },
      ['value', /^undefined$/, /^string <Session 1>$/],
      [['stored', 'writes'], TOKENS, NOTHING],
      ['requests', /^RespondToAuthChallenge$/, NOTHING],
      ['hub', /^auth: signIn,[^\n]*\nauth: verify,[^\n]*$/, NOTHING],
    ),
    ...rows({ scenario: 'SELECT_MFA_TYPE: answers', step: LACKING }, [
      'callbacks',
      /^callback mfaRequired$/,
      /^callback onFailure$/,
    ]),
    ...rows({ scenario: 'sendCustomChallengeAnswer: odd answers', step: LACKING }, [
      'hub signIn_failure 1',
      ENGINE_ERROR,
      INVALID,
    ]),
    ...rows(
      { scenario: 'setPreferredMFA: answers', step: LACKING },
      ['stored', NOTHING, TOKENS],
      ['requests', /^GetUser\nInitiateAuth\nInitiateAuth\n/, NOTHING],
      ['waits', /^200\n400\n800\n1600\n3200\n200\n400\n800\n1600\n3200$/, NOTHING],
      ['writes', /^set [^\n]*\buserData\b/, NOTHING],
      ['hub', /^auth: tokenRefresh_failure,[^\n]*\nauth: tokenRefresh_failure,[^\n]*$/, NOTHING],
      ['requests', /^SetUserMFAPreference\nInitiateAuth\nInitiateAuth\n/, NOTHING],
      ['writes', /\b(LastAuthUser|accessToken|clockDrift|idToken|refreshToken|userData)\b/, NOTHING],
      ['hub', /^auth: tokenRefresh_failure,[^\n]*$/, NOTHING],
      ['waits', V5_PAUSES, NOTHING],
      ['requests', /^(InitiateAuth\n){5}InitiateAuth$/, NOTHING],
    ),
    ...rows(
      { scenario: 'setupTOTP, verifyTotpToken: answers', step: LACKING },
      ['writes', /^set [^\n]*\bamplify-signin-with-hostedUI\b/, NOTHING],
      ['hub', /^auth: verify,[^\n]*$/, NOTHING],
    ),
  ),
  ...all(
    'Any challenge may follow any answer: it resolves with its name, and nothing is stored.',
    // v5: a TypeError of the engine, after empty tokens were stored; or never settles. Ours: the challenge.
    ...rows(
      {
        scenario: [
          'completeNewPassword: odd answers',
          'confirmSignIn: odd answers',
          'sendCustomChallengeAnswer: odd answers',
        ],
        step: CHALLENGES,
      },
      ['outcome', ENGINE_ERROR, CHALLENGE],
    ),
    ...rows(
      {
        scenario: [
          'completeNewPassword: odd answers',
          'confirmSignIn: odd answers',
          'MFA_SETUP: answers',
          'sendCustomChallengeAnswer: odd answers',
        ],
        step: CHALLENGES,
      },
      [['stored', 'writes'], EMPTY_TOKENS, NOTHING],
    ),
    ...rows({ scenario: 'completeNewPassword: odd answers', step: CHALLENGES }, [
      'hub',
      /^auth: completeNewPassword_failure,[^\n]*$/,
      NOTHING,
    ]),
    ...rows(
      { scenario: 'MFA_SETUP: answers', step: CHALLENGES },
      ['outcome', /^class CognitoUserSession/, CHALLENGE],
      ['hub', /^auth: signIn,[^\n]*\nauth: verify,[^\n]*$/, NOTHING],
    ),
    ...rows(
      { scenario: 'SELECT_MFA_TYPE: answers', step: CHALLENGES },
      ['outcome', /^hangs/, NOTHING],
      ['callbacks', NOTHING, /^callback mfaRequired$/],
    ),
    ...rows({ scenario: 'sendCustomChallengeAnswer: odd answers', step: CHALLENGES }, [
      'hub',
      /^auth: signIn_failure,[^\n]*$/,
      NOTHING,
    ]),
    // v5: stores empty tokens and rejects with a TypeError. Ours: resolves with the challenge.
    ...rows(
      { scenario: 'confirmSignIn: EMAIL_OTP', step: 'sign in' },
      ['outcome', ENGINE_ERROR, CHALLENGE],
      [['stored', 'writes'], EMPTY_TOKENS, NOTHING],
      ['hub', /^auth: signIn_failure,[^\n]*$/, NOTHING],
    ),
  ),
  ...all(
    'confirmSignIn without a type answers the challenge that there is, and sends a code under its own name.',
    // v5: answers SMS_MFA, which the service refuses. Ours: signs in.
    ...rows(
      {
        scenario: 'confirmSignIn: codes of an authenticator app that are not good',
        step: ['as if by SMS', 'of a later time', 'right'],
      },
      [
        'request RespondToAuthChallenge 1',
        /body\.ChallengeName = "SMS_MFA"/,
        /body\.ChallengeName = "SOFTWARE_TOKEN_MFA"/,
      ],
      ['outcome', /message Invalid code or auth state for the user\./, CHALLENGE],
      [['stored', 'writes'], NOTHING, TOKENS],
      ['Auth.user', /^null$/, /^mia with a session/],
      ['outcome', /message Invalid code received for user/, /message Invalid session for the user\./],
      ['outcome', /^resolved/, /message Invalid session for the user\./],
      ['requests', /^GetUser$/, NOTHING],
      ['writes', TOKENS, NOTHING],
      ['hub', /^auth: signIn,[^\n]*$/, NOTHING],
      ['hub', NOTHING, /^auth: signIn,[^\n]*$/],
    ),
    {
      scenario: 'confirmSignIn: bad arguments',
      step: 'another type',
      aspect: 'request RespondToAuthChallenge 1',
      v5: /SMS_MFA_CODE/,
      ours: /EMAIL_OTP_CODE/,
    },
  ),
  ...all('signOut removes what is stored first, without a refresh, and only then revokes.', {
    scenario: ['completeNewPassword', 'confirmSignIn: SMS_MFA', 'MFA_SETUP', 'devices: confirmed, then proven by SRP'],
    step: 'sign out',
    aspect: 'order',
    v5: /request RevokeToken 1\n(remove .*\n)+/,
    ours: /(remove .*\n){5}request RevokeToken 1/,
  }),
  {
    reason: 'A refresh does not put deviceKey on the user object.',
    aspect: 'Auth.user',
    v5: /keys [^\n]*deviceKey/,
    ours: /^(?![^]*deviceKey)/,
  },
  ...all('A refresh that the service refuses for good is not tried again.', {
    scenario: ['getPreferredMFA', 'setPreferredMFA: answers'],
    step: ['{"bypassCache":true}', /^set: /],
    aspect: ['requests', 'waits'],
    v5: /(InitiateAuth\n){4}InitiateAuth|^200\n400\n800\n1600\n3200/,
    ours: /^$/,
  }),
  ...all('A refresh does not put deviceKey on the user object.', {
    scenario: 'devices: confirmed, then proven by SRP',
    step: ['refresh', 'sign out'],
    aspect: ['outcome', 'hub signOut 1'],
    v5: /keys [^\n]*deviceKey/,
    ours: /^(?![^]*deviceKey)/,
  }),
  ...all(
    'updateUserAttributes without attributes changes nothing and succeeds, instead of never settling.',
    // v5: hangs. Ours: resolves.
    ...rows(
      { scenario: 'attributes: arguments', step: ['update: nothing', 'update: null'] },
      ['outcome', /^hangs/, /^resolved/],
      ['unhandled', /^rejection TypeError$/, NOTHING],
      ['hub', NOTHING, /^auth: updateUserAttributes,[^\n]*$/],
    ),
  ),
  ...all('The log of an AuthError is for developers, in our words.', {
    scenario: 'forgotPassword: bad arguments and answers',
    step: ['before configuration', 'submit before configuration'],
    aspect: 'outcome',
    v5: /^log: string \n +Error: Amplify has not been configured correctly/,
    ours: /^log: string No user pool is configured\.[^\n]*$/,
  }),
  ...all('A username or password that is not text is sent as text; the service takes nothing else.', {
    scenario: 'forgotPassword: bad arguments and answers',
    step: ['ask: a number', 'submit: numbers'],
    aspect: [/^request/, /^hub /],
    v5: /(= |number )\d$/m,
    ours: /"\d"|string \d/,
  }),
  ...all('verifiedContact names addresses that are text.', {
    scenario: 'userAttributes, verifiedContact: answers',
    step: 'contact: odd values',
    aspect: 'outcome',
    v5: /number 5/,
    ours: /^(?![^]*number)/,
  }),
  ...all(
    'User data without attributes is not kept, and calls for no refresh.',
    // v5: stores it, and refreshes at the next change. Ours: does neither.
    ...rows(
      { scenario: 'updateUserAttributes, deleteUserAttributes: answers', step: /then GetUser: \{\}$/ },
      ['stored', /\buserData\b/, NOTHING],
      ['stored', NOTHING, TOKENS],
      ['writes', /^set [^\n]*\buserData\b/, NOTHING],
      ['requests', /^(InitiateAuth\n){5}InitiateAuth$/, NOTHING],
      ['writes', /\b(LastAuthUser|accessToken|clockDrift|idToken|refreshToken|userData)\b/, NOTHING],
      ['hub', /^auth: tokenRefresh_failure,[^\n]*$/, NOTHING],
      ['waits', V5_PAUSES, NOTHING],
    ),
  ),
  ...all(
    'A device that cannot be confirmed does not fail the sign-in, and one without key or group is none.',
    // v5: rejects, with the tokens stored; or stores "undefined". Ours: signs in without a device.
    ...rows(
      {
        scenario: 'ConfirmDevice: answers',
        step: [/Exception$/, 'network', 'aborted', /^metadata: (empty|no group|no key)$/],
      },
      ['outcome', /message the words of \w+/, /^resolved/],
      ['stored', NOTHING, /\b(amplify-signin-with-hostedUI|userData)\b/],
      ['Auth.user', /^null$/, /^ana with a session/],
      ['outcome', /message oops/, /^resolved/],
      ['outcome', /message Network error/, /^resolved/],
      ['outcome', /message The user aborted a request\./, /^resolved/],
      ['stored', /\b(deviceGroupKey|deviceKey|randomPasswordKey)\b/, NOTHING],
      ['writes', NOTHING, /^set [^\n]*\b(amplify-signin-with-hostedUI|userData)\b/],
      ['hub', /^auth: signIn_failure,[^\n]*$/, /^auth: signIn,[^\n]*$/],
      ['requests', /^ConfirmDevice$/, NOTHING],
      ['writes', /^set [^\n]*\b(deviceGroupKey|deviceKey|randomPasswordKey)\b/, NOTHING],
    ),
  ),
  {
    reason: 'A user object does not keep verifierDevices, which is of no use once the device is confirmed.',
    aspect: 'Auth.user',
    v5: /verifierDevices/,
    ours: /^(?![^]*verifierDevices)/,
  },
  ...all(
    'A user object does not keep verifierDevices, which is of no use once the device is confirmed.',
    {
      scenario: [
        'devices: in the other flows',
        'devices: one that is known but not remembered comes after the second factor',
        'devices: one that is remembered stands for the second factor',
      ],
      step: ['new password', 'the code'],
      aspect: ['outcome', 'hub signIn 1'],
      v5: /verifierDevices/,
      ours: /^(?![^]*verifierDevices)/,
    },
    {
      scenario: 'devices: the same, where a session is good once',
      step: 'start',
      aspect: 'hub signIn 1',
      v5: /verifierDevices/,
      ours: /^(?![^]*verifierDevices)/,
    },
  ),
  ...all(
    'A device that the service has forgotten is dropped, and the sign-in goes on without it, in every flow.',
    // v5: rejects, now and ever after. Ours: signs in.
    ...rows(
      { scenario: 'devices: deleted elsewhere', step: 'sign in with a password that is sent' },
      ['outcome', /message Device does not exist\./, /^resolved/],
      ['stored', TOKENS, TOKENS],
      ['requests', NOTHING, /^ConfirmDevice\nGetUser$/],
      ['hub', /^auth: signIn_failure,[^\n]*$/, /^auth: signIn,[^\n]*$/],
      ['writes', NOTHING, TOKENS],
    ),
    // v5: rejects. Ours: begins again without the device.
    ...rows(
      { scenario: 'DEVICE_SRP_AUTH: answers', step: 'no such device' },
      ['hub signIn_failure 1', /message Device does not exist\./, INVALID],
      ['outcome', /message Device does not exist\./, INVALID],
      ['stored', /\b(deviceGroupKey|deviceKey|randomPasswordKey)\b/, NOTHING],
      ['requests', NOTHING, /^InitiateAuth\nRespondToAuthChallenge\nInitiateAuth$/],
      ['writes', NOTHING, /^remove [^\n]*\b(deviceGroupKey|deviceKey|randomPasswordKey)\b/],
    ),
  ),
  ...all(
    'A device key without its password is not sent.',
    // v5: sends it, and fails. Ours: signs in, as from a new device.
    ...rows(
      { scenario: 'devices: with a password that is sent', step: 'no device password' },
      ['request InitiateAuth 1', /body\.AuthParameters\.DEVICE_KEY = "us-east-1_<uuid 1>"/, NOTHING],
      ['outcome', /message Incorrect username or password\./, /^resolved/],
      ['stored', TOKENS, TOKENS],
      ['requests', /^RespondToAuthChallenge\nRespondToAuthChallenge$/, /^ConfirmDevice\nGetUser$/],
      ['hub', /^auth: signIn_failure,[^\n]*$/, /^auth: signIn,[^\n]*$/],
      ['writes', NOTHING, TOKENS],
    ),
    // v5: a TypeError of the engine.
    ...rows(
      { scenario: 'DEVICE_SRP_AUTH: answers', step: 'no device known' },
      ['hub signIn_failure 1', ENGINE_ERROR, /^$|name InvalidResponse/],
      ['outcome', ENGINE_ERROR, /^$|name InvalidResponse/],
      ['requests', /^RespondToAuthChallenge$/, /^$|name InvalidResponse/],
    ),
  ),
  ...all(
    'DEVICE_SRP_AUTH after a code is answered with the session that came with it; v5 sends the one before, which is used up.',
    // v5: is refused. Ours: signs in.
    ...rows(
      { scenario: 'devices: the same, where a session is good once', step: 'the code' },
      ['request RespondToAuthChallenge 2', /body\.Session = "<Session 2>"/, /body\.Session = "<Session 3>"/],
      ['outcome', /message Invalid session for the user\./, CHALLENGE],
      ['stored', TOKENS, TOKENS],
      ['requests', NOTHING, /^GetUser$/],
      ['writes', NOTHING, TOKENS],
      ['hub', NOTHING, /^auth: signIn,[^\n]*$/],
    ),
  ),
  ...all(
    'An answer that lacks what the service promises is an Error with name, code and message, and changes nothing that is stored.',
    // v5: a TypeError of the engine, or empty tokens; made-up metadata of a device is ignored after a proof. Ours: an Error, or the challenge.
    ...rows(
      { scenario: 'DEVICE_SRP_AUTH: answers', step: ['empty body', 'tokens missing', 'another challenge', 'good'] },
      ['hub signIn_failure 1', ENGINE_ERROR, INVALID],
      ['outcome', ENGINE_ERROR, INVALID],
      ['outcome', /message Local storage is missing an ID Token, Please authenticate/, INVALID],
      [['stored', 'writes'], EMPTY_TOKENS, NOTHING],
      ['outcome', /message Local storage is missing an ID Token, Please authenticate/, CHALLENGE],
      ['requests', NOTHING, /^ConfirmDevice$/],
      ['hub', NOTHING, /^auth: signIn_failure,[^\n]*$/],
    ),
  ),
  ...all('A refresh that the service refuses for good is not tried again.', {
    scenario: 'deleteUser: answers',
    step: 'expired',
    aspect: ['requests', 'waits'],
    v5: /(InitiateAuth\n){4}InitiateAuth|^200\n400\n800\n1600\n3200/,
    ours: /^$/,
  }),
  ...all(
    'The marks of an automatic sign-in are written once the sign-up is accepted. One that fails says so and is over; while a link is not followed, nothing is told.',
    // v5: signIn_failure every five seconds, and a mark that the next page takes for a failure again. Ours: autoSignIn_failure once, after three minutes.
    ...rows(
      {
        scenario: 'autoSignIn: with a link that nobody follows',
        step: ['asked once', 'asked twice', 'three minutes later', 'no more', 'import (page 2)'],
      },
      ['stored', NOTHING, /\bamplify-auto-sign-in\b/],
      ['stored', /\bamplify-polling-started\b/, NOTHING],
      ['writes', /^remove [^\n]*\bamplify-auto-sign-in\b/, NOTHING],
      ['hub', /^auth: signIn_failure,[^\n]*$/, NOTHING],
      ['hub', /^(auth: signIn_failure,[^\n]*(\n|$)){34}$/, NOTHING],
      ['writes', /^remove [^\n]*\bamplify-polling-started\b/, NOTHING],
      ['writes', NOTHING, /^remove [^\n]*\b(amplify-auto-sign-in|amplify-polling-started)\b/],
    ),
    {
      scenario: [
        'autoSignIn: with a code',
        'autoSignIn: with a link',
        'autoSignIn: fails',
        'autoSignIn: with a link that nobody follows',
        'autoSignIn: confirmed at once, and into a challenge',
      ],
      step: 'sign up',
      aspect: 'order',
      v5: /^call\nset amplify-auto-sign-in/,
      ours: /^call\nrequest SignUp 1/,
    },
    // v5: leaves the mark; tries again at the next confirmation. Ours: is over.
    ...rows(
      {
        scenario: 'autoSignIn: fails',
        step: ['sign-up refused', 'no password', 'not enabled', 'confirm', 'confirm again'],
      },
      ['stored', /\bamplify-auto-sign-in\b/, NOTHING],
      [['stored', 'writes'], TOKENS, NOTHING],
      ['Auth.user', /^bea with a session/, /^null$/],
      ['writes', /^set [^\n]*\bamplify-auto-sign-in\b/, NOTHING],
      ['hub', NOTHING, /^auth: autoSignIn_failure,[^\n]*$/],
      ['requests', /^InitiateAuth\nGetUser$/, NOTHING],
      ['hub', /^auth: signIn,[^\n]*\nauth: autoSignIn,[^\n]*$/, NOTHING],
    ),
  ),
  ...all('The event updateUserAttributes tells of every attribute that was sent, also of inherited ones.', {
    scenario: 'attributes: arguments',
    step: 'update: inherited',
    aspect: 'hub updateUserAttributes 1',
    v5: /^keys own$/,
    ours: /^keys own, inherited/,
  }),
  ...all('fetchDevices lists a device without attributes, and rejects an answer without devices with an Error.', {
    scenario: 'rememberDevice, forgetDevice, fetchDevices: answers',
    step: ['fetch: {}', 'fetch: empty body', 'fetch: HTML', 'fetch: null', 'fetch: no attributes'],
    aspect: 'outcome',
    v5: /error TypeError/,
    ours: /name InvalidResponse|^resolved/,
  }),
  ...all('A refresh that the service refuses for good is not tried again.', {
    scenario: 'rememberDevice, forgetDevice, fetchDevices: answers',
    step: /^expired: /,
    aspect: ['requests', 'waits'],
    v5: /(InitiateAuth\n){4}InitiateAuth|^200\n400\n800\n1600\n3200/,
    ours: /^$|^GetTokensFromRefreshToken$/,
  }),
  ...all('A device key without its password is not sent.', {
    scenario: 'sendCustomChallengeAnswer: bad arguments and answers',
    step: 'a device is known',
    aspect: 'request RespondToAuthChallenge 1',
    v5: /DEVICE_KEY = "made-up-device"/,
    ours: /^$/,
  }),
  ...all(
    'A method that is called without a user, or with one that is not signed in, rejects, instead of a TypeError or of never settling.',
    {
      scenario: 'without a user: every method',
      step: / (of (undefined|null|\{\}|text|without a session)|before configuration)$/,
      aspect: ['outcome', 'unhandled'],
      v5: /error TypeError|^hangs|^rejection/,
      ours: /name (AuthError|Error)|^$/,
    },
  ),
  ...all('The log of an AuthError is for developers, in our words.', {
    scenario: 'without a user: every method',
    step: / before configuration$/,
    aspect: 'outcome',
    v5: /^log: string \n +Error: Amplify has not been configured correctly/,
    ours: /^log: string No user pool is configured\.[^\n]*$/,
  }),
  ...all(
    'An answer that lacks what the service promises is an Error with name, code and message, and changes nothing that is stored.',
    // v5: a TypeError of the engine, empty tokens that are stored, or success without what was asked for. Ours: onFailure, or an error.
    ...rows(
      { scenario: 'callbacks: challenges', step: LACKING },
      ['callback onFailure 1', ENGINE_ERROR, INVALID],
      [['stored', 'writes'], EMPTY_TOKENS, NOTHING],
    ),
    ...rows(
      {
        scenario: [
          'callbacks: every answer, of somebody who is not',
          'callbacks: every answer, of somebody who is signed in',
        ],
        step: LACKING,
      },
      ['callback callback 1', /^0\. object null\n1\. string SUCCESS$/, INVALID],
      ['callbacks', /^callback onSuccess$/, /^callback onFailure$/],
      ['callbacks', /^callback inputVerificationCode$/, /^callback onFailure$/],
    ),
    ...rows(
      { scenario: 'callbacks: every answer, of somebody who is not', step: LACKING },
      ['callback callback 1', /^0\. object null\n1\. class object\n1\. keys$/, INVALID],
      ['callback callback 1', /^0\. object null/, INVALID],
    ),
    ...rows(
      { scenario: 'callbacks: every answer, of somebody who is signed in', step: LACKING },
      ['callback callback 1', /^0\. object null\n1\. undefined$/, INVALID],
      ['callback callback 1', /^0\. object null\n1\. string SUCCESS\n2\. class object\n2\. keys$/, INVALID],
      ['stored', /\buserData\b/, NOTHING],
      ['stored', NOTHING, /\b(deviceGroupKey|deviceKey|randomPasswordKey)\b/],
      ['stored', NOTHING, TOKENS],
      ['requests', /^GetUser$/, NOTHING],
      ['writes', /^set [^\n]*\buserData\b/, NOTHING],
      ['callbacks', /^callback associateSecretCode$/, /^callback onFailure$/],
      ['writes', /^remove [^\n]*\b(deviceGroupKey|deviceKey|randomPasswordKey)\b/, NOTHING],
      ['writes', /^remove [^\n]*\b(LastAuthUser|accessToken|clockDrift|idToken|refreshToken)\b/, NOTHING],
    ),
  ),
  ...all('Any challenge may follow any answer: it resolves with its name, and nothing is stored.', {
    scenario: 'callbacks: challenges',
    step: CHALLENGES,
    aspect: ['callbacks', 'stored', 'writes'],
    v5: /onFailure|clockDrift = NaN/,
    ours: /^(?![^]*onFailure)/,
  }),
  ...all(
    'DEVICE_SRP_AUTH after a code is answered with the session that came with it; v5 sends the one before, which is used up.',
    {
      scenario: 'devices: one that is known but not remembered comes after the second factor',
      step: 'the code again',
      aspect: ['request RespondToAuthChallenge 2', 'hub signIn 1', 'outcome'],
      v5: /Session( =|:)[^\n]*<Session 2>/,
      ours: /Session( =|:)[^\n]*<Session 3>/,
    },
  ),
  ...all(
    'A method that is called without a user, or with one that is not signed in, rejects, instead of a TypeError or of never settling.',
    {
      scenario: 'expired tokens: every method',
      step: /^(refused|no refresh token): /,
      aspect: ['outcome', 'unhandled'],
      v5: /^hangs|^rejection/,
      ours: /^rejected|^$/,
    },
  ),
  ...all('A refresh that the service refuses for good is not tried again.', {
    scenario: 'expired tokens: every method',
    step: /^refused: /,
    aspect: ['requests', 'waits'],
    v5: /(InitiateAuth\n){4}InitiateAuth|^200\n400\n800\n1600\n3200/,
    ours: /^$/,
  }),
  ...all(
    'An answer that lacks what the service promises is an Error with name, code and message, and changes nothing that is stored.',
    // v5: stores empty tokens and says that somebody has signed in. Ours: rejects.
    ...rows(
      { scenario: 'expired tokens: every method', step: 'no refresh token: verifyTotpToken' },
      ['outcome', /^resolved/, INVALID],
      ['stored', EMPTY_TOKENS, TOKENS],
      ['requests', /^RespondToAuthChallenge$/, NOTHING],
      ['writes', EMPTY_TOKENS, NOTHING],
      ['hub', /^auth: signIn,[^\n]*\nauth: verify,[^\n]*$/, NOTHING],
    ),
  ),
  ...all(
    'An expired session is refreshed, whatever method needs it. Its refusal is what the method rejects with.',
    // v5: is not authenticated. Ours: refreshes.
    ...rows(
      { scenario: 'expired tokens: every method', step: RENEWED('refreshed') },
      ['outcome', NOT_AUTHENTICATED, /^resolved\n(undefined|string (SUCCESS|NOMFA))$/],
      ['stored', TOKENS, TOKENS],
      ['requests', NOTHING, /^InitiateAuth(\n\w+)+$/],
      ['writes', NOTHING, TOKENS],
      ['writes', /^remove [^\n]*\buserData$/, TOKENS],
      ['hub', NOTHING, /^(auth: tokenRefresh,[^\n]*\n?)+$/],
      // v5: takes the call for a part of a sign-in, and stores empty tokens. Ours: refreshes.
      ['requests', NOTHING, /^InitiateAuth$/],
      ['requests', /^RespondToAuthChallenge$/, /^InitiateAuth$/],
      [/^request (Associate|Verify)SoftwareToken 1$/, /^body\.Session = null$/, /^body\.AccessToken = "<made-up/],
      ['outcome', /^class CognitoUserSession/, /^class object\nkeys ?$/],
      [['stored', 'writes'], EMPTY_TOKENS, TOKENS],
      ['hub', /^auth: signIn,[^\n]*$/, /^auth: tokenRefresh,[^\n]*$/],
      ['hub verify 1', /^Session: undefined/, /^Session: object null/],
    ),
    ...rows(
      { scenario: 'expired tokens: every method', step: RENEWED('refused') },
      ['outcome', NOT_AUTHENTICATED, REVOKED],
      ['stored', TOKENS, NOTHING],
      ['requests', NOTHING, /^InitiateAuth$/],
      ['writes', NOTHING, /^remove [^\n]*\b(LastAuthUser|accessToken|clockDrift|idToken|refreshToken)\b/],
      ['hub', NOTHING, /^auth: tokenRefresh_failure,[^\n]*\nauth: sessionExpired,[^\n]*\nauth: signOut,[^\n]*$/],
      ['outcome', /^resolved\n(string|class CognitoUserSession)/, REVOKED],
      ['stored', EMPTY_TOKENS, NOTHING],
      ['requests', /^(AssociateSoftwareToken|VerifySoftwareToken\nRespondToAuthChallenge)$/, /^InitiateAuth$/],
      ['writes', EMPTY_TOKENS, /^remove [^\n]*\b(LastAuthUser|accessToken|clockDrift|idToken|refreshToken)\b/],
      ['hub', /^auth: signIn,[^\n]*\nauth: verify,[^\n]*$/, /^auth: tokenRefresh_failure,/],
    ),
    ...rows({ scenario: 'CognitoUser: getUserData and getUserAttributes', step: ['expired', 'attributes, expired'] }, [
      'callback callback 1',
      NOT_AUTHENTICATED,
      /^(later\n)?0\. object null\n1\. (class object|array 1)/,
    ]),
  ),
  ...all('A device key that is not known is left out of a request, also after a refresh.', {
    scenario: 'expired tokens: every method',
    step: ['refreshed: rememberDevice', 'refreshed: forgetDevice'],
    aspect: /^request/,
    v5: /DeviceKey = null/,
    ours: /^$/,
  }),
  ...all(
    "A challenge answered without a user, or with what is none, rejects with v5's own words for a missing user; a copy of a user object will do.",
    // v5: a TypeError of the engine. Ours: an Error, or the answer is sent.
    ...rows(
      {
        scenario: 'challenges without a user',
        step: [/before configuration$/, / of (undefined|null|\{\}|text|copied)$/],
      },
      ['outcome', ENGINE_ERROR, /message Failed to get the session because the user is empty/],
      [
        'outcome',
        /^log: string \n +Error: Amplify has not been configured correctly/,
        /^log: string No user pool is configured\.[^\n]*$/,
      ],
      ['outcome', ENGINE_ERROR, /message Username is null\. Cannot retrieve a new session/],
      ['outcome', ENGINE_ERROR, /message no/],
      ['requests', NOTHING, /^RespondToAuthChallenge$/],
      ['hub', NOTHING, /^auth: completeNewPassword_failure,[^\n]*$/],
      ['hub', NOTHING, /^auth: signIn_failure,[^\n]*$/],
      ['requests', NOTHING, /^AssociateSoftwareToken$/],
      ['requests', NOTHING, /^VerifySoftwareToken$/],
    ),
  ),
  ...all('A refresh whose answer is empty is an Error with name, code and message.', {
    scenario: 'setPreferredMFA: what the user has already',
    aspect: /^hub tokenRefresh_failure/,
    v5: /error TypeError/,
    ours: /name InvalidResponse/,
  }),
  ...all('An error of GetUser is the one that the service or the network gave, without a key statusCode.', {
    scenario: [
      'getPreferredMFA',
      'setPreferredMFA: answers',
      'deleted elsewhere: every method',
      'disabled: every method',
      'signed out elsewhere: every method',
    ],
    step: [/^bypassing the cache/, /GetUser: /, 'getPreferredMFA', 'setPreferredMFA'],
    aspect: 'outcome',
    v5: /statusCode/,
    ours: /^(?![^]*statusCode)/,
  }),
  ...all('A token whose claims are null has none, and says so without an exception.', {
    scenario: 'tokens',
    step: ['CognitoIdToken null', 'CognitoAccessToken null'],
    aspect: 'outcome',
    v5: /^threw/,
    ours: /^returned/,
  }),
  ...all(
    'An answer that lacks what the service promises is an Error with name, code and message, and changes nothing that is stored.',
    // v5: signs it, empty as it is. Ours: rejects.
    ...rows(
      { scenario: 'signIn: with made-up SRP values', step: 'an empty secret block' },
      ['outcome', /^resolved/, INVALID],
      [['stored', 'writes'], TOKENS, NOTHING],
      ['requests', /^RespondToAuthChallenge\nGetUser$/, NOTHING],
      ['hub', /^auth: signIn,[^\n]*$/, /^auth: signIn_failure,[^\n]*$/],
    ),
  ),
  ...all(
    'The session of a user in whose place another signs in is removed.',
    ...rows(
      {
        scenario: [
          'signIn: as another user while signed in',
          'signIn: two at once',
          'setPreferredMFA: SMS and TOTP',
          'getMFAOptions, enableSMS, disableSMS',
        ],
        step: ['bea', 'who is it', 'sign out', 'nobody', 'free again', 'begin', /^(SMS|enable) without a number$/],
      },
      ['stored', /\bana\.accessToken = /, /^(?![^]*\bana\.)/],
      [
        'writes',
        /^(?!remove)/,
        /(remove [^\n]*\bana\.(idToken|accessToken|refreshToken|clockDrift|userData)\b[^]*){4}/,
      ],
    ),
  ),
  {
    reason: 'A sign-in removes the copy of the user data from before it, and asks the service anew.',
    aspect: 'writes',
    v5: NOTHING,
    ours: /^remove [^\n]*\.userData(\nset [^\n]*\.userData = [^\n]*)?$/,
  },
  ...all(
    'A sign-in gives the attributes that the user has now.',
    ...rows(
      { scenario: 'signIn: user data from before is still cached', step: 'sign in' },
      [['hub signIn 1', 'outcome'], /stale@example\.com/, /ana@example\.com/],
      ['stored', /stale@example\.com/, /ana@example\.com/],
    ),
  ),
  ...all(
    'What GetUser has said is no more believed after a change: the copy is removed, and who asks next gets the answer of the service.',
    ...rows(
      {
        scenario: [
          'setPreferredMFA: answers',
          'getMFAOptions, enableSMS, disableSMS',
          'getMFAOptions, enableSMS, disableSMS: answers',
          'updateUserAttributes: an address that somebody else has, and one that waits',
          'verifyUserAttribute, verifyUserAttributeSubmit, and of the current user',
          'verifyUserAttribute: too often, and too late',
          'verifyUserAttribute, verifyUserAttributeSubmit: answers',
          'attributes: arguments',
          'expired tokens: every method',
        ],
        step: [
          /^second GetUser: /,
          /^(enable|disable|submit)\b/,
          'options',
          /^(right|again|free again|the new one|contact then|an attribute without codes|too late)\b/,
          /^current user (asks|submits)$/,
          'refreshed: verifyCurrentUserAttributeSubmit',
        ],
      },
      ['stored', /\bana\.userData = /, NOTHING],
      ['writes', NOTHING, /^remove [^\n]*\bana\.userData$/],
    ),
    // The next to ask is the method itself.
    ...rows(
      {
        scenario: 'verifyUserAttribute, verifyUserAttributeSubmit, and of the current user',
        step: [/ for the current user$/],
      },
      ['stored', /email_verified","Value":"false"/, /email_verified","Value":"true"/],
      ['writes', NOTHING, /^set [^\n]*\bana\.userData = /],
    ),
    // Tokens are refreshed with a copy that is bypassed; here there is none.
    ...rows(
      { scenario: 'getMFAOptions, enableSMS, disableSMS', step: 'preference' },
      ['requests', /^InitiateAuth$/, NOTHING],
      ['hub', /^auth: tokenRefresh,[^\n]*$/, NOTHING],
      ['writes', /\bana\.idToken = <id token 2>/, NOTHING],
      ['stored', /\bana\.idToken = <id token 2>/, /\bana\.idToken = <id token 1>/],
    ),
    ...rows(
      {
        scenario: 'getMFAOptions, enableSMS, disableSMS',
        step: ['disable', 'no options again', 'begin', 'enable without a number'],
      },
      [
        /^request (SetUserSettings|GetUser) \d$/,
        /^body\.AccessToken = "<access token [23]>"$/,
        /^body\.AccessToken = "<access token [12]>"$/,
      ],
      ['hub signIn 2', /<id token 3>/, /<id token 2>/],
      ['stored', /\bana\.idToken = <id token 2>/, /\bana\.idToken = <id token 1>/],
    ),
  ),
  ...all(
    'Attributes and validation data go out as text, and what is undefined is left out.',
    {
      scenario: 'signUp: positional arguments',
      step: 'null between',
      aspect: 'request SignUp 1',
      v5: /^body\.UserAttributes\.0\.Value = 15550100$/,
      ours: /^body\.UserAttributes\.0\.Value = "15550100"$/,
    },
    {
      scenario: 'signUp: what is sent',
      step: 'falsy and other values',
      aspect: 'request SignUp 1',
      v5: /Name = "missing"[^]*Value = 42\n[^]*Value = 1\.5\n[^]*Value = true/,
      ours: /Value = "0"\n[^]*Value = "false"\n[^]*Value = "42"\n[^]*Value = "1\.5"\n[^]*Value = "true"/,
    },
    {
      scenario: 'signUp: what is sent',
      step: 'validation data',
      aspect: 'request SignUp 1',
      v5: /^body\.ValidationData\.1\.Value = 3\n[^]*Name = "u"/,
      ours: /^body\.ValidationData\.1\.Value = "3"\nbody\.ValidationData\.2\.Value = "false"$/,
    },
    {
      scenario: 'signIn: the object form',
      step: 'with validation data',
      aspect: ['request InitiateAuth 1', 'request RespondToAuthChallenge 1'],
      v5: /^body\.ClientMetadata\.n = 1$/,
      ours: /^body\.ClientMetadata\.n = "1"$/,
    },
    {
      scenario: 'completeNewPassword: bad arguments and answers',
      step: 'attributes of all kinds',
      aspect: 'request RespondToAuthChallenge 1',
      v5: /^body\.ChallengeResponses\.userAttributes\.b = 5\nbody\.ChallengeResponses\.userAttributes\.d = true$/,
      ours: /^body\.ChallengeResponses\.userAttributes\.b = "5"\nbody\.ChallengeResponses\.userAttributes\.d = "true"$/,
    },
    {
      scenario: 'attributes: arguments',
      step: 'update: values of all kinds',
      aspect: 'request UpdateUserAttributes 1',
      v5: /Value = 1\n[^]*Value = true\n[^]*Name = "d"/,
      ours: /Value = "1"\n[^]*Value = "true"\n(?![^]*Name = "d")/,
    },
    {
      scenario: 'user pools',
      step: 'signUp refused',
      aspect: 'request SignUp 1',
      v5: /^body\.UserAttributes\.0\.Value = 1$/,
      ours: /^body\.UserAttributes\.0\.Value = "1"$/,
    },
    // v5: the service refuses the number. Ours: the attribute is changed.
    ...rows(
      { scenario: 'updateUserAttributes, deleteUserAttributes', step: 'a number' },
      ['request UpdateUserAttributes 1', /Value = 5$/, /Value = "5"$/],
      ['outcome', /name SerializationException/, /^resolved/],
      ['stored', /<id token \d>/, /zoneinfo","Value":"5"/],
      ['requests', NOTHING, /^GetUser\nInitiateAuth$/],
      ['hub', /^auth: updateUserAttributes_failure,[^\n]*$/, /\nauth: updateUserAttributes,[^\n]*$/],
      ['writes', NOTHING, /zoneinfo","Value":"5"/],
    ),
    {
      scenario: 'attributes and authentication details',
      step: 'attribute falsy',
      aspect: 'outcome',
      v5: /^attribute\.Value: string ?\n/,
      ours: /^attribute\.Value: number 0\n/,
    },
  ),
  ...all(
    'After a password that is sent, the username is that of the account, whatever was typed.',
    ...rows(
      { scenario: 'signIn: by alias', step: 'by e-mail, plain' },
      [['hub signIn 1', 'outcome'], /^username: string ana@example\.com\n/, /^username: string ana\n/],
      ['stored', /\bLastAuthUser = ana@example\.com$/m, /\bLastAuthUser = ana$/m],
      ['writes', /\bLastAuthUser = ana@example\.com$/m, /\bLastAuthUser = ana$/m],
      ['Auth.user', /^ana@example\.com with a session/, /^ana with a session/],
      ['hub', /A user ana@example\.com has/, /A user ana has/],
    ),
  ),

  // ---- the hosted UI ----

  ...all(
    'Each attempt is kept apart, under a key of this package, and is used once; v5 has one at a time.',
    { aspect: 'stored', v5: V5_ATTEMPT, ours: NOTHING },
    { aspect: 'writes', v5: V5_ATTEMPT, ours: NOTHING },
    {
      aspect: 'kept beside',
      v5: NOTHING,
      ours: /^(set|remove) sessionStorage cognito-auth-wasm\.oauth( with [\d, ]+)?(\nset localStorage cognito-auth-wasm\.oauth\.claimed with [\d, ]+)?(\nset [^\n]*\.hostedUI with )?$/,
    },
  ),
  {
    reason: 'Each session has its own note of how it came, which ends with it.',
    aspect: 'kept beside',
    v5: NOTHING,
    ours: /^remove [^\n]*\.hostedUI$/,
  },
  {
    reason: 'The address loses the parameters of the return, if it has them; v5 puts redirectSignIn in its place.',
    aspect: 'address',
    v5: /^<origin>back$/,
    ours: /^(<origin>back\?page=2#top)?$/,
  },
  {
    reason: 'The token endpoint is asked in one request, without a header for which a browser asks it first.',
    aspect: 'request token 1',
    v5: /^headers\.x-amz-user-agent = "<user agent>"$/,
    ours: NOTHING,
  },
  ...all(
    'A code is exchanged once, whoever asks.',
    // v5: sends it again. Ours: does nothing but tell of the address.
    ...rows(
      { scenario: 'hosted UI: a code', step: 'the same address again' },
      ['requests', /^token$/, NOTHING],
      ['hub', /^auth: codeFlow,[^\n]*\nauth: signIn,[^\n]*\nauth: cognitoHostedUI,[^\n]*$/, NOTHING],
      ['writes', /^set [^\n]*\bamplify-redirected-from-hosted-ui = true\nremove [^\n]*\buserData\n/, NOTHING],
      ['stored', NOTHING, /\buserData = /],
    ),
    // v5: the second call does nothing. Ours: it waits for the first.
    {
      scenario: 'hosted UI: two returns at once',
      step: 'both',
      aspect: 'hub',
      v5: NOTHING,
      ours: /^auth: parsingCallbackUrl,[^\n]*\nauth: parsingCallbackUrl,[^\n]*\nauth: codeFlow,/,
    },
  ),
  ...all('What finishes a return is fetched for it, so that configure has ended when the exchange begins.', {
    scenario: 'hosted UI: a code, at the start of the page',
    step: 'configure and ask',
    aspect: 'hub',
    v5: /\nauth: codeFlow,[^\n]*\nauth: configured,/,
    ours: /\nauth: configured,[^\n]*\nauth: codeFlow,/,
  }),
  ...all(
    'A return is ours by its state, and by nothing else.',
    // v5: signs in whoever the address is of. Ours: touches nothing.
    ...rows(
      { scenario: 'hosted UI: a state that is not ours', step: 'no state, nothing begun' },
      ['requests', /^token$/, NOTHING],
      ['hub', /^auth: codeFlow,[^\n]*\nauth: signIn,[^\n]*\nauth: cognitoHostedUI,[^\n]*$/, NOTHING],
      [['stored', 'writes'], TOKENS, NOTHING],
    ),
    // v5: fails without having asked for tokens. Ours: signs in.
    ...rows(
      { scenario: 'hosted UI: another path', step: 'come back' },
      ['requests', NOTHING, /^token$/],
      [
        'hub',
        /^auth: signIn_failure,[^\n]*\nauth: cognitoHostedUI_failure,[^\n]*\nauth: customState_failure,[^\n]*$/,
        /^auth: codeFlow,[^\n]*\nauth: signIn,[^\n]*\nauth: cognitoHostedUI,[^\n]*$/,
      ],
      [['stored', 'writes'], V5_ATTEMPT, TOKENS],
    ),
  ),
  ...all(
    'A return that fails says why: the text is decoded, and the error has a code.',
    ...rows({ scenario: 'hosted UI: a state that is not ours', step: 'another state' }, [
      RETURN_FAILURE,
      /^name Error\nkeys ?$/,
      /^name InvalidState\nkeys code, name\n/,
    ]),
    ...rows({ scenario: 'hosted UI: returns that fail', step: 'denied' }, [
      RETURN_FAILURE,
      /^message The\+user%20said\+no\n/,
      /^message The user said no\nname access_denied\n/,
    ]),
    ...rows({ scenario: 'hosted UI: refusals without a state' }, [
      RETURN_FAILURE,
      /^name Error\nkeys ?$/,
      /^name server_error\nkeys code, name\n/,
    ]),
    ...rows({ scenario: 'hosted UI: returns that fail', step: 'invalid_grant' }, [
      RETURN_FAILURE,
      /^name Error\nkeys ?$/,
      /^name invalid_grant\nkeys code, name\n/,
    ]),
    ...rows({ scenario: 'hosted UI: returns that fail', step: 'invalid_request, with a description' }, [
      RETURN_FAILURE,
      /^message invalid_request\nname Error\n/,
      /^message PreTokenGeneration failed\nname invalid_request\n/,
    ]),
    ...rows({ scenario: 'hosted UI: returns that fail', step: 'network' }, [
      RETURN_FAILURE,
      /^error TypeError\n/,
      /^error Error\nmessage Network error\n[^]*code: string NetworkError$/,
    ]),
    ...rows({ scenario: 'hosted UI: returns that fail', step: 'HTML' }, [
      RETURN_FAILURE,
      /^error SyntaxError\n/,
      INVALID,
    ]),
    ...rows({ scenario: 'hosted UI: returns that fail', step: ['an empty object', 'no ID token'] }, [
      RETURN_FAILURE,
      /^message Username and Pool information are required\.\n/,
      INVALID,
    ]),
  ),
  ...all(
    'An identity pool that gives no credentials does not fail the sign-in.',
    ...rows(
      { scenario: 'hosted UI: with an identity pool that refuses', step: 'come back' },
      [
        'hub',
        /^auth: signIn_failure,[^\n]*\nauth: cognitoHostedUI_failure,[^\n]*\nauth: customState_failure,[^\n]*$/,
        /^auth: signIn,[^\n]*\nauth: cognitoHostedUI,[^\n]*$/,
      ],
      ['stored', NOTHING, TOKENS],
      ['writes', V5_ATTEMPT, TOKENS],
    ),
  ),
  ...all(
    'AWS credentials take the session; the user’s attributes are not asked for.',
    ...rows(
      { scenario: 'hosted UI: with an identity pool', step: 'currentUserCredentials' },
      ['requests', /^GetUser$/, NOTHING],
      [['stored', 'writes'], /\buserData = /, NOTHING],
    ),
  ),
  ...all(
    'The session of a user in whose place another signs in is removed.',
    ...rows(
      { scenario: 'hosted UI: somebody else was signed in', step: 'come back' },
      ['stored', /\bbea\.accessToken = [^]*\baws-amplify-federatedInfo = /, NOTHING],
      [
        'writes',
        V5_ATTEMPT,
        /(remove [^\n]*\bbea\.(idToken|accessToken|refreshToken|clockDrift|userData)\n){5}remove [^\n]*\baws-amplify-federatedInfo$/,
      ],
    ),
  ),
  ...all('The tokens of an implicit grant are in no message.', {
    scenario: 'hosted UI: an implicit grant',
    step: 'come back',
    aspect: 'hub',
    v5: /^auth: implicitFlow, "Got tokens from <origin>back#id_token=<made-up id token /,
    ours: /^auth: implicitFlow, "Got tokens from <page>", from Auth$/,
  }),
  ...all(
    'A page that has not left for the hosted page after three seconds is signed out all the same.',
    ...rows(
      {
        scenario: ['hosted UI: signOut', 'hosted UI: deleteUser'],
        step: ['here: three seconds later', 'everywhere: three seconds later', 'three seconds later'],
      },
      ['outcome', /message Signout timeout fail/, /^resolved\n(undefined|string SUCCESS)$/],
      ['stored', /\bamplify-signin-with-hostedUI = true$/, NOTHING],
      ['writes', NOTHING, /^remove [^\n]*\bamplify-signin-with-hostedUI$/],
      ['hub', NOTHING, /^auth: signOut,[^\n]*$/],
    ),
    {
      scenario: 'hosted UI: signOut',
      step: 'begin, come back, everywhere',
      aspect: 'stored',
      v5: /\bamplify-signin-with-hostedUI = true\n/,
      ours: NOTHING,
    },
  ),
  ...all(
    'A session that the service has ended does not take the user away from the page.',
    // v5: leaves for the page that signs out. Ours: says that the session has ended.
    ...rows(
      { scenario: 'hosted UI: a session that has ended', step: 'currentSession' },
      ['outcome', /^hangs$/, REVOKED],
      ['opened 1', /^https:\/\/id\.example\/logout\n/, NOTHING],
      ['hub', /^auth: oAuthSignOut,[^\n]*$/, /^auth: sessionExpired,[^\n]*\nauth: signOut,[^\n]*$/],
      ['stored', /\bamplify-signin-with-hostedUI = true$/, NOTHING],
      ['writes', NOTHING, /^remove [^\n]*\bamplify-signin-with-hostedUI$/],
    ),
  ),
  ...all('A refresh that the service refuses for good is not tried again.', {
    scenario: 'hosted UI: a session that has ended',
    step: 'currentSession',
    aspect: ['requests', 'waits'],
    v5: /(InitiateAuth\n){4}InitiateAuth|^200\n400\n800\n1600\n3200/,
    ours: /^(InitiateAuth\nGetTokensFromRefreshToken)?$/,
  }),
  ...all('What the hosted page lacks to be opened is an Error that says so.', {
    scenario: 'hosted UI: what cannot be opened',
    step: 'no oauth',
    aspect: 'outcome',
    v5: ENGINE_ERROR,
    ours: /message The hosted UI is not configured: oauth\.redirectSignIn is missing/,
  }),
  ...all('federatedSignIn without a token rejects before anything is sent.', {
    scenario: 'hosted UI: what cannot be opened',
    step: ['null', 'an empty string', 'only a name'],
    aspect: 'outcome',
    v5: ENGINE_ERROR,
    ours: /message Federation requires the token of the provider/,
  }),
  ...all('Without a user pool, configure looks for no return.', {
    scenario: 'hosted UI: what cannot be opened',
    step: ['neither pool', 'an identity pool only'],
    aspect: 'unhandled',
    v5: /^rejection Error: OAuth responses require a User Pool defined in config$/,
    ours: NOTHING,
  }),
  ...all(
    'oauth.awsCognito and oauth.options count for each method.',
    ...rows({ scenario: 'hosted UI: what is opened', step: 'options stand before the rest' }, [
      'opened 1',
      /^https:\/\/id\.example\/oauth2\/authorize$/,
      /^https:\/\/of\.options\/oauth2\/authorize$/,
    ]),
    ...rows({ scenario: 'hosted UI: what is opened', step: 'nested' }, [
      'opened 1',
      /^https:\/\/undefined\/oauth2\/authorize\nfor undefined\nredirect_uri = undefined\n/,
      /^https:\/\/id\.example\/oauth2\/authorize\nfor <origin>back\nredirect_uri = <origin>back\n/,
    ]),
  ),
  ...all('Of several addresses to come back to, the page’s own one is sent.', {
    scenario: 'hosted UI: what is opened',
    step: 'several addresses',
    aspect: 'opened 1',
    v5: /^for https:\/\/other\.example\/,<origin>back\n/,
    ours: /^for <origin>back\nredirect_uri = <origin>back$/,
  }),
];
