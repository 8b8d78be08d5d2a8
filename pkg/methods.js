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

/** The place of the first that is in account.wasm, as are all of the objects. */
export const firstOfAccount = 9;

/** Of CognitoUser; the one after them is CognitoUserPool's signUp. */
export const userMethods = [
  'getSession', 'refreshSession', 'signOut', 'globalSignOut', 'revokeTokens', 'authenticateUser', 'initiateAuth',
  'getUserData', 'getUserAttributes', 'getMFAOptions', 'confirmRegistration', 'resendConfirmationCode',
  'setSignInUserSession', 'cacheTokens', 'cacheUserData', 'clearCachedUserData', 'clearCachedTokens',
  'clearCachedUser', 'cleanClientData',
  'changePassword', 'forgotPassword', 'confirmPassword', 'updateAttributes', 'deleteAttributes',
  'getAttributeVerificationCode', 'verifyAttribute', 'setUserMfaPreference', 'enableMFA', 'disableMFA', 'deleteUser',
  'createGetUserRequest', 'revokeToken',
  'authenticateUserDefaultAuth', 'authenticateUserPlainUsernamePassword', 'authenticateUserInternal', 'getDeviceResponse',
  'sendMFACode', 'sendMFASelectionAnswer', 'sendCustomChallengeAnswer', 'completeNewPasswordChallenge',
  'associateSoftwareToken', 'verifySoftwareToken',
  'getDevice', 'listDevices', 'forgetDevice', 'forgetSpecificDevice', 'setDeviceStatusRemembered',
  'setDeviceStatusNotRemembered',
];
