import { useSignal } from '@preact/signals';
import { AttributesCard } from '../account/attributes';
import { SessionCard } from '../account/session';
import { TokensCard } from '../account/tokens';
import { signOut, user } from '../auth';
import { explain } from '../errors';
import { notify } from '../notice';
import { Button } from '../ui/button';
import { View } from '../ui/view';

export function Account() {
  const leaving = useSignal<'here' | 'everywhere' | undefined>(undefined);
  const current = user.value;
  const session = current?.getSignInUserSession();
  if (!current || !session) return null;

  async function leave(from: 'here' | 'everywhere') {
    if (leaving.value) return;
    leaving.value = from;
    try {
      await signOut({ everywhere: from === 'everywhere' });
    } catch (error) {
      notify(explain(error).text, 'warning');
    } finally {
      leaving.value = undefined;
    }
  }

  return (
    <div class="account">
      <View title="Account" heading={nameOf(session.getAccessToken().payload, current.getUsername())} lead="Signed in">
        <div class="actions">
          <Button icon="sign-out" busy={leaving.value === 'here'} onClick={() => void leave('here')}>Sign out</Button>
          <Button icon="devices" busy={leaving.value === 'everywhere'} onClick={() => void leave('everywhere')}>Sign out everywhere</Button>
        </div>
      </View>
      <SessionCard session={session} />
      <AttributesCard attributes={current.attributes} />
      <TokensCard session={session} />
    </div>
  );
}

/** The name in the token: after an SRP sign-in the user object has it too, but not with every flow. */
function nameOf(payload: Record<string, unknown>, fallback: string): string {
  return typeof payload.username === 'string' ? payload.username : fallback;
}
