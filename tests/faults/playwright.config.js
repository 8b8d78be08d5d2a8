// `npx playwright test -c faults` from tests/. CHROMIUM names the browser if it is elsewhere.
import { defineConfig } from '@playwright/test';
import { launchOptions } from '../setup/chromium.js';

export default defineConfig({
  testDir: '.',
  outputDir: './report/test-results',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // A test that hangs is rare, and a machine that is busy is not.
  timeout: 600_000,
  expect: { timeout: 30_000 },
  globalSetup: './lib/build.js',
  reporter: [['dot'], ['./lib/reporter.js']],
  use: {
    browserName: 'chromium',
    launchOptions,
  },
});
