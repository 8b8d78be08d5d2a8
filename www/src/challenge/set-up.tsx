import { username } from '../auth';
import { beginSetUp, endSetUp } from '../challenge';
import { Authenticator } from '../ui/authenticator';
import { Load, useLoaded } from '../ui/load';
import { View } from '../ui/view';
import { factorLabel, namesIn } from '../words';
import { StartAgain } from './start-again';

/** `choices` is JSON text, as Cognito sends it; `name` is the user's at Cognito. */
export function SetUpChallenge({ name, choices }: { name: string; choices: string | undefined }) {
  const names = namesIn(choices);
  const possible = names.length === 0 || names.includes('SOFTWARE_TOKEN_MFA');
  return (
    <View title="Set up a second factor" lead="The user pool requires one, and this account has none yet.">
      {possible ? (
        <App account={username.value || name} />
      ) : (
        <p>The pool accepts {names.map(factorLabel).join(' or ')} only, which its administrator must set up for you.</p>
      )}
      <StartAgain />
    </View>
  );
}

function App({ account }: { account: string }) {
  const secret = useLoaded(beginSetUp);
  return (
    <Load from={secret} waiting="Asking for a key…">
      {(secret) => <Authenticator secret={secret} account={account} submit="Continue" onSubmit={endSetUp} />}
    </Load>
  );
}
