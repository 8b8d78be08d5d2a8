import { useSignal } from '@preact/signals';
import type { CognitoUserSession } from 'cognito-auth-wasm';
import type { ComponentChildren } from 'preact';
import { clockTime } from '../clock';
import { claimLabel, claimRank } from '../words';

const TIMES = new Set(['exp', 'iat', 'auth_time']);

const tabs = {
  id: { label: 'ID token', about: 'Who the user is, for your app.' },
  access: { label: 'Access token', about: 'What the user may do, for Cognito and your own API.' },
  refresh: {
    label: 'Refresh token',
    about: 'Buys new ID and access tokens. Nobody but Cognito can read it, so there are no claims to show.',
  },
};
type Tab = keyof typeof tabs;
const names = Object.keys(tabs) as Tab[];

export function TokensCard({ session }: { session: CognitoUserSession }) {
  const selected = useSignal<Tab>('id');
  const tab = selected.value;
  return (
    <section class="card tokens" aria-labelledby="tokens-title">
      <h2 id="tokens-title">Tokens</h2>
      <div
        class="tabs"
        role="tablist"
        aria-labelledby="tokens-title"
        onKeyDown={(event) => {
          const next = afterKey(event.key, tab);
          if (!next) return;
          event.preventDefault();
          selected.value = next;
          document.getElementById(`tab-${next}`)?.focus();
        }}
      >
        {names.map((name) => (
          <button
            key={name}
            id={`tab-${name}`}
            type="button"
            role="tab"
            aria-selected={name === tab}
            aria-controls="token"
            tabIndex={name === tab ? 0 : -1}
            onClick={() => {
              selected.value = name;
            }}
          >
            {tabs[name].label}
          </button>
        ))}
      </div>
      <div id="token" role="tabpanel" aria-labelledby={`tab-${tab}`} tabIndex={0}>
        <p class="about">{tabs[tab].about}</p>
        <Claims payload={payloadOf(session, tab)} />
      </div>
    </section>
  );
}

function Claims({ payload }: { payload: Record<string, unknown> }) {
  return (
    <dl class="facts-list">
      {Object.entries(payload)
        .sort(([a], [b]) => claimRank(a) - claimRank(b))
        .map(([name, value]) => (
          <div key={name}>
            <dt>
              {claimLabel(name)} <code>{name}</code>
            </dt>
            <dd>{show(name, value)}</dd>
          </div>
        ))}
    </dl>
  );
}

function payloadOf(session: CognitoUserSession, tab: Tab): Record<string, unknown> {
  switch (tab) {
    case 'id':
      return session.getIdToken().payload;
    case 'access':
      return session.getAccessToken().payload;
    case 'refresh':
      return {};
  }
}

function show(name: string, value: unknown): ComponentChildren {
  if (TIMES.has(name) && typeof value === 'number') return clockTime(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function afterKey(key: string, tab: Tab): Tab | undefined {
  const at = names.indexOf(tab);
  switch (key) {
    case 'ArrowRight':
      return names[(at + 1) % names.length];
    case 'ArrowLeft':
      return names[(at + names.length - 1) % names.length];
    case 'Home':
      return names[0];
    case 'End':
      return names.at(-1);
    default:
      return undefined;
  }
}
