// One server for the page, the package's files and the service. The service accepts every password and counts the tokens
// that it gives, so that tokens of two sessions are told apart.

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
/** By name, the folders of the two builds. */
export const builds = { published: path.join(here, '../../pkg/dist'), panics: path.join(here, '../.work/panics') };

const types = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };
const base64 = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

let count = 0;
function newTokens(username) {
  count++;
  const iat = Math.floor(Date.now() / 1000);
  const claims = { sub: `sub-${username}`, username, 'cognito:username': username, iat, exp: iat + 3600, count };
  const token = (more) => `${base64({ alg: 'none' })}.${base64({ ...claims, ...more })}.s`;
  return {
    IdToken: token({ token_use: 'id' }),
    AccessToken: token({ token_use: 'access', scope: 'aws.cognito.signin.user.admin' }),
    RefreshToken: `refresh-${count}`,
    ExpiresIn: 3600,
  };
}

const replies = {
  InitiateAuth: ({ AuthFlow, AuthParameters: { USERNAME } }) =>
    AuthFlow === 'USER_SRP_AUTH'
      ? {
          ChallengeName: 'PASSWORD_VERIFIER',
          Session: 'session',
          ChallengeParameters: {
            USERNAME,
            USER_ID_FOR_SRP: USERNAME,
            SALT: '5a17',
            SRP_B: '7'.repeat(768),
            SECRET_BLOCK: Buffer.from('block').toString('base64'),
          },
        }
      : { AuthenticationResult: newTokens(USERNAME ?? 'ana') },
  RespondToAuthChallenge: ({ ChallengeResponses: { USERNAME } }) => ({ AuthenticationResult: newTokens(USERNAME) }),
  GetUser: () => ({ Username: 'ana', UserAttributes: [{ Name: 'email', Value: 'ana@example.com' }] }),
  ForgotPassword: () => ({
    CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'a***@e***' },
  }),
};

/** Serves `build` under /dist/, but for the files that `replaced` gives: by name, what they are. */
export async function startSite(build) {
  const site = { replaced: {}, ended: [], held: [], holds: () => false };
  const answer = async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const operation = request.headers['x-amz-target'].split('.')[1];
    response.on('close', () => response.writableFinished || site.ended.push(operation));
    if (site.holds(operation)) await new Promise((resolve) => site.held.push(resolve));
    const reply = (replies[operation] ?? (() => ({})))(JSON.parse(text));
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(reply));
  };
  const server = createServer(async (request, response) => {
    if (request.method === 'POST') return answer(request, response);
    const name = path.basename(new URL(request.url, 'http://localhost').pathname) || 'index.html';
    const file = request.url.startsWith('/dist/')
      ? (site.replaced[name] ?? path.join(builds[build], name))
      : path.join(here, 'page', name);
    const content = typeof file === 'string' ? await readFile(file).catch(() => undefined) : file;
    const headers = { 'content-type': types[path.extname(name)], 'cache-control': 'no-store' };
    return content ? response.writeHead(200, headers).end(content) : response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  site.url = `http://127.0.0.1:${server.address().port}/`;
  site.close = () => {
    server.closeAllConnections();
    server.close();
  };
  return site;
}
