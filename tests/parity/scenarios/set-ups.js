// What scenarios begin with: servers, pools, users and configurations.

export const BOTH = ['local Cognito', 'stand-in'];
export const STAND_IN = ['stand-in'];

/** For pools of the stand-in. */
export const FACTORS = { Factors: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'] };
/** For users of the stand-in. */
export const phone = { phone_number: '+15550100', phone_number_verified: 'true' };
export const SMS = { SMSMfaSettings: { Enabled: true, PreferredMfa: true } };
/** Another password than the one that users have. */
export const NEW = 'Another0ne!';

/** Signs in without the slow arithmetic of SRP. */
export const PLAIN = { authenticationFlowType: 'USER_PASSWORD_AUTH' };
