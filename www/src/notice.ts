// One line about what has just happened, above the view. It goes with the next view.
import { signal } from '@preact/signals';
import { path } from './router';

export type Tone = 'success' | 'warning';

export const notice = signal<{ text: string; tone: Tone } | undefined>(undefined);

path.subscribe(() => clearNotice());

/** Call it after `go`. */
export function notify(text: string, tone: Tone = 'success'): void {
  notice.value = { text, tone };
}

export function clearNotice(): void {
  notice.value = undefined;
}
