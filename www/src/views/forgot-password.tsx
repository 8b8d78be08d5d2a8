import { username } from '../auth';
import { Intro } from '../intro';
import { notify } from '../notice';
import { forgotPassword } from '../password';
import { go } from '../router';
import { UsernameField } from '../ui/field';
import { Form } from '../ui/form';
import { View } from '../ui/view';

export function ForgotPassword() {
  return (
    <Intro later>
      <View title="Reset your password" lead="We send a code to the address or number of your account.">
        <Form submit="Send the code" onSubmit={({ username = '' }) => send(username)}>
          <UsernameField defaultValue={username.value} focus />
        </Form>
        <p class="elsewhere">
          Have a code? <a href="#/reset-password">Choose a new password</a>
        </p>
        <p class="elsewhere">
          Remembered it? <a href="#/sign-in">Sign in</a>
        </p>
      </View>
    </Intro>
  );
}

async function send(name: string): Promise<void> {
  await forgotPassword(name);
  go('/reset-password');
  notify('A code is on its way.');
}
