// Settings pages: password, attributes, MFA, the end of the account.
import { Auth } from 'aws-amplify';
import type { CognitoUserAttribute } from 'amazon-cognito-identity-js';

// 30. a password page, promise style
export function changePassword(oldPassword: string, newPassword: string): Promise<string> {
  return Auth.currentAuthenticatedUser().then((user) => Auth.changePassword(user, oldPassword, newPassword));
}

// 31. a forgotten password
export async function forgot(username: string, ask: (where: string) => Promise<[string, string]>): Promise<string> {
  const data = await Auth.forgotPassword(username);
  const [code, password] = await ask(data.CodeDeliveryDetails.Destination);
  const result: string = await Auth.forgotPasswordSubmit(username, code, password);
  return result;
}

// 32. v5 declares void here, and apps annotate it so
export const sendCode = (): Promise<void> => Auth.verifyCurrentUserAttribute('email');
export async function sendCodeTo(attribute: 'email' | 'phone_number'): Promise<void> {
  const user = await Auth.currentAuthenticatedUser();
  return Auth.verifyUserAttribute(user, attribute);
}
export const submitCode = (code: string): Promise<string> => Auth.verifyCurrentUserAttributeSubmit('email', code);

// 33. a profile form
export async function save(form: Record<string, string>) {
  const user = await Auth.currentAuthenticatedUser();
  const result = await Auth.updateUserAttributes(user, { ...form, 'custom:plan': 'paid' });
  await Auth.deleteUserAttributes(user, ['nickname']);
  const list: CognitoUserAttribute[] = await Auth.userAttributes(user);
  return result === 'SUCCESS' && list.length > 0;
}

// 34. the second factor
export async function toggleMfa(on: boolean) {
  const user = await Auth.currentUserPoolUser();
  const mfa = await Auth.getPreferredMFA(user, { bypassCache: false });
  if (on === (mfa !== 'NOMFA')) return mfa;
  const answer: string = await Auth.setPreferredMFA(user, on ? 'TOTP' : 'NOMFA');
  return answer;
}

// 35. is there an address to write to
export async function isReachable() {
  const { verified, unverified } = await Auth.verifiedContact(await Auth.currentAuthenticatedUser());
  return Object.keys(verified).length > 0 || Object.keys(unverified).length > 0;
}

// 36. the end
export async function leave(): Promise<string | void> {
  try {
    const result = await Auth.deleteUser();
    console.log(result);
    return result;
  } catch (error) {
    console.log('Error deleting user', error);
  }
}

// 37. a service whose methods are annotated with whatever v5's `any` takes
export class AccountService {
  async confirm(username: string, code: string): Promise<void> {
    return Auth.confirmSignUp(username, code);
  }
  async resend(username: string): Promise<void> {
    return Auth.resendSignUp(username);
  }
  async forgot(username: string): Promise<void> {
    return Auth.forgotPassword(username);
  }
  where(username: string): Promise<{ CodeDeliveryDetails: { DeliveryMedium: 'SMS' | 'EMAIL' } }> {
    return Auth.forgotPassword(username);
  }
  leave(): Promise<string> {
    return Auth.signOut();
  }
}
