// Runs a command that ends when its parent does, however the parent ends (SIGKILL included): the IPC channel
// closes with the parent, and this process, detached from the parent's terminal, then ends the command.
//   fork('guard.mjs', [command, ...args], { detached: true, env: { ..., GUARD_REMOVE: 'directory to remove at the end' } })
// Messages: { pid } after the start, { error } if the command could not be started. `disconnect()` stops it.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

/** How long the command may take to obey SIGTERM. */
const GRACE_MS = 3000;

const [command, ...args] = process.argv.slice(2);
const { GUARD_REMOVE: directory, NODE_CHANNEL_FD, ...env } = process.env;
// Signals for the guard itself come from outside; the parent stops it by closing the channel.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
process.on('disconnect', stop);

// A group of its own, so that what the command starts (Lambda workers) can be ended with it.
const child = spawn(command, args, { env, detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
child.on('spawn', () => tell({ pid: child.pid }));
child.on('error', (error) => tell({ error: error.code ?? error.message }, () => finish(1)));
child.on('exit', (code) => finish(code ?? 1));

function tell(message, then = () => {}) {
  if (process.connected) process.send(message, then);
  else then();
}

function stop() {
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
}

function finish(code) {
  try {
    if (child.pid) process.kill(-child.pid, 'SIGKILL');
  } catch {
    /* nobody is left in its group */
  }
  if (directory) rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  process.exit(code);
}
