// Splits the module in two: auth.wasm, with which a page signs in, and account.wasm, which it fetches at the first call
// of a method that is in there. From the command line:
// node split.mjs <module as linked, with relocations> <module as optimised, with names.json beside it>
//                <folder with binaryen in its node_modules> <folder for the two>
//
// The second module lives in the memory, the table and the stack of the first, and imports those functions of the first
// that it calls. The first knows nothing of the second. So whatever the other exports reach is in the first; what only
// these two reach is in the second, its texts included.
//
// Who reaches what, the linker's relocations say exactly. They do not survive the optimiser; places in the table and
// addresses of data do, and the calls that it leaves are plain to see.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { read } from './linked.mjs';

const ACCOUNT = ['callAccount', 'callObject'];
/** A segment of data costs about as much: two of the first module that are no farther apart are one. */
const GAP = 6;

const [linkedFile, file, tools, folder] = process.argv.slice(2).map((name) => path.resolve(name));
const { default: binaryen } = await import(pathToFileURL(`${tools}/node_modules/binaryen/index.js`));

// Not all that binaryen knows: what it writes would be new to browsers. These are the Makefile's.
const { SIMD128, BulkMemory, BulkMemoryOpt, ReferenceTypes, SignExt, NontrappingFPToInt, MutableGlobals, Multivalue } = binaryen.Features;
const features = SIMD128 | BulkMemory | BulkMemoryOpt | ReferenceTypes | SignExt | NontrappingFPToInt | MutableGlobals | Multivalue;

const load = () => {
  const module = binaryen.readBinary(readFileSync(file));
  module.setFeatures(features);
  return module;
};
const all = (count, get) => Array.from({ length: count }, (_, place) => get(place));

const whole = load();
const functions = all(whole.getNumFunctions(), (place) => binaryen.getFunctionInfo(whole.getFunctionByIndex(place))).filter(({ module }) => !module);
const exported = all(whole.getNumExports(), (place) => binaryen.getExportInfo(whole.getExportByIndex(place)));
const [elements] = all(whole.getNumElementSegments(), (place) => binaryen.getElementSegmentInfo(whole.getElementSegmentByIndex(place)));
const [stack] = all(whole.getNumGlobals(), (place) => binaryen.getGlobalInfo(whole.getGlobalByIndex(place)));
const first = binaryen.getExpressionInfo(elements.offset).value;

/** Of each function, the functions that it calls. */
const callsOf = new Map();
const name = /"(?:[^"\\]|\\.)*"|[^\s()]+/y;
const nameAt = (text, at) => {
  name.lastIndex = at;
  const [found] = name.exec(text);
  return found.startsWith('"') ? found.slice(1, -1).replace(/\\([0-9a-f]{2}|.)/g, (_, it) => (it.length > 1 ? String.fromCharCode(parseInt(it, 16)) : it)) : found;
};
for (const text of whole.emitText().split('\n (func $').slice(1))
  callsOf.set(nameAt(text, 0), [...text.matchAll(/\((?:call|return_call|ref\.func) \$/g)].map((call) => nameAt(text, call.index + call[0].length)));
for (const { name } of functions) if (!callsOf.has(name)) throw new Error(`split.mjs: ${name} is not in the text`);

const linked = read(readFileSync(linkedFile));
const { exports: longNames } = JSON.parse(readFileSync(path.join(path.dirname(file), 'names.json'), 'utf8'));
const isAccounts = ({ name }) => ACCOUNT.includes(longNames.find(([, short]) => short === name)?.[0]);
const needed = linked.reachable(longNames.map(([long]) => long).filter((long) => long in linked.exports && !ACCOUNT.includes(long)));

const inFirst = new Set();
const add = (name) => {
  if (inFirst.has(name) || !callsOf.has(name)) return;
  inFirst.add(name);
  callsOf.get(name).forEach(add);
};
for (const it of exported) if (it.kind === binaryen.ExternalFunction && !isAccounts(it)) add(it.value);
elements.data.forEach((name, place) => needed.has(linked.table[first + place]) && add(name));
const inSecond = functions.map(({ name }) => name).filter((name) => !inFirst.has(name));
const shared = functions.filter(({ name }) => inFirst.has(name) && inSecond.some((caller) => callsOf.get(caller).includes(name)));

/** Runs of the places from `start` to `end` that fit, and those of at most `gap` places between them. */
function runs(start, end, fits, gap = 0) {
  const found = [];
  for (let place = start; place < end; place++) {
    if (!fits(place)) continue;
    if (!found.length || place - found.at(-1).end > gap) found.push({ start: place });
    found.at(-1).end = place + 1;
  }
  return found;
}

// ---- the data

const memory = whole.getMemoryInfo();
const data = new Uint8Array(memory.initial * 65536);
const isMoved = new Uint8Array(data.length);
for (const mustStay of [false, true])
  for (const range of linked.data)
    if (needed.has(range) === mustStay) isMoved.fill(!mustStay, range.address, range.address + range.size);
for (const segment of all(whole.getNumDataSegments(), (place) => whole.getDataSegmentInfo(whole.getDataSegmentByIndex(place))))
  data.set(new Uint8Array(segment.data), segment.offset);

// ---- the two modules

// Where one part of the data is in between, the first module may write zeros, which the second overwrites. The second must
// not: it comes when the first is at work.
const firstData = runs(0, data.length, (place) => data[place] && !isMoved[place], GAP);
const secondData = runs(0, data.length, (place) => isMoved[place]);
const ownBytes = (moved) => ({ start, end }) => ({ start, bytes: data.slice(start, end).map((byte, place) => (isMoved[start + place] === moved ? byte : 0)) });
const firstSegments = firstData.map(ownBytes(0));
const secondSegments = secondData.map(ownBytes(1));
const memoryOf = (segments, before = new Uint8Array(data.length)) => {
  for (const { start, bytes } of segments) before.set(bytes, start);
  return before;
};
const firstAlone = memoryOf(firstSegments);
if (!firstAlone.every((byte, place) => byte === (isMoved[place] ? 0 : data[place]))) throw new Error('split.mjs: the first module lacks data');
if (!memoryOf(secondSegments, firstAlone).every((byte, place) => byte === data[place])) throw new Error('split.mjs: the second module spoils data');

/** What is left of the whole when it is told who keeps what. */
function part({ keeps, exportsOf, imports, segments, finish }) {
  const module = load();
  module.removeElementSegment(elements.name);
  for (const it of exported) if (!exportsOf(it)) module.removeExport(it.name);
  for (const { name, params, results } of functions) {
    if (keeps(name)) continue;
    module.removeFunction(name);
    if (imports(name)) module.addFunctionImport(name, 'b', shortOf.get(name), params, results);
  }
  runs(0, elements.data.length, (place) => keeps(elements.data[place])).forEach(({ start, end }, number) =>
    module.addActiveElementSegment(elements.table, `elements${number}`, elements.data.slice(start, end), module.i32.const(first + start)),
  );
  const written = segments.map(({ start, bytes }) => ({ offset: module.i32.const(start), data: bytes }));
  module.setMemory(memory.initial, -1, null, written);
  finish(module);
  if (!module.validate()) throw new Error('split.mjs: the parts do not fit');
  module.runPasses(['remove-unused-module-elements']);
  return module.emitBinary();
}

/** Names that no export has: one letter, then two. */
const letters = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const taken = new Set(exported.map(({ name }) => name));
const free = [...letters, ...letters.flatMap((one) => letters.map((other) => one + other))].filter((name) => !taken.has(name));
const shortOf = new Map(shared.map(({ name }) => [name, free.shift()]));
const [tableName, stackName] = free;
const memoryName = exported.find(({ kind }) => kind === binaryen.ExternalMemory).name;

const firstPart = part({
  keeps: (name) => inFirst.has(name),
  exportsOf: (it) => !isAccounts(it),
  imports: () => false,
  segments: firstSegments,
  finish(module) {
    for (const [name, short] of shortOf) module.addFunctionExport(name, short);
    module.addTableExport(elements.table, tableName);
    module.addGlobalExport(stack.name, stackName);
  },
});
const secondPart = part({
  keeps: (name) => !inFirst.has(name),
  exportsOf: isAccounts,
  imports: (name) => shortOf.has(name),
  segments: secondSegments,
  finish(module) {
    module.addMemoryImport('0', 'b', memoryName);
    module.addTableImport(elements.table, 'b', tableName);
    module.removeGlobal(stack.name);
    module.addGlobalImport(stack.name, 'b', stackName, binaryen.i32, true);
  },
});
writeFileSync(path.join(folder, 'auth.wasm'), firstPart);
writeFileSync(path.join(folder, 'account.wasm'), secondPart);
