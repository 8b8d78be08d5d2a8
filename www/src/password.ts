// The password: changed by who knows it, reset by who has forgotten it.
import { Auth } from 'cognito-auth-wasm';
import { step } from './activity';
import { asUser, destination, username } from './auth';
import { codeOf, messageOf, Refusal } from './errors';
import { notify } from './notice';
import { go } from './router';

/** Who has signed up without a password has no current one. */
export async function changePassword(current: string | undefined, next: string): Promise<void> {
  const title = `Auth.changePassword(user, ${current === undefined ? 'undefined' : 'oldPassword'}, newPassword)`;
  try {
    await asUser(title, (user) => Auth.changePassword(user, current, next));
  } catch (error) {
    const wrong = codeOf(error) === 'NotAuthorizedException' && /incorrect/i.test(messageOf(error));
    if (!wrong) throw error;
    throw current === undefined
      ? new Refusal('form', 'You have a password. Enter it as the current one.')
      : new Refusal('current', 'This is not your current password.');
  }
  notify(current === undefined ? 'Your password is set.' : 'Your password is changed.');
}

export async function forgotPassword(name: string): Promise<void> {
  const { CodeDeliveryDetails: delivery } = await step('Auth.forgotPassword(username)', () =>
    Auth.forgotPassword(name),
  );
  username.value = name;
  destination.value = delivery?.Destination;
}

export async function forgotPasswordSubmit(name: string, code: string, password: string): Promise<void> {
  await step('Auth.forgotPasswordSubmit(username, code, newPassword)', () =>
    Auth.forgotPasswordSubmit(name, code, password),
  );
  username.value = name;
  destination.value = undefined;
  go('/sign-in');
  notify('Your password is changed. Sign in with the new one.');
}
