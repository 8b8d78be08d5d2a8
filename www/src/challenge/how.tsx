import { useSignal } from '@preact/signals';
import type { FirstFactor } from 'cognito-auth-wasm';
import { selectChallenge } from '../challenge';
import { Choice } from '../ui/choice';
import { PasswordField } from '../ui/field';
import { Form } from '../ui/form';
import { View } from '../ui/view';
import { factorOption } from './factor-icon';
import { StartAgain } from './start-again';

/** What this page can answer with, the simplest first. */
const KNOWN: FirstFactor[] = ['WEB_AUTHN', 'EMAIL_OTP', 'SMS_OTP', 'PASSWORD_SRP', 'PASSWORD'];

export function HowChallenge({ factors = [] }: { factors?: FirstFactor[] }) {
  const names = KNOWN.filter((name) => factors.includes(name));
  const chosen = useSignal<string | undefined>(names[0]);
  return (
    <View title="Choose how to sign in" lead="These are the ways that your account has.">
      <Form
        submit="Continue"
        onSubmit={({ factor = '', password }) => selectChallenge(factor as FirstFactor, password)}
      >
        <div
          onChange={({ target }) => {
            chosen.value = (target as HTMLInputElement).value;
          }}
        >
          <Choice
            name="factor"
            legend="Way to sign in"
            hideLegend
            selected={names[0]}
            options={names.map(factorOption)}
          />
        </div>
        {chosen.value?.startsWith('PASSWORD') && <PasswordField autocomplete="current-password" />}
      </Form>
      <StartAgain />
    </View>
  );
}
