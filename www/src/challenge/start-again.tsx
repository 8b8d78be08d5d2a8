import type { ComponentChildren } from 'preact';
import { leaveChallenge, username } from '../auth';

/** Every question can be left, also by somebody else's. */
export function StartAgain({ children }: { children?: ComponentChildren }) {
  return (
    <p class="elsewhere">
      {children ||
        (username.value ? (
          <>
            Not <strong>{username.value}</strong>?
          </>
        ) : (
          'Not you?'
        ))}{' '}
      <a href="#/sign-in" onClick={() => void leaveChallenge()}>
        Start again
      </a>
    </p>
  );
}
