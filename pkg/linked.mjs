// Reads a wasm module as the linker leaves it with --emit-relocs: which of its functions and data refer to which.
// https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md

const [IMPORTS, EXPORTS, ELEMENTS, CODE, DATA] = [2, 7, 9, 10, 11];
const SYMBOL_TABLE = 8;
const UNDEFINED = 0x10;
const EXPLICIT_NAME = 0x40;
const I32_CONST = 0x41;
const kindsOfSymbols = ['function', 'data', 'global', 'section', 'tag', 'table'];
/** Relocations, by the number of their type: to a function, or the place in the table of one; to an address, of which
 * there is an addend; and to what is of no interest here. */
const TO_FUNCTION = [0, 1, 2];
const TO_ADDRESS = [3, 4, 5];
const OTHER = [6, 7, 13, 20];

function expect(truth, what) {
  if (!truth) throw new Error(`linked.mjs: the module has ${what}`);
}

/** Reads on from the first section. */
export const reader = (bytes) => ({
  at: 8,
  byte() {
    return bytes[this.at++];
  },
  /** LEB128, unsigned. */
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const next = this.byte();
      value += (next & 127) * 2 ** shift;
      if (next < 128) return value;
    }
  },
  text() {
    const length = this.number();
    this.at += length;
    return bytes.toString('utf8', this.at - length, this.at);
  },
});

/**
 * `exports`: the functions exported, by name. `table`: the function at each place. `data`: the ranges of data that
 * something refers to. `reachable(names)`: the functions and the ranges of data that these exports reach, by calls, by
 * pointers and through data. Functions are given by their number.
 */
export function read(bytes) {
  const input = reader(bytes);
  const byte = () => input.byte();
  const number = () => input.number();
  const text = () => input.text();
  const list = (item) => Array.from({ length: number() }, item);
  /** The offset of an active segment of the first table or memory. */
  const offset = () => {
    expect(number() === 0 && byte() === I32_CONST, 'an unexpected segment');
    const value = number();
    input.at++;
    return value;
  };

  const exports = {};
  const table = [];
  const symbols = [];
  const relocations = [];
  // Where functions and segments lie in their sections, as relocations say it.
  const places = { [CODE]: [], [DATA]: [] };
  const kinds = [];
  let imports = 0;
  let start;

  const sections = {
    [IMPORTS]: () =>
      list(() => {
        text();
        text();
        expect(byte() === 0, 'an import that is no function');
        number();
        imports++;
      }),
    [EXPORTS]: () =>
      list(() => {
        // wasm-bindgen calls each `<name>_<hash>`.
        const name = text().replace(/_[0-9a-f]{16}$/, '');
        const isFunction = byte() === 0;
        const index = number();
        if (isFunction) exports[name] = index;
      }),
    [ELEMENTS]: () =>
      list(() => {
        const first = offset();
        list(number).forEach((index, place) => (table[first + place] = index));
      }),
    [CODE]: () =>
      list(() => {
        const length = number();
        places[CODE].push({ from: input.at - start, index: imports + places[CODE].length });
        input.at += length;
      }),
    [DATA]: () =>
      list(() => {
        const address = offset();
        const length = number();
        places[DATA].push({ from: input.at - start, address });
        input.at += length;
      }),
    linking(end) {
      expect(number() === 2, 'relocations of an unknown version');
      while (input.at < end) {
        const isTable = byte() === SYMBOL_TABLE;
        const after = number() + input.at;
        if (isTable) list(() => symbols.push(symbol()));
        input.at = after;
      }
    },
    reloc() {
      const of = kinds[number()];
      list(() => {
        const type = byte();
        const from = number();
        const to = number();
        if (TO_ADDRESS.includes(type)) number();
        else expect([...TO_FUNCTION, ...OTHER].includes(type), `a relocation of type ${type}`);
        if (!OTHER.includes(type)) relocations.push({ of, from, to });
      });
    },
  };
  function symbol() {
    const kind = kindsOfSymbols[byte()];
    const flags = number();
    const isDefined = !(flags & UNDEFINED);
    if (kind === 'section') return { index: number() };
    if (kind !== 'data') {
      const index = number();
      if (isDefined || flags & EXPLICIT_NAME) text();
      return { kind, index };
    }
    text();
    if (!isDefined) return { kind };
    const { address } = places[DATA][number()];
    return { kind, address: address + number(), size: number() };
  }

  while (input.at < bytes.length) {
    const id = byte();
    const end = number() + input.at;
    start = input.at;
    const kind = id || text();
    kinds.push(kind);
    // Debugging information has relocations, too.
    if (/^reloc\.(CODE|DATA)$/.test(kind)) sections.reloc();
    else sections[kind]?.(end);
    input.at = end;
  }
  expect(relocations.length, 'no relocations');

  const data = symbols.filter(({ kind, size }) => kind === 'data' && size).sort((one, other) => one.address - other.address);
  const last = (list, fits) => list[list.findLastIndex(fits)];
  const refersTo = new Map();
  for (const { of, from, to } of relocations) {
    const place = last(places[of], (place) => place.from <= from);
    const address = place.address + from - place.from;
    const source = of === CODE ? place.index : last(data, (each) => each.address <= address);
    const { kind, index } = symbols[to];
    if (!refersTo.has(source)) refersTo.set(source, []);
    refersTo.get(source).push(kind === 'function' ? index : symbols[to]);
  }
  const reachable = (names) => {
    const reached = new Set();
    const reach = (it) => {
      if (reached.has(it)) return;
      reached.add(it);
      refersTo.get(it)?.forEach(reach);
    };
    for (const name of names) {
      expect(name in exports, `no export ${name}`);
      reach(exports[name]);
    }
    return reached;
  };
  return { exports, table, data, reachable };
}
