import { useSignal } from '@preact/signals';
import type { ComponentChildren, InputHTMLAttributes } from 'preact';
import { useEffect } from 'preact/hooks';
import type { FieldName } from '../errors';
import { codes, passwordPolicy } from '../settings';
import { useFormState } from './form';
import { Icon } from './icons';
import { PasswordRules } from './password-rules';

type Input = Pick<
  InputHTMLAttributes,
  | 'autocapitalize'
  | 'autocomplete'
  | 'class'
  | 'defaultValue'
  | 'inputMode'
  | 'onInput'
  | 'pattern'
  | 'placeholder'
  | 'spellcheck'
  | 'value'
>;

interface Props extends Input {
  name: FieldName;
  type?: 'text' | 'email' | 'tel' | 'url' | 'date' | 'password';
  label: string;
  optional?: boolean;
  /** Said when a required field is empty. */
  missing?: string;
  /** Said when the browser finds the value not of the field's type or pattern. */
  mismatch?: string;
  hint?: ComponentChildren;
  /** Takes the focus when the view appears. */
  focus?: boolean;
  /** Inside the box, after the text. */
  control?: ComponentChildren;
}

export function Field({
  name,
  label,
  type = 'text',
  optional = false,
  missing,
  mismatch,
  hint,
  focus,
  control,
  onInput,
  ...input
}: Props) {
  const { problems, mend } = useFormState();
  const problem = problems[name];
  const describedBy = [problem && `${name}-problem`, hint && `${name}-hint`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={name}>
        {label}
        {optional && <span class="optional"> (optional)</span>}
      </label>
      <div class="box">
        <input
          {...input}
          type={type as 'text'}
          id={name}
          name={name}
          required={!optional}
          aria-invalid={problem ? 'true' : undefined}
          aria-describedby={describedBy || undefined}
          data-missing={missing}
          data-mismatch={mismatch}
          data-focus={focus || undefined}
          onInput={(event) => {
            if (problem) mend(name);
            onInput?.(event);
          }}
        />
        {control}
      </div>
      {problem && (
        <p class="field-problem" id={`${name}-problem`} role="alert">
          <Icon name="error" />
          <span>{problem}</span>
        </p>
      )}
      {hint && (
        <div class="hint" id={`${name}-hint`}>
          {hint}
        </div>
      )}
    </div>
  );
}

/** Usernames are not words: no capital, no spelling marks. */
export function UsernameField(props: Partial<Props>) {
  return (
    <Field
      name="username"
      label="Username"
      missing="Enter your username."
      autocomplete="username"
      autocapitalize="none"
      spellcheck={false}
      {...props}
    />
  );
}

export function PasswordField({ name = 'password', label = 'Password', ...props }: Partial<Props>) {
  const shown = useSignal(false);
  return (
    <Field
      name={name}
      label={label}
      missing="Enter your password."
      autocapitalize="none"
      spellcheck={false}
      {...props}
      type={shown.value ? 'text' : 'password'}
      control={
        <button
          class="icon-button"
          type="button"
          aria-label={`Show ${label.toLowerCase()}`}
          aria-pressed={shown.value}
          aria-controls={name}
          onClick={() => {
            shown.value = !shown.value;
          }}
        >
          <Icon name={shown.value ? 'eye-off' : 'eye'} />
        </button>
      }
    />
  );
}

/** A new password, with the rules of the pool below it. */
export function NewPasswordField({ name = 'password', ...props }: Partial<Props>) {
  const typed = useSignal('');
  useEffect(() => {
    const { form } = document.getElementById(name) as HTMLInputElement;
    const forget = () => {
      typed.value = '';
    };
    form?.addEventListener('reset', forget);
    return () => form?.removeEventListener('reset', forget);
  }, []);
  return (
    <PasswordField
      name={name}
      label="New password"
      missing="Choose a new password."
      autocomplete="new-password"
      {...props}
      onInput={(event) => {
        typed.value = event.currentTarget.value;
      }}
      hint={<PasswordRules policy={passwordPolicy.value} password={typed.value} />}
    />
  );
}

/**
 * Codes are digits as a rule, but not at every pool: nothing that is typed is refused here. `sent` is what a message brought it for,
 * or false if none did.
 */
export function CodeField({ sent, ...props }: Partial<Props> & { sent: 'signUp' | 'reset' | 'other' | false }) {
  return (
    <Field
      name="code"
      label="Code"
      missing="Enter the code from the message."
      autocomplete="one-time-code"
      inputMode="numeric"
      class="code"
      hint={sent && hintOn(sent)}
      {...props}
    />
  );
}

function hintOn(sent: 'signUp' | 'reset' | 'other') {
  const { signUpCode, resetCode, codesInTerminal } = codes.value;
  const always = sent === 'signUp' ? signUpCode : sent === 'reset' ? resetCode : undefined;
  if (always)
    return (
      <p>
        On the local Cognito it is always <code>{always}</code>.
      </p>
    );
  return codesInTerminal && <p>The local Cognito prints it in its terminal.</p>;
}
