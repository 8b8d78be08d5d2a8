// First, so that nothing the package does goes unseen.
import './observe';
import { render } from 'preact';
import { App } from './app';
import { restoreSession } from './auth';
import { startRouting } from './routes';
import { loadSettings, userPool } from './settings';
import './styles/index.css';

const root = document.getElementById('app');
if (root) render(<App />, root);
await loadSettings();
if (userPool.value) await restoreSession();
startRouting();
