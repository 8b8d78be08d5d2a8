// An app from sign-up to sign-out, and two tabs of it, in browsers other than Chromium, on the local Cognito; the way to the
// hosted page and back, and passkeys, on the stand-in.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { By } from 'selenium-webdriver';
import setup from '../e2e/setup.js';
import { SIGN_UP_CODE, connectCognito } from '../local-cognito/local-cognito.mjs';
import { HOSTED_CLIENT, startStandIn } from '../stand-in/stand-in.mjs';
import { installAuthenticator } from '../setup/authenticator.js';
import { BROWSERS, start } from './drivers.mjs';

const PASSWORD = 'Secret-123';
let end;
let address;
let standIn;
let hosted;
let withPasskeys;

before(async () => {
  end = await setup();
  const { region, userPoolId, clientId, endpoint } = await connectCognito(process.env.E2E_COGNITO).createUserPool();
  const config = { region, userPoolId, userPoolWebClientId: clientId, endpoint };
  address = `${process.env.E2E_APP}?config=${encodeURIComponent(JSON.stringify(config))}`;
  standIn = await startStandIn();
  hosted = await createHosted();
  withPasskeys = await createPoolWithPasskeys();
});
after(async () => {
  await standIn?.stop();
  await end?.();
});

/** A pool of the stand-in with a user, and what an app is configured with that uses its hosted page. */
async function createHosted() {
  const page = `${process.env.E2E_APP}hosted.html`;
  const strict = `${process.env.E2E_APP}hosted-strict.html`;
  const out = `${page}?out`;
  const client = { ...HOSTED_CLIENT, CallbackURLs: [page, strict], LogoutURLs: [out] };
  const { region, userPoolId, clientId, endpoint } = await standIn.createUserPool({ client });
  await standIn.createUser(userPoolId, { username: 'ana', password: PASSWORD, email: 'ana@example.com' });
  const oauth = {
    domain: endpoint.slice(0, -1),
    scope: ['openid', 'aws.cognito.signin.user.admin'],
    redirectSignIn: page,
    redirectSignOut: out,
    responseType: 'code',
  };
  return {
    page,
    strict,
    out,
    config: { region, userPoolId, userPoolWebClientId: clientId, endpoint, oauth },
    admin: (operation, body) => standIn.admin(operation, { UserPoolId: userPoolId, ...body }),
  };
}

/** The address of the app on a pool of the stand-in that lets passkeys come first, and its user. The host is a name. */
async function createPoolWithPasskeys() {
  const { region, userPoolId, clientId, endpoint } = await standIn.createUserPool({
    pool: {
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } },
      WebAuthnConfiguration: { RelyingPartyId: 'localhost' },
    },
    client: { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
  });
  const config = { region, userPoolId, userPoolWebClientId: clientId, endpoint };
  const url = new URL(`${process.env.E2E_APP}?config=${encodeURIComponent(JSON.stringify(config))}`);
  url.hostname = 'localhost';
  return {
    address: url.href,
    async newUser(username) {
      await standIn.createUser(userPoolId, { username, password: PASSWORD, email: `${username}@example.com` });
      return username;
    },
  };
}

for (const name of Object.keys(BROWSERS))
  describe(name, () => {
    let browser;
    before(async () => {
      browser = await start(name);
    });
    after(() => browser?.end());

    /** Runs the function in the page, and gives what it resolves with. */
    const run = async (task, ...args) => {
      const { value, error } = await browser.driver.executeAsyncScript(
        `const done = arguments[arguments.length - 1];
        (${task})(...arguments).then((value) => done({ value }), (error) => done({ error: String(error?.stack ?? error) }));`,
        ...args,
      );
      if (error) throw new Error(error);
      return value;
    };
    const open = async (at = address) => {
      await browser.driver.get(at);
      await browser.driver.wait(() => browser.driver.executeScript('return !!window.started'), 10_000);
    };
    const tokens = () => Object.keys(localStorage).filter((key) => /Token$|LastAuthUser$/.test(key)).length;

    test('sign-up, sign-in, session, password, sign-out', async (context) => {
      await open();
      const found = await run(journey, `ana-${name}`, PASSWORD, SIGN_UP_CODE);
      const { fused, ...results } = found;
      context.diagnostic(
        `${await browser.driver.executeScript('return navigator.userAgent')}, ${fused ? 'fused' : 'SIMD128'} kernel`,
      );
      assert.deepEqual(results, {
        before: 'The user is not authenticated',
        confirmed: [false, 'SUCCESS'],
        wrong: 'NotAuthorizedException',
        signedIn: [`ana-${name}`, `ana-${name}`, `ana-${name}`],
        email: `ana-${name}@example.com`,
        stored: true,
        changed: 'SUCCESS',
        secret: 32,
        refreshed: true,
        left: [],
        after: 'The user is not authenticated',
      });
    });

    test('tabs share a session, its refresh and its end', async () => {
      const { driver } = browser;
      await open();
      await run(
        async (username, password) => void (await window.Auth.signIn(username, password)),
        `ana-${name}`,
        `${PASSWORD}4`,
      );
      assert.equal(await driver.executeScript(`return (${tokens})()`), 4);
      const first = await driver.getWindowHandle();
      await driver.switchTo().newWindow('tab');
      await open();
      const second = await driver.getWindowHandle();

      // Both tabs find, at about the same time, that the tokens have expired: by the drift of the clock. The timers of a tab that
      // is not seen are late, so requests take longer than that.
      const refresh = async (at) => {
        const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
        const send = window.fetch;
        window.fetch = async (...args) => {
          await pause(3000);
          return send(...args);
        };
        await pause(at - Date.now());
        const keyOf = (end) => Object.keys(localStorage).find((key) => key.endsWith(end));
        localStorage.setItem(keyOf('.clockDrift'), -100_000);
        const former = localStorage.getItem(keyOf('.accessToken'));
        const token = (await window.Auth.currentSession()).getAccessToken().getJwtToken();
        window.fetch = send;
        return token === former ? 'not refreshed' : token;
      };
      const at = Date.now() + 1500;
      await driver.executeScript(`window.refreshed = (${refresh})(${at})`);
      await driver.switchTo().window(first);
      const token = await run(refresh, at);
      assert.notEqual(token, 'not refreshed');
      await driver.switchTo().window(second);
      assert.equal(await run(() => window.refreshed), token);

      await driver.switchTo().window(first);
      await run(() => window.Auth.signOut());
      await driver.switchTo().window(second);
      await driver.wait(
        () => driver.executeScript(`return window.events.some(({ event }) => event === 'signedOutElsewhere')`),
        5000,
      );
      assert.equal(await driver.executeScript(`return (${tokens})()`), 0);
    });

    /** The way to the hosted page and back, of the app that is `at` there. */
    const hostedApp = (at = hosted.page) => {
      const { driver } = browser;
      const evaluate = (script) => driver.executeScript(script);
      const started = () => driver.wait(() => evaluate('return !!window.started'), 10_000);
      const press = (name) => driver.findElement(By.xpath(`//button[normalize-space()='${name}']`)).click();
      return {
        press,
        async open() {
          await open();
          const oauth = { ...hosted.config.oauth, redirectSignIn: at };
          await run(
            async (config) => localStorage.setItem('authConfig', config),
            JSON.stringify({ ...hosted.config, oauth }),
          );
          await driver.get(at);
          await started();
        },
        /** Leaves for the page; its form is there. */
        async leave(options = {}) {
          const given = JSON.stringify({ prompt: 'login', ...options });
          await evaluate(`window.Auth.federatedSignIn(${given}).catch(() => {})`);
          await driver.wait(async () => (await driver.findElements(By.name('password'))).length, 10_000);
        },
        async login() {
          await driver.findElement(By.name('username')).sendKeys('ana');
          await driver.findElement(By.name('password')).sendKeys(PASSWORD);
          await press('Sign in');
        },
        /** The app is there again, and knows who is signed in. */
        async back(to = at) {
          await driver.wait(async () => (await driver.getCurrentUrl()) === to, 10_000);
          await started();
        },
        username: () => evaluate('return window.user.username'),
        tokens: () => evaluate(`return (${tokens})()`),
        events: () => evaluate("return window.events.map(({ event }) => event).filter((it) => it !== 'configured')"),
      };
    };

    test('the hosted page, back and out again', async () => {
      const { driver } = browser;
      const app = hostedApp();
      await app.open();
      await app.leave({ customState: 'ü €' });
      await app.login();
      await app.back();
      assert.equal(await app.username(), 'ana');
      assert.equal(await driver.executeScript('return window.events.at(-1).data'), 'ü €');
      assert.deepEqual(await app.events(), [
        'parsingCallbackUrl',
        'codeFlow',
        'signIn',
        'cognitoHostedUI',
        'customOAuthState',
      ]);
      assert.equal(await app.tokens(), 4);
      await driver.navigate().refresh();
      await app.back();
      assert.equal(await app.username(), 'ana');
      await driver.executeScript('void window.Auth.signOut()');
      await app.back(hosted.out);
      assert.equal(await app.tokens(), 0);
      await run(async () => localStorage.removeItem('authConfig'));
    });

    test('a return from the hosted page is finished once, by components that are mounted twice', async () => {
      const app = hostedApp(hosted.strict);
      await app.open();
      await app.leave();
      await app.login();
      await app.back();
      await browser.driver.wait(() => browser.driver.executeScript('return window.user?.username'), 5000);
      assert.equal(await browser.driver.executeScript('return window.mounted'), 2);
      assert.deepEqual(
        (await app.events()).filter((event) => /^(codeFlow|signIn)/.test(event)),
        ['codeFlow', 'signIn'],
      );
      await browser.driver.executeScript('void window.Auth.signOut()');
      await app.back(hosted.out);
      await run(async () => localStorage.removeItem('authConfig'));
    });

    test('each way back from the hosted page that gives no session', async () => {
      const { driver } = browser;
      const app = hostedApp();
      /** An attempt that the service has answered: the address to come back to. The app's other page is shown. */
      const answered = async () => {
        const url = new URL(await driver.getCurrentUrl());
        url.pathname = '/oauth2/authorize';
        await open();
        return (await hosted.admin('Authorize', { Url: url.href, Username: 'ana' })).Location;
      };
      const fault = (how) => hosted.admin('Fault', { Operation: 'token', ...how });
      const ways = {
        access_denied: () => app.press('Cancel'),
        invalid_grant: () => fault({ Type: 'invalid_grant' }).then(app.login),
        InvalidResponse: () => fault({ Kind: 'truncated' }).then(app.login),
        // Each time: Firefox itself sends once more what got no reply.
        NetworkError: () => fault({ Kind: 'abort', Times: -1 }).then(app.login),
        InvalidState: () => driver.get(`${hosted.page}?code=forged&state=forged`),
        ExpiredAttempt: async () => {
          const address = await answered();
          await driver.executeScript(`const key = 'cognito-auth-wasm.oauth';
            const attempts = JSON.parse(sessionStorage.getItem(key));
            sessionStorage.setItem(key, JSON.stringify(attempts.map((it) => ({ ...it, until: it.until - 3_600_001 }))));`);
          await driver.get(address);
        },
      };
      const left = () =>
        driver.executeScript(
          `return [(${tokens})(), Object.keys(sessionStorage).filter((key) => /oauth/.test(key)).length]`,
        );
      for (const [code, goBack] of Object.entries(ways)) {
        await app.open();
        await app.leave();
        await goBack();
        await app.back();
        await hosted.admin('ClearFaults');
        assert.deepEqual(
          await driver.executeScript(
            'return window.events.filter(({ event }) => /failure/.test(event)).map(({ event, data }) => [event, data.code])',
          ),
          ['signIn_failure', 'cognitoHostedUI_failure', 'customState_failure'].map((event) => [event, code]),
        );
        assert.deepEqual(
          [await driver.executeScript('return window.user.error'), ...(await left())],
          ['The user is not authenticated', 0, 0],
        );
      }

      // Back, without an answer.
      await app.open();
      await app.leave();
      await driver.navigate().back();
      await app.back();
      await driver.wait(async () => (await left())[1] === 0, 5000);

      // Of another library.
      const theirs = `${hosted.page}?code=of-another&state=theirs`;
      await driver.get(theirs);
      await app.back(theirs);
      assert.deepEqual([await app.events(), ...(await left())], [['parsingCallbackUrl'], 0, 0]);

      // The next attempt is good.
      await app.open();
      await app.leave();
      await app.login();
      await app.back();
      assert.equal(await app.username(), 'ana');
      await driver.executeScript('void window.Auth.signOut()');
      await app.back(hosted.out);
      await run(async () => localStorage.removeItem('authConfig'));
    });

    test('passkeys are registered, sign in, and are deleted', async () => {
      const username = await withPasskeys.newUser(`ana-${name}`);
      await open(withPasskeys.address);
      // The browser's own cannot be driven.
      await browser.driver.executeScript(`window.authenticator = (${installAuthenticator})()`);
      // A page without a screen may be hidden, and autofill waits until it is seen.
      await browser.driver.executeScript(
        `Object.defineProperty(document, 'visibilityState', { get: () => 'visible' });`,
      );
      assert.deepEqual(await run(passkeys, username, PASSWORD), {
        support: { supported: true, autofill: true, platformAuthenticator: true },
        registered: true,
        again: 'PasskeyExists',
        listed: [['internal'], 'platform', true],
        signedIn: username,
        picked: username,
        busy: 'PasskeyBusy',
        aborted: true,
        ended: ['PasskeyAborted', username],
        left: [0, 0],
        none: ['SELECT_CHALLENGE', null],
      });
    });
  });

/** In the page: what an app does with passkeys, and what came of it. */
async function passkeys(username, password) {
  const { Auth, authenticator } = window;
  const code = (promise) => promise.then(() => 'no failure').catch((error) => error.code ?? error);
  const results = { support: await Auth.passkeySupport() };
  await Auth.signIn(username, password);
  const { id } = await Auth.registerPasskey();
  results.registered = authenticator.passkeys.has(id);
  results.again = await code(Auth.registerPasskey());
  const [passkey] = await Auth.listPasskeys();
  results.listed = [passkey.transports, passkey.attachment, passkey.id === id];
  await Auth.signOut();
  results.signedIn = (await Auth.signInWithPasskey({ username })).username;
  await Auth.signOut();
  results.picked = (await Auth.signInWithPasskey({ username, autofill: true })).username;
  await Auth.signOut();

  authenticator.agrees = false;
  const opened = async (begin) => {
    const { dialogues } = authenticator;
    const ending = begin().catch((error) => error);
    while (authenticator.dialogues === dialogues) await new Promise((resolve) => setTimeout(resolve, 10));
    return [ending];
  };
  const controller = new AbortController();
  const [first] = await opened(() => Auth.signInWithPasskey({ username, signal: controller.signal }));
  results.busy = await code(Auth.signInWithPasskey({ username }));
  const reason = new Error('enough');
  controller.abort(reason);
  results.aborted = (await first) === reason;
  const [autofill] = await opened(() => Auth.signInWithPasskey({ username, autofill: true }));
  const user = await Auth.signIn(username, password);
  results.ended = [(await autofill).code, user.username];

  await Auth.deletePasskey(id);
  await new Promise((resolve) => setTimeout(resolve));
  results.left = [(await Auth.listPasskeys()).length, authenticator.passkeys.size];
  await Auth.signOut();
  const { challengeName } = await Auth.signInWithPasskey({ username });
  results.none = [challengeName, await Auth.signInWithPasskey({ username, autofill: true })];
  return results;
}

/** In the page: what an app does, and what came of it. */
async function journey(username, password, code) {
  const { Auth } = window;
  const failure = (promise) =>
    promise.then(
      () => 'no failure',
      (error) => error.code ?? error,
    );
  const results = { before: await failure(Auth.currentAuthenticatedUser()) };
  const { userConfirmed } = await Auth.signUp({ username, password, attributes: { email: `${username}@example.com` } });
  results.confirmed = [userConfirmed, await Auth.confirmSignUp(username, code)];
  results.wrong = await failure(Auth.signIn(username, `${password}-wrong`));
  results.signedIn = [];
  for (let round = 0; round < 3; round++) results.signedIn.push((await Auth.signIn(username, password)).username);
  const user = await Auth.currentAuthenticatedUser();
  results.email = user.attributes.email;
  const session = await Auth.currentSession();
  results.stored = Object.values(localStorage).includes(session.getIdToken().getJwtToken());
  results.changed = await Auth.changePassword(user, password, `${password}4`);
  results.secret = (await Auth.setupTOTP(user)).length;
  const refresh = () =>
    new Promise((resolve, reject) => {
      user.refreshSession(session.getRefreshToken(), (error, refreshed) =>
        error ? reject(error) : resolve(refreshed),
      );
    });
  const [one, other] = await Promise.all([refresh(), refresh()]);
  const token = (it) => it.getAccessToken().getJwtToken();
  results.refreshed = token(one) === token(other) && token(one) !== token(session);
  await Auth.signOut();
  results.left = Object.keys(localStorage).filter((key) => /Token$|LastAuthUser$|userData$/.test(key));
  results.after = await failure(Auth.currentAuthenticatedUser());
  results.fused = performance.getEntriesByType('resource').some(({ name }) => /fma[^/]*\.wasm$/.test(name));
  return results;
}
