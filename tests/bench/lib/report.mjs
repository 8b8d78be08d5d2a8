// Writes what was found: docs/speed.md for readers, results.json for programs, kernels.svg for both documents.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { PEOPLE_CONDITIONS } from '../parts/people.mjs';
import { SESSION_CASES, SESSION_CONDITIONS } from '../parts/session.mjs';
import { barChart } from './chart.mjs';
import { CONDITIONS } from './conditions.mjs';
import { judge } from './limits.mjs';
import { DOCS, RESULTS, ROOT, WORK } from './paths.mjs';
import { KERNEL } from './sizes.mjs';

/** Each variant with secrets as long as its library draws them. `package`: whose version to show. */
const KERNELS = [
  {
    id: 'v5',
    name: 'amazon-cognito-identity-js',
    package: 'amazon-cognito-identity-js',
    alias: 'Amplify v5',
    bits: 1024,
  },
  { id: 'v6', name: 'aws-amplify', package: 'aws-amplify', alias: 'Amplify v6', bits: 1024 },
  { id: 'bigint', name: 'JavaScript BigInt', alias: 'square and multiply', bits: 256 },
  { id: 'simd', name: 'cognito-auth-wasm', alias: 'SIMD128', bits: 256, constantTime: true, kind: 'ours' },
  { id: 'fused', name: 'cognito-auth-wasm', alias: 'fused multiply-add', bits: 256, constantTime: true, kind: 'ours' },
  { id: 'openssl', name: 'OpenSSL', alias: 'native', bits: 256, constantTime: true, kind: 'native' },
];
const LIBRARIES = {
  v5: 'v5',
  v6: 'v6',
  'v6-session': 'v6',
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

/**
 * Parts that were not measured this time are kept from the last, if that was on the same processor and browser.
 * `quick`: only tried, and kept apart. Gives how many limits were missed.
 */
export function report(measured, environment, { quick }) {
  const [docs, results] = quick ? [WORK, WORK] : [DOCS, RESULTS];
  const parts = { ...(quick ? {} : lastTime(environment)), ...measured };
  const verdicts = judge(parts);
  for (const folder of [docs, results]) mkdirSync(folder, { recursive: true });
  const chart = join(results, 'kernels.svg');
  if (parts.kernels) writeFileSync(chart, kernelChart(parts.kernels.figures, environment));
  writeFileSync(join(results, 'results.json'), JSON.stringify({ environment, parts, verdicts }, round, 2) + '\n');
  const document = join(docs, 'speed.md');
  writeFileSync(document, markdown(parts, environment, verdicts, relative(docs, chart)));

  for (const { name, limit, goal, median, min, verdict } of verdicts.filter(({ part }) => measured[part])) {
    const promised = [limit, goal && `goal ${goal}`].filter(Boolean).join(', ');
    console.log(`${verdict.padEnd(16)} ${name}: ${median ? `${median}, by minima ${min}` : '-'} (${promised})`);
  }
  console.log(`\n${relative(ROOT, document)} has all figures.`);
  return verdicts.filter(({ part, verdict }) => measured[part] && verdict === 'missed').length;
}

function lastTime({ cpu, chromium }) {
  const file = join(RESULTS, 'results.json');
  if (!existsSync(file)) return {};
  const last = JSON.parse(readFileSync(file, 'utf8'));
  return last.environment.cpu === cpu && last.environment.chromium === chromium ? last.parts : {};
}

const round = (key, value) => (typeof value === 'number' ? Math.round(value * 1000) / 1000 : value);

const SECTIONS = {
  session: sessionSection,
  warm: warmSection,
  people: peopleSection,
  cold: coldSection,
  signin: signInSection,
  task: taskSection,
  kernels: kernelSection,
};

function markdown(parts, environment, verdicts, chart) {
  const sections = Object.entries(SECTIONS)
    .filter(([name]) => parts[name])
    .map(([name, section]) => [
      section(parts[name].figures, environment, chart),
      `\`make bench BENCH=--only=${name}\`, on ${environment.cpu}.`,
    ]);
  return (
    [
      '# Speed',
      '`make bench` measures all of this in one run and writes this page. Times are milliseconds: median (minimum). ' +
        'Libraries take turns, so that what else the machine does meets all alike.',
      conditionsSection(parts, environment),
      promiseSection(verdicts, environment),
      ...sections.flat(),
    ].join('\n\n') + '\n'
  );
}

function conditionsSection(parts, { cpu, cores, chromium, versions }) {
  const facts = [
    `Processor: ${cpu}, ${cores} cores`,
    `Browser: Chromium ${chromium}`,
    `Packages: ${Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}`,
    parts.kernels?.figures.openssl && `Beside: ${parts.kernels.figures.openssl}`,
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
    facts
      .filter(Boolean)
      .map((fact) => `- ${fact}`)
      .join('\n'),
    runs,
    ...(busy ? ['**The machine had other work**: times are longer than they should be, and medians waver.'] : []),
  ].join('\n\n');
}

function promiseSection(verdicts, { cpu }) {
  return [
    '## Limits and goals',
    'By medians. A limit that is missed fails `make bench`; a goal is where the figure should come to. ' +
      `"v5's time" is our time divided by v5's in the same run. On ${cpu}.`,
    table(
      ['', 'Limit', 'Goal', 'Median', 'Minimum', ''],
      verdicts.map(({ name, limit = '', goal = '', median = '', min = '', verdict }) => [
        name,
        limit,
        goal,
        median,
        min,
        verdict === 'missed' ? '**missed**' : verdict,
      ]),
    ),
  ].join('\n\n');
}

const versionOf = ({ id, package: name }, environment, kernels) =>
  name ? environment.versions[name] : id === 'openssl' ? kernels.openssl?.split(' ')[1] : undefined;

const nameOf = (kernel, environment, kernels) =>
  [kernel.name, versionOf(kernel, environment, kernels)].filter(Boolean).join(' ');

function kernelSection(kernels, environment, chart) {
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
      `${samples} rounds by turns in one page, each result checked. OpenSSL runs beside, natively and on one core.`,
    'Each with secrets a as its library draws them. "Cold" is the first A and S in a new page, compiled and loaded ' +
      'already.',
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
    `![The same as a chart](${chart})`,
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

function taskSection(task) {
  return [
    '## Longest main-thread task of a sign-in',
    `Unthrottled, from Chromium's trace, in ${task.v5.first.clock.samples} fresh pages each. The processor's time ` +
      'leaves out what a task waits while other threads and programs have the processors.',
    table(
      ['', 'first sign-in', 'time of the processor', 'second', 'time of the processor'],
      ['v5', 'v6', 'ours'].map((id) => [
        LIBRARIES[id],
        ...[task[id].first, task[id].second].flatMap(({ clock, processor }) => [both(clock), both(processor)]),
      ]),
    ),
  ].join('\n\n');
}

function coldSection(cold) {
  const ids = Object.keys(LIBRARIES).filter((id) => cold.plain[id]);
  return [
    '## Cold start',
    'From navigation to the `InitiateAuth` request, in a page whose script signs in at once; fresh contexts, ' +
      `${cold.plain.v5.samples} samples each by turns. One minified script per library (of v5 two, named in the document), ` +
      'compressed by brotli 11, from this machine over HTTP/1.1. The hints name the files that such a page was seen to ' +
      `fetch. "kB" is what it has fetched by then, beside the document and without \`${KERNEL}\`. ` +
      "Slow networks are Chromium's emulation: 150 ms for each request, none for connecting, and 5 ms for each kB. " +
      "Behind each: its median divided by v5's.",
    table(
      ['', 'kB', ...CONDITIONS.map(({ name }) => name)],
      ids.map((id) => [
        LIBRARIES[id],
        (cold.bytes[id] / 1000).toFixed(1),
        ...CONDITIONS.map((condition) => {
          const { [id]: figures, v5 } = cold[condition.id];
          return both(figures) + (id === 'v5' ? '' : ` ${ratio(figures.median / v5.median)}`);
        }),
      ]),
    ),
  ].join('\n\n');
}

const SESSION_TITLES = {
  currentSession: '`currentSession()`, valid tokens; v6 `fetchAuthSession()`',
  currentAuthenticatedUser: '`currentAuthenticatedUser()`, valid tokens',
  refresh: '`currentSession()`, expired tokens; v6 `fetchAuthSession()`',
};

function sessionSection(session) {
  const { samples } = session.plain.currentSession.v5.fromNavigation;
  const share = (of, v5) => `${both(of)} ${ratio(of.median / v5.median)}`;
  const rows = SESSION_CASES.flatMap(({ id }) =>
    SESSION_CONDITIONS.map((condition) => {
      const { v5, 'v6-session': v6, ours, empty } = session[condition.id][id];
      return [
        `${SESSION_TITLES[id]}, ${condition.name}`,
        both(v5.fromNavigation),
        v6 ? share(v6.fromNavigation, v5.fromNavigation) : '',
        share(ours.fromNavigation, v5.fromNavigation),
        empty ? share(empty.fromNavigation, v5.fromNavigation) : '',
        ...[v5, v6, ours].map((figures) => (figures ? both(figures.fromCall) : '')),
      ];
    }),
  );
  return [
    '## A page with a stored session',
    'From the navigation to the tokens, or the user, in a page whose script asks for them at once, in a browser that ' +
      "has nothing in its cache; with a session as v5 stores it, its user's attributes among it. One minified script " +
      'per library, and what ours fetches beside. With expired tokens, a refresh is answered in the page and at once, ' +
      `so that the service's time is left out for all. "Empty" is the same page with a script that has no library and ` +
      `answers with nothing at once: no library can take less. ${samples} samples each. ` +
      "Behind each: its median divided by v5's.",
    table(['', 'v5, from navigation', 'v6', 'ours', 'empty', 'v5, from the call', 'v6', 'ours'], rows),
  ].join('\n\n');
}

function warmSection(warm) {
  return [
    '## `currentSession()` again',
    'In a page where it was called before, with a valid session: from the call to the result. ' +
      `${warm.ours.samples} calls each, twenty in a row by turns; v6 is \`fetchAuthSession()\`.`,
    table(
      ['', 'call to result'],
      Object.entries(warm).map(([id, figures]) => [LIBRARIES[id], both(figures)]),
    ),
  ].join('\n\n');
}

function peopleSection(people) {
  return [
    '## A sign-in as people do it',
    'The password field is entered, two seconds later the button is clicked: from the click to the `InitiateAuth` ' +
      `request, in fresh pages, ${people.plain.v5.samples} samples each. Behind each: its median divided by v5's.`,
    table(
      ['', ...PEOPLE_CONDITIONS.map(({ name }) => name)],
      ['v5', 'v6', 'ours'].map((id) => [
        LIBRARIES[id],
        ...PEOPLE_CONDITIONS.map((condition) => {
          const { [id]: figures, v5 } = people[condition.id];
          return both(figures) + (id === 'v5' ? '' : ` ${ratio(figures.median / v5.median)}`);
        }),
      ]),
    ),
  ].join('\n\n');
}
