import { useSignal } from '@preact/signals';
import { signUp } from '../auth';
import { Intro } from '../intro';
import { passwordPolicy } from '../settings';
import { Field, PasswordField, UsernameField } from '../ui/field';
import { Form } from '../ui/form';
import { PasswordRules } from '../ui/password-rules';
import { View } from '../ui/view';

export function SignUp() {
  const password = useSignal('');
  return (
    <Intro later>
      <View title="Create an account">
        <Form submit="Create account" onSubmit={({ username = '', email = '', password = '' }) => signUp(username, email, password)}>
          <UsernameField missing="Choose a username." focus />
          <Field name="email" label="E-mail" type="email" autocomplete="email" missing="Enter your e-mail address."
            mismatch="Enter an e-mail address, such as ana@example.com." />
          <PasswordField autocomplete="new-password" missing="Choose a password."
            onInput={(event) => { password.value = event.currentTarget.value; }}
            hint={<PasswordRules policy={passwordPolicy.value} password={password.value} />} />
        </Form>
        <p class="elsewhere">Have an account? <a href="#/sign-in">Sign in</a></p>
      </View>
    </Intro>
  );
}
