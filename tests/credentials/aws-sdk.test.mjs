// A client of AWS SDK v3 with `Auth.awsCredentials`, in Node, against a service that checks each request's signature.
// Run `make build` first: node --test tests/credentials/*.test.mjs

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import sha256 from '@aws-crypto/sha256-js';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { SignatureV4 } from '@smithy/signature-v4';
import { Auth } from '../../pkg/dist/node.js';
import { startStandIn } from '../stand-in/stand-in.mjs';

const PASSWORD = 'Passw0rd!';
const REGION = 'eu-west-1';
/** What the service has given out, by access key. */
const given = new Map();
/** How long the next credentials live. */
let lifetimeS = 3600;
let standIn, server;

const claimsOf = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));

/** An identity has the name of its user. A guest's becomes the user's. */
const identityOf = (Logins) => (Logins ? claimsOf(Object.values(Logins)[0])['cognito:username'] : 'guest');
const identityPool = {
  GetId: ({ Logins }) => ({ IdentityId: identityOf(Logins) }),
  GetCredentialsForIdentity: ({ Logins }) => {
    const IdentityId = identityOf(Logins);
    const [accessKeyId, secretAccessKey, sessionToken] = [randomUUID(), randomUUID(), randomUUID()];
    given.set(accessKeyId, { accessKeyId, secretAccessKey, sessionToken, identity: IdentityId });
    const Credentials = {
      AccessKeyId: accessKeyId,
      SecretKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: Math.floor(Date.now() / 1000) + lifetimeS,
    };
    return { IdentityId, Credentials };
  },
};

/** Whose credentials have signed the request; undefined if nobody's have. */
async function signerOf({ method, url, headers }, body) {
  const [, key, names] = headers.authorization?.match(/Credential=([^/]+)\/.*SignedHeaders=([^,]+)/) ?? [];
  const credentials = given.get(key);
  if (!credentials || headers['x-amz-security-token'] !== credentials.sessionToken) return undefined;
  const signer = new SignatureV4({ service: 'sts', region: REGION, credentials, sha256: sha256.Sha256 });
  const signed = Object.fromEntries(names.split(';').map((name) => [name, headers[name]]));
  delete signed['x-amz-security-token'];
  const [date, time] = headers['x-amz-date'].split('T');
  const signingDate = new Date(
    `${date.replace(/(....)(..)(..)/, '$1-$2-$3')}T${time.replace(/(..)(..)(..)Z/, '$1:$2:$3Z')}`,
  );
  const request = { method, path: url, protocol: 'http:', hostname: headers.host, headers: signed, body };
  const { headers: own } = await signer.sign(request, { signingDate });
  return own.authorization === headers.authorization ? credentials.identity : undefined;
}

before(async () => {
  standIn = await startStandIn();
  server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const operation = request.headers['x-amz-target']?.split('.')[1];
    if (operation) return response.end(JSON.stringify(identityPool[operation](JSON.parse(body))));
    const identity = await signerOf(request, body);
    if (!identity)
      return response
        .writeHead(403)
        .end('<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code></Error></ErrorResponse>');
    response.setHeader('content-type', 'text/xml');
    response.end(`<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
      <Arn>${identity}</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { userPoolId, clientId, endpoint } = await standIn.createUserPool();
  for (const username of ['ana', 'bea']) await standIn.createUser(userPoolId, { username, password: PASSWORD });
  Auth.configure({
    userPoolId,
    userPoolWebClientId: clientId,
    endpoint,
    identityPoolId: `${REGION}:pool`,
    identityPoolEndpoint: address(),
  });
});
after(async () => {
  server?.closeAllConnections();
  server?.close();
  await standIn?.stop();
});

const address = () => `http://127.0.0.1:${server.address().port}/`;

/** Asks the service, by a client, whose request it is. */
const newClient = (credentials = Auth.awsCredentials) => {
  const client = new STSClient({ region: REGION, endpoint: address(), credentials });
  return async () => (await client.send(new GetCallerIdentityCommand({}))).Arn;
};

test('the service tells a wrong signature', async () => {
  const credentials = async () => ({ ...(await Auth.awsCredentials()), secretAccessKey: 'another' });
  await assert.rejects(newClient(credentials)(), { name: 'SignatureDoesNotMatch' });
});

test('a client signs in the name of the guest, the user, the next user, and the guest again', async () => {
  assert.equal(await newClient()(), 'guest');
  for (const name of ['ana', 'bea']) {
    await Auth.signIn(name, PASSWORD);
    assert.equal(await newClient()(), name);
  }
  await Auth.signOut();
  assert.equal(await newClient()(), 'guest');
});

test('a client that lives longer than its credentials gets newer ones', async () => {
  await Auth.signIn('ana', PASSWORD);
  // The SDK renews what ends within five minutes.
  lifetimeS = 200;
  const before = given.size;
  const ask = newClient();
  for (let round = 0; round < 3; round++) assert.equal(await ask(), 'ana');
  assert.ok(given.size > before + 2, `${given.size - before} credentials were given out`);
  lifetimeS = 3600;
  await Auth.signOut();
});
