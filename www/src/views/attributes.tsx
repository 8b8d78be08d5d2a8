import { useSignal, type Signal } from '@preact/signals';
import { AccountPage, Panel } from '../account/frame';
import {
  deleteAttribute,
  isVerifiable,
  sendVerification,
  submitVerification,
  updateAttribute,
  verifiedContact,
  type Verifiable,
} from '../attributes';
import { user } from '../auth';
import { explain } from '../errors';
import { clearNotice, notify } from '../notice';
import { Button } from '../ui/button';
import { CodeField, Field } from '../ui/field';
import { Form } from '../ui/form';
import { Icon } from '../ui/icons';
import { Load, useLoaded } from '../ui/load';
import { attributeInput, attributeLabel, STANDARD_ATTRIBUTES } from '../words';

/** The one form that is open: two at a time would be two fields of one name. */
type Open =
  { what: 'edit' | 'remove'; name: string } | { what: 'add' } | { what: 'verify'; name: Verifiable } | undefined;

export function Attributes() {
  const open = useSignal<Open>(undefined);
  const contact = useLoaded(verifiedContact);

  async function save(name: string, value: string) {
    const outcome = await updateAttribute(name, value);
    const delivery = outcome?.codeDeliveryDetails;
    void contact.reload();
    if (outcome && !outcome.isUpdated && isVerifiable(name)) {
      open.value = { what: 'verify', name };
      notify(
        `A code is on its way${delivery ? ` to ${delivery.Destination}` : ''}: enter it below to verify the new value.`,
      );
    } else {
      open.value = undefined;
      notify(`${attributeLabel(name)} is saved.`);
    }
  }

  async function remove(name: string) {
    await deleteAttribute(name);
    void contact.reload();
    open.value = undefined;
    notify(`${attributeLabel(name)} is removed.`);
  }

  return (
    <AccountPage
      title="Attributes"
      lead="What the user pool knows about you."
      main={<List open={open} save={save} remove={remove} />}
    >
      <Panel
        id="contact"
        title="Verified contact"
        lead="A verified address or number can receive the code for a new password."
      >
        <Load from={contact} waiting="Asking what is verified…">
          {({ verified, unverified }) => {
            const known = (['email', 'phone_number'] as const).filter((name) => verified[name] ?? unverified[name]);
            if (known.length === 0) return <p class="empty">You have neither an e-mail address nor a phone number.</p>;
            return (
              <ul class="rows">
                {known.map((name) => (
                  <Contact
                    key={name}
                    name={name}
                    value={verified[name] ?? unverified[name] ?? ''}
                    verified={Boolean(verified[name])}
                    open={open}
                    onChange={contact.reload}
                  />
                ))}
              </ul>
            );
          }}
        </Load>
      </Panel>
    </AccountPage>
  );
}

interface ListProps {
  open: Signal<Open>;
  save: (name: string, value: string) => Promise<void>;
  remove: (name: string) => Promise<void>;
}

function List({ open, save, remove }: ListProps) {
  const all = user.value?.attributes ?? {};
  // Whether it is verified stands beside the address or number, below.
  const attributes = Object.entries(all).filter(
    ([name]) => !(name.endsWith('_verified') && name.replace('_verified', '') in all),
  );
  return (
    <>
      {attributes.length === 0 ? (
        <p class="empty">
          Cognito gave none: the token may lack the scope <code>aws.cognito.signin.user.admin</code>.
        </p>
      ) : (
        <ul class="rows">
          {attributes.map(([name, value]) => (
            <Row key={name} name={name} value={value} open={open} save={save} remove={remove} />
          ))}
        </ul>
      )}
      {open.value?.what === 'add' ? (
        <Add
          taken={attributes.map(([name]) => name)}
          save={save}
          onCancel={() => {
            open.value = undefined;
          }}
        />
      ) : (
        <div class="actions">
          <Button icon="plus" onClick={() => begin(open, { what: 'add' })}>
            Add an attribute
          </Button>
        </div>
      )}
    </>
  );
}

function begin(open: Signal<Open>, what: Open) {
  clearNotice();
  open.value = what;
  // The form is there after the next frame.
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>('[data-begin], .row-form input, .row-form select')?.focus(),
  );
}

/** Those that only Cognito sets. */
const isFixed = (name: string): boolean => name === 'sub' || name === 'identities' || name.includes('_verified');

function Row({ name, value, open, save, remove }: ListProps & { name: string; value: unknown }) {
  const label = attributeLabel(name);
  const mine =
    open.value && open.value.what !== 'verify' && 'name' in open.value && open.value.name === name
      ? open.value.what
      : undefined;
  const close = () => {
    open.value = undefined;
    requestAnimationFrame(() => document.getElementById(`edit-${name}`)?.querySelector('button')?.focus());
  };
  return (
    <li class="row">
      <p class="row-name">
        {label} <code>{name}</code>
      </p>
      {mine !== 'edit' && <p class="row-value">{shown(value)}</p>}
      {!isFixed(name) && !mine && (
        <p class="row-actions" id={`edit-${name}`}>
          <Button look="quiet" icon="edit" label={`Edit ${label}`} onClick={() => begin(open, { what: 'edit', name })}>
            Edit
          </Button>
          <Button
            look="quiet"
            icon="trash"
            label={`Remove ${label}`}
            onClick={() => begin(open, { what: 'remove', name })}
          >
            Remove
          </Button>
        </p>
      )}
      {mine === 'edit' && (
        <div class="row-form">
          <Form
            submit="Save"
            label={`Edit ${label}`}
            onSubmit={({ value = '' }) => save(name, value)}
            actions={() => <Button onClick={close}>Cancel</Button>}
          >
            <Field
              name="value"
              label={`New ${label.toLowerCase()}`}
              defaultValue={String(value)}
              missing="Enter a value, or cancel and remove the attribute."
              {...attributeInput(name)}
            />
          </Form>
        </div>
      )}
      {mine === 'remove' && <Remove label={label} remove={() => remove(name)} onCancel={close} />}
    </li>
  );
}

const shown = (value: unknown): string => (typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value));

function Remove({ label, remove, onCancel }: { label: string; remove: () => Promise<void>; onCancel: () => void }) {
  return (
    <div class="row-form">
      <Form
        submit="Remove"
        look="danger"
        label={`Remove ${label}`}
        onSubmit={remove}
        actions={() => <Button onClick={onCancel}>Keep it</Button>}
      >
        <p data-begin tabIndex={-1}>
          Remove it from the user pool?
        </p>
      </Form>
    </div>
  );
}

function Add({ taken, save, onCancel }: { taken: string[]; save: ListProps['save']; onCancel: () => void }) {
  const own = useSignal(false);
  const chosen = useSignal('');
  const free = STANDARD_ATTRIBUTES.filter((name) => !taken.includes(name));
  return (
    <div class="row-form add">
      <Form
        submit="Add"
        label="Add an attribute"
        onSubmit={({ attribute = '', custom = '', value = '' }) =>
          save(attribute || `custom:${custom.replace(/^custom:/, '')}`, value)
        }
        actions={() => <Button onClick={onCancel}>Cancel</Button>}
      >
        <div class="field">
          <label for="attribute">Attribute</label>
          <div class="box">
            <select
              id="attribute"
              name="attribute"
              onChange={(event) => {
                chosen.value = event.currentTarget.value;
                own.value = !chosen.value;
              }}
            >
              {free.map((name) => (
                <option key={name} value={name}>
                  {attributeLabel(name)}
                </option>
              ))}
              <option value="">One of the pool’s own (custom:…)</option>
            </select>
          </div>
        </div>
        {own.value && (
          <Field
            name="custom"
            label="Its name"
            missing="Enter the name of the attribute."
            placeholder="custom:plan"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            class="mono"
          />
        )}
        <Field
          name="value"
          label="Value"
          missing="Enter a value."
          {...attributeInput(chosen.value || (own.value ? '' : (free[0] ?? '')))}
        />
      </Form>
    </div>
  );
}

interface ContactProps {
  name: Verifiable;
  value: string;
  verified: boolean;
  open: Signal<Open>;
  onChange: () => Promise<void>;
}

function Contact({ name, value, verified, open, onChange }: ContactProps) {
  const label = attributeLabel(name);
  const busy = useSignal(false);
  const problem = useSignal<string | undefined>(undefined);
  const asked = open.value?.what === 'verify' && open.value.name === name;

  async function send() {
    busy.value = true;
    problem.value = undefined;
    clearNotice();
    try {
      await sendVerification(name);
      begin(open, { what: 'verify', name });
      notify(`A code is on its way to ${value}.`);
    } catch (error) {
      problem.value = explain(error).text;
    } finally {
      busy.value = false;
    }
  }

  async function submit(code: string) {
    await submitVerification(name, code);
    await onChange();
    open.value = undefined;
    notify(`${label} is verified.`);
  }

  return (
    <li class="row">
      <p class="row-name">{label}</p>
      <p class="row-value">
        {value} <span class={verified ? 'badge good' : 'badge'}>{verified ? 'Verified' : 'Not verified'}</span>
      </p>
      {!verified && !asked && (
        <p class="row-actions">
          <Button
            look="quiet"
            icon={name === 'email' ? 'mail' : 'message'}
            busy={busy.value}
            label={`Verify ${label}`}
            onClick={() => void send()}
          >
            Verify
          </Button>
        </p>
      )}
      {problem.value && (
        <p class="problem row-form" role="alert">
          <Icon name="error" />
          <span>{problem.value}</span>
        </p>
      )}
      {asked && (
        <div class="row-form">
          <Form
            submit="Verify"
            label={`Verify ${label}`}
            onSubmit={({ code = '' }) => submit(code.trim())}
            actions={() => (
              <Button busy={busy.value} onClick={() => void send()}>
                Send a new code
              </Button>
            )}
          >
            <CodeField sent="other" />
          </Form>
        </div>
      )}
    </li>
  );
}
