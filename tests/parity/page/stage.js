// The `t` of a scenario: how it calls the library, and what is written down about each call.
import scenarios from '../scenarios/index.js';
import { brief, describer } from './describe.js';
import {
  advance,
  arrive,
  breakStorage,
  counted,
  due,
  hold,
  hurry,
  log,
  pausing,
  quietly,
  record,
  requestsInFlight,
  run,
  script,
  setStep,
  sleep,
  storedNow,
} from './recorder.js';

/** After so many turns of the event loop without anything, nothing more will come. They take longer on a machine that is busy. */
const QUIET_TURNS = 10;
const TURN_MS = 10;

export function stage(api) {
  const describe = describer(api);
  const { Auth, Hub } = api;

  const told = ({ channel, payload, source, patternInfo, ...rest }, to) =>
    record('hub', {
      to,
      channel,
      source,
      event: payload.event,
      message: payload.message,
      keys: Object.keys(payload).join(', '),
      patternInfo: describe(patternInfo),
      rest: Object.keys(rest).join(', '),
      data: describe(payload.data),
    });
  for (const channel of ['auth', 'core']) Hub.listen(channel, (capsule) => told(capsule, channel));

  /** Until nothing more happens on its own: no request under way and two turns of the event loop without an entry. */
  async function idle() {
    for (let before = -1; before !== log.length || requestsInFlight();) {
      before = log.length;
      await sleep(0);
      await sleep(requestsInFlight() ? 5 : 1);
    }
  }

  /** Until, for so many turns, nothing is under way that goes on by itself, and nothing is written down. */
  async function quiet(turns, isOver = () => false) {
    for (let left = turns, before = -1; left && !isOver(); left--) {
      if (before !== log.length || requestsInFlight() || pausing()) left = turns;
      before = log.length;
      await sleep(TURN_MS);
    }
  }

  /** What the promise resolves with, or undefined if nothing is left that could settle it. Who waits for quiet within it goes first. */
  async function settledOf(promise, mark) {
    let isSettled = false;
    promise.then(() => (isSettled = true));
    for (let round = 0; round < 3 && !isSettled; round++) {
      await Promise.race([promise, quiet(2 * QUIET_TURNS, () => isSettled)]);
      // No page sees that a file which it imports is under way: one that is asked for later comes later.
      if (!isSettled) await fetch(location, { cache: 'no-store' });
    }
    if (isSettled) return promise;
    record('hangs', { mark });
  }

  async function endStep(name) {
    await idle();
    record('after', { stored: storedNow(), user: brief(Auth.user) });
    setStep(`after ${name}`);
  }

  const beginStep = (name) => {
    setStep(name);
    record('call', {});
  };

  /** Runs `make` and notes how its promise (or value) comes out. */
  async function watch(make, mark = '') {
    let outcome;
    try {
      outcome = make();
    } catch (error) {
      record('threw', { mark, value: describe(error) });
      return;
    }
    const promise = typeof outcome?.then === 'function' ? outcome : undefined;
    if (!promise) {
      record('returned', { mark, value: describe(outcome) });
      return outcome;
    }
    const settled = promise.then(
      (value) => (record('resolved', { mark, value: describe(value) }), value),
      (error) => void record('rejected', { mark, value: describe(error) }),
    );
    return settledOf(settled, mark);
  }

  function makeT(setup) {
    const { config, users, subs } = setup;
    const t = {
      ...api,
      config,
      users,
      subs,
      /** `P` of the storage contract, with the rest of a key. */
      key: (rest) => `CognitoIdentityServiceProvider.${config.userPoolWebClientId}.${rest}`,
      store: quietly,
      script,
      arrive,
      hurry,
      breakStorage,
      sleep,
      /** Lets the page's clock, which otherwise stands still, go on by so many seconds. */
      advance,

      /** A configuration of the hosted UI, whose pages are opened only in the record; `t.opened` is the last one. */
      oauth: (more) => ({
        domain: 'id.example',
        scope: ['openid', 'aws.cognito.signin.user.admin'],
        redirectSignIn: `${location.origin}/back`,
        redirectSignOut: `${location.origin}/out`,
        responseType: 'code',
        urlOpener: (url, redirectUrl) => {
          t.opened = new URL(url);
          record('opened', { url, redirectUrl });
        },
        ...more,
      }),

      /** Configures as the app would at its start; not a step of its own. */
      configure: (extra = {}) => Auth.configure({ ...config, ...extra }),

      /** One call. Gives what it resolved with, or undefined. */
      async call(name, make) {
        beginStep(name);
        const value = await watch(make);
        await endStep(name);
        return value;
      },

      /** A sign-in with the user's own password. */
      signIn: (name, user) => t.call(name, () => Auth.signIn(user, users[user].password)),

      /** Several calls at once. */
      async together(name, makes) {
        beginStep(name);
        const values = await Promise.all(makes.map((make, index) => watch(make, String(index))));
        await endStep(name);
        return values;
      },

      /**
       * A call in the callback style. `make` gets a node-style callback and an object of named ones; every call of either
       * is noted, with whether it came before `make` returned. Gives the arguments of the first.
       */
      async calls(name, make, { names = CALLBACKS } = {}) {
        beginStep(name);
        let sync = true;
        let first;
        const called = new Promise((resolve) => (first = resolve));
        const callback =
          (label) =>
          (...args) => {
            record('callback', { name: label, sync, args: args.map(describe) });
            first(args);
          };
        const named = Object.fromEntries(names.map((label) => [label, callback(label)]));
        try {
          make(callback('callback'), named);
        } catch (error) {
          record('threw', { mark: '', value: describe(error) });
          first([]);
        }
        sync = false;
        const args = (await settledOf(called, '')) ?? [];
        await endStep(name);
        return args;
      },

      /** Describes a value under a name. */
      note(name, value) {
        setStep(name);
        record('value', { value: describe(value) });
        setStep(`after ${name}`);
      },

      /** Within a call: until nothing more happens on its own. */
      settle: () => quiet(QUIET_TURNS),

      /** Waits for what goes on in the background. */
      async later(name) {
        setStep(name);
        await quiet(QUIET_TURNS);
        await endStep(name);
      },

      /** From now on timers of a second and more run only in `tick`, in which the page's clock goes on by so many seconds. */
      hold,
      async tick(name, seconds) {
        setStep(name);
        const until = Date.now() + seconds * 1000;
        while (due(until).length) {
          run(due(until)[0]);
          await idle();
          await sleep(10);
          // What it has begun may be slow to set the next one.
          await (due(until).length ? idle() : quiet(QUIET_TURNS));
        }
        advance((until - Date.now()) / 1000);
        await endStep(name);
      },

      /** An administrator's call to the server, in this side's user pool. */
      admin: counted((operation, body) => globalThis.parityAdmin(operation, body)),
      api: counted((operation, body) => globalThis.parityApi(operation, body)),

      /** The code that the user was sent last; `purpose` is what for, where the server has fixed ones. */
      code: counted((username, purpose = 'SignUp') => globalThis.parityCode(username, purpose)),
      /** What an authenticator app shows, or will in so many steps. */
      async totp(secret, steps = 0) {
        const code = await counted(globalThis.parityTotp)(secret, steps);
        record('code', { code, of: 'TOTP code' });
        return code;
      },
      /** Lets the clocks of the page and of the stand-in go on. */
      async wait(seconds) {
        advance(seconds);
        await t.admin('MoveClock', { Seconds: seconds });
      },

      /** A token with these claims that nobody has signed. */
      jwt: (claims) => ['{"alg":"none"}', JSON.stringify(claims), 'x'].map(base64url).join('.'),
      now: () => Math.floor(Date.now() / 1000),

      /** A session as it lies in storage after a sign-in, without a server. */
      tokens(username, { lives = 3600, scope = 'aws.cognito.signin.user.admin', revocable = true, since = 0 } = {}) {
        const iat = t.now() + since;
        const common = { sub: 'made-up-sub', iat, exp: iat + lives };
        return {
          IdToken: t.jwt({
            ...common,
            'cognito:username': username,
            email: `${username}@example.com`,
            token_use: 'id',
          }),
          AccessToken: t.jwt({
            ...common,
            username,
            scope,
            ...(revocable && { origin_jti: 'made-up-origin' }),
            token_use: 'access',
          }),
          RefreshToken: `made-up-refresh-of-${username}`,
        };
      },
      signedIn(username, options = {}) {
        const { IdToken, AccessToken, RefreshToken } = t.tokens(username, options);
        quietly.set(t.key(`${username}.idToken`), IdToken);
        quietly.set(t.key(`${username}.accessToken`), AccessToken);
        quietly.set(t.key(`${username}.refreshToken`), RefreshToken);
        quietly.set(t.key(`${username}.clockDrift`), '0');
        quietly.set(t.key('LastAuthUser'), username);
      },
      /** The same, with nothing else in storage. */
      onlySignedIn(username, options) {
        quietly.clear();
        t.signedIn(username, options);
      },
      /** Makes the stored session look expired: the service's clock seems to be two hours ahead. */
      expire: (username) => quietly.set(t.key(`${username}.clockDrift`), '-7200'),
      /** Signs in as a start, without the slow arithmetic of SRP. */
      async begin(user = Object.keys(users)[0], extra) {
        t.configure({ ...extra, authenticationFlowType: 'USER_PASSWORD_AUTH' });
        setStep('begin');
        const signedIn = await Auth.signIn(user, users[user].password);
        await endStep('begin');
        return signedIn;
      },
      told,
    };
    return t;
  }

  /** Runs a part of a scenario (a new part begins after a reload) and gives everything that was written down. */
  globalThis.parity = async (name, part, setup) => {
    const scenario = scenarios.find((each) => each.name === name);
    // Loads both parts of our module and does nothing else, so that no step depends on how long that takes.
    if (!scenario.cold) {
      await Auth.currentChallenge?.();
      await nobody(api).getDevice({ onSuccess() {}, onFailure() {} });
    }
    record('after', { stored: storedNow(), user: brief(Auth.user) });
    setStep('start');
    await [scenario.run].flat()[part](makeT(setup));
    await idle();
    return log;
  };
  globalThis.parityMethods = Object.getOwnPropertyNames(Object.getPrototypeOf(Auth));
}

/** A user who is stored nowhere. */
const nobody = ({ CognitoUser, CognitoUserPool }) =>
  new CognitoUser({
    Username: 'nobody',
    Pool: new CognitoUserPool({ UserPoolId: 'eu-west-1_Nobody', ClientId: 'nobody' }),
    Storage: { getItem: () => null, setItem() {}, removeItem() {}, clear() {} },
  });

const CALLBACKS = [
  'onSuccess',
  'onFailure',
  'newPasswordRequired',
  'mfaRequired',
  'totpRequired',
  'selectMFAType',
  'mfaSetup',
  'customChallenge',
];

const base64url = (text) =>
  btoa(String.fromCharCode(...new TextEncoder().encode(text)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
