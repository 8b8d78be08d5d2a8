import { useSignal } from '@preact/signals';
import type { ComponentChildren, InputHTMLAttributes } from 'preact';
import type { FieldName } from '../errors';
import { useFormState } from './form';
import { Icon } from './icons';

type Input = Pick<InputHTMLAttributes,
  'autocapitalize' | 'autocomplete' | 'class' | 'defaultValue' | 'inputMode' | 'onInput' | 'pattern' | 'placeholder' | 'spellcheck' | 'value'>;

interface Props extends Input {
  name: FieldName;
  type?: 'text' | 'email' | 'url' | 'password';
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

export function Field({ name, label, type = 'text', optional = false, missing, mismatch, hint, focus, control, onInput, ...input }: Props) {
  const { problems, mend } = useFormState();
  const problem = problems[name];
  const describedBy = [problem && `${name}-problem`, hint && `${name}-hint`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={name}>{label}{optional && <span class="optional"> (optional)</span>}</label>
      <div class="box">
        <input {...input} type={type as 'text'} id={name} name={name} required={!optional}
          aria-invalid={problem ? 'true' : undefined} aria-describedby={describedBy || undefined}
          data-missing={missing} data-mismatch={mismatch} data-focus={focus || undefined}
          onInput={(event) => { if (problem) mend(name); onInput?.(event); }} />
        {control}
      </div>
      {problem && <p class="field-problem" id={`${name}-problem`} role="alert"><Icon name="error" /><span>{problem}</span></p>}
      {hint && <div class="hint" id={`${name}-hint`}>{hint}</div>}
    </div>
  );
}

/** Usernames are not words: no capital, no spelling marks. */
export function UsernameField(props: Partial<Props>) {
  return <Field name="username" label="Username" missing="Enter your username." autocomplete="username" autocapitalize="none" spellcheck={false} {...props} />;
}

export function PasswordField(props: Partial<Props>) {
  const shown = useSignal(false);
  return (
    <Field name="password" label="Password" missing="Enter your password." autocapitalize="none" spellcheck={false} {...props}
      type={shown.value ? 'text' : 'password'}
      control={
        <button class="icon-button" type="button" aria-label="Show password" aria-pressed={shown.value} aria-controls="password"
          onClick={() => { shown.value = !shown.value; }}>
          <Icon name={shown.value ? 'eye-off' : 'eye'} />
        </button>
      } />
  );
}
