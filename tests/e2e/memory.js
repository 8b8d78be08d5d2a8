// Reads the memory of the page's wasm modules, and searches it for secrets in every form in which they may lie there.
import { getDiffieHellman } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Runs in the page before its scripts: keeps each module's memory, what crypto.getRandomValues gave, and each text that was encoded. */
export function watch() {
  const watched = (window.watched = { modules: [], drawn: [], encoded: [] });
  const note = (instance) => {
    const { exports } = instance;
    // The account's part lives in the memory of the first.
    if (!exports.is_fused && !Object.values(exports).some((it) => it instanceof WebAssembly.Memory)) return instance;
    const module = {
      name: exports.is_fused ? 'FMA' : 'main',
      memory: Object.values(exports).find((it) => it instanceof WebAssembly.Memory),
      called: [],
    };
    watched.modules.push(module);
    // Of the module with the FMA kernel it is also noted which functions are called.
    if (!exports.is_fused) return instance;
    const counted = ([name, it]) => [
      name,
      typeof it !== 'function' ? it : (...args) => (module.called.push(name), it(...args)),
    ];
    return { exports: Object.fromEntries(Object.entries(exports).map(counted)) };
  };
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...args) => {
      const result = await original.apply(WebAssembly, args);
      return result instanceof WebAssembly.Instance ? note(result) : { ...result, instance: note(result.instance) };
    };
  }
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, { construct: (target, args) => note(new target(...args)) });
  const { getRandomValues } = Crypto.prototype;
  Crypto.prototype.getRandomValues = function (array) {
    const filled = getRandomValues.call(this, array);
    watched.drawn.push([...new Uint8Array(array.buffer, array.byteOffset, array.byteLength)]);
    return filled;
  };
  const { encodeInto } = TextEncoder.prototype;
  TextEncoder.prototype.encodeInto = function (text, bytes) {
    watched.encoded.push(text);
    return encodeInto.call(this, text, bytes);
  };
}

/** `{ name, memory }` of each module of the page: `main` or `FMA`, and its whole memory in a Buffer. */
export async function readMemories(page) {
  const modules = await page.evaluate(() =>
    window.watched.modules.map(({ name, memory }) => ({ name, memory: new Uint8Array(memory.buffer).toBase64() })),
  );
  return modules.map(({ name, memory }) => ({ name, memory: Buffer.from(memory, 'base64') }));
}

/** The functions that were called of the module with the FMA kernel; nothing if the page has not loaded it. */
export const calledOfFma = (page) =>
  page.evaluate(() => window.watched.modules.find(({ name }) => name === 'FMA')?.called);

/** How many bytes in a row, of any form of a secret, count as found. Of a text in UTF-8 half of them, which is as many letters. */
const ENOUGH = 16;

/**
 * What lies in `memory` of the secrets: `texts` (strings), `bytes` (Buffers) and `numbers` (BigInts below N), each an object
 * by name. Gives lines such as `x, little-endian: 32 bytes at 0x10f1c0`.
 */
export function search(memory, { texts = {}, bytes = {}, numbers = {} }) {
  const finds = new Map();
  const found = (name, form, at, length) => {
    const key = `${name}, ${form}`;
    const known = finds.get(key) ?? finds.set(key, []).get(key);
    const last = known.at(-1);
    if (last && at <= last.end) last.end = Math.max(last.end, at + length);
    else known.push({ at, end: at + length });
  };
  searchBytes(memory, [...textForms(texts), ...byteForms(bytes)], found);
  for (const kernel of KERNELS) searchDigits(memory, kernel, numbers, found);
  return [...finds].flatMap(([key, all]) =>
    all.map(({ at, end }) => `${key}: ${end - at} bytes at 0x${at.toString(16)}`),
  );
}

// ---- texts and bytes

function* textForms(texts) {
  for (const [name, text] of Object.entries(texts)) {
    const utf8 = Buffer.from(text);
    yield { name, form: 'UTF-8', bytes: utf8, enough: ENOUGH / 2 };
    yield { name, form: 'UTF-16', bytes: Buffer.from(text, 'utf16le'), enough: ENOUGH };
    yield* asWords(name, 'UTF-8', utf8);
  }
}

function* byteForms(secrets) {
  for (const [name, bytes] of Object.entries(secrets)) {
    yield { name, form: 'big-endian', bytes, enough: ENOUGH };
    yield { name, form: 'little-endian', bytes: Buffer.from(bytes).reverse(), enough: ENOUGH };
    yield { name, form: 'hexadecimal', bytes: Buffer.from(bytes.toString('hex')), enough: ENOUGH };
    yield* asWords(name, 'big-endian', bytes);
    // HMAC (RFC 2104) combines its key with these two before anything else.
    for (const pad of [0x36, 0x5c]) {
      const padded = bytes.map((byte) => byte ^ pad);
      yield { name, form: `xor ${pad.toString(16)}`, bytes: padded, enough: ENOUGH };
      yield* asWords(name, `xor ${pad.toString(16)}`, padded);
    }
  }
}

/** SHA-256's own form of its state and of what it hashes: 32-bit words, from wherever in the secret they begin. */
function* asWords(name, form, bytes) {
  for (let from = 0; from < 4; from++) {
    const words = Buffer.from(bytes.subarray(from, from + ((bytes.length - from) & ~3)));
    yield { name, form: `${form}, in SHA-256's words`, bytes: words.swap32(), enough: ENOUGH };
  }
}

function searchBytes(memory, forms, found) {
  // Every piece that would be enough, by its first four bytes.
  const pieces = new Map();
  for (const { name, form, bytes, enough } of forms) {
    for (let at = 0; at + enough <= bytes.length; at++) {
      const start = bytes.readUInt32LE(at);
      const piece = { name, form, bytes: bytes.subarray(at, at + enough) };
      (pieces.get(start) ?? pieces.set(start, []).get(start)).push(piece);
    }
  }
  for (let at = 0; at + 4 <= memory.length; at++) {
    for (const { name, form, bytes } of pieces.get(memory.readUInt32LE(at)) ?? []) {
      if (memory.subarray(at, at + bytes.length).equals(bytes)) found(name, form, at, bytes.length);
    }
  }
}

// ---- numbers in the kernels' digits

/** A constant of the kernels' own text. */
function constant(file, name) {
  const text = readFileSync(new URL(`../../src/${file}`, import.meta.url), 'utf8');
  return Number(text.match(new RegExp(`const ${name}: \\w+ = (\\d+);`))[1]);
}

export const KERNELS = [
  // Digits of 29 bits; the operand that meets four columns at once has each four times over.
  {
    name: 'SIMD128',
    bits: constant('srp/lanes.rs', 'DIGIT_BITS'),
    digits: constant('srp/kernel.rs', 'DIGITS'),
    Words: Int32Array,
    strides: [1, 4],
  },
  {
    name: 'FMA',
    bits: constant('fma/lanes.rs', 'DIGIT_BITS'),
    digits: constant('fma/kernel.rs', 'DIGITS'),
    Words: Float64Array,
    strides: [1],
  },
];

/** RFC 5054's 3072-bit group, as OpenSSL has it: group 15 of RFC 3526. */
export const N = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`);

/** Signed digits, the lowest first, each in half the range to either side. */
export function digitsOf(number, { bits, digits }) {
  return Array.from({ length: digits }, () => {
    const digit = BigInt.asIntN(bits, number);
    number = (number - digit) >> BigInt(bits);
    return Number(digit);
  });
}

/** Into Montgomery's form. */
export const montgomery = (number, { bits, digits }) => (number << BigInt(bits * digits)) % N;

/** Digits are carried lazily: they may differ by a carry from those of `digitsOf`. */
const CARRY = 64;
const BUCKET = 256;

function searchDigits(memory, kernel, numbers, found) {
  const { Words, bits, strides } = kernel;
  const enough = ENOUGH / Words.BYTES_PER_ELEMENT;
  const small = 2 ** (bits - 10);
  const near = (digits, others) => digits.every((digit, i) => Math.abs(digit - others[i]) <= CARRY);
  const ofN = [N, -N].map((number) => digitsOf(number, kernel));
  const starts = new Map();
  for (const [name, number] of Object.entries(numbers)) {
    const inForm = montgomery(number, kernel);
    const forms = [-N, 0n, N].flatMap((more) => [
      ['', number + more],
      [" in Montgomery's form", inForm + more],
    ]);
    for (const [form, value] of forms) {
      const digits = digitsOf(value, kernel);
      for (let i = 0; i + enough <= digits.length; i++) {
        const piece = digits.slice(i, i + enough);
        // The zeros above a short number are everywhere, and N, which it may have been added to, is no secret.
        if (piece.some((digit) => Math.abs(digit) < small)) continue;
        if (number !== N && ofN.some((digits) => near(piece, digits.slice(i)))) continue;
        const start = { name, form: `${kernel.name} digits${form}`, piece };
        const [least, most] = [-CARRY, CARRY].map((carry) => Math.floor((piece[0] + carry) / BUCKET));
        for (let bucket = least; bucket <= most; bucket++)
          (starts.get(bucket) ?? starts.set(bucket, []).get(bucket)).push(start);
      }
    }
  }
  const words = new Words(memory.buffer.slice(memory.byteOffset, memory.byteOffset + memory.length));
  for (let at = 0; at < words.length; at++) {
    for (const { name, form, piece } of starts.get(Math.floor(words[at] / BUCKET)) ?? []) {
      for (const stride of strides) {
        if (
          near(
            piece,
            piece.map((_, i) => words[at + stride * i]),
          )
        ) {
          const spread = stride > 1 ? ', spread' : '';
          found(
            name,
            form + spread,
            at * words.BYTES_PER_ELEMENT,
            (stride * (enough - 1) + 1) * words.BYTES_PER_ELEMENT,
          );
        }
      }
    }
  }
}
