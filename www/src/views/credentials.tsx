import { useSignal } from '@preact/signals';
import { Auth } from 'cognito-auth-wasm';
import { AccountPage } from '../account/frame';
import { step } from '../activity';
import { user } from '../auth';
import { clockTime } from '../clock';
import { identityPoolId } from '../settings';
import { Form } from '../ui/form';
import { View } from '../ui/view';

type Found = Awaited<ReturnType<typeof Auth.currentCredentials>>;

/** Of whoever is signed in, or of a guest. */
export function Credentials() {
  const title = 'AWS credentials';
  if (user.value)
    return (
      <AccountPage
        title={title}
        lead="Keys for requests to AWS, which the identity pool lends the signed-in user for an hour."
        main={<Lent />}
      />
    );
  return (
    <div class="narrow card">
      <View title={title} lead="Keys for requests to AWS, which the identity pool lends a guest for an hour.">
        <Lent />
        <p class="elsewhere">
          Not a guest? <a href="#/sign-in">Sign in</a>
        </p>
      </View>
    </div>
  );
}

function Lent() {
  const found = useSignal<Found | undefined>(undefined);
  if (!identityPoolId.value) return <p class="empty">There is no identity pool here. The local Cognito has one.</p>;
  return (
    <Form
      submit={found.value ? 'Get them again' : 'Get credentials'}
      onSubmit={async () => {
        found.value = await step('Auth.currentCredentials()', () => Auth.currentCredentials());
      }}
    >
      {found.value && <Facts found={found.value} />}
    </Form>
  );
}

/** Neither the secret nor the session token is shown. */
function Facts({ found }: { found: Found }) {
  const { expiration, authenticated, identityId, accessKeyId } = found;
  const facts: [label: string, name: string, value: string][] = [
    ['Lent to', 'authenticated', authenticated ? 'the signed-in user' : 'a guest'],
    ['Identity', 'identityId', identityId],
    ['Access key', 'accessKeyId', accessKeyId],
    ['Expires', 'expiration', expiration ? clockTime(expiration.getTime() / 1000) : 'not known'],
  ];
  return (
    <dl class="facts-list">
      {facts.map(([label, name, value]) => (
        <div key={name}>
          <dt>
            {label} <code>{name}</code>
          </dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
