// Every scenario runs twice, with v5 and with this package: the same Chromium and server, but each with a user pool and
// users of its own. Each side has one browser context, which every scenario finds empty. Whatever differs must be listed in differences.js, and occur. Where both
// servers have what a scenario needs, it runs on the local Cognito and on the stand-in.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test as base } from '@playwright/test';
import { startCognito } from '../local-cognito/local-cognito.mjs';
import { startStandIn } from '../stand-in/stand-in.mjs';
import differences from './differences.js';
import { checked, compare, judge, told } from './lib/compare.js';
import { observe } from './lib/observe.js';
import { codesOf, prepare } from './lib/prepare.js';
import scenarios from './scenarios/index.js';

const wanted = checked(differences);
const START = { 'local Cognito': startCognito, 'stand-in': startStandIn };

const test = base.extend({
  /** Gives a server of a name; each worker starts those that it needs. */
  serverOf: [
    async ({}, use) => {
      const servers = new Map();
      await use((name) => servers.get(name) ?? servers.set(name, START[name]()).get(name));
      for (const server of servers.values()) await (await server).stop();
    },
    { scope: 'worker' },
  ],
  stages: [
    async ({ browser }, use) => use({ v5: await openStage(browser), ours: await openStage(browser) }),
    { scope: 'worker' },
  ],
});

/** A page, and what the scenario that runs in it may ask of this process. */
async function openStage(browser) {
  const page = await browser.newPage();
  const stage = { page, answers: {}, played: 0 };
  for (const name of ['parityAdmin', 'parityApi', 'parityCode', 'parityTotp'])
    await page.exposeFunction(name, (...args) => stage.answers[name](...args));
  // A scenario begins with a page that is navigated to; its other parts with one that is reloaded.
  await page.addInitScript(() => {
    globalThis.parityNow = Number(new URL(location).searchParams.get('now'));
    if (performance.getEntriesByType('navigation')[0].type !== 'navigate') return;
    for (const storage of [localStorage, sessionStorage]) storage.clear();
    for (const cookie of document.cookie.split('; ')) document.cookie = `${cookie}; path=/; max-age=0`;
  });
  return stage;
}

async function play(side, stage, scenario, name, now, server) {
  const setup = await prepare(server, scenario, name, now);
  const { userPoolId, userPoolWebClientId } = setup.config;
  const { codeOf, totpOf } = codesOf(server, name, userPoolId);
  stage.answers = {
    parityAdmin: (operation, body) => server.admin(operation, { UserPoolId: userPoolId, ...body }),
    parityApi: (operation, body) => server.api(operation, { ClientId: userPoolWebClientId, ...body }),
    parityCode: codeOf,
    parityTotp: totpOf,
  };
  const { page } = stage;
  const errors = [];
  const note = (error) => errors.push(String(error));
  page.on('pageerror', note);
  await page.goto(new URL(`${side}.html?scenario=${++stage.played}&now=${now}`, process.env.PARITY_PAGES).href);
  const log = [];
  for (let part = 0; part < [scenario.run].flat().length; part++) {
    if (part) await page.reload();
    await page
      .waitForFunction(() => globalThis.parity, null, { timeout: 60_000 })
      .catch(() => {
        throw new Error(`the page of ${side} did not start: ${errors.join('; ')}`);
      });
    const entries = await page.evaluate(
      ([name, part, setup]) => globalThis.parity(name, part, setup),
      [scenario.name, part, setup],
    );
    log.push(...entries.map((entry) => (part ? { ...entry, step: `${entry.step} (page ${part + 1})` } : entry)));
  }
  page.off('pageerror', note);
  return observe(log, { ...setup, origin: process.env.PARITY_PAGES, exactDrift: scenario.exactDrift });
}

test('every public method of v5 has a scenario', async ({ page }) => {
  await page.goto(new URL('v5.html?scenario=0&now=0', process.env.PARITY_PAGES).href);
  await page.waitForFunction(() => globalThis.parityMethods);
  // JavaScript knows no private methods: v5's declaration does.
  const declared = createRequire(import.meta.url).resolve('@aws-amplify/auth/lib-esm/Auth.d.ts');
  const isPrivate = (name) => new RegExp(`^ +private ${name}\\b`, 'm').test(readFileSync(declared, 'utf8'));
  const covered = scenarios.flatMap(({ covers }) => covers);
  const methods = await page.evaluate(() => globalThis.parityMethods);
  expect(methods).toContain('signIn');
  const without = methods.filter((name) => !covered.includes(name) && !isPrivate(name));
  expect(without.filter((name) => name !== 'constructor')).toEqual([]);
});

for (const scenario of scenarios) {
  const servers = scenario.on ?? ['local Cognito'];
  for (const server of servers) {
    test(servers.length > 1 ? `${scenario.name} (${server})` : scenario.name, async ({ stages, serverOf }, info) => {
      const now = Math.floor(Date.now() / 1000) * 1000;
      const [v5, ours] = await Promise.all(
        ['v5', 'ours'].map(async (side) => play(side, stages[side], scenario, server, now, await serverOf(server))),
      );
      const { mismatches, facts } = compare(v5, ours);
      const verdict = judge(scenario.name, server, mismatches, process.env.PARITY_OURS === 'v5' ? [] : wanted);
      const steps = new Set(v5.map(({ step }) => step)).size;
      const requests = v5
        .filter(({ aspect }) => aspect === 'requests')
        .reduce((sum, { lines }) => sum + lines.length, 0);
      await info.attach('parity', {
        contentType: 'application/json',
        body: JSON.stringify({
          scenario: scenario.name,
          server,
          covers: scenario.covers,
          steps,
          facts,
          requests,
          ...verdict,
        }),
      });
      const report = [
        ...told(verdict.unwanted),
        ...verdict.missing.map(
          (difference) =>
            `  listed in differences.js, but does not occur: ${difference.aspect} [${difference.step ?? ''}] ${difference.reason}`,
        ),
      ];
      expect(report, `${scenario.name}\n${report.join('\n')}`).toEqual([]);
    });
  }
}
