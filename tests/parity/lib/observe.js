// From a recording to facts `{ step, aspect, lines, kind }` that two libraries can be compared by. What must
// differ between two runs (ids, tokens, times, random numbers) becomes a label that says which one it is.

import { createHash } from 'node:crypto';

const ENGINE = /^(Type|Syntax|Range|Reference)Error$/;
const TIMES = new Set(['exp', 'iat', 'auth_time', 'nbf', 'UserCreateDate', 'UserLastModifiedDate', 'Timestamp']);
const MADE_UP = `${Buffer.from('{"alg":"none"}').toString('base64url')}.`;
// Refresh tokens have five parts.
const JWT = /eyJ[\w-]+\.[\w-]+\.[\w-]*(\.[\w-]+\.[\w-]+)?/g;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Clock drifts are told in minutes: the server's clock goes on while the page's stands still. */
const DRIFT_S = 60;
/** The address of a side's page, when the origin has become a label. */
const PAGE = /<origin>(v5|ours)\.html\?scenario=\d+&now=\d+/g;
/** What this package keeps beside v5's keys; v5 never looks at it, so it is told apart. */
const OWN = /^cognito-auth-wasm\.|\.hostedUI$/;
/** What is only checked for its form: `key` is the last part of where it is. */
const FORMS = [
  ['PasswordVerifier', /^[A-Za-z0-9+/]{500,516}={0,2}$/],
  ['Salt', /^[A-Za-z0-9+/]{20,24}={0,2}$/],
  ['randomPassword', /^[A-Za-z0-9+/]{54}==$/],
  ['randomPasswordKey', /^[A-Za-z0-9+/]{54}==$/],
  ['code_verifier', /^[A-Za-z0-9]{128}$/],
  ['code_challenge', /^[\w-]{43}$/],
  ['ouath_pkce_key', /^[A-Za-z0-9]{128}$/],
  ['verifierDevices', /^[A-Za-z0-9+/]{500,516}={0,2}$/],
  ['SRP_A', /^(?!0)[0-9a-f]{740,768}$/],
  ['PASSWORD_CLAIM_SIGNATURE', /^[A-Za-z0-9+/]{43}=$/],
  [
    'TIMESTAMP',
    /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [1-9]\d? \d\d:\d\d:\d\d UTC \d{4}$/,
  ],
];

function normaliser({ config, subs, origin, exactDrift }) {
  const labels = new Map();
  const counts = {};
  const label = (value, kind) => {
    if (!labels.has(value)) labels.set(value, `<${kind} ${(counts[kind] = (counts[kind] ?? 0) + 1)}>`);
    return labels.get(value);
  };
  labels.set(config.userPoolId, '<user pool>');
  labels.set(config.userPoolId.split('_')[1], '<pool name>');
  labels.set(config.userPoolWebClientId, '<client>');
  labels.set(config.endpoint, '<endpoint>');
  labels.set(origin, '<origin>');
  for (const [name, sub] of Object.entries(subs)) labels.set(sub, `<sub of ${name}>`);
  const fixed = [...labels.keys()];

  const claimsOf = (jwt) => {
    try {
      return JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url').toString()) ?? {};
    } catch {
      return {};
    }
  };
  const token = (jwt) => {
    const claims = claimsOf(jwt);
    for (const name of Object.keys(claims).sort())
      for (const id of String(claims[name]).match(UUID) ?? []) if (!labels.has(id)) label(id, 'uuid');
    // Those that a scenario has made itself are the same on both sides.
    if (jwt.startsWith(MADE_UP))
      labels.set(
        jwt,
        `<made-up ${claims.token_use ?? 'other'} token ${createHash('sha256').update(jwt).digest('hex').slice(0, 6)}>`,
      );
    return label(jwt, `${claims.token_use ?? 'other'} token`);
  };

  /** Notes what the service handed out, in the order it did. */
  const learn = (value, key) => {
    if (typeof value === 'string') {
      value.replace(JWT, token);
      if (value && (key === 'Session' || key === 'SECRET_BLOCK' || key === 'SecretCode')) label(value, key);
      value.replace(UUID, (id) => label(id, 'uuid'));
    } else if (value && typeof value === 'object') {
      for (const name of Object.keys(value).sort()) learn(value[name], name);
    }
  };

  const replaced = (text) => {
    let out = text;
    // Before the tokens: an id with "eyJ" in it would be taken for one.
    for (const id of fixed) if (id) out = out.replaceAll(id, labels.get(id));
    out = out.replace(PAGE, '<page>');
    out = out.replace(JWT, token);
    out = labels.get(out) ?? out;
    return out.replace(UUID, (id) => label(id, 'uuid'));
  };

  const normal = (value, key = '') => {
    if (value !== null && typeof value === 'object') {
      return Array.isArray(value)
        ? value.map((each) => normal(each))
        : Object.fromEntries(Object.entries(value).map(([name, each]) => [replaced(name), normal(each, name)]));
    }
    if (!exactDrift && key.endsWith('clockDrift') && value !== '' && isFinite(value)) {
      const minutes = Math.round(value / DRIFT_S) * DRIFT_S || 0;
      return typeof value === 'number' ? minutes : String(minutes);
    }
    if (TIMES.has(key) && typeof value === 'number') return '<time>';
    if (key.toLowerCase() === 'x-amz-user-agent') return '<user agent>';
    if (typeof value !== 'string') return value;
    const form = FORMS.find(([name]) => name === key || key.endsWith(`.${name}`));
    if (form) return form[1].test(value) ? `<${form[0]}>` : `${replaced(value)} (not in the form of ${form[0]})`;
    if (/^[{[]/.test(value)) {
      try {
        return JSON.stringify(normal(JSON.parse(value)));
      } catch {
        // Text after all.
      }
    }
    return replaced(value);
  };
  /** The state of a request to the hosted page, which comes back in an address. */
  const learnState = (url) => {
    const [state] = /^[0-9A-Za-z]{32}/.exec(new URL(url).searchParams.get('state') ?? '') ?? [];
    if (!state || labels.has(state)) return;
    label(state, 'state');
    fixed.push(state);
  };
  return { learn, learnState, label, normal, replaced };
}

const show = (value) => (typeof value === 'string' ? value : JSON.stringify(value));

/** An object as `path: text` lines, its keys sorted: their order in a request does not matter. */
function flatten(value, path = '', out = []) {
  if (value && typeof value === 'object' && (Array.isArray(value) ? value.length : Object.keys(value).length)) {
    for (const key of Object.keys(value).sort()) flatten(value[key], path ? `${path}.${key}` : key, out);
  } else {
    out.push([path, JSON.stringify(value)]);
  }
  return out;
}

const WRITTEN = ['idToken', 'accessToken', 'refreshToken', 'clockDrift', 'LastAuthUser'];
const REMOVED = ['idToken', 'accessToken', 'refreshToken', 'LastAuthUser', 'clockDrift'];
const tokenOf = ({ kind, key }, order = WRITTEN) => (kind === 'write' ? order.indexOf(key.split('.').pop()) : -1);

/**
 * The same, but tokens that are written or removed together come in v5's order. We remove the access token first and write it
 * last, so that no writing that breaks off leaves a mixture of old and new, and remove in the reverse order, so that none is left by
 * two tabs; an app sees but the result.
 */
function inOneOrder(log) {
  const ordered = [];
  let together = [];
  const end = () => {
    const sets = together.filter(({ action }) => action === 'set');
    const isReplaced = ({ action, key }) => action === 'remove' && sets.some((set) => set.key === key);
    const order = sets.length ? WRITTEN : REMOVED;
    ordered.push(
      ...together.filter((write) => !isReplaced(write)).sort((a, b) => tokenOf(a, order) - tokenOf(b, order)),
    );
    together = [];
  };
  for (const entry of log) {
    const [last] = together.slice(-1);
    if (last && (tokenOf(entry) < 0 || entry.step !== last.step)) end();
    if (tokenOf(entry) < 0) ordered.push(entry);
    else together.push(entry);
  }
  end();
  return ordered;
}

export function observe(recorded, setup) {
  const log = inOneOrder(recorded);
  const { learn, learnState, label, normal, replaced } = normaliser(setup);
  const facts = [];
  const steps = new Map();
  for (const entry of log) {
    if (entry.kind === 'opened') learnState(entry.url);
    if (!steps.has(entry.step))
      steps.set(entry.step, {
        requests: [],
        writes: [],
        hub: [],
        addresses: [],
        waits: [],
        order: [],
        unhandled: [],
        own: [],
        counts: {},
      });
  }

  for (const entry of log) {
    const { step, kind, mark = '' } = entry;
    const at = steps.get(step);
    const fact = (aspect, lines, kind = 'whole') => facts.push({ step, aspect, lines, kind });
    const nth = (name) => `${name} ${(at.counts[name] = (at.counts[name] ?? 0) + 1)}`;
    const lines = (described) =>
      described.map(([path, type, value]) => {
        // What the engine says of a wrong type is not the library's text, and differs between browsers.
        if (
          type === 'message' &&
          described.some(([at, kind, error]) => at === path && kind === 'error' && ENGINE.test(error))
        )
          value = '<of the engine>';
        const content =
          type === 'keys'
            ? replaced(value)
            : show(normal(value, type === 'string' || type === 'number' ? path.split('.').pop() : ''));
        return `${replaced(path)}${path && ': '}${type} ${content}`.trimEnd();
      });

    switch (kind) {
      case 'call':
        at.order.push('call');
        break;
      case 'request': {
        const name = nth(`request ${entry.operation}`);
        at.requests.push(entry.operation);
        at.order.push(name);
        const { operation, url, method, headers, options, body } = entry;
        fact(
          name,
          flatten(normal({ url, method, headers, options, body })).map(([path, value]) => `${path} = ${value}`),
          'parts',
        );
        break;
      }
      case 'reply':
        try {
          learn(JSON.parse(entry.text));
        } catch {
          // Nothing to learn from what is not JSON.
        }
        break;
      case 'code':
        label(entry.code, entry.of);
        break;
      case 'write': {
        const key = replaced(entry.key);
        // Probes for whether storage works are nothing an app can rely on.
        if (/^aws\.(amplify|cognito)\.test-ls$/.test(key)) break;
        if (OWN.test(key)) {
          at.own.push(
            `${entry.action} ${entry.area} ${key}${entry.action === 'set' ? ` with ${Object.keys(JSON.parse(entry.value)).join(', ')}` : ''}`,
          );
          break;
        }
        at.writes.push(
          `${entry.action} ${entry.area} ${key}${entry.action === 'set' ? ` = ${show(normal(entry.value, entry.key))}` : ''}`,
        );
        at.order.push(`${entry.action} ${key}`);
        break;
      }
      case 'hub': {
        const name = nth(`hub ${entry.event}`);
        at.hub.push(`${entry.to}: ${entry.event}, "${replaced(String(entry.message))}", from ${entry.source}`);
        at.order.push(name);
        fact(
          name,
          [`channel ${entry.channel}; payload ${entry.keys}; also ${entry.rest}`, ...lines(entry.data)],
          'parts',
        );
        break;
      }
      case 'opened': {
        const name = nth('opened');
        at.order.push(name);
        const { origin, pathname, searchParams } = new URL(entry.url);
        const parameters = [...searchParams].map(([key, value]) => `${key} = ${show(normal(value, key))}`);
        fact(name, [`${replaced(origin)}${pathname}`, `for ${replaced(String(entry.redirectUrl))}`, ...parameters]);
        break;
      }
      case 'address':
        at.order.push('address');
        at.addresses.push(replaced(entry.url));
        break;
      case 'wait':
        at.waits.push(entry.ms);
        break;
      case 'resolved':
      case 'rejected':
      case 'threw':
      case 'returned':
      case 'hangs':
        at.order.push(`${kind} ${mark}`.trim());
        fact(`outcome${mark && ` ${mark}`}`, [kind, ...lines(entry.value ?? [])]);
        break;
      case 'callback': {
        const name = nth(`callback ${entry.name}`);
        at.order.push(name);
        fact(
          name,
          [
            entry.sync ? 'before the call returned' : 'later',
            ...entry.args.flatMap((arg, index) => lines(arg).map((line) => `${index}. ${line}`)),
          ],
          'parts',
        );
        break;
      }
      case 'value':
        fact('value', lines(entry.value));
        break;
      case 'unhandled':
        at.unhandled.push(replaced(entry.what));
        break;
      case 'after':
        fact(
          'stored',
          entry.stored
            .filter(([, key]) => !OWN.test(key))
            .map(([area, key, value]) => `${area} ${replaced(key)} = ${show(normal(value, key))}`)
            .sort(),
        );
        fact('Auth.user', [replaced(entry.user)]);
        break;
    }
  }

  for (const [step, { requests, writes, hub, addresses, waits, order, unhandled, own, counts }] of steps) {
    const list = (aspect, lines) =>
      lines.length && facts.push({ step, aspect, lines: lines.map(String), kind: 'whole' });
    list('requests', requests);
    list('writes', writes);
    list('hub', hub);
    list('address', addresses);
    list('waits', waits);
    list(
      'callbacks',
      Object.keys(counts).filter((name) => name.startsWith('callback ')),
    );
    list('unhandled', unhandled);
    list('kept beside', own);
    list('order', order);
  }
  return facts;
}
