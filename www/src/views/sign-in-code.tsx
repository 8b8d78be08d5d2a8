import type { FirstFactor } from 'cognito-auth-wasm';
import { signInByCode, username } from '../auth';
import { factorOption } from '../challenge/factor-icon';
import { Intro } from '../intro';
import { Choice } from '../ui/choice';
import { UsernameField } from '../ui/field';
import { Form } from '../ui/form';
import { View } from '../ui/view';

const CODES: FirstFactor[] = ['EMAIL_OTP', 'SMS_OTP'];

export function SignInCode() {
  const known = username.value;
  return (
    <Intro>
      <View title="Sign in with a code" lead="The user pool sends you a code. Nobody needs a password for that.">
        <Form
          submit="Send the code"
          onSubmit={({ username = '', factor = '' }) => signInByCode(username, factor as FirstFactor)}
        >
          <UsernameField defaultValue={known} focus={!known} />
          <Choice name="factor" legend="Where to" selected={CODES[0]} options={CODES.map(factorOption)} />
        </Form>
        <p class="elsewhere">
          Prefer a password? <a href="#/sign-in">Sign in with a password</a>
        </p>
      </View>
    </Intro>
  );
}
