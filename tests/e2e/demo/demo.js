import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../../../www/demo.mjs', import.meta.url));

/** Starts www/demo.mjs; DEMO_PACKAGE names another package than ../pkg to build the page with. */
export function startDemo({ port, options = [] }) {
  const chosen = process.env.DEMO_PACKAGE ? ['--package', process.env.DEMO_PACKAGE] : [];
  const child = spawn(process.execPath, [SCRIPT, '--port', String(port), ...chosen, ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Should the tests end without stopping it.
  const kill = () => child.kill('SIGTERM');
  process.once('exit', kill);
  let output = '';
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  return new Promise((resolve, reject) => {
    const read = (chunk) => {
      output += chunk;
      const address = /Demo:\s+(\S+)/.exec(output)?.[1];
      const cognito = /Local Cognito:\s+(\S+)/.exec(output)?.[1];
      if (!address || !output.includes('Ctrl-C')) return;
      resolve({
        address,
        cognito,
        output: () => output,
        stop(signal) {
          process.off('exit', kill);
          child.kill(signal);
          return ended;
        },
      });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    ended.then(({ code }) =>
      reject(Object.assign(new Error(`the demo ended (${code}):\n${output}`), { code, output })),
    );
  });
}
