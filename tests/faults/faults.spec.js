// Each request of each flow meets each fault. What must hold then is in `page/stage.js`; the flows are in `flows.js`.
import { expect, test as base } from '@playwright/test';
import { startStandIn } from '../stand-in/stand-in.mjs';
import { flows } from './flows.js';
import { documented } from './lib/documented.js';
import { createPools } from './lib/pools.js';

const test = base.extend({
  setup: [
    async ({}, use) => {
      const service = await startStandIn();
      await use({ pools: await createPools(service), documented });
      await service.stop();
    },
    { scope: 'worker' },
  ],
  stage: [
    async ({ browser }, use) => {
      const page = await browser.newPage();
      page.on('pageerror', (error) => console.error(`faults: ${error.stack}`));
      let opened = 0;
      const open = async () => {
        const url = new URL(`matrix.html?${++opened}`, process.env.FAULTS_PAGES);
        // A relying party is a name.
        url.hostname = 'localhost';
        await page.goto(url.href);
        await page.waitForFunction(() => window.ready);
        await page.evaluate(() => window.warmUp());
      };
      await open();
      await use({ page, open });
      await page.close();
    },
    { scope: 'worker' },
  ],
});

for (const { name } of flows) {
  test(name, async ({ stage: { page, open }, setup }, info) => {
    const rehearsal = await page.evaluate(([setup, name]) => window.rehearse(setup, name), [setup, name]);
    expect(rehearsal.problems, `${name}, without a fault`).toEqual([]);
    const count = await page.evaluate((name) => window.cases(name).length, name);
    const results = [];
    while (results.length < count) {
      results.push(
        ...(await page.evaluate(
          ([setup, name, from]) => window.runFrom(setup, name, from),
          [setup, name, results.length],
        )),
      );
      if (results.at(-1).taintedBy) await open();
    }
    await info.attach('faults', { contentType: 'application/json', body: JSON.stringify({ flow: name, results }) });
    const problems = results.flatMap(({ step, fault, lasting, problems }) =>
      problems.map(
        (problem) =>
          `${flows.find((flow) => flow.name === name).requests[step].operation} ${step + 1}, ${fault}${lasting ? ', lasting' : ''}: ${problem}`,
      ),
    );
    expect(problems, problems.join('\n')).toEqual([]);
  });
}
