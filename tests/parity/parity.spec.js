// Every scenario runs twice, with v5 and with this package: the same Chromium and server, but each with a browser
// context, a user pool and users of its own. Whatever differs must be listed in differences.js, and occur. Where both
// servers have what a scenario needs, it runs on the local Cognito and on the stand-in.
import { expect, test as base } from '@playwright/test';
import { startCognito } from '../local-cognito/local-cognito.mjs';
import { startStandIn } from '../stand-in/stand-in.mjs';
import differences from './differences.js';
import { compare, judge, told } from './lib/compare.js';
import { observe } from './lib/observe.js';
import { codesOf, prepare } from './lib/prepare.js';
import scenarios from './scenarios/index.js';

const START = { 'local Cognito': startCognito, 'stand-in': startStandIn };

const test = base.extend({
  /** Gives a server of a name; each worker starts those that it needs. */
  serverOf: [async ({}, use) => {
    const servers = new Map();
    await use((name) => servers.get(name) ?? servers.set(name, START[name]()).get(name));
    for (const server of servers.values()) await (await server).stop();
  }, { scope: 'worker' }],
});

async function play(side, scenario, name, now, browser, server) {
  const setup = await prepare(server, scenario, name, now);
  const { userPoolId, userPoolWebClientId } = setup.config;
  const { codeOf, totpOf } = codesOf(server, name, userPoolId);
  const context = await browser.newContext();
  try {
    await context.exposeFunction('parityAdmin', (operation, body) => server.admin(operation, { UserPoolId: userPoolId, ...body }));
    await context.exposeFunction('parityApi', (operation, body) => server.api(operation, { ClientId: userPoolWebClientId, ...body }));
    await context.exposeFunction('parityCode', codeOf);
    await context.exposeFunction('parityTotp', totpOf);
    const page = await context.newPage();
    const errors = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.addInitScript((now) => (globalThis.parityNow = now), now);
    await page.goto(new URL(`${side}.html`, process.env.PARITY_PAGES).href);
    const log = [];
    for (let part = 0; part < [scenario.run].flat().length; part++) {
      if (part) await page.reload();
      await page.waitForFunction(() => globalThis.parity, null, { timeout: 10_000 }).catch(() => {
        throw new Error(`the page of ${side} did not start: ${errors.join('; ')}`);
      });
      const entries = await page.evaluate(([name, part, setup]) => globalThis.parity(name, part, setup), [scenario.name, part, setup]);
      log.push(...entries.map((entry) => (part ? { ...entry, step: `${entry.step} (page ${part + 1})` } : entry)));
    }
    return observe(log, { ...setup, origin: process.env.PARITY_PAGES, exactDrift: scenario.exactDrift });
  } finally {
    await context.close();
  }
}

for (const scenario of scenarios) {
  const servers = scenario.on ?? ['local Cognito'];
  for (const server of servers) {
    test(servers.length > 1 ? `${scenario.name} (${server})` : scenario.name, async ({ browser, serverOf }, info) => {
      const now = Math.floor(Date.now() / 1000) * 1000;
      const [v5, ours] = await Promise.all(['v5', 'ours'].map(async (side) => play(side, scenario, server, now, browser, await serverOf(server))));
      const { mismatches, facts } = compare(v5, ours);
      const verdict = judge(scenario.name, server, mismatches, process.env.PARITY_OURS === 'v5' ? [] : differences);
      const steps = new Set(v5.map(({ step }) => step)).size;
      const requests = v5.filter(({ aspect }) => aspect === 'requests').reduce((sum, { lines }) => sum + lines.length, 0);
      await info.attach('parity', { contentType: 'application/json', body: JSON.stringify({ scenario: scenario.name, server, covers: scenario.covers, steps, facts, requests, ...verdict }) });
      const report = [
        ...told(verdict.unwanted),
        ...verdict.missing.map((difference) => `  listed in differences.js, but does not occur: ${difference.aspect} [${difference.step ?? ''}] ${difference.reason}`),
      ];
      expect(report, `${scenario.name}\n${report.join('\n')}`).toEqual([]);
    });
  }
}
