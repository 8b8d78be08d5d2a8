// A server in front of the local Cognito that leaves members out of requests where they are null. Amplify v5 and the package
// send null for the second factor that `setPreferredMFA` leaves as it is; Cognito takes it for an absent one, and ministack
// breaks the connection off.
import { createServer, request } from 'node:http';

const withoutNulls = (_, value) => (value === null ? undefined : value);

/** Gives its address and what stops it. */
export function startWithoutNulls(target) {
  const server = createServer(async (asked, answer) => {
    const chunks = [];
    for await (const chunk of asked) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { 'content-length': _, ...headers } = asked.headers;
    const forwarded = request(new URL(asked.url, target), { method: asked.method, headers }, (reply) => {
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
