// The attributes of the signed-in user: reading, changing, removing, and verifying the two that can be.
import { Auth, Hub, type UpdatedAttribute, type VerifiedContact } from 'cognito-auth-wasm';
import { asUser, reloadUser } from './auth';
import { Refusal } from './errors';
import { attributeLabel } from './words';

export type Verifiable = 'email' | 'phone_number';
export const isVerifiable = (name: string): name is Verifiable => name === 'email' || name === 'phone_number';

/** Gives what became of it: Cognito may want the new value verified first. */
export async function updateAttribute(name: string, value: string): Promise<UpdatedAttribute | undefined> {
  let outcome: UpdatedAttribute | undefined;
  const stop = Hub.listen('auth', ({ payload }) => {
    if (payload.event === 'updateUserAttributes') outcome = payload.data[name];
  });
  try {
    await asUser(`Auth.updateUserAttributes(user, { ${key(name)}: … })`, (user) =>
      Auth.updateUserAttributes(user, { [name]: value }),
    );
  } catch (error) {
    throw ofValue(error);
  } finally {
    stop();
  }
  await reloadUser();
  return outcome;
}

export async function deleteAttribute(name: string): Promise<void> {
  await asUser(`Auth.deleteUserAttributes(user, ['${name}'])`, (user) => Auth.deleteUserAttributes(user, [name]));
  await reloadUser();
}

export function verifiedContact(): Promise<VerifiedContact> {
  return asUser('Auth.verifiedContact(user)', (user) => Auth.verifiedContact(user));
}

export async function sendVerification(name: Verifiable): Promise<void> {
  await asUser(`Auth.verifyCurrentUserAttribute('${name}')`, () => Auth.verifyCurrentUserAttribute(name));
}

export async function submitVerification(name: Verifiable, code: string): Promise<void> {
  await asUser(`Auth.verifyCurrentUserAttributeSubmit('${name}', code)`, () =>
    Auth.verifyCurrentUserAttributeSubmit(name, code),
  );
  await reloadUser();
}

/** As JavaScript writes a key. */
const key = (name: string): string => (/^\w+$/.test(name) ? name : `'${name}'`);

/** What Cognito says about a parameter is about the value. */
function ofValue(error: unknown): unknown {
  const { code, message = '' } = error as { code?: string; message?: string };
  if (code === 'InvalidParameterException') return new Refusal('value', message);
  if (code === 'AliasExistsException')
    return new Refusal('value', `Another account uses this ${attributeLabel('email')} or number.`);
  return error;
}
