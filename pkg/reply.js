/** The text of a reply. One of more than 1 MiB, which Cognito never sends, is not read on, and counts as none. */
export async function textOf(reply) {
  const reader = reply.body?.getReader?.();
  // Without streams it is the application's own fetch that decides how much it takes.
  if (!reader) return reply.text();
  const parts = [];
  let left = 1 << 20;
  for (let part; !(part = await reader.read()).done; parts.push(part.value))
    if ((left -= part.value.length) < 0) return reader.cancel();
  return new Blob(parts).text();
}
