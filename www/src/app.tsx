import { ActivityPanel } from './activity-panel';
import { clearNotice, notice } from './notice';
import { route } from './routes';
import { path } from './router';
import { ownPool, userPool } from './settings';
import { theme, toggleTheme } from './theme';
import { Icon, Mark } from './ui/icons';

export function App() {
  const View = route.value?.view;
  return (
    <>
      <a class="skip" href="#main" onClick={skipToMain}>
        Skip to the form
      </a>
      <Header />
      <div class="columns">
        <main id="main" tabIndex={-1}>
          <Notice />
          {View ? (
            <View key={path.value} />
          ) : (
            <p class="loading">
              <span class="spinner" aria-hidden="true" />
              Looking for a session…
            </p>
          )}
        </main>
        <ActivityPanel />
      </div>
    </>
  );
}

/** Without following the link: the hash is the route. */
function skipToMain(event: Event) {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

function Header() {
  const dark = theme.value === 'dark';
  return (
    <header class="header">
      <a class="brand" href="#/">
        <Mark />
        <span>cognito-auth-wasm</span>
        <span class="tag">demo</span>
      </a>
      <nav aria-label="Demo">
        <a class="speed-link" href="#/speed" aria-current={path.value === '/speed' ? 'page' : undefined}>
          <Icon name="speed" />
          <span>Speed</span>
        </a>
        <a class="pool" href="#/settings" aria-current={path.value === '/settings' ? 'page' : undefined}>
          <Icon name="settings" />
          <span class="pool-label">User pool</span>
          <span class="pool-name">{poolName()}</span>
        </a>
      </nav>
      <button
        class="icon-button"
        type="button"
        onClick={toggleTheme}
        aria-label={dark ? 'Use the light theme' : 'Use the dark theme'}
      >
        <Icon name={dark ? 'sun' : 'moon'} />
      </button>
    </header>
  );
}

function poolName(): string {
  if (ownPool.value) return ownPool.value.userPoolId;
  return userPool.value ? 'Local Cognito' : 'not set';
}

function Notice() {
  // The region is always there: screen readers announce only changes of what they know.
  return (
    <div role="status" class="notice-place">
      {notice.value && (
        <p class={`notice ${notice.value.tone}`}>
          <Icon name={notice.value.tone === 'success' ? 'check' : 'warning'} />
          <span>{notice.value.text}</span>
          <button class="icon-button" type="button" onClick={clearNotice} aria-label="Dismiss">
            <Icon name="close" />
          </button>
        </p>
      )}
    </div>
  );
}
