import { useSignal } from '@preact/signals';
import type { CognitoUserSession } from 'cognito-auth-wasm';
import { refresh } from '../auth';
import { clockTime, countdown, useNow } from '../clock';
import { Button } from '../ui/button';

/** How long the tokens last, counted down. */
export function SessionCard({ session }: { session: CognitoUserSession }) {
  const refreshing = useSignal(false);
  const token = session.getAccessToken();
  const expires = token.getExpiration();
  const life = expires - token.getIssuedAt();
  // By Cognito's clock, which the package has compared with ours.
  const left = expires - (useNow() / 1000 - session.getClockDrift());
  const expired = left <= 0;

  async function refreshNow() {
    refreshing.value = true;
    await refresh();
    refreshing.value = false;
  }

  return (
    <section class="card session" aria-labelledby="session-title">
      <h2 id="session-title">Session</h2>
      <p class="left">
        <span class="time" role="timer">
          {expired ? 'Expired' : countdown(left)}
        </span>
        <span>
          {expired
            ? 'The next call of the package brings new tokens.'
            : `until the tokens expire, at ${clockTime(expires)}`}
        </span>
      </p>
      <div class="life" aria-hidden="true">
        <span style={{ width: `${Math.max(0, Math.min(1, left / life)) * 100}%` }} />
      </div>
      <Button look="primary" icon="refresh" busy={refreshing.value} onClick={() => void refreshNow()}>
        Refresh now
      </Button>
    </section>
  );
}
