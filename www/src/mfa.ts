// The second factor of the signed-in user.
import { Auth, type TotpVerification } from 'cognito-auth-wasm';
import { asUser } from './auth';
import { Refusal } from './errors';

export type Factor = 'NOMFA' | 'SOFTWARE_TOKEN_MFA' | 'SMS_MFA' | 'EMAIL_OTP';

/** Undefined if there are several and none is preferred. */
export async function preferredFactor(): Promise<string | undefined> {
  try {
    return await asUser('Auth.getPreferredMFA(user, { bypassCache: true })', (user) =>
      Auth.getPreferredMFA(user, { bypassCache: true }),
    );
  } catch (error) {
    if (error === 'invalid MFA Type') return undefined;
    throw error;
  }
}

const METHODS = { NOMFA: 'NOMFA', SOFTWARE_TOKEN_MFA: 'TOTP', SMS_MFA: 'SMS', EMAIL_OTP: 'EMAIL' } as const;

export async function preferFactor(factor: Factor): Promise<void> {
  const method = METHODS[factor];
  try {
    await asUser(`Auth.setPreferredMFA(user, '${method}')`, (user) => Auth.setPreferredMFA(user, method));
  } catch (error) {
    const { code, message = '' } = error as { code?: string; message?: string };
    if (code === 'InvalidParameterException' && factor === 'SMS_MFA')
      throw new Refusal('form', `Text messages cannot be used: ${message}`);
    if (code === 'InvalidParameterException' && factor === 'EMAIL_OTP')
      throw new Refusal('form', `Codes by e-mail cannot be used: ${message}`);
    if (code === 'InvalidParameterException' && factor === 'SOFTWARE_TOKEN_MFA')
      throw new Refusal('form', 'Set up an authenticator app first.');
    throw error;
  }
}

export function setUpApp(): Promise<string> {
  return asUser('Auth.setupTOTP(user)', (user) => Auth.setupTOTP(user));
}

export async function verifyApp(code: string): Promise<void> {
  const { Status } = await asUser('Auth.verifyTotpToken(user, code)', (user) =>
    Auth.verifyTotpToken<TotpVerification>(user, code),
  );
  if (Status === 'ERROR')
    throw new Refusal('code', 'This is not the code that your app shows now. Wait for the next one.');
}

/** What an authenticator app reads from the QR code. The issuer is shown there above the name. */
export function otpauth(secret: string, name: string): string {
  const issuer = encodeURIComponent('cognito-auth-wasm');
  return `otpauth://totp/${issuer}:${encodeURIComponent(name)}?secret=${secret}&issuer=${issuer}`;
}
