// Writes report/results.md and prints the figures, one line each.
import { mkdirSync, writeFileSync } from 'node:fs';

const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');

export default class FaultsReporter {
  #began = Date.now();
  #flows = [];
  #lines = [];
  #tabs = [];

  onTestEnd(test, result) {
    for (const { name, body } of result.attachments) {
      if (name === 'faults') this.#flows.push({ ...JSON.parse(body), status: result.status });
      if (name === 'figures') this.#lines.push(JSON.parse(body).line);
      if (name === 'tabs') this.#tabs.push(JSON.parse(body));
    }
  }

  onEnd() {
    const lines = this.#figures();
    const directory = new URL('../report/', import.meta.url);
    mkdirSync(directory, { recursive: true });
    writeFileSync(
      new URL('results.md', directory),
      [
        '# Faults',
        '',
        ...lines.map((line) => `- ${line}`),
        '',
        "| Flow | Cases | States checked | Longest, s of the page's time | Problems |",
        '| --- | --- | --- | --- | --- |',
        ...this.#flows.map(
          ({ flow, results }) =>
            `| ${cell(flow)} | ${results.length} | ${sum(results, 'states')} | ${(Math.max(...results.map(({ tookMs = 0 }) => tookMs)) / 1000).toFixed(0)} | ${results.flatMap(({ problems }) => problems).length} |`,
        ),
        '',
      ].join('\n'),
    );
    console.log(`\n${lines.map((line) => `faults: ${line}`).join('\n')}\n        tests/faults/report/results.md`);
  }

  #figures() {
    const all = this.#flows.flatMap(({ results }) => results);
    const lines = [];
    if (all.length) {
      const problems = all.filter(({ problems }) => problems.length).length;
      lines.push(
        `${this.#flows.length} flows, ${new Set(all.map(({ fault }) => fault)).size} faults, ${all.length} cases, ${sum(all, 'states')} states checked, ${problems} cases with problems`,
      );
    }
    if (this.#tabs.length)
      lines.push(
        `${sum(this.#tabs, 'tabs')} tabs in ${this.#tabs.length} cases, ${sum(this.#tabs, 'states')} states checked, ${sum(this.#tabs, 'shared')} refreshes, each shared by all tabs`,
      );
    return [...lines, ...this.#lines, `${((Date.now() - this.#began) / 1000).toFixed(0)} s`];
  }
}

const sum = (list, name) => list.reduce((total, each) => total + each[name], 0);
