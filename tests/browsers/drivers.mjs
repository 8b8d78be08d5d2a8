// Browsers that Playwright does not drive, as Debian has them, by WebDriver.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Builder } from 'selenium-webdriver';
import { waitForServer } from 'selenium-webdriver/http/util.js';
import { freePort } from '../local-cognito/local-cognito.mjs';

const START_MS = 20_000;
const SCRIPT_MS = 60_000;

export const BROWSERS = {
  Firefox: {
    driver: (port) => ['geckodriver', '--port', port],
    capabilities: { browserName: 'firefox', 'moz:firefoxOptions': { args: ['-headless'] } },
  },
  // The engine of Safari. It has no mode without a display.
  WebKitGTK: {
    driver: (port) => ['xvfb-run', '-a', 'WebKitWebDriver', `--port=${port}`],
    capabilities: {
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { binary: process.env.MINIBROWSER, args: ['--automation'] },
    },
  },
};

/** Starts a browser: gives its driver, and how to end both. */
export async function start(name) {
  const { driver: command, capabilities } = BROWSERS[name];
  const port = await freePort();
  const [program, ...args] = command(String(port));
  // A group of its own, so that all of it can be ended.
  const server = spawn(program, args, { detached: true, stdio: 'ignore' });
  const failed = once(server, 'exit').then(([code]) => {
    throw new Error(`${program} ended: ${code}`);
  });
  failed.catch(() => {});
  const stop = () => {
    try {
      process.kill(-server.pid);
    } catch {}
  };
  try {
    const url = `http://127.0.0.1:${port}`;
    await Promise.race([waitForServer(url, START_MS), failed]);
    const driver = await new Builder().usingServer(url).withCapabilities(capabilities).build();
    await driver.manage().setTimeouts({ script: SCRIPT_MS });
    return { driver, end: () => driver.quit().finally(stop) };
  } catch (error) {
    stop();
    throw error;
  }
}
