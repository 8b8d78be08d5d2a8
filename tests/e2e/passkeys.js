// A page with a virtual authenticator, on a stand-in whose pool lets passkeys come first.
import { Authenticator } from './authenticator.js';
import { PASSWORD, expect, onStandIn, oursOf } from './fixtures.js';

export { PASSWORD, expect };

/** The relying party of the pool is a name: an address of numbers can be none. */
const HOST = 'localhost';
export const pageOn = (host) => {
  const url = new URL('index.html', process.env.E2E_APP);
  url.hostname = host;
  return url.href;
};

export const poolOptions = ({
  relyingParty = HOST,
  factors = ['PASSWORD', 'EMAIL_OTP', 'WEB_AUTHN'],
  ...pool
} = {}) => ({
  pool: {
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: factors } },
    WebAuthnConfiguration: { RelyingPartyId: relyingParty },
    ...pool,
  },
  client: {
    ExplicitAuthFlows: [
      'ALLOW_USER_AUTH',
      'ALLOW_USER_SRP_AUTH',
      'ALLOW_USER_PASSWORD_AUTH',
      'ALLOW_REFRESH_TOKEN_AUTH',
    ],
  },
});

/** Counts the dialogues of the page: `window.dialogues`. */
function countDialogues() {
  window.dialogues = 0;
  for (const method of ['create', 'get']) {
    const original = CredentialsContainer.prototype[method];
    CredentialsContainer.prototype[method] = function (...args) {
      // After the browser has begun it.
      setTimeout(() => window.dialogues++);
      return original.apply(this, args);
    };
  }
}

/** Resolves once that many dialogues were opened in the page. */
export const opened = (app, count = 1) => app.page.waitForFunction((count) => window.dialogues >= count, count);

const passkeyTest = onStandIn.extend({
  pool: [async ({ cognito }, use) => use(await cognito.createUserPool(poolOptions())), { scope: 'worker' }],
  /** Opens an App on http://localhost, whose page has a virtual authenticator. */
  newPasskeyApp: async ({ newApp, context, pool }, use) => {
    await use(async ({ host = HOST, init, ...open } = {}) => {
      await context.addInitScript(countDialogues);
      if (init) await context.addInitScript(init);
      const app = await newApp({ path: pageOn(host), ...open });
      app.authenticator = await Authenticator.of(app.page);
      return app;
    });
  },
  app: async ({ newPasskeyApp }, use) => use(await newPasskeyApp()),
});

export const test = oursOf(passkeyTest);
test.extend = passkeyTest.extend.bind(passkeyTest);

/** Calls a method in the page: what it gives, or what it rejects with. `signal` among the arguments is the page's own. */
export const call = (app, method, ...args) =>
  app.page.evaluate(
    async ([method, args]) => {
      const { signal } = (window.controller = new AbortController());
      const given = args.map((arg) => (arg?.signal ? { ...arg, signal } : arg));
      try {
        return { value: (await window.Auth[method](...given)) ?? null };
      } catch (error) {
        if (!(error instanceof Error)) return { text: String(error) };
        const { name, code, message, cause } = error;
        return { name, code, message, cause: cause?.name, isOwn: error === signal.reason };
      }
    },
    [method, args],
  );
