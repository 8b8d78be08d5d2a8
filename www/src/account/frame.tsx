// What all pages of the account have: who is signed in, the ways out, and the way to the other pages.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { nameOf, signOut, user } from '../auth';
import { explain } from '../errors';
import { notify } from '../notice';
import { path } from '../router';
import { identityPoolId } from '../settings';
import { Button } from '../ui/button';
import { View } from '../ui/view';

const PAGES: [path: string, name: string][] = [
  ['/account', 'Overview'],
  ['/account/attributes', 'Attributes'],
  ['/account/password', 'Password'],
  ['/account/mfa', 'MFA'],
  ['/account/passkeys', 'Passkeys'],
  ['/account/devices', 'Devices'],
  ['/credentials', 'Credentials'],
  ['/account/delete', 'Delete'],
];

/** The first page: its title is the user. */
export function AccountOverview({ children }: { children: ComponentChildren }) {
  if (!user.value) return null;
  return (
    <div class="account overview">
      <View title="Account" heading={nameOf(user.value)} lead="Signed in as">
        <WaysOut />
      </View>
      <Pages />
      {children}
    </div>
  );
}

interface Props {
  title: string;
  lead: ComponentChildren;
  /** Of the first section, beside title and lead. */
  main: ComponentChildren;
  /** Further sections. */
  children?: ComponentChildren;
}

export function AccountPage({ title, lead, main, children }: Props) {
  if (!user.value) return null;
  return (
    <div class="account">
      <div class="view">
        <p class="lead">Signed in as</p>
        <p class="who">{nameOf(user.value)}</p>
        <WaysOut />
      </div>
      <Pages />
      <View title={title} look="panel card" lead={lead}>
        <div class="panel-main">{main}</div>
      </View>
      {children}
    </div>
  );
}

/** A section of an account page: what it is on the left, what one can do on the right. */
export function Panel({
  id,
  title,
  lead,
  children,
}: {
  id: string;
  title: string;
  lead: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <section class="panel card" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      <p class="lead">{lead}</p>
      <div class="panel-main">{children}</div>
    </section>
  );
}

function Pages() {
  return (
    <nav class="pages" aria-label="Account">
      {PAGES.filter(([to]) => to !== '/credentials' || identityPoolId.value).map(([to, name]) => (
        <a key={to} href={`#${to}`} aria-current={path.value === to ? 'page' : undefined}>
          {name}
        </a>
      ))}
    </nav>
  );
}

function WaysOut() {
  const leaving = useSignal<'here' | 'everywhere' | undefined>(undefined);

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
    <div class="actions">
      <Button icon="sign-out" busy={leaving.value === 'here'} onClick={() => void leave('here')}>
        Sign out
      </Button>
      <Button icon="devices" busy={leaving.value === 'everywhere'} onClick={() => void leave('everywhere')}>
        Sign out everywhere
      </Button>
    </div>
  );
}
