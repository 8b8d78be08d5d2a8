import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from './button';

/** Copies `text`, and says so. */
export function Copy({ text, what }: { text: string; what: string }) {
  const said = useSignal('');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  async function copy() {
    said.value = await navigator.clipboard.writeText(text).then(
      () => 'Copied',
      () => 'Select and copy it',
    );
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      said.value = '';
    }, 2500);
  }

  return (
    <span class="copy">
      <Button
        look="quiet"
        icon={said.value === 'Copied' ? 'check' : 'copy'}
        label={`Copy ${what}`}
        onClick={() => void copy()}
      >
        {said.value || 'Copy'}
      </Button>
      <span class="unseen" role="status">
        {said.value}
      </span>
    </span>
  );
}
