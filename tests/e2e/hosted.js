// An app on the hosted pages of the stand-in.
import { HOSTED_CLIENT } from '../stand-in/stand-in.mjs';
import { App, PASSWORD, expect, onStandIn, oursOf } from './fixtures.js';

export { PASSWORD, expect };
export const PAGES = [
  'hosted.html',
  'hosted-strict.html',
  'hosted-twice.html',
  'hosted-v5.html',
  'hosted.html?page=2',
  'tokens.html',
];
const pageOf = (path) => new URL(path, process.env.E2E_APP).href;
export const OUT = 'index.html?out';

/** The settings of an app client whose users come back to the pages of the app. */
export const hostedClient = () => ({
  ...HOSTED_CLIENT,
  CallbackURLs: PAGES.map(pageOf),
  LogoutURLs: [pageOf(OUT), pageOf('hosted.html')],
});

export class HostedApp extends App {
  /** `{ grant, code, status }` of each request to the token endpoint, by any page of the profile. */
  exchanges = [];
  /** Each address of the hosted pages that a page has gone to. */
  visits = [];

  constructor(page, pool, path = 'hosted.html') {
    super(page, pool);
    this.path = path;
    page.context().on('request', (request) => {
      const url = new URL(request.url());
      if (request.isNavigationRequest() && /^\/(oauth2\/authorize|logout)$/.test(url.pathname)) this.visits.push(url);
      if (request.method() !== 'POST' || url.pathname !== '/oauth2/token') return;
      const form = new URLSearchParams(request.postData());
      const entry = { ...Object.fromEntries(form), headers: request.headers() };
      this.exchanges.push(entry);
    });
  }

  /** Where the app is asked to come back to. */
  get redirect() {
    return pageOf(this.path);
  }

  oauth() {
    return {
      domain: this.pool.endpoint.slice(0, -1),
      scope: ['openid', 'email', 'aws.cognito.signin.user.admin'],
      redirectSignIn: this.redirect,
      redirectSignOut: pageOf(OUT),
      responseType: 'code',
    };
  }

  /** All pages of the profile are configured like this from now on. */
  configure({ oauth, ...config } = {}) {
    const merged = { ...this.authConfig(), oauth: { ...this.oauth(), ...oauth }, ...config };
    return this.page.context().addInitScript((config) => (window.authConfig = config), merged);
  }

  async open({ page = this.page, at = this.path, ...config } = {}) {
    await this.configure(config);
    await page.goto(pageOf(at));
    await this.started(page);
  }

  async started(page = this.page) {
    await page.waitForFunction(() => window.Auth && window.started);
    this.calls.length = 0;
  }

  /** Calls `Auth.federatedSignIn`, which leaves the page; gives the address that it went to. */
  async leave(...args) {
    const { page } = this;
    const gone = page.waitForRequest((request) => new URL(request.url()).pathname === '/oauth2/authorize');
    await page.evaluate((args) => {
      window.isLeft = true;
      window.Auth.federatedSignIn(...args).catch(() => {});
    }, args);
    const url = new URL((await gone).url());
    // At the login page, or back at once.
    await page.waitForFunction(() => !window.isLeft && document.readyState === 'complete');
    return url;
  }

  /** Fills in the login page. Nothing waits for the way back. */
  async login({ username, password }, page = this.page) {
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  }

  /** From the app to the login page and back; gives the address of the authorize endpoint. */
  async signInThere(user, ...args) {
    const url = await this.leave(...args);
    await this.login(user);
    await this.back();
    return url;
  }

  /** Signs in at the page without it; gives the address that it would go to. */
  async returnOf(authorize, { username, password }) {
    const page = new URL(`/login${authorize.search}`, authorize);
    const body = new URLSearchParams({ username, password });
    return (await fetch(page, { method: 'POST', body, redirect: 'manual' })).headers.get('location');
  }

  /** The app is there again, and has settled who is signed in. */
  async back(page = this.page) {
    await page.waitForURL((url) => url.href.startsWith(pageOf('')));
    await page.waitForFunction(() => window.started);
  }

  /** `{ event, message, isStored }` since the page was loaded. */
  async told(...names) {
    const all = await this.page.evaluate(() =>
      window.events.map(({ event, message, isStored, data }) => ({
        event,
        message,
        isStored,
        data: data?.message ?? null,
      })),
    );
    return names.length ? all.filter(({ event }) => names.includes(event)) : all;
  }

  /** The names of the events, without those that every page has. */
  async names() {
    return (await this.told()).map(({ event }) => event).filter((event) => event !== 'configured');
  }

  username() {
    return this.page.evaluate(() => window.user?.username);
  }

  /** What sessionStorage keeps of attempts. */
  attempts() {
    return this.page.evaluate(() => Object.keys(sessionStorage).filter((key) => /oauth|ouath|hosted/i.test(key)));
  }

  fault(how) {
    return this.admin('Fault', { Operation: 'token', ...how });
  }
}

export const hostedTest = onStandIn.extend({
  pool: [
    async ({ cognito }, use) => use(await cognito.createUserPool({ client: hostedClient() })),
    { scope: 'worker' },
  ],
  /** Makes a HostedApp on a page of the profile, opened at `path`. */
  newHostedApp: async ({ context, pool, cognito }, use) => {
    const apps = [];
    await use(async ({ path, page, opens = true, ...config } = {}) => {
      const app = new HostedApp(page ?? (await context.newPage()), pool, path);
      app.admin = (operation, body) => cognito.admin(operation, { UserPoolId: pool.userPoolId, ...body });
      apps.push(app);
      if (opens) await app.open(config);
      return app;
    });
    await cognito.admin('ClearFaults', { UserPoolId: pool.userPoolId });
    for (const { problems } of apps) expect(problems).toEqual([]);
  },
  hosted: async ({ newHostedApp }, use) => use(await newHostedApp()),
});

/** Of what v5 does not do, or does otherwise. */
export const test = oursOf(hostedTest);
