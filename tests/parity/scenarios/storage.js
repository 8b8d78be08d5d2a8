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

export default [
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
