// Takes out of a wasm module what was only for the linker and for tools, but for the names. From the command line:
// node plain.mjs <module> <the same without>

import { readFileSync, writeFileSync } from 'node:fs';
import { reader } from './linked.mjs';

const [from, to] = process.argv.slice(2);
const bytes = readFileSync(from);
const kept = [bytes.subarray(0, 8)];
const input = reader(bytes);
while (input.at < bytes.length) {
  const start = input.at;
  const isCustom = input.byte() === 0;
  const end = input.number() + input.at;
  if (!isCustom || input.text() === 'name') kept.push(bytes.subarray(start, end));
  input.at = end;
}
writeFileSync(to, Buffer.concat(kept));
