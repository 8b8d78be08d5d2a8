// A local Cognito (ministack) for tests and the demo. Loopback only: several of its challenge steps can be skipped.
import { fork } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { zip } from './zip.mjs';

export const REGION = 'us-east-1';
/** The code of every sign-up and of every resend. */
export const SIGN_UP_CODE = '123456';
/** The code of every forgotten password. */
export const FORGOT_PASSWORD_CODE = '654321';

const HOST = '127.0.0.1';
const READY_MS = 120_000;
const STOP_MS = 6_000;
// The server does not check this signature for the access key `test`, but admin calls must carry one.
const signedFor = (service) =>
  `AWS4-HMAC-SHA256 Credential=test/20260101/${REGION}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
const TOKEN_UNITS = { AccessToken: 'seconds', IdToken: 'seconds', RefreshToken: 'days' };

/**
 * Starts a server of its own on `port` (0: a free one) and gives a handle to it. It ends with `stop()` or with this
 * process, whichever is first. The binary is `$MINISTACK`, or `ministack` on the path. `log` receives the server's lines.
 */
export async function startCognito({ port = 0, log } = {}) {
  for (let attempt = 1; ; attempt++) {
    const server = await launch(port || (await freePort()), log);
    try {
      await ready(server);
      await checkSigning(server);
      return server;
    } catch (error) {
      await server.stop();
      // Somebody else may have taken the free port in between.
      if (port || attempt === 3 || !server.exited) throw error;
    }
  }
}

/** A handle to a server that another process started and will stop (a test worker's view of it). */
export function connectCognito(url) {
  return new LocalCognito(url);
}

async function launch(port, log) {
  const binary = process.env.MINISTACK || 'ministack';
  const directory = mkdtempSync(join(tmpdir(), 'local-cognito-'));
  const guard = fork(fileURLToPath(new URL('./guard.mjs', import.meta.url)), [binary], {
    detached: true,
    silent: true,
    execArgv: [],
    env: {
      ...process.env,
      AUTH: 'true',
      BIND_HOST: HOST,
      GATEWAY_PORT: String(port),
      IOT_MTLS_ENABLED: '0',
      SERVICES: 'cognito-idp,cognito-identity,ses,iam,sts,lambda,sns',
      STATE_DIR: directory,
      PERSIST_STATE: '0',
      GUARD_REMOVE: directory,
    },
  });
  const lines = [];
  const keep = (chunk) => {
    const text = String(chunk).trimEnd();
    lines.push(text);
    lines.splice(0, lines.length - 40);
    log?.(text);
  };
  guard.stdout.on('data', keep);
  guard.stderr.on('data', keep);
  let server;
  const exited = new Promise((resolve) => guard.once('exit', (_, signal) => resolve(signal))).then((signal) => {
    if (server) server.exited = true;
    // The guard clears up, unless it was killed itself.
    if (signal && server) process.kill(-server.pid, 'SIGKILL');
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  });
  const started = await new Promise((resolve) => {
    guard.once('message', resolve);
    guard.once('exit', () => resolve({ error: `the guard ended: ${lines.join(' ')}` }));
  });
  if (started.error) {
    await exited;
    throw new Error(
      `local Cognito: cannot start ${binary} (${started.error}): pip install "ministack==1.5.33" "cryptography==50.0.2" and set MINISTACK to its path`,
    );
  }
  // A server that is still up must not keep this process alive; the guard stops it.
  guard.unref();
  guard.channel?.unref();
  guard.stdout.unref();
  guard.stderr.unref();
  const url = `http://${HOST}:${port}/`;
  server = new LocalCognito(url, started.pid, async () => {
    if (guard.connected) guard.disconnect();
    const timer = setTimeout(() => guard.kill('SIGKILL'), STOP_MS);
    guard.ref();
    await exited;
    clearTimeout(timer);
  });
  server.lastLines = () => lines.join('\n');
  return server;
}

async function ready(server) {
  const end = Date.now() + READY_MS;
  while (Date.now() < end && !server.exited) {
    const up = await fetch(`${server.url}_ministack/ready`, { signal: AbortSignal.timeout(2000) }).then(
      (r) => r.ok,
      () => false,
    );
    // Answered by ours and not by whoever held the port before.
    if (up && !server.exited) return;
    await sleep(50);
  }
  throw new Error(`local Cognito: no answer at ${server.url}\n${server.lastLines()}`);
}

/** Without `cryptography` the server starts all the same, but its tokens are not signed and not checked. */
async function checkSigning(server) {
  const { UserPool: pool } = await server.admin('CreateUserPool', { PoolName: 'health' });
  const { keys } = await server.jwks(pool.Id);
  await server.admin('DeleteUserPool', { UserPoolId: pool.Id });
  if (keys.length !== 2 || keys.some((key) => key.kid === 'ministack-key-1')) {
    throw new Error('local Cognito: its tokens are not signed; pip install "cryptography==50.0.2" beside ministack');
  }
}

class LocalCognito {
  region = REGION;
  exited = false;
  #end;
  #stopping;

  constructor(url, pid, end) {
    /** Where the user pools answer, with the slash at the end: the `endpoint` of the Auth configuration. */
    this.url = url;
    this.pid = pid;
    this.#end = end;
  }

  /** Ends the server (SIGTERM, then SIGKILL) and removes its state. May be called again. */
  stop() {
    return (this.#stopping ??= this.#end?.());
  }

  /** A call with an administrator's credentials, as a back end makes it. A refusal throws with `code`. */
  admin(operation, body) {
    return this.#call(operation, body, { Authorization: signedFor('cognito-idp') });
  }

  /** An unsigned call, as a browser makes it. A refusal throws with `code`. */
  api(operation, body) {
    return this.#call(operation, body);
  }

  async #call(operation, body, headers = {}, service = 'AWSCognitoIdentityProviderService') {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-amz-json-1.1',
        'X-Amz-Target': `${service}.${operation}`,
        ...headers,
      },
      body: JSON.stringify(body ?? {}),
    });
    const reply = await response.json().catch(() => ({}));
    if (response.ok) return reply;
    const code = String(reply.__type ?? response.status)
      .split('#')
      .pop();
    throw Object.assign(new Error(`${operation}: ${code}: ${reply.message ?? reply.Message}`), { code });
  }

  async jwks(userPoolId) {
    return (await fetch(`${this.url}${userPoolId}/.well-known/jwks.json`)).json();
  }

  /**
   * A user pool with one app client. `mfa` is OFF, OPTIONAL or ON (TOTP); `pool` and `client` are merged over the
   * CreateUserPool and CreateUserPoolClient calls, `lambdaConfig` is the pool's LambdaConfig.
   */
  async createUserPool({ lambdaConfig, mfa = 'OFF', aliasAttributes, usernameAttributes, pool, client } = {}) {
    const {
      UserPool: { Id: userPoolId },
    } = await this.admin('CreateUserPool', {
      PoolName: 'local',
      AutoVerifiedAttributes: ['email'],
      Policies: {
        PasswordPolicy: {
          MinimumLength: 8,
          RequireUppercase: true,
          RequireLowercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
        },
      },
      LambdaConfig: lambdaConfig,
      AliasAttributes: aliasAttributes,
      UsernameAttributes: usernameAttributes,
      MfaConfiguration: mfa,
      ...pool,
    });
    if (mfa !== 'OFF') {
      await this.admin('SetUserPoolMfaConfig', {
        UserPoolId: userPoolId,
        MfaConfiguration: mfa,
        SoftwareTokenMfaConfiguration: { Enabled: true },
      });
    }
    const clientId = await this.createClient(userPoolId, client);
    return { userPoolId, clientId, region: this.region, endpoint: this.url };
  }

  /** An identity pool for guests and the users of a user pool's client. Gives its id. */
  async createIdentityPool({ userPoolId, clientId }) {
    const ProviderName = `cognito-idp.${REGION}.amazonaws.com/${userPoolId}`;
    const body = {
      IdentityPoolName: 'local',
      AllowUnauthenticatedIdentities: true,
      CognitoIdentityProviders: [{ ProviderName, ClientId: clientId }],
    };
    const headers = { Authorization: signedFor('cognito-identity') };
    return (await this.#call('CreateIdentityPool', body, headers, 'AWSCognitoIdentityService')).IdentityPoolId;
  }

  /** Another app client; `overrides` is merged over the CreateUserPoolClient call. Validities are in seconds, of the refresh token in days. */
  async createClient(userPoolId, overrides = {}) {
    const { UserPoolClient: client } = await this.admin('CreateUserPoolClient', {
      UserPoolId: userPoolId,
      ClientName: 'web',
      PreventUserExistenceErrors: 'ENABLED',
      ExplicitAuthFlows: [
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_CUSTOM_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
      ],
      TokenValidityUnits: TOKEN_UNITS,
      AccessTokenValidity: 3600,
      IdTokenValidity: 3600,
      RefreshTokenValidity: 30,
      ...overrides,
    });
    return client.ClientId;
  }

  /** A confirmed user; with `temporary` one who is asked for NEW_PASSWORD_REQUIRED. Gives the `sub`. */
  async createUser(userPoolId, { username, password, email, attributes = {}, temporary = false }) {
    const all = { ...(email && { email, email_verified: 'true' }), ...attributes };
    const { User: user } = await this.admin('AdminCreateUser', {
      UserPoolId: userPoolId,
      Username: username,
      MessageAction: 'SUPPRESS',
      UserAttributes: Object.entries(all).map(([Name, Value]) => ({ Name, Value: String(Value) })),
    });
    await this.admin('AdminSetUserPassword', {
      UserPoolId: userPoolId,
      Username: user.Username,
      Password: password,
      Permanent: !temporary,
    });
    return user.Attributes?.find(({ Name }) => Name === 'sub')?.Value;
  }

  /** Gives a confirmed user of a pool with `mfa` an authenticator app, armed and preferred; returns its secret for `totp`. */
  async enrolTotp({ clientId }, { username, password }) {
    const {
      AuthenticationResult: { AccessToken },
    } = await this.api('InitiateAuth', {
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: password },
    });
    const { SecretCode } = await this.api('AssociateSoftwareToken', { AccessToken });
    await this.api('VerifySoftwareToken', { AccessToken, UserCode: totp(SecretCode) });
    await this.api('SetUserMFAPreference', {
      AccessToken,
      SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
    });
    return SecretCode;
  }

  /** Makes a Lambda of a CommonJS text (`exports.handler = async (event) => event`) and gives its ARN, for a pool's `lambdaConfig`. */
  async createLambda(name, source) {
    const definition = {
      FunctionName: name,
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Role: await this.#role(),
      Code: { ZipFile: zip('index.js', source).toString('base64') },
    };
    const response = await fetch(`${this.url}2015-03-31/functions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: signedFor('lambda') },
      body: JSON.stringify(definition),
    });
    const reply = await response.json();
    if (!response.ok) throw new Error(`CreateFunction: ${reply.message ?? reply.Message ?? response.status}`);
    return reply.FunctionArn;
  }

  async #role() {
    const RoleName = 'lambda';
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { Authorization: signedFor('iam') },
      body: new URLSearchParams({
        Action: 'CreateRole',
        Version: '2010-05-08',
        RoleName,
        AssumeRolePolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        }),
      }),
    });
    const text = await response.text();
    if (!response.ok && !text.includes('EntityAlreadyExists')) throw new Error(`CreateRole: ${text}`);
    return `arn:aws:iam::000000000000:role/${RoleName}`;
  }

  /** The e-mails sent so far, oldest first: `{ To: [address], Subject, BodyText, Timestamp, … }`. */
  async messages() {
    const { messages: byAccount } = await (await fetch(`${this.url}_ministack/ses/messages`)).json();
    return Object.values(byAccount).flat();
  }

  /** Forgets all pools, users and messages. */
  async reset() {
    const response = await fetch(`${this.url}_ministack/reset`, { method: 'POST' });
    if (!response.ok) throw new Error(`local Cognito: reset answered ${response.status}`);
  }
}

/** The six digits an authenticator app shows for a base32 secret (RFC 6238, 30 s steps, SHA-1). */
export function totp(secret, nowMs = Date.now()) {
  const bits = [...secret.replace(/=+$/, '').toUpperCase()]
    .map((char) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(nowMs / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const code = mac.readUInt32BE(mac.at(-1) & 15) & 0x7fff_ffff;
  return String(code % 1_000_000).padStart(6, '0');
}

/** A port of the loopback address that nobody listens on just now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, HOST, () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
