import { defineConfig } from '@playwright/test';

// From tests/: npx playwright test -c e2e      (MINISTACK and CHROMIUM name the two programs)
export default defineConfig({
  testDir: '.',
  testIgnore: 'demo/**',
  globalSetup: './setup.js',
  outputDir: '../.work/e2e-results',
  reporter: process.env.CI ? 'line' : 'list',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    browserName: 'chromium',
    headless: true,
    launchOptions: {
      executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
    },
  },
});
