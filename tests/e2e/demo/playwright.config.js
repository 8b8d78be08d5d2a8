import { defineConfig } from '@playwright/test';
import { launchOptions } from '../../setup/chromium.js';

// From tests/: npx playwright test -c e2e/demo      (MINISTACK and CHROMIUM name the two programs)
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.js',
  globalSetup: './setup.js',
  outputDir: '../../.work/demo-results',
  reporter: process.env.CI ? 'dot' : 'list',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // A test that hangs is rare, and a machine that is busy is not.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  use: {
    browserName: 'chromium',
    launchOptions,
  },
});
