import { useSignal } from '@preact/signals';
import type { FirstFactor } from 'cognito-auth-wasm';
import { selectChallenge } from '../challenge';
import { Choice } from '../ui/choice';
import { PasswordField } from '../ui/field';
import { Form } from '../ui/form';
import { View } from '../ui/view';
import { wayOf } from '../words';
import { factorOption } from './factor-icon';
import { StartAgain } from './start-again';

/** What this page can answer with, the simplest first. */
const KNOWN: FirstFactor[] = ['WEB_AUTHN', 'EMAIL_OTP', 'SMS_OTP', 'PASSWORD_SRP', 'PASSWORD'];

interface Props {
  factors?: FirstFactor[];
  /** What was asked for before. */
  wanted?: string;
}

export function HowChallenge({ factors = [], wanted }: Props) {
  const names = KNOWN.filter((name) => factors.includes(name));
  const chosen = useSignal<string | undefined>(names[0]);
  const lead =
    wanted && !factors.some((name) => name === wanted)
      ? `This account cannot sign in with ${wayOf(wanted)}. Choose another way.`
      : 'These are the ways that your account has.';
  return (
    <View title="Choose how to sign in" lead={lead}>
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
