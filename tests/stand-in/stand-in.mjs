// A stand-in for the Cognito user-pool service, for tests: what the local Cognito lacks (devices, SMS and e-mail codes,
// SELECT_MFA_TYPE, MFA_SETUP, passkeys, sessions that are good once, limits, faults), in the service's shapes and words; and
// for identity pools. It shares nothing with the package, and is believed because amazon-cognito-identity-js, Amplify v5 and,
// of what v5 lacks, Amplify v6 pass the same scripts on it.
import { createHash, createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { operations as account } from './account.mjs';
import { poolOperations, serverOperations } from './admin.mjs';
import { operations as devices } from './devices.mjs';
import { answerHosted, brokenJson, clientIdOf, faultName, hostedRoute } from './hosted.mjs';
import { identityOperations, userPoolOf } from './identities.mjs';
import { operations as mfa } from './mfa.mjs';
import { operations as passkeys } from './passkeys.mjs';
import { Refusal, notAuthorized, operations, read, refuse } from './refuse.mjs';
import { initiateAuth, respondToAuthChallenge } from './sign-in.mjs';
import { claimsOf, jwks, revoke, rotate } from './tokens.mjs';
import { totp } from './totp.mjs';

export { HOSTED_CLIENT } from './hosted.mjs';
export { totp };
export const REGION = 'us-east-1';
const HOST = '127.0.0.1';
const TARGET = 'AWSCognitoIdentityProviderService.';
const TARGETS = /^AWSCognitoIdentity(Provider)?Service\./;
const ADMIN =
  'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=0';
// The service answers every origin, and these headers; anything else fails in the browser.
const ALLOWED = /^(authorization|cache-control|content-type|amz-sdk-.*|x-amz-.*|x-amzn-.*)$/;
const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
};

const tokenOperations = {
  InitiateAuth: (pool, request, client) => initiateAuth(pool, client, request),
  RespondToAuthChallenge: (pool, request, client) => respondToAuthChallenge(pool, client, request),
  GetTokensFromRefreshToken: (pool, { RefreshToken, DeviceKey }, client) => ({
    AuthenticationResult: rotate(pool, client, RefreshToken, DeviceKey),
  }),
  RevokeToken: (pool, { Token }, client) => (revoke(pool, client, Token), {}),
};
const userOperations = { ...account, ...devices, ...mfa, ...passkeys, ...tokenOperations };

/** Starts one on `port` (0: a free one). It ends with `stop()` or with this process. `log` gets a line for each request. */
export async function startStandIn({ port = 0, log } = {}) {
  const standIn = new StandIn(log);
  await standIn.listen(port);
  return standIn;
}

/** A handle to one that runs elsewhere: the same, but for what only the process itself can do. */
export const connectStandIn = (url) => new StandIn(undefined, url);

class StandIn {
  region = REGION;
  pools = new Map();
  identityPools = new Map();
  #made = 0;
  #log;
  #server;

  constructor(log, url) {
    this.#log = log;
    /** Where the user pools answer: the `endpoint` of the Auth configuration. */
    this.url = url;
  }

  listen(port) {
    this.#server = createServer((request, response) =>
      this.#serve(request, response).catch((error) => response.destroy(error)),
    );
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, HOST, () => {
        this.url = `http://${HOST}:${this.#server.address().port}/`;
        resolve();
      });
    });
  }

  async stop() {
    if (!this.#server?.listening) return;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  nextId(length) {
    let id = '';
    for (this.#made++; id.length < length;)
      id += createHash('sha256')
        .update(`${this.#made} ${id}`)
        .digest('base64')
        .replace(/[^A-Za-z0-9]/g, '');
    return id.slice(0, length);
  }

  /** As identities and their pools are called. */
  nextUuid() {
    const hex = Buffer.from(this.nextId(24)).toString('hex');
    return `${REGION}:${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }

  // ---- HTTP ----

  async #serve(request, response) {
    if (request.method === 'OPTIONS') {
      const asked = (request.headers['access-control-request-headers'] ?? '')
        .split(',')
        .map((name) => name.trim().toLowerCase());
      response
        .writeHead(200, {
          ...CORS,
          'Access-Control-Allow-Methods': 'POST',
          'Access-Control-Allow-Headers': asked.filter((name) => ALLOWED.test(name)).join(','),
          'Access-Control-Max-Age': '172800',
        })
        .end();
      return;
    }
    const url = new URL(request.url, this.url);
    const route = hostedRoute(request.method, url);
    if (route) return this.#serveHosted(route, url, request, response);
    if (request.method === 'GET') {
      const [, id] = /^\/([\w-]+)\/\.well-known\/jwks\.json$/.exec(request.url) ?? [];
      response
        .writeHead(this.pools.has(id) ? 200 : 404, { ...CORS, 'Content-Type': 'application/json' })
        .end(JSON.stringify(this.pools.has(id) ? jwks() : {}));
      return;
    }
    const operation = (request.headers['x-amz-target'] ?? '').replace(TARGETS, '');
    const text = await textOf(request);
    // The service does not know the operation then, and says so with another shape and status.
    if (/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
      const Output = { __type: 'com.amazon.coral.service#UnknownOperationException' };
      return send(response, 200, JSON.stringify({ Output, Version: '1.0' }));
    }
    let body;
    try {
      body = JSON.parse(text || '{}');
    } catch {
      body = undefined;
    }
    const pool = this.#poolOf(body ?? {});
    const fault = poolOperations[operation] ? undefined : takeFault(pool, operation);
    const reply = isNotCarriedOut(fault)
      ? undefined
      : await this.#answer(operation, body, pool, request.headers.authorization);
    if (fault?.DelayMs) {
      this.#log?.(`${operation} (waits)`);
      await sleep(fault.DelayMs, undefined, { ref: false });
    }
    this.#log?.(
      `${operation} ${fault ? `(${fault.Kind}) ` : ''}${reply?.status ?? ''} ${reply?.json.__type ?? ''} ${reply?.json.message ?? ''}`.trimEnd(),
    );
    if (fault && fault.Kind !== 'slow') return broken(response, fault, reply);
    send(response, reply.status, JSON.stringify(reply.json), reply.headers);
  }

  async #serveHosted(route, url, request, response) {
    const form = new URLSearchParams(request.method === 'POST' ? await textOf(request) : '');
    const clientId = clientIdOf(url, form, request.headers.authorization);
    const pool = this.#poolOf({ ClientId: clientId });
    const name = faultName(url.pathname);
    // A person's way through the pages is not broken by chance.
    const fault = ['token', 'revoke', 'authorize'].includes(name) ? takeFault(pool, name) : undefined;
    const isAuthorize = name === 'authorize' && fault?.Kind === 'error';
    const reply =
      !isAuthorize && isNotCarriedOut(fault)
        ? undefined
        : answerHosted(route, {
            pool,
            client: pool?.clients.get(clientId),
            url,
            form,
            headers: request.headers,
            fault,
          });
    if (fault?.DelayMs) await sleep(fault.DelayMs, undefined, { ref: false });
    this.#log?.(`${request.method} ${url.pathname} ${fault ? `(${fault.Kind}) ` : ''}${reply?.status ?? ''}`.trimEnd());
    if (fault && fault.Kind !== 'slow' && !isAuthorize) return broken(response, fault, reply, brokenJson);
    response.writeHead(reply.status, { ...CORS, ...reply.headers }).end(reply.text);
  }

  /** The pool a request is about, as far as it says so. */
  #poolOf({ IdentityPoolId, IdentityId, UserPoolId, ClientId, AccessToken, Session }) {
    if (IdentityPoolId || IdentityId) return userPoolOf(this, { IdentityPoolId, IdentityId });
    if (UserPoolId) return this.pools.get(UserPoolId);
    const of =
      typeof AccessToken === 'string' && AccessToken ? claimsOf(AccessToken)?.iss.split('/').at(-1) : undefined;
    if (of) return this.pools.get(of);
    return [...this.pools.values()].find(
      (pool) => pool.clients.has(ClientId) || (Session && pool.sessions.has(Session)),
    );
  }

  async #answer(operation, body, pool, authorization) {
    try {
      const admin = serverOperations[operation] ?? poolOperations[operation];
      const identity = identityOperations[operation];
      if (!admin && !identity && !operations.includes(operation)) refuse('UnknownOperationException', undefined);
      if (body === undefined) refuse('SerializationException', undefined);
      if (admin) {
        if (!authorization) refuse('MissingAuthenticationTokenException', 'Missing Authentication Token');
        if (serverOperations[operation]) return { status: 200, json: serverOperations[operation](this, body) };
        if (!pool) refuse('ResourceNotFoundException', `User pool ${body.UserPoolId} does not exist.`);
        return { status: 200, json: poolOperations[operation](pool, body, this) };
      }
      if (identity) return { status: 200, json: identity(this, body) };
      const request = read(operation, body);
      const client = request.ClientId && pool?.clients.get(request.ClientId);
      if (request.ClientId && !client)
        refuse('ResourceNotFoundException', `User pool client ${request.ClientId} does not exist.`);
      if (!pool) notAuthorized(request.AccessToken ? 'Invalid Access Token' : 'Invalid session for the user.');
      if (client) checkSecret(client, request);
      return { status: 200, json: await userOperations[operation](pool, request, client) };
    } catch (error) {
      if (!(error instanceof Refusal)) {
        console.error(error);
        error = new Refusal('InternalErrorException', 'Internal error', 500);
      }
      const { type, status } = error;
      const message = error.message || undefined;
      return {
        status,
        json: { __type: type, message },
        headers: {
          'x-amzn-ErrorType': `${type}:`,
          ...(message && { 'x-amzn-ErrorMessage': message.replace(/[^\x20-\x7e]/g, '') }),
        },
      };
    }
  }

  // ---- for tests: the same as the handle of the local Cognito, and more ----

  /** A call with an administrator's credentials. A refusal throws with `code`. */
  admin(operation, body) {
    return this.#call(operation, body, { Authorization: ADMIN });
  }

  /** An unsigned call, as a browser makes it. */
  api(operation, body) {
    return this.#call(operation, body);
  }

  async #call(operation, body, headers = {}) {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': TARGET + operation, ...headers },
      body: JSON.stringify(body ?? {}),
    });
    const reply = await response.json().catch(() => ({}));
    if (response.ok) return reply;
    throw Object.assign(new Error(`${operation}: ${reply.__type}: ${reply.message}`), {
      code: reply.__type ?? String(response.status),
      said: reply.message,
    });
  }

  async jwks(userPoolId) {
    return (await fetch(`${this.url}${userPoolId}/.well-known/jwks.json`)).json();
  }

  /** A user pool with one app client. `pool` and `client` are merged over their settings, `mfa` is OFF, OPTIONAL or ON. */
  async createUserPool({ mfa = 'OFF', aliasAttributes, usernameAttributes, pool, client } = {}) {
    const {
      UserPool: { Id: userPoolId },
    } = await this.admin('CreateUserPool', {
      PoolName: 'stand-in',
      AutoVerifiedAttributes: ['email'],
      MfaConfiguration: mfa,
      AliasAttributes: aliasAttributes,
      UsernameAttributes: usernameAttributes,
      ...pool,
    });
    return { userPoolId, clientId: await this.createClient(userPoolId, client), region: REGION, endpoint: this.url };
  }

  async createClient(userPoolId, overrides = {}) {
    const { UserPoolClient } = await this.admin('CreateUserPoolClient', {
      UserPoolId: userPoolId,
      ClientName: 'web',
      PreventUserExistenceErrors: 'ENABLED',
      TokenValidityUnits: { AccessToken: 'seconds', IdToken: 'seconds', RefreshToken: 'days' },
      AccessTokenValidity: 3600,
      IdTokenValidity: 3600,
      RefreshTokenValidity: 30,
      ...overrides,
    });
    return UserPoolClient.ClientId;
  }

  /** An identity pool for guests and the users of a user pool's client. Gives its id. `more` is merged over its settings. */
  async createIdentityPool({ userPoolId, clientId }, more) {
    const { IdentityPoolId } = await this.admin('CreateIdentityPool', {
      IdentityPoolName: 'stand-in',
      AllowUnauthenticatedIdentities: true,
      CognitoIdentityProviders: [
        { ProviderName: `cognito-idp.${REGION}.amazonaws.com/${userPoolId}`, ClientId: clientId },
      ],
      ...more,
    });
    return IdentityPoolId;
  }

  /** A confirmed user; with `temporary` one who is asked for NEW_PASSWORD_REQUIRED. Gives the `sub`. */
  async createUser(userPoolId, { username, password, email, attributes = {}, temporary = false }) {
    const all = { ...(email && { email, email_verified: 'true' }), ...attributes };
    const { User: user } = await this.admin('AdminCreateUser', {
      UserPoolId: userPoolId,
      Username: username,
      UserAttributes: Object.entries(all).map(([Name, Value]) => ({ Name, Value: String(Value) })),
    });
    // Without a password where the pool needs none.
    if (password)
      await this.admin('AdminSetUserPassword', {
        UserPoolId: userPoolId,
        Username: user.Username,
        Password: password,
        Permanent: !temporary,
      });
    return user.Attributes.find(({ Name }) => Name === 'sub').Value;
  }

  /** An authenticator app of a user, armed and preferred; gives its secret. */
  async enrolTotp({ userPoolId }, { username, prefer = true }) {
    return (await this.admin('EnrolTotp', { UserPoolId: userPoolId, Username: username, Prefer: prefer })).SecretCode;
  }

  /** The last code that was sent to a user. */
  async lastCode(userPoolId, username) {
    return (await this.admin('Messages', { UserPoolId: userPoolId, Username: username })).Messages.at(-1)?.Code;
  }
}

function checkSecret({ ClientId, ClientSecret }, request) {
  if (!ClientSecret || request.Token || request.RefreshToken) return;
  const given = request.SecretHash ?? request.AuthParameters?.SECRET_HASH ?? request.ChallengeResponses?.SECRET_HASH;
  if (!given) notAuthorized(`Client ${ClientId} is configured with secret but SECRET_HASH was not received`);
  const name = request.Username ?? request.AuthParameters?.USERNAME ?? request.ChallengeResponses?.USERNAME ?? '';
  if (
    createHmac('sha256', ClientSecret)
      .update(name + ClientId)
      .digest('base64') !== given
  )
    notAuthorized(`Unable to verify secret hash for client ${ClientId}`);
}

async function textOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** The fault that this request meets, if any; it is then used up by one. */
function takeFault(pool, operation) {
  const fault = pool?.faults.find((fault) => fault.left > 0 && ['*', operation].includes(fault.Operation));
  if (fault) fault.left--;
  return fault;
}

const isNotCarriedOut = (fault) => fault && !fault.After && fault.Kind !== 'slow' && fault.Kind !== 'truncated';

function send(response, status, text, headers = {}) {
  response
    .writeHead(status, {
      ...CORS,
      'Content-Type': 'application/x-amz-json-1.1',
      'x-amzn-RequestId': '00000000-0000-4000-8000-000000000000',
      ...headers,
    })
    .end(text);
}

const refusal = ({ Type, Message }) => ({
  __type: Type ?? 'InternalErrorException',
  message: Message ?? 'Internal error',
});

function broken(response, fault, reply, bodyOf = refusal) {
  const { Kind, Status, Type } = fault;
  switch (Kind) {
    case 'abort':
      return response.destroy();
    case 'html':
      return send(response, Status ?? 503, '<html><body>Service Unavailable</body></html>', {
        'Content-Type': 'text/html',
      });
    case 'truncated': {
      const text = reply.text ?? JSON.stringify(reply.json);
      return send(response, reply.status, text.slice(0, text.length / 2));
    }
    default:
      return send(response, Status ?? (Type ? 400 : 500), JSON.stringify(bodyOf(fault)), {
        'x-amzn-ErrorType': `${Type ?? 'InternalErrorException'}:`,
      });
  }
}
