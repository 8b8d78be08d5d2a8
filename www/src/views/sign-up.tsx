import { useSignal } from '@preact/signals';
import { Intro } from '../intro';
import { signUp } from '../sign-up';
import { Check } from '../ui/check';
import { Field, NewPasswordField, UsernameField } from '../ui/field';
import { Form } from '../ui/form';
import { View } from '../ui/view';

export function SignUp() {
  const without = useSignal(false);
  return (
    <Intro later>
      <View title="Create an account">
        <Form
          submit="Create account"
          onSubmit={({ username = '', email = '', password = '', autoSignIn }) =>
            signUp(username, email, password || undefined, { autoSignIn: Boolean(autoSignIn) })
          }
        >
          <UsernameField missing="Choose a username." focus />
          <Field
            name="email"
            label="E-mail"
            type="email"
            autocomplete="email"
            missing="Enter your e-mail address."
            mismatch="Enter an e-mail address, such as ana@example.com."
          />
          <div
            onChange={({ target }) => {
              without.value = (target as HTMLInputElement).checked;
            }}
          >
            <Check name="withoutPassword" label="Without a password: a code by e-mail is enough" />
          </div>
          {!without.value && <NewPasswordField label="Password" missing="Choose a password." />}
          <Check name="autoSignIn" label="Sign me in once the account is confirmed" />
        </Form>
        <p class="elsewhere">
          Have an account? <a href="#/sign-in">Sign in</a>
        </p>
      </View>
    </Intro>
  );
}
