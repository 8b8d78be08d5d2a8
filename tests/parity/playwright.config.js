// `npx playwright test -c parity` from tests/. MINISTACK and CHROMIUM name the two programs if they are elsewhere.
import { defineConfig } from '@playwright/test';
import { launchOptions } from '../setup/chromium.js';

export default defineConfig({
  testDir: '.',
  testMatch: 'parity.spec.js',
  outputDir: './report/test-results',
  fullyParallel: true,
  workers: 2,
  // A test that hangs is rare, and a machine that is busy is not.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  globalSetup: './lib/build.js',
  reporter: [['dot'], ['./lib/reporter.js']],
  use: {
    browserName: 'chromium',
    launchOptions,
  },
});
