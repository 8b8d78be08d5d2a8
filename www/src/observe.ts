// Watches what the package does: its requests, through a wrapped fetch, and the events of its Hub.
// Of a request only the names of the operation, flow and challenge are read; never a password, a code or a token.
import { Hub } from 'cognito-auth-wasm';
import { addEvent, addRequest } from './activity';
import { describeModule, describeRequest } from './words';

const TARGET = 'X-Amz-Target';
const send = globalThis.fetch;

globalThis.fetch = async function fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = input instanceof Request ? input : undefined;
  const target = new Headers(init?.headers ?? request?.headers).get(TARGET);
  const url = request?.url ?? String(input);
  const module = /\/(\w+)[^/]*\.wasm($|\?)/.exec(url)?.[1];
  const endpoint = /\/oauth2\/(\w+)$/.exec(url)?.[1];
  const operation = target?.split('.').pop() ?? (module ? 'WebAssembly' : endpoint);
  if (!operation) return send(input, init);

  const body = typeof init?.body === 'string' ? init.body : target ? await request?.clone().text() : undefined;
  const done = addRequest(operation, module ? describeModule(module) : describeRequest(operation, body));
  try {
    const response = await send(input, init);
    done(response.status, response.ok ? undefined : await errorCode(response.clone()));
    return response;
  } catch (error) {
    done(0);
    throw error;
  }
};

Hub.listen('auth', ({ payload }) => addEvent(payload.event, payload.message ?? ''));

async function errorCode(response: Response): Promise<string | undefined> {
  const reply: { __type?: unknown; code?: unknown; error?: unknown } = await response.json().catch(() => ({}));
  const type = reply.__type ?? reply.code ?? reply.error;
  return typeof type === 'string' ? type.split('#').pop() : undefined;
}
