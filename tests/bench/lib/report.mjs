// Writes what was found: results.json for programs, results.md for readers, kernels.svg for the README.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { barChart } from './chart.mjs';
import { CONDITIONS } from './conditions.mjs';
import { judge } from './goals.mjs';
import { RESULTS } from './paths.mjs';

/** Each variant with secrets as long as its library draws them. `package`: whose version to show. */
const KERNELS = [
  { id: 'v5', name: 'amazon-cognito-identity-js', package: 'amazon-cognito-identity-js', alias: 'Amplify v5', bits: 1024 },
  { id: 'v6', name: 'aws-amplify', package: 'aws-amplify', alias: 'Amplify v6', bits: 1024 },
  { id: 'bigint', name: 'JavaScript BigInt', alias: 'square and multiply', bits: 256 },
  { id: 'simd', name: 'cognito-auth-wasm', alias: 'SIMD128', bits: 256, constantTime: true, kind: 'ours' },
  { id: 'fused', name: 'cognito-auth-wasm', alias: 'fused multiply-add', bits: 256, constantTime: true, kind: 'ours' },
  { id: 'openssl', name: 'OpenSSL', alias: 'native', bits: 256, constantTime: true, kind: 'native' },
];
const LIBRARIES = {
  v5: 'v5',
  v6: 'v6',
  ours: 'ours',
  'ours-idle': 'ours, page idle for 1 s first',
  'ours-hints': 'ours, with preload hints',
  'ours-unbundled': 'ours, without a bundler',
};

const digits = (ms) => (ms >= 100 ? 0 : ms >= 10 ? 1 : 2);
const show = (ms) => ms.toFixed(digits(ms));
const both = ({ median, min }) => `${show(median)} (${show(min)})`;
const ratio = (value) => (Number.isFinite(value) ? `${value.toFixed(value >= 10 ? 0 : value >= 2 ? 1 : 2)}x` : '');
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** Parts that were not measured this time are kept from the last, if that was on the same processor and browser. */
export function report(measured, environment) {
  const parts = { ...lastTime(environment), ...measured };
  const goals = judge(parts);
  mkdirSync(RESULTS, { recursive: true });
  const write = (name, content) => writeFileSync(join(RESULTS, name), content);
  write('results.json', JSON.stringify({ environment, parts, goals }, round, 2) + '\n');
  write('results.md', markdown(parts, environment, goals));
  if (parts.kernels) write('kernels.svg', kernelChart(parts.kernels, environment));
  for (const { name, limit, median, min, verdict } of goals)
    console.log(`${verdict.padEnd(12)} ${name}: ${median ? `${median}, by minima ${min}` : '-'} (${limit})`);
  console.log('\ntests/bench/results/results.md has all figures.');
}

function lastTime({ cpu, chromium }) {
  const file = join(RESULTS, 'results.json');
  if (!existsSync(file)) return {};
  const last = JSON.parse(readFileSync(file, 'utf8'));
  return last.environment.cpu === cpu && last.environment.chromium === chromium ? last.parts : {};
}

const round = (key, value) => (typeof value === 'number' ? Math.round(value * 1000) / 1000 : value);

function markdown(parts, environment, goals) {
  const sections = [
    '# Benchmark results\n\nWritten by `make bench`. Milliseconds; median (minimum).',
    conditions(parts, environment),
    goalSection(goals),
    parts.kernels && kernelSection(parts.kernels, environment),
    parts.signin && signInSection(parts.signin),
    parts.task && taskSection(parts.task),
    parts.cold && coldSection(parts.cold, environment),
    parts.session && sessionSection(parts.session),
  ];
  return sections.filter(Boolean).join('\n\n') + '\n';
}

function conditions(parts, { cpu, cores, chromium, versions }) {
  const facts = [
    `Processor: ${cpu}, ${cores} cores`,
    `Browser: Chromium ${chromium}`,
    `Packages: ${Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(', ')}`,
    parts.kernels?.openssl && `Beside: ${parts.kernels.openssl}`,
  ];
  const runs = table(
    ['Part', 'When (UTC)', 'Seconds', 'Load average before, after'],
    Object.entries(parts).map(([name, { date, seconds, load }]) => [
      name,
      date.slice(0, 16).replace('T', ' '),
      seconds,
      load.join(', '),
    ]),
  );
  const busy = Object.values(parts).some(({ load }) => load[0] > cores);
  return [
    '## Conditions',
    facts.filter(Boolean).map((fact) => `- ${fact}`).join('\n'),
    runs,
    ...(busy ? ['**The machine had other work**: times are longer than they should be, and medians waver.'] : []),
  ].join('\n\n');
}

const goalSection = (goals) =>
  `## Goals\n\nMet or not by medians.\n\n${table(
    ['Goal', 'Limit', 'By medians', 'By minima', ''],
    goals.map(({ name, limit, median = '', min = '', verdict }) => [
      name,
      limit,
      median,
      min,
      verdict === 'not met' ? '**not met**' : verdict,
    ]),
  )}`;

const versionOf = ({ id, package: name }, environment, kernels) =>
  name ? environment.versions[name] : id === 'openssl' ? kernels.openssl?.split(' ')[1] : undefined;

const nameOf = (kernel, environment, kernels) =>
  [kernel.name, versionOf(kernel, environment, kernels)].filter(Boolean).join(' ');

function kernelSection(kernels, environment) {
  /** Rows for secrets of so many bits each, against v5 and OpenSSL with theirs. */
  const rows = (bitsOf) =>
    KERNELS.filter(({ id }) => kernels.warm[`${id}-256`]).map((kernel) => {
      const figures = (of) => kernels.warm[`${of.id}-${bitsOf(of)}`];
      const { a, s, total } = figures(kernel);
      return {
        kernel,
        name: `${nameOf(kernel, environment, kernels)}, ${kernel.alias}`,
        times: [both(a), both(s), both(total)],
        ratios: [
          ratio(figures(KERNELS[0]).total.median / total.median),
          ratio(total.median / figures(KERNELS.at(-1))?.total.median),
        ],
      };
    });
  const cold = ({ id, bits }) => {
    const figures = kernels.cold[`${id}-${bits}`];
    return figures ? both(figures.total) : '';
  };
  const ratioHeads = ['faster than v5', "OpenSSL's time"];
  const equal = (bits) =>
    `### Equal secrets of ${bits} bits\n\n` +
    table(
      ['', 'A', 'S', 'A and S', ...ratioHeads],
      rows(() => bits).map(({ name, times, ratios }) => [name, ...times, ...ratios]),
    );
  const { samples } = kernels.warm['v5-1024'].total;
  return [
    '## SRP kernels',
    'A = g^a and S = (B - k * g^x)^(a + u * x) in the 3072-bit group, ' +
      `${samples} rounds by turns in one page, each result checked.`,
    'Each with secrets a as its library draws them. "Cold" is the first A and S in a new page, compiled and loaded already.',
    table(
      ['', 'bits of a', 'constant time', 'A', 'S', 'A and S', 'cold', ...ratioHeads],
      rows(({ bits }) => bits).map(({ kernel, name, times, ratios }) => [
        name,
        kernel.bits,
        kernel.constantTime ? 'yes' : 'no',
        ...times,
        cold(kernel),
        ...ratios,
      ]),
    ),
    '![](kernels.svg)',
    equal(256),
    equal(1024),
  ].join('\n\n');
}

function kernelChart(kernels, environment) {
  const rows = KERNELS.filter(({ id, bits }) => kernels.warm[`${id}-${bits}`]);
  const median = ({ id, bits }) => kernels.warm[`${id}-${bits}`].total.median;
  const label = (kernel) => {
    const faster = median(rows[0]) / median(kernel);
    return `${show(median(kernel))} ms` + (faster >= 1.5 ? `, ${ratio(faster)} faster` : '');
  };
  const { samples } = kernels.warm['v5-1024'].total;
  const where = `Chromium ${environment.chromium.split('.')[0]}, ${environment.cpu.replace(/\((R|TM)\)/g, '')}`;
  return barChart({
    title: 'What a Cognito sign-in computes: SRP with 3072 bits',
    subtitle: `Milliseconds on a logarithmic scale, median of ${samples}. ${where}.`,
    rows: rows.map((kernel) => ({
      name: nameOf(kernel, environment, kernels),
      detail: [kernel.alias, `${kernel.bits}-bit a`, kernel.constantTime && 'constant time'].filter(Boolean).join(', '),
      kind: kernel.kind ?? 'peer',
      ms: median(kernel),
      label: label(kernel),
    })),
  });
}

function signInSection(signIn) {
  const ids = Object.keys(LIBRARIES).filter((id) => signIn[id]);
  return [
    '## Whole sign-ins, warm',
    '`signIn(username, password)` until it resolves, over a Cognito in the page that answers at once; ' +
      `${signIn.v5.samples} rounds by turns, each proof verified.`,
    table(
      ['', 'signIn', 'faster than v5'],
      ids.map((id) => [LIBRARIES[id], both(signIn[id]), ratio(signIn.v5.median / signIn[id].median)]),
    ),
  ].join('\n\n');
}

const taskSection = (task) =>
  [
    '## Longest main-thread task of a sign-in',
    `Unthrottled, from Chromium's trace, in ${task.v5.first.clock.samples} fresh pages each. The processor's time leaves out ` +
      'what a task waits while other threads and programs have the processors.',
    table(
      ['', 'first sign-in', 'time of the processor', 'second', 'time of the processor'],
      ['v5', 'v6', 'ours'].map((id) => [
        LIBRARIES[id],
        ...[task[id].first, task[id].second].flatMap(({ clock, processor }) => [both(clock), both(processor)]),
      ]),
    ),
  ].join('\n\n');

function coldSection(cold, { bytes }) {
  const ids = Object.keys(LIBRARIES).filter((id) => cold.plain[id]);
  const sizes = ['v5', 'v6', 'ours'].map((library) => {
    const files = Object.entries(bytes).filter(([path]) => path.startsWith(`/${library}/`) && !path.endsWith('.html'));
    return `${library} ${(files.reduce((sum, [, size]) => sum + size, 0) / 1000).toFixed(1)}`;
  });
  return [
    '## Cold start',
    'From navigation to the `InitiateAuth` request, in a page whose script signs in at once; fresh contexts, ' +
      `${cold.plain.v5.samples} samples each by turns. One minified script per library, brotli 11 ` +
      `(kB of all files: ${sizes.join(', ')}), from this machine over HTTP/1.1. ` +
      "Slow networks are Chromium's emulation: 150 ms for each request, none for connecting. " +
      "Behind each: its median divided by v5's.",
    table(
      ['', ...CONDITIONS.map(({ name }) => name)],
      ids.map((id) => [
        LIBRARIES[id],
        ...CONDITIONS.map((condition) => {
          const { [id]: figures, v5 } = cold[condition.id];
          return both(figures) + (id === 'v5' ? '' : ` ${ratio(figures.median / v5.median)}`);
        }),
      ]),
    ),
  ].join('\n\n');
}

function sessionSection(session) {
  const rows = CONDITIONS.filter(({ id }) => session[id]).flatMap(({ id, name }) =>
    Object.entries(session[id]).map(([call, { v5, ours, 'ours-hints': hints }]) => [
      `\`${call}()\`, ${name}`,
      both(v5.fromNavigation),
      ...[ours, hints].map(({ fromNavigation }) => {
        return `${both(fromNavigation)} ${ratio(fromNavigation.median / v5.fromNavigation.median)}`;
      }),
      ...[v5, ours, hints].map(({ fromCall }) => both(fromCall)),
    ]),
  );
  return [
    '## A stored session, in a cold page',
    'With a valid session as v5 stores it. From the navigation, and from the call alone: v5 has all its code by then, ' +
      'ours still loads its wasm.',
    table(
      ['', 'v5, from navigation', 'ours', 'with preload hints', 'v5, from the call', 'ours', 'with preload hints'],
      rows,
    ),
  ].join('\n\n');
}
