// What the module does, by its place in these lists: `src/methods.rs` has the same, which a test compares.

/** Of Auth. */
export const authMethods = [
  'signUp', 'confirmSignUp', 'resendSignUp', 'signIn', 'signOut', 'userSession', 'currentSession',
  'currentUserPoolUser', 'currentAuthenticatedUser', 'currentUserInfo', 'userAttributes',
  'changePassword', 'forgotPassword', 'forgotPasswordSubmit', 'updateUserAttributes', 'deleteUserAttributes',
  'verifiedContact', 'verifyUserAttribute', 'verifyUserAttributeSubmit', 'verifyCurrentUserAttribute',
  'verifyCurrentUserAttributeSubmit', 'getPreferredMFA', 'setPreferredMFA', 'getMFAOptions', 'enableSMS', 'disableSMS',
  'deleteUser', '_autoSignIn',
  'confirmSignIn', 'completeNewPassword', 'sendCustomChallengeAnswer', 'setupTOTP', 'verifyTotpToken',
  'rememberDevice', 'forgetDevice', 'fetchDevices',
];

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
