// Several tabs of one browser: one refresh for all of them, and who signs in or out in one is known in the others.
import { expect, ours, PASSWORD, test } from './fixtures.js';

const TABS = 10;
const LATER = 2 * 3600_000;

/** Tabs of one browser with a user signed in, whose tokens have expired in all of them. */
async function expiredTabs(newApp, newUser, open = {}, tabs = TABS) {
  const apps = [];
  for (let tab = 0; tab < tabs; tab++) apps.push(await newApp(open));
  const { username } = await newUser();
  await apps[0].run('signIn', username, PASSWORD);
  for (const app of apps) {
    await app.catchUpWith(apps[0]);
    await app.page.clock.setFixedTime(Date.now() + LATER);
    app.calls.length = 0;
  }
  return { apps, username };
}

const refreshes = (apps) =>
  apps.flatMap(({ calls }) => calls).filter(({ body }) => body.AuthFlow === 'REFRESH_TOKEN_AUTH');

ours('ten tabs whose tokens have expired make one refresh', async ({ newApp, newUser }) => {
  const { apps } = await expiredTabs(newApp, newUser);
  // Each reads the expired tokens before the first has new ones.
  const { asked, release } = await apps[0].holdRefreshes();
  for (const app of apps.slice(1)) await app.page.route(app.pool.endpoint, (route) => route.fallback());
  const first = apps[0].run('currentSession');
  await asked;
  const others = apps.slice(1).map((app) => app.run('currentSession'));
  // Each has read them once it waits for the first one's lock.
  const waiting = () => apps[0].page.evaluate(async () => (await navigator.locks.query()).pending.length);
  await expect.poll(waiting).toBe(others.length);
  release();
  const sessions = await Promise.all([first, ...others]);
  expect(refreshes(apps)).toHaveLength(1);
  expect(new Set(sessions.map(({ accessToken }) => accessToken.jwtToken)).size).toBe(1);
  // Each tab hears of its new tokens.
  for (const app of apps) expect(await app.events()).toContainEqual(['tokenRefresh', 'New token retrieved']);
});

ours('ten tabs that all begin at once make one refresh', async ({ newApp, newUser }) => {
  const { apps } = await expiredTabs(newApp, newUser);
  await Promise.all(apps.map((app) => app.run('currentSession')));
  expect(refreshes(apps)).toHaveLength(1);
});

ours('without Web Locks each tab refreshes for itself', async ({ context, newApp, newUser }) => {
  await context.addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }));
  const { apps } = await expiredTabs(newApp, newUser, {}, 2);
  await Promise.all(apps.map((app) => app.run('currentSession')));
  expect(refreshes(apps).length).toBeGreaterThan(0);
});

ours(
  'a lock that another tab does not give back is waited for, and then done without',
  async ({ newApp, newUser, pool }) => {
    const {
      apps: [app, hung],
      username,
    } = await expiredTabs(newApp, newUser, {}, 2);
    const name = `CognitoIdentityServiceProvider.${pool.clientId}.${username}.refreshToken`;
    await hung.page.evaluate(
      (name) =>
        new Promise((held) => {
          navigator.locks.request(name, () => new Promise(held));
          setTimeout(held, 200);
        }),
      name,
    );
    // Nothing is left of the sign-in's own lock.
    await expect
      .poll(() => hung.page.evaluate(async () => (await navigator.locks.query()).held.map((lock) => lock.name)))
      .toEqual([name]);
    // The clock stands still but for what is asked of it here.
    await app.page.clock.install({ time: Date.now() + LATER });
    await app.page.clock.pauseAt(Date.now() + LATER + 60_000);
    const waiting = app.run('currentSession');
    await expect.poll(() => hung.page.evaluate(async () => (await navigator.locks.query()).pending.length)).toBe(1);
    await app.page.clock.runFor(9_000);
    expect(refreshes([app])).toHaveLength(0);
    await app.page.clock.runFor(1_000);
    await waiting;
    expect(refreshes([app])).toHaveLength(1);
  },
);

ours('a storage of the app may call Auth while a refresh is under way', async ({ app, newUser }) => {
  const { username } = await newUser();
  const calls = await app.page.evaluate(
    async ([config, username, password]) => {
      const kept = new Map();
      const began = [];
      let listening = false;
      window.Auth.configure({
        ...config,
        storage: {
          getItem(key) {
            if (listening && began.length < 3) began.push(window.Auth.currentSession());
            return kept.get(key) ?? null;
          },
          setItem: (key, value) => {
            kept.set(key, value);
          },
          removeItem: (key) => {
            kept.delete(key);
          },
          clear: () => kept.clear(),
        },
      });
      await window.Auth.signIn(username, password);
      for (const key of kept.keys()) if (key.endsWith('.clockDrift')) kept.set(key, '-7200');
      listening = true;
      await window.Auth.currentSession();
      return (await Promise.all(began)).length;
    },
    [app.authConfig(), username, PASSWORD],
  );
  expect(calls).toBe(3);
});

const session = () => {
  const area = {
    get: (key) => document.cookie.split('; ').find((one) => one.startsWith(`${encodeURIComponent(key)}=`)),
  };
  // A session in cookies, as an app may keep it: tabs share it, and no `storage` event tells of it.
  return {
    getItem: (key) => {
      const found = area.get(key);
      return found ? decodeURIComponent(found.split('=')[1]) : null;
    },
    setItem: (key, value) => {
      if (value.length < 4000) document.cookie = `${encodeURIComponent(key)}=${encodeURIComponent(value)}; path=/`;
    },
    removeItem: (key) => {
      document.cookie = `${encodeURIComponent(key)}=; path=/; max-age=0`;
    },
    clear() {},
  };
};

for (const storage of ['localStorage', 'cookies'])
  ours(`sign-in and sign-out reach the other tabs: ${storage}`, async ({ newApp, newUser }) => {
    const [here, there] = [await newApp(), await newApp()];
    if (storage === 'cookies')
      for (const { page } of [here, there])
        await page.evaluate(
          ([config, make]) => window.Auth.configure({ ...config, storage: (0, eval)(`(${make})`)() }),
          [here.authConfig(), String(session)],
        );
    const [ana, ben] = [await newUser(), await newUser()];
    const user = () => there.page.evaluate(() => window.Auth.user && window.Auth.user.username);
    const told = () =>
      there.page.evaluate(() =>
        window.events
          .filter(({ event }) => event.endsWith('Elsewhere'))
          .map(({ event, data }) => [event, data && data.username]),
      );

    await here.run('signIn', ana.username, PASSWORD);
    await expect.poll(told).toEqual([['signedInElsewhere', ana.username]]);
    expect(await user()).toBe(ana.username);
    await there.catchUpWith(here);
    expect((await there.run('currentAuthenticatedUser')).username).toBe(ana.username);

    await here.run('signIn', ben.username, PASSWORD);
    await expect.poll(told).toHaveLength(2);
    expect(await user()).toBe(ben.username);

    await here.run('signOut');
    await expect.poll(told).toHaveLength(3);
    expect((await told())[2]).toEqual(['signedOutElsewhere', null]);
    expect(await user()).toBe(null);
    // Nothing of it comes back to the tab where it happened.
    expect((await here.events()).filter(([event]) => event.endsWith('Elsewhere'))).toEqual([]);
  });

ours('a session of one tab alone is none of the others', async ({ newApp, newUser }) => {
  const [here, there] = [await newApp(), await newApp()];
  for (const { page } of [here, there])
    await page.evaluate((config) => window.Auth.configure({ ...config, storage: sessionStorage }), here.authConfig());
  const { username } = await newUser();
  await there.forgetEvents();
  await here.run('signIn', username, PASSWORD);
  await there.page.waitForTimeout(300);
  expect(await there.events()).toEqual([]);
});

ours('a tab that becomes visible refreshes what has expired', async ({ newApp, newUser }) => {
  const {
    apps: [app],
  } = await expiredTabs(newApp, newUser, {}, 1);
  await app.forgetEvents();
  await app.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect.poll(() => app.events()).toEqual([['tokenRefresh', 'New token retrieved']]);
});

ours('other tabs are listened to once there is a user pool, and once only', async ({ context, newApp }) => {
  await context.addInitScript(() => {
    window.opened = [];
    // The app puts Auth there between the import and `configure`.
    const note = (what) => window.opened.push([what, window.Auth ? 'configured' : 'imported']);
    window.BroadcastChannel = class extends BroadcastChannel {
      constructor(name) {
        super(name);
        note('channel');
      }
    };
    for (const target of [window, document]) {
      const listen = target.addEventListener;
      target.addEventListener = (type, ...rest) => {
        if (/^(storage|visibilitychange)$/.test(type)) note(type);
        listen.call(target, type, ...rest);
      };
    }
  });
  const app = await newApp();
  const once = [
    ['channel', 'configured'],
    ['storage', 'configured'],
    ['visibilitychange', 'configured'],
  ];
  const opened = () => app.page.evaluate(() => new Promise((resolve) => setTimeout(() => resolve(window.opened), 10)));
  expect(await opened()).toEqual(once);
  await app.page.evaluate((config) => window.Auth.configure(config), app.authConfig());
  expect(await opened()).toEqual(once);
});
