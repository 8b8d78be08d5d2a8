import { destination, username } from '../auth';
import { Intro } from '../intro';
import { confirmSignUp, resendSignUp } from '../sign-up';
import { Button } from '../ui/button';
import { CodeField, UsernameField } from '../ui/field';
import { Form, type Values } from '../ui/form';
import { View } from '../ui/view';

export function Confirm() {
  const known = username.value;
  return (
    <Intro later>
      <View
        title="Confirm your account"
        lead={
          destination.value && (
            <>
              We sent a code to <strong>{destination.value}</strong>.
            </>
          )
        }
      >
        <Form
          submit="Confirm"
          onSubmit={({ username = '', code = '' }) => confirmSignUp(username, code.trim())}
          actions={(run) => <Button onClick={() => void run(resend, ['username'])}>Send a new code</Button>}
        >
          <UsernameField defaultValue={known} focus={!known} />
          <CodeField sent="signUp" focus={Boolean(known)} />
        </Form>
        <p class="elsewhere">
          Confirmed already? <a href="#/sign-in">Sign in</a>
        </p>
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
