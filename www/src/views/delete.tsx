import { useRef } from 'preact/hooks';
import { AccountPage } from '../account/frame';
import { deleteUser, nameOf, user } from '../auth';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Form } from '../ui/form';

export function Delete() {
  const dialog = useRef<HTMLDialogElement>(null);
  const name = user.value ? nameOf(user.value) : '';
  return (
    <AccountPage
      title="Delete account"
      lead="For good: nobody can bring it back, not even the administrator of the pool."
      main={
        <>
          <p>This removes from the user pool:</p>
          <ul class="bullets">
            <li>
              the user <strong>{name}</strong> with its password and second factor,
            </li>
            <li>all its attributes, such as e-mail address and phone number,</li>
            <li>its sessions and remembered devices.</li>
          </ul>
          <div class="actions">
            <Button look="danger" icon="trash" onClick={() => dialog.current?.showModal()}>
              Delete this account…
            </Button>
          </div>
          <Dialog of={dialog} title="Delete this account?">
            <p>
              This cannot be undone. To go on, type the username <strong class="typed">{name}</strong>.
            </p>
            <Form
              submit="Delete for good"
              look="danger"
              label="Delete this account"
              onSubmit={deleteUser}
              check={({ confirmation }) =>
                confirmation === name || !confirmation
                  ? {}
                  : { confirmation: `This is not the username: type ${name}.` }
              }
              actions={() => <Button onClick={() => dialog.current?.close()}>Cancel</Button>}
            >
              <Field
                name="confirmation"
                label="Username"
                missing={`Type ${name} to confirm.`}
                autocomplete="off"
                autocapitalize="none"
                spellcheck={false}
              />
            </Form>
          </Dialog>
        </>
      }
    />
  );
}
