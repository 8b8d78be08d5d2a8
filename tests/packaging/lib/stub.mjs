// A service that accepts every sign-up, refuses every sign-in and sends every code, and remembers what it was asked.
// Each environment calls it with a client id of its own, so that `requestsOf` tells who sent what.

import { createServer } from 'node:http';
import { once } from 'node:events';

const CodeDeliveryDetails = { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'a***@e***' };
const replies = {
  SignUp: [200, { UserConfirmed: false, UserSub: '6f1c0a1e-0000-4000-8000-000000000001', CodeDeliveryDetails }],
  ForgotPassword: [200, { CodeDeliveryDetails }],
  InitiateAuth: [400, { __type: 'NotAuthorizedException', message: 'Incorrect username or password.' }],
};

export async function startStub() {
  const requests = [];
  const server = createServer(async (request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', '*');
    if (request.method === 'OPTIONS') return response.end();
    let text = '';
    for await (const chunk of request) text += chunk;
    const body = JSON.parse(text);
    const operation = request.headers['x-amz-target'].split('.')[1];
    requests.push({ operation, body });
    const [status, reply] = replies[operation] ?? [
      500,
      { __type: 'InternalErrorException', message: `no reply to ${operation}` },
    ];
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(reply));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    requestsOf: (clientId) => requests.filter(({ body }) => body.ClientId === clientId),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
