// A code is exchanged exactly once, whatever calls twice.
import { expect, test } from './hosted.js';

test('components that are mounted twice', async ({ newHostedApp, newUser }) => {
  const app = await newHostedApp({ path: 'hosted-strict.html' });
  const user = await newUser();
  await app.signInThere(user);
  await expect(app.page.getByText(user.username)).toBeVisible();
  expect(await app.page.evaluate(() => window.mounted)).toBe(2);
  expect(app.exchanges.length).toBe(1);
  expect((await app.told('signIn', 'signIn_failure')).map(({ event }) => event)).toEqual(['signIn']);
});

test('configure is called again and again', async ({ hosted, newUser }) => {
  const user = await newUser();
  await hosted.fault({ Kind: 'slow', DelayMs: 300 });
  await hosted.page.context().addInitScript(() => {
    const timer = setInterval(() => {
      if (window.Auth?.userPool) window.Auth.configure(window.authConfig);
      if (window.started) clearInterval(timer);
    }, 20);
  });
  await hosted.signInThere(user);
  expect(await hosted.username()).toBe(user.username);
  expect(hosted.exchanges.length).toBe(1);
  expect((await hosted.told('signIn', 'signIn_failure')).map(({ event }) => event)).toEqual(['signIn']);
  expect(hosted.page.url()).toBe(hosted.redirect);
});

test('two copies of the package in a page', async ({ newHostedApp, newUser }) => {
  const app = await newHostedApp({ path: 'hosted-twice.html' });
  const user = await newUser();
  await app.signInThere(user);
  expect(await app.username()).toBe(user.username);
  expect(app.exchanges.length).toBe(1);
  await expect
    .poll(() =>
      app.page.evaluate(() => window.otherAuth.currentAuthenticatedUser().then(({ username }) => username, String)),
    )
    .toBe(user.username);
});

test('two attempts at once in two tabs both succeed', async ({ newHostedApp, newUser }) => {
  const [one, other] = [await newHostedApp(), await newHostedApp()];
  const users = [await newUser(), await newUser()];
  await one.leave({ prompt: 'login', customState: 'one' });
  await other.leave({ prompt: 'login', customState: 'other' });
  await one.login(users[0]);
  await one.back();
  expect(await one.username()).toBe(users[0].username);
  await other.login(users[1]);
  await other.back();
  expect(await other.username()).toBe(users[1].username);
  for (const [app, said] of [
    [one, 'one'],
    [other, 'other'],
  ])
    expect(await app.page.evaluate(() => window.events.find(({ event }) => event === 'customOAuthState').data)).toBe(
      said,
    );
});

test('two attempts one after the other in a tab: each is good', async ({ hosted, newUser }) => {
  const user = await newUser();
  const first = await hosted.returnOf(await hosted.leave(), user);
  await hosted.open();
  await hosted.leave();
  await hosted.page.goto(first);
  await hosted.back();
  expect(await hosted.username()).toBe(user.username);
});

test('a tab that was duplicated on its way back', async ({ hosted, newHostedApp, newUser }) => {
  const user = await newUser();
  const returned = await hosted.returnOf(await hosted.leave(), user);
  // What the browser does: the new tab begins with a copy.
  await hosted.page.goto(new URL('index.html?copy', process.env.E2E_APP).href);
  const kept = await hosted.page.evaluate(() => ({ ...sessionStorage }));
  const twin = await newHostedApp({ opens: false });
  await twin.page.addInitScript((kept) => {
    if (!sessionStorage.getItem('copied')) for (const key of Object.keys(kept)) sessionStorage.setItem(key, kept[key]);
    sessionStorage.setItem('copied', 'yes');
  }, kept);
  await hosted.fault({ Kind: 'slow', DelayMs: 500 });
  await Promise.all([hosted.page.goto(returned), twin.page.goto(returned)]);
  await Promise.all([hosted.back(), twin.back()]);
  await twin.catchUpWith(hosted);
  // Each of them has seen the requests of the whole profile.
  expect(hosted.exchanges.length).toBe(1);
  for (const app of [hosted, twin]) {
    expect(app.page.url()).toBe(app.redirect);
    expect((await app.run('currentSession')).idToken.payload['cognito:username']).toBe(user.username);
  }
});

test('a reload before the answer', async ({ hosted, newUser }) => {
  const user = await newUser();
  const returned = await hosted.returnOf(await hosted.leave(), user);
  await hosted.fault({ Kind: 'slow', DelayMs: 3000 });
  const asked = hosted.page.waitForRequest((request) => request.url().endsWith('/oauth2/token'));
  await hosted.page.goto(returned);
  await asked;
  await hosted.reload();
  expect(hosted.exchanges.length).toBe(1);
  expect(hosted.page.url()).toBe(hosted.redirect);
  expect(await hosted.attempts()).toEqual([]);
  // The next attempt is good.
  await hosted.signInThere(user);
  expect(await hosted.username()).toBe(user.username);
});
