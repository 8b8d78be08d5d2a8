import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { AccountPage, Panel } from '../account/frame';
import { nameOf, user } from '../auth';
import { factorOption } from '../challenge/factor-icon';
import { explain } from '../errors';
import { preferFactor, preferredFactor, setUpApp, verifyApp, type Factor } from '../mfa';
import { clearNotice, notify } from '../notice';
import { Authenticator } from '../ui/authenticator';
import { Button } from '../ui/button';
import { Check } from '../ui/check';
import { Choice } from '../ui/choice';
import { Form } from '../ui/form';
import { Icon } from '../ui/icons';
import { Load, useLoaded } from '../ui/load';
import { factorLabel } from '../words';

const FACTORS: Factor[] = ['NOMFA', 'SOFTWARE_TOKEN_MFA', 'SMS_MFA', 'EMAIL_OTP'];

export function Mfa() {
  const preferred = useLoaded(preferredFactor);

  async function prefer(factor: Factor) {
    await preferFactor(factor);
    await preferred.reload();
    notify(
      factor === 'NOMFA'
        ? 'Sign-in asks for the password only.'
        : `Sign-in now also asks for: ${factorLabel(factor).toLowerCase()}.`,
    );
  }

  return (
    <AccountPage
      title="Second factor"
      lead="Multi-factor authentication (MFA): what a sign-in asks for after the password."
      main={
        <Load from={preferred} waiting="Asking which one you prefer…">
          {(factor) => (
            <Form
              key={factor}
              submit="Save"
              label="Preferred factor"
              onSubmit={({ factor = 'NOMFA' }) => prefer(factor as Factor)}
            >
              {factor === undefined && <p>You have several factors, and prefer none: sign-in asks which one.</p>}
              {factor !== undefined && !FACTORS.includes(factor as Factor) && (
                <p>Preferred at present: {factorLabel(factor)}.</p>
              )}
              <Choice
                name="factor"
                legend="Preferred factor"
                hideLegend
                selected={factor}
                options={FACTORS.map(factorOption)}
              />
            </Form>
          )}
        </Load>
      }
    >
      <Panel
        id="app"
        title="Authenticator app"
        lead="Makes a new code every 30 seconds, without a network. A new set-up replaces the one before."
      >
        <SetUp onPrefer={() => prefer('SOFTWARE_TOKEN_MFA')} />
      </Panel>
    </AccountPage>
  );
}

function SetUp({ onPrefer }: { onPrefer: () => Promise<void> }) {
  const secret = useSignal<string | undefined>(undefined);
  const busy = useSignal(false);
  const problem = useSignal<string | undefined>(undefined);
  const place = useRef<HTMLDivElement>(null);

  async function begin() {
    clearNotice();
    busy.value = true;
    problem.value = undefined;
    try {
      secret.value = await setUpApp();
      // The button is gone: on to what it has brought.
      requestAnimationFrame(() => place.current?.focus());
    } catch (error) {
      problem.value = explain(error).text;
    } finally {
      busy.value = false;
    }
  }

  function end() {
    secret.value = undefined;
    requestAnimationFrame(() => place.current?.querySelector('button')?.focus());
  }

  return (
    <div ref={place} tabIndex={-1} class="set-up-place" role="group" aria-labelledby="app-title">
      {problem.value && (
        <p class="problem" role="alert">
          <Icon name="error" />
          <span>{problem.value}</span>
        </p>
      )}
      {secret.value === undefined ? (
        <div class="actions">
          <Button icon="phone" busy={busy.value} onClick={() => void begin()}>
            Set up an app
          </Button>
        </div>
      ) : (
        <Authenticator
          secret={secret.value}
          account={user.value ? nameOf(user.value) : ''}
          submit="Verify"
          actions={<Button onClick={end}>Cancel</Button>}
          onSubmit={async (code, form) => {
            const atSignIn = new FormData(form).has('prefer');
            await verifyApp(code);
            end();
            if (!atSignIn) return notify('Your authenticator app is registered.');
            // Its key is of no use here any more, whatever becomes of the preference.
            await onPrefer().catch((error) =>
              notify(`Your authenticator app is registered, but not preferred: ${explain(error).text}`, 'warning'),
            );
          }}
        >
          <Check name="prefer" label="Ask for it when I sign in" checked />
        </Authenticator>
      )}
    </div>
  );
}
