import { destination, username } from '../auth';
import { Intro } from '../intro';
import { notify } from '../notice';
import { forgotPassword, forgotPasswordSubmit } from '../password';
import { Button } from '../ui/button';
import { CodeField, NewPasswordField, UsernameField } from '../ui/field';
import { Form, type Values } from '../ui/form';
import { View } from '../ui/view';

export function ResetPassword() {
  const known = username.value;
  return (
    <Intro later>
      <View
        title="Choose a new password"
        lead={
          destination.value && (
            <>
              We sent a code to <strong>{destination.value}</strong>.
            </>
          )
        }
      >
        <Form
          submit="Set password"
          onSubmit={({ username = '', code = '', password = '' }) =>
            forgotPasswordSubmit(username, code.trim(), password)
          }
          actions={(run) => <Button onClick={() => void run(resend, ['username'])}>Send a new code</Button>}
        >
          <UsernameField defaultValue={known} focus={!known} />
          <CodeField sent="reset" focus={Boolean(known)} />
          <NewPasswordField />
        </Form>
        <p class="elsewhere">
          Remembered it? <a href="#/sign-in">Sign in</a>
        </p>
      </View>
    </Intro>
  );
}

async function resend({ username = '' }: Values, form: HTMLFormElement): Promise<void> {
  await forgotPassword(username);
  notify(destination.value ? `A new code is on its way to ${destination.value}.` : 'A new code is on its way.');
  // The old code is of no use any more.
  const code = form.elements.namedItem('code') as HTMLInputElement;
  code.value = '';
  code.focus();
}
