// How the suites start Chromium.

/** What Playwright 1.65 switches off by itself: the browser takes the last list only, so this is part of ours. */
const PLAYWRIGHTS = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
];
/** Two pages of the address bar's and a process in reserve, for each window: they cost more than the window itself. */
const UNSEEN = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'SpareRendererForSitePerProcess'];

export const launchOptions = {
  executablePath: process.env.HEADLESS_CHROMIUM || process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--disable-gpu', `--disable-features=${[...PLAYWRIGHTS, ...UNSEEN].join(',')}`],
};
