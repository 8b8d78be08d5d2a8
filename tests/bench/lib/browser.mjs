// Chromium, and pages that know nothing yet.
import { chromium } from 'playwright-core';

export function launch() {
  const executablePath = process.env.CHROMIUM;
  if (!executablePath) throw new Error('CHROMIUM must name a browser: `make bench` does');
  return chromium.launch({
    executablePath,
    // Chromium refuses its sandbox to root.
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--disable-gpu'],
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
 * Opens a page that begins by itself (`page/harness.js`), and waits until it tells the time wanted, say `done`. Nothing is
 * evaluated in the page: Playwright's helpers would be on the clock.
 */
export async function runPage(page, url, wanted) {
  const times = new Promise((resolve, reject) => {
    page.on('console', (message) => {
      if (!message.text().startsWith('bench: ')) return;
      const told = JSON.parse(message.text().slice('bench: '.length));
      if (told.error) reject(new Error(`${url}: ${told.error}`));
      else if (wanted in told) resolve(told);
    });
    setTimeout(() => reject(new Error(`${url}: no ${wanted} within a minute`)), 60_000).unref();
  });
  const [result] = await Promise.all([times, page.goto(url, { waitUntil: 'commit' })]);
  return result;
}
