// What the module does, by its place in these lists: `src/methods.rs` has the same, which a test compares.

/** Of Auth: first signing in and out, and who is signed in; from `signUp` on, the account. */
export const authMethods = [
  'signIn', 'signOut', 'currentSession', 'currentUserPoolUser', 'currentAuthenticatedUser', 'confirmSignIn',
  'completeNewPassword', 'sendCustomChallengeAnswer', '_autoSignIn',
  'signUp', 'confirmSignUp', 'resendSignUp',
  'userSession', 'currentUserInfo', 'userAttributes', 'changePassword', 'forgotPassword', 'forgotPasswordSubmit',
  'updateUserAttributes', 'deleteUserAttributes', 'verifiedContact', 'verifyUserAttribute', 'verifyUserAttributeSubmit',
  'verifyCurrentUserAttribute', 'verifyCurrentUserAttributeSubmit', 'getPreferredMFA', 'setPreferredMFA',
  'getMFAOptions', 'enableSMS', 'disableSMS', 'deleteUser', 'setupTOTP', 'verifyTotpToken',
  'rememberDevice', 'forgetDevice', 'fetchDevices',
];

/** The places of the first that are in account.wasm, of Auth's and of the objects'. */
export const firstOfAccount = 9;
export const firstOfOthers = 9;

/** Of CognitoUser, first about the stored session; the one after them is CognitoUserPool's signUp. */
export const userMethods = [
  'getSession', 'signOut', 'setSignInUserSession', 'cacheTokens', 'cacheUserData', 'clearCachedUserData',
  'clearCachedTokens', 'clearCachedUser', 'cleanClientData',
  'refreshSession', 'globalSignOut', 'revokeTokens', 'authenticateUser', 'initiateAuth', 'getUserData',
  'getUserAttributes', 'getMFAOptions', 'confirmRegistration', 'resendConfirmationCode',
  'changePassword', 'forgotPassword', 'confirmPassword', 'updateAttributes', 'deleteAttributes',
  'getAttributeVerificationCode', 'verifyAttribute', 'setUserMfaPreference', 'enableMFA', 'disableMFA', 'deleteUser',
  'createGetUserRequest', 'revokeToken',
  'authenticateUserDefaultAuth', 'authenticateUserPlainUsernamePassword', 'authenticateUserInternal', 'getDeviceResponse',
  'sendMFACode', 'sendMFASelectionAnswer', 'sendCustomChallengeAnswer', 'completeNewPasswordChallenge',
  'associateSoftwareToken', 'verifySoftwareToken',
  'getDevice', 'listDevices', 'forgetDevice', 'forgetSpecificDevice', 'setDeviceStatusRemembered',
  'setDeviceStatusNotRemembered',
];
