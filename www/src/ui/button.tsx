import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icons';

interface Props {
  children: ComponentChildren;
  type?: 'submit' | 'button';
  /** `wide` is secondary, on a line of its own. */
  look?: 'primary' | 'secondary' | 'wide' | 'quiet' | 'danger';
  icon?: IconName;
  busy?: boolean;
  /** Says more than the text does, where several buttons have the same. */
  label?: string | undefined;
  onClick?: () => void;
}

/** While busy it ignores clicks but keeps the focus, which a disabled button would lose. */
export function Button({ children, type = 'button', look = 'secondary', icon, busy = false, label, onClick }: Props) {
  return (
    <button
      class={`button ${look}`}
      type={type}
      aria-label={label}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.();
      }}
    >
      {busy ? <span class="spinner" aria-hidden="true" /> : icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}
