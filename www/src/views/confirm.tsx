import { confirmSignUp, destination, resendSignUp, username } from '../auth';
import { Intro } from '../intro';
import { signUpCode } from '../settings';
import { Button } from '../ui/button';
import { Field, UsernameField } from '../ui/field';
import { Form, type Values } from '../ui/form';
import { View } from '../ui/view';

export function Confirm() {
  const known = username.value;
  return (
    <Intro later>
      <View title="Confirm your account" lead={destination.value && <>We sent a code to <strong>{destination.value}</strong>.</>}>
        <Form submit="Confirm" onSubmit={({ username = '', code = '' }) => confirmSignUp(username, code.trim())}
          actions={(run) => (
            <Button onClick={() => void run(resend, ['username'])}>Send a new code</Button>
          )}>
          <UsernameField defaultValue={known} focus={!known} />
          <Field name="code" label="Code" missing="Enter the code from the message." autocomplete="one-time-code" inputMode="numeric"
            class="code" focus={Boolean(known)}
            hint={signUpCode.value && <p>On the local Cognito it is always <code>{signUpCode.value}</code>.</p>} />
        </Form>
        <p class="elsewhere">Confirmed already? <a href="#/sign-in">Sign in</a></p>
      </View>
    </Intro>
  );
}

async function resend({ username = '' }: Values, form: HTMLFormElement): Promise<void> {
  await resendSignUp(username);
  // The old code is of no use any more.
  const code = form.elements.namedItem('code') as HTMLInputElement;
  code.value = '';
  code.focus();
}
