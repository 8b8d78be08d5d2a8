import { useSignal } from '@preact/signals';
import { restoreSession } from '../auth';
import { notify } from '../notice';
import { go } from '../router';
import { localPool, ownPool, useLocalPool, useOwnPool } from '../settings';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Form, type Problems, type Values } from '../ui/form';
import { View } from '../ui/view';

export function Settings() {
  const pool = ownPool.value;
  const region = useSignal(pool?.region ?? '');

  return (
    <div class="narrow card">
      <View title="User pool" lead={inUse()}>
        <Form
          submit="Use this user pool"
          check={check}
          onSubmit={save}
          actions={(run) =>
            localPool.value && pool && <Button onClick={() => void run(backToLocal, [])}>Use the local Cognito</Button>
          }
        >
          <Field
            name="userPoolId"
            label="User pool id"
            defaultValue={pool?.userPoolId ?? ''}
            placeholder="eu-west-1_AbCdEf123"
            class="mono"
            pattern="[\w\-]+_[0-9a-zA-Z]+"
            missing="Enter the id of the user pool."
            mismatch="A user pool id looks like eu-west-1_AbCdEf123."
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            focus
            onInput={(event) => {
              region.value = event.currentTarget.value.match(/^([\w-]+)_/)?.[1] ?? region.value;
            }}
          />
          <Field
            name="region"
            label="Region"
            value={region.value}
            placeholder="eu-west-1"
            class="mono"
            missing="Enter the AWS region."
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            onInput={(event) => {
              region.value = event.currentTarget.value;
            }}
          />
          <Field
            name="clientId"
            label="App client id"
            defaultValue={pool?.clientId ?? ''}
            class="mono"
            missing="Enter the id of the app client."
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            hint={
              <p>
                A client without a secret that allows <code>ALLOW_USER_SRP_AUTH</code> and{' '}
                <code>ALLOW_REFRESH_TOKEN_AUTH</code>.
              </p>
            }
          />
          <Field
            name="endpoint"
            label="Endpoint"
            type="url"
            optional
            defaultValue={pool?.endpoint ?? ''}
            class="mono"
            mismatch="Enter a full address, such as https://cognito.example.com/."
            autocomplete="off"
            hint={<p>Only for a server other than AWS.</p>}
          />
          <Field
            name="domain"
            label="Domain of the hosted page"
            optional
            defaultValue={pool?.domain ?? ''}
            placeholder="example.auth.eu-west-1.amazoncognito.com"
            class="mono"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            hint={
              <p>
                Its client must allow <code>{location.origin}/</code> for sign-in and sign-out.
              </p>
            }
          />
        </Form>
        <p class="elsewhere">Kept in this browser. Passwords and tokens go to this user pool and nowhere else.</p>
      </View>
    </div>
  );
}

function inUse() {
  if (ownPool.value)
    return (
      <>
        In use: <code>{ownPool.value.userPoolId}</code>
      </>
    );
  if (localPool.value) return 'In use: the local Cognito. Enter a user pool of your own to try the package on AWS.';
  return 'No local Cognito here. Enter your user pool at AWS to begin.';
}

function check({ region, userPoolId = '' }: Values): Problems {
  const own = userPoolId.split('_')[0];
  return region !== own ? { region: `The user pool id says ${own}.` } : {};
}

async function save({ region = '', userPoolId = '', clientId = '', endpoint, domain }: Values): Promise<void> {
  await useOwnPool({ region, userPoolId, clientId, endpoint, domain });
  await restoreSession();
  go('/');
  notify(`The page now talks to ${userPoolId}.`);
}

async function backToLocal(): Promise<void> {
  await useLocalPool();
  await restoreSession();
  go('/');
  notify('The page now talks to the local Cognito.');
}
