// The errors that the service's API reference lists for each operation, beside InternalErrorException and
// ForbiddenException, which all have. https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/
const COMMON = [
  'ForbiddenException',
  'InternalErrorException',
  'InvalidParameterException',
  'NotAuthorizedException',
  'ResourceNotFoundException',
];
const USER = ['PasswordResetRequiredException', 'UserNotConfirmedException', 'UserNotFoundException'];
const LAMBDA = ['InvalidLambdaResponseException', 'UnexpectedLambdaException', 'UserLambdaValidationException'];
const SENDS = [
  'InvalidEmailRoleAccessPolicyException',
  'InvalidSmsRoleAccessPolicyException',
  'InvalidSmsRoleTrustRelationshipException',
];
const MANY = 'TooManyRequestsException';
const CODE = ['CodeMismatchException', 'ExpiredCodeException'];

const errors = {
  RespondToAuthChallenge: [
    ...COMMON,
    ...USER,
    ...LAMBDA,
    ...SENDS,
    ...CODE,
    MANY,
    'AliasExistsException',
    'InvalidPasswordException',
    'InvalidUserPoolConfigurationException',
    'MFAMethodNotFoundException',
    'PasswordHistoryPolicyViolationException',
    'SoftwareTokenMFANotFoundException',
  ],
  AssociateSoftwareToken: [...COMMON, 'ConcurrentModificationException', 'SoftwareTokenMFANotFoundException'],
  VerifySoftwareToken: [
    ...COMMON,
    ...USER,
    MANY,
    'CodeMismatchException',
    'EnableSoftwareTokenMFAException',
    'InvalidUserPoolConfigurationException',
    'SoftwareTokenMFANotFoundException',
  ],
  SetUserMFAPreference: [...COMMON, ...USER],
  SetUserSettings: [...COMMON, ...USER],
  GetUser: [...COMMON, ...USER, MANY],
  ChangePassword: [
    ...COMMON,
    ...USER,
    MANY,
    'InvalidPasswordException',
    'LimitExceededException',
    'PasswordHistoryPolicyViolationException',
  ],
  ForgotPassword: [
    ...COMMON,
    ...LAMBDA,
    ...SENDS,
    MANY,
    'CodeDeliveryFailureException',
    'LimitExceededException',
    'UserNotFoundException',
  ],
  ConfirmForgotPassword: [
    ...COMMON,
    ...LAMBDA,
    ...CODE,
    MANY,
    'InvalidPasswordException',
    'LimitExceededException',
    'PasswordHistoryPolicyViolationException',
    'TooManyFailedAttemptsException',
    'UserNotConfirmedException',
    'UserNotFoundException',
  ],
  UpdateUserAttributes: [
    ...COMMON,
    ...USER,
    ...LAMBDA,
    ...SENDS,
    ...CODE,
    MANY,
    'AliasExistsException',
    'CodeDeliveryFailureException',
  ],
  DeleteUserAttributes: [...COMMON, ...USER, MANY],
  GetUserAttributeVerificationCode: [
    ...COMMON,
    ...USER,
    ...LAMBDA,
    ...SENDS,
    MANY,
    'CodeDeliveryFailureException',
    'LimitExceededException',
  ],
  VerifyUserAttribute: [...COMMON, ...USER, ...CODE, MANY, 'AliasExistsException', 'LimitExceededException'],
  DeleteUser: [...COMMON, ...USER, MANY],
  ConfirmDevice: [
    ...COMMON,
    ...USER,
    MANY,
    'DeviceKeyExistsException',
    'InvalidLambdaResponseException',
    'InvalidPasswordException',
    'InvalidUserPoolConfigurationException',
    'UsernameExistsException',
  ],
  ForgetDevice: [...COMMON, ...USER, MANY, 'InvalidUserPoolConfigurationException'],
  ListDevices: [...COMMON, ...USER, MANY, 'InvalidUserPoolConfigurationException'],
  UpdateDeviceStatus: [...COMMON, ...USER, MANY, 'InvalidUserPoolConfigurationException'],
};

export const refused = (message, __type = 'NotAuthorizedException') => ({ status: 400, json: { __type, message } });

/** Every documented error of an operation as `[name, reply]`, and what else may come instead of an answer. */
export const allErrors = (operation) => [
  ...errors[operation].map((type) => [
    type,
    type === 'InternalErrorException'
      ? { status: 500, json: { __type: type, message: 'oops' } }
      : refused(`the words of ${type}`, `com.amazonaws.cognito#${type}`),
  ]),
  ['network', { error: 'TypeError' }],
  ['aborted', { error: 'AbortError' }],
];

/** Answers that are no errors, and not what was promised either. */
export const odd = { '{}': { json: {} }, 'empty body': { text: '' }, HTML: { text: '<html>' } };
