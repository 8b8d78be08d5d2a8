// `make demo` itself: it starts, says where, and leaves nothing behind.
import { freePort } from '../../local-cognito/local-cognito.mjs';
import { startDemo } from './demo.js';
import { expect, test } from './fixtures.js';

// They build into the same directory.
test.describe.configure({ mode: 'serial', timeout: 90_000 });

const answers = (url) => fetch(url).then((response) => response.ok, () => false);

test('Ctrl-C stops the page and the local Cognito', async () => {
  const demo = await startDemo({ port: await freePort() });
  expect(demo.output()).toContain('123456');
  expect(await answers(demo.address)).toBe(true);
  expect(await answers(`${demo.cognito}_ministack/ready`)).toBe(true);
  expect(await demo.stop('SIGINT')).toEqual({ code: 0, signal: null });
  expect(await answers(demo.address)).toBe(false);
  expect(await answers(`${demo.cognito}_ministack/ready`)).toBe(false);
});

test('a taken port is refused with one clear line', async () => {
  const port = new URL(process.env.DEMO).port;
  await expect(startDemo({ port })).rejects.toMatchObject({ code: 1, message: expect.stringMatching(/Port \d+ is already in use/) });
});
