// What is asked from Cognito when a view opens: while it is on its way, when it is there, and when it failed.
import { useSignal, type Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { explain } from '../errors';
import { Button } from './button';
import { Icon } from './icons';

interface Loaded<T> {
  value: Signal<{ got: T } | undefined>;
  problem: Signal<string | undefined>;
  /** Keeps what is shown until the new is there. */
  reload: () => Promise<void>;
}

export function useLoaded<T>(ask: () => Promise<T>): Loaded<T> {
  const value = useSignal<{ got: T } | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);
  async function reload() {
    problem.value = undefined;
    try {
      value.value = { got: await ask() };
    } catch (error) {
      problem.value = explain(error).text;
    }
  }
  useEffect(() => {
    void reload();
  }, []);
  return { value, problem, reload };
}

/** `waiting` says what is on its way. */
export function Load<T>({
  from: { value, problem, reload },
  waiting,
  children,
}: {
  from: Loaded<T>;
  waiting: string;
  children: (got: T) => ComponentChildren;
}) {
  if (problem.value) {
    return (
      <div class="load-problem">
        <p class="problem" role="alert">
          <Icon name="error" />
          <span>{problem.value}</span>
        </p>
        <Button icon="refresh" onClick={() => void reload()}>
          Try again
        </Button>
      </div>
    );
  }
  if (!value.value)
    return (
      <p class="waiting" role="status">
        <span class="spinner" aria-hidden="true" />
        {waiting}
      </p>
    );
  return <>{children(value.value.got)}</>;
}
