// What went wrong, in words, and the field it concerns.
import { passwordPolicy, userPool } from './settings';

export type FieldName =
  | 'username'
  | 'email'
  | 'phone'
  | 'password'
  | 'current'
  | 'code'
  | 'answer'
  | 'attribute'
  | 'custom'
  | 'value'
  | 'factor'
  | 'confirmation'
  | `attribute-${string}`
  | 'region'
  | 'userPoolId'
  | 'clientId'
  | 'endpoint'
  | 'domain'
  | 'form';

export interface Problem {
  field: FieldName;
  text: string;
}

/** A problem that the code around a call can name better than the code of the error does. */
export class Refusal extends Error implements Problem {
  constructor(
    readonly field: FieldName,
    readonly text: string,
  ) {
    super(text);
  }
}

const UNREACHABLE = 'No answer from Cognito. Check your connection';
const WRONG_CODE = 'This is not the code we sent. Check it, or ask for a new one.';

const BY_CODE: Record<string, (message: string) => Problem> = {
  UsernameExistsException: () => at('username', 'This username is taken. Choose another one.'),
  UserNotFoundException: () => at('username', 'There is no account with this username.'),
  AliasExistsException: () => at('email', 'Another account uses this address or number.'),
  InvalidPasswordException: (message) => at('password', passwordProblem(message)),
  PasswordHistoryPolicyViolationException: () =>
    at('password', 'You have used this password before. Choose another one.'),
  CodeMismatchException: () => at('code', WRONG_CODE),
  EnableSoftwareTokenMFAException: () =>
    at(
      'code',
      'This is not the code that your app shows now. Wait for the next one, and check the clock of your phone.',
    ),
  ExpiredCodeException: () => at('code', 'This code has expired. Ask for a new one.'),
  CodeDeliveryFailureException: () => at('form', 'The code could not be sent. Try again in a moment.'),
  NotAuthorizedException: (message) => at('form', refusal(message)),
  PasswordResetRequiredException: () => at('form', 'This password must be reset first.'),
  LimitExceededException: () => at('form', 'Too many attempts. Wait a few minutes, then try again.'),
  TooManyRequestsException: () => at('form', 'Too many requests at the moment. Try again shortly.'),
  TooManyFailedAttemptsException: () => at('form', 'Too many wrong codes. Wait a few minutes, then ask for a new one.'),
  ResourceNotFoundException: (message) =>
    at(
      'form',
      /device/i.test(message)
        ? 'Cognito does not know this device any more.'
        : 'Cognito does not know this app client. Check the user pool settings.',
    ),
  SoftwareTokenMFANotFoundException: () => at('form', 'This user pool does not offer authenticator apps.'),
  InvalidAction: () => at('form', 'The server does not know this operation. Amazon Cognito does.'),
  InvalidParameterException: (message) =>
    /not enabled for (the|this) client/i.test(message)
      ? at('form', `This app client does not allow it: ${sentence(message)}`)
      : at(fieldIn(message), sentence(message)),
  access_denied: () => at('form', 'You have not signed in. Try again when you want to.'),
  UserLambdaValidationException: (message) => at('form', sentence(message.replace(/^\w+ failed with error /, ''))),
  PasskeyCancelled: () => at('form', 'No passkey was used. Try again when you want to.'),
  PasskeyExists: () => at('form', 'There already is a passkey of yours on this device.'),
  PasskeyRelyingParty: () => at('form', 'Passkeys of this user pool do not work on this address.'),
  PasskeyNotSupported: () => at('form', 'This browser or page has no passkeys. Choose another way.'),
  PasskeyFailed: () => at('form', 'The passkey did not work. Try again.'),
  WebAuthnChallengeNotFoundException: () => at('form', 'That took too long. Try again.'),
  WebAuthnCredentialNotSupportedException: () =>
    at('form', 'The user pool does not take this kind of key. Use another one.'),
  WebAuthnNotEnabledException: () => at('form', 'This user pool does not offer passkeys.'),
  NetworkError: () => at('form', `${UNREACHABLE}${userPool.value ? ` and the user pool settings (${host()})` : ''}.`),
};

export function explain(error: unknown): Problem {
  if (error instanceof Refusal) return error;
  if (typeof error === 'string') return at('form', sentence(error));
  const { code, message, name } = error as { code?: string; message?: string; name?: string };
  const known = code === undefined ? undefined : BY_CODE[code];
  if (known) return known(message ?? '');
  if (name === 'NoUserPoolError') return at('form', 'No user pool is set. Enter one in the user pool settings.');
  // Devices and attributes lose the code on their way.
  if (message === 'Network Error') return at('form', `${UNREACHABLE}.`);
  return at('form', sentence(message && message !== 'null' ? message : (code ?? 'Something went wrong.')));
}

/** Whether somebody has closed a dialogue: a choice, and nobody's mistake. */
export const wasDeclined = (error: unknown): boolean => codeOf(error) === 'PasskeyCancelled';

export const codeOf = (error: unknown): string | undefined => (error as { code?: string } | undefined)?.code;
export const messageOf = (error: unknown): string =>
  typeof error === 'string' ? error : ((error as { message?: string } | undefined)?.message ?? '');

function at(field: FieldName, text: string): Problem {
  return { field, text };
}

function refusal(message: string): string {
  if (/incorrect username or password/i.test(message)) return 'The username or the password is wrong.';
  if (/disabled/i.test(message)) return 'This account is disabled.';
  if (/attempts exceeded/i.test(message)) return 'Too many wrong passwords. Wait a few minutes, then try again.';
  if (/current status is confirmed/i.test(message)) return 'This account is confirmed already. You can sign in.';
  if (/secret/i.test(message)) return 'This app client has a secret. A page needs one without.';
  return sentence(message);
}

function passwordProblem(message: string): string {
  // Then the rules stand below the field, and tick themselves off.
  if (passwordPolicy.value) return 'This password does not meet the rules below yet.';
  const detail = message.replace(/^.*?policy:\s*/i, '');
  return detail && detail !== message ? sentence(detail) : 'This password does not meet the rules of the user pool.';
}

function fieldIn(message: string): FieldName {
  const found = /\b(username|email|password|code)\b/i.exec(message.replace(/confirmationCode/gi, 'code'));
  return (found?.[1]?.toLowerCase() as FieldName | undefined) ?? 'form';
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed.charAt(0).toUpperCase() + trimmed.slice(1) + (/[.!?]$/.test(trimmed) ? '' : '.');
}

function host(): string {
  const { endpoint, userPoolId } = userPool.value ?? { userPoolId: '' };
  return endpoint ? new URL(endpoint).host : `cognito-idp.${userPoolId.split('_')[0]}.amazonaws.com`;
}
