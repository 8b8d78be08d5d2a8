// Writes report/results.md and prints the figures, one line each.
import { mkdirSync, writeFileSync } from 'node:fs';

const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');

export default class FaultsReporter {
  #began = Date.now();
  #flows = [];
  #others = [];

  onTestEnd(test, result) {
    for (const { name, body } of result.attachments) {
      if (name === 'faults') this.#flows.push({ ...JSON.parse(body), status: result.status });
      if (name === 'figures') this.#others.push({ title: test.title, ...JSON.parse(body) });
    }
  }

  onEnd() {
    const lines = this.#lines();
    const directory = new URL('../report/', import.meta.url);
    mkdirSync(directory, { recursive: true });
    writeFileSync(new URL('results.md', directory), [
      '# Faults', '', ...lines.map((line) => `- ${line}`), '',
      '| Flow | Cases | States checked | Longest, ms of the page\'s time | Problems |', '| --- | --- | --- | --- | --- |',
      ...this.#flows.map(({ flow, results }) => `| ${cell(flow)} | ${results.length} | ${states(results)} | ${Math.max(...results.map(({ tookMs = 0 }) => tookMs))} | ${results.flatMap(({ problems }) => problems).length} |`),
      '',
    ].join('\n'));
    console.log(`\n${lines.map((line) => `faults: ${line}`).join('\n')}\n        tests/faults/report/results.md`);
  }

  #lines() {
    const all = this.#flows.flatMap(({ results }) => results);
    const lines = this.#others.map(({ line }) => line);
    if (this.#flows.length) {
      const problems = all.filter(({ problems }) => problems.length).length;
      lines.unshift(`${this.#flows.length} flows, ${new Set(all.map(({ fault }) => fault)).size} faults, ${all.length} cases, ${states(all)} states checked, ${problems} cases with problems`);
    }
    return [...lines, `${((Date.now() - this.#began) / 1000).toFixed(0)} s`];
  }
}

const states = (results) => results.reduce((sum, { states }) => sum + states, 0);
