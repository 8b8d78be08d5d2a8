import { useSignal } from '@preact/signals';
import { AccountPage, Panel } from '../account/frame';
import { deviceName, fetchDevices, forgetDevice, rememberDevice, type Device } from '../devices';
import { explain } from '../errors';
import { clearNotice, notify } from '../notice';
import { Button } from '../ui/button';
import { Icon } from '../ui/icons';
import { Load, useLoaded } from '../ui/load';

export function Devices() {
  const devices = useLoaded(fetchDevices);
  return (
    <AccountPage
      title="Devices"
      lead="A pool can remember browsers, and skip the second factor on those."
      main={
        <Load from={devices} waiting="Asking for your devices…">
          {(found) => <Here device={found.find(({ here }) => here)} onChange={devices.reload} />}
        </Load>
      }
    >
      {!devices.problem.value && (
        <Panel id="known" title="Known devices" lead="Those that signed in while the pool tracked devices.">
          <Load from={devices} waiting="Asking for your devices…">
            {(found) => <List devices={found} />}
          </Load>
        </Panel>
      )}
    </AccountPage>
  );
}

function Here({ device, onChange }: { device: Device | undefined; onChange: () => Promise<void> }) {
  const busy = useSignal<'remember' | 'forget' | undefined>(undefined);

  async function run(what: 'remember' | 'forget') {
    if (busy.value) return;
    clearNotice();
    busy.value = what;
    try {
      await (what === 'remember' ? rememberDevice() : forgetDevice());
      await onChange();
      notify(
        what === 'remember'
          ? 'This browser is remembered.'
          : 'This browser is forgotten. It will be asked like any other.',
      );
    } catch (error) {
      notify(explain(error).text, 'warning');
    } finally {
      busy.value = undefined;
    }
  }

  if (!device) {
    return (
      <div class="nothing">
        <Icon name="browser" />
        <p>
          <strong>Cognito does not track this browser.</strong>
        </p>
        <p>It becomes a device at a sign-in, if the user pool tracks devices.</p>
      </div>
    );
  }
  return (
    <>
      <div class="device here">
        <Icon name="browser" />
        <p>
          <strong>{deviceName(device.name)}</strong>
          <span class="badge good">This browser</span>
        </p>
        <p class="device-id">
          <code>{device.id}</code>
        </p>
      </div>
      <div class="actions">
        <Button look="primary" icon="check" busy={busy.value === 'remember'} onClick={() => void run('remember')}>
          Remember this browser
        </Button>
        <Button icon="close" busy={busy.value === 'forget'} onClick={() => void run('forget')}>
          Forget it
        </Button>
      </div>
    </>
  );
}

function List({ devices }: { devices: Device[] }) {
  if (devices.length === 0) return <p class="empty">There is none yet.</p>;
  return (
    <ul class="devices">
      {devices.map(({ id, name, here }) => (
        <li key={id} class="device">
          <Icon name={/iPhone|Android|Mobile/.test(name ?? '') ? 'phone' : 'browser'} />
          <p>
            {deviceName(name)}
            {here && <span class="badge good">This browser</span>}
          </p>
          <p class="device-id">
            <code>{id}</code>
          </p>
        </li>
      ))}
    </ul>
  );
}
