// Chromium, and pages that know nothing yet.
import { chromium } from 'playwright-core';

export function launch() {
  const executablePath = process.env.CHROMIUM;
  if (!executablePath) throw new Error('CHROMIUM must name a browser: `make bench` does');
  return chromium.launch({
    executablePath,
    // Chromium refuses its sandbox to root.
    chromiumSandbox: process.getuid?.() !== 0,
    // No page reaches another machine, by a preconnect either.
    args: ['--disable-gpu', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  });
}

/** Runs with a page in a fresh context: no cache, no storage. What happens wrongly in the page fails the run. */
export async function withFreshPage(browser, run, { storageState } = {}) {
  const context = await browser.newContext({ storageState });
  try {
    const page = await context.newPage();
    let failed;
    page.on('pageerror', (error) => (failed ??= error));
    const result = await run(page);
    if (failed) throw failed;
    return result;
  } finally {
    await context.close();
  }
}

/**
 * Opens a page that begins by itself (`page/harness.js`), and waits until it tells the time wanted, say `done`.
 * Nothing is evaluated in the page: Playwright's helpers would be on the clock.
 */
export async function runPage(page, url, wanted) {
  const [times] = await Promise.all([told(page, wanted), page.goto(url, { waitUntil: 'commit' })]);
  return times;
}

/** The times that a page has told, once the one wanted is among them. */
export const told = (page, wanted) =>
  new Promise((resolve, reject) => {
    page.on('console', (message) => {
      if (!message.text().startsWith('bench: ')) return;
      const times = JSON.parse(message.text().slice('bench: '.length));
      if (times.error) reject(new Error(`${page.url()}: ${times.error}`));
      else if (wanted in times) resolve(times);
    });
    setTimeout(() => reject(new Error(`${page.url()}: no ${wanted} within five minutes`)), 300_000).unref();
  });

/** Names of the files of a folder that a page fetches, in their order, from now on: a list that grows. */
export function fetched(page, folder) {
  const names = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(folder) || request.isNavigationRequest()) return;
    const name = url.slice(folder.length).replace(/[?#].*/, '');
    if (!names.includes(name)) names.push(name);
  });
  return names;
}
