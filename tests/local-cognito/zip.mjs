import { crc32 } from 'node:zlib';

/** A ZIP archive with one file, not compressed: the form in which a Lambda's code is uploaded. (APPNOTE.TXT 4.3.7, 4.3.12, 4.3.16) */
export function zip(name, text) {
  const [path, data] = [Buffer.from(name), Buffer.from(text)];
  // Version 2.0, no flags, stored, 1980-01-01, checksum, both sizes, lengths of name and extra field.
  const common = fields(
    [20, 2],
    [0, 2],
    [0, 2],
    [0, 2],
    [0x21, 2],
    [crc32(data), 4],
    [data.length, 4],
    [data.length, 4],
    [path.length, 2],
    [0, 2],
  );
  const local = Buffer.concat([fields([0x04034b50, 4]), common, path, data]);
  // Made by Unix, so that the mode (rw-r--r--) is read.
  const entry = Buffer.concat([
    fields([0x02014b50, 4], [0x0314, 2]),
    common,
    fields([0, 2], [0, 2], [0, 2], [0x81a40000, 4], [0, 4]),
    path,
  ]);
  const end = fields([0x06054b50, 4], [0, 2], [0, 2], [1, 2], [1, 2], [entry.length, 4], [local.length, 4], [0, 2]);
  return Buffer.concat([local, entry, end]);
}

/** Little-endian numbers of 2 or 4 bytes, one after another. */
function fields(...numbers) {
  return Buffer.concat(
    numbers.map(([value, size]) => {
      const bytes = Buffer.alloc(size);
      bytes.writeUIntLE(value, 0, size);
      return bytes;
    }),
  );
}
