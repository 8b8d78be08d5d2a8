// A form whose problems stand in words beside the fields they concern.
import { useSignal } from '@preact/signals';
import { createContext, type ComponentChildren } from 'preact';
import { useContext, useRef } from 'preact/hooks';
import { explain, wasDeclined, type FieldName } from '../errors';
import { clearNotice, notify } from '../notice';
import { Button } from './button';
import { Icon } from './icons';

export type Problems = Partial<Record<FieldName, string>>;
export type Values = Record<string, string>;
type Task = (values: Values, form: HTMLFormElement) => Promise<void>;

interface Props {
  submit: string;
  look?: 'primary' | 'danger';
  /** What the form is for, where that is not the title of the view. */
  label?: string;
  onSubmit: Task;
  /** Problems that the fields cannot find alone. */
  check?: (values: Values) => Problems;
  /** Other buttons, after the submit button. */
  actions?: (run: (task: Task, needs: FieldName[]) => Promise<void>) => ComponentChildren;
  children: ComponentChildren;
}

interface FormState {
  problems: Problems;
  mend: (field: FieldName) => void;
}

const FormContext = createContext<FormState>({ problems: {}, mend: () => {} });
export const useFormState = (): FormState => useContext(FormContext);

export function Form({ submit, look = 'primary', label, onSubmit, check, actions, children }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const problems = useSignal<Problems>({});
  const busy = useSignal(false);

  async function run(task: Task, found: (values: Values) => Problems) {
    if (busy.value || !form.current) return;
    const values = valuesOf(form.current);
    clearNotice();
    problems.value = found(values);
    if (Object.keys(problems.value).length === 0) {
      busy.value = true;
      try {
        await task(values, form.current);
      } catch (error) {
        const { field, text } = explain(error);
        if (wasDeclined(error)) notify(text, 'warning');
        else problems.value = { [field in values ? field : 'form']: text };
      } finally {
        busy.value = false;
      }
    }
    focusFirstProblem(form.current);
  }

  return (
    <FormContext.Provider
      value={{
        problems: problems.value,
        mend: (field) => {
          problems.value = { ...problems.value, [field]: undefined };
        },
      }}
    >
      {/* post: should the script fail, nothing typed here may end up in an address. */}
      <form
        ref={form}
        class="form"
        method="post"
        noValidate
        aria-label={label}
        aria-labelledby={label ? undefined : 'title'}
        onReset={() => {
          problems.value = {};
        }}
        onSubmit={(event) => {
          event.preventDefault();
          void run(onSubmit, (values) => ({ ...check?.(values), ...ownProblems(form.current) }));
        }}
      >
        {problems.value.form && (
          <p class="problem" role="alert">
            <Icon name="error" />
            <span>{problems.value.form}</span>
          </p>
        )}
        {children}
        <div class="actions">
          <Button type="submit" look={look} busy={busy.value}>
            {submit}
          </Button>
          {actions?.((task, needs) => run(task, () => ownProblems(form.current, needs)))}
        </div>
      </form>
    </FormContext.Provider>
  );
}

function valuesOf(form: HTMLFormElement): Values {
  return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
}

/** What the browser's own validation finds, in our words: `data-missing` and `data-mismatch` of the field. */
function ownProblems(form: HTMLFormElement | null, only?: FieldName[]): Problems {
  const found: Problems = {};
  for (const input of form?.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select') ?? []) {
    const name = input.name as FieldName;
    if (input.validity.valid || (only && !only.includes(name))) continue;
    found[name] =
      (input.validity.valueMissing ? input.dataset.missing : input.dataset.mismatch) ?? input.validationMessage;
  }
  return found;
}

/** After the problems are on the page. */
function focusFirstProblem(form: HTMLFormElement | null) {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
