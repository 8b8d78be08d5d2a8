// First, so that nothing the package does goes unseen.
import './observe';
import { render } from 'preact';
import { App } from './app';
import { hostedFailure, restoreSession } from './auth';
import { explain } from './errors';
import { notify } from './notice';
import { startRouting } from './routes';
import { loadSettings, userPool } from './settings';
import './styles/index.css';

const root = document.getElementById('app');
if (root) render(<App />, root);
await loadSettings();
if (userPool.value) await restoreSession();
startRouting();
// Afterwards, for a notice goes with its view.
if (hostedFailure.value) notify(explain(hostedFailure.value).text, 'warning');
