// Any value as lines `[path, kind, value]`: its own enumerable keys in their order, types, public class, and the content.

const PUBLIC = [
  'AuthenticationDetails',
  'CognitoAccessToken',
  'CognitoIdToken',
  'CognitoRefreshToken',
  'CognitoUser',
  'CognitoUserAttribute',
  'CognitoUserPool',
  'CognitoUserSession',
];
const BUILT_IN = [TypeError, SyntaxError, RangeError, ReferenceError, DOMException, Error];

export function describer(api) {
  const classOf = (value) => PUBLIC.find((name) => api[name] && Object.getPrototypeOf(value) === api[name].prototype);

  const storageAtImport = api.Auth._storage;

  return function describe(value) {
    const lines = [];
    const seen = new Map();
    const visit = (value, path) => {
      const say = (kind, content) => lines.push([path, kind, content]);
      // v5's is localStorage itself, or a class that keeps things in memory; ours stands before it.
      if (
        value === localStorage ||
        value === storageAtImport ||
        (value === api.Auth._storage && !api.Auth._config.storage)
      )
        return say('is', 'the storage of the page');
      if (typeof value === 'function') return say('function', '');
      if (typeof value === 'bigint' || typeof value === 'symbol') return say(typeof value, String(value));
      if (value === undefined) return say('undefined', '');
      if (value === null || typeof value !== 'object') return say(typeof value, value);
      if (value === globalThis) return say('is', 'window');
      if (value === sessionStorage) return say('is', 'sessionStorage');
      if (seen.has(value)) return say('same as', seen.get(value) || 'itself');
      seen.set(value, path);
      if (value instanceof Date) return say('Date', value.toISOString());
      if (typeof value.then === 'function') return say('is', 'a promise');
      if (value instanceof Error) {
        say('error', BUILT_IN.find((type) => value instanceof type).name);
        say('message', value.message);
        say('name', value.name);
      } else if (Array.isArray(value)) {
        say('array', value.length);
      } else {
        say('class', value === api.Auth ? 'Auth' : (classOf(value) ?? 'object'));
      }
      // Nobody goes through the keys of an error in their order.
      const keys = value instanceof Error ? Object.keys(value).sort() : Object.keys(value);
      if (!Array.isArray(value)) say('keys', keys.join(', '));
      for (const key of keys) visit(value[key], path ? `${path}.${key}` : key);
    };
    visit(value, '');
    return lines;
  };
}

/** The short form, for what is looked at after every step. */
export function brief(value) {
  if (value === null || typeof value !== 'object') return String(value);
  const session = value.signInUserSession ? 'with a session' : 'without a session';
  return `${value.username ?? 'object'} ${session}; keys ${Object.keys(value).join(', ')}`;
}
