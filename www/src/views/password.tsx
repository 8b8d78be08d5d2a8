import { useSignal } from '@preact/signals';
import { AccountPage } from '../account/frame';
import { nameOf, user } from '../auth';
import { changePassword } from '../password';
import { Check } from '../ui/check';
import { NewPasswordField, PasswordField } from '../ui/field';
import { Form, type Values } from '../ui/form';

export function Password() {
  const hasNone = useSignal(false);

  async function change({ current, password = '' }: Values, form: HTMLFormElement): Promise<void> {
    await changePassword(current, password);
    form.reset();
    hasNone.value = false;
  }

  return (
    <AccountPage
      title="Password"
      lead="Change it with the one you have. You stay signed in, here and elsewhere."
      main={
        <Form submit="Change password" onSubmit={change}>
          {/* For password managers: whose password it is. */}
          <input
            class="unseen"
            name="username"
            autocomplete="username"
            value={user.value && nameOf(user.value)}
            readOnly
            tabIndex={-1}
            aria-hidden="true"
          />
          {!hasNone.value && (
            <PasswordField
              name="current"
              label="Current password"
              missing="Enter your current password."
              autocomplete="current-password"
              focus
            />
          )}
          <div
            onChange={({ target }) => {
              hasNone.value = (target as HTMLInputElement).checked;
            }}
          >
            <Check name="hasNone" label="I have no password yet" />
          </div>
          <NewPasswordField />
        </Form>
      }
    />
  );
}
