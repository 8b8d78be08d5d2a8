export default [
  {
    name: 'Hub: listen, remove and dispatch',
    covers: ['Hub.listen', 'Hub.remove', 'Hub.dispatch'],
    async run(t) {
      t.configure();
      const seen = [];
      const listener = (name) => (capsule) => seen.push([name, capsule]);
      const first = listener('first');
      await t.call('listen gives a function', () => {
        const stop = t.Hub.listen('own', first);
        return { type: typeof stop, then: typeof stop?.then };
      });
      const stop = t.Hub.listen('own', listener('second'), 'a name');
      t.Hub.listen('own', first);
      await t.call('dispatch', () => t.Hub.dispatch('own', { event: 'e', data: { a: 1 }, message: 'm' }));
      t.note('twice listened, twice told', seen.splice(0));
      await t.call('with a source', () => t.Hub.dispatch('own', { event: 'e' }, 'me'));
      t.note('capsules with a source', seen.splice(0));
      await t.call('stop', () => stop());
      await t.call('dispatch after that', () => t.Hub.dispatch('own', { event: 'e', extra: 1 }));
      t.note('without the second', seen.splice(0));
      await t.call('remove', () => t.Hub.remove('own', first));
      await t.call('dispatch to nobody', () => t.Hub.dispatch('own', { event: 'e' }));
      t.note('nobody', seen.splice(0));
      await t.call('remove again', () => t.Hub.remove('own', first));
      await t.call('remove from an unknown channel', () => t.Hub.remove('unknown', first));
      await t.call('stop again', () => stop());
      const payload = { event: 'e', data: {} };
      let got;
      t.Hub.listen('copy', (capsule) => (got = capsule));
      t.Hub.dispatch('copy', payload);
      t.note('the payload is a copy, its data is not', {
        payload: got.payload === payload,
        data: got.payload.data === payload.data,
      });
    },
  },
  {
    name: 'Hub: bad arguments',
    covers: ['Hub.listen', 'Hub.dispatch', 'Hub.remove'],
    async run(t) {
      t.configure();
      for (const [name, args] of Object.entries({
        'no callback': ['own'],
        'null callback': ['own', null],
        'text callback': ['own', 'x'],
        'object callback': ['own', {}],
        'a number': ['own', 1],
      })) {
        await t.call(`listen: ${name}`, () => t.Hub.listen(...args));
      }
      const seen = [];
      await t.call(
        'listen: legacy callback',
        () =>
          void t.Hub.listen('legacy', {
            onHubCapsule(capsule) {
              seen.push([capsule, typeof this.onHubCapsule]);
            },
          }),
      );
      await t.call('dispatch to it', () => t.Hub.dispatch('legacy', { event: 'e' }));
      t.note('legacy', seen);
      await t.call('dispatch: no payload', () => t.Hub.dispatch('own'));
      await t.call('dispatch: null payload', () => t.Hub.dispatch('own', null));
      await t.call('dispatch: text payload', () => t.Hub.dispatch('own', 'ab'));
      await t.call('dispatch: nothing', () => t.Hub.dispatch());
    },
  },
  {
    name: 'Hub: a listener that throws',
    covers: ['Hub.listen', 'Hub.dispatch', 'signIn'],
    users: { ana: {} },
    async run(t) {
      const seen = [];
      t.Hub.listen('auth', () => {
        throw new Error('from a listener');
      });
      t.Hub.listen('auth', () => Promise.reject(new Error('rejected by a listener')).catch(() => {}));
      t.Hub.listen('auth', ({ payload }) => seen.push(payload.event));
      t.configure();
      await t.signIn('sign in', 'ana');
      await t.call('sign out', () => t.Auth.signOut());
      t.note('the others are told', seen);
    },
  },
  {
    name: 'Hub: listeners that listen and stop while told',
    covers: ['Hub.listen', 'Hub.remove'],
    async run(t) {
      const seen = [];
      const stopSelf = t.Hub.listen('own', () => (seen.push('once'), stopSelf()));
      t.Hub.listen('own', () => (seen.push('adds'), t.Hub.listen('own', () => seen.push('added'))));
      t.Hub.listen('own', () => seen.push('last'));
      for (const turn of ['first', 'second', 'third']) {
        await t.call(turn, () => t.Hub.dispatch('own', { event: turn }));
        t.note(`told in the ${turn}`, seen.splice(0));
      }
    },
  },
  {
    name: 'Hub: patterns',
    covers: ['Hub.listen', 'Hub.remove', 'Hub.dispatch', 'signIn'],
    users: { ana: {} },
    async run(t) {
      const seen = [];
      const listen = (pattern) =>
        t.Hub.listen(pattern, ({ channel, payload, source, patternInfo }) =>
          seen.push([String(pattern), channel, payload.event, source, patternInfo]),
        );
      listen(/.*/);
      const stop = listen(/user (\w+) has been (signed) in/);
      listen(/signed up/);
      t.configure();
      t.note('configuring', seen.splice(0));
      await t.signIn('sign in', 'ana');
      t.note('signing in', seen.splice(0));
      await t.call('a refused one', () => t.Auth.signIn('ana', 'Wr0ngPass!'));
      t.note('refused', seen.splice(0));
      await t.call('no message', () => t.Hub.dispatch('own', { event: 'e' }));
      await t.call('empty message', () => t.Hub.dispatch('own', { event: 'e', message: '' }));
      await t.call('a message that is a number', () => t.Hub.dispatch('own', { event: 'e', message: 5 }));
      await t.call('a message of its own', () =>
        t.Hub.dispatch('own', { event: 'e', message: 'user bob has been signed in' }, 'me'),
      );
      t.note('own', seen.splice(0));
      await t.call('stop', () => stop());
      await t.call('remove an unknown one', () => t.Hub.remove(/nothing/, () => {}));
      await t.call('again', () => t.Hub.dispatch('own', { event: 'e', message: 'user bob has been signed in' }));
      t.note('after stopping', seen.splice(0));
    },
  },
  {
    name: 'Hub: patterns are removed by a literal of their own',
    covers: ['Hub.listen', 'Hub.remove', 'Hub.dispatch'],
    async run(t) {
      const seen = [];
      const [first, second] = ['first', 'second'].map((name) => () => seen.push(name));
      const tell = async (step) => {
        await t.call(step, () => t.Hub.dispatch('own', { event: 'e', message: 'user bob has been signed in' }));
        t.note(`${step}: told`, seen.splice(0));
      };
      t.Hub.listen(/signed in/, first);
      t.Hub.listen(/signed/, first);
      await t.call('remove', () => t.Hub.remove(/signed in/, first));
      await tell('after that');
      await t.call('remove the other', () => t.Hub.remove(/signed/, first));
      await tell('after both');
      t.Hub.listen(/signed in/, first);
      t.Hub.listen(/signed in/, second);
      await t.call('remove the second of one pattern', () => t.Hub.remove(/signed in/, second));
      await tell('of two');
    },
  },
  {
    name: 'Hub: Auth reacts to what the app dispatches',
    covers: ['Hub.dispatch'],
    async run(t) {
      t.configure();
      for (const event of [
        'signIn',
        'cognitoHostedUI',
        'verify',
        'signOut',
        'cognitoHostedUI',
        'signUp',
        'signIn',
        'nonsense',
      ]) {
        await t.call(`dispatch ${event}`, () => t.Hub.dispatch('auth', { event, data: 1 }));
      }
      await t.call('on another channel', () => t.Hub.dispatch('other', { event: 'signOut' }));
    },
  },
  {
    name: 'Hub: what listeners find in storage and Auth.user',
    covers: ['Hub.listen', 'signIn', 'signOut'],
    users: { ana: {} },
    async run(t) {
      const seen = [];
      t.configure();
      t.Hub.listen('auth', ({ payload: { event, data } }) =>
        seen.push([
          event,
          Object.keys(localStorage)
            .map((key) => key.split('.').pop())
            .sort(),
          t.Auth.user?.username ?? t.Auth.user,
          data === t.Auth.user,
        ]),
      );
      await t.signIn('sign in', 'ana');
      await t.call('sign out', () => t.Auth.signOut());
      await t.signIn('sign in again', 'ana');
      await t.call('everywhere', () => t.Auth.signOut({ global: true }));
      t.note('seen', seen);
    },
  },
];
