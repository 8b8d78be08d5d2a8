import { expect, ours } from './fixtures.js';

ours('a key that does nothing yet is warned of once', async ({ app }) => {
  const warnings = [];
  app.page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
  const configure = (config) => app.page.evaluate((config) => void window.Auth.configure(config), config);
  const warned = async (config) => {
    // The second time is a page that configures again, or another Auth: the keys never disappear.
    for (let round = 0; round < 2; round++) await configure(config);
    return warnings.splice(0).map((text) => text.replace('cognito-auth-wasm: ', ''));
  };

  expect(await warned({})).toEqual([]);
  // What an app says that has none of them.
  expect(
    await warned({ oauth: { domain: 'a.example' }, ssr: false, cookieStorage: undefined, mandatorySignIn: true }),
  ).toEqual([]);
  // v5 does not obey these either where there is a storage.
  const withStorage = () => window.Auth.configure({ storage: localStorage, ssr: true, cookieStorage: {} }) && undefined;
  await app.page.evaluate(withStorage);
  expect(await warned({})).toEqual([]);

  expect(await warned({ storage: undefined })).toEqual([
    'cookieStorage is not supported yet',
    'ssr is not supported yet',
  ]);
  expect(await warned({ identityPoolId: 'us-east-1:1', refreshHandlers: {} })).toEqual([]);
});
