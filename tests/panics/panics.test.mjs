// The published program, built with a panic wherever the test asks for one (`src/panics.rs`), in a browser: each call that was
// under way rejects with `InternalError`, what it held is released, and later calls work.
// Run: make test-panics

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { chromium } from 'playwright-core';
import { launchOptions } from '../setup/chromium.js';
import { builds, startSite } from './site.mjs';

let site, browser, context, page;
before(async () => {
  site = await startSite('panics');
  browser = await chromium.launch({ ...launchOptions, args: [...launchOptions.args, '--js-flags=--expose-gc'] });
});
after(async () => {
  await browser?.close();
  site?.close();
});

const open = async (where = site) => {
  const page = await context.newPage();
  page.errors = [];
  page.on('pageerror', (error) => page.errors.push(error.message));
  await page.goto(where.url);
  await page.waitForFunction(() => window.app, null, { timeout: 60_000 });
  return page;
};
beforeEach(async () => {
  await context?.close();
  Object.assign(site, { replaced: {}, ended: [], held: [], holds: () => false });
  context = await browser.newContext();
  page = await open();
});

const call = (...args) => page.evaluate((args) => app.call(...args), args);
const arm = (...args) => page.evaluate((args) => app.arm(...args), args);
const signIn = () => call('signIn', 'ana', 'Secret-123');
const session = () => page.evaluate(() => app.session());

const stopped = (cause = 'RuntimeError') => ({
  error: {
    name: 'InternalError',
    code: 'InternalError',
    message: 'Internal error: the module has stopped, and is started anew at the next call',
    cause,
  },
});

/** The module has come to the place, nobody was told by an error of the page, and nothing is left of the call. */
async function assertStopped(outcome, cause) {
  assert.deepEqual(outcome, stopped(cause));
  assert.equal(await page.evaluate(() => app.hasFired()), true);
  assert.equal(await page.evaluate(() => app.Auth.pendingSignIn), null);
}

/** Somebody signs in, and what is stored is one session. */
async function assertWorks() {
  assert.deepEqual(await signIn(), { value: 'ana' });
  const { username, counts } = await session();
  assert.equal(username, 'ana');
  assert.equal(new Set(counts).size, 1);
  assert.deepEqual(page.errors, []);
}

describe('a panic', () => {
  for (const place of ['method', 'future', 'granted', 'locked', 'write'])
    test(`of a sign-in, ${place}: it rejects, stores nothing, and the next one works`, async () => {
      await arm(place);
      await assertStopped(await signIn());
      assert.deepEqual(await page.evaluate(() => app.storedTokens()), []);
      assert.deepEqual(await page.evaluate(() => app.events), []);
      await assertWorks();
    });

  // The second is Rust's check of an index, the third that of a RefCell: run-time checks are in the program.
  for (const [way, cause] of Object.entries({
    index: 'RuntimeError',
    borrow: 'RuntimeError',
    stack: 'RangeError',
    memory: 'RuntimeError',
  }))
    for (const place of ['method', 'future'])
      test(`by ${way}, ${place}`, async () => {
        await arm(place, way);
        await assertStopped(await signIn(), cause);
        await assertWorks();
      });

  test('in a part that is fetched later, at its first call and at later ones', async () => {
    await signIn();
    for (let round = 0; round < 2; round++) {
      await arm('part');
      await assertStopped(await call('deleteUser'));
      assert.equal((await session()).username, 'ana');
    }
    assert.deepEqual(await call('deleteUser'), { value: 'SUCCESS' });
    await assertWorks();
  });

  test('in a later part that this instance has run before', async () => {
    await signIn();
    assert.ok((await call('forgotPassword', 'ana')).value);
    await arm('part');
    await assertStopped(await call('deleteUser'));
    await assertWorks();
  });

  for (const place of ['method', 'future', 'callback'])
    test(`of a method that calls back, ${place}: the callback is told`, async () => {
      await signIn();
      await arm(place);
      await assertStopped(await page.evaluate(() => app.callBack('changePassword', 'Secret-123', 'Secret-456')));
      assert.deepEqual(await page.evaluate(() => app.callBack('changePassword', 'Secret-123', 'Secret-456')), {
        value: 'SUCCESS',
      });
      await assertWorks();
    });

  for (const place of ['method', 'future'])
    test(`of a sign-in that calls back, ${place}: onFailure is told`, async () => {
      await signIn();
      await arm(place);
      await assertStopped(await page.evaluate(() => app.authenticate()));
      assert.deepEqual(await page.evaluate(() => app.authenticate()), { value: 'signed in' });
      await assertWorks();
    });

  test('in a part of a method that calls back: the callback is told', async () => {
    await signIn();
    for (let round = 0; round < 2; round++) {
      await arm('part');
      await assertStopped(await page.evaluate(() => app.callBack('deleteUser')));
    }
    await assertWorks();
  });

  // What nobody waits for has no callback: the page goes on, and shows the error.
  test('of a method without a callback shows the error', async () => {
    await signIn();
    await arm('future');
    const shown = page.waitForEvent('pageerror');
    await page.evaluate(() => void app.Auth.user.changePassword('Secret-123', 'Secret-456'));
    await shown;
    assert.equal(await page.evaluate(() => app.hasFired()), true);
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
    assert.equal(page.errors.length, 1);
    assert.match(page.errors[0], /Internal error: the module has stopped/);
    page.errors.length = 0;
    await assertWorks();
  });

  test('ends all calls that are under way, and their requests', async () => {
    await signIn();
    site.holds = (operation) => /^(ChangePassword|GetUser|SetUserMFAPreference)$/.test(operation);
    const waiting = page.evaluate(() =>
      Promise.all([
        app.call('changePassword', app.Auth.user, 'Secret-123', 'Secret-456'),
        app.call('currentAuthenticatedUser', { bypassCache: true }),
        app.callBack('setUserMfaPreference', null, null),
      ]),
    );
    while (site.held.length < 3) await new Promise((resolve) => setTimeout(resolve, 10));
    await arm('future');
    site.held[0]();
    const outcomes = await waiting;
    // Any failure of this method is one and the same text.
    assert.deepEqual(
      outcomes.filter((it, place) => place !== 1),
      [stopped(), stopped()],
    );
    assert.deepEqual(outcomes[1], stopped());
    while (site.ended.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    site.holds = () => false;
    await assertWorks();
  });

  for (const place of ['locked', 'granted', 'write'])
    test(`${place}: other tabs get the lock at once`, async () => {
      const other = await open();
      // One that is given back in order rests for a while, which never ends here.
      await page.evaluate(() => {
        window.timers = setTimeout;
        window.setTimeout = () => 0;
      });
      await arm(place);
      await assertStopped(await signIn());
      const isFree = () =>
        other.evaluate(() =>
          navigator.locks
            .request('cognito-auth-wasm.client', { signal: AbortSignal.timeout(30_000) }, () => true)
            .catch((error) => error.name),
        );
      assert.equal(await isFree(), true);
      await page.evaluate(() => {
        window.setTimeout = window.timers;
      });
      await assertWorks();
    });

  for (let nth = 1; nth <= 5; nth++)
    test(`before write ${nth} of a session, over that of another user: no session is half of each`, async () => {
      assert.deepEqual(await call('signIn', 'ben', 'Secret-123'), { value: 'ben' });
      await arm('write', 'panic', nth);
      const outcome = await signIn();
      if (await page.evaluate(() => app.hasFired())) assert.deepEqual(outcome, stopped());
      else assert.deepEqual(outcome, { value: 'ana' });
      await page.close();
      page = await open();
      const found = await session();
      if (found !== 'The user is not authenticated') assert.equal(new Set(found.counts).size, 1, JSON.stringify(found));
      await assertWorks();
    });

  test('leaves the faster kernel, which the next instance uses', async () => {
    await page.evaluate(() => app.configure({ authenticationFlowType: 'USER_SRP_AUTH' }));
    await signIn();
    await page.waitForFunction(() => app.kernel.isThere);
    await signIn();
    const calls = await page.evaluate(() => app.kernel.calls);
    await arm('future');
    await assertStopped(await signIn());
    await assertWorks();
    const more = (await page.evaluate(() => app.kernel.calls)) - calls;
    const isThere = await page.evaluate(() => app.kernel.calls > 0);
    // Only on a processor with a fused multiply-add.
    if (isThere) assert.equal(more, 1);
    else assert.equal(calls, 0);
  });

  test('leaves nothing of its instance, whatever that was doing', async () => {
    await signIn();
    site.holds = (operation) => operation === 'ChangePassword';
    for (let round = 0; round < 20; round++) {
      const waiting = page.evaluate(() => app.call('changePassword', app.Auth.user, 'Secret-123', 'Secret-456'));
      while (site.held.length <= round) await new Promise((resolve) => setTimeout(resolve, 5));
      await arm(['future', 'locked', 'granted', 'write', 'method'][round % 5]);
      await assertStopped(await signIn());
      assert.deepEqual(await waiting, stopped());
    }
    assert.equal(await page.evaluate(() => app.memories.length), 20);
    await assertWorks();
    const left = await page.evaluate(() => app.instances());
    assert.ok(left <= 2, `${left} instances are left`);
  });
});

describe('the published build', () => {
  test('has no panic on purpose', async () => {
    for (const name of ['core.js', 'node.js', 'service-worker.js', 'auth.wasm'])
      assert.ok(!(await readFile(path.join(builds.published, name), 'latin1')).includes('panicAt'), name);
  });

  test('takes what a function of the page throws through it for a panic', async () => {
    const own = await startSite('published');
    try {
      page = await open(own);
      await page.evaluate(() => {
        window.timers = setTimeout;
        window.setTimeout = () => {
          throw new SyntaxError('no timers');
        };
      });
      assert.deepEqual(await signIn(), stopped('SyntaxError'));
      assert.equal(await page.evaluate(() => app.Auth.pendingSignIn), null);
      await page.evaluate(() => {
        window.setTimeout = window.timers;
      });
      await assertWorks();
    } finally {
      own.close();
    }
  });
});
