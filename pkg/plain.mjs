// Takes out of a wasm module what was only for the linker and for tools, but for the names. From the command line:
// node plain.mjs <module> <the same without>

import { readFileSync, writeFileSync } from 'node:fs';

const [from, to] = process.argv.slice(2);
const bytes = readFileSync(from);
const kept = [bytes.subarray(0, 8)];
let at = 8;
const number = () => {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return value;
  }
};
while (at < bytes.length) {
  const start = at;
  const isCustom = bytes[at++] === 0;
  const end = number() + at;
  const length = isCustom && number();
  if (!isCustom || bytes.toString('utf8', at, at + length) === 'name') kept.push(bytes.subarray(start, end));
  at = end;
}
writeFileSync(to, Buffer.concat(kept));
