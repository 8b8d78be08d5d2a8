// Reads replies of `fetch`. This file imports nothing, so that the wasm can import it.

/**
 * The reply itself, if it is a whole one. A test's stub of `fetch` may have no more than `ok` and `json()`, which is all
 * that v5 reads of a success: the result has `status`, `headers` and `text()` then. Throws an Error that names what the
 * stub lacks.
 */
export function replyOf(reply) {
  const { ok, status, headers } = reply ?? {};
  if (status && headers?.get && reply.text) return reply;
  const lacking = (ok ?? status) === undefined ? 'ok' : typeof reply.json !== 'function' && 'json()';
  if (lacking) throw new Error(`The reply of fetch has no ${lacking}`);
  return {
    status: status ?? (ok ? 200 : 400),
    headers: { get: (name) => headers?.get?.(name) ?? null },
    async text() {
      try {
        return JSON.stringify(await reply.json()) ?? '';
      } catch {
        // Parity: a reply that is no JSON is an empty one.
        return '{}';
      }
    },
  };
}

/** The text of a reply; `undefined` if it has more than 1 MiB. Cognito sends no such reply. The rest is not read. */
export async function textOf(reply) {
  const reader = reply.body?.getReader?.();
  // Without streams, the application's own `fetch` decides how much it reads.
  if (!reader) return reply.text();
  const parts = [];
  let left = 1 << 20;
  for (let part; !(part = await reader.read()).done; parts.push(part.value))
    if ((left -= part.value.length) < 0) return reader.cancel();
  return new Blob(parts).text();
}
