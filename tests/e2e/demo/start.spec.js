// `make demo` itself: it starts, says where, and leaves nothing behind.
import { freePort } from '../../local-cognito/local-cognito.mjs';
import { startDemo } from './demo.js';
import { PASSWORD, button, expect, field, heading, test } from './fixtures.js';

// They build into the same directory.
test.describe.configure({ mode: 'serial' });

const answers = (url) =>
  fetch(url).then(
    (response) => response.ok,
    () => false,
  );

test('Ctrl-C stops the page and the local Cognito', async () => {
  const demo = await startDemo({ port: await freePort() });
  expect(demo.output()).toContain('123456');
  expect(await answers(demo.address)).toBe(true);
  expect(await answers(`${demo.cognito}_ministack/ready`)).toBe(true);
  expect(await demo.stop('SIGINT')).toEqual({ code: 0, signal: null });
  expect(await answers(demo.address)).toBe(false);
  expect(await answers(`${demo.cognito}_ministack/ready`)).toBe(false);
});

test('with the stand-in it names its users, and prints the codes', async ({ page }) => {
  const demo = await startDemo({ port: await freePort(), options: ['--service', 'stand-in'] });
  try {
    expect(demo.output()).toMatch(/\bsms\b.*code by SMS/);
    await page.goto(demo.address);
    await field(page, 'Username').fill('sms');
    await field(page, 'Password').fill(PASSWORD);
    await button(page, 'Sign in').click();
    await expect(page.getByRole('main')).toContainText('The local Cognito prints it in its terminal.');
    const printed = () => /SMS to \+\d+: (\d+)/.exec(demo.output())?.[1];
    await expect.poll(printed).toBeDefined();
    await field(page, 'Code').fill(printed());
    await button(page, 'Continue').click();
    await expect(heading(page, 'sms')).toBeVisible();
  } finally {
    expect(await demo.stop('SIGTERM')).toEqual({ code: 0, signal: null });
  }
});

test('a service that does not exist is refused', async () => {
  await expect(startDemo({ port: await freePort(), options: ['--service', 'aws'] })).rejects.toMatchObject({
    code: 2,
    message: expect.stringContaining('not a service: aws'),
  });
});

test('a taken port is refused with one clear line', async () => {
  const port = new URL(process.env.DEMO).port;
  await expect(startDemo({ port })).rejects.toMatchObject({
    code: 1,
    message: expect.stringMatching(/Port \d+ is already in use/),
  });
});
