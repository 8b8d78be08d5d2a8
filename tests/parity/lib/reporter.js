// Writes report/coverage.md, report/mismatches.md, all of it as report/results.json, and a summary.
import { mkdirSync, writeFileSync } from 'node:fs';
import { told } from './compare.js';

const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');

export default class ParityReporter {
  #results = [];
  #began = Date.now();

  onTestEnd(test, result) {
    // No scenario, but a test about all of them.
    if (result.status === 'passed' && !result.attachments.length) return;
    const attached = result.attachments.find(({ name }) => name === 'parity');
    const parity = attached
      ? JSON.parse(attached.body)
      : {
          scenario: test.title,
          server: '',
          covers: [],
          steps: 0,
          facts: 0,
          requests: 0,
          unwanted: [],
          wanted: [],
          missing: [],
          broken: result.error?.message ?? result.status,
        };
    this.#results.push(parity);
    this.#write();
  }

  onEnd() {
    console.log(`\nparity: ${this.#write()}\n        tests/parity/report/coverage.md`);
  }

  #write() {
    const results = this.#results.sort((a, b) => a.scenario.localeCompare(b.scenario));
    const sum = (name) => results.reduce((total, each) => total + (each[name].length ?? each[name]), 0);
    const verdict = ({ broken, unwanted, missing, wanted }) =>
      broken
        ? 'did not run'
        : unwanted.length || missing.length
          ? `**${unwanted.length} unlisted, ${missing.length} listed but absent**`
          : wanted.length
            ? `same, but for ${wanted.length} listed`
            : 'same';
    const servers = [...new Set(results.map(({ server }) => server))].filter(Boolean).sort();
    const methods = [...new Set(results.flatMap(({ covers }) => covers))].sort((a, b) => a.localeCompare(b));
    const total = (method, server) => {
      const mine = results.filter((each) => each.covers.includes(method) && each.server === server);
      if (!mine.length) return '–';
      const sum = (name) => mine.reduce((sum, each) => sum + each[name].length, 0);
      const failed = mine.filter(({ broken, unwanted, missing }) => broken || unwanted.length || missing.length).length;
      const told = `${mine.reduce((sum, { steps }) => sum + steps, 0)} steps`;
      return failed
        ? `**differs in ${failed} of ${mine.length} scenarios**`
        : sum('wanted')
          ? `same, but for ${sum('wanted')} listed; ${told}`
          : `same; ${told}`;
    };
    const rows = results
      .flatMap((each) => each.covers.map((method) => ({ method, each })))
      .sort((a, b) => a.method.localeCompare(b.method));
    const seconds = ((Date.now() - this.#began) / 1000).toFixed(0);
    const summary =
      `${results.length} scenarios, ${sum('steps')} steps, ${sum('requests')} requests, ${sum('facts')} facts compared in ${seconds} s: ` +
      `${sum('wanted')} listed differences, ${sum('unwanted')} unlisted, ${sum('missing')} listed but absent, ${results.filter(({ broken }) => broken).length} scenarios that did not run`;
    const directory = new URL('../report/', import.meta.url);
    mkdirSync(directory, { recursive: true });
    writeFileSync(
      new URL('coverage.md', directory),
      [
        '# Parity with @aws-amplify/auth 5.6.24',
        '',
        `${summary}.`,
        '',
        '## Methods',
        '',
        `| Method | ${servers.join(' | ')} |`,
        `| --- |${' --- |'.repeat(servers.length)}`,
        ...methods.map((method) => `| \`${method}\` | ${servers.map((server) => total(method, server)).join(' | ')} |`),
        '',
        '## Scenarios',
        '',
        '| Method | Scenario | Server | Steps | Facts | Result |',
        '| --- | --- | --- | --- | --- | --- |',
        ...rows.map(
          ({ method, each }) =>
            `| \`${method}\` | ${cell(each.scenario)} | ${each.server} | ${each.steps} | ${each.facts} | ${verdict(each)} |`,
        ),
        '',
        '## Listed differences that occurred',
        '',
        ...[...new Set(results.flatMap(({ wanted }) => wanted.map(({ reason }) => reason)))].map(
          (reason) =>
            `- ${reason} (${[...new Set(results.filter(({ wanted }) => wanted.some((each) => each.reason === reason)).map(({ scenario }) => scenario))].join(', ')})`,
        ),
        '',
      ].join('\n'),
    );
    writeFileSync(new URL('results.json', directory), JSON.stringify(results));
    writeFileSync(
      new URL('mismatches.md', directory),
      [
        '# Unlisted differences',
        '',
        ...results
          .filter(({ unwanted, missing, broken }) => unwanted.length || missing.length || broken)
          .flatMap(({ scenario, unwanted, missing, broken }) => [
            `## ${scenario}`,
            '',
            ...(broken ? [broken.slice(0, 2000)] : []),
            '```',
            ...told(unwanted),
            ...missing.map((each) => `  listed but absent: ${each.reason}`),
            '```',
            '',
          ]),
      ].join('\n'),
    );
    return summary;
  }
}
