import { completeNewPassword } from '../challenge';
import { NewPasswordField, Field } from '../ui/field';
import { Form } from '../ui/form';
import { View } from '../ui/view';
import { attributeInput, attributeLabel } from '../words';
import { StartAgain } from './start-again';

interface Props {
  required: string[];
  /** What the pool knows already; null if it tells nothing. */
  known: Record<string, string> | null;
}

export function NewPasswordChallenge({ required, known }: Props) {
  const names = required.filter(Boolean);
  return (
    <View title="Choose your own password" lead="An administrator gave this account a temporary one.">
      <Form
        submit="Continue"
        onSubmit={({ password = '', ...rest }) =>
          completeNewPassword(
            password,
            Object.fromEntries(names.map((name) => [name, rest[`attribute-${name}`] ?? ''])),
          )
        }
      >
        <NewPasswordField focus />
        {names.length > 0 && <p class="divider">The pool also wants to know:</p>}
        {names.map((name) => (
          <Field
            key={name}
            name={`attribute-${name}`}
            label={attributeLabel(name)}
            defaultValue={known?.[name] ?? ''}
            missing={`Enter your ${attributeLabel(name).toLowerCase()}.`}
            {...attributeInput(name)}
          />
        ))}
      </Form>
      <StartAgain />
    </View>
  );
}
