// A server in front of the local Cognito, for what Amplify v5 and the package send and Cognito takes, but ministack does not:
// null for the second factor that `setPreferredMFA` leaves as it is (it breaks the connection off; Cognito takes null for an
// absent member), and `identity_provider=COGNITO` (it takes each provider for another than itself).
import { createServer, request } from 'node:http';

const withoutNulls = (_, value) => (value === null ? undefined : value);
const withoutItself = (url) =>
  url.startsWith('/oauth2/authorize?') ? url.replace('&identity_provider=COGNITO', '') : url;

/** Gives its address and what stops it. */
export function startFront(target) {
  const server = createServer(async (asked, answer) => {
    const chunks = [];
    for await (const chunk of asked) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { 'content-length': _, ...headers } = asked.headers;
    const forwarded = request(new URL(withoutItself(asked.url), target), { method: asked.method, headers }, (reply) => {
      answer.writeHead(reply.statusCode, reply.headers);
      reply.pipe(answer);
    });
    forwarded.on('error', () => answer.destroy());
    forwarded.end(asked.headers['x-amz-target'] ? JSON.stringify(JSON.parse(body), withoutNulls) : body);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      resolve({
        url: `http://127.0.0.1:${server.address().port}/`,
        stop: () => {
          server.close();
          server.closeAllConnections();
        },
      });
    });
  });
}
