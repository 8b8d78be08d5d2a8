import { GetUser } from './made-up.js';
import { PLAIN } from './set-ups.js';

/** A storage of the app that writes down what is done with it. */
const ownStorage = (log, start = {}) => {
  const content = new Map(Object.entries(start));
  return {
    getItem: (key) => content.get(key) ?? null,
    setItem: (key, value) => void (log.push(['set', key, typeof value]), content.set(key, String(value))),
    removeItem: (key) => void (content.delete(key) && log.push(['remove', key])),
    clear: () => (log.push(['clear']), content.clear()),
    content,
  };
};

/** The cookies that the page sees: names, and the values that are no tokens. */
const cookies = () =>
  document.cookie
    .split('; ')
    .filter(Boolean)
    .map((cookie) => (/Token=|clockDrift=|userData=/.test(cookie) ? cookie.split('=')[0] : cookie))
    .sort();

/**
 * A storage whose items lie where only promises lead, as in a database: `sync` reads them all, and what is written
 * follows later.
 */
const behindPromises = (kept, log) => {
  const content = new Map();
  const later = (write) => void Promise.resolve().then(() => write(kept));
  return {
    getItem: (key) => content.get(key) ?? null,
    setItem: (key, value) => (content.set(key, value), later((kept) => kept.set(key, value)), value),
    removeItem: (key) => content.delete(key) && later((kept) => kept.delete(key)),
    clear: () => (content.clear(), later((kept) => kept.clear())),
    async sync() {
      await new Promise((resolve) => setTimeout(resolve, 20));
      for (const [key, value] of kept) content.set(key, value);
      log.push('synced');
    },
  };
};

/** The names of what a storage holds, but for this package's own. */
const namesIn = (items) =>
  Object.keys(items)
    .filter((name) => !name.startsWith('cognito-auth-wasm'))
    .sort();

/** A sign-in, what reads it, a refresh and a sign-out, with that storage. `config` may be a function of `t`. */
const inCookies = (name, config) => ({
  name,
  covers: ['configure', 'signIn', 'signOut', 'currentAuthenticatedUser', 'currentSession'],
  users: { ana: {} },
  async run(t) {
    await t.call('configure', () => void t.configure(typeof config === 'function' ? config(t) : config));
    await t.call('nobody', () => t.Auth.currentAuthenticatedUser());
    await t.call('sign in', async () => (await t.Auth.signIn('ana', t.users.ana.password)).getUsername());
    t.note('cookies', cookies());
    await t.call('who is it', async () => (await t.Auth.currentAuthenticatedUser()).attributes);
    await t.call('refresh', async () => {
      await t.Auth.currentAuthenticatedUser({ bypassCache: true });
      // Auth.user is a new object then.
      return (await t.Auth.currentAuthenticatedUser()).getSignInUserSession().isValid();
    });
    t.note('cookies after that', cookies());
    await t.call('sign out', () => t.Auth.signOut());
    t.note('cookies that are left', cookies());
    await t.call('nobody again', () => t.Auth.currentAuthenticatedUser());
  },
});

export default [
  inCookies('cookieStorage', { cookieStorage: { secure: false, sameSite: 'strict' } }),
  inCookies('cookieStorage with a path and an end', { cookieStorage: { path: '/', expires: 1, secure: false } }),
  inCookies('ssr', { ssr: true }),
  inCookies('CookieStorage as the storage', (t) => ({
    storage: new t.CookieStorage({ secure: false, sameSite: 'strict' }),
  })),
  {
    name: 'sessionStorage as the storage',
    covers: ['configure', 'signIn', 'signOut', 'currentAuthenticatedUser', 'currentSession'],
    users: { ana: {} },
    async run(t) {
      await t.call('configure', () => void t.configure({ storage: sessionStorage }));
      await t.call('nobody', () => t.Auth.currentAuthenticatedUser());
      await t.signIn('sign in', 'ana');
      t.note('kept', { session: namesIn(sessionStorage), local: namesIn(localStorage) });
      await t.call('configure again', () => void t.configure({ storage: sessionStorage }));
      await t.call('who is it', async () => (await t.Auth.currentAuthenticatedUser()).attributes);
      await t.call('refresh', async () => {
        await t.Auth.currentAuthenticatedUser({ bypassCache: true });
        return (await t.Auth.currentSession()).isValid();
      });
      await t.call('elsewhere', () => {
        t.configure({ storage: localStorage });
        return t.Auth.currentSession();
      });
      t.configure({ storage: sessionStorage });
      await t.call('sign out', () => t.Auth.signOut());
      t.note('left', { session: namesIn(sessionStorage), local: namesIn(localStorage) });
      await t.call('nobody again', () => t.Auth.currentAuthenticatedUser());
    },
  },
  {
    name: 'a storage of the app behind promises',
    covers: ['configure', 'signIn', 'signOut', 'currentAuthenticatedUser', 'currentSession'],
    users: { ana: {} },
    async run(t) {
      const [kept, log] = [new Map(), []];
      const open = () => t.configure({ storage: behindPromises(kept, log) });
      await t.call('configure', () => void open());
      await t.call('nobody', () => t.Auth.currentAuthenticatedUser());
      await t.signIn('sign in', 'ana');
      t.note('kept', namesIn(Object.fromEntries(kept)));
      // As after a reload.
      await t.call('who is it, after a reload', async () => {
        open();
        return (await t.Auth.currentAuthenticatedUser()).attributes;
      });
      await t.call('session, after a reload', async () => {
        open();
        return (await t.Auth.currentSession()).isValid();
      });
      await t.call('sign out, after a reload', () => {
        open();
        return t.Auth.signOut();
      });
      t.note('left', namesIn(Object.fromEntries(kept)));
      await t.call('nobody again', () => {
        open();
        return t.Auth.currentAuthenticatedUser();
      });
      t.note('synced', log);
    },
  },
  {
    name: 'cookieStorage: wrong options',
    covers: ['configure'],
    async run(t) {
      for (const cookieStorage of [
        { sameSite: 'Lax' },
        { sameSite: undefined },
        { sameSite: null },
        { sameSite: 'none', secure: false },
        { sameSite: 'none' },
        {},
      ])
        await t.call(JSON.stringify(cookieStorage), () => void t.configure({ cookieStorage }));
    },
  },
  {
    name: 'a storage of the app',
    covers: ['configure', 'signIn', 'signOut', 'currentAuthenticatedUser'],
    users: { ana: {} },
    async run(t) {
      const log = [];
      const storage = ownStorage(log);
      await t.call('configure', () => void t.configure({ storage }));
      t.note('while configuring', log.splice(0));
      await t.call('sign in', async () => (await t.Auth.signIn('ana', t.users.ana.password)).storage === storage);
      t.note('while signing in', { log: log.splice(0), content: Object.fromEntries(storage.content) });
      await t.call('current', async () => (await t.Auth.currentAuthenticatedUser()).storage === storage);
      t.note('while reading', log.splice(0));
      await t.call('sign out', () => t.Auth.signOut());
      t.note('while signing out', { log: log.splice(0), content: Object.fromEntries(storage.content) });
    },
  },
  {
    name: 'a storage of the app with sync',
    covers: ['configure', 'currentAuthenticatedUser', 'currentUserPoolUser', 'signOut'],
    async run(t) {
      t.script({ GetUser, RevokeToken: { json: {} } });
      const log = [];
      const storage = ownStorage(log);
      storage.sync = () => (log.push(['sync']), Promise.reject(new Error('cannot sync')));
      await t.call('configure', () => void t.configure({ storage }));
      t.note('synchronised', log.splice(0));
      for (const method of ['currentAuthenticatedUser', 'currentUserPoolUser', 'currentSession', 'signOut'])
        await t.call(method, () => t.Auth[method]());
      storage.sync = () =>
        new Promise((resolve) =>
          setTimeout(() => (log.push(['synced']), storage.content.set(t.key('LastAuthUser'), 'ana'), resolve()), 30),
        );
      await t.call('configure again', () => void t.configure({ storage }));
      await t.call('waits for it', () => t.Auth.currentSession());
      t.note('order', log);
    },
  },
  {
    name: 'a full storage',
    covers: ['signIn', 'currentAuthenticatedUser'],
    async run(t) {
      t.configure(PLAIN);
      t.script({ InitiateAuth: { json: { AuthenticationResult: t.tokens('ana') } }, GetUser });
      t.breakStorage(true);
      await t.call('sign in', () => t.Auth.signIn('ana', 'x'));
      await t.call('who is it', () => t.Auth.currentAuthenticatedUser());
    },
  },
  {
    name: 'storage that is blocked from the start',
    covers: ['configure', 'signIn', 'currentAuthenticatedUser', 'signOut'],
    async run(t) {
      t.breakStorage(true);
      t.configure(PLAIN);
      t.script({
        InitiateAuth: { json: { AuthenticationResult: t.tokens('ana') } },
        GetUser,
        RevokeToken: { json: {} },
      });
      await t.call('sign in', async () => (await t.Auth.signIn('ana', 'x')).username);
      await t.call('who is it', async () => (await t.Auth.currentAuthenticatedUser()).attributes);
      await t.call('sign out', () => t.Auth.signOut());
      await t.call('nobody', () => t.Auth.currentAuthenticatedUser());
    },
  },
];
