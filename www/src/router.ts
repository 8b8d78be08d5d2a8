// Hash routes, so that the page works from any static server and the browser's back button works.
import { signal } from '@preact/signals';

const read = (): string => location.hash.slice(1) || '/';

export const path = signal(read());
addEventListener('hashchange', () => {
  path.value = read();
});

/** `replace` is for redirects: "back" must not lead into them again. */
export function go(to: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, '', `#${to}`);
  else location.hash = to;
  // At once, and not with the event: what follows, such as a notice, belongs to the new view.
  path.value = to;
}
