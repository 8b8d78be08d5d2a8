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
