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
  timeout: 30_000,
  expect: { timeout: 10_000 },
  use: {
    browserName: 'chromium',
    launchOptions,
  },
});
