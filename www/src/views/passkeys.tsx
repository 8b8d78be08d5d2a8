import type { Passkey } from 'cognito-auth-wasm';
import { useSignal } from '@preact/signals';
import { AccountPage, Panel } from '../account/frame';
import { explain } from '../errors';
import { clearNotice, notify } from '../notice';
import { deletePasskey, hasPasskeys, listPasskeys, registerPasskey } from '../passkeys';
import { Button } from '../ui/button';
import { Check } from '../ui/check';
import { Form } from '../ui/form';
import { Icon } from '../ui/icons';
import { Load, useLoaded } from '../ui/load';

export function Passkeys() {
  const passkeys = useLoaded(listPasskeys);

  async function register(rememberUsername: boolean) {
    await registerPasskey({ rememberUsername });
    await passkeys.reload();
    notify('Your passkey is registered.');
  }

  return (
    <AccountPage
      title="Passkeys"
      lead="Keys that this device, a password manager or a security key keeps. A finger, a face or a PIN opens them, in place of a password."
      main={
        hasPasskeys ? (
          <Form submit="Register a passkey" onSubmit={({ rememberUsername }) => register(Boolean(rememberUsername))}>
            <Check name="rememberUsername" label="Remember my name in this browser, and offer the passkey at sign-in" />
          </Form>
        ) : (
          <div class="nothing">
            <Icon name="key" />
            <p>
              <strong>This browser or page has no passkeys.</strong>
            </p>
            <p>They need https, or http on localhost.</p>
          </div>
        )
      }
    >
      <Panel id="known" title="Registered passkeys" lead="A sign-in with any of them is enough.">
        <Load from={passkeys} waiting="Asking for your passkeys…">
          {(found) => <List passkeys={found} onChange={passkeys.reload} />}
        </Load>
      </Panel>
    </AccountPage>
  );
}

function List({ passkeys, onChange }: { passkeys: Passkey[]; onChange: () => Promise<void> }) {
  const deleting = useSignal<string | undefined>(undefined);

  async function remove({ id, name }: Passkey) {
    if (deleting.value) return;
    clearNotice();
    deleting.value = id;
    try {
      await deletePasskey(id);
      await onChange();
      notify(`${name} is deleted.`);
    } catch (error) {
      notify(explain(error).text, 'warning');
    } finally {
      deleting.value = undefined;
    }
  }

  if (passkeys.length === 0) return <p class="empty">You have none yet.</p>;
  return (
    <ul class="devices">
      {passkeys.map((passkey) => (
        <li key={passkey.id} class="device passkey">
          <Icon name="key" />
          <p>{passkey.name}</p>
          <p class="device-id">
            Since {passkey.createdAt.toLocaleString()}, on {passkey.relyingPartyId}
          </p>
          <Button
            icon="trash"
            label={`Delete ${passkey.name}`}
            busy={deleting.value === passkey.id}
            onClick={() => void remove(passkey)}
          >
            Delete
          </Button>
        </li>
      ))}
    </ul>
  );
}
